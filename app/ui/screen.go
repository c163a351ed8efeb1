package ui

import (
	"context"
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/browser"
	"github.com/keytrail/keytrail/app/ui/connect"
	"github.com/keytrail/keytrail/app/ui/detail"
	"github.com/keytrail/keytrail/app/ui/dialogs"
	"github.com/keytrail/keytrail/app/ui/forms"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/table"
	"github.com/keytrail/keytrail/app/ui/timeline"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/ui/writing"
)

// screen is the whole page. It has the handlers of all events but those that
// doc.go names: elements say in their data attributes what they stand for, so
// nothing that is drawn can hold on to an outdated closure.
type screen struct {
	app.Compo

	src     Source
	m       *page.Model
	waker   waker
	soon    func(func())  // has something done in the UI goroutine
	show    func()        // has the page drawn
	framing bool          // it will be with the next frame
	pressed string        // the key that was a command last, until another one is pressed
	drags   bool          // something of the page itself is dragged
	down    [2]int        // where the pointer was pressed last
	painted time.Time     // when the newest state was drawn
	acted   time.Time     // when a person last pressed a key, zero if that was a command
	held    *time.Timer   // wakes what yields to a person
	address string        // the fragment that was written last
	stands  string        // the one that stands in the browser's address, as far as the page knows
	stops   []func()      // end what the screen hears
	drag    func()        // ends the drag that is under way, nil for none
	done    chan struct{} // closed when the pump has returned
	end     context.CancelFunc
}

func (s *screen) Render() (ui app.UI) {
	m := s.m
	defer html.RescueRender(&ui, "page")
	v := m.Sights()
	return html.El("div", "screen",
		&topBar{Model: m, Sight: v.Top},
		&sessionList{Model: m, Sight: v.Rail},
		html.El("main", "table", &table.Head{Model: m, Sight: v.Head}, &table.FilterBar{Model: m, Sight: v.Grid},
			&table.WatchStrip{Model: m, Sight: v.Grid}, &forms.SignIn{Model: m, Sight: v.SignIn}, &table.Grid{Model: m, Sight: v.Grid}),
		html.El("aside", "detail",
			detail.WayBack(m),
			&forms.SidePanel{Model: m, Sight: v.Side},
			&detail.ProofList{Model: m, Sight: v.Proofs},
			&detail.Inspector{Model: m, Sight: v.Inspector},
		).Attr("id", "detail").Aria("label", "Inspector").TabIndex(-1).DataSet("pane", string(scene.DetailPane)).DataSet("shows", m.View.Slot()),
		&timeline.Timeline{Model: m, Sight: v.Timeline},
		&boardView{Model: m, Sight: v.Board},
		&footer{Model: m, Sight: v.Foot},
		parts.Edge(s.m, "rail", "edge edge--rail"), parts.Edge(s.m, "detail", "edge edge--detail"), parts.Edge(s.m, "time", "edge edge--time"),
		s.panes(),
		&noticeArea{Model: m, Sight: v.Notices},
		&dialogs.Help{Early: m.Early, Built: m.Built},
		&dialogs.Pickers{Model: m, Sight: v.Dialogs},
		&dialogs.Export{Model: m, Sight: v.Dialogs},
		dropTarget(),
	).DataSet("lens", scene.Lenses[m.View.Lens].Name).DataSet("density", m.View.Density).
		DataSet("show", string(m.View.Pane)).DataSet("mode", s.mode()).DataSet("panel", s.side()).DataSet("production", m.Production()).
		DataSet("folded", s.m.FoldedPanes()).DataSet("board", m.BoardMode()).
		On("pointerdown", s.onPointerDown).On("dblclick", s.onDoubleClick).On("click", s.onClick).On("change", s.onChange).
		On("submit", s.onSubmit).On("contextmenu", s.onContextMenu)
}

func (s *screen) mode() string { return wording.Either(s.m.View.Live(), "live", "review") }

