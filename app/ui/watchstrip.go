package ui

import (
	"fmt"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/contract"
)

// watchStrip shows the watched keys with their values and how the key contract
// stands, above the table.
type watchStrip struct {
	app.Compo
	Model   *model
	Version int
}

func (c *watchStrip) Render() (ui app.UI) {
	m := c.Model
	defer m.rescueRender(&ui, "watches")
	v := &m.view
	if m.scene.session == nil || len(v.watches) == 0 && v.contract == "" {
		return el("div", "watchstrip watchstrip--none")
	}
	items := make([]app.UI, 0, len(v.watches)+2)
	if v.broke.stop && !v.live() {
		items = append(items, word("span", "watchstrip-broke", "Stopped: "+m.brokeText()))
	}
	for i, w := range v.watches {
		items = append(items, c.item(i, w))
	}
	if len(v.watches) > 0 {
		items = append(items, button("btn btn--quiet", "panel", string(watchPanel), app.Text("Conditions…")).Aria("expanded", expanded(v.panel == watchPanel)))
	}
	if v.contract != "" {
		items = append(items, contractChip(m))
	}
	return el("div", "watchstrip", items...).Role("group").Aria("label", "Watched keys")
}

func (c *watchStrip) item(i int, w watch) app.UI {
	m := c.Model
	value := m.scene.data.Get(w.key)
	text := valueText(value)
	if long, cut := clip(value.Text(), 40); cut > 0 {
		text = append(exact(long), app.Text("…"))
	}
	ago, fresh := "", false
	if e, ok := m.scene.session.History.LastWriter(w.key, m.scene.at); ok {
		ago, fresh = age(e.Time, m.now), !e.Brought() && m.now.Sub(e.Time) < freshWatch
	}
	name := short(w.key)
	return el("span", join("watchstrip-item", "fresh", fresh),
		button("watchstrip-key", "key", w.key, append(exact(name), sr(" is "))...).Attr("title", "Show this key"),
		el("code", valueClass(value), text...),
		word("span", "note", ago),
		app.Raw(sparkline(m, w.key)),
		button("watchstrip-stop", "stop-on", itoa(i), sr("Stop when "+name+" changes"), sign("", "❚❚")).
			Aria("pressed", expanded(w.stop)).Attr("title", "Stop when it changes: the view freezes, "+either(m.filed(), "once the live record is on the screen again", "the recording goes on")),
		when(word("code", "watchstrip-cond", w.cond).Attr("title", "Stops only when this holds: "+w.cond), w.cond == "" || !w.stop, "hidden"),
		button("filterbar-x", "unwatch", itoa(i), sr("Stop watching "+name), sign("", "×")),
	).DataSet("watch", w.key)
}

// sparkline draws when a key changed, the events of the session from left to
// right. It is made of numbers only.
func sparkline(m *model, key string) string {
	const width, most = 48, 48
	numbers := m.scene.session.History.Touching(key)
	numbers = numbers[max(len(numbers)-most, 0):]
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="watchstrip-spark" width="%d" height="14" aria-hidden="true">`, width)
	for _, n := range numbers {
		x := (width - 2) * (n - m.scene.first) / max(m.scene.last-m.scene.first, 1)
		fmt.Fprintf(&b, `<rect x="%d" y="3" width="2" height="9"/>`, x)
	}
	b.WriteString("</svg>")
	return b.String()
}

func contractChip(m *model) app.UI {
	good, bad := contract.Tally(m.findings)
	text := itoa(good) + " of " + itoa(len(m.findings)) + " hold"
	if bad > 0 {
		text += ", " + itoa(bad) + " broken"
	}
	if m.contractErr != nil {
		text = "cannot be read"
	}
	return button(join("watchstrip-contract", "broken", bad > 0), "panel", string(contractPanel), word("b", "", "Contract"), app.Text(" "+text))
}
