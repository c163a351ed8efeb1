package writing

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// A Caution is what a person should know before sending, with what can be done
// about it at once.
type Caution struct {
	Text    string
	Choices []WayOut
}

// A WayOut is a button: its label, and the action and argument behind it.
type WayOut struct{ Label, Do, Arg string }

// Foresight says what the draft would do to the session as it is now.
func (m *Forms) Foresight() proof.Foresight {
	d := proof.Draft{Operation: draft.Operations()[m.Draft.Op].Name, Opened: m.Draft.Opened}
	d.Data, d.Keys = m.Draft.Payload()
	if x := m.DraftSession(); x != nil {
		d.Doubles = x.Doubles(d.Operation)
	}
	return proof.Preview(d, m.nowData(), m.Classes.Rules)
}

// Conflicts are the keys of the draft that somebody else has changed since it
// was begun, without those that were dealt with.
func (m *Forms) Conflicts(f proof.Foresight) []proof.Foreseen {
	return slices.DeleteFunc(slices.Clone(f.Rows), func(row proof.Foreseen) bool {
		if row.Since == nil {
			return true
		}
		if kept, ok := m.Draft.Kept[row.Key]; ok && kept.Same(row.Now) {
			return true
		}
		who, _ := m.whoWrote(row.Key)
		return who == history.You && !m.Draft.Undo
	})
}

// whoWrote says who wrote the present value of a key, and how long ago.
func (m *Forms) whoWrote(key string) (history.Author, string) {
	x := m.DraftSession()
	if x == nil {
		return history.Unknown, ""
	}
	e, ok := x.History.LastWriter(key, x.History.Last())
	if !ok {
		return history.Unknown, ""
	}
	ago := "at a time that is not known"
	if d := wording.Age(e.Time, m.Now); d != "" {
		ago = d + " ago"
	}
	return x.Who(e, key), ago
}

// Cautions are all that speaks against sending the draft as it is.
func (m *Forms) Cautions(f proof.Foresight) []Caution {
	var out []Caution
	for _, row := range m.Conflicts(f) {
		who, when := m.whoWrote(row.Key)
		n := strconv.Itoa(m.Draft.RowOf(row.Key))
		out = append(out, Caution{fmt.Sprintf("%q changed since you opened this form: it was %s and is %s (by %s, %s).",
			wording.Short(row.Key), InWords(*row.Since), InWords(row.Now), who, when),
			[]WayOut{{"Keep mine", "keep-mine", n}, {takeText(m.Draft.Op, who, row.Now), "take-theirs", n}}})
	}
	for _, row := range f.Rows {
		for _, c := range [...]Caution{m.cautionOn(row), m.cautionOnType(row.Key)} {
			if c.Text != "" {
				out = append(out, c)
			}
		}
	}
	return out
}

// takeText is what giving way to the present value is called: it is theirs only
// where there is somebody else.
func takeText(op int, who history.Author, now userdata.Value) string {
	switch {
	case givesWay(op, now):
		return "Leave it out"
	case who == history.AnotherClient || who == history.Routing:
		return "Take theirs"
	}
	return "Take the present value"
}

// givesWay reports whether leaving a key as it is now means not to send it: a
// deletion has no value to take over.
func givesWay(op int, now userdata.Value) bool {
	return op == draft.DeleteOp || now.Kind() == userdata.Absent
}

