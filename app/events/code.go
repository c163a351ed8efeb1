package events

import (
	"errors"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/tracker"
)

// Code is the word for an error by which a program can tell it from others:
// "failed" where there is no better one.
func Code(err error) string {
	if o, ok := errors.AsType[*link.Obstacle](err); ok {
		return [...]string{
			link.Unreachable: "unreachable", link.CrossOrigin: "cross-origin", link.NoCredentials: "no-credentials", link.WebPage: "web-page",
			link.NoCSRFToken: "no-csrf-token", link.Forbidden: "forbidden", link.NoSuchPlace: "no-such-place", link.ServerFault: "server-fault",
			link.NotAnswered: "not-answered", link.PollRepeated: "poll-repeated", link.Undetermined: "failed",
		}[o.Kind]
	}
	switch {
	case errors.Is(err, link.ErrNoSession):
		return "no-session"
	case errors.Is(err, tracker.ErrCanceled):
		return "closed"
	}
	return "failed"
}
