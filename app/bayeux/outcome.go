package bayeux

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"time"
)

// finish draws the consequences of an outcome. An error ends the loop.
func (l *loop) finish(r *request, out outcome) error {
	if r.op == opConnect {
		l.polled = l.now()
	}
	if out.woken {
		if r.op == opConnect && !l.ack && out.err != nil {
			l.lack(l.alive)
		}
		l.broken = l.broken || out.err != nil
		l.quick, l.flush = l.quick || !out.hurried, out.hurried
		l.hurry()
		return nil
	}
	if out.err != nil {
		l.fail(out.err)
		return nil
	}
	return l.receive(r, out)
}

// receive hands on what a reply carries, strictly in its order, and then acts
// on the answers in it. A reply that breaks off is a failed one, but what came
// before the break is not thrown away, unless the server will repeat it.
func (l *loop) receive(r *request, out outcome) error {
	messages, err := parseReply(out.body)
	if err != nil && l.ack {
		messages = nil
	}
	l.deliver(r, messages, out.at)
	if err != nil {
		masked := l.opt.Header().Secrets(r.clientID)
		broken := &NotJSONError{Op: r.op, Body: excerpt(out.body, masked), Err: err}
		if bytes.ContainsAny(out.body, "[{") {
			l.notify(BadMessage{Stamp{out.at}, out.body, broken})
		}
		l.fail(broken)
		return nil
	}
	if l.kicked != nil {
		return l.leave()
	}
	return l.conclude(r, out.at)
}

// deliver sorts the messages of a reply: events to the owner, answers to their
// request. Events may ride on any reply, before the answer or behind it.
func (l *loop) deliver(r *request, messages []message, at time.Time) {
	for i := range messages {
		m := &messages[i]
		if a, ok := parseAdvice(m.advice); ok {
			l.adopt(a, at)
		}
		switch {
		case m.fault != nil:
			l.notify(BadMessage{Stamp{at}, m.raw, m.fault})
		case m.meta():
			l.answer(r, m, at)
		case m.data == nil:
			l.notify(BadMessage{Stamp{at}, m.raw, errNoData})
		default:
			r.events++
			l.notify(Message{Stamp{at}, m.channel, m.data})
		}
	}
}

// answer sorts one message of a meta channel. A disconnect that was not asked
// for ends the session from the other side.
func (l *loop) answer(r *request, m *message, at time.Time) {
	switch {
	case r.take(m):
	case m.channel == "/meta/"+opDisconnect && m.successful:
		l.kicked = m
	default:
		l.notify(BadMessage{Stamp{at}, m.raw, errNotAwaited})
	}
}

// adopt makes an advice the one that holds.
func (l *loop) adopt(a advice, at time.Time) {
	changed := a.multiple != l.advice.multiple
	l.advice = a
	if changed {
		l.notify(MultipleClients{Stamp{at}, a.multiple})
	}
}

// leave ends the loop after a disconnect by the server, unless its advice asks
// for another handshake.
func (l *loop) leave() error {
	m := l.kicked
	l.kicked = nil
	err := fmt.Errorf("bayeux: %w", ErrDisconnected)
	if a, ok := parseAdvice(m.advice); ok && !a.never() && a.reconnect != "" {
		l.lose(err)
		return nil
	}
	return err
}

func (l *loop) conclude(r *request, at time.Time) error {
	if !slices.ContainsFunc(r.awaited, func(a awaited) bool { return a.reply != nil }) {
		l.fail(fmt.Errorf("bayeux: %s: %w: %w", r.op, ErrBadReply, errNoAnswer))
		return nil
	}
	switch r.op {
	case opHandshake:
		return l.shaken(r, r.awaited[0].reply, at)
	case opSubscribe:
		return l.subscribed(r, at)
	}
	return l.connected(r, r.awaited[0].reply, at)
}

// shaken begins a session ("Handshake Response" of the Bayeux specification).
func (l *loop) shaken(r *request, m *message, at time.Time) error {
	switch {
	case !m.successful:
		_, err := l.refused(r, awaited{reply: m})
		return err
	case l.advice.never():
		return fmt.Errorf("bayeux: %s: %w", r.op, ErrNoReconnect)
	case !m.polls():
		return fmt.Errorf("bayeux: %s: %w", r.op, ErrNoTransport)
	case m.clientID == "":
		l.fail(fmt.Errorf("bayeux: %s: %w: it has no clientId", r.op, ErrBadReply))
		return nil
	}
	l.clientID, l.connects, l.quick = m.clientID, 0, true
	l.ack, l.batch = m.acknowledges()
	l.todo = make([]subscription, len(l.opt.Channels))
	for i, channel := range l.opt.Channels {
		l.todo[i].channel = channel
	}
	l.notify(Handshaken{Stamp{at}, l.ack})
	l.again = true
	return nil
}