// side says whether the column beside the table has something to show, where
// it covers the table.
func (s *screen) side() string {
	v := &s.m.View
	if v.Closes() || v.Pane == scene.DetailPane {
		return "open"
	}
	return "closed"
}

// panes is the row of tabs of a small screen.
func (s *screen) panes() app.UI {
	items := make([]app.UI, 0, 4)
	for _, p := range [...]struct {
		pane scene.Pane
		name string
	}{{scene.SessionsPane, "Sessions"}, {scene.DataPane, "Data"}, {scene.DetailPane, "Details"}, {scene.TimelinePane, "Timeline"}} {
		items = append(items, html.TextButton("panes-item", "pane", string(p.pane), p.name).Aria("pressed", html.Bool(s.m.View.Pane == p.pane)))
	}
	return html.El("nav", "panes", items...).Aria("label", "Panes")
}

// OnMount begins to follow the source.
func (s *screen) OnMount(ctx app.Context) {
	s.waker, s.done = newWaker(), make(chan struct{})
	s.held = time.AfterFunc(newsWait, func() { poke(s.waker.wake) })
	s.held.Stop()
	s.stops = []func(){s.follow()}
	s.listen()
	s.listenFiles()
	inner, end := context.WithCancel(ctx)
	beat, still := frames()
	s.end = end
	s.work(ctx)
	paint := func() { ctx.Dispatch(s.paint) }
	tick := func() { ctx.Dispatch(s.tick) }
	go func() {
		defer close(s.done)
		defer still()
		pump(inner, s.waker, paint, tick, beat.next)
	}()
	s.m.Redraw = func() { poke(s.waker.wake) }
	if s.src.State() != s.m.State {
		poke(s.waker.wake)
	}
	s.measure()
	s.m.Origin, s.m.Follows = browser.Origin(), app.Window().Get(browser.PickFile).Truthy()
	s.m.Writing.Templates = settings.ParseTemplates(browser.Recall(writing.TemplatesKey))
	s.m.Connect.Profiles, _ = settings.ParseProfiles(browser.Recall(connect.ProfilesKey))
	s.m.View.Theme = browser.StoredTheme()
	s.m.Want(stage.Effect{Do: stage.SetTheme, Text: s.m.View.Theme})
	s.m.Restore(browser.StoredView())
	s.follows()
	s.did(ctx)
	ctx.Defer(func(app.Context) {
		browser.SetReady()
		// The world is not told before the program lets the browser work.
		go func() {
			s.m.Breathe()
			s.soon(s.m.Complete)
		}()
	})
}

// follow has the page drawn after each new state, until stop is called: at once,
// but for the beginning and the end of polls, which are half of all states and
// would take a frame from what the next one brings.
func (s *screen) follow() (stop func()) {
	last := s.src.State()
	return s.src.Watch(func() {
		state := s.src.State()
		if scene.OnlyTraffic(last, state) {
			poke(s.waker.later)
		} else {
			poke(s.waker.wake)
		}
		last = state
	})
}

// OnDismount stops following and waits until nothing of it is left.
func (s *screen) OnDismount() {
	for _, stop := range s.stops {
		stop()
	}
	s.held.Stop()
	s.end()
	<-s.done
}

// OnResize is called when the window has another size.
func (s *screen) OnResize(app.Context) {
	defer s.m.Rescue("resizing the window")
	s.measure()
}

// measure takes in what the layout depends on.
func (s *screen) measure() {
	narrow, still := browser.IsNarrow(), browser.Matches(browser.StillMedia)
	if class := scene.ClassOfWindow(browser.WindowRem()); class != s.m.Window {
		s.m.Window = class
		s.m.Want(s.m.Resized())
		s.m.Deeds++
	}
	if narrow != s.m.Narrow || still != s.m.Still {
		s.m.Narrow, s.m.Still = narrow, still
		s.m.Deeds++
	}
	s.m.Want(stage.Effect{Do: stage.CloseModal, Target: "#menu"}) // it stood beside what is elsewhere now
}

