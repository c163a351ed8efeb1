//go:build js && wasm

// Command recorder is a page with a recording and nothing else, for tests that
// end it in unkind ways. It leaves what it knows in variables of the page: left
// is what it has found, acks what it has appended, and stopped why it ended.
package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"syscall/js"
	"time"

	"github.com/keytrail/keytrail/app/recorder"
	"github.com/keytrail/keytrail/app/recorder/store"
)

func main() {
	js.Global().Set("acks", []any{})
	query, err := url.ParseQuery(strings.TrimPrefix(js.Global().Get("location").Get("search").String(), "?"))
	if err == nil {
		err = visit(context.Background(), query)
	}
	js.Global().Set("full", errors.Is(err, store.ErrFull))
	js.Global().Set("stopped", fmt.Sprint(err))
	select {} // whatever the browser has yet to answer finds somebody
}

// visit looks at what is there. Then it deletes everything, or appends chunks of
// about a size until that fails.
func visit(ctx context.Context, query url.Values) error {
	s, err := store.Open(ctx)
	if err != nil {
		return err
	}
	if err := find(ctx, s); err != nil {
		return err
	}
	if query.Has("forget") {
		return s.DeleteAll(ctx)
	}
	if size, err := strconv.Atoi(query.Get("record")); err == nil {
		return record(ctx, s, size)
	}
	return nil
}

// A found recording is one that an earlier visit has left, with the numbers
// that its chunks begin with.
type found struct {
	recorder.Recording
	Numbers []int
}

func find(ctx context.Context, s *store.Store) error {
	list, err := s.List(ctx)
	if err != nil {
		return err
	}
	left := make([]found, len(list))
	for i, r := range list {
		left[i].Recording = r
		err := s.Read(ctx, r.ID, func(chunk []byte) error {
			number, _, _ := strings.Cut(string(chunk), "\n")
			n, err := strconv.Atoi(number)
			left[i].Numbers = append(left[i].Numbers, n)
			return err
		})
		if err != nil {
			return err
		}
	}
	text, err := json.Marshal(left)
	js.Global().Set("left", string(text))
	return err
}

// record appends 200 chunks a second, each on its own: what is slow must not
// lower the rate, unless so many are under way that the browser would never come to
// what another tab asks for.
func record(ctx context.Context, s *store.Store, size int) error {
	recording, err := s.Begin(ctx, "to be cut", time.Now(), time.Time{})
	if err != nil {
		return err
	}
	tick := time.NewTicker(time.Second / 200)
	defer tick.Stop()
	failed := make(chan error, 1)
	underWay := make(chan struct{}, 100)
	var appends sync.WaitGroup
	defer appends.Wait()
	for n := 0; ; n++ {
		select {
		case err := <-failed:
			return err
		case <-tick.C:
		}
		underWay <- struct{}{}
		appends.Go(func() {
			defer func() { <-underWay }()
			if err := s.Append(ctx, recording, chunk(n, size)); err != nil {
				select {
				case failed <- err:
				default: // the first is enough
				}
				return
			}
			js.Global().Get("acks").Call("push", []any{n, js.Global().Get("Date").Call("now")})
		})
	}
}

// chunk begins with its number. The rest is noise: browsers compress.
func chunk(n, size int) []byte {
	b := fmt.Appendf(nil, "%d\n", n)
	for len(b) < size {
		b = binary.LittleEndian.AppendUint64(b, rand.Uint64())
	}
	return b
}
