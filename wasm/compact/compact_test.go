package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// unsaid are the lines and arguments that a compact program's crash leaves out.
var unsaid = regexp.MustCompile(`\t\S+:\d+|\([0-9a-fx, {}.]*\)`)

// TestProgramsBehave runs small programs as they were linked and as they were
// made compact: all that they print must be the same, and how they end, up to
// the lines in the texts of crashes.
func TestProgramsBehave(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("the programs are run under Node, which is not installed; make test installs it")
	}
	for _, test := range []struct{ name, ends string }{
		{"behaviour", "nil pointer dereference"},
		{"callbacks", ""},
		{"deadlock", "all goroutines are asleep"},
		{"library", ""},
		{"memory", ""},
		{"types", ""},
		{"waits", ""},
	} {
		for _, flag := range []string{"-gcflags=", "-gcflags=all=-l"} {
			t.Run(test.name+flag, func(t *testing.T) {
				t.Parallel()
				linked := link(t, test.name, flag)
				smaller, done, err := compact(linked)
				if err != nil || !done {
					t.Fatal(done, err)
				}
				want, wantCrash := execute(t, linked)
				got, crash := execute(t, smaller)
				if got != want {
					t.Errorf("it printed\n%s\nand not\n%s", got, want)
				}
				if unsaid.ReplaceAllString(crash, "") != unsaid.ReplaceAllString(wantCrash, "") {
					t.Errorf("it crashed with\n%s\nand not\n%s", crash, wantCrash)
				}
				if got == "" || !strings.Contains(crash, test.ends) || (test.ends == "") != (crash == "") {
					t.Errorf("it printed\n%s\nand ended with\n%s", got, crash)
				}
			})
		}
	}
}