// cautionOn is what a person should know about one key before sending it.
func (m *Forms) cautionOn(f proof.Foreseen) Caution {
	op, key := m.Draft.Op, wording.Short(f.Key)
	absent := f.Now.Kind() == userdata.Absent
	useUpdate := []WayOut{{"Use Update", "operation", strconv.Itoa(draft.UpdateOp)}}
	switch {
	case f.Effect == proof.Doubles:
		return Caution{fmt.Sprintf("%q is there%s already: attaching adds one more beside it. Update sets it instead.", key, often(f.Times)), useUpdate}
	case f.Effect == proof.MayDuplicate:
		return Caution{fmt.Sprintf("%q is there already: attaching may add it a second time. Update sets it instead.", key), useUpdate}
	case f.Near != "":
		return Caution{fmt.Sprintf("%q is %s, and %q looks much like it.", key, wording.Either(op == draft.DeleteOp, "not there", "new"), wording.Short(f.Near)),
			[]WayOut{{"Use " + wording.Short(f.Near), "use-near", strconv.Itoa(m.Draft.RowOf(f.Key))}}}
	case absent && op != draft.DeleteOp && strings.Contains(f.Key, "\t"):
		return Caution{Text: fmt.Sprintf("%q has a tab in it, as what is copied from a table: all of it is sent as one key. Paste a table under JSON.", key)}
	case absent && op != draft.DeleteOp && strings.TrimSpace(f.Key) != f.Key:
		return Caution{Text: fmt.Sprintf("%q begins or ends with a blank, which is sent as part of the key.", key)}
	case op == draft.UpdateOp && absent:
		return Caution{Text: fmt.Sprintf("%q is not there yet: an update adds it.", key)}
	case op == draft.DeleteOp && absent:
		return Caution{Text: fmt.Sprintf("%q is not there: nothing to delete.", key)}
	case f.Retypes:
		return Caution{Text: fmt.Sprintf("%q changes from %s to %s.", key, f.Now.Kind(), f.New.Kind())}
	case f.Respells:
		return Caution{Text: fmt.Sprintf("%q keeps its value and is written differently: %s becomes %s.", key, f.Now.Literal(), f.New.Literal())}
	case f.Effect == proof.Nothing:
		return Caution{Text: fmt.Sprintf("%q has this value already: sending it changes nothing.", key)}
	case f.Routing:
		return Caution{Text: fmt.Sprintf("%q belongs to the routing strategy, which may write it again.", key)}
	}
	return Caution{}
}

// often says how often a key is there, where that is more than once.
func often(n int) string {
	switch n {
	case 1:
		return ""
	case 2:
		return " twice"
	}
	return " " + strconv.Itoa(n) + " times"
}

// cautionOnType says that something that reads like another type is sent as text.
func (m *Forms) cautionOnType(key string) Caution {
	i := m.Draft.RowOf(key)
	if i < 0 || m.Draft.Op == draft.DeleteOp {
		return Caution{}
	}
	text := m.Draft.Filled(i).Text
	if _, rest, open := strings.Cut(text, "{{"); open {
		if name, _, closed := strings.Cut(rest, "}}"); closed {
			return Caution{Text: "{{" + wording.Short(name) + "}} is sent as text: only {{now}}, {{uuid}} and {{session}} are filled in."}
		}
	}
	if m.Draft.Rows[i].Kind != "text" {
		return Caution{}
	}
	kind := "true/false"
	switch {
	case len(text) > 1 && text[0] == '0' && strings.Trim(text, "0123456789") == "":
		return Caution{Text: fmt.Sprintf("%q is sent as text: as a number it would lose its zeros.", text)}
	case !stage.LooksTyped(text) || text == "absent":
		return Caution{}
	case text == "null":
		kind = "null"
	case text != "true" && text != "false":
		kind = "number"
	}
	return Caution{fmt.Sprintf("%q is sent as text, in quotation marks.", text), []WayOut{{"Send as " + kind, "retype", strconv.Itoa(i) + " " + kind}}}
}

// Retype gives a row of the draft another type: "2 number".
func (m *Forms) Retype(arg string) {
	n, kind, _ := strings.Cut(arg, " ")
	if i := wording.Atoi(n); i >= 0 && i < len(m.Draft.Rows) {
		m.TypedDraft(i, "type", kind)
		m.SetText(RowField(i, "type"), kind)
		m.rewrite()
		m.Focus(RowField(i, "type"))
	}
}

// InWords is a value in a sentence: as JSON, and short.
func InWords(v userdata.Value) string {
	if v.Kind() == userdata.Absent {
		return "absent"
	}
	return wording.Clipped(v.Literal(), 40)
}

// Presence is the value a key has now and who wrote it, for the row that names it;
// of a new one, the keys that it could be taken for.
func (m *Forms) Presence(key string) string {
	v := m.nowData().Get(key)
	if key == "" {
		return ""
	}
	if v.Kind() == userdata.Absent {
		return scene.TwinOf(key, m.nowData())
	}
	who, when := m.whoWrote(key)
	return "now " + InWords(v) + " · " + who.String() + ", " + when
}
