package table

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/contract"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// WatchStrip shows the watched keys with their values and how the key contract
// stands, above the table.
type WatchStrip struct {
	app.Compo
	Model *page.Model
	Sight page.Sight
}

// Render draws the strip.
func (c *WatchStrip) Render() (ui app.UI) {
	m := c.Model
	defer html.RescueRender(&ui, "watches")
	v := &m.View
	if m.Scene.Session == nil || len(v.Watches) == 0 && v.Contract == "" {
		return html.El("div", "watchstrip watchstrip--none")
	}
	items := make([]app.UI, 0, len(v.Watches)+2)
	if v.Broke.Stop && !v.Live() {
		items = append(items, html.Word("span", "watchstrip-broke", "Stopped: "+m.BrokeText()))
	}
	for i, w := range v.Watches {
		items = append(items, c.item(i, w))
	}
	if len(v.Watches) > 0 {
		items = append(items, html.TextButton("btn btn--quiet", "panel", string(scene.WatchPanel), "Conditions…").Aria("expanded", html.Bool(v.Panel == scene.WatchPanel)))
	}
	if v.Contract != "" {
		items = append(items, contractChip(m))
	}
	return html.El("div", "watchstrip", items...).Role("group").Aria("label", "Watched keys")
}

func (c *WatchStrip) item(i int, w scene.Watch) app.UI {
	m := c.Model
	value := m.Scene.Data.Get(w.Key)
	text := parts.ValueText(value)
	if long, cut := wording.Clip(value.Text(), 40); cut > 0 {
		text = append(html.Exact(long), app.Text("…"))
	}
	ago, fresh := "", false
	if e, ok := m.Scene.Session.History.LastWriter(w.Key, m.Scene.At); ok {
		ago, fresh = wording.Either(e.Since.IsZero(), "", "? ")+wording.Age(e.Time, m.Now), !e.Brought() && m.Now.Sub(e.Time) < stage.FreshWatch
	}
	name := wording.Short(w.Key)
	return html.El("span", html.Variant("watchstrip-item", "fresh", fresh),
		html.Button("watchstrip-key", "key", w.Key, append(html.Exact(name), html.Heard(" is "))...).Attr("title", "Show this key"),
		html.El("code", parts.ValueClass(value), text...),
		html.Word("span", "note", ago),
		app.Raw(sparkline(m, w.Key)),
		html.Button("watchstrip-stop", "stop-on", strconv.Itoa(i), html.Heard("Stop when "+name+" changes"), html.Sign("", "❚❚")).
			Aria("pressed", html.Bool(w.Stop)).Attr("title", "Stop when it changes: the view freezes, "+wording.Either(m.Filed(), "once the live record is on the screen again", "the recording goes on")),
		html.When(html.Word("code", "watchstrip-cond", w.Cond).Attr("title", "Stops only when this holds: "+w.Cond), w.Cond == "" || !w.Stop, "hidden"),
		html.Cross("filterbar-x", "unwatch", strconv.Itoa(i), "Stop watching "+name),
	).DataSet("watch", w.Key)
}

// sparkline draws when a key changed, the events of the session from left to
// right. It is made of numbers only.
func sparkline(m *page.Model, key string) string {
	const width, most = 48, 48
	numbers := m.Scene.Session.History.Touching(key)
	numbers = numbers[max(len(numbers)-most, 0):]
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="watchstrip-spark" width="%d" height="14" aria-hidden="true">`, width)
	for _, n := range numbers {
		x := (width - 2) * (n - m.Scene.First) / max(m.Scene.Last-m.Scene.First, 1)
		fmt.Fprintf(&b, `<rect x="%d" y="3" width="2" height="9"/>`, x)
	}
	b.WriteString("</svg>")
	return b.String()
}

func contractChip(m *page.Model) app.UI {
	good, bad := contract.Tally(m.Findings)
	text := wording.Holding(good, len(m.Findings))
	if bad > 0 {
		text += ", " + strconv.Itoa(bad) + " broken"
	}
	if m.ContractErr != nil {
		text = "cannot be read"
	}
	return html.Button(html.Variant("watchstrip-contract", "broken", bad > 0), "panel", string(scene.ContractPanel), html.Word("b", "", "Contract"), app.Text(" "+text))
}
