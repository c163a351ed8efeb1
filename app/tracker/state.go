// Package tracker owns the goroutine that everything known belongs to: commands
// go to the link and to the books, and immutable States come out. Start with New
// and Tracker.Run; Tracker.Do takes commands, Tracker.State has what is known.
//
// The one rule: a State and all it points to are shared, so nobody changes them.
//
// It draws nothing, and it judges nothing: what is observed is package book's, how
// it is observed package link's.
package tracker

import (
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/userdata"
)

// A State is everything known at one instant. It and all it points to are immutable.
type State struct {
	book.View                         // of the book that is shown, live or a file's
	Book          int                 // its number: ids and numbers mean nothing beyond it
	Link          link.Status         // where what is shown comes from
	Live          link.Status         // the connection; see Connection
	Beside        []*book.Session     // those of the live record while a file is shown, nil otherwise
	Files         []*Opening          // the files that are open or on their way, in the order in which they were asked for
	Opening       *Opening            // the one asked for last or on the screen, nil for none
	Memory        book.Memory         // what the live record takes
	Finding       *link.Finding       // the session that was asked for by its id last, nil for none
	Watched       *link.Watched       // of a page that is watched, nil where none is
	Misbehaviours *link.Misbehaviours // of the simulator, nil where the server is none
}

// Connection is the link to the server, also while a file is shown.
func (s *State) Connection() link.Status {
	if s.Link.State.Filed() {
		return s.Live
	}
	return s.Link
}

// A Command is something a person or the browser asks for. The concrete types
// are Connect, Watch, Disconnect, Suspend, Doubt, RetryNow, Reread, Find, Operate, Open,
// Cancel, Show, Close, Annotate, Label and Misbehave.
type Command interface{ command() }

// Connect signs in and subscribes.
type Connect struct {
	Profile     settings.Profile
	Credentials link.Credentials
}

// Watch shows what another page says to Web Services and hears from them, in
// place of a connection of our own.
type Watch struct{ Page link.Page }

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

// Find reads a session by its id that no list and no notification has brought,
// so that it can be looked at and written to. State.Finding says what came of it.
type Find struct{ Session string }

// Misbehave has the simulator treat writes in the ways named and in no others;
// nil only asks how it treats them. No other server is sent anything.
type Misbehave struct{ Ways []string }

func (Find) command()       {}
func (Misbehave) command()  {}
func (Connect) command()    {}
func (Watch) command()      {}
func (Disconnect) command() {}
func (Suspend) command()    {}
func (Doubt) command()      {}
func (RetryNow) command()   {}
func (Reread) command()     {}
func (Operate) command()    {}
