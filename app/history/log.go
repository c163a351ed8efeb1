package history

import (
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/keytrail/keytrail/app/userdata"
)

// A Log is one session's history. One goroutine appends; Views may be read by
// any. The zero Log has no budget and drops nothing.
//
// It is a list of segments. Each begins with a whole map, the checkpoint, and
// goes on with changes; the oldest are dropped as wholes.
type Log struct {
	budget   int
	segments []*segment
	last     int // the number of the newest event
	dropped  int
	size     int
	data     *userdata.Map // the state after the newest event
	keys     *postings
	words    map[string]string // the few words that events repeat
}

// A segment is a checkpoint and the events that follow it. Only the newest
// segment grows, and only behind what any View has seen of it.
type segment struct {
	base   *userdata.Map // the state after the first event
	events []Event
	size   int // of all
	grown  int // of the events behind the first
}

// postings say which events touched a key. The appender adds to them while
// readers look keys up. A drop makes new postings, so that the Views from
// before it keep theirs.
type postings struct {
	mu    sync.RWMutex
	byKey map[string]*posting
}

type posting struct {
	key    string
	events []int  // ascending
	value  string // the newest literal, to be shared with the Old of the next change
	twice  bool   // the key has stood more than once, or may have before what was dropped
}

// What one item takes in memory beside its strings, in bytes, roughly.
const (
	eventSize   = 300
	changeSize  = 124
	entrySize   = 16
	segmentSize = 256
)

// New returns a Log that keeps about budget bytes and drops its oldest
// checkpoints beyond that, with the events up to the next checkpoint, and
// counts what it dropped. 0 means no limit. The newest checkpoint always stays.
func New(budget int) *Log { return &Log{budget: budget} }

// Append records e, whose state afterwards is data, and returns it with N,
// Changes and counts filled in. A nil data means unchanged.
//
// e.Changes may be what Map.Next returned together with data, made from the
// map of the append before; when it is nil, Append compares the maps itself.
func (l *Log) Append(e Event, data *userdata.Map) Event {
	changes := e.Changes
	if data == nil {
		data, changes = l.data, nil
	} else if changes == nil {
		changes = userdata.Diff(l.data, data)
	}
	if l.keys == nil {
		l.keys = &postings{byKey: map[string]*posting{}}
	}
	l.last++
	e.N = l.last
	e.Type, e.State, e.ReferenceID = l.word(e.Type), l.word(e.State), strings.Clone(e.ReferenceID)
	e.Changes, e.Reordered = l.own(changes)
	e.count()
	l.data = data
	l.append(e)
	if l.budget > 0 {
		l.Shrink(l.budget)
	}
	return e
}

// word returns s in memory that all events share. Strings that were cut out of
// a reply would keep the whole of it.
func (l *Log) word(s string) string {
	if w, ok := l.words[s]; ok {
		return w
	}
	const enough = 1000 // More words than GWS has are somebody's data.
	s = strings.Clone(s)
	if l.words == nil {
		l.words = map[string]string{}
	}
	if len(l.words) < enough {
		l.words[s] = s
	}
	return s
}

// own returns changes without the order of keys, in strings that do not hold a
// whole notification in memory, and notes which keys were touched.
func (l *Log) own(changes []userdata.Change) (own []userdata.Change, reordered bool) {
	l.keys.mu.Lock()
	defer l.keys.mu.Unlock()
	room := keeper{event: l.last}
	for _, c := range changes {
		if c.OfMap() {
			reordered = true
			continue
		}
		if own == nil {
			own = make([]userdata.Change, 0, len(changes))
		}
		own = append(own, c)
		room.grow(len(c.Path))
		room.grow(len(c.New.Literal()))
		if l.keys.byKey[c.Key] == nil {
			room.grow(len(c.Key))
			room.keys++
		}
	}
	for i, c := range own {
		own[i] = l.keys.note(c, &room)
	}
	return own, reordered
}

// A keeper has room for what an event brings, in few pieces: thousands of small ones
// would hold up the collector.
type keeper struct {
	event    int // its number
	size     int // of short texts, in bytes
	texts    strings.Builder
	keys     int // that are new
	postings []posting
	events   []int
}

// longText is how long a text is, in bytes, that has memory of its own: others are kept
// as long as any text of their event.
const longText = 1 << 10

func (k *keeper) grow(n int) {
	if n < longText {
		k.size += n
	}
}

