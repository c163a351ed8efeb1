// Package tracker joins the GWS client, the CometD client, the history and the
// proof of writes into one state machine that publishes immutable States. Start
// with New and Tracker.Run; Tracker.Do takes commands, Tracker.State has what is
// known.
//
// The one rule: a State and all it points to are shared, so nobody changes them.
//
// It draws nothing and chooses no server: the transport comes from Options.Dial.
package tracker

import (
	"time"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/userdata"
)

// A LinkState is the condition of the connection.
type LinkState uint8

// The link states.
const (
	Offline LinkState = iota // no connection is wanted
	Connecting
	Connected
	Reconnecting
	Slow      // connected, but the server has us poll at intervals (multiple clients)
	Refused   // the server or the browser refused; a person must act
	SignedOut // credentials are missing or have expired
	File      // a capture is shown, not a server
)

// String returns the data-link word of the connection chip.
func (s LinkState) String() string {
	return [...]string{"offline", "connecting", "connected", "reconnecting", "slow", "refused", "signed-out", "file"}[s]
}

// A Link says how the connection stands.
type Link struct {
	State     LinkState
	Profile   settings.Profile
	Since     time.Time // when State began
	Heartbeat time.Time // the last reply to a connect
	Attempt   int       // failed attempts so far while Reconnecting
	Next      time.Time // when the next attempt is due, zero if none is scheduled
	Problem   error     // why State is Reconnecting, Refused or SignedOut, or what is wrong although it is Connected; nil when all is well
	Steps     []Step    // the connect diagnosis, in order
	User      string    // userName of GET /me, "" before
}

// A Step is one step of connecting: "reach", "CORS", "sign in", "CSRF", "handshake", "subscribe", "first message".
type Step struct {
	Name  string
	State StepState
	Note  string // what was seen
	Err   error  // why it failed
}

// A StepState says how far a Step is.
type StepState uint8

// The step states.
const (
	Pending StepState = iota
	Running
	Done
	Failed
)

// Credentials are secrets; they live in memory only.
type Credentials struct{ Password, Token string }

// A State is everything known at one instant. It and all it points to are immutable.
type State struct {
	Book           int             // the number of the book that is shown: ids and numbers mean nothing beyond it
	Link           Link            // where what is shown comes from
	Live           Link            // the connection; see Connection
	Sessions       []*Session      // in the order they became known
	Beside         []*Session      // those of the live record while a file is shown, nil otherwise
	Strays         []history.Event // messages that belong to no session, newest last
	StraysDropped  int             // messages dropped from the front of Strays
	Traffic        []*Exchange     // newest last, bounded
	TrafficDropped int             // exchanges dropped from the front of Traffic
	Received       int             // Bayeux data messages received since the start
	Forgotten      int             // sessions that ended and are no longer kept; the tape still has them
	Notes          []Note          // oldest first
	Files          []*Opening      // the files that are open or on their way, in the order in which they were asked for
	Opening        *Opening        // that which was asked for last or is on the screen, nil for none
	Memory         Memory          // what the live record takes
	Finding        *Finding        // the session that was asked for by its id last, nil for none
	Misbehaviours  *Misbehaviours  // of the simulator, nil where the server is none
}

// Connection is the link to the server, also while a file is shown.
func (s *State) Connection() Link {
	if s.Link.State == File {
		return s.Live
	}
	return s.Link
}

// Session returns the session with that id, or nil.
func (s *State) Session(id string) *Session {
	for _, x := range s.Sessions {
		if x.ID == id {
			return x
		}
	}
	return nil
}

// A Session is one SMS session as known at one instant.
type Session struct {
	ID           string
	State        string   // Invited, Chatting, LeftChat, Completed, Revoked, …, as GWS spelled it
	Medium       string   // of another medium than SMS, as its messages spell it: call, chat; it is only shown
	Ended        bool     // State is terminal
	Customer     string   // the customer's nickname or number, "" when unknown
	Name         string   // what a person calls it, "" for nothing
	Pinned       bool     // a person wants it on top
	Capabilities []string // what GWS told last; nil where it told nothing, see [Session.Offers]
	Participants []Participant
	Comment      string
	Data         *userdata.Map // userData now
	History      history.View
	Writes       []*proof.Proof // oldest first
	Messages     []Message      // the transcript by index
	LastChange   time.Time      // of the newest event

	taped []int // see Taped
}

