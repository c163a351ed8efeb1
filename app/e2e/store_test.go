package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// serveRecorder serves the recorder at the root of an origin.
func serveRecorder(t *testing.T) (origin string) {
	t.Helper()
	return serveProgram(t, compile(t, rig.Dir(), "./recorder", "build"))
}

// serveProgram serves a program for the browser, and the page's worker, at the root of
// an origin.
func serveProgram(t *testing.T, binary string) (origin string) {
	t.Helper()
	mux := http.NewServeMux()
	handleProgram(t, mux, binary, map[string]string{})
	worker, err := os.ReadFile(filepath.Join(rig.Dir(), "..", "..", "web", "worker.js"))
	require.NoError(t, err)
	worker = bytes.Replace(worker, []byte("const FILES = [];"), []byte(`const FILES = ["program.wasm"];`), 1)
	mux.HandleFunc("/worker.js", func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "worker.js", time.Time{}, bytes.NewReader(worker))
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	// What a browser keeps belongs to the origin, so all visits use one name.
	return strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
}

// The tests of package store, compiled for the browser, pass there.
func TestStoreInTheBrowser(t *testing.T) {
	page := rig.OpenBrowser(t).Blank(t)
	page.Visit(serveProgram(t, compileTests(t, "./app/recorder/store")))
	passes(t, page, "TestWhatWasAppendedIsReadInOrder")
}

// A left recording is what the recorder has found.
type left struct {
	ID      string
	Chunks  int
	Closed  bool
	Numbers []int
}

// found waits until the recorder has looked, and returns what it has found.
func found(t *testing.T, page *rig.Page) (all []left) {
	t.Helper()
	page.UntilTrue("the recorder to have looked", `globalThis.left !== undefined || globalThis.stopped !== undefined`)
	var text string
	page.Eval(`globalThis.left ?? globalThis.stopped`, &text)
	require.NoError(t, json.Unmarshal([]byte(text), &all), "%s", text)
	return all
}

// acks returns the numbers of the chunks whose Append has returned, with the
// time in milliseconds.
func acks(page *rig.Page) (all [][2]int64) {
	page.Eval(`globalThis.acks ?? []`, &all)
	return all
}

// A browser that is killed in the middle of 200 appends a second leaves all
// that had been appended more than a second before, in order, and a recording
// that shows that it was cut off.
func TestRecordingSurvivesTheEndOfTheBrowser(t *testing.T) {
	origin := serveRecorder(t)
	profile := t.TempDir()

	dying := rig.OpenBrowserIn(t, profile)
	page := dying.Blank(t, dying.Kept())
	page.Visit(origin + "/?record=200")
	require.Empty(t, found(t, page))
	var all [][2]int64
	page.Until("two seconds of appends", func() (bool, string) {
		all = acks(page)
		return len(all) > 200 && all[len(all)-1][1]-all[0][1] > 2000, fmt.Sprint(len(all))
	})
	dying.Kill(t)
	killed := time.Now().UnixMilli()

	next := rig.OpenBrowserIn(t, profile)
	page = next.Blank(t, next.Kept())
	page.Visit(origin)
	recordings := found(t, page)
	require.Len(t, recordings, 1)
	assert.False(t, recordings[0].Closed, "the cut must show")
	assert.Len(t, recordings[0].Numbers, recordings[0].Chunks, "no chunk is lost in between")
	kept := map[int64]bool{}
	for _, n := range recordings[0].Numbers {
		assert.False(t, kept[int64(n)], "chunk %d twice", n)
		kept[int64(n)] = true
	}
	old := 0
	for _, ack := range all {
		if killed-ack[1] > 1000 {
			old++
			assert.True(t, kept[ack[0]], "chunk %d, appended %d ms before the end, is lost", ack[0], killed-ack[1])
		}
	}
	require.Greater(t, old, 100, "the test must have something to look for")
	t.Logf("%d chunks were acknowledged, %d of them more than a second before the end; %d are kept", len(all), old, len(kept))
}

// Where there is no more room, appending fails with a clear word, and what had
// been appended before is there.
func TestRecordingStopsWhenTheBrowserIsFull(t *testing.T) {
	browser := rig.OpenBrowser(t)
	origin := serveRecorder(t)
	page := browser.Blank(t)
	page.LimitStorage(origin, 2<<20)
	page.Visit(origin + "/?record=100000")
	page.UntilTrue("the recording to stop", `globalThis.stopped !== undefined`)

	var stopped string
	var full bool
	page.Eval("stopped", &stopped)
	page.Eval("full", &full)
	assert.True(t, full, "%s", stopped)
	assert.Contains(t, stopped, "store: append: the browser has no more room for this site")
	before := acks(page)
	require.NotEmpty(t, before)

	page.Visit(origin)
	recordings := found(t, page)
	require.Len(t, recordings, 1)
	assert.GreaterOrEqual(t, len(recordings[0].Numbers), len(before))
	for _, ack := range before {
		assert.Contains(t, recordings[0].Numbers, int(ack[0]))
	}
}

// Where the browser keeps nothing, that is an error and not the end of the page.
func TestNothingCanBeKept(t *testing.T) {
	origin := serveRecorder(t)
	page := rig.OpenBrowser(t).Blank(t)
	page.Visit(origin + "/?sandbox&record=100")
	page.UntilTrue("an answer", `globalThis.stopped !== undefined`)

	var stopped string
	page.Eval("stopped", &stopped)
	assert.Contains(t, stopped, "store: open: SecurityError: ")
}

// Deleting everything leaves neither recordings nor the worker and its caches,
// also while another tab is recording.
func TestDeleteEverything(t *testing.T) {
	browser := rig.OpenBrowser(t)
	origin := serveRecorder(t)
	other := browser.Blank(t)
	other.Visit(origin + "/?record=100")
	other.Eval(`navigator.serviceWorker.register("worker.js").then(() => navigator.serviceWorker.ready).then(() => 0)`, nil)
	other.Eval(`caches.open("somebody else's").then(() => 0)`, nil)
	other.Until("appends", func() (bool, string) { return len(acks(other)) > 20, "" })
	var names []string
	other.Eval(`caches.keys()`, &names)
	require.Len(t, names, 2, "the worker has its cache")

	page := browser.Blank(t, rig.Beside(other))
	page.Visit(origin + "/?forget")
	page.UntilTrue("an answer", `globalThis.stopped !== undefined`)

	var stopped string
	page.Eval("stopped", &stopped)
	assert.Equal(t, "<nil>", stopped)
	page.Eval(`fetch("./").then(() => 0)`, nil) // passes through the worker, which ends with its pages
	var rest [3]int
	page.Eval(`Promise.all([indexedDB.databases(), caches.keys(), navigator.serviceWorker.getRegistrations()]).then(all => all.map(list => list.length))`, &rest)
	assert.Equal(t, [3]int{0, 1, 0}, rest, "databases, caches, workers: the other program's cache alone")
	other.UntilTrue("the other tab to notice", `globalThis.stopped !== undefined`)
	other.Eval("stopped", &stopped)
	assert.Contains(t, stopped, "another tab has deleted everything")
}
