package ui

import (
	"context"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/settings"
)

// screen is the whole page. It has the handlers of all events but scrolling:
// elements say in their data attributes what they stand for, so nothing that
// is drawn can hold on to an outdated closure.
type screen struct {
	app.Compo

	src     Source
	m       *model
	waker   waker
	soon    func(func()) // has something done in the UI goroutine
	painted time.Time    // when the newest state was drawn
	acted   time.Time    // when a person last pressed a key, zero if that was a command
	held    *time.Timer  // wakes what yields to a person
	address string       // the fragment that was written last
	stop    func()
	drag    func()        // ends the drag that is under way, nil for none
	done    chan struct{} // closed when the pump has returned
	end     context.CancelFunc
}

func (s *screen) Render() (ui app.UI) {
	m := s.m
	defer m.rescueRender(&ui, "page")
	v := &m.version
	return el("div", "screen",
		&topBar{Model: m, Version: v[topPart]},
		&sessionList{Model: m, Version: v[railPart]},
		el("main", "table", &tableHead{Model: m, Version: v[headPart]}, &filterBar{Model: m, Version: v[gridPart]},
			&watchStrip{Model: m, Version: v[gridPart]}, &signIn{Model: m, Version: v[headPart] + v[draftPart]}, &grid{Model: m, Version: v[gridPart]}),
		el("aside", "detail",
			wayBack(m),
			&sidePanel{Model: m, Version: v[draftPart]},
			&proofList{Model: m, Version: v[proofPart]},
			&inspector{Model: m, Version: v[inspectorPart]},
		).Attr("id", "detail").Aria("label", "Inspector").TabIndex(-1).DataSet("pane", string(detailPane)).DataSet("shows", m.view.slot()),
		&timeline{Model: m, Version: v[timelinePart]},
		&footer{Model: m, Version: v[footPart]},
		s.m.edge("rail", "edge edge--rail"), s.m.edge("detail", "edge edge--detail"), s.m.edge("time", "edge edge--time"),
		s.panes(),
		&noticeArea{Model: m, Version: v[noticePart]},
		&helpDialog{Early: m.early, Built: m.built},
		&dialogs{Model: m, Version: v[dialogPart]},
		&exportDialog{Model: m, Version: v[exportPart]},
		dropTarget(),
	).DataSet("lens", lenses[m.view.lens].name).DataSet("density", m.view.density).
		DataSet("show", string(m.view.pane)).DataSet("mode", s.mode()).DataSet("panel", s.side()).DataSet("production", m.production()).
		DataSet("folded", s.m.foldedPanes()).
		On("pointerdown", s.onPointerDown).On("dblclick", s.onDoubleClick).On("click", s.onClick).On("input", s.onInput).On("change", s.onChange).
		On("keydown", s.onKeyDown).On("submit", s.onSubmit).On("contextmenu", s.onContextMenu)
}

func (s *screen) mode() string {
	if s.m.view.live() {
		return "live"
	}
	return "review"
}

// side says whether the column beside the table has something to show, where
// it covers the table.
func (s *screen) side() string {
	v := &s.m.view
	if v.closes() || v.pane == detailPane {
		return "open"
	}
	return "closed"
}

// panes is the row of tabs of a small screen.
func (s *screen) panes() app.UI {
	items := make([]app.UI, 0, 4)
	for _, p := range [...]struct {
		pane pane
		name string
	}{{sessionsPane, "Sessions"}, {dataPane, "Data"}, {detailPane, "Details"}, {timelinePane, "Timeline"}} {
		items = append(items, button("panes-item", "pane", string(p.pane), app.Text(p.name)).Aria("pressed", expanded(s.m.view.pane == p.pane)))
	}
	return el("nav", "panes", items...).Aria("label", "Panes")
}

