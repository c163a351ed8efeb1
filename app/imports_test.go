package app_test

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/keytrail/keytrail"

// A rule says who may import a package. Ours are named by their directories;
// "." is the server and "wasm" the browser's program. A trailing "/..." includes
// what is below.
type rule struct {
	imported  string
	importers []string
	why       string
}

var rules = []rule{
	{"app/rawjson", []string{"app/userdata", "app/bayeux", "app/gws", "app/capture", "app/capture/...", "app/book", "app/events", "wasm/module"}, "a leaf that reads JSON; the simulator must not share the clients' reading of it, and the page sees values only"},
	{"app/userdata", []string{"app/history", "app/proof", "app/query", "app/contract", "app/settings", "app/capture/redact", "app/capture/redact/find", "app/report", "app/book", "app/tracker", "app/ui/...", "app/events", "wasm/module"}, "the values that everything above the wire speaks of"},
	{"app/history", []string{"app/query", "app/contract", "app/settings", "app/report", "app/book", "app/link", "app/ui/...", "app/events"}, "versions are kept in the book and looked at by the page"},
	{"app/query", []string{"app/contract", "app/settings", "app/ui/..."}, "a leaf: what a person asks of keys and values; what is asked about is the page's"},
	{"app/contract", []string{"app/ui/table", "app/ui/forms", "app/ui/stage", "app/ui/page"}, "a leaf: what a session owes; the page asks when to look"},
	{"app/settings", []string{"wasm", "app/snippet", "app/link", "app/tracker", "app/ui/...", "wasm/module"}, "a leaf: what a person has set up; a profile is what a link is made of"},
	{"app/snippet", []string{"app/ui/parts", "app/ui/page"}, "a leaf: a write as code for other programs"},
	{"app/proof", []string{"app/report", "app/book", "app/link", "app/tracker", "app/ui/...", "app/events"}, "verdicts are reached in the book and looked at by the page"},
	{"app/wire", []string{".", "wasm", "app/wire/...", "app/bayeux", "app/gws", "app/link", "app/sim", "wasm/module"}, "the seam: clients on one side, what answers on the other; the server knows the mark that a request carries"},
	{"app/wire/fetch", []string{"wasm", "wasm/module"}, "a transport is chosen by a main"},
	{"app/wire/inspected", []string{"wasm"}, "a transport is chosen by a main"},
	{"app/wire/nethttp", []string{"."}, "net/http must not reach the browser"},
	{"app/wire/wiretest", nil, "a contract is for tests"},
	{"app/bayeux", []string{"app/link"}, "one client, one user"},
	{"app/gws", []string{"app/book", "app/link", "app/tracker", "app/capture/shape"}, "its messages are read live and from files; the page never sees the API"},
	{"app/sim", []string{".", "wasm", "wasm/module"}, "no client may know what answers it: a misspelt field must fail a test instead of agreeing with itself"},
	{"app/sim/simjson", []string{"app/sim"}, "a leaf: nobody else reads JSON as the simulator does"},
	{"app/book", []string{"app/link", "app/tracker", "app/ui/...", "app/events", "wasm/module"}, "the link and the replay of files write in it, the page looks at its sessions"},
	{"app/link", []string{"wasm", "app/tracker", "app/ui/...", "app/events", "wasm/module"}, "the tracker owns it, the page shows how it stands, and a main knows what is shared"},
	{"app/tracker", []string{"wasm", "app/ui/...", "app/events", "wasm/module"}, "the page is a view of its states"},
	{"app/capture", []string{"app/capture/...", "app/report", "app/recorder", "app/book", "app/link", "app/tracker", "app/ui/..."}, "the book records what is observed and replays files; the page has them saved"},
	{"app/capture/open", []string{"app/tracker", "app/ui/records", "app/capture/capturetest"}, "the tracker reads files by steps; the page knows the error that says nothing was found"},
	{"app/capture/har", []string{"app/capture/open", "app/link", "app/ui/export"}, "a file is opened by whoever recognises it; the link reads one that does not end, that of a page which is watched; the page saves one"},
	{"app/capture/text", []string{"app/capture/open"}, "a file is opened by whoever recognises it"},
	{"app/capture/mend", []string{"app/capture/har", "app/capture/text", "app/ui/draft"}, "for what reads text, and for what a person types"},
	{"app/capture/redact/rank", []string{"app/capture/redact"}, "a leaf: numbers in the same order"},
	{"app/capture/redact/vocab", []string{"app/capture/redact", "app/capture/redact/find", "app/link"}, "a leaf: what names of values mean; the link keeps the values of harmless headers only"},
	{"app/capture/redact/find", []string{"app/capture/redact"}, "what is to be hidden in a text; redact alone hides it"},
	{"app/capture/redact", []string{"app/ui/dialogs", "app/ui/page", "app/ui/export", "app/ui/stage", "app/recorder"}, "what leaves is chosen on the page; what is kept has no credentials"},
	{"app/capture/shape", []string{"app/capture/open", "app/capture/har", "app/capture/text", "app/capture/redact", "app/book", "app/link"}, "what an object of Web Services is; the book judges polls, and so does who watches another page's"},
	{"app/capture/stamp", []string{"app/capture/scan", "app/capture/har", "app/capture/text", "app/capture/mend", "app/capture/redact/find"}, "for what reads text"},
	{"app/capture/scan", []string{"app/capture/open", "app/capture/har", "app/capture/text"}, "for what reads files"},
	{"app/capture/words", []string{"app/capture/..."}, "a leaf: how letters and names are compared"},
	{"app/capture/capturetest", nil, "samples are for tests"},
	{"app/report", []string{"app/book", "app/ui/export"}, "what leaves for people and tests; the book replays the sessions for it, the page has them saved"},
	{"app/events", []string{"wasm/module"}, "what states tell to other people's programs"},
	{"wasm/heap", []string{"wasm", "wasm/module"}, "the collector is paced by a main"},
	{"app/ui", []string{"wasm"}, "the page is started by a main"},
	{"app/ui/stage", []string{"app/ui/parts", "app/ui/table", "app/ui/forms", "app/ui/page", "app/ui/connect", "app/ui/writing", "app/ui/records", "app/ui/export", "app/ui", "app/ui/timeline", "app/ui/detail"}, "the state on the screen, the view and what follows from both"},
	{"app/ui/export", []string{"app/ui/dialogs", "app/ui/page"}, "the dialog of exports, and the masks of what is copied"},
	{"app/ui/records", []string{"app/ui/table", "app/ui/page", "app/ui/forms"}, "files that are opened and recordings that are kept"},
	{"app/ui/writing", []string{"app/ui/forms", "app/ui", "app/ui/page"}, "the forms that write to a session, without their looks"},
	{"app/ui/connect", []string{"app/ui/parts", "app/ui/forms", "app/ui", "app/ui/page"}, "the form of a connection and the stored profiles, without their looks"},
	{"app/ui/page", []string{"wasm", "app/ui", "app/ui/parts", "app/ui/table", "app/ui/timeline", "app/ui/detail", "app/ui/forms", "app/ui/dialogs", "app/ui/pagetest"}, "what is on the screen and all that can be asked for, without its looks"},
	{"app/ui/parts", []string{"app/ui", "app/ui/table", "app/ui/timeline", "app/ui/detail", "app/ui/forms"}, "pieces that several views show"},
	{"app/ui/table", []string{"app/ui"}, "a view: none imports another"},
	{"app/ui/timeline", []string{"app/ui"}, "a view: none imports another"},
	{"app/ui/detail", []string{"app/ui"}, "a view: none imports another"},
	{"app/ui/forms", []string{"app/ui"}, "a view: none imports another"},
	{"app/ui/dialogs", []string{"app/ui"}, "a view: none imports another"},
	{"app/ui/scene", []string{"app/ui", "app/ui/parts", "app/ui/table", "app/ui/timeline", "app/ui/detail", "app/ui/forms", "app/ui/dashboard", "app/ui/page", "app/ui/connect", "app/ui/writing", "app/ui/records", "app/ui/stage"}, "what is looked at and how, as values"},
	{"app/ui/draft", []string{"app/ui/detail", "app/ui/forms", "app/ui/page", "app/ui/writing"}, "what is about to be sent, as values"},
	{"app/ui/uitest", []string{"app/ui/pagetest"}, "sessions and states are for tests"},
	{"app/ui/pagetest", nil, "a model that stands still is for tests"},
	{"app/ui/wording", []string{"app/ui", "app/ui/parts", "app/ui/table", "app/ui/timeline", "app/ui/detail", "app/ui/forms", "app/ui/dialogs", "app/ui/page", "app/ui/dashboard", "app/ui/connect", "app/ui/writing", "app/ui/export", "app/ui/stage", "app/ui/draft", "app/ui/scene", "app/ui/browser"}, "a leaf: times, sizes and errors in words"},
	{"app/ui/dashboard", []string{"app/ui", "app/ui/page"}, "a view imports no other; the page keeps what the board shows, as its values"},
	{"app/ui/rows", []string{"app/ui", "app/ui/parts", "app/ui/table", "app/ui/timeline", "app/ui/html", "app/ui/browser", "app/ui/dashboard"}, "the page's own drawing of its lists"},
	{"app/ui/html", []string{"app/ui", "app/ui/parts", "app/ui/table", "app/ui/timeline", "app/ui/detail", "app/ui/forms", "app/ui/dialogs"}, "what views are made of; it knows nothing of the page"},
	{"app/ui/browser", []string{"app/ui", "app/ui/table", "app/ui/timeline"}, "what the page asks of the browser; it knows nothing of the page"},
	{"app/tabs", []string{"wasm", "wasm/module"}, "tabs are joined by a main; the link sees an interface"},
	{"app/recorder", []string{"wasm", "app/recorder/...", "app/ui", "app/ui/parts", "app/ui/page", "app/ui/records"}, "the page has recordings kept; the main says where"},
	{"app/recorder/recordertest", nil, "a shelf in memory is for tests"},
	{"app/recorder/store", []string{"wasm"}, "recordings are kept by the browser's program"},
	{"app/promise", []string{"wasm", "app/wire/fetch", "app/wire/inspected", "app/tabs", "app/recorder/store", "wasm/module"}, "for packages that speak to JavaScript themselves; the tracker gets its turns from a main"},

	{"syscall/js", []string{"app/ui/rows", "app/wire/fetch", "app/promise", "app/wire/inspected", "app/tabs", "app/recorder/store", "wasm/module"}, "JavaScript is reached by small bindings, and from the page through its renderer"},
	{"encoding/json", []string{"."}, "it costs 0.04 MB of download in the browser, rounds numbers and drops duplicate keys; package app/rawjson finds what is there"},
	{"regexp", []string{".", "app/userdata"}, "a person's rules; elsewhere a few lines by hand say what is meant"},
	{"regexp/syntax", []string{"app/userdata"}, "the one place where a person's expression is bounded and its faults are put into words"},
	{"hash/crc32", []string{"app/capture"}, "it tells damage in a file"},
	{"crypto/...", []string{"."}, "package crypto/sha256 alone links the tests of all of Go's ciphers into the browser's program"},
	{"net/http/...", []string{".", "app/wire/nethttp"}, "it costs 0.85 MB of download in the browser"},
	{"github.com/maxence-charriere/go-app/...", []string{"app/ui", "app/ui/parts", "app/ui/table", "app/ui/timeline", "app/ui/detail", "app/ui/forms", "app/ui/dialogs", "app/ui/html", "app/ui/browser", "wasm"}, "the framework is the renderer and nothing more"},
	{"github.com/google/go-cmp/...", nil, "go-cmp belongs in tests; it would keep every unused method in the browser's program"},
	{"github.com/stretchr/testify/...", []string{"app/wire/wiretest", "app/capture/capturetest", "app/ui/uitest"}, "testify belongs in tests"},
	{"testing", []string{"app/wire/wiretest", "app/capture/capturetest", "app/ui/uitest"}, "tests belong in tests"},
	{"text/template/...", nil, "it calls methods by computed names, which keeps every unused one in the program"},
	{"html/template", nil, "it calls methods by computed names, which keeps every unused one in the program"},
}

