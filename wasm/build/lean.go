package main

// outOfLine are packages whose small functions the compiler is to call rather
// than to copy to where they are called: none of them works for each key of a
// notification or for each cell of a table, and copies are a sixteenth of the
// download.
var outOfLine = []string{
	"archive/...", "bufio", "bytes", "compress/...", "container/...", "context", "crypto/...", "database/...", "encoding/...", "errors", "fmt", "hash/...",
	"html", "io", "io/fs", "iter", "log/...", "math", "math/big", "math/rand/...", "mime/...", "net/...", "os", "path/...", "reflect", "regexp/...",
	"runtime/debug", "sort", "strconv", "strings", "sync", "syscall/...", "text/...", "time", "unicode", "unicode/utf16", "unique", "vendor/...", "weak",
	"internal/bisect", "internal/chacha8rand", "internal/coverage/...", "internal/filepathlite", "internal/fmtsort", "internal/godebug",
	"internal/oserror", "internal/poll", "internal/profilerecord", "internal/reflectlite", "internal/runtime/exithook", "internal/runtime/pprof/...",
	"internal/strconv", "internal/sync", "internal/syscall/...", "internal/testlog", "internal/trace/...",
	framework + "/...",
	module + "/app/bayeux", module + "/app/book", module + "/app/capture", module + "/app/capture/har", module + "/app/capture/mend",
	module + "/app/capture/open", module + "/app/capture/redact", module + "/app/capture/redact/rank", module + "/app/capture/redact/vocab",
	module + "/app/capture/scan", module + "/app/capture/shape", module + "/app/capture/stamp", module + "/app/capture/text", module + "/app/contract",
	module + "/app/events", module + "/app/gws", module + "/app/history", module + "/app/link", module + "/app/promise", module + "/app/proof",
	module + "/app/query", module + "/app/recorder/...", module + "/app/report", module + "/app/settings", module + "/app/sim/...",
	module + "/app/snippet", module + "/app/tabs", module + "/app/tracker",
	module + "/app/ui", module + "/app/ui/browser", module + "/app/ui/connect", module + "/app/ui/dashboard", module + "/app/ui/detail",
	module + "/app/ui/dialogs", module + "/app/ui/draft", module + "/app/ui/export", module + "/app/ui/forms", module + "/app/ui/html",
	module + "/app/ui/page", module + "/app/ui/parts", module + "/app/ui/records", module + "/app/ui/rows", module + "/app/ui/scene", module + "/app/ui/stage",
	module + "/app/ui/table", module + "/app/ui/timeline", module + "/app/ui/wording", module + "/app/ui/writing", module + "/app/wire/...",
	module + "/wasm", module + "/wasm/module",
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
