package stage

import (
	"slices"
	"strconv"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// FreshWatch is how long a changed watch stands out.
const FreshWatch = 10 * time.Second

// A Watcher follows the watched keys through all sessions.
type Watcher struct {
	news int  // changes since the page was in sight
	away bool // the page is not in sight
}

// LookAt takes in the events that came since upto: it counts changes of watched
// keys, and freezes the view, not the recording, at the first one that somebody
// wants to stop at. of names the book of what is not on the screen.
func (m *Stage) LookAt(sessions []*book.Session, upto map[string]int, of string) {
	for _, x := range sessions {
		last := x.History.Last()
		from, known := upto[x.ID]
		if known && from >= last {
			continue
		}
		if upto[x.ID] = last; !known {
			continue
		}
		for i := range m.View.Watches {
			m.notice(x, &m.View.Watches[i], from, of)
		}
	}
}

// notice tells about the changes of a watched key after event from, and stops
// at the first one that somebody wants to stop at. of names the book of what is
// not on the screen.
func (m *Stage) notice(x *book.Session, w *scene.Watch, from int, of string) {
	any := scene.Watch{Key: w.Key}
	first := m.firstHit(x, &any, from)
	if first == 0 {
		return
	}
	where := "session " + wording.Tail(x.Number(), 4) + of
	m.Watcher.news += scene.OneIf(m.Watcher.away)
	if m.View.Desktop && m.Watcher.away {
		m.Want(Effect{Do: Notify, Text: "A watched key changed in " + where + ": " + wording.Short(w.Key)})
	}
	if m.View.Sound {
		m.Want(Effect{Do: Beep})
	}
	m.tellWatched("Watched key "+wording.Short(w.Key)+" changed in "+where+", event "+strconv.Itoa(first), m.View.AtOnce)
	if of != "" || !w.Stop || x.ID != m.View.Session || !m.View.Live() {
		return
	}
	if n := m.firstHit(x, w, from); n > 0 {
		m.StopPlaying()
		m.View.At, m.View.Broke = n, *w
		m.Compose()
		m.Say("Stopped: " + m.BrokeText())
	}
}

// BrokeText says why the view stopped.
func (m *Stage) BrokeText() string {
	b := &m.View.Broke
	text := wording.Short(b.Key) + " changed in event " + strconv.Itoa(m.View.At)
	if b.Cond != "" {
		text += " and meets " + b.Cond
	}
	return text
}

// ToggleWatch begins or ends to watch a key.
func (m *Stage) ToggleWatch(key string) {
	v := &m.View
	if i := v.Watching(key); i >= 0 {
		v.Watches = slices.Delete(slices.Clone(v.Watches), i, i+1)
		m.Say("No longer watching " + wording.Short(key))
	} else {
		v.Watches = append(v.Watches[:len(v.Watches):len(v.Watches)], scene.Watch{Key: key})
		m.Say("Watching " + wording.Short(key))
	}
	m.Keep()
	m.Compose()
	m.Fill()
}

// ToggleStop makes a change of a watched key freeze the view, or not.
func (m *Stage) ToggleStop(i int) {
	if i < 0 || i >= len(m.View.Watches) {
		return
	}
	w := slices.Clone(m.View.Watches)
	w[i].Stop = !w[i].Stop
	m.View.Watches = w
	m.Keep()
	m.Compose()
}

// TogglePin puts a key on top of the table, or takes it off there.
func (m *Stage) TogglePin(key string) {
	v := &m.View
	if i := slices.Index(v.Pins, key); i >= 0 {
		v.Pins = slices.Delete(slices.Clone(v.Pins), i, i+1)
		m.Say("Unpinned " + wording.Short(key))
	} else {
		v.Pins = append(v.Pins[:len(v.Pins):len(v.Pins)], key)
		m.Say("Pinned " + wording.Short(key))
	}
	v.Order = nil
	m.Keep()
	m.Compose()
}

// Insight says whether the page can be seen; what is seen is no news.
func (m *Stage) Insight(visible bool) {
	m.Watcher.away = !visible
	if visible {
		m.Watcher.news = 0
	}
}

// Title is the document's: how many watched changes nobody has seen yet.
func (m *Stage) Title() string {
	if n := m.Watcher.news; n > 0 {
		return "(" + strconv.Itoa(n) + ") Keytrail"
	}
	return "Keytrail"
}

// meets reports whether a watched key meets the watch's condition right after
// event e. A condition that cannot be read is met: better to stop too often.
func (m *Stage) meets(x *book.Session, w *scene.Watch, e history.Event) bool {
	q, err := w.Condition()
	if err != nil || len(q) == 0 {
		return true
	}
	known := m.Classes.Of(w.Key)
	r := query.RowAfter(x.History, e, w.Key, known.Class)
	r.Hidden = m.View.HidesRow(known.Hide, known.Class)
	return q.Sieve(x.History, &scene.Facts{Session: x, At: e.N, Now: e.Time, View: &m.View}).Passes(&r)
}

// firstHit returns the first event after from that changed a watched key and,
// where the watch has a condition and only asks for stops, met it; 0 for none.
func (m *Stage) firstHit(x *book.Session, w *scene.Watch, from int) int {
	numbers := x.History.Touching(w.Key)
	i, _ := slices.BinarySearch(numbers, from+1)
	for ; i < len(numbers); i++ {
		if e, ok := x.History.Event(numbers[i]); ok && !e.Brought() && m.meets(x, w, e) {
			return numbers[i]
		}
	}
	return 0
}

// StopWhen watches a key, has its changes stop the view, and asks under which
// condition.
func (m *Stage) StopWhen(key string) {
	v := &m.View
	if v.Watching(key) < 0 {
		m.ToggleWatch(key)
	}
	i := v.Watching(key)
	if !v.Watches[i].Stop {
		m.ToggleStop(i)
	}
	m.Show(scene.Subject{Panel: scene.WatchPanel})
	m.Focus(scene.ConditionField(i))
}

// SetCondition takes over what is typed as the condition of a watch. One that
// is there makes the watch stop.
func (m *Stage) SetCondition(i int, text string) {
	v := &m.View
	if i < 0 || i >= len(v.Watches) {
		return
	}
	v.Watches = slices.Clone(v.Watches)
	w := &v.Watches[i]
	w.Cond, w.Stop = text, w.Stop || text != ""
	m.Keep()
}