// A platform is one of the two that Keytrail is built for.
type platform struct{ name, os, arch string }

var platforms = []platform{{"native", "", ""}, {"js/wasm", "js", "wasm"}}

// importing lists the packages of the module with what each imports outside of
// its tests.
func importing(t *testing.T, p platform) map[string][]string {
	t.Helper()
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Dir,Imports", "./...")
	cmd.Dir = ".."
	cmd.Env = os.Environ()
	if p.os != "" {
		cmd.Env = append(cmd.Env, "GOOS="+p.os, "GOARCH="+p.arch)
	}
	out, err := cmd.Output()
	require.NoError(t, err)
	packages := map[string][]string{}
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var pkg struct {
			ImportPath, Dir string
			Imports         []string
		}
		err := decoder.Decode(&pkg)
		if errors.Is(err, io.EOF) {
			return packages
		}
		require.NoError(t, err)
		// Looking into the directory ties a cached result to what is in it.
		_, err = os.ReadDir(pkg.Dir)
		require.NoError(t, err)
		var imports []string
		for _, path := range pkg.Imports {
			imports = append(imports, local(path))
		}
		packages[local(pkg.ImportPath)] = imports
	}
}

// local is the directory of a package of ours, and the path of any other.
func local(path string) string {
	if path == module {
		return "."
	}
	return strings.TrimPrefix(path, module+"/")
}

