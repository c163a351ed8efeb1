package settings

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// A Profile says where GWS is and how to sign in. It holds no secret.
type Profile struct {
	Name         string
	BaseURL      string // "" is the origin of the page; Simulator runs the simulator in the page
	Auth         Auth
	User         string   // for Basic
	Channels     []string // CometD channels; empty means /v2/me/*
	StartSession bool     // send StartContactCenterSession
	ChannelID    string   // channel named there; empty means smssession
	Production   bool
	OtherMedia   bool // a person allows writes to other media than SMS, where they are documented
}

// Simulator is the BaseURL of the simulator that runs inside the page.
const Simulator = "simulator"

// An Auth is a way to sign in.
type Auth uint8

// The ways to sign in.
const (
	Cookie Auth = iota // an existing cookie, or none needed
	Basic
	Bearer
)

// AddressProblem says what is wrong with the address of a server, as a sentence
// for whoever wrote it; "" where nothing is.
func AddressProblem(base string) string {
	if base = strings.TrimSpace(base); base == "" || base == Simulator {
		return ""
	}
	u, err := url.Parse(base)
	switch {
	case err != nil || u.Hostname() == "" || (u.Scheme != "https" && u.Scheme != "http"):
		return "Write the address with its scheme, like https://gws.example.com:8080."
	case u.User != nil:
		return "Leave user and password out of the address; there are fields for them."
	case strings.ContainsAny(base, "?#"):
		return "Leave out what stands behind the path: a server's address has no ? and no #."
	}
	return ""
}

// A profileLine is one line of a profile in text: its word, how it is written,
// "" for not at all, and how it is read.
type profileLine struct {
	word  string
	write func(p Profile) string
	read  func(p *Profile, value string) bool
}

func yes(on bool) string {
	if on {
		return "yes"
	}
	return ""
}

func flagLine(word string, at func(p *Profile) *bool) profileLine {
	return profileLine{word,
		func(p Profile) string { return yes(*at(&p)) },
		func(p *Profile, v string) bool { *at(p) = v == "yes"; return v == "yes" || v == "no" }}
}

func textLine(word string, at func(p *Profile) *string) profileLine {
	return profileLine{word,
		func(p Profile) string { return *at(&p) },
		func(p *Profile, v string) bool { *at(p) = v; return true }}
}

func authWords() []string { return []string{"cookie", "basic", "bearer"} }

// profileLines are the lines of a profile; "profile" begins one.
func profileLines() []profileLine {
	return []profileLine{
		textLine("profile", func(p *Profile) *string { return &p.Name }),
		{"base", func(p Profile) string { return p.BaseURL },
			func(p *Profile, v string) bool { p.BaseURL = v; return AddressProblem(v) == "" }},
		{"auth", func(p Profile) string { return authWords()[p.Auth] },
			func(p *Profile, v string) bool {
				i := slices.Index(authWords(), v)
				p.Auth = Auth(max(i, 0))
				return i >= 0
			}},
		textLine("user", func(p *Profile) *string { return &p.User }),
		{"channels", func(p Profile) string { return strings.Join(p.Channels, " ") },
			func(p *Profile, v string) bool { p.Channels = strings.Fields(v); return true }},
		flagLine("start", func(p *Profile) *bool { return &p.StartSession }),
		textLine("channel-id", func(p *Profile) *string { return &p.ChannelID }),
		{"production", func(p Profile) string { return yes(p.Production) },
			func(p *Profile, v string) bool {
				p.Production = !strings.EqualFold(v, "no") // whatever else was meant, it is no worse to be guarded
				return v == "yes" || v == "no"
			}},
		flagLine("other-media", func(p *Profile) *bool { return &p.OtherMedia }),
	}
}

// FormatProfiles writes profiles as text, a word and its value on each line.
func FormatProfiles(all []Profile) string {
	var b strings.Builder
	for i, p := range all {
		if i > 0 {
			b.WriteByte('\n')
		}
		for _, l := range profileLines() {
			if v := l.write(p); v != "" || l.word == "profile" {
				b.WriteString(l.word + " " + strings.Join(strings.Fields(v), " ") + "\n")
			}
		}
	}
	return b.String()
}

// ParseProfiles reads what FormatProfiles wrote. Lines that say nothing known
// are left out and named, without their values: one may be a secret.
func ParseProfiles(text string) (all []Profile, problems []string) {
	lines := profileLines()
	for i, line := range strings.Split(text, "\n") {
		word, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if word == "" || strings.HasPrefix(word, "#") {
			continue
		}
		at := slices.IndexFunc(lines, func(l profileLine) bool { return l.word == word })
		if at == 0 {
			all = append(all, Profile{})
		}
		if at < 0 || len(all) == 0 || !lines[at].read(&all[len(all)-1], strings.Join(strings.Fields(value), " ")) {
			problems = append(problems, fmt.Sprintf("line %d (%.20s)", i+1, word))
		}
	}
	// A profile without an address that can be used is none.
	all = slices.DeleteFunc(all, func(p Profile) bool { return AddressProblem(p.BaseURL) != "" })
	return all, problems
}
