package ui

import (
	"errors"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/browser"
)

// chooseLog has a person choose a file, and follows it.
func (s *screen) chooseLog() {
	chosen := app.Window().Call(browser.PickFile)
	s.m.Run("choosing a file", func() func() {
		list, err := browser.Await(chosen)
		if err != nil {
			return func() {
				if !strings.Contains(err.Error(), "abort") {
					s.m.Alert("The file cannot be followed: " + err.Error() + ". Open it instead.")
				}
			}
		}
		handle := list.Index(0)
		return func() {
			s.m.Shelf.OpenFrom(tracker.Open{Name: browser.TextOf(handle.Get("name")), Grows: func() (tracker.Snapshot, error) {
				file, err := browser.Await(handle.Call("getFile"))
				if err != nil {
					return nil, errors.New("the browser did not hand over the file (was it moved or deleted?): " + err.Error())
				}
				return browser.Snapshot{File: file}, nil
			}})
		}
	})
}

// listenFiles follows what is dropped on the page and pasted outside of fields.
func (s *screen) listenFiles() {
	on := func(event string, do func(app.Event)) { s.on(event, "taking in a file", do) }
	on("dragstart", func(app.Event) { s.drags = true })
	on("dragend", func(app.Event) { s.drags = false })
	on("dragenter", func(e app.Event) { s.dragged(e, true) })
	on("dragover", func(e app.Event) { s.dragged(e, true) })
	on("dragleave", func(e app.Event) {
		// Leaving one element for another leaves the page for nothing.
		s.dragged(e, e.Get("relatedTarget").Truthy())
	})
	on("drop", func(e app.Event) {
		s.dragged(e, false)
		if s.takes(e) {
			s.received(e, e.Get("dataTransfer"))
		}
	})
	on("paste", func(e app.Event) {
		if t := e.Get("target"); !browser.TakesText(t) || browser.FormOf(t) == "paste" {
			s.received(e, e.Get("clipboardData"))
		}
	})
}

// takes reports whether what is dragged is for the page, and not for the field that
// it is over; text of the page itself is dragged into fields and nowhere else.
func (s *screen) takes(e app.Event) bool {
	types := e.Get("dataTransfer").Get("types")
	return types.Truthy() && types.Call("includes", "Files").Truthy() || !s.drags && !browser.TakesText(e.Get("target"))
}

// dragged shows or hides the drop target.
func (s *screen) dragged(e app.Event, on bool) {
	if on = on && s.takes(e); on {
		e.PreventDefault()
	}
	if root := browser.Document().Get("documentElement"); root.Truthy() {
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
	if t := browser.TextOf(data.Call("getData", "text/plain")); t != "" {
		e.PreventDefault()
		s.m.OpenText(t)
		s.catchUp()
	}
}

func (s *screen) openFile(file app.Value) {
	b := browser.NewBlob(file)
	s.m.Shelf.OpenReader(browser.TextOf(file.Get("name")), b, int64(b.Size))
	s.catchUp()
}