func (s *screen) paint(ctx app.Context) {
	defer s.m.Rescue("drawing what arrived")
	state, now := s.src.State(), time.Now()
	if s.unhurried(state, now) {
		return
	}
	if d := s.yields(now); d > 0 {
		s.held.Reset(d)
		return
	}
	s.painted = now
	s.m.Draw(state, s.src.Now())
	s.perform(ctx)
}

// takeNews has what arrived drawn with the answer to a key, where it has waited nearly
// as long as it may: by itself it would hold up the next key.
func (s *screen) takeNews(now time.Time) {
	if state := s.src.State(); state != s.m.State && now.Sub(s.painted) >= newsWait-hands && !s.unhurried(state, now) {
		s.painted = now
		s.m.Draw(state, s.src.Now())
	}
}

func (s *screen) tick(ctx app.Context) {
	defer s.m.Rescue("telling the time")
	if d := s.yields(time.Now()); d > 0 {
		s.held.Reset(d) // what is drawn then is of that time
		return
	}
	s.m.Tick(s.src.Now())
	s.perform(ctx)
}

// did shows what a person, or a job of the page, has changed.
func (s *screen) did(ctx app.Context) {
	s.deed()
	s.perform(ctx)
}

// deed notes that a person, or a job of the page, has changed something.
func (s *screen) deed() {
	s.m.Deeds++
	if app.IsClient {
		s.m.Modal = browser.Element("dialog[open]").Truthy()
	}
	for _, e := range s.m.Effects {
		s.m.Modal = s.m.Modal || e.Do == stage.ShowModal || e.Do == stage.ShowMenu
	}
}

// perform has the browser do what the model asked for, once the page is drawn.
func (s *screen) perform(ctx app.Context) {
	s.maskCopies()
	was := havens()
	effects := append(s.m.Effects, stage.Effect{Do: stage.SetValue, Target: "#scrubber", Text: strconv.Itoa(s.m.Scene.At)})
	s.m.Effects = nil
	effects = append(effects, stage.Effect{Do: stage.SetTitle, Text: s.m.Title()})
	place := s.m.Fragment()
	ctx.Defer(func(app.Context) {
		defer s.m.Rescue("updating the page")
		for _, f := range s.m.Drawn {
			f()
		}
		for _, e := range effects {
			if e.Do == stage.CopyText {
				browser.Copy(e.Text, func(ok bool) { s.soon(func() { s.m.Copied(e, ok) }) })
				continue
			}
			if e.Do == stage.ChooseLog {
				s.chooseLog()
				continue
			}
			run(e)
		}
		s.setAddress(place)
		browser.Refocus(was)
	})
	browser.DrawNow(ctx)
}

// follows goes to where the address leads.
func (s *screen) follows() {
	s.stands = browser.Fragment()
	s.m.Follow(s.stands)
}

// setAddress writes the fragment of the address, when the place has changed and not
// otherwise. Where a person, or the browser's way back, has just moved the address,
// the page is told a moment later, and goes there.
func (s *screen) setAddress(place string) {
	if place == s.address || browser.Fragment() != s.stands {
		return
	}
	browser.SetFragment(place)
	s.address, s.stands = place, browser.Fragment()
}

func (s *screen) onClick(ctx app.Context, e app.Event) {
	defer s.m.Rescue("handling a click")
	t := e.Get("target")
	if b := browser.Closest(t, "[data-do]"); b.Truthy() {
		if browser.TextOf(b.Get("tagName")) == "TR" && pointOf(e) != s.down && browser.Selects() {
			return // the click ends the selecting of text
		}
		s.m.Act(browser.DataOf(b, "do"), browser.DataOf(b, "arg"))
	} else if row := browser.Closest(t, "tr[data-key]"); row.Truthy() {
		s.m.Act("row", strconv.Itoa(wording.Atoi(browser.AttrOf(row, "aria-rowindex"))-1))
	} else if row := browser.Closest(t, "tr[data-event]"); row.Truthy() {
		s.m.Act("event", browser.DataOf(row, "event"))
	} else {
		return
	}
	s.did(ctx)
}

