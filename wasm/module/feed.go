//go:build js && wasm

package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"syscall/js"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/events"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/promise"
	"github.com/keytrail/keytrail/app/rawjson"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/tabs"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
	"github.com/keytrail/keytrail/app/wire"
	"github.com/keytrail/keytrail/app/wire/fetch"
)

// A feed is one tracker, and who listens to it.
type feed struct {
	*tracker.Tracker
	stop   context.CancelFunc
	writes int  // that were asked for, as the book numbers them
	file   bool // nothing is told before all of it was read
}

// start begins a feed with a command and returns its number; beside runs beside it.
func (m *module) start(listener js.Value, o link.Options, beside func(context.Context, *feed), first tracker.Command) any {
	turn := promise.NewTurn()
	ctx, stop := context.WithCancel(context.Background())
	f := &feed{Tracker: tracker.New(tracker.Options{Link: o, Breathe: turn.Wait}), stop: stop}
	_, f.file = first.(tracker.Open)
	m.last++
	m.feeds[m.last] = f
	news := make(chan struct{}, 1)
	f.Watch(func() {
		select {
		case news <- struct{}{}:
		default: // the state before is still to be told
		}
	})
	done := make(chan struct{})
	f.Do(first)
	m.running.Go(func() {
		f.Run(ctx)
		close(done)
	})
	if beside != nil {
		m.running.Go(func() { beside(ctx, f) })
	}
	m.running.Go(func() {
		f.tell(news, done, listener)
		turn.Close()
		listener.Invoke("closed", "")
	})
	return m.last
}

// tell hands events to the listener until the tracker has ended.
func (f *feed) tell(news, done <-chan struct{}, listener js.Value) {
	var teller events.Teller
	for {
		select {
		case <-done:
			return
		case <-news:
		}
		s := f.State()
		if f.reading(s) {
			continue
		}
		if list := teller.Tell(s); list != nil {
			listener.Invoke("events", string(list))
		}
		if f.file {
			listener.Invoke("opened", string(opened(s.Opening)))
			<-done
			return
		}
	}
}

// opened says what became of a file.
func opened(o *tracker.Opening) []byte {
	var text rawjson.Object
	text.Text("understood", o.Understood)
	if o.Err != nil {
		text.Text("error", o.Err.Error())
	}
	var problems []string
	for _, f := range o.Fixes {
		problems = append(problems, fmt.Sprintf("line %d: repaired: %s", f.Line, f.Why))
	}
	for _, p := range o.Problems {
		problems = append(problems, p.Text)
	}
	text.Raw("problems", rawjson.List(problems, rawjson.Quoted))
	return text.End()
}

// connect takes a profile, whose fields the script has checked, and a listener.
func (m *module) connect(args []js.Value) any {
	given := args[0]
	text := func(name string) string { return given.Get(name).String() }
	p := settings.Profile{BaseURL: strings.TrimSpace(text("url")), User: text("user"), StartSession: given.Get("startSession").Bool(), ChannelID: text("channelId")}
	for i := range given.Get("channels").Length() {
		p.Channels = append(p.Channels, given.Get("channels").Index(i).String())
	}
	secret := link.Credentials{Password: text("password"), Token: text("token")}
	switch {
	case secret.Token != "":
		p.Auth = settings.Bearer
	case p.User != "":
		p.Auth = settings.Basic
	}
	if p.BaseURL == settings.Simulator {
		return failure("profile", "url: the simulator is started with simulate.")
	}
	if problem := settings.AddressProblem(p.BaseURL); problem != "" {
		return failure("profile", "url: "+problem)
	}
	if strings.TrimRight(p.BaseURL, "/") == origin() {
		p.BaseURL = "" // as it is called where the poll is shared
	}
	o := link.Options{Dial: dial, Share: share, Repeats: true}
	return m.start(args[1], o, doubtful(p.BaseURL), tracker.Connect{Profile: p, Credentials: secret})
}

// origin is that of the page, "" outside of browsers.
func origin() string {
	if location := js.Global().Get("location"); location.Truthy() {
		return location.Get("origin").String()
	}
	return ""
}

// dial reaches a server by fetch. Outside of browsers nobody else keeps its cookies.
func dial(p settings.Profile) (wire.Transport, error) {
	t := &fetch.Transport{Base: cmp.Or(p.BaseURL, origin())}
	if origin() != "" {
		return t, nil
	}
	return &wire.Jar{Transport: t}, nil
}

// doubtful has a feed look at the requests to a server that the browser seems to
// have sent twice. Outside of browsers nothing shows that.
func doubtful(base string) func(context.Context, *feed) {
	if origin() == "" {
		return nil
	}
	base = cmp.Or(base, origin())
	return func(ctx context.Context, f *feed) {
		stop := fetch.WatchRepeats(func(url string, made, sent time.Time) {
			if strings.HasPrefix(url, base) {
				f.Do(tracker.Doubt{URL: url, Since: made, Sent: sent})
			}
		})
		<-ctx.Done()
		stop()
	}
}

