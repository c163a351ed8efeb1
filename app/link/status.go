package link

import (
	"errors"
	"time"

	"github.com/keytrail/keytrail/app/settings"
)

// A State is the condition of the connection.
type State uint8

// The states.
const (
	Offline State = iota // no connection is wanted
	Connecting
	Connected
	Reconnecting
	Slow      // connected, but the server has us poll at intervals (multiple clients)
	Refused   // the server or the browser refused; a person must act
	SignedOut // credentials are missing or have expired
	File      // no link at all: a capture is shown, not a server
	Watching  // no link either: another page is watched
	Following // no link either: a file is shown that is read on as it grows
)

// String returns the data-link word of the connection chip.
func (s State) String() string {
	return [...]string{"offline", "connecting", "connected", "reconnecting", "slow", "refused", "signed-out", "file", "watching", "following"}[s]
}

// Filed reports whether what is shown stands in a file.
func (s State) Filed() bool { return s == File || s == Following }

// Stands reports whether there is a link, our own or that of the page that is watched.
func (s State) Stands() bool { return s.works() || s == Watching }

// works reports whether polls are answered.
func (s State) works() bool { return s == Connected || s == Slow }

// A Status says how the connection stands.
type Status struct {
	State     State
	Profile   settings.Profile
	Since     time.Time // when State began
	Heartbeat time.Time // the last reply to a connect; where State is Following, when the file had grown last
	Attempt   int       // failed attempts so far while Reconnecting
	Next      time.Time // when the next attempt is due, zero if none is scheduled
	Problem   error     // why State is Reconnecting, Refused or SignedOut, or what is wrong although it is Connected; nil when all is well
	Steps     []Step    // the connect diagnosis, in order
	User      string    // userName of GET /me, "" before
}

// set changes the state; Since tells when it began.
func (k *Link) set(s State, problem error) {
	l := &k.status
	if l.State != s || l.Since.IsZero() {
		l.Since = k.host.Now()
	}
	l.State, l.Problem = s, problem
	if s != Reconnecting {
		l.Attempt, l.Next = 0, time.Time{}
	}
}

// retry notes that an attempt failed, and when the next one is due.
func (k *Link) retry(attempt int, next time.Time, problem error) {
	k.set(Reconnecting, problem)
	k.status.Attempt, k.status.Next = attempt, next
}

// A Step is one step of connecting: "reach", "CORS", "sign in", "CSRF",
// "handshake", "subscribe", "first message".
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

// The steps of connecting, in the order in which they can fail.
const (
	stepReach     = "reach"
	stepCORS      = "CORS"
	stepSignIn    = "sign in"
	stepCSRF      = "CSRF"
	stepHandshake = "handshake"
	stepSubscribe = "subscribe"
	stepFirst     = "first message"
)

func steps() []Step {
	names := []string{stepReach, stepCORS, stepSignIn, stepCSRF, stepHandshake, stepSubscribe, stepFirst}
	list := make([]Step, len(names))
	for i, n := range names {
		list[i] = Step{Name: n}
	}
	list[0].State = Running
	return list
}

// step sets one step, and the following one running where it is done. Steps
// are published, so the list is copied.
func (k *Link) step(name string, state StepState, note string, err error) {
	list := append([]Step(nil), k.status.Steps...)
	for i := range list {
		if list[i].Name != name {
			continue
		}
		list[i] = Step{Name: name, State: state, Note: note, Err: err}
		if state == Done && i+1 < len(list) && list[i+1].State == Pending {
			list[i+1].State = Running
		}
	}
	k.status.Steps = list
}

// failStep marks the step that is under way as the one that failed, unless the
// error tells that it was an earlier one.
func (k *Link) failStep(err error) {
	if o, ok := errors.AsType[*Obstacle](err); ok && k.status.at(stepHandshake).State != Done {
		name := map[ObstacleKind]string{CrossOrigin: stepCORS, NoCSRFToken: stepCSRF}[o.Kind]
		if name != "" {
			k.step(stepHandshake, Pending, "", nil)
			k.step(name, Failed, "", err)
			return
		}
	}
	for _, s := range k.status.Steps {
		if s.State == Running && s.Name != stepFirst {
			k.step(s.Name, Failed, "", err)
			return
		}
	}
}

// at returns the step of that name.
func (l Status) at(name string) Step {
	for _, s := range l.Steps {
		if s.Name == name {
			return s
		}
	}
	return Step{}
}

// subscriptionProblem returns why a subscription was refused: a poll that works
// without one looks healthy and is not.
func (l Status) subscriptionProblem() error {
	if s := l.at(stepSubscribe); s.State == Failed {
		return s.Err
	}
	return nil
}
