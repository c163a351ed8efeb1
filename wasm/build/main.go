// Command build makes what the browser downloads: web/app.wasm from package wasm,
// compressed with brotli, gzip and LZMA beside it, and web/wasm_exec.js from the same
// toolchain. It leaves the framework's server out of the program, has a command
// make what the linker writes more compact, and refuses a result that has grown
// too large or has lost the linker's removal of unused methods. With -size it
// prints how the program compares with an empty component of the framework, with
// -image it packs the server for containers, with -module it makes the module for
// other people's pages. It is a module of its own, so that the compressors, of which
// the standard library has none as dense, are no dependencies of Keytrail.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

func main() {
	root := flag.String("root", ".", "the `directory` of Keytrail's go.mod")
	size := flag.Bool("size", false, "measure instead of building: compare web/app.wasm with an empty component")
	quick := flag.Bool("quick", false, "build for trying out on this machine: not made compact, hardly compressed")
	compact := flag.String("compact", "", "the `command` that makes a linked program compact (wasm/compact); without one it is left as it was linked")
	container := flag.String("image", "", "build the server for a container instead and write its image to this `file`")
	library := flag.String("module", "", "build the module for other people's pages instead and write it to this `directory`")
	arch := flag.String("arch", runtime.GOARCH, "with -image: the `processor`, as Go spells it")
	flag.Parse()
	dir, err := filepath.Abs(*root)
	if err == nil {
		switch {
		case *size:
			err = measure(dir)
		case *library != "":
			err = buildModule(dir, *library, *quick, *compact)
		case *container != "":
			err = packServer(dir, *arch, filepath.Join(dir, *container))
		default:
			err = build(dir, *quick, *compact)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

// build writes the files only after every guard has passed.
func build(root string, quick bool, compact string) error {
	work := filepath.Join(root, "build")
	web := filepath.Join(root, "web")
	if err := os.MkdirAll(work, 0o755); err != nil {
		return err
	}
	modfile, err := slim(root, work)
	if err != nil {
		return err
	}
	wasm, links, err := compile(root, work, "./wasm", builtAs(root, quick), leanFlags(modfile)...)
	if err != nil {
		return err
	}
	if err := guard("app.wasm", wasm, links); err != nil {
		return err
	}
	pains, form, smaller := densest, asLinked, false
	if quick {
		pains, form = quickest, inHaste
	} else if compact != "" {
		form = whole
		if wasm, smaller, err = compacted(wasm, work, compact); err != nil {
			return err
		}
	}
	var packed []byte
	packs := make(chan error, 1)
	go func() {
		var err error
		if !quick {
			packed, err = pack(wasm)
		}
		packs <- err
	}()
	br, gz, err := compress(wasm, pains)
	if err := errors.Join(err, <-packs); err != nil {
		return err
	}
	if smaller {
		if err := withinBudget(len(br)); err != nil {
			return err
		}
	}
	glue, err := wasmExec(root)
	if err != nil {
		return err
	}
	fmt.Printf("app.wasm: %d bytes, brotli %d, gzip %d, LZMA %d\n", len(wasm), len(br), len(gz), len(packed))
	beside := os.RemoveAll(filepath.Join(web, "app.wasm.lzma")) // of an earlier program
	if packed != nil {
		beside = os.WriteFile(filepath.Join(web, "app.wasm.lzma"), packed, 0o644)
	}
	return errors.Join(beside,
		os.WriteFile(filepath.Join(work, "form"), []byte(form), 0o644),
		os.WriteFile(filepath.Join(web, "wasm_exec.js"), glue, 0o644),
		os.WriteFile(filepath.Join(web, "app.wasm.gz"), gz, 0o644),
		os.WriteFile(filepath.Join(web, "app.wasm.br"), br, 0o644),
		os.WriteFile(filepath.Join(web, "app.wasm"), wasm, 0o644),
	)
}

// The forms in which the program can be built. build/form holds that of
// web/app.wasm, so that make does not take one for another.
const (
	inHaste  = "quick"
	asLinked = "linked"
	whole    = "compact"
)

// compacted has the command make a program compact. The program of a Go release
// that the command does not know is left as it is, and not held to the budget.
func compacted(linked []byte, work, command string) (wasm []byte, done bool, err error) {
	in, out := filepath.Join(work, "out.wasm"), filepath.Join(work, "compact.wasm")
	if _, err := run(".", nil, command, in, out); err != nil {
		return nil, false, err
	}
	wasm, err = os.ReadFile(out)
	done = !bytes.Equal(wasm, linked)
	if !done {
		fmt.Println("The compactor does not know this release of Go: app.wasm is left as it was linked, and larger for it.")
	}
	return wasm, done, err
}

// builtAs is what the program is told about itself: how it is built, and from which
// revision, where the sources are a repository of their own.
func builtAs(root string, quick bool) string {
	how := "full"
	if quick {
		how = "quick"
	}
	within, err := run(root, nil, "git", "rev-parse", "--show-prefix")
	if err != nil || strings.TrimSpace(string(within)) != "" {
		return how
	}
	revision, err := run(root, nil, "git", "describe", "--always", "--dirty")
	if err != nil {
		return how
	}
	return how + "," + strings.TrimSpace(string(revision))
}

// compile links pkg for the browser, tells it how it was built, and returns the
// program and what the linker says about who reaches whom.
func compile(root, work, pkg, built string, flags ...string) (wasm, links []byte, err error) {
	out := filepath.Join(work, "out.wasm")
	// The go command relinks, and so reports, only when the file is not there.
	if err := os.RemoveAll(out); err != nil {
		return nil, nil, err
	}
	args := append([]string{"build", "-trimpath", "-ldflags=-s -w -dumpdep -X main.built=" + built, "-o", out}, flags...)
	cmd := exec.Command("go", append(args, pkg)...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS="+os.Getenv("GOFLAGS"))
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Run(); err != nil {
		return nil, nil, fmt.Errorf("compiling %s: %w\n%s", pkg, err, withoutLinks(log.String()))
	}
	wasm, err = os.ReadFile(out)
	return wasm, log.Bytes(), err
}

// withoutLinks keeps the compiler's messages of a log.
func withoutLinks(log string) string {
	var kept []string
	for line := range strings.Lines(log) {
		if !strings.Contains(line, " -> ") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

// wasmExec is the loader, and what carries out a drawing: that belongs to the
// program as the loader to the runtime.
func wasmExec(root string) ([]byte, error) {
	glue, err := loader(root)
	if err != nil {
		return nil, err
	}
	rows, err := os.ReadFile(filepath.Join(root, "app", "ui", "rows", "rows.js"))
	return append(glue, rows...), err
}

// loader reads the loader that belongs to the toolchain; Go promises that it
// fits only the programs of the same release.
func loader(root string) ([]byte, error) {
	goroot, err := run(root, nil, "go", "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	glue, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js"))
	return exactTexts(glue), err
}

// exactTexts has the loader keep a byte order mark at the beginning of a text
// that the program hands to the browser, which it takes for no part of it.
func exactTexts(glue []byte) []byte {
	return bytes.Replace(glue, []byte(`new TextDecoder("utf-8")`), []byte(`new TextDecoder("utf-8", { ignoreBOM: true })`), 1)
}

// run returns what a command prints; its error carries what it complained of.
func run(dir string, env []string, name string, args ...string) ([]byte, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w\n%s%s", name, strings.Join(args, " "), err, out, complaint.String())
	}
	return out, nil
}
