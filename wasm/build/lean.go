package main

// outOfLine are packages whose small functions the compiler is to call rather
// than to copy to where they are called: none of them works for each key of a
// notification or for each cell of a table, and copies are a sixteenth of the
// download.
var outOfLine = []string{
	"bufio", "compress/...", "crypto/...", "encoding/...", "fmt", "html", "io/fs", "math/big", "net/...", "os", "path",
	"regexp/...", "strconv", "time",
	module + "/app/capture", module + "/app/gws", module + "/app/proof", module + "/app/sim", module + "/app/tracker", module + "/app/ui",
}

const module = "github.com/keytrail/keytrail"

// leanFlags are the go command's flags for a small program.
func leanFlags(modfile string) []string {
	flags := []string{"-modfile=" + modfile}
	for _, pkg := range outOfLine {
		flags = append(flags, "-gcflags="+pkg+"=-l")
	}
	return flags
}
