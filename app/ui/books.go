package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/tracker"
)

// books is the switch between the live record and the files that are open.
func books(m *model) app.UI {
	var files []app.UI
	for _, o := range m.state.Files {
		if o.Shown {
			files = append(files, fileTab(m, o))
		}
	}
	if len(files) == 0 {
		return el("nav", "books books--none")
	}
	live := button("books-tab", "go-live", "", app.Text("Live")).Aria("pressed", "true")
	if m.filed() {
		live = button("books-tab books-live", "go-live", "", app.Text("Back to live")).Aria("pressed", "false")
	}
	return el("nav", "books", append([]app.UI{el("span", "books-item", live, word("span", "books-note", liveNote(m)))}, files...)...).Aria("label", "Live record and open files")
}

// liveNote says in a word how the connection stands while a file covers it, ""
// where all is well.
func liveNote(m *model) string {
	l := m.state.Connection()
	if !m.filed() || l.State == link.Connected && l.Problem == nil {
		return ""
	}
	return l.State.String()
}

// fileTab brings a file to the screen, and closes it.
func fileTab(m *model, o *tracker.Opening) app.UI {
	on, arg := o.Book == m.state.Book, itoa(o.N)
	called := fileName(m.state.Files, o)
	name := exact(called)
	if !o.Done {
		name = append(name, word("span", "books-note", either(o.Grows, " · followed", " · being read")))
	}
	return el("span", "books-item",
		button("books-tab", "show-file", arg, name...).Aria("pressed", expanded(on)).Attr("title", o.Name),
		button("books-close", "close-file", arg, sr("Close "+called), sign("", "×")))
}

// fileName tells a file from the others, of which one may have the same name.
func fileName(all []*tracker.Opening, o *tracker.Opening) string {
	n := 0
	for _, x := range all {
		if x.Name == o.Name && x.N <= o.N && x.Shown {
			n++
		}
	}
	if n > 1 {
		return o.Name + " (" + itoa(n) + ")"
	}
	return o.Name
}
