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
		cmd("session", func(m *Model, arg string) { m.SelectSession(arg) }).beneath(),
		cmd("row", func(m *Model, arg string) {
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
			m.Focus(target)
		}),
		cmd("event", func(m *Model, arg string) { m.Review(wording.Atoi(arg)) }),
		cmd("mode", func(m *Model, _ string) { m.ToggleLive() }),
		cmd("live", func(m *Model, _ string) { m.Review(0) },
			way{title: "Newest state", key: "End", in: elsewhere}),
		cmd("step", func(m *Model, arg string) { m.Step(wording.Atoi(arg)) },
			way{arg: "-1", title: "Previous event", key: "[", in: lists, does: "previous and next event"},
			way{arg: "1", title: "Next event", key: "]", in: lists, does: "previous and next event"}).when(anEvent),
		cmd("play", func(m *Model, _ string) { m.TogglePlay() },
			way{title: "Play the history, or stop", key: "P", in: anyPane, does: "play the history from here, or stop; in the newest state from the first event"}),
		cmd("base", func(m *Model, arg string) { m.SetBase(wording.Atoi(arg)) }),
		cmd("changed", func(m *Model, _ string) { m.SetChangedOnly(!m.View.ChangedOnly) },
			way{title: "Show changed keys only", key: "c", in: lists, does: "changed keys only"}),
		cmd("all", func(m *Model, _ string) { m.SetChangedOnly(false) }),
		cmd("unfold", func(m *Model, arg string) { m.ToggleFold(userdata.Class(wording.Atoi(arg))) }),
		cmd("unfold-all", func(m *Model, _ string) { m.UnfoldAll() },
			way{title: "Show or hide hidden keys", key: "I", in: inData, does: "show what is hidden; hide the selected key, its prefix or class"}).when(aSession),
		cmd("clear-filter", func(m *Model, _ string) { m.ClearFilter() },
			way{title: "Clear the filter", key: "Esc", in: elsewhere}),
		cmd("resort", func(m *Model, _ string) {
			m.View.Order = nil
			m.Compose()
		}),
		cmd("panel", func(m *Model, arg string) { m.TogglePanel(scene.Panel(arg)) },
			way{arg: string(scene.WatchPanel), title: "Watched keys and what stops the view"},
			way{arg: string(scene.WhoPanel), title: "Who counts as a writer"},
			way{arg: string(scene.SessionPanel), title: "Name, pin or note the session", key: "e", in: inSessions, does: "in the sessions: name and note, or pin, the selected one"},
			way{arg: string(scene.FindPanel), title: "Session by its id"},
			way{arg: string(scene.OperatePanel), title: "Operations"},
			way{arg: string(scene.KeepPanel), title: "Recordings"},
			way{arg: string(scene.NoisePanel), title: "Noise: rules and glossary"},
			way{arg: string(scene.PinsPanel), title: "Keys on top and their names"},
			way{arg: string(scene.ContractPanel), title: "Key contract"},
			way{arg: string(scene.ViewPanel), title: "View: lens, density, time, keys"},
			way{arg: string(scene.LinkPanel), title: "Connection"},
			way{arg: string(scene.SimulatorPanel), title: "Simulator: make it misbehave"},
			way{arg: string(scene.ConnectPanel), title: "Connect to a server"}).beneath(),
		cmd("close-panel", func(m *Model, _ string) { m.Close(scene.Subject{Panel: m.Form()}) }),
		cmd("close", func(m *Model, _ string) { m.ClosePanel() }),
		cmd("tab", func(m *Model, arg string) {
			m.View.Tab = scene.Tab(arg)
		},
			way{arg: string(scene.ChangesTab), title: "Timeline: changes"},
			way{arg: string(scene.WritesTab), title: "Timeline: writes"},
			way{arg: string(scene.TrafficTab), title: "Timeline: traffic"},
			way{arg: string(scene.NotesTab), title: "Timeline: notes"}).beneath(),
		cmd("pane", func(m *Model, arg string) { m.ShowPane(scene.Pane(arg)) }),
		cmd("theme", func(m *Model, _ string) { m.NextTheme() },
			way{title: "Next theme"}),
		cmd("help", func(m *Model, _ string) { m.Want(stage.Effect{Do: stage.ShowModal, Target: "#help"}) },
			way{title: "Keyboard shortcuts", key: "?", in: everywhere, does: "this help"}),
		cmd("close-help", func(m *Model, _ string) { m.Want(stage.Effect{Do: stage.CloseModal, Target: "#help"}) }),
		cmd("back", func(m *Model, _ string) { m.GoBack() },
			way{title: "Back to what the column showed before"}),
		cmd("speed", func(m *Model, arg string) { m.SetSpeed(wording.Atoi(arg)) },
			speedWays()...),
		cmd("dismiss", func(m *Model, arg string) { m.Dismiss(wording.Atoi(arg)) }),
	}
}

