package stage

import (
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// PanelTitle is what a panel is called.
func PanelTitle(p scene.Panel) string {
	switch p {
	case scene.WritePanel:
		return "Attach data"
	case scene.OperatePanel:
		return "Operations"
	case scene.LinkPanel:
		return "Connection"
	case scene.FilePanel:
		return "File"
	case scene.KeepPanel:
		return "Recordings"
	case scene.ConnectPanel:
		return "Connect"
	case scene.ViewPanel:
		return "View"
	case scene.NoisePanel:
		return "Noise"
	case scene.ContractPanel:
		return "Key contract"
	case scene.LookupPanel:
		return "All history"
	case scene.WatchPanel:
		return "Watched keys"
	case scene.WhoPanel:
		return "Who counts as a writer"
	case scene.SessionPanel:
		return "Session"
	case scene.PinsPanel:
		return "Keys on top and their names"
	case scene.FindPanel:
		return "Session by its id"
	case scene.SimulatorPanel:
		return "Simulator"
	case scene.TourPanel:
		return "What can become of a write"
	}
	return string(p)
}

// Voices are how watched changes are announced: in turn with all that happens,
// or at once, over what is being said.
var Voices = [...]string{"politely", "at once"}

// SetPins takes over the text form of the keys on top.
func (m *Stage) SetPins(text string) {
	pins, names, err := settings.ParsePins(text)
	if m.PinsErr = err; err == nil {
		m.View.Pins, m.View.Names, m.View.Order = pins, names, nil
		delete(m.Texts, "pins")
		m.Keep()
		m.Say(wording.Plural(len(pins), "key") + " on top")
	}
	m.Compose()
}

// TextOf is what stands in the form of rules, pins or contract: what was typed into
// it, until it is applied, or what is kept.
func (m *Stage) TextOf(form string) string {
	if text, typed := m.Texts[form]; typed {
		return text
	}
	switch form {
	case "rules":
		return m.View.Book.Rules.String()
	case "pins":
		return settings.FormatPins(m.View.Pins, m.View.Names)
	}
	return m.View.Contract
}

// NewTwins says of the keys that an event brought which of them look like others
// that stood there then.
func (m *Stage) NewTwins(e history.Event) string {
	if e.Added == 0 || e.Brought() || !m.mayHaveTwins(e) {
		return ""
	}
	found, text := scene.TwinsIn(scene.StateAt(m.Scene.Session, e.N)), ""
	for _, c := range e.Changes {
		if c.Old.Kind() == userdata.Absent && c.Path == "" && found[c.Key] != "" {
			text = strings.TrimSpace(text + " " + wording.Short(c.Key) + ": " + found[c.Key])
		}
	}
	return text
}

// mayHaveTwins spares most events the making of their whole map.
func (m *Stage) mayHaveTwins(e history.Event) bool {
	return len(m.Scene.Twins) > 0 || slices.ContainsFunc(e.Changes, func(c userdata.Change) bool { return !scene.IsASCII(c.Key) })
}
