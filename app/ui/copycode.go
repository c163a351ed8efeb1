package ui

import (
	"strings"

	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/snippet"
	"github.com/keytrail/keytrail/app/tracker"
)

// callOf is a write to a session through the present profile.
func (m *model) callOf(c tracker.Operate, body []byte) snippet.Call {
	p := m.state.Link.Profile
	base := p.BaseURL
	switch base {
	case "":
		base = m.origin
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
func (m *model) copyCode(arg string) {
	number, language, _ := strings.Cut(arg, " ")
	c := m.draft.command(m.draft.openedIn)
	body := c.Body()
	if p, x := m.ownProof(atoi(number)); p != nil {
		c.Session, body = x.ID, p.Write.Request
	}
	call := m.callOf(c, body)
	m.want(effect{do: copyText, text: call.Code(language), target: m.asked, about: body,
		said:   "Copied as " + language + "; it takes " + call.Variables() + " from the environment",
		hidden: func(masks *redact.Masks) string { return hiddenCall(call, masks).Code(language) }})
}
