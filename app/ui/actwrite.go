package ui

import (
	"time"

	"github.com/keytrail/keytrail/app/capture"
)

// actOnWrites does what the forms of writes and their cards ask for.
func (m *model) actOnWrites(name, arg string, n int) {
	switch name {
	case "choose":
		m.chooseOperation(arg)
	case "flag":
		m.toggleFlag(arg)
	case "allow-writes":
		m.allowWrites()
	case "draft-before":
		m.swapDraft()
	case "rebind":
		m.rebind(arg)
	case "keep-mine", "take-theirs":
		m.settleConflict(n, name == "take-theirs")
	case "use-near":
		m.useNear(n)
	case "raw":
		m.toggleRaw()
	case "use-repair":
		m.useRepair()
	case "templates":
		m.draft.listing = !m.draft.listing
		m.touch(draftPart)
	case "use-template":
		m.useTemplate(n)
	case "save-template":
		m.saveTemplate()
	case "forget-template":
		m.forgetTemplate(n)
	case "edit-again":
		m.editAgain(n)
	case "undo":
		m.prepareUndo(n)
	case "copy-code":
		m.copyCode(arg)
	default:
		m.actOnProfiles(name, arg, n)
	}
}

// actOnProfiles does what the form of a connection and its diagnosis ask for.
func (m *model) actOnProfiles(name, arg string, n int) {
	f := &m.connect
	switch name {
	case "channel-me":
		f.noMe = !f.noMe
		f.sms = f.sms || f.noMe // at least one
	case "channel-sms":
		f.sms = !f.sms
		f.noMe = f.noMe && f.sms
	case "production":
		f.production = !f.production
	case "use-profile":
		m.useProfile(n)
	case "forget-profile":
		m.forgetProfile(n)
	case "save-profile":
		m.saveProfile()
	case "list-profiles":
		m.listProfiles()
	case "read-profiles":
		m.readProfiles()
	case "save-profiles":
		m.saveProfiles()
	case "open-profiles":
		m.want(effect{do: press, target: "#profiles-file"})
	case "copy-profiles":
		m.copy(f.text, "Profiles copied")
	case "copy-settings":
		origin := m.origin
		m.copyData(func(masks *capture.Masks) string { return crossOriginSettings(masks.URL(origin)) }, "Settings copied")
	case "copy-proxy":
		p := m.state.Connection().Profile
		m.copyData(func(masks *capture.Masks) string {
			p.BaseURL = masks.URL(p.BaseURL)
			return proxyCommand(p)
		}, "Command copied")
	case "test-write":
		m.testWrite()
	default:
		m.actOnFiles(name, arg)
		return
	}
	m.touch(draftPart)
}

// copy puts text on the clipboard. That it did is said once it did.
func (m *model) copy(text, said string) {
	m.want(effect{do: copyText, text: text, said: said, target: m.asked})
}

// copyData puts on the clipboard what write makes of data that leave through
// masks; nil masks hide nothing. It may be called beside the page.
func (m *model) copyData(write func(masks *capture.Masks) string, said string) {
	m.want(effect{do: copyText, text: write(nil), said: said, target: m.asked, hidden: write})
}

// told is how long a word beside a button stays.
const told = 2500 * time.Millisecond

// copied says beside what was pressed, and to those who listen, whether a text
// is on the clipboard now.
func (m *model) copied(e effect, ok bool) {
	if !ok {
		e.said = "Not copied: this browser lets the page copy only over https or on localhost, and when it has the focus"
	}
	m.say(e.said)
	m.notices.beside = e.said
	m.notices.besides++
	n := m.notices.besides
	m.want(effect{do: showBeside, target: "#beside", text: e.target})
	m.after(told, func() {
		if n == m.notices.besides {
			m.notices.beside = ""
			m.touch(noticePart)
		}
	})
	m.touch(noticePart)
}
