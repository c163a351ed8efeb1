package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"math/rand/v2"
	"os"
	"testing"
)

func TestSqueeze(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 300_000)
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
		name    string
		data    []byte
		smaller bool
	}{
		{"nothing", nil, false},
		{"two bytes", []byte("ab"), false},
		{"one byte again and again", make([]byte, 500_000), false},
		{"noise", noise, false},
		{"noise twice, as far back as can be", append(noise[:window:window], noise[:window]...), false},
		{"a program", program[len(program)/4:][:1<<20], true},
	} {
		t.Run(test.name, func(t *testing.T) {
			small := squeeze(test.data)
			r, err := gzip.NewReader(bytes.NewReader(small))
			if err != nil {
				t.Fatal(err)
			}
			back, err := io.ReadAll(r)
			if err != nil || !bytes.Equal(back, test.data) {
				t.Fatalf("%d bytes of %d come back: %v", len(back), len(test.data), err)
			}
			var usual bytes.Buffer
			w, _ := gzip.NewWriterLevel(&usual, gzip.BestCompression)
			_, _ = w.Write(test.data)
			_ = w.Close()
			if test.smaller && len(small) > usual.Len()*98/100 {
				t.Errorf("%d bytes, and %d by compress/gzip", len(small), usual.Len())
			}
		})
	}
}
