package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Go and the browser count the steps of a drawing alike.
func TestBatchSteps(t *testing.T) {
	var written, done []string
	for _, m := range regexp.MustCompile(`(?m)^\tstep([A-Z]\w+)`).FindAllStringSubmatch(batch, -1) {
		written = append(written, strings.ToLower(m[1]))
	}
	for _, m := range regexp.MustCompile(`(?m)^    (\w+)\(\) {`).FindAllStringSubmatch(string(batchScript), -1) {
		done = append(done, strings.ToLower(m[1]))
	}
	if len(written) == 0 || !slices.Equal(written, done) {
		t.Fatalf("Go writes\n%v\nand the browser does\n%v", written, done)
	}
}
