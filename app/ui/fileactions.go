package ui

import (
	"context"
	"slices"

	"github.com/keytrail/keytrail/app/recorder"
	"github.com/keytrail/keytrail/app/tracker"
)

// fileCommands are about files and recordings.
func fileCommands() []command {
	return []command{
		{"open", func(m *model, _ string) { m.want(effect{do: press, target: filePicker}) }},
		{"follow-file", func(m *model, _ string) { m.followFile() }},
		{"cancel-open", func(m *model, _ string) { m.send(tracker.Cancel{}) }},
		{"go-live", func(m *model, _ string) { m.goLive() }},
		{"show-file", func(m *model, arg string) { m.send(tracker.Show{File: atoi(arg)}) }},
		{"close-file", func(m *model, arg string) { m.send(tracker.Close{File: atoi(arg)}) }},
		{"export", func(m *model, _ string) { m.openExport() }},
		{"export-compared", func(m *model, _ string) {
			m.choose("export-format", itoa(slices.IndexFunc(formats(), func(f format) bool { return f.compared != "" })))
			m.openExport()
		}},
		{"export-cancel", func(m *model, _ string) { m.quitExport() }},
		{"close-export", func(m *model, _ string) { m.want(effect{do: closeModal, target: "#export"}) }},
		{"export-format", func(m *model, arg string) { m.choose("export-format", arg) }},
		{"export-scope", func(m *model, arg string) { m.choose("export-scope", arg) }},
		{"export-plain", func(m *model, arg string) { m.choose("export-plain", arg) }},
		{"keep-record", func(m *model, _ string) { m.toggleRecording() }},
		{"keep-days", func(m *model, arg string) {
			m.keeping.days = atoi(arg)
			m.touch(draftPart)
		}},
		{"keep-open", func(m *model, arg string) { m.openRecording(arg) }},
		{"keep-delete", func(m *model, arg string) {
			m.shelve("deleting the recording", func(ctx context.Context, k recorder.Keeper) error { return k.Delete(ctx, arg) })
		}},
		{"keep-ask", func(m *model, _ string) {
			m.keeping.asking = !m.keeping.asking
			m.touch(draftPart)
		}},
		{"keep-delete-all", func(m *model, _ string) { m.deleteAll() }},
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
			m.act(group, all[(i+by+len(all))%len(all)][0])
			break
		}
	}
	m.want(effect{do: focusOn, target: "[data-do=" + group + "][aria-checked=true]"})
	return true
}
