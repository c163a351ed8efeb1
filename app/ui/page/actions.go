package page

import (
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
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
			target := stage.CursorRow
			if m.Covered() {
				m.View.Pane = scene.DetailPane // until Escape
			}
			if m.Narrow {
				target = "#detail" // the only pane there is now
			}
			m.Want(stage.Effect{Do: stage.FocusOn, Target: target})
		}},
		{"back", func(m *Model, _ string) { m.GoBack() }},
		{"event", func(m *Model, arg string) { m.Review(wording.Atoi(arg)) }},
		{"mode", func(m *Model, _ string) { m.ToggleLive() }},
		{"live", func(m *Model, _ string) { m.Review(0) }},
		{"step", func(m *Model, arg string) { m.Step(wording.Atoi(arg)) }},
		{"play", func(m *Model, _ string) { m.TogglePlay() }},
		{"speed", func(m *Model, arg string) { m.SetSpeed(wording.Atoi(arg)) }},
		{"base", func(m *Model, arg string) { m.SetBase(wording.Atoi(arg)) }},
		{"changed", func(m *Model, _ string) { m.SetChangedOnly(!m.View.ChangedOnly) }},
		{"all", func(m *Model, _ string) { m.SetChangedOnly(false) }},
		{"unfold", func(m *Model, arg string) { m.ToggleFold(userdata.Class(wording.Atoi(arg))) }},
		{"unfold-all", func(m *Model, _ string) { m.UnfoldAll() }},
		{"clear-filter", func(m *Model, _ string) { m.ClearFilter() }},
		{"resort", func(m *Model, _ string) {
			m.View.Order = nil
			m.Compose()
		}},
		{"panel", func(m *Model, arg string) { m.TogglePanel(scene.Panel(arg)) }},
		{"close-panel", func(m *Model, _ string) { m.Close(scene.Subject{Panel: m.Form()}) }},
		{"close", func(m *Model, _ string) { m.ClosePanel() }},
		{"tab", func(m *Model, arg string) {
			m.View.Tab = scene.Tab(arg)
		}},
		{"pane", func(m *Model, arg string) { m.ShowPane(scene.Pane(arg)) }},
		{"theme", func(m *Model, _ string) { m.NextTheme() }},
		{"help", func(m *Model, _ string) { m.Want(stage.Effect{Do: stage.ShowModal, Target: "#help"}) }},
		{"close-help", func(m *Model, _ string) { m.Want(stage.Effect{Do: stage.CloseModal, Target: "#help"}) }},
		{"dismiss", func(m *Model, arg string) { m.Dismiss(wording.Atoi(arg)) }},
	}
}