// share joins the tabs, whether it is this program that runs there or our page.
func share(name string, listen func([]byte)) link.Commons { return tabs.Join(name, listen) }

// simulate takes options of the simulator and a listener.
func (m *module) simulate(args []js.Value) any {
	given := args[0]
	o := sim.Options{
		Sessions: given.Get("sessions").Int(), Keys: given.Get("keys").Int(), Rate: given.Get("rate").Float(),
		Seed: uint64(given.Get("seed").Int()), Quiet: given.Get("quiet").Bool(),
	}
	for i := range given.Get("misbehave").Length() {
		way := given.Get("misbehave").Index(i).String()
		if !slices.Contains(sim.Misbehaviours(), way) {
			return failure("options", "misbehave: the ways are "+strings.Join(sim.Misbehaviours(), ", "))
		}
		o.Misbehave = append(o.Misbehave, way)
	}
	s := sim.New(o)
	dial := func(settings.Profile) (wire.Transport, error) { return &wire.Jar{Transport: s}, nil }
	return m.start(args[1], link.Options{Dial: dial}, func(ctx context.Context, _ *feed) { _ = s.Run(ctx) },
		tracker.Connect{Profile: settings.Profile{BaseURL: settings.Simulator}})
}

// open takes a Blob, its name, and a listener.
func (m *module) open(args []js.Value) any {
	size := args[0].Get("size").Int()
	return m.start(args[2], link.Options{}, nil, tracker.Open{Name: args[1].String(), Reader: &blob{file: args[0], size: size}, Size: int64(size)})
}

// A blob reads a Blob of the browser slice by slice.
type blob struct {
	file     js.Value
	at, size int
	held     []byte
}

const slice = 1 << 20

func (b *blob) Read(p []byte) (int, error) {
	if len(b.held) == 0 {
		if b.at >= b.size {
			return 0, io.EOF
		}
		to := min(b.at+slice, b.size)
		buffer, err := promise.Await(b.file.Call("slice", b.at, to).Call("arrayBuffer"))
		if err != nil {
			return 0, err
		}
		b.held = make([]byte, to-b.at)
		js.CopyBytesToGo(b.held, js.Global().Get("Uint8Array").New(buffer))
		b.at = to
	}
	n := copy(p, b.held)
	b.held = b.held[n:]
	return n, nil
}

// The functions below first take the number of a feed, which the script never
// gives once the feed was stopped.

func (m *module) feed(args []js.Value) *feed { return m.feeds[args[0].Int()] }

// suspend says goodbye while the page may be going away.
func (m *module) suspend(args []js.Value) any {
	m.feed(args).Do(tracker.Suspend{})
	return nil
}

// wake tries at once, since the page or the network has come back. Where a person
// has to act it leaves the link alone, since haste may lock an account; a page that
// was suspended is offline.
func (m *module) wake(args []js.Value) any {
	switch f := m.feed(args); f.State().Link.State {
	case link.Reconnecting, link.Connected, link.Slow, link.Offline:
		f.Do(tracker.RetryNow{})
	}
	return nil
}

// sessions returns all sessions as JSON.
func (m *module) sessions(args []js.Value) any {
	return string(rawjson.List(m.feed(args).shown(), events.Session))
}

// shown are the sessions that were told of.
func (f *feed) shown() []*book.Session {
	s := f.State()
	if f.reading(s) {
		return nil
	}
	return s.Sessions
}

// reading reports whether a file is not read yet.
func (f *feed) reading(s *tracker.State) bool {
	return f.file && (s.Opening == nil || !s.Opening.Done)
}

// data returns the userData of a session as JSON.
func (m *module) data(args []js.Value) any {
	x := m.session(args)
	if x == nil {
		return failed(link.ErrNoSession)
	}
	return string(x.Data.Bytes())
}

func (m *module) session(args []js.Value) *book.Session {
	for _, x := range m.feed(args).shown() {
		if x.ID == args[1].String() {
			return x
		}
	}
	return nil
}

// operate takes the id of a session, an operation, and its userData as JSON, or a
// list of keys. It returns the number of the write.
func (m *module) operate(args []js.Value) any {
	f := m.feed(args)
	if m.session(args) == nil {
		return failed(link.ErrNoSession)
	}
	c := tracker.Operate{Session: args[1].String(), Operation: args[2].String()}
	if what := args[3]; what.Type() == js.TypeString {
		data, err := userdata.Parse([]byte(what.String()))
		if err != nil {
			return failure("json", notJSON(err).Error())
		}
		c.Data = data
	} else {
		c.Keys = []string{}
		for i := range what.Length() {
			c.Keys = append(c.Keys, what.Index(i).String())
		}
	}
	f.Do(c)
	f.writes++
	return f.writes
}

// stop ends a feed; its listener is told when nothing of it is left.
func (m *module) stop(args []js.Value) any {
	m.feed(args).stop()
	delete(m.feeds, args[0].Int())
	return nil
}
