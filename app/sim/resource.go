package sim

import (
	"time"

	"github.com/keytrail/keytrail/app/sim/simjson"
)

// Parts of a session that a notification or a resource carries beside its id,
// uri and state.
type parts int

const (
	withParticipants   parts = 1 << iota
	withNoParticipants       // as an empty array
	withData
	withCapabilities
	withReceived
	withComment

	wholeResource = withParticipants | withData | withCapabilities | withReceived | withComment
)

// resource writes a session in the form of the page SMSResources.
func (s *Sim) resource(x *session, which parts) []byte {
	var o simjson.Object
	o.Text("id", x.id)
	if which&withData != 0 {
		o.Reserve(x.data.size + 2*len(x.data.pairs) + 1024)
		o.Name("userData")
		o = x.data.appendTo(o)
	}
	o.Text("state", x.state)
	if cs := x.capabilities(); which&withCapabilities != 0 && cs != nil {
		o.List("capabilities", s.renamed(cs)...)
	}
	o.Text("uri", s.o.BaseURL+"/smssessions/"+x.id)
	if s.o.Quirks.SessionPath {
		o.Text("path", "/smssessions/"+x.id)
	}
	switch {
	case which&withParticipants != 0:
		o.Raw("participants", array(x.participants, s.participant))
	case which&withNoParticipants != 0:
		o.Raw("participants", []byte("[]"))
	}
	if which&withReceived != 0 {
		o.Text("receivedDate", s.timestamp(x.received))
		o.Text("chatType", "Inbound")
	}
	if which&withComment != 0 && x.comment != nil {
		o.Raw("comment", x.comment)
	}
	return o.End()
}

func (s *Sim) renamed(capabilities []string) []string {
	if s.o.Quirks.InFocus {
		for i, c := range capabilities {
			if c == "SetInFocus" {
				capabilities[i] = "InFocus"
			}
		}
	}
	return capabilities
}

func (s *Sim) participant(p participant) []byte {
	var o simjson.Object
	o.Text("nickname", p.nickname)
	o.Text("type", p.kind)
	o.Text("participantId", p.id)
	o.Text("visibility", p.visibility)
	if p.user != "" {
		o.Text("uri", s.o.BaseURL+"/users/"+p.user)
		if s.o.Quirks.SessionPath {
			o.Text("path", "/users/"+p.user)
		}
	}
	return o.End()
}

// entry writes one message of the transcript (page SMSGetMessages). Its
// timestampSeconds holds milliseconds, as it does there.
func (s *Sim) entry(e logEntry) []byte {
	var o simjson.Object
	o.Number("index", int64(e.index))
	o.Text("type", e.kind)
	o.Raw("from", s.participant(e.from))
	if e.field != "" {
		o.Text(e.field, e.value)
	}
	o.Text("visibility", e.visibility)
	o.Text("timestamp", s.timestamp(e.at))
	if !s.o.Quirks.NoTimestampSeconds {
		o.Number("timestampSeconds", e.at.UnixMilli())
	}
	return o.End()
}

func (s *Sim) timestamp(t time.Time) string {
	if s.o.Quirks.ISOTimes {
		return t.UTC().Format("2006-01-02T15:04:05.000Z")
	}
	return t.UTC().Format("2006-01-02 15:04:05.000-0700")
}
