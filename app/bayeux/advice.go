package bayeux

import (
	"strconv"
	"time"

	"github.com/keytrail/keytrail/app/rawjson"
)

// An advice is what the server wants of its client ("advice" of the Bayeux
// specification). Fields for single transports and hosts are not used by
// clients of this kind and are passed over.
type advice struct {
	reconnect   string        // retry, handshake or none; "" leaves it to the client
	timeout     time.Duration // for how long the server holds a poll
	interval    time.Duration // from the end of a poll to the next one; negative means never
	maxInterval time.Duration // for how long the server keeps a session that does not poll; 0 is unknown
	multiple    bool          // another session of the same browser exists
}

// The reconnect advices.
const (
	reconnectHandshake = "handshake"
	reconnectNone      = "none"
)

// maxAdvised bounds how long a server can make a client wait: sums of durations
// do not overflow, and every time limit comes.
const maxAdvised = time.Hour

// defaultAdvice holds where the server says nothing, as in cometd.js.
var defaultAdvice = advice{timeout: 60 * time.Second}

// parseAdvice reads an advice object onto the defaults: an advice replaces the
// one before, or a stale reconnect would outlive its reason. ok is false if raw
// is not an object, or nil because the message has no advice.
func parseAdvice(raw []byte) (advice, bool) {
	if raw == nil {
		return defaultAdvice, false
	}
	a := defaultAdvice
	err := rawjson.Members(raw, func(key string, value []byte) error {
		switch key {
		case "reconnect":
			a.reconnect, _ = rawjson.Text(value)
		case "timeout":
			a.timeout = max(0, milliseconds(value, a.timeout))
		case "interval":
			a.interval = milliseconds(value, a.interval)
		case "maxInterval":
			a.maxInterval = max(0, milliseconds(value, a.maxInterval))
		case "multiple-clients":
			a.multiple = string(value) == "true"
		}
		return nil
	})
	if err != nil {
		return defaultAdvice, false
	}
	return a, true
}

// milliseconds reads a number of milliseconds, however it is spelled. What is
// no number leaves the value as it was.
func milliseconds(value []byte, otherwise time.Duration) time.Duration {
	ms, err := strconv.ParseFloat(string(value), 64)
	if err != nil {
		return otherwise
	}
	return time.Duration(max(-1, min(ms, float64(maxAdvised.Milliseconds())))) * time.Millisecond
}

// never reports whether the advice forbids another attempt.
func (a advice) never() bool { return a.reconnect == reconnectNone || a.interval < 0 }

// lifetime is how long a session may go without a poll before the server has
// certainly dropped it; 0 is unknown.
func (a advice) lifetime() time.Duration {
	if a.maxInterval == 0 {
		return 0
	}
	return a.timeout + a.interval + a.maxInterval
}
