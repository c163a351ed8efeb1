package capture

import (
	"bytes"
	"time"
)

// A comet follows the CometD traffic of a HAR, to say where nothing was heard.
type comet struct {
	heard  time.Time // the last answer to a poll
	failed bool      // a poll failed since
}

// reply returns what the answer to a CometD request carries: a Gap when events
// may have been lost before it, and its notifications.
func (c *comet) reply(e harEntry, at time.Time, body []byte) []Observation {
	carried, handshake, err := bayeuxMessages(at, bytes.TrimSpace(body))
	if e.Response.Status != 200 || err != nil {
		c.failed = true
		return carried
	}
	if since := c.heard; !since.IsZero() && (c.failed || handshake) {
		why := "a CometD request failed; what was published meanwhile may be missing"
		if handshake {
			why = "the CometD session began anew; what was published meanwhile is missing"
		}
		carried = append([]Observation{{Kind: Gap, Time: at, Since: since, Text: why}}, carried...)
	}
	c.failed, c.heard = false, at
	return carried
}
