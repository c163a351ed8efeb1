package ui

import (
	"errors"
	"io"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/tracker"
)

// The functions of this file bring files into the page and out of it.

// filePicker is the input behind the button that opens a file.
const filePicker = "#file"

// piece is how many bytes of a file are asked of the browser at once.
const piece = 1 << 20

// A blob reads a File or Blob of the browser slice by slice, so that no file is
// ever in memory as a whole. Reading blocks the goroutine that reads, never the
// page, and so must not happen in an event handler.
type blob struct {
	file     app.Value
	at, size int
	held     []byte
}

func newBlob(file app.Value) *blob { return &blob{file: file, size: file.Get("size").Int()} }

func (b *blob) Read(p []byte) (int, error) {
	if len(b.held) == 0 {
		if b.at >= b.size {
			return 0, io.EOF
		}
		to := min(b.at+piece, b.size)
		held := make([]byte, to-b.at)
		if _, err := (snapshot{b.file}).ReadAt(held, int64(b.at)); err != nil {
			return 0, err
		}
		b.held, b.at = held, to
	}
	n := copy(p, b.held)
	b.held = b.held[n:]
	return n, nil
}

// A snapshot is a File of the browser, which reads it for as long as it does not
// change. Its methods block as those of a blob do.
type snapshot struct{ file app.Value }

func (s snapshot) Size() int64 { return int64(s.file.Get("size").Int()) }

func (s snapshot) ReadAt(p []byte, at int64) (int, error) {
	buffer, err := await(s.file.Call("slice", int(at), int(at)+len(p)).Call("arrayBuffer"))
	if err != nil {
		return 0, errors.New("the browser could not read the file (was it moved or changed?): " + err.Error())
	}
	n := app.CopyBytesToGo(p, app.Window().Get("Uint8Array").New(buffer))
	if n < len(p) {
		err = io.EOF
	}
	return n, err
}

// pickFile is the function of the browser that lets a page read a file on after it
// has changed, where there is one.
const pickFile = "showOpenFilePicker"

// followFile has a person choose a log that is followed.
func (m *model) followFile() {
	if m.follows {
		m.want(effect{do: chooseLog})
		return
	}
	m.show(subject{panel: filePanel}) // which says that the browser cannot
	m.touchAll()
}

// chooseLog has a person choose a file, and follows it.
func (s *screen) chooseLog() {
	chosen := app.Window().Call(pickFile)
	s.m.run("choosing a file", func() func() {
		list, err := await(chosen)
		if err != nil {
			return func() {
				if !strings.Contains(err.Error(), "abort") {
					s.m.alert("The file cannot be followed: "+err.Error()+". Open it instead.", "")
				}
			}
		}
		handle := list.Index(0)
		return func() {
			s.m.openFrom(tracker.Open{Name: text(handle.Get("name")), Grows: func() (tracker.Snapshot, error) {
				file, err := await(handle.Call("getFile"))
				if err != nil {
					return nil, errors.New("the browser did not hand over the file (was it moved or deleted?): " + err.Error())
				}
				return snapshot{file}, nil
			}})
		}
	})
}

// await waits until the promise settles. The two callbacks are released by the
// one that runs: a promise calls exactly one of them exactly once.
func await(promise app.Value) (app.Value, error) {
	type result struct {
		value app.Value
		err   error
	}
	settled := make(chan result, 1)
	var fulfilled, rejected app.Func
	settle := func(r result) any {
		fulfilled.Release()
		rejected.Release()
		settled <- r
		return nil
	}
	fulfilled = app.FuncOf(func(_ app.Value, args []app.Value) any { return settle(result{value: args[0]}) })
	rejected = app.FuncOf(func(_ app.Value, args []app.Value) any {
		return settle(result{err: errors.New(text(args[0].Get("message")))})
	})
	promise.Call("then", fulfilled, rejected)
	r := <-settled
	return r.value, r.err
}

// download hands bytes to the browser as a file to be saved. The link is never
// in the document, so that its click reaches nobody but the browser.
func download(name, mime string, content []byte) {
	bytes := app.Window().Get("Uint8Array").New(len(content))
	app.CopyBytesToJS(bytes, content)
	parts := app.Window().Get("Array").New()
	parts.Call("push", bytes)
	urls := app.Window().Get("URL")
	address := urls.Call("createObjectURL", app.Window().Get("Blob").New(parts, map[string]any{"type": mime}))
	link := document().Call("createElement", "a")
	link.Set("href", address)
	link.Set("download", name)
	link.Call("click")
	// The browser has taken the bytes over by then, even from a slow disk.
	time.AfterFunc(time.Minute, func() { urls.Call("revokeObjectURL", address) })
}

// listenFiles follows what is dropped on the page and pasted outside of fields
// until stop is called.
func (s *screen) listenFiles() (stop func()) {
	var stops []func()
	on := func(event string, do func(app.Event)) {
		stops = append(stops, app.Window().AddEventListener(event, func(_ app.Context, e app.Event) {
			defer s.m.rescue("taking in a file")
			do(e)
		}))
	}
	on("dragenter", func(e app.Event) { s.dragged(e, true) })
	on("dragover", func(e app.Event) { s.dragged(e, true) })
	on("dragleave", func(e app.Event) {
		// Leaving one element for another leaves the page for nothing.
		s.dragged(e, e.Get("relatedTarget").Truthy())
	})
	on("drop", func(e app.Event) {
		s.dragged(e, false)
		s.received(e, e.Get("dataTransfer"))
	})
	on("paste", func(e app.Event) {
		if t := e.Get("target"); !takesText(t) || formOf(t) == "paste" {
			s.received(e, e.Get("clipboardData"))
		}
	})
	return func() {
		for _, stop := range stops {
			stop()
		}
	}
}

// dragged shows or hides the drop target.
func (s *screen) dragged(e app.Event, on bool) {
	e.PreventDefault()
	if root := document().Get("documentElement"); root.Truthy() {
		root.Call("toggleAttribute", "data-dropping", on)
	}
}

// received opens what a drop or a paste brought.
func (s *screen) received(e app.Event, data app.Value) {
	if !data.Truthy() {
		return
	}
	if files := data.Get("files"); files.Truthy() && files.Length() > 0 {
		e.PreventDefault()
		for i := range files.Length() {
			s.openFile(files.Index(i))
		}
		return
	}
	if t := text(data.Call("getData", "text/plain")); t != "" {
		e.PreventDefault()
		s.m.openText(t)
		s.after()
	}
}

func (s *screen) openFile(file app.Value) {
	b := newBlob(file)
	s.m.openReader(text(file.Get("name")), b, int64(b.size))
	s.after()
}
