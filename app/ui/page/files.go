package page

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/recorder"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/export"
	"github.com/keytrail/keytrail/app/ui/records"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// The functions of this file bring files into the page and out of it.

// filePicker is the input behind the button that opens a file.
const filePicker = "#file"

// followFile has a person choose a log that is followed.
func (m *Model) followFile() {
	if m.Follows {
		m.Want(stage.Effect{Do: stage.ChooseLog})
		return
	}
	m.Show(scene.Subject{Panel: scene.FilePanel}) // which says that the browser cannot
}

// fileCommands are about files and recordings.
func fileCommands() []command {
	return []command{
		cmd("open", func(m *Model, _ string) { m.Want(stage.Effect{Do: stage.Press, Target: filePicker}) },
			way{title: "Open capture", key: "Ctrl O", in: everywhere, does: "open a capture, a HAR file, a log or a sample"}),
		cmd("follow-file", func(m *Model, _ string) { m.followFile() },
			way{title: "Follow a log as it grows"}),
		cmd("cancel-open", func(m *Model, _ string) { m.Send(tracker.Cancel{}) }),
		cmd("go-live", func(m *Model, _ string) { m.goLive() }),
		cmd("show-file", func(m *Model, arg string) { m.Send(tracker.Show{File: wording.Atoi(arg)}) }),
		cmd("close-file", func(m *Model, arg string) { m.Send(tracker.Close{File: wording.Atoi(arg)}) }),
		cmd("export", func(m *Model, _ string) { m.Export.OpenDialog() },
			way{title: "Export", key: "Ctrl S", in: everywhere, does: "export"}),
		cmd("export-compared", func(m *Model, _ string) {
			m.Export.Choose("export-format", strconv.Itoa(slices.IndexFunc(export.Formats(), func(f export.Format) bool { return f.Compared != "" })))
			m.Export.OpenDialog()
		}),
		cmd("export-cancel", func(m *Model, _ string) { m.Export.GiveUp() }),
		cmd("close-export", func(m *Model, _ string) { m.Want(stage.Effect{Do: stage.CloseModal, Target: "#export"}) }),
		cmd("export-format", func(m *Model, arg string) { m.Export.Choose("export-format", arg) }),
		cmd("export-scope", func(m *Model, arg string) { m.Export.Choose("export-scope", arg) }),
		cmd("export-plain", func(m *Model, arg string) { m.Export.Choose("export-plain", arg) }),
		cmd("keep-record", func(m *Model, _ string) { m.Shelf.ToggleRecording() }),
		cmd("keep-days", func(m *Model, arg string) {
			m.Shelf.Days = wording.Atoi(arg)
		}),
		cmd("keep-open", func(m *Model, arg string) { m.Shelf.OpenRecording(arg) }),
		cmd("keep-delete", func(m *Model, arg string) {
			m.Shelf.Shelve("deleting the recording", func(ctx context.Context, k recorder.Keeper) error { return k.Delete(ctx, arg) })
		}),
		cmd("keep-ask", func(m *Model, _ string) {
			m.Shelf.Asking = !m.Shelf.Asking
		}),
		cmd("keep-delete-all", func(m *Model, _ string) { m.Shelf.DeleteAll() }),
	}
}

// turnChoice chooses the next choice of a group of the dialog or the panel.
func (m *Model) turnChoice(group string, by int) bool {
	var all [][2]string
	var on string
	e := &m.Export
	switch group {
	case "export-format":
		all, on = m.Export.FormatChoices(), strconv.Itoa(e.Format)
	case "export-scope":
		all, on = m.Export.ScopeChoices(export.Formats()[e.Format]), e.Scope
	case "export-plain":
		all = [][2]string{{"redacted"}, {"plain"}}
		if e.Plain {
			on = "plain"
		} else {
			on = "redacted"
		}
	case "keep-days":
		all, on = [][2]string{{"1"}, {"7"}, {"0"}}, strconv.Itoa(m.Shelf.Days)
	default:
		return false
	}
	for i, one := range all {
		if one[0] == on {
			m.Act(group, all[(i+by+len(all))%len(all)][0])
			break
		}
	}
	m.Focus("[data-do=" + group + "][aria-checked=true]")
	return true
}

// OpenText opens pasted text.
func (m *Model) OpenText(t string) {
	if strings.TrimSpace(t) == "" {
		return
	}
	m.SetText("#paste", "")
	m.pasted = ""
	m.Shelf.OpenReader("Pasted text", strings.NewReader(t), int64(len(t)))
}

// goLive shows the live record at its newest state, whatever is on the screen.
func (m *Model) goLive() {
	if !m.Filed() {
		m.Review(0)
		return
	}
	m.Send(tracker.Show{})
	m.Say("Back to live")
}

// opened follows what becomes of files.
func (m *Model) opened(old *tracker.State) {
	if o := m.State.Opening; o == nil && old.Opening != nil {
		m.Leave(func(s scene.Subject) bool { return s.Panel == scene.FilePanel })
	}
	for _, o := range m.State.Files {
		begun := func(was *tracker.Opening) bool { return was.N == o.N && was.Shown }
		if o.Grows && o.Shown && !slices.ContainsFunc(old.Files, begun) {
			m.Say("Following " + o.Name + ": it is read on as it grows")
		}
		done := func(was *tracker.Opening) bool { return was.N == o.N && was.Done }
		if !o.Done || slices.ContainsFunc(old.Files, done) {
			continue
		}
		if o.Book == m.State.Book {
			m.View.Order = nil // rows keep their places while a file arrives; now it is there
			m.Compose()
		}
		if o.Err != nil {
			m.Alert(records.ExplainOpening(o))
		} else {
			m.Say("Opened " + o.Name + ". " + o.Understood)
		}
	}
}
