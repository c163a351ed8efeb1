package ui

import (
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/book"
)

// A watch is a key that somebody keeps an eye on.
type watch struct {
	key  string
	stop bool   // a change freezes the view at its event
	cond string // only one that meets this, in the language of the filter; "" for any
}

// freshWatch is how long a changed watch stands out.
const freshWatch = 10 * time.Second

// A watcher follows the watched keys through all sessions.
type watcher struct {
	news int  // changes since the page was in sight
	away bool // the page is not in sight
}

// look takes in the events that came since it was called last: it counts
// changes of watched keys, and freezes the view, not the recording, at the
// first one that somebody wants to stop at. The live record goes on beside a
// file, and so does the watch.
func (m *model) look() {
	m.lookAt(m.state.Sessions, m.upto, "")
	if live, ok := m.away[m.liveBook]; ok {
		m.lookAt(m.state.Beside, live.upto, " of the live record")
	}
}

func (m *model) lookAt(sessions []*book.Session, upto map[string]int, of string) {
	for _, x := range sessions {
		last := x.History.Last()
		from, known := upto[x.ID]
		upto[x.ID] = last
		if !known || from >= last {
			continue
		}
		for i := range m.view.watches {
			m.notice(x, &m.view.watches[i], from, of)
		}
	}
}

// notice tells about the changes of a watched key after event from, and stops
// at the first one that somebody wants to stop at. of names the book of what is
// not on the screen.
func (m *model) notice(x *book.Session, w *watch, from int, of string) {
	any := watch{key: w.key}
	first := m.firstHit(x, &any, from)
	if first == 0 {
		return
	}
	where := "session " + tail(x.ID, 4) + of
	m.watcher.news += index01(m.watcher.away)
	if m.view.desktop && m.watcher.away {
		m.want(effect{do: notify, text: "A watched key changed in " + where + ": " + short(w.key)})
	}
	if m.view.sound {
		m.want(effect{do: beep})
	}
	m.tellWatched("Watched key "+short(w.key)+" changed in "+where+", event "+itoa(first), m.view.atOnce)
	if of != "" || !w.stop || x.ID != m.view.session || !m.view.live() {
		return
	}
	if n := m.firstHit(x, w, from); n > 0 {
		m.stopPlaying()
		m.view.at, m.view.broke = n, *w
		m.compose()
		m.say("Stopped: " + m.brokeText())
	}
}

// brokeText says why the view stopped.
func (m *model) brokeText() string {
	b := &m.view.broke
	text := short(b.key) + " changed in event " + itoa(m.view.at)
	if b.cond != "" {
		text += " and meets " + b.cond
	}
	return text
}

// toggleWatch begins or ends to watch a key.
func (m *model) toggleWatch(key string) {
	v := &m.view
	if i := v.watching(key); i >= 0 {
		v.watches = slices.Delete(slices.Clone(v.watches), i, i+1)
		m.say("No longer watching " + short(key))
	} else {
		v.watches = append(v.watches[:len(v.watches):len(v.watches)], watch{key: key})
		m.say("Watching " + short(key))
	}
	m.keep()
	m.recompose()
	m.writeTexts()
	m.touch(draftPart)
}

// toggleStop makes a change of a watched key freeze the view, or not.
func (m *model) toggleStop(i int) {
	if i < 0 || i >= len(m.view.watches) {
		return
	}
	w := slices.Clone(m.view.watches)
	w[i].stop = !w[i].stop
	m.view.watches = w
	m.keep()
	m.recompose()
	m.touch(draftPart)
}

// togglePin puts a key on top of the table, or takes it off there.
func (m *model) togglePin(key string) {
	v := &m.view
	if i := slices.Index(v.pins, key); i >= 0 {
		v.pins = slices.Delete(slices.Clone(v.pins), i, i+1)
		m.say("Unpinned " + short(key))
	} else {
		v.pins = append(v.pins[:len(v.pins):len(v.pins)], key)
		m.say("Pinned " + short(key))
	}
	v.order = nil
	m.keep()
	m.recompose()
}

// insight says whether the page can be seen; what is seen is no news.
func (m *model) insight(visible bool) {
	m.watcher.away = !visible
	if visible {
		m.watcher.news = 0
	}
}

// title is the document's: how many watched changes nobody has seen yet.
func (m *model) title() string {
	if n := m.watcher.news; n > 0 {
		return "(" + itoa(n) + ") Keytrail"
	}
	return "Keytrail"
}
