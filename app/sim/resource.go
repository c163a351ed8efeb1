package sim

import "time"

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
	var o object
	o.text("id", x.id)
	if which&withData != 0 {
		o.reserve(x.data.size + 2*len(x.data.pairs) + 1024)
		o.name("userData")
		o = x.data.appendTo(o)
	}
	o.text("state", x.state)
	if cs := x.capabilities(); which&withCapabilities != 0 && cs != nil {
		o.list("capabilities", s.renamed(cs)...)
	}
	o.text("uri", s.o.BaseURL+"/smssessions/"+x.id)
	if s.o.Quirks.SessionPath {
		o.text("path", "/smssessions/"+x.id)
	}
	switch {
	case which&withParticipants != 0:
		o.raw("participants", s.participants(x.participants))
	case which&withNoParticipants != 0:
		o.raw("participants", []byte("[]"))
	}
	if which&withReceived != 0 {
		o.text("receivedDate", s.timestamp(x.received))
		o.text("chatType", "Inbound")
	}
	if which&withComment != 0 && x.comment != nil {
		o.raw("comment", x.comment)
	}
	return o.end()
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

func (s *Sim) participants(ps []participant) []byte {
	texts := make([][]byte, len(ps))
	for i, p := range ps {
		texts[i] = s.participant(p)
	}
	return array(texts)
}

func (s *Sim) participant(p participant) []byte {
	var o object
	o.text("nickname", p.nickname)
	o.text("type", p.kind)
	o.text("participantId", p.id)
	o.text("visibility", p.visibility)
	if p.user != "" {
		o.text("uri", s.o.BaseURL+"/users/"+p.user)
		if s.o.Quirks.SessionPath {
			o.text("path", "/users/"+p.user)
		}
	}
	return o.end()
}

// entry writes one message of the transcript (page SMSGetMessages). Its
// timestampSeconds holds milliseconds, as it does there.
func (s *Sim) entry(e logEntry) []byte {
	var o object
	o.number("index", int64(e.index))
	o.text("type", e.kind)
	o.raw("from", s.participant(e.from))
	if e.field != "" {
		o.text(e.field, e.value)
	}
	o.text("visibility", e.visibility)
	o.text("timestamp", s.timestamp(e.at))
	if !s.o.Quirks.NoTimestampSeconds {
		o.number("timestampSeconds", e.at.UnixMilli())
	}
	return o.end()
}

func (s *Sim) entries(log []logEntry) []byte {
	texts := make([][]byte, len(log))
	for i, e := range log {
		texts[i] = s.entry(e)
	}
	return array(texts)
}

func (s *Sim) timestamp(t time.Time) string {
	if s.o.Quirks.ISOTimes {
		return t.UTC().Format("2006-01-02T15:04:05.000Z")
	}
	return t.UTC().Format("2006-01-02 15:04:05.000-0700")
}
