package capture

import (
	"fmt"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/rawjson"
)

// A harEntry is what we read of an entry.
type harEntry struct {
	Started string
	Time    float64 // milliseconds, below 0 where nobody says how long it took
	Timings float64 // the sum of its parts
	Request struct {
		Method, URL string
		Headers     []harPair
		PostData    *harBody
	}
	Response struct {
		Status  int
		Headers []harPair
		Content harBody
		Error   string // Chrome's
	}
	Origin harOrigin // ours
	Frames []harFrame
	Lost   []string // what could not be read of it
	Unread string   // why the body of the reply is not here, "" when it is
}

type harPair struct{ Name, Value string }

// An entry that has one bad field has all others: what cannot be read of one is
// told and costs nothing else.
func (e *harEntry) read(m *member) {
	switch m.name {
	case "startedDateTime":
		m.text(&e.Started)
	case "time":
		m.loose(&e.Time)
	case "timings":
		m.object(e.readTiming)
	case "request":
		m.object(e.readRequest)
	case "response":
		m.object(e.readResponse)
	case "_keytrail":
		if m.object(e.Origin.read); m.err != nil {
			e.Origin = harOrigin{}
		}
	case "_webSocketMessages":
		m.each(e.readFrame)
	}
	e.forgive(m)
}

// readTiming adds a part of the time; ssl is a part of connect, and what did not
// apply is -1.
func (e *harEntry) readTiming(m *member) {
	part := 0.0
	switch m.name {
	case "blocked", "dns", "connect", "send", "wait", "receive":
		m.loose(&part)
	}
	e.Timings += max(part, 0)
	m.err = nil // the whole time tells, as a rule
}

// took returns how long the entry took, and whether anybody says it.
func (e *harEntry) took() (time.Duration, bool) {
	ms := e.Time
	if ms <= 0 && e.Timings > 0 {
		ms = e.Timings
	}
	if ms < 0 || ms >= 1e12 {
		return 0, false
	}
	return time.Duration(ms * float64(time.Millisecond)), true
}

// forgive notes that a field cannot be read.
func (e *harEntry) forgive(m *member) {
	if m.err != nil {
		e.Lost = append(e.Lost, m.err.Error())
	}
	m.err = nil
}

func (e *harEntry) readRequest(m *member) {
	switch m.name {
	case "method":
		m.text(&e.Request.Method)
	case "url":
		m.text(&e.Request.URL)
	case "headers":
		e.Request.Headers = readHARPairs(m)
	case "postData":
		e.Request.PostData = &harBody{}
		m.object(e.body(e.Request.PostData))
	}
	e.forgive(m)
}

func (e *harEntry) readResponse(m *member) {
	switch m.name {
	case "status":
		var status float64
		m.loose(&status)
		e.Response.Status = int(status)
	case "headers":
		e.Response.Headers = readHARPairs(m)
	case "content":
		m.object(e.body(&e.Response.Content))
	case "_error":
		m.text(&e.Response.Error)
	}
	e.forgive(m)
}

func (e *harEntry) body(b *harBody) func(*member) {
	return func(m *member) {
		b.read(m)
		e.forgive(m)
	}
}

func readHARPairs(m *member) (list []harPair) {
	m.each(func(e *member) {
		var p harPair
		e.object(func(m *member) {
			switch m.name {
			case "name":
				m.text(&p.Name)
			case "value":
				m.text(&p.Value)
			}
		})
		if p.Name != "" {
			list = append(list, p)
		}
	})
	return list
}

// take turns an entry, which stands at a position, into observations.
func (f *harFormat) take(raw []byte, at position) error {
	if err := rawjson.Check(raw); err != nil {
		mended, ok := f.mend(raw, at)
		if !ok {
			return err
		}
		raw = mended
	}
	e := harEntry{Time: -1}
	if err := readMembers(raw, e.read); err != nil {
		return err
	}
	if !e.Origin.known && !ofInterest(e.Request.URL) && !e.speaksCometD() {
		f.found.others++
		return nil
	}
	sent, unsent := f.bodies.of(e.Request.PostData, e.Request.Headers, e.Origin.known)
	got, ungot := f.bodies.of(&e.Response.Content, e.Response.Headers, e.Origin.known)
	e.Unread = ungot
	said := append(append(e.Lost, unsent, ungot), f.bodies.said...)
	f.bodies.said = nil
	for _, why := range said {
		if why != "" {
			f.to.Problems = append(f.to.Problems, Problem{at.offset, at.line, fmt.Sprintf("entry %d: %s", f.entries, why)})
		}
	}
	begin, _ := time.Parse(time.RFC3339Nano, e.Started)
	if begin.IsZero() {
		begin, _, _ = timeIn(e.Started)
	}
	if begin.Equal(time.Unix(0, 0)) {
		begin = time.Time{} // what started writes
	}
	if strings.Contains(e.Request.URL, "/notifications") && !begin.IsZero() {
		f.settle(begin) // the next poll goes out when the one before is answered
	}
	f.queue.release(f.to, begin, e.Origin.first())
	f.exchanged(e, begin.UTC(), sent, got)
	return nil
}

