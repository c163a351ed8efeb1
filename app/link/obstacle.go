package link

import (
	"context"
	"errors"
	"strings"

	"github.com/keytrail/keytrail/app/bayeux"
	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/wire"
)

// An Obstacle is what stands in the way of a connection, with the error that
// showed it.
type Obstacle struct {
	Kind ObstacleKind
	Err  error
}

// Error returns the words of the error inside.
func (o *Obstacle) Error() string { return o.Err.Error() }

// Unwrap returns the error inside.
func (o *Obstacle) Unwrap() error { return o.Err }

// An ObstacleKind tells obstacles apart by what a person can do about them.
type ObstacleKind uint8

// The kinds of obstacles.
const (
	Unreachable   ObstacleKind = iota // no answer: nobody listens there, or nothing leads there; told by Keytrail's own server, too
	CrossOrigin                       // the server answers, and the browser may not hand the answer on
	NoCredentials                     // they are missing, wrong or expired
	WebPage                           // a web page or a redirect came where data was due: a sign-in page, a proxy
	NoCSRFToken                       // a token is wanted that the browser could not read or not send
	Forbidden                         // signed in, but not allowed
	NoSuchPlace                       // something answers there, and it is no GWS
	ServerFault                       // the server has a problem of its own, or takes no more for now
	NotAnswered                       // the server keeps a request for too long
	PollRepeated                      // the browser sent a poll twice, and the server that the page came from did not pass the second on
	Undetermined                      // none of the above
)

// How Keytrail's own server begins to say that it refuses the repetition of a poll,
// and that what it passes requests on to did not answer.
const (
	sentTwice  = "the browser sent this poll twice"
	noUpstream = "no answer from "
)

// mePath is what every signed-in client may read.
const mePath = "/api/v2/me"

// A prober is a transport that can tell a server that does not answer from one
// whose answer the browser withholds. Probe returns nil when anything at all
// answers at path.
type prober interface {
	Probe(ctx context.Context, path string) error
}

// in reports whether an error tells of an obstacle of this kind.
func (kind ObstacleKind) in(err error) bool {
	o, ok := errors.AsType[*Obstacle](err)
	return ok && o.Kind == kind
}

// obstacle wraps an error of connecting in what it means; nil stays nil.
func obstacle(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*Obstacle](err); ok {
		return err
	}
	return &Obstacle{kindOfObstacle(err), err}
}

func kindOfObstacle(err error) ObstacleKind {
	if e, ok := errors.AsType[*gws.Error](err); ok {
		kind := kindOfStatus(e.HTTPStatus)
		switch {
		case e.CSRF():
			return NoCSRFToken
		case e.SignIn():
			return NoCredentials
		case e.HTTPStatus == 502 && strings.HasPrefix(e.Excerpt, noUpstream):
			return Unreachable
		case kind == NoSuchPlace || kind == NotAnswered || kind == ServerFault:
			return kind // whatever came with it
		case e.Page:
			return WebPage
		case e.StatusCode == 3 || e.StatusCode == 5 || e.StatusCode == 8: // forbidden, no permission, another password first
			return Forbidden
		}
		return kind
	}
	if e, ok := errors.AsType[*bayeux.StatusError](err); ok {
		// A CometD endpoint refuses with a bare 403 when the token is missing.
		if e.Status == 403 && strings.Contains(strings.ToLower(e.Body), "csrf") {
			return NoCSRFToken
		}
		if e.Status == 409 && strings.HasPrefix(e.Body, sentTwice) {
			return PollRepeated
		}
		if e.Status == 502 && strings.HasPrefix(e.Body, noUpstream) {
			return Unreachable
		}
		return kindOfStatus(e.Status)
	}
	if e, ok := errors.AsType[*bayeux.NotJSONError](err); ok && e.HTML {
		return WebPage
	}
	_, silent := errors.AsType[*wire.NoResponse](err)
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, bayeux.ErrNoReply):
		return NotAnswered
	case silent:
		return Unreachable
	case bayeux.SignInNeeded(err):
		return NoCredentials
	}
	return Undetermined
}

func kindOfStatus(status int) ObstacleKind {
	switch {
	case status/100 == 3:
		return WebPage
	case status == 401 || status == 407:
		return NoCredentials
	case status == 403:
		return Forbidden
	case status == 404 || status == 405:
		return NoSuchPlace
	case status == 408 || status == 504:
		return NotAnswered
	case status == 429 || status >= 500:
		return ServerFault
	}
	return Undetermined
}

// unanswered reports whether there was no response at all, not even one of
// Keytrail's own server.
func unanswered(err error) bool {
	_, silent := errors.AsType[*wire.NoResponse](err)
	return silent && Unreachable.in(err)
}

// probed finds out what a request without a response means, where the
// transport can tell.
func probed(c *connection, err error) error {
	err = obstacle(err)
	p, can := c.dialled.(prober)
	ctx, cancel := context.WithTimeout(c.ctx, readLimit)
	defer cancel()
	if can && unanswered(err) && p.Probe(ctx, mePath) == nil {
		return &Obstacle{CrossOrigin, errors.Unwrap(err)}
	}
	return err
}
