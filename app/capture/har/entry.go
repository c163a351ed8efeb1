package har

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/mend"
	"github.com/keytrail/keytrail/app/capture/shape"
	"github.com/keytrail/keytrail/app/capture/stamp"
	"github.com/keytrail/keytrail/app/rawjson"
)

// An entry is one entry of a HAR, as it is read and as it is written.
type entry struct {
	Started  string
	Time     float64 // milliseconds, below 0 where nobody says how long it took
	Request  request
	Response response
	Origin   origin // ours
	Comment  string // why the entry was made up; it is written only

	// These are read only.
	Timings float64 // the sum of the parts of Time
	Frames  []frame
	Lost    []string // what could not be read of it
	Unread  string   // why the body of the reply is not here, "" when it is
}

type request struct {
	Method, URL string
	Headers     [][2]string
	Post        *body // nil for none
}

type response struct {
	Status  int
	Headers [][2]string
	Content body
	Error   string // Chrome's
}

// A bad field costs an entry that field alone, and is told.
func (e *entry) read(m *rawjson.Field) {
	switch m.Name {
	case "startedDateTime":
		m.Text(&e.Started)
	case "time":
		m.Loose(&e.Time)
	case "timings":
		m.Object(e.readTiming)
	case "request":
		m.Object(e.readRequest)
	case "response":
		m.Object(e.readResponse)
	case "_keytrail":
		if m.Object(e.Origin.read); m.Err != nil {
			e.Origin = origin{}
		}
	case "_webSocketMessages":
		m.Each(e.readFrame)
	}
	e.forgive(m)
}

// readTiming adds a part of the time; ssl is a part of connect, and what did not
// apply is -1.
func (e *entry) readTiming(m *rawjson.Field) {
	part := 0.0
	switch m.Name {
	case "blocked", "dns", "connect", "send", "wait", "receive":
		m.Loose(&part)
	}
	e.Timings += max(part, 0)
	m.Err = nil // the whole time tells, as a rule
}

// took returns how long the entry took, and whether anybody says it: some write 0
// where they do not know.
func (e *entry) took() (time.Duration, bool) {
	ms := e.Time
	if ms <= 0 && e.Timings > 0 {
		ms = e.Timings
	}
	if ms <= 0 || ms >= 1e12 {
		return 0, false
	}
	return time.Duration(ms*float64(time.Millisecond) + 0.5), true
}

// forgive notes that a field cannot be read.
func (e *entry) forgive(m *rawjson.Field) {
	if m.Err != nil {
		e.Lost = append(e.Lost, m.Err.Error())
	}
	m.Err = nil
}

func (e *entry) readRequest(m *rawjson.Field) {
	switch m.Name {
	case "method":
		m.Text(&e.Request.Method)
	case "url":
		m.Text(&e.Request.URL)
	case "headers":
		e.Request.Headers = readPairs(m)
	case "postData":
		e.Request.Post = &body{}
		m.Object(e.body(e.Request.Post))
	}
	e.forgive(m)
}

func (e *entry) readResponse(m *rawjson.Field) {
	switch m.Name {
	case "status":
		var status float64
		m.Loose(&status)
		e.Response.Status = int(status)
	case "headers":
		e.Response.Headers = readPairs(m)
	case "content":
		m.Object(e.body(&e.Response.Content))
	case "_error":
		m.Text(&e.Response.Error)
	}
	e.forgive(m)
}

func (e *entry) body(b *body) func(*rawjson.Field) {
	return func(m *rawjson.Field) {
		b.read(m)
		e.forgive(m)
	}
}

func readPairs(m *rawjson.Field) (list [][2]string) {
	m.Each(func(e *rawjson.Field) {
		if p := readPair(e, "name", "value"); p[0] != "" {
			list = append(list, p)
		}
	})
	return list
}

// readPair reads two texts of an object.
func readPair(m *rawjson.Field, first, second string) (p [2]string) {
	m.Object(func(m *rawjson.Field) {
		switch m.Name {
		case first:
			m.Text(&p[0])
		case second:
			m.Text(&p[1])
		}
	})
	return p
}

// take turns an entry, which stands at a position, into observations.
func (f *Reader) take(raw []byte, at capture.Position) error {
	if err := rawjson.Check(raw); err != nil {
		mended, ok := f.mend(raw, at)
		if !ok {
			return err
		}
		raw = mended
	}
	e := entry{Time: -1}
	if err := rawjson.Fields(raw, e.read); err != nil {
		return err
	}
	if !e.Origin.known && !shape.OfInterest(e.Request.URL) && !e.speaksCometD() {
		f.found.Others++
		return nil
	}
	sent, unsent := f.bodies.of(e.Request.Post, e.Request.Headers, e.Origin.known)
	got, ungot := f.bodies.of(&e.Response.Content, e.Response.Headers, e.Origin.known)
	e.Unread = ungot
	if c := e.Response.Content; c.text == nil && c.file == "" && c.size > 0 {
		f.bodiless++ // a browser has let go of it, or was told to leave it out
	}
	said := append(append(e.Lost, unsent, ungot), f.bodies.said...)
	f.bodies.said = nil
	for _, why := range said {
		if why != "" {
			f.to.Report(at.Line, fmt.Sprintf("entry %d: %s", f.entries, why))
		}
	}
	begin, _ := time.Parse(time.RFC3339Nano, e.Started)
	if begin.IsZero() {
		begin, _, _ = stamp.In(e.Started)
	}
	if begin.Equal(time.Unix(0, 0)) {
		begin = time.Time{} // what started writes
	}
	if strings.Contains(e.Request.URL, "/notifications") && !begin.IsZero() {
		f.placeLate(begin) // the next poll goes out when the one before is answered
	}
	f.queue.release(f.to, begin, f.moved(e.Origin.first()))
	f.exchanged(e, begin.UTC(), sent, got)
	return nil
}