// What the linker of another release writes is not touched, and what does not
// look as expected is refused rather than spoilt.
func TestCompactRefuses(t *testing.T) {
	linked := link(t, "deadlock")
	other := bytes.Replace(linked, []byte("\x08go1.26."), []byte("\x08go1.99."), -1)
	same, done, err := compact(other)
	if err != nil || done || !bytes.Equal(same, other) {
		t.Errorf("a program of another release: %v, %v", done, err)
	}
	for name, damage := range map[string]func([]byte) []byte{
		"nothing":              func([]byte) []byte { return nil },
		"a program cut off":    func(b []byte) []byte { return b[:len(b)/2] },
		"tables of a new kind": func(b []byte) []byte { return bytes.Replace(b, []byte(pclnMagic), []byte("\xf0"+pclnMagic[1:]), 1) },
	} {
		if _, _, err := compact(damage(bytes.Clone(linked))); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestStraighten(t *testing.T) {
	// Two places; the first jumps to the second, and that one back.
	head := []byte{1, 1, i32, opGlobalGet, 0, opLocalSet, 1}
	places := []byte{opLoop, noResult, opBlock, noResult, opBlock, noResult, opLocalGet, 0, opBrTable, 2, 0, 1, 1, opEnd}
	tests := []struct {
		name       string
		body, want []byte
	}{
		{"a jump forward and one back",
			join(head, places, []byte{opI32Const, 2, opLocalSet, 0, opBr, 1, opEnd, opI32Const, 0, opLocalSet, 0, opBr, 0, opEnd, opUnreachable, opEnd}),
			join(head, places, []byte{opBr, 0, opEnd, opI32Const, 0, opLocalSet, 0, opBr, 0, opEnd, opUnreachable, opEnd})},
		{"a jump within a condition",
			join(head, places, []byte{opLocalGet, 1, opIf, noResult, opI32Const, 1, opLocalSet, 0, opBr, 2, opEnd, opEnd, opEnd, opUnreachable, opEnd}),
			join(head, places, []byte{opLocalGet, 1, opIf, noResult, opBr, 1, opEnd, opEnd, opEnd, opUnreachable, opEnd})},
		{"an exit",
			join(head, []byte{opBlock, noResult}, places, []byte{opI32Const, 0, opCall, 7, opBrIf, 2, opEnd, opEnd, opUnreachable, opEnd, opI32Const, 1, opEnd}),
			join(head, places, []byte{opI32Const, 0, opCall, 7, opIf, noResult, opI32Const, 1, opReturn, opEnd, opEnd, opEnd, opUnreachable, opEnd})},
		{"a number that is used otherwise",
			join(head, places, []byte{opLocalGet, 0, opLocalSet, 1, opI32Const, 1, opLocalSet, 0, opBr, 1, opEnd, opEnd, opUnreachable, opEnd}), nil},
		{"no table", join(head, []byte{opI32Const, 0, opEnd}), nil},
	}
	for _, test := range tests {
		if test.want == nil {
			test.want = test.body
		}
		if got, err := straighten(test.body); err != nil || !bytes.Equal(got, test.want) {
			t.Errorf("%s: %x, %v and not %x", test.name, got, err, test.want)
		}
	}
	if _, err := straighten([]byte{0, 0xff, opEnd}); err == nil {
		t.Error("an unknown instruction is accepted")
	}
}

// What several functions lead to is in front and has its offset, and what one does
// is counted.
func TestLayOut(t *testing.T) {
	const a, b, c, d = 0, 4, 8, 12
	offsets, memory := make([]byte, 16), bytes.Repeat([]byte{7}, 12)
	p := newPool()
	for at, data := range []string{"one\x00", "two\x00", "one\x00", "x\x00"} {
		p.refer(offsets[4*at:4*at+4], []byte(data), 1)
	}
	first, err := p.layOut(memory, 1, untilZero)
	if err != nil || first != 5 || string(memory) != "\x00one\x00two\x00x\x00\x00" {
		t.Errorf("%q, %d, %v", memory, first, err)
	}
	if word(offsets, a) != 1 || int32(word(offsets, b)) != counted || word(offsets, c) != 1 || int32(word(offsets, d)) != counted {
		t.Errorf("%x", offsets)
	}
	if _, err := p.layOut(memory[:10], 1, untilZero); err == nil {
		t.Error("memory that is too small is accepted")
	}
}

func TestPrinted(t *testing.T) {
	for name, want := range map[string]string{
		"main.main":              "main.main",
		"a.f[go.shape.[]int].g":  "a.f[].g",
		"a.(*t[b.c[int]]).d[x]-": "a.(*t[]-",
		"a.]f[":                  "a.]f[",
		"type:.eq.[3]a.b":        "type:.eq.",
		"runtime.gopanic":        "runtime.gopanic",
		"runtime.mallocgc":       "runtime.unseen",
		"runtime.GC":             "runtime.GC",
		"runtime.(*mheap).alloc": "runtime.(*mheap).alloc",
		"runtime/debug.setGC":    "runtime/debug.setGC",
	} {
		if got := printed([]byte(name)); string(got) != want {
			t.Errorf("%s: %s, not %s", name, got, want)
		}
	}
}

// link builds a program of testdata as Keytrail is built.
func link(t *testing.T, name string, flags ...string) []byte {
	t.Helper()
	out := filepath.Join(t.TempDir(), "linked.wasm")
	args := append([]string{"build", "-trimpath", "-ldflags=-s -w", "-o", out}, flags...)
	cmd := exec.Command("go", append(args, "./testdata/"+name)...)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	program, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// execute runs a program under Node and returns what it printed, and what of
// that was said of its end.
func execute(t *testing.T, program []byte) (output, crash string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "program.wasm")
	if err := os.WriteFile(file, program, 0o644); err != nil {
		t.Fatal(err)
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", "--stack-size=8192", filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec_node.js"), file)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH")} // Go's loader takes no more than 8 KB of environment
	var out, complaint strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &complaint
	err = cmd.Run()
	if (err != nil) != (complaint.Len() > 0) {
		t.Errorf("it ended with %v and said\n%s", err, complaint.String())
	}
	return out.String(), complaint.String()
}

// A program of another release is written as it is, and one that cannot be read
// leaves no file.
func TestCommand(t *testing.T) {
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.wasm"), filepath.Join(dir, "out.wasm")
	if err := file(in, out); err == nil {
		t.Error("a file that is not there is accepted")
	}
	for text, accepted := range map[string]bool{string(preamble): true, "no program": false} {
		if err := os.WriteFile(in, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		os.Remove(out)
		err := file(in, out)
		written, _ := os.ReadFile(out)
		if (err == nil) != accepted || accepted && string(written) != text || !accepted && written != nil {
			t.Errorf("%q: %v, %q", text, err, written)
		}
	}
}
