package page

import (
	"errors"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/snippet"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/connect"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// writeCommands are about the forms of writes and their cards.
func writeCommands() []command {
	return []command{
		cmd("choose", func(m *Model, arg string) { m.Writing.ChooseOperation(arg) }),
		cmd("flag", func(m *Model, arg string) { m.Writing.ToggleFlag(arg) }),
		cmd("allow-writes", func(m *Model, _ string) { m.Writing.AllowWrites() }),
		cmd("draft-before", func(m *Model, _ string) { m.Writing.SwapDraft() }),
		cmd("rebind", func(m *Model, arg string) { m.Writing.Rebind(arg) }),
		cmd("keep-mine", func(m *Model, arg string) { m.Writing.SettleConflict(wording.Atoi(arg), false) }),
		cmd("take-theirs", func(m *Model, arg string) { m.Writing.SettleConflict(wording.Atoi(arg), true) }),
		cmd("use-near", func(m *Model, arg string) { m.Writing.UseNear(wording.Atoi(arg)) }),
		cmd("raw", func(m *Model, _ string) { m.Writing.ToggleRaw() }),
		cmd("use-repair", func(m *Model, _ string) { m.Writing.UseRepair() }),
		cmd("templates", func(m *Model, _ string) {
			m.Writing.Draft.Listing = !m.Writing.Draft.Listing
		}),
		cmd("use-template", func(m *Model, arg string) { m.Writing.UseTemplate(wording.Atoi(arg)) }),
		cmd("save-template", func(m *Model, _ string) { m.Writing.SaveTemplate() }),
		cmd("forget-template", func(m *Model, arg string) { m.Writing.ForgetTemplate(wording.Atoi(arg)) }),
		cmd("edit-again", func(m *Model, arg string) { m.Writing.EditAgain(wording.Atoi(arg)) }),
		cmd("seen", func(m *Model, arg string) { m.Writing.ShowProof(wording.Atoi(arg)) }),
		cmd("undo", func(m *Model, arg string) { m.Writing.PrepareUndo(wording.Atoi(arg)) }),
		cmd("copy-code", func(m *Model, arg string) { m.copyCode(arg) }),
	}
}

// connectCommands are about the form of a connection and its diagnosis.
func connectCommands() []command {
	return []command{
		cmd("channel-me", func(m *Model, _ string) {
			m.Connect.NoMe = !m.Connect.NoMe
			m.Connect.Sms = m.Connect.Sms || m.Connect.NoMe // at least one
		}),
		cmd("channel-sms", func(m *Model, _ string) {
			m.Connect.Sms = !m.Connect.Sms
			m.Connect.NoMe = m.Connect.NoMe && m.Connect.Sms
		}),
		cmd("production", func(m *Model, _ string) {
			m.Connect.Entered.Production = !m.Connect.Entered.Production
		}),
		cmd("other-media", func(m *Model, _ string) {
			m.Connect.OtherMedia = !m.Connect.OtherMedia
		}),
		cmd("use-profile", func(m *Model, arg string) { m.Connect.UseProfile(wording.Atoi(arg)) }),
		cmd("forget-profile", func(m *Model, arg string) { m.Connect.ForgetProfile(wording.Atoi(arg)) }),
		cmd("save-profile", func(m *Model, _ string) { m.Connect.SaveProfile() }),
		cmd("list-profiles", func(m *Model, _ string) { m.Connect.ListProfiles() }),
		cmd("read-profiles", func(m *Model, _ string) { m.Connect.ReadProfiles() }),
		cmd("save-profiles", func(m *Model, _ string) { m.Connect.SaveProfiles() }),
		cmd("open-profiles", func(m *Model, _ string) { m.Want(stage.Effect{Do: stage.Press, Target: "#profiles-file"}) }),
		cmd("copy-profiles", func(m *Model, _ string) { m.copy(m.Connect.Text, "Profiles copied") }),
		cmd("copy-settings", func(m *Model, _ string) {
			origin := m.Origin
			m.copyData(func(masks *redact.Masks) string { return connect.CrossOriginSettings(masks.URL(origin)) }, "Settings copied")
		}),
		cmd("copy-proxy", func(m *Model, _ string) {
			p := m.State.Connection().Profile
			m.copyData(func(masks *redact.Masks) string {
				p.BaseURL = masks.URL(p.BaseURL)
				return connect.ProxyCommand(p)
			}, "Command copied")
		}),
		cmd("test-write", func(m *Model, _ string) { m.testWrite() }),
	}
}

// copy puts text on the clipboard. That it did is said once it did.
func (m *Model) copy(text, said string) {
	m.Want(stage.Effect{Do: stage.CopyText, Text: text, Said: said, Target: m.Asked})
}

// copyData puts on the clipboard what write makes of data that leave through
// masks; nil masks hide nothing. It may be called beside the page.
func (m *Model) copyData(write func(masks *redact.Masks) string, said string) {
	m.Want(stage.Effect{Do: stage.CopyText, Text: write(nil), Said: said, Target: m.Asked, Hidden: write})
}

// besideFor is how long a word beside a button stays.
const besideFor = 2500 * time.Millisecond

// Copied says beside what was pressed, and to those who listen, whether a text
// is on the clipboard now.
func (m *Model) Copied(e stage.Effect, ok bool) {
	if !ok {
		e.Said = "Not copied: this browser lets the page copy only over https or on localhost, and when it has the focus"
	}
	m.Say(e.Said)
	m.Notices.Beside = e.Said
	m.Notices.Besides++
	n := m.Notices.Besides
	m.Want(stage.Effect{Do: stage.ShowBeside, Target: "#beside", Text: e.Target})
	m.After(besideFor, func() {
		if n == m.Notices.Besides {
			m.Notices.Beside = ""
			m.Deeds++
		}
	})
}

// callOf is a write to a session through the present profile.
func (m *Model) callOf(c tracker.Operate, body []byte) snippet.Call {
	p := m.State.Link.Profile
	base := p.BaseURL
	switch base {
	case "":
		base = m.Origin
	case settings.Simulator:
		base = "https://gws.example.com"
	}
	return snippet.Call{Base: base, Path: c.Path(), Auth: p.Auth, Body: string(body)}
}

// hiddenCall is a call with what masks hide replaced in its address and in the
// values of its body, before there is any code around them.
func hiddenCall(c snippet.Call, masks *redact.Masks) snippet.Call {
	c.Base, c.Path, c.Body = masks.URL(c.Base), masks.URL(c.Path), string(masks.JSON([]byte(c.Body)))
	return c
}

// copyCode puts a write on the clipboard; arg is its number, 0 for the draft,
// and the language.
func (m *Model) copyCode(arg string) {
	number, language, _ := strings.Cut(arg, " ")
	c := m.Writing.Draft.Command(m.Writing.Draft.OpenedIn)
	_, body, err := c.Compose()
	if p, x := m.Writing.OwnProof(wording.Atoi(number)); p != nil {
		c.Session, body, err = x.ID, p.Write.Request, nil
	} else if why := m.Writing.Draft.Flaw(); why != "" {
		err = errors.New(why)
	}
	if err != nil {
		m.Say("Not copied: " + err.Error())
		return
	}
	call := m.callOf(c, body)
	m.Want(stage.Effect{Do: stage.CopyText, Text: call.Code(language), Target: m.Asked, About: body,
		Said:   "Copied as " + language + "; it takes " + call.Variables() + " from the environment",
		Hidden: func(masks *redact.Masks) string { return hiddenCall(call, masks).Code(language) }})
}
