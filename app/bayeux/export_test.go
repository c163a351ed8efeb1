package bayeux

import (
	"encoding/json"

	"github.com/keytrail/keytrail/app/wire"
)

// A Parsed message is what tests see of a message.
type Parsed struct {
	Raw, Data, Advice, Ext json.RawMessage
	Channel, ID, Error     string
	Successful             bool
	Fault                  error
}

// ParseReply is parseReply for tests.
func ParseReply(body []byte) (parsed []Parsed, err error) {
	messages, err := parseReply(body)
	for _, m := range messages {
		parsed = append(parsed, Parsed{m.raw, m.data, m.advice, m.ext, m.channel, m.id, m.err, m.successful, m.fault})
		// Everything that is asked of a message must stand whatever it is.
		m.acknowledges()
		m.batch()
		m.polls()
		parseAdvice(m.advice)
		_ = m.failure(opConnect, "", wire.Secrets{"x"}).Error()
	}
	return parsed, err
}
