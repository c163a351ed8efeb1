// Package tracker joins the GWS client, the CometD client and the book of what
// was observed into one state machine that publishes immutable States. Start
// with New and Tracker.Run; Tracker.Do takes commands, Tracker.State has what is
// known.
//
// The one rule: a State and all it points to are shared, so nobody changes them.
//
// It draws nothing and chooses no server: the transport comes from Options.Dial.
package tracker

import (
	"time"

	"github.com/keytrail/keytrail/app/book"
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
	book.View                     // of the book that is shown, live or a file's
	Book          int             // its number: ids and numbers mean nothing beyond it
	Link          Link            // where what is shown comes from
	Live          Link            // the connection; see Connection
	Beside        []*book.Session // those of the live record while a file is shown, nil otherwise
	Files         []*Opening      // the files that are open or on their way, in the order in which they were asked for
	Opening       *Opening        // that which was asked for last or is on the screen, nil for none
	Memory        book.Memory     // what the live record takes
	Finding       *Finding        // the session that was asked for by its id last, nil for none
	Misbehaviours *Misbehaviours  // of the simulator, nil where the server is none
}

// Connection is the link to the server, also while a file is shown.
func (s *State) Connection() Link {
	if s.Link.State == File {
		return s.Live
	}
	return s.Link
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
