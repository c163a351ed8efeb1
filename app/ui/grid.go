package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

// grid is the userData table. It draws the rows in sight and some around them.
type grid struct {
	app.Compo
	Model   *model
	Version int

	win window
}

// clamp is how many bytes of a value stand in its row; the inspector has all.
const clamp = 1000

func (c *grid) Render() (ui app.UI) {
	m := c.Model
	defer m.rescueRender(&ui, "table")
	if m.scene.session == nil {
		return el("div", "grid", el("div", "grid-scroll"), welcome(m))
	}
	table := el("table", "grid-table", columns(), header(), el("tbody", "", c.rows()...), c.foot()).
		Role("grid").Aria("label", "User data").Aria("rowcount", len(m.scene.rows)).Aria("readonly", "true")
	return el("div", "grid",
		el("div", "grid-scroll", table).Attr("id", "grid").DataSet("pane", string(dataPane)).
			On("scroll", c.onScroll).On("mouseenter", c.onEnter).On("mouseleave", c.onLeave).
			On("focusin", c.onFocusIn).On("focusout", c.onFocusOut),
		c.empty(),
	)
}

func columns() app.UI {
	cols := make([]app.UI, 0, 7)
	for _, name := range [...]string{"glyph", "key", "value", "type", "was", "when", "who"} {
		cols = append(cols, app.ElemSelfClosing("col").Class("grid-col--"+name))
	}
	return el("colgroup", "", cols...)
}

func header() app.UI {
	cells := []app.UI{el("th", "", sr("Change")).Attr("scope", "col")}
	for _, name := range [...]string{"Key", "Value", "Type", "Was", "When", "Who"} {
		cells = append(cells, word("th", "", name).Attr("scope", "col"))
	}
	return el("thead", "", el("tr", "", cells...))
}

func (c *grid) rows() []app.UI {
	m := c.Model
	keep := -1
	if m.view.picked {
		keep = m.scene.find(m.view.key)
	}
	cursor := max(keep, 0)
	var out []app.UI
	for _, s := range spans(len(m.scene.rows), c.win.orFirst(), keep) {
		if s.row < 0 {
			out = append(out, el("tr", "grid-gap", el("td", "", gap(s.gap, rowRem(m))).Attr("colspan", "7")).Aria("hidden", "true"))
			continue
		}
		out = append(out, c.row(s.row, s.row == keep, s.row == cursor))
	}
	return out
}

// rowRem is the height of a row of the table in rem, as grid.css has it.
func rowRem(m *model) float64 {
	if m.narrow {
		return 3.25
	}
	return 1.75
}

func (c *grid) row(i int, selected, cursor bool) app.UI {
	m := c.Model
	r := &m.scene.rows[i]
	tr := el("tr", "grid-row grid-row--"+r.kind.String(),
		el("td", "grid-glyph", glyph(r)...),
		el("th", "grid-key", c.key(r)...).Attr("scope", "row").DataSet("col", "key"),
		c.value(r), c.kind(r), c.was(r), c.when(r), c.who(r),
	).DataSet("key", r.key).DataSet("change", r.kind.String()).DataSet("class", r.class.String()).
		Aria("rowindex", i+1).Aria("selected", expanded(selected))
	if cursor {
		tr.Attr("id", "cursor").TabIndex(0)
	}
	return tr
}

// glyphOf is the sign of a change, which can be told apart without colour.
func glyphOf(k userdata.ChangeKind) string {
	switch k {
	case userdata.Added:
		return "+"
	case userdata.Removed:
		return "−"
	case userdata.Changed:
		return "~"
	case userdata.Retyped:
		return "⇄"
	case userdata.Respelled:
		return "≈"
	case userdata.Duplicate:
		return "‖"
	}
	return ""
}

func glyph(r *row) []app.UI {
	if r.kind == userdata.Same {
		return nil
	}
	return []app.UI{sign("", glyphOf(r.kind)), sr(changeWord(r))}
}

// changeWord says a change for those who do not see its sign.
func changeWord(r *row) string {
	if r.kind == userdata.Retyped {
		return "retyped " + r.was.Kind().String() + " to " + r.value.Kind().String()
	}
	return r.kind.String()
}

