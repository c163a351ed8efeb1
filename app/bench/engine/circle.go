//go:build js && wasm

package main

import (
	"bytes"
	"context"
	"syscall/js"

	"github.com/keytrail/keytrail/app/bayeux"
	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/userdata"
	"github.com/keytrail/keytrail/app/wire"
)

// A circle is a list of CometD replies that are read again and again, on the way
// that a reply takes in Keytrail: the CometD client takes the messages out of it,
// each is decoded as a notification, and its userData is read as the version after
// the one before.
type circle struct {
	replies []js.Value // Uint8Arrays
	at      int
	data    *userdata.Map // the last version seen
	changed func([]userdata.Change)

	asked chan struct{} // a reply is wanted
	heard chan struct{} // it was read to its end
}

// newCircle has read the last of the replies, so that the first one follows it.
func newCircle(replies js.Value) *circle {
	c := &circle{asked: make(chan struct{}), heard: make(chan struct{}), changed: func([]userdata.Change) {}}
	for i := range replies.Length() {
		c.replies = append(c.replies, replies.Index(i))
	}
	c.at = len(c.replies) - 1
	client := bayeux.New(c, bayeux.Options{URL: "/notifications", Channels: []string{"/v2/me/*"}, Notify: c.notify})
	go client.Run(context.Background())
	c.read(1)
	return c
}

// read reads so many replies and returns how many lists of changes there were.
func (c *circle) read(times int) (finished int) {
	look := c.changed
	c.changed = func(changes []userdata.Change) {
		if len(changes) > 0 {
			finished++
		}
		look(changes)
	}
	for range times {
		c.asked <- struct{}{}
		<-c.heard
	}
	c.changed = look
	return finished
}

// RoundTrip is the server: it opens a session and answers polls with the replies.
func (c *circle) RoundTrip(ctx context.Context, req *wire.Request) (*wire.Response, error) {
	_, id, _ := bytes.Cut(req.Body, idMember)
	id, _, _ = bytes.Cut(id, []byte{'"'})
	switch {
	case bytes.Contains(req.Body, []byte("/meta/handshake")):
		return ok(`[{"channel":"/meta/handshake","successful":true,"clientId":"1","supportedConnectionTypes":["long-polling"],"id":"` + string(id) + `"}]`), nil
	case bytes.Contains(req.Body, []byte("/meta/subscribe")):
		return ok(`[{"channel":"/meta/subscribe","successful":true,"subscription":"/v2/me/*","id":"` + string(id) + `"}]`), nil
	}
	select {
	case <-c.asked:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	// The bytes are copied into Go once, as package fetch does.
	reply := c.replies[c.at]
	c.at = (c.at + 1) % len(c.replies)
	b := make([]byte, reply.Length())
	js.CopyBytesToGo(b, reply)
	// The reply ends with the id of the poll that it answers.
	end := bytes.LastIndex(b, idMember) + len(idMember)
	return &wire.Response{Status: 200, Body: append(append(b[:end], id...), `"}]`...)}, nil
}

var idMember = []byte(`"id":"`)

// fail ends the program, which the client would not let a panic of its own do.
func fail(err error) { go func() { panic(err) }() }

func ok(body string) *wire.Response { return &wire.Response{Status: 200, Body: []byte(body)} }

// notify takes an event of the client. The replies are the page's own, so a fault
// in them ends the program.
func (c *circle) notify(e bayeux.Event) {
	switch e := e.(type) {
	case bayeux.Message:
		n, err := gws.DecodeNotification(e.Data)
		if err != nil {
			fail(err)
		}
		var changes []userdata.Change
		if c.data, changes, err = c.data.Next(n.Session.UserData); err != nil {
			fail(err)
		}
		c.changed(changes)
	case bayeux.Heartbeat:
		c.heard <- struct{}{}
	case bayeux.BadMessage:
		fail(e.Err)
	case bayeux.Retrying:
		fail(e.Err)
	}
}
