package page

import (
	"slices"
	"strconv"
	"time"

	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// pageCommands are about what is looked at.
func pageCommands() []command {
	return []command{
		{"session", func(m *Model, arg string) { m.SelectSession(arg) }},
		{"row", func(m *Model, arg string) {
			n := wording.Atoi(arg)
			if n < 0 || n >= len(m.Scene.Rows) {
				return
			}
			m.Inspect(m.Scene.Rows[n].Key)
			target := CursorRow
			if m.covered() {
				m.View.Pane = scene.DetailPane // until Escape
			}
			if m.Narrow {
				target = "#detail" // the only pane there is now
			}
			m.Want(Effect{Do: FocusOn, Target: target})
		}},
		{"back", func(m *Model, _ string) { m.goBack() }},
		{"event", func(m *Model, arg string) { m.Review(wording.Atoi(arg)) }},
		{"mode", func(m *Model, _ string) { m.toggleLive() }},
		{"live", func(m *Model, _ string) { m.Review(0) }},
		{"step", func(m *Model, arg string) { m.step(wording.Atoi(arg)) }},
		{"play", func(m *Model, _ string) { m.togglePlay() }},
		{"speed", func(m *Model, arg string) { m.setSpeed(wording.Atoi(arg)) }},
		{"base", func(m *Model, arg string) { m.SetBase(wording.Atoi(arg)) }},
		{"changed", func(m *Model, _ string) { m.SetChangedOnly(!m.View.ChangedOnly) }},
		{"all", func(m *Model, _ string) { m.SetChangedOnly(false) }},
		{"unfold", func(m *Model, arg string) { m.toggleFold(userdata.Class(wording.Atoi(arg))) }},
		{"unfold-all", func(m *Model, _ string) { m.UnfoldAll() }},
		{"clear-filter", func(m *Model, _ string) { m.clearFilter() }},
		{"resort", func(m *Model, _ string) {
			m.View.Order = nil
			m.Recompose()
		}},
		{"panel", func(m *Model, arg string) { m.TogglePanel(scene.Panel(arg)) }},
		{"close-panel", func(m *Model, _ string) { m.close(scene.Subject{Panel: m.Form()}) }},
		{"close", func(m *Model, _ string) { m.closePanel() }},
		{"tab", func(m *Model, arg string) {
			m.View.Tab = scene.Tab(arg)
			m.Touch(TimelinePart)
		}},
		{"pane", func(m *Model, arg string) { m.showPane(scene.Pane(arg)) }},
		{"theme", func(m *Model, _ string) { m.nextTheme() }},
		{"help", func(m *Model, _ string) { m.Want(Effect{Do: ShowModal, Target: "#help"}) }},
		{"close-help", func(m *Model, _ string) { m.Want(Effect{Do: CloseModal, Target: "#help"}) }},
		{"dismiss", func(m *Model, arg string) { m.dismiss(wording.Atoi(arg)) }},
	}
}

// workCommands are about the column beside the table and the link.
func workCommands() []command {
	return []command{
		{"add-row", func(m *Model, _ string) { m.AddRow() }},
		{"remove-row", func(m *Model, arg string) { m.RemoveRow(wording.Atoi(arg)) }},
		{"operation", func(m *Model, arg string) { m.SetOperation(wording.Atoi(arg)) }},
		{"edit-key", func(m *Model, _ string) { m.EditKey() }},
		{"spread", func(m *Model, arg string) { m.spreadWrite(wording.Atoi(arg)) }},
		{"bodies", func(m *Model, arg string) {
			n := wording.Atoi(arg)
			m.View.Open[n] = !m.View.Open[n]
			m.Touch(ProofPart)
		}},
		{"copy-value", func(m *Model, _ string) { m.copyValue() }},
		{"page", func(m *Model, arg string) {
			m.View.Page = max(wording.Atoi(arg), 0)
			m.Touch(InspectorPart)
		}},
		{"stray", func(m *Model, arg string) { m.show(scene.Subject{Stray: wording.Atoi(arg)}) }},
		{"exchange", func(m *Model, arg string) { m.show(scene.Subject{Exchange: wording.Atoi(arg)}) }},
		{"write", func(m *Model, arg string) { m.show(scene.Subject{Write: wording.Atoi(arg)}) }},
		{"meta", func(m *Model, _ string) {
			m.View.Meta = !m.View.Meta
			m.Touch(TimelinePart)
		}},
		{"auth", func(m *Model, arg string) {
			m.Connect.Auth = settings.Auth(wording.Atoi(arg))
			m.Touch(DraftPart, GridPart)
		}},
		{"simulate", func(m *Model, _ string) {
			m.Connect.Base, m.Connect.Auth = settings.Simulator, settings.Cookie
			m.SubmitConnect()
		}},
		{"start-session", func(m *Model, _ string) {
			m.Connect.Start = !m.Connect.Start
			m.Touch(DraftPart, GridPart)
		}},
		{"fold-pane", func(m *Model, arg string) { m.foldPane(arg) }},
		{"misbehave", func(m *Model, arg string) { m.misbehave(arg) }},
		{"behave", func(m *Model, _ string) { m.behave() }},
		{"tour", func(m *Model, arg string) { m.goToStop(wording.Atoi(arg)) }},
		{"tour-try", func(m *Model, _ string) {
			m.tryStop()
			m.TouchColumn()
		}},
		{"end-tour", func(m *Model, _ string) { m.endTour() }},
		{"disconnect", func(m *Model, _ string) { m.Send(tracker.Disconnect{}) }},
		{"retry", func(m *Model, _ string) { m.Send(tracker.RetryNow{}) }},
		{"reread", func(m *Model, arg string) { m.Send(tracker.Reread{Session: arg}) }},
	}
}

// SelectSession looks at another session.
func (m *Model) SelectSession(id string) {
	v := &m.View
	if id == v.Session {
		return
	}
	m.stopPlaying()
	v.Session, v.Key, v.Picked, v.At, v.Base, v.Order = id, "", false, 0, 0, nil
	m.leaveSession()
	v.Instants.Reset()
	v.Chosen = nil
	v.Pane = scene.DataPane
	m.compose()
	m.countUnread()
	m.Want(Effect{Do: ScrollUp, Target: ".grid"})
	m.goAlong()
	m.touchAll()
}

// covered reports whether the column of details lies over the table or in its
// place, as there is no room for both.
func (m *Model) covered() bool { return m.Narrow || m.Window == scene.SmallWindow }

// selectRow selects the row with that index of the table.
func (m *Model) selectRow(i int) {
	if i < 0 || i >= len(m.Scene.Rows) {
		return
	}
	m.SelectKey(m.Scene.Rows[i].Key)
}

// SelectKey moves on to a key: the column shows it in place of the one before.
func (m *Model) SelectKey(key string) {
	if m.View.Keyed {
		m.View.Subject = scene.Subject{}
	}
	m.Inspect(key)
}

// Inspect selects a key that was asked for.
func (m *Model) Inspect(key string) { m.show(scene.Subject{Keyed: true, Of: key}) }

// Review shows the state after event n and stays there; 0, and every event
// beyond the newest, follows the newest state again.
func (m *Model) Review(n int) {
	m.stopPlaying()
	if n > m.Scene.Last {
		n = 0
	}
	if n > 0 {
		n = max(n, m.Scene.First)
	}
	if m.View.Live() && n > 0 {
		m.say("Reviewing event " + strconv.Itoa(n) + ". Press End " + wording.Either(m.Filed(), "for the last one.", "to follow the newest state again."))
	} else if !m.View.Live() && n == 0 {
		m.say(wording.Either(m.Filed(), "The last event of the file", "Following the newest state"))
	}
	m.View.At, m.View.Broke = n, scene.Watch{}
	m.leave(func(s scene.Subject) bool { return s.Stray != 0 })
	m.Recompose()
	m.countUnread()
	m.Touch(RailPart)
}

func (m *Model) toggleLive() {
	if m.View.Live() {
		m.Review(m.Scene.Last)
	} else {
		m.Review(0)
	}
}

// step goes to the next event, or with -1 to the previous one; past the newest
// it follows the newest state again.
func (m *Model) step(by int) {
	if m.Scene.Last == 0 || (m.View.Live() && by > 0) {
		return
	}
	if m.View.Limited {
		m.Review(scene.Along(m.listed(), m.Scene.At, by))
		return
	}
	m.Review(max(m.Scene.At+by, m.Scene.First))
}

// SetBase makes marks compare with the state after event n; the base that is
// set already is taken off.
func (m *Model) SetBase(n int) {
	if n == m.View.Base {
		n = 0
	}
	m.View.Base = n
	m.Recompose()
}

// SetChangedOnly leaves only marked rows in the table, or all.
func (m *Model) SetChangedOnly(on bool) {
	m.View.ChangedOnly = on
	m.Recompose()
}

// SetFilter filters the table.
func (m *Model) SetFilter(text string) {
	m.View.Filter = text
	m.compose()
	m.Touch(GridPart, HeadPart, FootPart)
	if m.Scene.Session != nil && text != "" {
		m.Notices.Other = []string{wording.Plural(len(m.Scene.Rows), "key") + " of " + strconv.Itoa(m.Scene.Total) + " shown"}
		if m.Scene.Problem != nil {
			m.Notices.Other = append(m.Notices.Other, m.Scene.Problem.Error())
		}
	}
}

// typeFilter sets the filter while somebody types. Other rows come with each
// letter: at first only those in sight are drawn, and the others in a while.
func (m *Model) typeFilter(text string) {
	m.Brief++
	m.SetFilter(text)
	m.After(150*time.Millisecond, func() {
		if m.Brief--; m.Brief == 0 {
			m.Touch(GridPart)
		}
	})
}

func (m *Model) clearFilter() {
	m.Want(Effect{Do: SetValue, Target: FilterField})
	m.SetFilter("")
}

func (m *Model) toggleFold(c userdata.Class) {
	m.View.Unfolded ^= 1 << c
	m.Recompose()
}

// UnfoldAll shows all keys that classes and rules hide, or hides them again.
func (m *Model) UnfoldAll() {
	v := &m.View
	hidden, _ := m.Scene.Hidden()
	v.Book.Hides = slices.Clone(v.Book.Hides)
	for i := range v.Book.Hides {
		v.Book.Hides[i].Shown = hidden > 0
	}
	v.Unfolded = 0
	if hidden > 0 {
		v.Unfolded = settings.AllClasses
	}
	m.Recompose()
}

// TogglePanel opens a panel, or closes it.
func (m *Model) TogglePanel(p scene.Panel) {
	if m.View.Panel == p {
		m.closePanel()
		return
	}
	m.show(scene.Subject{Panel: p})
	if p == scene.OperatePanel && m.Operating.Name == "" && m.Scene.Session != nil && m.Scene.Session.Can("SendMessage") {
		m.Operating.Name = "SendMessage"
	}
	if p == scene.WritePanel {
		if m.Draft.Blank() {
			m.openDraft()
		}
		m.Want(Effect{Do: FocusOn, Target: wording.Either(m.Locked() == "", "#draft [data-field=key]", "#draft .guard button")})
	}
	if p == scene.ConnectPanel {
		m.Want(Effect{Do: FocusOn, Target: "#connect [data-field=base]"})
	}
	switch p {
	case scene.SimulatorPanel:
		m.Send(tracker.Misbehave{}) // another tab may have told it something
	case scene.SessionPanel:
		m.Want(Effect{Do: FocusOn, Target: "#session-name"})
	case scene.FindPanel:
		m.Labelling.Problem = ""
		m.Want(Effect{Do: FocusOn, Target: "#session-id"})
	}
}

// fillPanel writes what is known into the inputs of the panel that has come
// into the column.
func (m *Model) fillPanel() {
	switch m.Form() {
	case scene.WritePanel:
		m.refill()
	case scene.OperatePanel:
		m.refillOperation()
	case scene.ConnectPanel:
		m.fillConnect()
	default:
		m.writeTexts()
	}
}

// closePanel puts away what the column shows on top.
func (m *Model) closePanel() { m.close(m.View.Subject) }

// close puts a thing away, wherever it is in the column.
func (m *Model) close(on scene.Subject) {
	m.leave(func(s scene.Subject) bool { return s == on })
	m.View.Pane = scene.DataPane
	m.Want(Effect{Do: FocusOn, Target: CursorRow})
}

func (m *Model) showPane(p scene.Pane) {
	m.View.Pane = p
	if name := paneFolds[p]; name != "" {
		m.unfoldFor(name)
	}
	m.touchAll()
}

// nextTheme goes from the system's to light to dark.
func (m *Model) nextTheme() {
	m.setTheme(map[string]string{"": "light", "light": "dark"}[m.View.Theme])
}

func (m *Model) copyValue() {
	key, v := m.View.Key, m.Selected()
	m.copyData(func(masks *redact.Masks) string { return hiddenValue(masks, key, v).Text() }, "Value copied")
}

// hiddenValue is the value of a key as it may leave.
func hiddenValue(masks *redact.Masks, key string, v userdata.Value) userdata.Value {
	hidden, err := userdata.ParseValue(masks.Value(key, v.Literal()))
	if masks == nil || err != nil {
		return v // it is absent
	}
	return hidden
}

// Selected is the value of the selected key at the instant shown.
func (m *Model) Selected() userdata.Value {
	if !m.View.Picked {
		return userdata.Value{}
	}
	return m.Scene.Data.Get(m.View.Key)
}

// Submit sends the form of that name.
func (m *Model) Submit(form string) {
	switch form {
	case "draft":
		m.SubmitWrite()
	case "connect":
		m.SubmitConnect()
	case "signin":
		m.submitSignIn()
	case "operate":
		m.SubmitOperation()
	case "rules":
		m.SetRules(m.typedText)
	case "contract":
		m.SetContract(m.typedText)
	case "pins":
		m.SetPins(m.typedText)
	case "paste":
		m.OpenText(m.pasted)
	case "export":
		m.SubmitExport()
	case "note":
		m.addNote()
	case "session":
		m.saveSession()
	case "find":
		m.findSession()
	}
}

// SubmitConnect connects to what the form says.
func (m *Model) SubmitConnect() {
	if !m.Connect.check() {
		m.Touch(DraftPart, GridPart)
		return
	}
	m.Send(m.Connect.command())
	m.leave(func(s scene.Subject) bool { return s.Panel == scene.ConnectPanel })
	m.show(scene.Subject{Panel: scene.LinkPanel})
	m.touchAll()
}
