package main

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
)

var sizeLine = regexp.MustCompile(`bench wasm-brotli ours=(\d+) peer=empty-component:(\d+) `)

// size asks the builder, which knows how the program is made.
func size(ctx context.Context, b *bench) ([]row, error) {
	out, err := b.output(ctx, filepath.Join(b.root, "wasm", "build"), nil, "go", "run", ".", "-root", b.root, "-size")
	if err != nil {
		return nil, err
	}
	found := sizeLine.FindSubmatch(out)
	if found == nil {
		return nil, fmt.Errorf("the builder printed no size:\n%s", out)
	}
	ours, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		return nil, err
	}
	empty, err := strconv.ParseFloat(string(found[2]), 64)
	return []row{{Name: "wasm-brotli", What: "the program as it is downloaded, brotli 11", Unit: "KB",
		Ours: ours / 1000, Peer: "empty component", PeerValue: empty / 1000, Goal: 1.2}}, err
}
