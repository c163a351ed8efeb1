package ui

import (
	"io"
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/settings"
)

// profilesKey is where the browser keeps the profiles, as the text that is
// also exported. There are no secrets in it.
const profilesKey = "keytrail-profiles"

// keepProfiles stores the profiles and shows them.
func (m *model) keepProfiles(all []settings.Profile) {
	m.profiles = all
	m.want(effect{do: keepText, target: profilesKey, text: settings.FormatProfiles(all)})
	if m.connect.listing {
		m.connect.text = settings.FormatProfiles(all)
		m.want(effect{do: setValue, target: "#profiles", text: m.connect.text})
	}
	m.touch(draftPart)
}

// saveProfile stores the form under its name, in place of one so called.
func (m *model) saveProfile() {
	f := &m.connect
	if f.baseErr = settings.AddressProblem(f.base); f.baseErr != "" {
		m.touch(draftPart)
		return
	}
	p := f.profile()
	kept := slices.DeleteFunc(slices.Clone(m.profiles), func(q settings.Profile) bool { return q.Name == p.Name })
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
	f.text = settings.FormatProfiles(m.profiles)
	m.want(effect{do: setValue, target: "#profiles", text: f.text})
	m.touch(draftPart)
}

// profilesFile is the name under which the profiles are saved.
const profilesFile = "keytrail-profiles.txt"

// saveProfiles hands the profiles to the person as a file.
func (m *model) saveProfiles() {
	m.want(effect{do: saveFile, target: profilesFile, text: settings.FormatProfiles(m.profiles), mime: "text/plain"})
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
			all, _ := settings.ParseProfiles(string(text))
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
	all, problems := settings.ParseProfiles(m.connect.text)
	m.connect.said = plural(len(all), "profile") + " read."
	if len(problems) > 0 {
		m.connect.said += " Not understood and left out: " + strings.Join(problems, ", ") + "."
	}
	m.keepProfiles(all)
}