// workCommands are about the column beside the table and the link.
func workCommands() []command {
	return []command{
		{"add-row", func(m *Model, _ string) { m.Writing.AddRow() }},
		{"remove-row", func(m *Model, arg string) { m.Writing.RemoveRow(wording.Atoi(arg)) }},
		{"operation", func(m *Model, arg string) { m.Writing.SetOperation(wording.Atoi(arg)) }},
		{"edit-key", func(m *Model, _ string) { m.Writing.EditKey() }},
		{"spread", func(m *Model, arg string) { m.SpreadWrite(wording.Atoi(arg)) }},
		{"bodies", func(m *Model, arg string) {
			n := wording.Atoi(arg)
			m.View.Open[n] = !m.View.Open[n]
		}},
		{"copy-value", func(m *Model, _ string) { m.copyValue() }},
		{"page", func(m *Model, arg string) {
			m.View.Page = max(wording.Atoi(arg), 0)
		}},
		{"stray", func(m *Model, arg string) { m.Show(scene.Subject{Stray: wording.Atoi(arg)}) }},
		{"exchange", func(m *Model, arg string) { m.Show(scene.Subject{Exchange: wording.Atoi(arg)}) }},
		{"write", func(m *Model, arg string) { m.Show(scene.Subject{Write: wording.Atoi(arg)}) }},
		{"meta", func(m *Model, _ string) {
			m.View.Meta = !m.View.Meta
		}},
		{"auth", func(m *Model, arg string) {
			m.Connect.Auth = settings.Auth(wording.Atoi(arg))
		}},
		{"simulate", func(m *Model, _ string) {
			m.Connect.Base, m.Connect.Auth = settings.Simulator, settings.Cookie
			m.Connect.SubmitConnect()
		}},
		{"start-session", func(m *Model, _ string) {
			m.Connect.Start = !m.Connect.Start
		}},
		{"fold-pane", func(m *Model, arg string) { m.FoldPane(arg) }},
		{"misbehave", func(m *Model, arg string) { m.Writing.Misbehave(arg) }},
		{"behave", func(m *Model, _ string) { m.Writing.Behave() }},
		{"tour", func(m *Model, arg string) { m.Writing.GoToStop(wording.Atoi(arg)) }},
		{"tour-try", func(m *Model, _ string) {
			m.Writing.TryStop()
		}},
		{"end-tour", func(m *Model, _ string) { m.Writing.EndTour() }},
		{"disconnect", func(m *Model, _ string) { m.Send(tracker.Disconnect{}) }},
		{"retry", func(m *Model, _ string) { m.Send(tracker.RetryNow{}) }},
		{"reread", func(m *Model, arg string) { m.Send(tracker.Reread{Session: arg}) }},
	}
}

// TogglePanel opens a panel, or closes it.
func (m *Model) TogglePanel(p scene.Panel) {
	if m.View.Panel == p {
		m.ClosePanel()
		return
	}
	m.Show(scene.Subject{Panel: p})
	if p == scene.OperatePanel && m.Writing.Operating.Name == "" && m.Scene.Session != nil && m.Scene.Session.Can("SendMessage") {
		m.Writing.Operating.Name = "SendMessage"
	}
	if p == scene.WritePanel {
		if m.Writing.Draft.Blank() {
			m.Writing.OpenDraft()
		}
		m.Want(stage.Effect{Do: stage.FocusOn, Target: wording.Either(m.Writing.Locked() == "", "#draft [data-field=key]", "#draft .guard button")})
	}
	if p == scene.ConnectPanel {
		m.Want(stage.Effect{Do: stage.FocusOn, Target: "#connect [data-field=base]"})
	}
	switch p {
	case scene.SimulatorPanel:
		m.Send(tracker.Misbehave{}) // another tab may have told it something
	case scene.SessionPanel:
		m.Want(stage.Effect{Do: stage.FocusOn, Target: "#session-name"})
	case scene.FindPanel:
		m.Writing.Labelling.Problem = ""
		m.Want(stage.Effect{Do: stage.FocusOn, Target: "#session-id"})
	}
}

// fillPanel writes what is known into the inputs of the panel that has come
// into the column.
func (m *Model) fillPanel() {
	switch m.Form() {
	case scene.WritePanel:
		m.Writing.Refill()
	case scene.OperatePanel:
		m.Writing.RefillOperation()
	case scene.ConnectPanel:
		m.Connect.FillConnect()
	case scene.KeepPanel:
		m.Shelf.FindRecordings()
	default:
		m.writeTexts()
	}
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

// Submit sends the form of that name.
func (m *Model) Submit(form string) {
	switch form {
	case "draft":
		m.Writing.SubmitWrite()
	case "connect":
		m.Connect.SubmitConnect()
	case "signin":
		m.Connect.SubmitSignIn()
	case "operate":
		m.Writing.SubmitOperation()
	case "rules":
		m.SetRules(m.typedText)
	case "contract":
		m.SetContract(m.typedText)
	case "pins":
		m.SetPins(m.typedText)
	case "paste":
		m.OpenText(m.pasted)
	case "export":
		m.Export.SubmitDialog()
	case "note":
		m.AddNote()
	case "session":
		m.Writing.SaveSession()
	case "find":
		m.Writing.FindSession()
	}
}