// typed takes in what was typed or chosen in a field, or where the slider is.
func (s *screen) typed(t app.Value) {
	s.acted = time.Now()
	form := browser.FormOf(t)
	s.m.Typed(form, wording.Atoi(browser.DataOf(browser.Closest(t, "[data-row]"), "row")), browser.DataOf(t, "field"), browser.TextOf(t.Get("value")))
	s.takeNews(time.Now())
	if form != "filter" { // which changes the scene and nothing else
		s.deed()
	}
}

// onChange follows choices in browsers that report them as changes only.
func (s *screen) onChange(ctx app.Context, e app.Event) {
	t := e.Get("target")
	switch {
	case browser.TextOf(t.Get("tagName")) == "SELECT":
		defer s.m.Rescue("taking in a choice")
		s.typed(t)
		s.perform(ctx)
	case browser.TextOf(t.Get("type")) == "file":
		defer s.m.Rescue("opening a file")
		if files := t.Get("files"); files.Truthy() && files.Length() > 0 {
			if field := browser.DataOf(t, "field"); field == "profiles-file" {
				b := browser.NewBlob(files.Index(0))
				s.m.Connect.OpenProfiles(b, b.Size)
			} else {
				s.openFile(files.Index(0))
			}
		}
		t.Set("value", "") // so that the same file can be chosen again
	}
}

func (s *screen) onSubmit(ctx app.Context, e app.Event) {
	defer s.m.Rescue("sending a form")
	e.PreventDefault()
	s.m.Submit(browser.FormOf(e.Get("target")))
	s.did(ctx)
}

// onContextMenu selects what was pointed at and shows its menu in place of the
// browser's, which stays within reach of Shift.
func (s *screen) onContextMenu(ctx app.Context, e app.Event) {
	defer s.m.Rescue("opening a menu")
	t := e.Get("target")
	of := scene.Pane(browser.DataOf(browser.Closest(t, "[data-pane]"), "pane"))
	switch row := browser.Closest(t, "tr[data-key], tr[data-event], [data-session]"); {
	case !row.Truthy() || e.Get("shiftKey").Truthy() || browser.TakesText(t) || browser.DataOf(row, "do") != "" && of == scene.TimelinePane:
		return
	case of == scene.DataPane:
		s.m.Act("row", strconv.Itoa(wording.Atoi(browser.AttrOf(row, "aria-rowindex"))-1))
	case of == scene.TimelinePane:
		s.m.Act("event", browser.DataOf(row, "event"))
	case of == scene.SessionsPane:
		s.m.Act("session", browser.DataOf(row, "session"))
		s.m.View.Pane = scene.SessionsPane
	}
	if s.m.OpenMenu(of, strconv.Itoa(e.Get("clientX").Int())+" "+strconv.Itoa(e.Get("clientY").Int())) {
		e.PreventDefault()
	}
	s.did(ctx)
}

// answers has the model answer a key, and reports whether it did. A key that has led
// into a field and is still held down is not typed there.
func (s *screen) answers(e app.Event) bool {
	if e.Get("isComposing").Truthy() {
		return false // the key is for the input method
	}
	k := keypressOf(e)
	if e.Get("repeat").Truthy() && k.Typing && k.Key == s.pressed {
		e.PreventDefault()
		return false
	}
	s.pressed = ""
	s.acted = time.Now() // before the model is asked: a command takes it back
	if !s.m.Press(k) {
		return false
	}
	if !k.Typing {
		s.pressed = k.Key
	}
	e.PreventDefault()
	return true
}
