// Command compact makes a program that Go linked for the browser smaller and
// leaves what it does as it was:
//
//	compact in.wasm out.wasm
//
// README.md says what it does to the program and how that is known to be safe.
// A program of a release of Go that it does not know is written as it is, with
// a word on standard error. It is a module of its own that nothing imports.
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: compact in.wasm out.wasm")
		os.Exit(2)
	}
	if err := file(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "compact:", err)
		os.Exit(1)
	}
}

// file writes nothing unless the whole program could be made compact.
func file(in, out string) error {
	linked, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	smaller, done, err := compact(linked)
	if err != nil {
		return fmt.Errorf("%s: %w", in, err)
	}
	if !done {
		fmt.Fprintf(os.Stderr, "compact: %s is no program of %s: it is written as it was linked\n", in, knownRelease)
	}
	return os.WriteFile(out, smaller, 0o644)
}