func (c *grid) key(r *row) []app.UI {
	out := exact(r.key)
	if r.key == "" {
		out = []app.UI{word("span", "grid-word", "empty key")}
	}
	if r.dups > 1 {
		out = append(out, word("span", "grid-dup", itoa(r.dup)+" of "+itoa(r.dups)))
	}
	return out
}

func (c *grid) value(r *row) app.UI {
	td := el("td", "grid-value "+valueClass(r.value), valueText(r.value)...).DataSet("col", "value")
	if n := len(r.value.Text()); n > clamp {
		td.DataSet("cut", n-clamp)
	}
	return td
}

// valueText is a value as a row shows it: its exact text, or the word for
// what has none. Quotation marks and such are the style sheet's.
func valueText(v userdata.Value) []app.UI {
	if v.Kind() == userdata.Absent {
		return []app.UI{app.Text("absent")}
	}
	text, _ := clip(v.Text(), clamp)
	return exact(text)
}

// valueClass tells apart what would look alike: the text "null" and null, the
// text "1" and the number, no text and nothing.
func valueClass(v userdata.Value) string {
	switch v.Kind() {
	case userdata.Absent, userdata.Null:
		return "value value--word"
	case userdata.Text:
		switch {
		case v.Text() == "":
			return "value value--empty"
		case looksTyped(v.Text()):
			return "value value--quoted"
		}
	}
	return "value"
}

// looksTyped reports whether a text reads like a value of another type.
func looksTyped(s string) bool {
	if len(s) > 40 {
		return false
	}
	switch s {
	case "null", "true", "false", "absent":
		return true
	}
	v, err := userdata.ParseValue(s)
	return err == nil && v.Kind() == userdata.Number
}

func (c *grid) kind(r *row) app.UI {
	name := r.value.Kind().String()
	if r.value.Kind() == userdata.Absent {
		name = "—"
	}
	tag := word("span", "grid-kind", name)
	return el("td", "grid-type", tag).DataSet("col", "type")
}

func (c *grid) was(r *row) app.UI {
	td := el("td", "grid-was", wasText(r)...).DataSet("col", "was")
	return td
}

func wasText(r *row) []app.UI {
	if r.kind == userdata.Same || (r.kind == userdata.Duplicate && r.was.Kind() == userdata.Absent) {
		return nil
	}
	var out []app.UI
	if r.path != "" {
		out = append(out, el("span", "grid-path", exact(r.path)...))
	}
	out = append(out, el("span", valueClass(r.was), valueText(r.was)...))
	if r.kind == userdata.Retyped {
		out = append(out, word("span", "grid-word", " "+r.was.Kind().String()))
	}
	if r.more > 0 {
		out = append(out, word("span", "grid-word", " and "+itoa(r.more)+" more"))
	}
	return out
}

func (c *grid) when(r *row) app.UI {
	m := c.Model
	text, title := "", ""
	if e, ok := m.writer(r); ok {
		text, title = age(e.Time, m.now), stamp(e.Time, m.zone)
		if !e.Since.IsZero() {
			title = "some time between " + stamp(e.Since, m.zone) + " and " + title
		}
	}
	td := word("td", "grid-when", text).DataSet("col", "when")
	if title != "" {
		td.Attr("title", title)
	}
	return td
}

func (c *grid) who(r *row) app.UI {
	e, ok := c.Model.writer(r)
	if !ok {
		return word("td", "grid-who", "").DataSet("col", "who")
	}
	return word("td", join("grid-who", "you", e.Author == history.You), e.Author.String()).DataSet("col", "who")
}

