package find

import (
	"cmp"
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/redact/vocab"
	"github.com/keytrail/keytrail/app/capture/words"
)

// Names are what names say, as far as they were asked.
type Names struct {
	known  map[string]*Facts // by names without their numbers
	guards map[string]bool   // headers that a server named for its CSRF token, by their letters
	pace   *capture.Pace
}

// NewNames returns what is known of names before one is asked; what it costs is
// spent on pace.
func NewNames(pace *capture.Pace) *Names {
	return &Names{known: map[string]*Facts{}, guards: map[string]bool{}, pace: pace}
}

// Guard has the value of a header be a credential, because a server named it for its
// CSRF token, and reports whether that is new.
func (n *Names) Guard(header string) bool {
	name := vocab.Letters(string(countless(nil, header)))
	if n.guards[name] {
		return false
	}
	n.guards[name] = true
	clear(n.known) // what was known without it
	return true
}

// Guards returns how many headers are guarded.
func (n *Names) Guards() int { return len(n.guards) }

// Facts are what a name says of its value, and of what stands beside it.
type Facts struct {
	Secrecy  vocab.Secrecy
	Role     Role
	Data     bool  // its value is userData
	Link     bool  // what stands behind it in a path lets its holder in
	Ends     bool  // it may say more with words in front of it than by itself
	Member   Label // that of a value in a message, and of whatever is inside of it
	Beside   Label // that of a value in a message which is no object, or of the elements of a list that are none
	People   bool  // an object in its value is about somebody or somebody's file: its name is personal
	Outcome  bool  // an object that has it may tell how a request went
	Resource bool  // an object that has it is an interaction
	Key      Label // that of a value of userData
	Program  bool  // such a value is a program's: only what is unmistakable is hidden in it
	Anywhere Label // that of a value that may stand anywhere, if it is not a credential

	name string // thought about once more than Secrecy is asked
	half bool   // nothing else is known yet
}

// personalKeys are the members of messages, sessions and participants that hold
// people's names and words; statusMessage and errorMessage are free text. What
// travels beside the userData of calls and e-mails is not userData. E164Number is
// written as countless has it.
var personalKeys = map[string]Label{"nickname": Name, "firstname": Name, "lastname": Name, "username": Name,
	"usernick": Name, "text": Text, "noticetext": Text, "structuredtext": Text, "messagetext": Text, "transcript": Text,
	"comment": Text, "thecomment": Text, "emailaddress": Email, "phonenumber": Phone,
	"body": Text, "bodyasplaintext": Text, "subject": Text, "extensions": Text,
	"ani": Phone, "dnis": Phone, "digits": Phone, "e000number": Phone, "formattedphonenumber": Phone}

// besideKeys are members of messages whose names say something else elsewhere, in
// userData or in a text. Their values may hold objects, which have names of their own.
// The numbers of places and agents are those of people, too.
var besideKeys = map[string]Label{"participants": Phone, "participantsinfo": Phone, "number": Phone, "destination": Phone, "forwardto": Phone,
	"deviceid": Phone, "dn": Phone, "thisdn": Phone, "otherdn": Phone, "thirdpartydn": Phone, "dtmfdigits": Phone,
	"from": Email, "sender": Email, "recipient": Email, "recipients": Email,
	"assignedto": Name, "agentid": Name, "agentlogin": Name, "employeeid": Name, "loginid": Name, "logincode": Name, "actorid": Name,
	"place": Name, "placename": Name, "defaultplace": Name, "displayname": Name, "fullname": Name,
	"attachment": Text, "attachments": Text, "filename": Text, "message": Text}

// wholeKeys are such members with nothing in them that anybody else needs.
var wholeKeys = map[string]Label{"to": Email, "cc": Email, "bcc": Email, "replyto": Email, "settings": Text, "content": Text, "eventcontent": Text}

// peopleKeys are members whose objects are about people, or about their files.
var peopleKeys = vocab.Set("participants participantsinfo from sender recipient recipients assignedto attachment attachments")

// The members that tell the outcome of a request, and those that an interaction has.
var (
	outcomeKeys  = vocab.Set("statuscode code errorcode status")
	resourceKeys = vocab.Set("state capabilities userdata")
)

const (
	mostNames = 1 << 14 // are remembered: a long text says the same ones over and over
	nameCost  = 256     // of thinking about a name, in bytes of plain text
)

