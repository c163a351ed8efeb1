package e2e_test

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// Every kind of file opens in every way: chosen, dropped and, where it is text,
// pasted.
func TestEveryKindOpensInEveryWay(t *testing.T) {
	page := rig.OpenBrowser(t).Open(t, rig.Start(t, "-sim-quiet").URL)
	page.WaitConnected()
	ways := map[string]func(name string, content []byte){
		"chosen": func(name string, content []byte) {
			path := filepath.Join(t.TempDir(), name)
			require.NoError(t, os.WriteFile(path, content, 0o600))
			page.CSS("#file").Upload(path)
		},
		"dropped": func(name string, content []byte) {
			page.Eval(`(() => {
				const bytes = Uint8Array.from(atob("`+base64.StdEncoding.EncodeToString(content)+`"), c => c.charCodeAt(0));
				window.saved = new Blob([bytes]);
				window.savedAs = "`+name+`";
			})()`, nil)
			drop(page)
		},
		"pasted": func(_ string, content []byte) { paste(page, string(content)) },
	}
	for kind, content := range rig.Openables(t) {
		for way, open := range ways {
			if kind == "capture" && way == "pasted" {
				continue // it is no text
			}
			name := kind + "-" + way + ".txt"
			open(name, content)
			if way == "pasted" {
				name = "Pasted text"
			}
			page.CSS(`.books-tab[data-do="show-file"][aria-pressed="true"]`).UntilText(name)
			page.Until(kind+" "+way, func() (bool, string) {
				var seen string
				page.Eval(`document.querySelector("tr[data-key=Kind] [data-col=value]")?.textContent ?? ""`, &seen)
				return seen == kind, seen
			})
			page.CSS(".books-close").Click()
			page.WaitConnected()
		}
	}
}

// A file that cannot be used is refused with the reason, and what was on the
// screen stays there.
func TestBadFilesKeepWhatIsThere(t *testing.T) {
	page := rig.OpenBrowser(t).Open(t, rig.Start(t, "-sim-quiet").URL)
	page.WaitConnected()
	page.Select(page.Writable())
	before := shown(page)
	for _, test := range []struct{ name, text, words string }{
		{"a version to come", `{"keytrail":"capture","version":9}` + "\n{}\n", "the file is of version 9 and this program reads versions 1 to 3"},
		{"no gzip behind its beginning", "\x1f\x8b\x00\x00\x00", "begins as gzip does and is none"},
		{"nothing of interest", "<script>alert(1)</script>\u202e", "Nothing of Web Services was found"},
	} {
		path := filepath.Join(t.TempDir(), "bad.txt")
		require.NoError(t, os.WriteFile(path, []byte(test.text), 0o600))
		page.CSS("#file").Upload(path)
		page.By("alert", "").UntilText(test.words)
		page.By("alert", "").UntilText("What was on the screen was left as it was")
		page.CSS(".top-link").UntilAttr("data-link", "connected")
		require.Equal(t, before, shown(page), test.name)
		page.By("alert", "").By("button", "Dismiss").Click()
		page.Until("the alert to go", func() (bool, string) { return !page.By("alert", "").CSS("button").Exists(), "" })
	}
}
