package link_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/wire"
)

// A rig is a Link and the goroutine that owns it, inside a synctest bubble.
type rig struct {
	t    *testing.T
	ctx  context.Context
	work chan func()
	book *book.Book
	link *link.Link
}

// connected runs f with a Link that was connected through a transport.
func connected(t *testing.T, through wire.Transport, f func(r rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var spawned, owner sync.WaitGroup
		r := rig{t: t, ctx: ctx, work: make(chan func(), 1000), book: book.New(book.Options{})}
		r.link = link.New(
			link.Options{Dial: func(settings.Profile) (wire.Transport, error) { return through, nil }},
			link.Host{Post: r.post, Spawn: spawned.Go, Room: func(context.Context) {}, Now: time.Now})
		owner.Go(func() {
			for f := range r.work {
				f()
			}
		})
		r.connect()
		f(r)
		cancel()
		spawned.Wait()
		close(r.work)
		owner.Wait()
	})
}

// post has the owner run f.
func (r rig) post(f func()) { r.work <- f }

func (r rig) connect() {
	r.post(func() {
		r.link.Connect(r.ctx, settings.Profile{BaseURL: "https://gws.example.com"}, link.Credentials{}, r.book)
	})
}

// settle returns how the connection stands after a while.
func (r rig) settle(d time.Duration) link.Status {
	time.Sleep(d)
	synctest.Wait()
	status := make(chan link.Status, 1)
	r.post(func() { status <- r.link.Status() })
	return <-status
}