// foot is the line that counts what is folded away.
func (c *grid) foot() app.UI {
	m := c.Model
	hidden, changed := m.scene.hidden()
	body := []app.UI{foldButton(m, hidden, changed)}
	for _, f := range m.scene.folds {
		text := plural(f.keys, "key")
		b := button("grid-class", "unfold", itoa(int(f.class)), word("b", "", className(f.class)), app.Text(" "+text))
		if f.changed > 0 {
			b = button("grid-class", "unfold", itoa(int(f.class)), word("b", "", className(f.class)), app.Text(" "+text+" · "), word("b", "", itoa(f.changed)+" changed"))
		}
		body = append(body, b.Attr("title", "Show these keys"))
	}
	if m.scene.moved {
		body = append(body, button("grid-class grid-resort", "resort", "", app.Text("Re-sort: changed first")))
	}
	tr := when(el("tr", "grid-fold", el("td", "", el("div", "grid-folds", body...)).Attr("colspan", "7")), m.scene.noisy == 0 && !m.scene.moved, "hidden")
	return el("tfoot", "", tr)
}

func foldButton(m *model, hidden, changed int) app.UI {
	text := itoa(hidden) + " hidden, " + itoa(changed) + " of them changed"
	glyph := "▸"
	if hidden == 0 {
		text, glyph = "Nothing hidden; hide routing and reporting keys", "▾"
	}
	return button("grid-unfold", "unfold-all", "", sign("grid-fold-sign", glyph), app.Text(text)).
		DataSet("hidden", hidden).DataSet("hidden-changed", changed)
}

// className is a class as a heading.
func className(c userdata.Class) string {
	switch c {
	case userdata.CostRouting:
		return "Cost routing"
	case userdata.ChatServer:
		return "Chat server"
	}
	return capital(c.String())
}

// empty says why there are no rows.
func (c *grid) empty() app.UI {
	m := c.Model
	s := &m.scene
	hidden, _ := s.hidden()
	switch {
	case len(s.rows) > 0:
		return el("div", "grid-empty grid-empty--none")
	case m.view.filter != "":
		return el("div", "grid-empty",
			el("p", "", app.Text("0 of "+itoa(s.total)+" keys match "), word("code", "", m.view.filter), app.Text(".")),
			button("btn", "clear-filter", "", app.Text("Clear the filter")))
	case m.view.changedOnly:
		return el("div", "grid-empty",
			word("p", "", "No change among "+plural(s.total-hidden, "key")+" "+markSpan(m)+"."),
			button("btn", "all", "", app.Text("Show all keys")))
	case s.total == 0:
		return el("div", "grid-empty", word("p", "", "This session carries no user data. Attach some to see it here."), el("span", ""))
	}
	return el("div", "grid-empty", word("p", "", "All "+plural(hidden, "key")+" of this session are folded away."),
		button("btn", "unfold-all", "", app.Text("Show them")))
}

// markSpan says what the marks compare.
func markSpan(m *model) string {
	switch {
	case m.view.base != 0:
		return "since event " + itoa(m.view.base)
	case m.view.live():
		return "in the last 2 minutes"
	}
	return "in event " + itoa(m.scene.at)
}

// welcome is the middle of the page while there is no session to show.
func welcome(m *model) app.UI {
	l := m.state.Link
	switch l.State {
	case tracker.Offline, tracker.File:
		return el("div", "welcome", word("h2", "welcome-title", "Watch the data that travels with an SMS session"),
			word("p", "", "Connect to Genesys Web Services, or let the simulator in this page play a contact centre. Nothing leaves this browser except what you send to your server; passwords are kept in memory only."),
			el("div", "welcome-doors",
				button("btn btn--primary", "simulate", "", app.Text("Start the simulator")),
				button("btn", "panel", string(connectPanel), app.Text("Connect to a server"))))
	case tracker.Connected, tracker.Slow:
		return el("div", "welcome", word("h2", "welcome-title", "Connected, and nothing to show yet"),
			word("p", "", "Subscribed since "+clock(l.Since, m.zone)+", heartbeat "+age(l.Heartbeat, m.now)+" ago, "+plural(m.state.Received, "data message")+". This is normal until a customer writes in."),
			el("div", "welcome-doors", button("btn", "reread", "", app.Text("Ask for the sessions again"))))
	}
	return el("div", "welcome", word("h2", "welcome-title", capital(l.State.String())),
		problem(l.Problem), stepList(l), linkButtons(l))
}