func (k *keeper) text(s string) string {
	if len(s) >= longText {
		return strings.Clone(s)
	}
	if k.size > 0 {
		k.texts.Grow(k.size)
		k.size = 0
	}
	at := k.texts.Len()
	k.texts.WriteString(s)
	return k.texts.String()[at:]
}

// posting returns the one of a new key.
func (k *keeper) posting(key string, twice bool) *posting {
	if k.postings == nil {
		k.postings, k.events = make([]posting, k.keys), make([]int, k.keys)
	}
	post := &k.postings[0]
	*post = posting{key: k.text(key), events: k.events[:0:1], twice: twice}
	k.postings, k.events = k.postings[1:], k.events[1:]
	return post
}

// note records that the event made change c.
func (p *postings) note(c userdata.Change, room *keeper) userdata.Change {
	post := p.byKey[c.Key]
	if post == nil {
		post = room.posting(c.Key, c.Kind != userdata.Added)
		p.byKey[post.key] = post
	}
	if len(post.events) == 0 || post.events[len(post.events)-1] != room.event {
		post.events = append(post.events, room.event)
	}
	post.twice = post.twice || c.Kind == userdata.Duplicate
	c.Key, c.Path = post.key, room.text(c.Path)
	c.Old, c.New = c.Old.Share(post.value), c.New.Share(room.text(c.New.Literal()))
	if c.Path == "" {
		post.value = c.New.Literal()
	}
	return c
}

// A segment's changes weigh about as much as so many maps. More would make
// checkpoints cheaper yet, and View.At slower.
const mapsPerCheckpoint = 4

// append adds e to the newest segment, or begins another: when the changes weigh
// as much as a few maps, so that checkpoints add a quarter to the size; when an
// eighth of the budget is in one segment, so that a drop is no landslide; and
// when the keys came in another order, which changes do not tell.
func (l *Log) append(e Event) {
	size := eventSize + len(e.Note) + len(e.Raw)
	for _, c := range e.Changes {
		size += changeSize + len(c.Path) + len(c.New.Literal())
	}
	base := segmentSize + l.data.Size()
	full := mapsPerCheckpoint * max(base, 16*eventSize)
	if l.budget > 0 {
		full = min(full, max(l.budget/8-base, 0))
	}
	if n := len(l.segments); n > 0 {
		s := l.segments[n-1]
		if !e.Reordered && s.grown+size <= full {
			if n := len(s.events); n == cap(s.events) { // by a quarter: what a session that ends has left over stays
				s.events = append(make([]Event, 0, n+n/4+4), s.events...)
			}
			s.events = append(s.events, e)
			s.size, s.grown, l.size = s.size+size, s.grown+size, l.size+size
			return
		}
		s.events = slices.Clone(s.events) // there will be no more, and no room is wanted for them
	}
	l.segments = append(l.segments, &segment{base: l.data, events: []Event{e}, size: base + size})
	l.size += base + size
}

// Size returns about how many bytes of memory the log takes.
func (l *Log) Size() int { return l.size }

// Shrink drops and counts the oldest checkpoints, with the events up to the next
// one, until the log takes about size bytes. The newest checkpoint stays.
func (l *Log) Shrink(size int) {
	n := 0
	for l.size > size && n < len(l.segments)-1 {
		l.size -= l.segments[n].size
		l.dropped += len(l.segments[n].events)
		n++
	}
	if n == 0 {
		return
	}
	l.segments = append([]*segment(nil), l.segments[n:]...)
	l.keys = l.keys.from(l.dropped + 1)
}

// from returns a copy without the events before first.
func (p *postings) from(first int) *postings {
	kept := &postings{byKey: map[string]*posting{}}
	for key, post := range p.byKey {
		if i := sort.SearchInts(post.events, first); i < len(post.events) {
			key = strings.Clone(key)
			kept.byKey[key] = &posting{key, slices.Clone(post.events[i:]), post.value, post.twice}
		}
	}
	return kept
}

// View returns what the log holds now; later appends do not change it. It is
// called by the goroutine that appends.
func (l *Log) View() View {
	if len(l.segments) == 0 {
		return View{}
	}
	tail := *l.segments[len(l.segments)-1]
	return View{l.segments[:len(l.segments)-1], tail, l.last, l.dropped, l.size, l.data, l.keys}
}
