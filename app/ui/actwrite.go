package ui

import (
	"time"

	"github.com/keytrail/keytrail/app/capture/redact"
)

// writeCommands are about the forms of writes and their cards.
func writeCommands() []command {
	return []command{
		{"choose", func(m *model, arg string) { m.chooseOperation(arg) }},
		{"flag", func(m *model, arg string) { m.toggleFlag(arg) }},
		{"allow-writes", func(m *model, _ string) { m.allowWrites() }},
		{"draft-before", func(m *model, _ string) { m.swapDraft() }},
		{"rebind", func(m *model, arg string) { m.rebind(arg) }},
		{"keep-mine", func(m *model, arg string) { m.settleConflict(atoi(arg), false) }},
		{"take-theirs", func(m *model, arg string) { m.settleConflict(atoi(arg), true) }},
		{"use-near", func(m *model, arg string) { m.useNear(atoi(arg)) }},
		{"raw", func(m *model, _ string) { m.toggleRaw() }},
		{"use-repair", func(m *model, _ string) { m.useRepair() }},
		{"templates", func(m *model, _ string) {
			m.draft.listing = !m.draft.listing
			m.touch(draftPart)
		}},
		{"use-template", func(m *model, arg string) { m.useTemplate(atoi(arg)) }},
		{"save-template", func(m *model, _ string) { m.saveTemplate() }},
		{"forget-template", func(m *model, arg string) { m.forgetTemplate(atoi(arg)) }},
		{"edit-again", func(m *model, arg string) { m.editAgain(atoi(arg)) }},
		{"seen", func(m *model, arg string) { m.showProof(atoi(arg)) }},
		{"undo", func(m *model, arg string) { m.prepareUndo(atoi(arg)) }},
		{"copy-code", func(m *model, arg string) { m.copyCode(arg) }},
	}
}

// connectCommands are about the form of a connection and its diagnosis.
func connectCommands() []command {
	return []command{
		{"channel-me", func(m *model, _ string) {
			m.connect.noMe = !m.connect.noMe
			m.connect.sms = m.connect.sms || m.connect.noMe // at least one
			m.touch(draftPart)
		}},
		{"channel-sms", func(m *model, _ string) {
			m.connect.sms = !m.connect.sms
			m.connect.noMe = m.connect.noMe && m.connect.sms
			m.touch(draftPart)
		}},
		{"production", func(m *model, _ string) {
			m.connect.production = !m.connect.production
			m.touch(draftPart)
		}},
		{"use-profile", func(m *model, arg string) {
			m.useProfile(atoi(arg))
			m.touch(draftPart)
		}},
		{"forget-profile", func(m *model, arg string) {
			m.forgetProfile(atoi(arg))
			m.touch(draftPart)
		}},
		{"save-profile", func(m *model, _ string) {
			m.saveProfile()
			m.touch(draftPart)
		}},
		{"list-profiles", func(m *model, _ string) {
			m.listProfiles()
			m.touch(draftPart)
		}},
		{"read-profiles", func(m *model, _ string) {
			m.readProfiles()
			m.touch(draftPart)
		}},
		{"save-profiles", func(m *model, _ string) {
			m.saveProfiles()
			m.touch(draftPart)
		}},
		{"open-profiles", func(m *model, _ string) {
			m.want(effect{do: press, target: "#profiles-file"})
			m.touch(draftPart)
		}},
		{"copy-profiles", func(m *model, _ string) {
			m.copy(m.connect.text, "Profiles copied")
			m.touch(draftPart)
		}},
		{"copy-settings", func(m *model, _ string) {
			origin := m.origin
			m.copyData(func(masks *redact.Masks) string { return crossOriginSettings(masks.URL(origin)) }, "Settings copied")
			m.touch(draftPart)
		}},
		{"copy-proxy", func(m *model, _ string) {
			p := m.state.Connection().Profile
			m.copyData(func(masks *redact.Masks) string {
				p.BaseURL = masks.URL(p.BaseURL)
				return proxyCommand(p)
			}, "Command copied")
			m.touch(draftPart)
		}},
		{"test-write", func(m *model, _ string) {
			m.testWrite()
			m.touch(draftPart)
		}},
	}
}

// copy puts text on the clipboard. That it did is said once it did.
func (m *model) copy(text, said string) {
	m.want(effect{do: copyText, text: text, said: said, target: m.asked})
}

// copyData puts on the clipboard what write makes of data that leave through
// masks; nil masks hide nothing. It may be called beside the page.
func (m *model) copyData(write func(masks *redact.Masks) string, said string) {
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
