package shape

import (
	"bytes"
	"context"
	"strings"

	"github.com/keytrail/keytrail/app/capture"
)

// Polls judges the answers to the polls of one client. All requests are told to
// it, in their order.
type Polls struct{ newest int } // the exchange of the newest poll

// Ask takes a request in.
func (p *Polls) Ask(o capture.Observation) {
	if o.Kind == capture.Request && o.Meta && bytes.Contains(o.Raw, []byte(`"/meta/connect"`)) {
		p.newest = o.Exchange
	}
}

// Answer reports whether an observation is the answer to a poll that went well,
// so that what was published before it has been received, and whether it is one
// that did not, or none.
func (p *Polls) Answer(o capture.Observation) (well, failed bool) {
	overtaken := o.Exchange < p.newest && Dismissed(o)
	if o.Kind != capture.Reply || !o.Meta || overtaken || strings.HasSuffix(o.Text, context.Canceled.Error()) {
		return false, false // it was given up for another one
	}
	err := Messages(o.Raw, func(s Object, channel string) {
		well = well || channel == "/meta/connect" && string(s.Successful) == "true"
		failed = failed || channel == "/meta/connect" && string(s.Successful) == "false"
	})
	failed = failed || o.Status/100 != 2
	return well && err == nil && !failed, failed
}

// Dismissed reports whether a server itself answers with an error, as it does to
// a poll when another one comes. What it has to say goes to that one.
func Dismissed(o capture.Observation) bool {
	return o.Status >= 400 && (o.Status < 502 || o.Status > 504)
}