func covers(pattern, path string) bool {
	below, wide := strings.CutSuffix(pattern, "/...")
	return path == below || wide && strings.HasPrefix(path, below+"/")
}

func TestImports(t *testing.T) {
	for _, p := range platforms {
		t.Run(p.name, func(t *testing.T) {
			for importer, imports := range importing(t, p) {
				for _, rule := range rules {
					allowed := slices.ContainsFunc(rule.importers, func(pattern string) bool { return covers(pattern, importer) })
					for _, path := range imports {
						if !allowed && covers(rule.imported, path) {
							t.Errorf("%s imports %s: %s", importer, path, rule.why)
						}
					}
				}
			}
		})
	}
}

// A package without a rule could be imported by anybody.
func TestEveryPackageHasARule(t *testing.T) {
	for _, p := range platforms {
		for path := range importing(t, p) {
			if path == "." || path == "wasm" || path == "wasm/module" || path == "app" {
				continue // programs, and the map
			}
			assert.True(t, slices.ContainsFunc(rules, func(r rule) bool { return r.imported == path }), "%s has no rule in this table", path)
		}
	}
}

// A rule that speaks of what is no longer there misleads whoever reads it.
func TestNoRuleIsStale(t *testing.T) {
	all := map[string][]string{}
	for _, p := range platforms {
		for path, imports := range importing(t, p) {
			all[path] = append(all[path], imports...)
		}
	}
	for _, rule := range rules {
		_, exists := all[rule.imported]
		if strings.HasPrefix(rule.imported, "app/") {
			assert.True(t, exists, "there is no package %s", rule.imported)
		}
		for _, pattern := range rule.importers {
			uses := false
			for importer, imports := range all {
				uses = uses || covers(pattern, importer) && slices.ContainsFunc(imports, func(path string) bool { return covers(rule.imported, path) })
			}
			assert.True(t, uses, "%s no longer imports %s", pattern, rule.imported)
		}
	}
}