// workCommands are about the column beside the table and the link.
func workCommands() []command {
	return []command{
		cmd("add-row", func(m *Model, _ string) { m.Writing.AddRow() }),
		cmd("remove-row", func(m *Model, arg string) { m.Writing.RemoveRow(wording.Atoi(arg)) }),
		cmd("operation", func(m *Model, arg string) { m.Writing.SetOperation(wording.Atoi(arg)) }),
		cmd("edit-key", func(m *Model, _ string) { m.Writing.EditKey() },
			way{key: "e", in: inData, does: "in the table: update the selected key"}).when(aKey),
		cmd("spread", func(m *Model, arg string) { m.SpreadWrite(wording.Atoi(arg)) }),
		cmd("bodies", func(m *Model, arg string) {
			n := wording.Atoi(arg)
			m.View.Open[n] = !m.View.Open[n]
		}),
		cmd("copy-value", func(m *Model, _ string) { m.copyValue() },
			way{key: "y", in: inData, does: "copy the selected value; its row as Markdown"}).when(aKey),
		cmd("page", func(m *Model, arg string) {
			m.View.Page = max(wording.Atoi(arg), 0)
		}),
		cmd("stray", func(m *Model, arg string) { m.Show(scene.Subject{Stray: wording.Atoi(arg)}) }),
		cmd("exchange", func(m *Model, arg string) { m.Show(scene.Subject{Exchange: wording.Atoi(arg)}) }).beneath(),
		cmd("write", func(m *Model, arg string) { m.Show(scene.Subject{Write: wording.Atoi(arg)}) }).beneath(),
		cmd("meta", func(m *Model, _ string) {
			m.View.Meta = !m.View.Meta
		}),
		cmd("auth", func(m *Model, arg string) {
			m.Connect.Auth = settings.Auth(wording.Atoi(arg))
		}),
		cmd("simulate", func(m *Model, _ string) {
			m.Connect.Base, m.Connect.Auth = settings.Simulator, settings.Cookie
			m.Connect.SubmitConnect()
		}),
		cmd("start-session", func(m *Model, _ string) {
			m.Connect.Start = !m.Connect.Start
		}),
		cmd("fold-pane", func(m *Model, arg string) { m.FoldPane(arg) }),
		cmd("misbehave", func(m *Model, arg string) { m.Writing.Misbehave(arg) }),
		cmd("behave", func(m *Model, _ string) { m.Writing.Behave() }),
		cmd("tour", func(m *Model, arg string) { m.Writing.GoToStop(wording.Atoi(arg)) },
			way{arg: "0", title: "Simulator: tour of what can become of a write"}).beneath(),
		cmd("tour-try", func(m *Model, _ string) {
			m.Writing.TryStop()
		}),
		cmd("end-tour", func(m *Model, _ string) { m.Writing.EndTour() }),
		cmd("disconnect", func(m *Model, _ string) { m.Send(tracker.Disconnect{}) }),
		cmd("retry", func(m *Model, _ string) { m.Send(tracker.RetryNow{}) }),
		cmd("reread", func(m *Model, arg string) { m.Send(tracker.Reread{Session: arg}) }),
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
		m.Focus(wording.Either(m.Writing.Locked() == "", "#draft [data-field=key]", "#draft .guard button"))
	}
	if p == scene.ConnectPanel {
		m.Focus("#connect [data-field=base]")
	}
	switch p {
	case scene.SimulatorPanel:
		m.Send(tracker.Misbehave{}) // another tab may have told it something
	case scene.SessionPanel:
		m.Focus("#session-name")
	case scene.FindPanel:
		m.Writing.Labelling.Problem = ""
		m.Focus("#session-id")
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
		m.SetRules(m.TextOf(form))
	case "contract":
		m.SetContract(m.TextOf(form))
	case "pins":
		m.SetPins(m.TextOf(form))
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