// OnMount begins to follow the source.
func (s *screen) OnMount(ctx app.Context) {
	s.waker, s.done = newWaker(), make(chan struct{})
	s.held = time.AfterFunc(newsWait, func() { poke(s.waker.wake) })
	s.held.Stop()
	unwatch, deafen, refuse := s.follow(), s.listen(), s.listenFiles()
	s.stop = func() { unwatch(); deafen(); refuse() }
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
	s.m.redraw = func() { poke(s.waker.wake) }
	if s.src.State() != s.m.state {
		poke(s.waker.wake)
	}
	s.measure()
	s.m.origin, s.m.follows = pageOrigin(), app.Window().Get(pickFile).Truthy()
	s.m.templates = settings.ParseTemplates(recall(templatesKey))
	s.m.profiles, _ = settings.ParseProfiles(recall(profilesKey))
	s.m.view.theme = storedTheme()
	s.m.want(effect{do: setTheme, text: s.m.view.theme})
	s.m.restore(stored())
	s.m.follow(addressFragment())
	s.m.touch(topPart)
	s.settle(ctx)
	ctx.Defer(func(app.Context) {
		setReady()
		// The world is not told before the program lets the browser work.
		go func() {
			s.m.breathe()
			s.soon(s.m.complete)
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
		if onlyTraffic(last, state) {
			poke(s.waker.later)
		} else {
			poke(s.waker.wake)
		}
		last = state
	})
}

// OnDismount stops following and waits until nothing of it is left.
func (s *screen) OnDismount() {
	s.stop()
	s.held.Stop()
	s.end()
	<-s.done
}

// OnResize is called when the window has another size.
func (s *screen) OnResize(app.Context) {
	defer s.m.rescue("resizing the window")
	s.measure()
}

// measure takes in what the layout depends on.
func (s *screen) measure() {
	narrow, still := isNarrow(), matches(stillMedia)
	if class := classOfWindow(windowRem()); class != s.m.window {
		s.m.window = class
		s.m.want(s.m.resized())
		s.m.touch(gridPart, timelinePart, footPart)
	}
	if narrow != s.m.narrow || still != s.m.still {
		s.m.narrow, s.m.still = narrow, still
		s.m.touch(gridPart, timelinePart)
	}
}

func (s *screen) paint(ctx app.Context) {
	defer s.m.rescue("drawing what arrived")
	state, now := s.src.State(), time.Now()
	if s.unhurried(state, now) {
		return
	}
	if d := s.yields(now); d > 0 {
		s.held.Reset(d)
		return
	}
	s.painted = now
	s.m.draw(state, s.src.Now())
	s.settle(ctx)
}

func (s *screen) tick(ctx app.Context) {
	defer s.m.rescue("telling the time")
	s.m.tick(s.src.Now())
	s.settle(ctx)
}

// settle has the browser do what the model asked for, once the page is drawn.
func (s *screen) settle(ctx app.Context) {
	s.maskCopies()
	was := havens()
	effects := append(s.m.effects, effect{do: setValue, target: "#scrubber", text: itoa(s.m.scene.at)})
	s.m.effects = nil
	effects = append(effects, effect{do: setTitle, text: s.m.title()})
	// The address is written when the place has changed and not otherwise: it may
	// just have been moved by the browser's way back, of which the page is told
	// a moment later.
	if f := s.m.fragment(); f != s.address {
		s.address = f
		effects = append(effects, effect{do: setFragment, text: f})
	}
	ctx.Defer(func(app.Context) {
		defer s.m.rescue("updating the page")
		for _, f := range s.m.drawn {
			f()
		}
		for _, e := range effects {
			if e.do == copyText {
				copyOut(e.text, func(ok bool) { s.soon(func() { s.m.copied(e, ok) }) })
				continue
			}
			if e.do == chooseLog {
				s.chooseLog()
				continue
			}
			e.run()
		}
		refocus(was)
	})
	drawNow(ctx)
}

func (s *screen) onClick(ctx app.Context, e app.Event) {
	defer s.m.rescue("handling a click")
	t := e.Get("target")
	if b := closest(t, "[data-do]"); b.Truthy() {
		s.m.act(dataOf(b, "do"), dataOf(b, "arg"))
	} else if row := closest(t, "tr[data-key]"); row.Truthy() {
		s.m.act("row", itoa(atoi(attrOf(row, "aria-rowindex"))-1))
	} else if row := closest(t, "tr[data-event]"); row.Truthy() {
		s.m.act("event", dataOf(row, "event"))
	} else {
		return
	}
	s.settle(ctx)
}

// onInput follows what is typed and the slider.
func (s *screen) onInput(ctx app.Context, e app.Event) {
	defer s.m.rescue("handling input")
	s.acted = time.Now()
	t := e.Get("target")
	s.m.typed(formOf(t), atoi(dataOf(closest(t, "[data-row]"), "row")), dataOf(t, "field"), text(t.Get("value")))
	s.settle(ctx)
}

// onChange follows choices in browsers that report them as changes only.
func (s *screen) onChange(ctx app.Context, e app.Event) {
	t := e.Get("target")
	switch {
	case text(t.Get("tagName")) == "SELECT":
		s.onInput(ctx, e)
	case text(t.Get("type")) == "file":
		defer s.m.rescue("opening a file")
		if files := t.Get("files"); files.Truthy() && files.Length() > 0 {
			if field := dataOf(t, "field"); field == "profiles-file" {
				b := newBlob(files.Index(0))
				s.m.openProfiles(b, b.size)
			} else {
				s.openFile(files.Index(0))
			}
		}
		t.Set("value", "") // so that the same file can be chosen again
	}
}

func (s *screen) onSubmit(ctx app.Context, e app.Event) {
	defer s.m.rescue("sending a form")
	e.PreventDefault()
	s.m.submit(formOf(e.Get("target")))
	s.settle(ctx)
}

// onContextMenu selects what was pointed at and shows its menu in place of the
// browser's, which stays within reach of Shift.
func (s *screen) onContextMenu(ctx app.Context, e app.Event) {
	defer s.m.rescue("opening a menu")
	t := e.Get("target")
	of := pane(dataOf(closest(t, "[data-pane]"), "pane"))
	switch row := closest(t, "tr[data-key], tr[data-event], [data-session]"); {
	case !row.Truthy() || e.Get("shiftKey").Truthy() || takesText(t) || dataOf(row, "do") != "" && of == timelinePane:
		return
	case of == dataPane:
		s.m.act("row", itoa(atoi(attrOf(row, "aria-rowindex"))-1))
	case of == timelinePane:
		s.m.act("event", dataOf(row, "event"))
	case of == sessionsPane:
		s.m.act("session", dataOf(row, "session"))
		s.m.view.pane = sessionsPane
	}
	if s.m.openMenu(of, itoa(e.Get("clientX").Int())+" "+itoa(e.Get("clientY").Int())) {
		e.PreventDefault()
	}
	s.settle(ctx)
}

func (s *screen) onKeyDown(ctx app.Context, e app.Event) {
	defer s.m.rescue("handling a key")
	if s.answers(e) {
		s.settle(ctx)
	}
}

// answers has the model answer a key, and reports whether it did.
func (s *screen) answers(e app.Event) bool {
	if e.Get("isComposing").Truthy() {
		return false // the key is for the input method
	}
	s.acted = time.Now() // before the model is asked: a command takes it back
	if !s.m.press(keypressOf(e)) {
		return false
	}
	e.PreventDefault()
	return true
}