// About returns what a name says.
func (n *Names) About(name string) *Facts {
	f := n.of(name)
	if f.half {
		n.think(f)
	}
	return f
}

// of returns what a name says, of which nothing but Secrecy may be known yet: that is
// asked of texts, too, which hardly ever are names.
func (n *Names) of(name string) *Facts {
	if isPseudonym(strings.TrimSpace(name)) {
		return &Facts{}
	}
	var buf [vocab.LongestName]byte
	same := countless(buf[:0], name)
	if len(name) > len(buf) {
		return n.begin(string(same))
	}
	f := n.known[string(same)]
	if f == nil {
		if len(n.known) >= mostNames {
			clear(n.known)
		}
		f = n.begin(string(same))
		n.known[f.name] = f
	}
	return f
}

func (n *Names) begin(name string) *Facts {
	n.pace.Spend(nameCost + len(name))
	list := words.Of(name)
	f := &Facts{name: name, half: true, Secrecy: vocab.SecrecyOf(name, list, strings.Join(list, ""))}
	if len(n.guards) > 0 && n.guards[vocab.Letters(name)] {
		f.Secrecy = vocab.AllSecret
	}
	return f
}

func (n *Names) think(f *Facts) {
	n.pace.Spend(nameCost + len(f.name))
	list := words.Of(f.name)
	joined := strings.Join(list, "")
	lower, plain := strings.ToLower(f.name), vocab.Letters(f.name)
	f.half, f.Role, f.Link = false, roleOf(list, joined), vocab.Links(list)
	f.Data = lower == "userdata" || lower == "customfields"
	f.Member = cmp.Or(personalKeys[lower], wholeKeys[plain])
	word := wordLabel(list, joined)
	if f.Anywhere = personalKeys[plain]; f.Anywhere == None || f.Anywhere == Text {
		f.Anywhere = word
	}
	if f.Anywhere == Name && f.Role == Naming {
		f.Role = NoRole // FirstName: it is somebody's name, and not that of a value
	}
	f.Beside = besideKeys[plain]
	if !describes(list) {
		f.Beside = cmp.Or(f.Beside, word)
		f.Key, f.Program = keyLabel(f.name, list, f.Anywhere)
	}
	f.People, f.Outcome, f.Resource = peopleKeys[plain], outcomeKeys[plain], resourceKeys[plain]
	f.Ends = vocab.MayEndName(list, joined) || personalEndings.Begin(joined)
	for g := range n.guards {
		f.Ends = f.Ends || strings.HasSuffix(g, plain)
	}
}

// describes reports whether a name is that of the type, the state or the address of what
// its other words say: emailType, emailUri.
func describes(list []string) bool {
	return len(list) > 1 && slices.Contains([]string{"type", "uri", "uris", "path", "url", "status", "count", "valid", "verified"}, list[len(list)-1])
}

// Secrecy returns how secret the value under a name is.
func (n *Names) Secrecy(name string) vocab.Secrecy { return n.of(name).Secrecy }

// IsSecret reports whether the value under a name is a credential.
func (n *Names) IsSecret(name string) bool { return n.Secrecy(name) != vocab.NoSecret }

// Label returns the label under which the value of a name is hidden, None for none;
// personal data are not hidden where only credentials are.
func (n *Names) Label(name string, personal bool) Label { return n.About(name).label(personal) }

// Columns adds to the labels of columns with these names those that names have only
// beside others that are about people: name is one of them.
func (n *Names) Columns(labels []Label, names []string, personal bool) {
	about := None
	for _, label := range labels {
		about = max(about, label)
	}
	for i, name := range names {
		if personal && about > Credential && labels[i] == None {
			labels[i] = n.About(name).Key
		}
	}
}

func (f *Facts) label(personal bool) Label {
	switch {
	case f.Secrecy != vocab.NoSecret:
		return Credential
	case personal:
		return f.Anywhere
	}
	return None
}

// countless appends a name with numbers of three digits and more written as one and
// the same: which number it is says nothing, and a long text counts without end.
func countless(dst []byte, name string) []byte {
	digits := 0
	for i := range len(name) {
		if digits++; !words.IsDigit(name[i]) {
			digits = 0
		}
		if digits <= 3 {
			dst = append(dst, name[i])
		}
		if digits == 3 {
			copy(dst[len(dst)-3:], "000")
		}
	}
	return dst
}
