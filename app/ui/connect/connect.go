package connect

import (
	"cmp"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// A Panel is the form of a connection and the profiles that are stored.
type Panel struct {
	*stage.Stage
	Entered
	Profiles []settings.Profile
}

// An Entered is a profile that is being entered, with its secrets. They
// leave with the command and are forgotten here.
type Entered struct {
	Gen                        int
	name, Base, user, Password string
	token                      string
	Auth                       settings.Auth
	NoMe, Sms                  bool   // channels: not /v2/me/*, and /v2/me/smssessions
	channelID                  string // for StartContactCenterSession
	Start, Production          bool
	OtherMedia                 bool
	BaseErr, UserErr, TokenErr string

	Listing bool   // the profiles are shown as text
	Text    string // what stands there
	Said    string // what became of reading it
}

// The channels that can be chosen. The first covers the second.
const (
	EveryChannel = "/v2/me/*"
	SmsChannel   = "/v2/me/smssessions"
)

// check fills in what is wrong, and reports whether nothing is.
func (f *Entered) check() bool {
	f.BaseErr, f.UserErr, f.TokenErr = settings.AddressProblem(f.Base), "", ""
	if f.Auth == settings.Basic && f.user == "" {
		f.UserErr = "Enter the user name."
	}
	if f.Auth == settings.Bearer && f.token == "" {
		f.TokenErr = "Enter the token."
	}
	return f.BaseErr == "" && f.UserErr == "" && f.TokenErr == ""
}

// profile is the form without its secrets.
func (f *Entered) profile() settings.Profile {
	base := strings.TrimRight(strings.TrimSpace(f.Base), "/")
	p := settings.Profile{
		Name: cmp.Or(strings.Join(strings.Fields(f.name), " "), ProfileName(base)), BaseURL: base, Auth: f.Auth,
		StartSession: f.Start, ChannelID: strings.TrimSpace(f.channelID), Production: f.Production, OtherMedia: f.OtherMedia,
	}
	if f.Auth == settings.Basic {
		p.User = f.user
	}
	if f.Sms {
		if !f.NoMe {
			p.Channels = append(p.Channels, EveryChannel)
		}
		p.Channels = append(p.Channels, SmsChannel)
	}
	return p
}

// command is the form as a command, and wipes the secrets.
func (f *Entered) command() tracker.Connect {
	return tracker.Connect{Profile: f.profile(), Credentials: f.secrets()}
}

// secrets returns what was entered and forgets it, here and in the page.
func (f *Entered) secrets() link.Credentials {
	c := link.Credentials{Password: f.Password, Token: f.token}
	f.Password, f.token = "", ""
	f.Gen++
	return c
}

// ProfileName returns a short name for a base URL.
func ProfileName(base string) string {
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

// CrossOriginSettings are the lines of a GWS node's configuration that let a
// page of that origin work.
func CrossOriginSettings(origin string) string {
	return "crossOriginSettings:\n" +
		"  allowedOrigins: " + origin + "\n" +
		"  allowedMethods: GET,POST,PUT,DELETE,OPTIONS\n" +
		"  allowedHeaders: X-Requested-With,Content-Type,Accept,Origin,Cookie,authorization,ssid,surl,ContactCenterId,X-CSRF-TOKEN\n" +
		"  allowCredentials: true\n" +
		"  exposedHeaders: X-CSRF-HEADER,X-CSRF-TOKEN\n"
}

// ProxyCommand serves this page in front of the profile's server.
func ProxyCommand(p settings.Profile) string {
	return "make proxy API=" + cmp.Or(p.BaseURL, "https://gws.example.com")
}

// ProfilesKey is where the browser keeps the profiles, as the text that is
// also exported. There are no secrets in it.
const ProfilesKey = "keytrail-profiles"

// keepProfiles stores the profiles and shows them.
func (m *Panel) keepProfiles(all []settings.Profile) {
	m.Profiles = all
	m.Want(stage.Effect{Do: stage.KeepText, Target: ProfilesKey, Text: settings.FormatProfiles(all)})
	if m.Listing {
		m.Text = settings.FormatProfiles(all)
		m.SetText("#profiles", m.Text)
	}
}

// SaveProfile stores the form under its name, in place of one so called.
func (m *Panel) SaveProfile() {
	f := &m.Entered
	if f.BaseErr = settings.AddressProblem(f.Base); f.BaseErr != "" {
		return
	}
	p := f.profile()
	kept := slices.DeleteFunc(slices.Clone(m.Profiles), func(q settings.Profile) bool { return q.Name == p.Name })
	m.keepProfiles(append(kept, p))
	m.Say("Profile " + p.Name + " saved, without secrets")
}

// ForgetProfile forgets the n-th stored profile.
func (m *Panel) ForgetProfile(n int) {
	if n >= 0 && n < len(m.Profiles) {
		m.forgetRules(m.Profiles[n].Name)
		m.keepProfiles(slices.Delete(slices.Clone(m.Profiles), n, n+1))
	}
}

// UseProfile fills the form with a stored profile.
func (m *Panel) UseProfile(n int) {
	if n < 0 || n >= len(m.Profiles) {
		return
	}
	p := m.Profiles[n]
	old := m.Entered
	m.Entered = Entered{Gen: old.Gen + 1, name: p.Name, Base: p.BaseURL, user: p.User, Auth: p.Auth,
		NoMe: len(p.Channels) > 0 && !slices.Contains(p.Channels, EveryChannel), Sms: slices.Contains(p.Channels, SmsChannel),
		channelID: p.ChannelID, Start: p.StartSession, Production: p.Production, OtherMedia: p.OtherMedia, Listing: old.Listing, Text: old.Text}
	m.FillConnect()
}

// FillConnect writes the form's texts into its inputs, which may be new.
func (m *Panel) FillConnect() {
	f := &m.Entered
	for _, in := range [...][2]string{{"name", f.name}, {"base", f.Base}, {"user", f.user}, {"channel-id", f.channelID}} {
		m.SetText("#connect [data-field="+in[0]+"]", in[1])
	}
}

// ListProfiles shows the profiles as text, to be copied, or replaced by
// another one that is pasted.
func (m *Panel) ListProfiles() {
	f := &m.Entered
	f.Listing, f.Said = !f.Listing, ""
	f.Text = settings.FormatProfiles(m.Profiles)
	m.SetText("#profiles", f.Text)
}

// profilesFile is the name under which the profiles are saved.
const profilesFile = "keytrail-profiles.txt"

// SaveProfiles hands the profiles to the person as a file.
func (m *Panel) SaveProfiles() {
	m.Want(stage.Effect{Do: stage.SaveFile, Target: profilesFile, Text: settings.FormatProfiles(m.Profiles), Mime: "text/plain"})
	m.Say(wording.Plural(len(m.Profiles), "profile") + " saved in " + profilesFile + ", without secrets")
}

// maxProfiles is how many bytes a file of profiles may have. A person who chose
// the wrong file is told so before the page reads all of it.
const maxProfiles = 1 << 20

// OpenProfiles reads a file of profiles in place of those that are there. A file
// without any changes nothing.
func (m *Panel) OpenProfiles(r io.Reader, bytes int) {
	if bytes > maxProfiles {
		m.Said = "That is no file of profiles: it has " + wording.Size(bytes) + "."
		return
	}
	m.Run("reading the profiles", func() func() {
		text, err := io.ReadAll(r)
		return func() {
			all, _ := settings.ParseProfiles(string(text))
			switch {
			case err != nil:
				m.Said = err.Error()
			case len(all) == 0:
				m.Said = "There is no profile in that file."
			default:
				m.Text = string(text)
				m.ReadProfiles()
			}
		}
	})
}

// ReadProfiles takes the profiles from the text. One without any changes nothing,
// unless it is empty: then somebody wants none.
func (m *Panel) ReadProfiles() {
	all, problems := settings.ParseProfiles(m.Text)
	if len(all) == 0 && len(problems) > 0 {
		m.Said = "There is no profile in this text, and nothing was changed. Not understood: " + strings.Join(problems, ", ") + "."
		return
	}
	m.Said = wording.Plural(len(all), "profile") + " read."
	if len(problems) > 0 {
		m.Said += " Not understood and left out: " + strings.Join(problems, ", ") + "."
	}
	m.keepProfiles(all)
}

// SubmitSignIn takes up the connection again with what was entered.
func (m *Panel) SubmitSignIn() {
	f, p := &m.Entered, m.State.Connection().Profile
	f.UserErr, f.TokenErr = "", ""
	user := cmp.Or(f.user, p.User)
	switch {
	case f.Auth == settings.Basic && user == "":
		f.UserErr = "Enter the user name."
	case f.Auth == settings.Bearer && f.token == "":
		f.TokenErr = "Enter the token."
	default:
		if p.Auth = f.Auth; p.Auth == settings.Basic {
			p.User = user
		}
		m.Send(tracker.Connect{Profile: p, Credentials: f.secrets()})
	}
}

// forgetRules drops the rules of a profile, unless it is the one that is shown.
func (m *Panel) forgetRules(profile string) {
	if m.View.Book.Forget(settings.ProfilePlace(profile)) {
		m.Keep()
	}
}

// TypedConnect takes in what was typed into the form.
func (m *Panel) TypedConnect(field, text string) {
	f := &m.Entered
	switch field {
	case "name":
		f.name = text
	case "channel-id":
		f.channelID = text
	case "profiles":
		f.Text = text
	case "base":
		f.Base = text
	case "user":
		f.user = text
	case "password":
		f.Password = text
	case "token":
		f.token = text
	}
}

// SubmitConnect connects to what the form says.
func (m *Panel) SubmitConnect() {
	if !m.check() {
		return
	}
	m.Send(m.command())
	m.Leave(func(s scene.Subject) bool { return s.Panel == scene.ConnectPanel })
	m.Show(scene.Subject{Panel: scene.LinkPanel})
}
