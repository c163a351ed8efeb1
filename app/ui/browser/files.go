package browser

import (
	"errors"
	"io"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// piece is how many bytes of a file are asked of the browser at once.
const piece = 1 << 20

// A Blob reads a File or Blob of the browser slice by slice, so that no file is
// ever in memory as a whole. Reading blocks the goroutine that reads, never the
// page, and so must not happen in an event handler.
type Blob struct {
	file     app.Value
	at, Size int
	held     []byte
}

// NewBlob returns what reads a File or Blob of the browser.
func NewBlob(file app.Value) *Blob { return &Blob{file: file, Size: file.Get("size").Int()} }

// Read reads on.
func (b *Blob) Read(p []byte) (int, error) {
	if len(b.held) == 0 {
		if b.at >= b.Size {
			return 0, io.EOF
		}
		to := min(b.at+piece, b.Size)
		held := make([]byte, to-b.at)
		if _, err := (Snapshot{b.file}).ReadAt(held, int64(b.at)); err != nil {
			return 0, err
		}
		b.held, b.at = held, to
	}
	n := copy(p, b.held)
	b.held = b.held[n:]
	return n, nil
}

// A Snapshot is a File of the browser, which reads it for as long as it does not
// change. Its methods block as those of a blob do.
type Snapshot struct{ File app.Value }

// Size is how many bytes there are.
func (s Snapshot) Size() int64 { return int64(s.File.Get("size").Int()) }

// ReadAt reads a part of the file, wherever it is.
func (s Snapshot) ReadAt(p []byte, at int64) (int, error) {
	buffer, err := Await(s.File.Call("slice", int(at), int(at)+len(p)).Call("arrayBuffer"))
	if err != nil {
		return 0, errors.New("the browser could not read the file; if it was moved or has changed, open it again: " + err.Error())
	}
	n := app.CopyBytesToGo(p, app.Window().Get("Uint8Array").New(buffer))
	if n < len(p) {
		err = io.EOF
	}
	return n, err
}

// PickFile is the function of the browser that lets a page read a file on after it
// has changed, where there is one.
const PickFile = "showOpenFilePicker"

// Await waits until the promise settles. The two callbacks are released by the
// one that runs: a promise calls exactly one of them exactly once.
func Await(promise app.Value) (app.Value, error) {
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
		return settle(result{err: errors.New(TextOf(args[0].Get("message")))})
	})
	promise.Call("then", fulfilled, rejected)
	r := <-settled
	return r.value, r.err
}

// Download hands bytes to the browser as a file to be saved. The link is never
// in the document, so that its click reaches nobody but the browser.
func Download(name, mime string, content []byte) {
	bytes := app.Window().Get("Uint8Array").New(len(content))
	app.CopyBytesToJS(bytes, content)
	parts := app.Window().Get("Array").New()
	parts.Call("push", bytes)
	urls := app.Window().Get("URL")
	address := urls.Call("createObjectURL", app.Window().Get("Blob").New(parts, map[string]any{"type": mime}))
	link := Document().Call("createElement", "a")
	link.Set("href", address)
	link.Set("download", name)
	link.Call("click")
	// The browser has taken the bytes over by then, even from a slow disk.
	time.AfterFunc(time.Minute, func() { urls.Call("revokeObjectURL", address) })
}