// mend makes an entry JSON that has a value that JSON has no word for, such as
// NaN, and lists the repairs.
func (f *Reader) mend(raw []byte, at capture.Position) ([]byte, bool) {
	pieces := mend.Repair(string(raw), &capture.Pace{Rest: f.to.Turn}).Pieces
	if len(pieces) != 1 || pieces[0].Kind != mend.Document {
		return nil, false
	}
	for _, fix := range pieces[0].Fixes {
		switch fix.Was {
		case "NaN", "nan", "Infinity", "-Infinity", "None", "True", "False", "undefined":
		default:
			return nil, false // it is broken, and nobody knows how
		}
		fix.Offset += int(at.Offset)
		fix.Line += at.Line - 1
		f.to.Fixes = append(f.to.Fixes, fix)
	}
	return pieces[0].JSON, true
}

// speaksCometD reports whether messages of CometD went through a WebSocket.
func (e *entry) speaksCometD() (does bool) {
	for _, f := range e.Frames {
		_ = shape.Messages([]byte(f.data), func(s shape.Object, _ string) { does = does || s.IsMessage() }) // what is no CometD has none
	}
	return does
}

// exchanged queues a request, its reply and what the reply carries.
func (f *Reader) exchanged(e entry, begin time.Time, sent, got []byte) {
	f.exchange++
	end := begin
	took, timed := e.took()
	timed = timed || f.logs == 0 && e.Time == 0 // it is live: what took no time was handed over at once
	if !begin.IsZero() {
		end = begin.Add(took)
	}
	comet := strings.Contains(e.Request.URL, "/notifications") && len(e.Frames) == 0
	if len(e.Frames) > 0 {
		end, timed = begin, false // it lasted as long as the socket did
	}
	if comet && sent == nil {
		sent = askedBy(e.Request.URL)
	}
	session := shape.SessionOf(e.Request.URL)
	ask := capture.Observation{Kind: capture.Request, Time: begin, Session: session, Exchange: f.exchange, Method: e.Request.Method,
		URL: e.Request.URL, Header: e.Request.Headers, Meta: comet, Raw: sent}
	reply := capture.Observation{Kind: capture.Reply, Time: end, Session: session, Exchange: f.exchange, Status: e.Response.Status,
		Header: e.Response.Headers, Meta: comet, Text: cmp.Or(e.Response.Error, e.Unread), Raw: got}
	if reply.Status == 0 && reply.Text == "" {
		reply.Text = "no response came"
	}
	if e.Origin.known {
		ask, reply = e.Origin.were(ask, reply)
		for _, o := range e.Origin.number(ask, reply, candidates(reply.Meta, ask.Method, ask.URL, end, got)) {
			f.add(o)
		}
		return
	}
	f.add(ask)
	if !timed {
		reply.Time = time.Time{}
	}
	if comet && !timed && !begin.IsZero() {
		f.late = append(append(f.late, reply), candidates(comet, ask.Method, ask.URL, time.Time{}, got)...)
		return
	}
	f.addAt(reply, end)
	for _, o := range candidates(comet, ask.Method, ask.URL, end, got) {
		f.add(o)
	}
	f.framed(e)
}

// placeLate queues, at the place of a time, what polls brought whose time of
// answer the file does not say.
func (f *Reader) placeLate(at time.Time) {
	for _, o := range f.late {
		f.addAt(o, at)
	}
	f.late = nil
}

func (f *Reader) add(o capture.Observation) { f.addAt(o, o.Time) }

func (f *Reader) addAt(o capture.Observation, at time.Time) {
	f.found.Count(o.Kind)
	o.N, o.About, o.Through = f.moved(o.N), f.moved(o.About), f.moved(o.Through)
	f.queue.add(o, at)
}

// moved returns the number that an observation has behind the logs before.
func (f *Reader) moved(n int) int {
	if n > 0 {
		n += f.base
	}
	return n
}

// Source says in one line what was understood.
func (f *Reader) Source() string {
	s := "HAR 1.2"
	if f.by != "" {
		s += " by " + f.by
	}
	s += ": " + f.found.String()
	if f.found.Others > 0 {
		s += fmt.Sprintf("; %s to other places left out", shape.Plural(f.found.Others, "request"))
	}
	if f.bodiless > 0 {
		s += fmt.Sprintf("; %s came with a body that the file does not have", shape.Plural(f.bodiless, "reply"))
	}
	return s
}