// connected goes on after a poll ("Connect Response" of the Bayeux
// specification). The batch is acknowledged only now, after its events were
// handed on.
func (l *loop) connected(r *request, m *message, at time.Time) error {
	if !m.successful {
		_, err := l.refused(r, awaited{reply: m})
		return err
	}
	l.failures, l.quick, l.flush, l.hasty = 0, false, l.hasty, false
	if l.connects++; l.connects > 1 {
		l.young = 0
	}
	if batch, ok := m.batch(); ok && l.ack {
		l.batch = batch
	}
	proof := r.quick && !r.flush
	since, lost := l.doubt(r, proof)
	l.alive = at
	l.due = l.polled.Add(max(l.advice.interval, l.restraint(r, at)))
	if proof {
		l.notify(Connected{Stamp{at}})
	}
	l.notify(Heartbeat{Stamp{at}, r.start})
	if proof || lost {
		l.resync(Resync{Stamp{at}, since, lost})
	}
	if l.advice.never() {
		return fmt.Errorf("bayeux: %s: %w", r.op, ErrNoReconnect)
	}
	if l.advice.reconnect == reconnectHandshake {
		l.lose(fmt.Errorf("bayeux: %s: the server asks for a new handshake", r.op))
	}
	return nil
}

// doubt returns since when something may have been missed, and whether anything
// suggests it. A poll that was given up may have been dead: then messages were
// waiting for the next one, or came while the owner read the state again, so that
// neither they nor the reading tell what is missing. A poll that was given up
// just after another had been answered was not dead for long.
func (l *loop) doubt(r *request, proof bool) (since time.Time, lost bool) {
	since, lost = l.alive, l.broken
	if !l.doubtful.IsZero() && r.events > 0 {
		since, lost = l.doubtful, true
	}
	if lost || !proof || r.start.Sub(l.doubtful) < fresh {
		l.doubtful = time.Time{}
	}
	l.broken = false
	return since, lost
}

// refused acts on an unsuccessful answer: by its advice, and only where that is
// missing by its text. It returns what the answer says, and as end that which
// ends the loop.
func (l *loop) refused(r *request, a awaited) (cause *ReplyError, end error) {
	cause = a.reply.failure(r.op, a.channel, l.opt.Header().Secrets(r.clientID))
	advised, given := parseAdvice(a.reply.advice)
	switch {
	case given && advised.never():
		return cause, fmt.Errorf("%w: %w", cause, ErrNoReconnect)
	case r.op == opHandshake:
		l.fail(cause)
	case advised.reconnect == reconnectHandshake, !given && cause.unknownClient():
		l.lose(cause)
	case r.op == opConnect:
		l.fail(cause)
	}
	return cause, nil
}

// subscribed notes which channels are confirmed. A refused one is asked for
// again later: a poll looks healthy without it, and yet brings nothing.
func (l *loop) subscribed(r *request, at time.Time) error {
	late := l.connects > 0
	confirmed := 0
	for _, a := range r.awaited {
		if a.reply != nil && a.reply.successful {
			confirmed++
			l.drop(a.channel)
			l.notify(Subscribed{Stamp{at}, a.channel})
			continue
		}
		if err := l.unsubscribed(r, a, at); err != nil || l.clientID == "" {
			return err
		}
	}
	if late && confirmed > 0 {
		l.resync(Resync{Stamp{at}, l.alive, false})
	}
	return nil
}

func (l *loop) unsubscribed(r *request, a awaited, at time.Time) error {
	err := fmt.Errorf("bayeux: %s to %s: %w: %w", r.op, a.channel, ErrBadReply, errNoAnswer)
	if a.reply != nil {
		cause, end := l.refused(r, a)
		if end != nil || l.clientID == "" {
			return end
		}
		err = cause
	}
	next := l.now().Add(l.opt.MaxBackoff)
	for i := range l.todo {
		if l.todo[i].channel == a.channel {
			l.todo[i].due = next
		}
	}
	l.notify(SubscribeFailed{Stamp{at}, a.channel, next, err})
	return nil
}

func (l *loop) drop(channel string) {
	l.todo = slices.DeleteFunc(l.todo, func(s subscription) bool { return s.channel == channel })
}

func (l *loop) dueChannels() []string {
	var due []string
	for _, s := range l.todo {
		if !s.due.After(l.now()) {
			due = append(due, s.channel)
		}
	}
	return due
}

var errNoAnswer = errors.New("it does not answer the request")
