package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// unpackInPage has web/unpack.js unpack data that comes in so many bytes at a time.
const unpackInPage = `
const [script, file, pieces] = process.argv.slice(1);
const fs = require("fs");
require("vm").runInThisContext(fs.readFileSync(script, "utf8"));
const data = fs.readFileSync(file), size = Number(pieces);
const body = new ReadableStream({ start(c) {
	for (let i = 0; i < data.length; i += size) c.enqueue(new Uint8Array(data.subarray(i, i + size)));
	c.close();
} });
new Response(body.pipeThrough(unpack())).arrayBuffer().then(
	(out) => process.stdout.write(Buffer.from(out)),
	(error) => { process.stderr.write(error.message); process.exit(1); });`

// unpacked returns what the page makes of packed, or what it says is wrong.
func unpacked(t *testing.T, packed []byte, pieces int) (data []byte, wrong string) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("the page's script is run under Node, which is not installed; make test installs it")
	}
	file := filepath.Join(t.TempDir(), "packed")
	if err := os.WriteFile(file, packed, 0o644); err != nil {
		t.Fatal(err)
	}
	var out, log bytes.Buffer
	cmd := exec.Command(node, "-e", unpackInPage, filepath.Join("..", "..", "web", "unpack.js"), file, fmt.Sprint(pieces))
	cmd.Stdout, cmd.Stderr = &out, &log
	if err := cmd.Run(); err != nil {
		return nil, log.String()
	}
	return out.Bytes(), ""
}

func TestThePageUnpacksWhatIsPacked(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 70_000)
	for i := range noise {
		noise[i] = byte(random.Uint32())
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		data []byte
	}{
		{"nothing", nil},
		{"a byte", []byte("a")},
		{"one byte again and again", make([]byte, 500_000)},
		{"noise", noise},
		{"noise again, from far back", bytes.Join([][]byte{noise, make([]byte, 3<<20), noise}, nil)},
		{"records", bytes.Repeat([]byte("\x00asm 1234567890 abcdefghijklmnop \x01\x02\x03"), 9_000)},
		{"a program", program[len(program)/4:][:1<<20]},
	} {
		t.Run(test.name, func(t *testing.T) {
			packed, err := pack(test.data)
			if err != nil {
				t.Fatal(err)
			}
			for _, pieces := range []int{4099, max(len(packed), 1)} {
				if data, wrong := unpacked(t, packed, pieces); wrong != "" || !bytes.Equal(data, test.data) {
					t.Errorf("in pieces of %d: %d bytes of %d, %s", pieces, len(data), len(test.data), wrong)
				}
			}
		})
	}
}

func TestThePageSaysWhatItCannotUnpack(t *testing.T) {
	program := bytes.Repeat([]byte("\x00asm and other things, "), 5_000)
	packed, err := pack(program)
	if err != nil {
		t.Fatal(err)
	}
	far := bytes.Clone(packed)
	copy(far[14:], []byte{0xff, 0xff, 0xff, 0xff}) // begins with a repetition of nothing
	for _, test := range []struct {
		name, says string
		data       []byte
	}{
		{"a page in its place", "something else", []byte("<!doctype html><title>Not found</title>")},
		{"nothing", "ends too early", nil},
		{"its head", "ends too early", packed[:15]},
		{"the first half", "ends too early", packed[:len(packed)/2]},
		{"damage", "damaged", far},
	} {
		t.Run(test.name, func(t *testing.T) {
			if data, wrong := unpacked(t, test.data, 1000); !strings.Contains(wrong, test.says) {
				t.Errorf("%d bytes, %q", len(data), wrong)
			}
		})
	}
}
