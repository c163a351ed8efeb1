package ui

import (
	"net/url"
	"strings"

	"github.com/keytrail/keytrail/app/tracker"
)

// A connectForm is a profile that is being entered, with its secrets. They
// leave with the command and are forgotten here.
type connectForm struct {
	gen                        int
	base, user, password       string
	token                      string
	auth                       tracker.Auth
	start                      bool
	baseErr, userErr, tokenErr string
}

// check fills in what is wrong, and reports whether nothing is.
func (f *connectForm) check() bool {
	f.baseErr, f.userErr, f.tokenErr = "", "", ""
	if base := strings.TrimSpace(f.base); base != "" && base != tracker.Simulator {
		u, err := url.Parse(base)
		switch {
		case err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http"):
			f.baseErr = "Write the address with its scheme, like https://gws.example.com:8080."
		case u.User != nil:
			f.baseErr = "Leave user and password out of the address; there are fields for them."
		}
	}
	if f.auth == tracker.Basic && f.user == "" {
		f.userErr = "Enter the user name."
	}
	if f.auth == tracker.Bearer && f.token == "" {
		f.tokenErr = "Enter the token."
	}
	return f.baseErr == "" && f.userErr == "" && f.tokenErr == ""
}

// command is the form as a command, and wipes the secrets.
func (f *connectForm) command() tracker.Connect {
	base := strings.TrimRight(strings.TrimSpace(f.base), "/")
	c := tracker.Connect{
		Profile:     tracker.Profile{Name: profileName(base), BaseURL: base, Auth: f.auth, StartSession: f.start},
		Credentials: tracker.Credentials{Password: f.password, Token: f.token},
	}
	if f.auth == tracker.Basic {
		c.Profile.User = f.user
	}
	f.password, f.token = "", ""
	f.gen++
	return c
}

// profileName returns a short name for a base URL.
func profileName(base string) string {
	switch base {
	case "":
		return "This server"
	case tracker.Simulator:
		return "Simulator"
	}
	if u, err := url.Parse(base); err == nil && u.Host != "" {
		return u.Host
	}
	return base
}
