package ui

import (
	"context"
	"slices"

	"github.com/keytrail/keytrail/app/recorder"
	"github.com/keytrail/keytrail/app/tracker"
)

// actOnFiles does the actions of files and recordings.
func (m *model) actOnFiles(name, arg string) {
	switch name {
	case "open":
		m.want(effect{do: press, target: filePicker})
	case "cancel-open":
		m.send(tracker.Cancel{})
	case "go-live":
		m.goLive()
	case "show-file":
		m.send(tracker.Show{File: atoi(arg)})
	case "close-file":
		m.send(tracker.Close{File: atoi(arg)})
	case "export":
		m.openExport()
	case "export-compared":
		m.choose("export-format", itoa(slices.IndexFunc(formats(), func(f format) bool { return f.compared != "" })))
		m.openExport()
	case "export-cancel":
		m.quitExport()
	case "close-export":
		m.want(effect{do: closeModal, target: "#export"})
	case "export-format", "export-scope", "export-plain":
		m.choose(name, arg)
	case "keep-record":
		m.toggleRecording()
	case "keep-days":
		m.keeping.days = atoi(arg)
		m.touch(draftPart)
	case "keep-open":
		m.openRecording(arg)
	case "keep-delete":
		m.shelve("deleting the recording", func(ctx context.Context, k recorder.Keeper) error { return k.Delete(ctx, arg) })
	case "keep-ask":
		m.keeping.asking = !m.keeping.asking
		m.touch(draftPart)
	case "keep-delete-all":
		m.deleteAll()
	}
}

// turnChoice chooses the next choice of a group of the dialog or the panel.
func (m *model) turnChoice(group string, by int) bool {
	var all [][2]string
	var on string
	e := &m.export
	switch group {
	case "export-format":
		all, on = m.formatChoices(), itoa(e.format)
	case "export-scope":
		all, on = m.scopeChoices(formats()[e.format]), e.scope
	case "export-plain":
		all = [][2]string{{"redacted"}, {"plain"}}
		if e.plain {
			on = "plain"
		} else {
			on = "redacted"
		}
	case "keep-days":
		all, on = [][2]string{{"1"}, {"7"}, {"0"}}, itoa(m.keeping.days)
	default:
		return false
	}
	for i, one := range all {
		if one[0] == on {
			m.actOnFiles(group, all[(i+by+len(all))%len(all)][0])
			break
		}
	}
	m.want(effect{do: focusOn, target: "[data-do=" + group + "][aria-checked=true]"})
	return true
}
