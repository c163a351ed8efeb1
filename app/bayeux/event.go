package bayeux

import "time"

// An Event is something that the owner of a Client should know. It is one of
// [Handshaken], [Subscribed], [SubscribeFailed], [Connected], [Heartbeat],
// [Message], [BadMessage], [Resync], [Retrying], [MultipleClients], [Panicked]
// and [Ended].
type Event interface {
	// Observed returns when it was observed, by the wall clock of this machine.
	// Everything that came in one reply was observed when the reply was there.
	Observed() time.Time
	sealed()
}

// A Stamp is the time at which an event was observed.
type Stamp struct{ Time time.Time }

// Observed returns the time of the stamp.
func (s Stamp) Observed() time.Time { return s.Time }

func (Stamp) sealed() {}

// Handshaken says that the server opened a session. It is not connected before
// [Connected]. An earlier one of this Run is gone, with whatever it had not
// delivered.
type Handshaken struct {
	Stamp
	Ack bool // the server acknowledges messages: it repeats what an aborted poll lost
}

// Subscribed says that the server will deliver the messages of a channel.
type Subscribed struct {
	Stamp
	Channel string
}

// SubscribeFailed says that the server refused a subscription. Other channels
// go on; this one is tried again at the first pause between two polls that
// comes after Next.
type SubscribeFailed struct {
	Stamp
	Channel string
	Next    time.Time
	Err     error // a *ReplyError, or ErrBadReply when there was no answer to it
}

// Connected says that a poll was answered for the first time since the
// handshake, a failure or a Wake. The session works.
type Connected struct{ Stamp }

// Heartbeat says that the server answered a poll, with messages or without. It
// follows the messages of the same reply.
type Heartbeat struct {
	Stamp
	// Asked is when the poll was sent. All that the server had published by then
	// has come, unless it was lost: what comes later is newer than anything that
	// was read before.
	Asked time.Time
}

// A Message is one event that the server published ("Deliver Event Message" of
// the Bayeux specification). The same one may come twice; see the package
// comment.
type Message struct {
	Stamp
	Channel string
	// Data is the JSON text of the data field as it came. It shares memory with
	// the entire reply: whoever keeps a small part for long should copy it. It
	// must not be changed.
	Data []byte
}

// A BadMessage is a part of a reply that no meaning could be given to. Polling
// goes on.
type BadMessage struct {
	Stamp
	Raw []byte // as it came; the whole reply if it cannot be taken apart
	Err error  // why
}

// Resync says that something may have been missed: the owner should read the
// state again. It comes when messages flow again, so that the order is
// subscribe, read, apply.
type Resync struct {
	Stamp
	Since time.Time // when the last poll was answered before; zero for never
	// Lost says that more than nothing suggests it: a poll failed while the machine
	// slept, or was not answered when a Wake had another one sent, and messages were
	// waiting, which a working connection would have carried, or came before the
	// owner had read the state.
	Lost bool
}

// Retrying says that an attempt failed, and when the next one is due.
type Retrying struct {
	Stamp
	Attempt int       // failed attempts in a row, 0 if a working session was lost and is renewed at once
	Next    time.Time // not after Time for at once
	Err     error     // see SignInNeeded
}

// MultipleClients says that the server knows another session of the same
// browser and has this one poll at intervals, or that this is over
// ("multiple-clients advice" of the Bayeux specification).
type MultipleClients struct {
	Stamp
	On bool
}

// Panicked says that Notify panicked over an event, which therefore may not
// have been handled.
type Panicked struct {
	Stamp
	Event Event
	Value any // what recover returned
}

// Ended says that Run is about to return this error.
type Ended struct {
	Stamp
	Err error
}
