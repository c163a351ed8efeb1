package bayeux

import (
	"errors"
	"fmt"
	"strings"

	"github.com/keytrail/keytrail/app/wire"
)

// The conditions that errors of this package wrap.
var (
	// ErrNoReconnect: the server's advice forbids a further attempt.
	ErrNoReconnect = errors.New("the server asks not to connect again")
	// ErrDisconnected: the server ended the session of its own accord, as after a
	// logout.
	ErrDisconnected = errors.New("the server ended the session")
	// ErrNoTransport: the server does not offer long-polling.
	ErrNoTransport = errors.New("the server does not offer long-polling")
	// ErrNoReply: nothing came within the time limit.
	ErrNoReply = errors.New("no reply")
	// ErrBadReply: the reply is JSON but not what the Bayeux specification says.
	ErrBadReply = errors.New("unusable reply")
	// ErrRunning: a Client runs once at a time.
	ErrRunning = errors.New("bayeux: the client is already running")
)

// A StatusError is an HTTP status other than 200.
type StatusError struct {
	Op     string // handshake, subscribe, connect or disconnect
	Status int
	Body   string // the beginning of the body as one line, secrets masked
}

func (e *StatusError) Error() string {
	text := fmt.Sprintf("bayeux: %s: HTTP %d", e.Op, e.Status)
	if e.Body != "" {
		text += ": " + e.Body
	}
	return text
}

// A NotJSONError is a reply with status 200 that is not JSON, such as a
// sign-in page, an empty body or a text cut off half way.
type NotJSONError struct {
	Op   string
	HTML bool   // it is a page
	Body string // the beginning of the body as one line, secrets masked
	Err  error  // what the reader of JSON stumbled over
}

func (e *NotJSONError) Error() string {
	switch {
	case e.HTML:
		return fmt.Sprintf("bayeux: %s: a web page came instead of JSON: %s", e.Op, e.Body)
	case e.Body == "":
		return fmt.Sprintf("bayeux: %s: the reply is empty", e.Op)
	}
	return fmt.Sprintf("bayeux: %s: the reply is not JSON (%v): %s", e.Op, e.Err, e.Body)
}

// Unwrap returns Err.
func (e *NotJSONError) Unwrap() error { return e.Err }

// A ReplyError is a Bayeux reply with successful false ("error" of the Bayeux
// specification: code, arguments and text, separated by colons).
type ReplyError struct {
	Op      string
	Channel string // the channel of a subscription, else ""
	Code    int    // 0 if the error field has none
	Text    string // the text, or the whole field if it is written otherwise; secrets masked
}

func (e *ReplyError) Error() string {
	text := "bayeux: " + e.Op
	if e.Channel != "" {
		text += " to " + e.Channel
	}
	switch {
	case e.Code == 0 && e.Text == "":
		return text + ": refused without a reason"
	case e.Code == 0:
		return text + ": " + e.Text
	}
	return strings.TrimSpace(fmt.Sprintf("%s: %d %s", text, e.Code, e.Text))
}

// unknownClient reports whether the server means that the session is gone.
// Servers word that differently, so it is asked only where advice is missing.
func (e *ReplyError) unknownClient() bool {
	switch e.Code {
	case 402:
		return true
	case 401, 403:
		return strings.Contains(strings.ToLower(e.Text), "unknown")
	}
	return false
}

// SignInNeeded reports whether err looks as if trying again is of little use
// before somebody has signed in: a redirect, a status 401, 403 or 407, a web
// page in place of JSON, or a handshake refused with 401 or 403.
func SignInNeeded(err error) bool {
	if e, ok := errors.AsType[*StatusError](err); ok {
		return e.Status/100 == 3 || e.Status == 401 || e.Status == 403 || e.Status == 407
	}
	if e, ok := errors.AsType[*NotJSONError](err); ok {
		return e.HTML
	}
	e, ok := errors.AsType[*ReplyError](err)
	return ok && e.Op == opHandshake && (e.Code == 401 || e.Code == 403)
}

// excerpt returns the beginning of a body as one line that is fit for an error:
// of a page its title, if it has one.
func excerpt(body []byte, secrets wire.Secrets) string {
	if title := wire.Title(body); len(title) > 0 {
		body = title
	}
	return secrets.Excerpt(body, 160)
}
