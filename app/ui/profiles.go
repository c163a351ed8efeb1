package ui

import (
	"io"
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/tracker"
)

// profilesKey is where the browser keeps the profiles, as the text that is
// also exported. There are no secrets in it.
const profilesKey = "keytrail-profiles"

// A profileLine is one line of a profile in text: its word, how it is written,
// "" for not at all, and how it is read.
type profileLine struct {
	word  string
	write func(p tracker.Profile) string
	read  func(p *tracker.Profile, value string) bool
}

func yes(on bool) string {
	if on {
		return "yes"
	}
	return ""
}

func flagLine(word string, at func(p *tracker.Profile) *bool) profileLine {
	return profileLine{word,
		func(p tracker.Profile) string { return yes(*at(&p)) },
		func(p *tracker.Profile, v string) bool { *at(p) = v == "yes"; return v == "yes" || v == "no" }}
}

func textLine(word string, at func(p *tracker.Profile) *string) profileLine {
	return profileLine{word,
		func(p tracker.Profile) string { return *at(&p) },
		func(p *tracker.Profile, v string) bool { *at(p) = v; return true }}
}

func authWords() []string { return []string{"cookie", "basic", "bearer"} }

// profileLines are the lines of a profile; "profile" begins one.
func profileLines() []profileLine {
	return []profileLine{
		textLine("profile", func(p *tracker.Profile) *string { return &p.Name }),
		{"base", func(p tracker.Profile) string { return p.BaseURL },
			func(p *tracker.Profile, v string) bool { p.BaseURL = v; return baseProblem(v) == "" }},
		{"auth", func(p tracker.Profile) string { return authWords()[p.Auth] },
			func(p *tracker.Profile, v string) bool {
				i := slices.Index(authWords(), v)
				p.Auth = tracker.Auth(max(i, 0))
				return i >= 0
			}},
		textLine("user", func(p *tracker.Profile) *string { return &p.User }),
		{"channels", func(p tracker.Profile) string { return strings.Join(p.Channels, " ") },
			func(p *tracker.Profile, v string) bool { p.Channels = strings.Fields(v); return true }},
		flagLine("start", func(p *tracker.Profile) *bool { return &p.StartSession }),
		textLine("channel-id", func(p *tracker.Profile) *string { return &p.ChannelID }),
		flagLine("production", func(p *tracker.Profile) *bool { return &p.Production }),
	}
}

// profilesText writes profiles as text, a word and its value on each line.
func profilesText(all []tracker.Profile) string {
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

// parseProfiles reads what profilesText wrote. Lines that say nothing known
// are left out and named, without their values: one may be a secret.
func parseProfiles(text string) (all []tracker.Profile, problems []string) {
	lines := profileLines()
	for i, line := range strings.Split(text, "\n") {
		word, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if word == "" || strings.HasPrefix(word, "#") {
			continue
		}
		at := slices.IndexFunc(lines, func(l profileLine) bool { return l.word == word })
		if at == 0 {
			all = append(all, tracker.Profile{})
		}
		if at < 0 || len(all) == 0 || !lines[at].read(&all[len(all)-1], strings.TrimSpace(value)) {
			name, _ := clip(word, 20)
			problems = append(problems, "line "+itoa(i+1)+" ("+name+")")
		}
	}
	// A profile without an address that can be used is none.
	all = slices.DeleteFunc(all, func(p tracker.Profile) bool { return baseProblem(p.BaseURL) != "" })
	return all, problems
}

// keepProfiles stores the profiles and shows them.
func (m *model) keepProfiles(all []tracker.Profile) {
	m.profiles = all
	m.want(effect{do: keepText, target: profilesKey, text: profilesText(all)})
	if m.connect.listing {
		m.connect.text = profilesText(all)
		m.want(effect{do: setValue, target: "#profiles", text: m.connect.text})
	}
	m.touch(draftPart)
}

// saveProfile stores the form under its name, in place of one so called.
func (m *model) saveProfile() {
	f := &m.connect
	if f.baseErr = baseProblem(f.base); f.baseErr != "" {
		m.touch(draftPart)
		return
	}
	p := f.profile()
	kept := slices.DeleteFunc(slices.Clone(m.profiles), func(q tracker.Profile) bool { return q.Name == p.Name })
	m.keepProfiles(append(kept, p))
	m.say("Profile " + p.Name + " saved, without secrets")
}

func (m *model) forgetProfile(n int) {
	if n >= 0 && n < len(m.profiles) {
		m.forgetRules(m.profiles[n].Name)
		m.keepProfiles(slices.Delete(slices.Clone(m.profiles), n, n+1))
	}
}

// useProfile fills the form with a stored profile.
func (m *model) useProfile(n int) {
	if n < 0 || n >= len(m.profiles) {
		return
	}
	p := m.profiles[n]
	old := m.connect
	m.connect = connectForm{gen: old.gen + 1, name: p.Name, base: p.BaseURL, user: p.User, auth: p.Auth,
		noMe: len(p.Channels) > 0 && !slices.Contains(p.Channels, everyChannel), sms: slices.Contains(p.Channels, smsChannel),
		channelID: p.ChannelID, start: p.StartSession, production: p.Production, listing: old.listing, text: old.text}
	m.fillConnect()
	m.touch(draftPart, gridPart)
}

// fillConnect writes the form's texts into its inputs, which may be new.
func (m *model) fillConnect() {
	f := &m.connect
	for _, in := range [...][2]string{{"name", f.name}, {"base", f.base}, {"user", f.user}, {"channel-id", f.channelID}} {
		m.want(effect{do: setValue, target: "#connect [data-field=" + in[0] + "]", text: in[1]})
	}
}

// listProfiles shows the profiles as text, to be copied, or replaced by
// another one that is pasted.
func (m *model) listProfiles() {
	f := &m.connect
	f.listing, f.said = !f.listing, ""
	f.text = profilesText(m.profiles)
	m.want(effect{do: setValue, target: "#profiles", text: f.text})
	m.touch(draftPart)
}

// profilesFile is the name under which the profiles are saved.
const profilesFile = "keytrail-profiles.txt"

// saveProfiles hands the profiles to the person as a file.
func (m *model) saveProfiles() {
	m.want(effect{do: saveFile, target: profilesFile, text: profilesText(m.profiles), mime: "text/plain"})
	m.say(plural(len(m.profiles), "profile") + " saved in " + profilesFile + ", without secrets")
}

// maxProfiles is how many bytes a file of profiles may have. A person who chose
// the wrong file is told so before the page reads all of it.
const maxProfiles = 1 << 20

// openProfiles reads a file of profiles in place of those that are there. A file
// without any changes nothing.
func (m *model) openProfiles(r io.Reader, bytes int) {
	if bytes > maxProfiles {
		m.connect.said = "That is no file of profiles: it has " + size(bytes) + "."
		m.touch(draftPart)
		return
	}
	m.run("reading the profiles", func() func() {
		text, err := io.ReadAll(r)
		return func() {
			all, _ := parseProfiles(string(text))
			switch {
			case err != nil:
				m.connect.said = err.Error()
			case len(all) == 0:
				m.connect.said = "There is no profile in that file."
			default:
				m.connect.text = string(text)
				m.readProfiles()
			}
			m.touch(draftPart)
		}
	})
}

func (m *model) readProfiles() {
	all, problems := parseProfiles(m.connect.text)
	m.connect.said = plural(len(all), "profile") + " read."
	if len(problems) > 0 {
		m.connect.said += " Not understood and left out: " + strings.Join(problems, ", ") + "."
	}
	m.keepProfiles(all)
}