// A Note is what a person wrote about an event, a session or nothing special.
type Note struct {
	N       int // numbered from 1
	Time    time.Time
	Session string // "" for none
	Event   int    // its number in the session's history, 0 for none
	Until   int    // the last event of a range that begins with Event, 0 for that one alone
	Text    string // "" for a mark without words
}

// Who says who is believed to have made an event's change of a key: an event
// that shows an own write may carry others' changes too. Who made another value
// of a key that was written, nobody can say.
func (s *Session) Who(e history.Event, key string) history.Author {
	if e.Author == history.FirstSeen || e.Author == history.Unknown && e.Write == 0 {
		return e.Author
	}
	who := history.AnotherClient
	if routed(key) {
		who = history.Routing
	}
	for _, p := range s.Writes {
		if e.Write == 0 || p.Event != e.N && p.Write.N != e.Write {
			continue
		}
		switch asked, wanted := p.Write.Wants(key, s.History.ValueAfter(e, key)); {
		case wanted:
			return e.Author
		case asked:
			who = history.Unknown
		}
	}
	return who
}

// A Participant is one entry of participants.
type Participant struct{ ID, Nickname, Type, Visibility string }

// A Message is one entry of the transcript.
type Message struct {
	Index      int
	Type       string // Text, ParticipantJoined, TypingStarted, …
	From       Participant
	Text       string // text, url or noticeText
	Visibility string
	Time       time.Time // zero when it could not be read
}

// An Exchange is one request and what came of it, or one Bayeux message inside.
type Exchange struct {
	N        int
	Method   string
	Path     string
	Start    time.Time
	Duration time.Duration // 0 while open
	Status   int           // 0 while open or failed
	Failure  string        // why no response came
	Untold   bool          // the file does not say what came of it
	Request  []byte        // the body, a clientId in it masked
	Response []byte        // the body, possibly cut, a clientId in it masked
	Sent     [][2]string   // request header as far as it is known, secrets masked
	Header   [][2]string   // response header, secrets masked
	Reads    bool          // an operation of a file that changes nothing
	Meta     bool          // CometD housekeeping without data
	Session  string        // the session the request names, "" for none
	Cut      int           // bytes of Response beyond what is kept
}

// A Command is something a person or the browser asks for. The concrete types
// are Connect, Disconnect, Suspend, Doubt, RetryNow, Reread, Find, Operate, Open,
// Cancel, Show, Close, Annotate, Label and Misbehave.
type Command interface{ command() }

// Connect signs in and subscribes.
type Connect struct {
	Profile     settings.Profile
	Credentials Credentials
}

// Disconnect ends the link for good.
type Disconnect struct{}

// Suspend says goodbye to the server because the page is going away, in a
// request that outlives it. RetryNow takes the connection up again, for the
// page may come back out of the browser's cache.
type Suspend struct{}

// Doubt says that the browser seems to have sent a request twice. What the first
// reply to a poll brought never reached the page.
type Doubt struct {
	URL   string    // of the request
	Since time.Time // when it was made first
	Sent  time.Time // when the attempt that was answered went out
}

// RetryNow tries at once: the page is visible or online again, or a person
// does not want to wait.
type RetryNow struct{}

// Reread reads one session again ("" for all).
type Reread struct{ Session string }

// Operate sends one operation on a session.
type Operate struct {
	Book      int // that the session stands in, 0 for the one that is shown; a file's is not sent to
	Session   string
	Operation string        // operationName
	Data      *userdata.Map // userData of Attach and Update
	Keys      []string      // keys of Delete
	Params    *userdata.Map // the parameters of any other operation
}

func (Connect) command()    {}
func (Disconnect) command() {}
func (Suspend) command()    {}
func (Doubt) command()      {}
func (RetryNow) command()   {}
func (Reread) command()     {}
func (Operate) command()    {}
