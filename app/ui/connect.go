package ui

import (
	"net/url"
	"strings"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
)

// A connectForm is a profile that is being entered, with its secrets. They
// leave with the command and are forgotten here.
type connectForm struct {
	gen                        int
	name, base, user, password string
	token                      string
	auth                       settings.Auth
	noMe, sms                  bool   // channels: not /v2/me/*, and /v2/me/smssessions
	channelID                  string // for StartContactCenterSession
	start, production          bool
	baseErr, userErr, tokenErr string

	listing bool   // the profiles are shown as text
	text    string // what stands there
	said    string // what became of reading it
}

// The channels that can be chosen. The first covers the second.
const (
	everyChannel = "/v2/me/*"
	smsChannel   = "/v2/me/smssessions"
)

// check fills in what is wrong, and reports whether nothing is.
func (f *connectForm) check() bool {
	f.baseErr, f.userErr, f.tokenErr = settings.AddressProblem(f.base), "", ""
	if f.auth == settings.Basic && f.user == "" {
		f.userErr = "Enter the user name."
	}
	if f.auth == settings.Bearer && f.token == "" {
		f.tokenErr = "Enter the token."
	}
	return f.baseErr == "" && f.userErr == "" && f.tokenErr == ""
}

// profile is the form without its secrets.
func (f *connectForm) profile() settings.Profile {
	base := strings.TrimRight(strings.TrimSpace(f.base), "/")
	p := settings.Profile{
		Name: orElse(strings.TrimSpace(f.name), profileName(base)), BaseURL: base, Auth: f.auth,
		StartSession: f.start, ChannelID: strings.TrimSpace(f.channelID), Production: f.production,
	}
	if f.auth == settings.Basic {
		p.User = f.user
	}
	if f.sms {
		if !f.noMe {
			p.Channels = append(p.Channels, everyChannel)
		}
		p.Channels = append(p.Channels, smsChannel)
	}
	return p
}

// command is the form as a command, and wipes the secrets.
func (f *connectForm) command() tracker.Connect {
	return tracker.Connect{Profile: f.profile(), Credentials: f.secrets()}
}

// secrets returns what was entered and forgets it, here and in the page.
func (f *connectForm) secrets() link.Credentials {
	c := link.Credentials{Password: f.password, Token: f.token}
	f.password, f.token = "", ""
	f.gen++
	return c
}

// profileName returns a short name for a base URL.
func profileName(base string) string {
	switch base {
	case "":
		return "This server"
	case settings.Simulator:
		return "Simulator"
	}
	if u, err := url.Parse(base); err == nil && u.Host != "" {
		return u.Host
	}
	return base
}
