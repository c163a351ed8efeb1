package main

// outOfLine are packages whose small functions the compiler is to call rather
// than to copy to where they are called: none of them works for each key of a
// notification or for each cell of a table, and copies are a sixteenth of the
// download.
var outOfLine = []string{
	"archive/...", "bufio", "compress/...", "context", "crypto/...", "database/...", "encoding/...", "errors", "fmt", "html", "io", "io/fs", "log/...",
	"math/big", "net/...", "os", "path/...", "reflect", "regexp/...", "sort", "strconv", "syscall", "time", "unicode",
	"container/...", "hash/...", "iter", "math/rand/...", "sync", "unique", "weak",
	framework + "/...", "internal/bisect", "internal/fmtsort", "internal/godebug", "internal/poll", "internal/strconv",
	module + "/app/bayeux", module + "/app/book", module + "/app/capture", module + "/app/capture/...", module + "/app/gws", module + "/app/history", module + "/app/promise", module + "/app/proof",
	module + "/app/contract", module + "/app/events", module + "/app/link", module + "/app/recorder/...", module + "/app/report", module + "/app/query", module + "/app/settings", module + "/app/sim/...",
	module + "/app/snippet", module + "/app/tabs", module + "/app/tracker", module + "/app/ui", module + "/app/ui/dashboard",
	module + "/app/ui/browser", module + "/app/ui/connect", module + "/app/ui/detail", module + "/app/ui/dialogs", module + "/app/ui/draft", module + "/app/ui/export", module + "/app/ui/forms", module + "/app/ui/html", module + "/app/ui/page", module + "/app/ui/parts",
	module + "/app/ui/records", module + "/app/ui/scene", module + "/app/ui/stage", module + "/app/ui/table", module + "/app/ui/timeline", module + "/app/ui/wording", module + "/app/ui/writing",
	module + "/app/wire/...", module + "/wasm", module + "/wasm/module",
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