// mend makes an entry JSON that has a value that JSON has no word for, such as
// NaN, and lists the repairs.
func (f *harFormat) mend(raw []byte, at position) ([]byte, bool) {
	pieces := repair(string(raw), &pace{rest: f.to.rest}).Pieces
	if len(pieces) != 1 || pieces[0].Kind != Document {
		return nil, false
	}
	for _, fix := range pieces[0].Fixes {
		switch fix.Was {
		case "NaN", "nan", "Infinity", "-Infinity", "None", "True", "False", "undefined":
		default:
			return nil, false // it is broken, and nobody knows how
		}
		fix.Offset += int(at.offset)
		fix.Line += at.line - 1
		f.to.Fixes = append(f.to.Fixes, fix)
	}
	return pieces[0].JSON, true
}

// speaksCometD reports whether messages of CometD went through a WebSocket.
func (e *harEntry) speaksCometD() bool {
	for _, f := range e.Frames {
		if len(frameIDs([]byte(f.data))) > 0 {
			return true
		}
	}
	return false
}

// ofInterest reports whether a request goes to Web Services.
func ofInterest(address string) bool {
	path, _, _ := strings.Cut(address, "?")
	return strings.Contains(path, "/api/v2") || strings.HasSuffix(path, "/notifications") || sessionOf(address) != ""
}

// exchanged queues a request, its reply and what the reply carries.
func (f *harFormat) exchanged(e harEntry, begin time.Time, sent, got []byte) {
	f.exchange++
	end := begin
	took, timed := e.took()
	if !begin.IsZero() {
		end = begin.Add(took)
	}
	comet := strings.Contains(e.Request.URL, "/notifications") && len(e.Frames) == 0
	if len(e.Frames) > 0 {
		end = begin // it lasted as long as the socket did
	}
	if comet && sent == nil {
		sent = askedBy(e.Request.URL)
	}
	session := sessionOf(e.Request.URL)
	ask := Observation{Kind: Request, Time: begin, Session: session, Exchange: f.exchange, Method: e.Request.Method,
		URL: e.Request.URL, Header: pairs(e.Request.Headers), Meta: comet, Raw: sent}
	reply := Observation{Kind: Reply, Time: end, Session: session, Exchange: f.exchange, Status: e.Response.Status,
		Header: pairs(e.Response.Headers), Meta: comet, Text: firstOf(e.Response.Error, e.Unread), Raw: got}
	if reply.Status == 0 && reply.Text == "" {
		reply.Text = "no response came"
	}
	if e.Origin.known {
		ask.URL = strings.TrimPrefix(ask.URL, noServer[:len(noServer)-len("/api/v2")])
		for _, o := range e.Origin.number(ask, reply, candidates(comet, ask.Method, end, got)) {
			f.add(o)
		}
		return
	}
	f.add(ask)
	if !comet && end.Equal(begin) {
		reply.Time = time.Time{} // nobody wrote down how long it took
	}
	if comet && !timed && !begin.IsZero() {
		reply.Time = time.Time{}
		f.late = append(append(f.late, reply), candidates(comet, ask.Method, time.Time{}, got)...)
		return
	}
	f.addAt(reply, end)
	for _, o := range candidates(comet, ask.Method, end, got) {
		f.add(o)
	}
	f.framed(e)
}

// settle queues what polls brought of which nobody says when they were answered,
// at the place of a time.
func (f *harFormat) settle(at time.Time) {
	for _, o := range f.late {
		f.addAt(o, at)
	}
	f.late = nil
}

func (f *harFormat) add(o Observation) { f.addAt(o, o.Time) }

func (f *harFormat) addAt(o Observation, at time.Time) {
	f.found.count(o.Kind)
	f.queue.addAt(o, at)
}

func pairs(list []harPair) [][2]string {
	var out [][2]string
	for _, p := range list {
		out = append(out, [2]string{p.Name, p.Value})
	}
	return out
}

func (f *harFormat) source() string {
	s := "HAR 1.2"
	if f.by != "" {
		s += " by " + f.by
	}
	s += ": " + f.found.String()
	if f.found.others > 0 {
		s += fmt.Sprintf("; %s to other places left out", plural(f.found.others, "request"))
	}
	return s
}
