//go:build js && wasm

package main

import (
	"context"

	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/wire"
	"github.com/keytrail/keytrail/app/wire/inspected"
)

// watch is the command to watch the page that the developer tools inspect.
func watch(page *inspected.Page) tracker.Watch {
	kinds := map[string]tracker.SeenKind{"entry": tracker.SeenEntry, "lost": tracker.SeenLost, "page": tracker.SeenPage, "begun": tracker.SeenBefore}
	return tracker.Watch{
		Next: func(ctx context.Context) ([]tracker.Seen, error) {
			pieces, err := page.Next()
			if err != nil {
				return nil, err
			}
			seen := make([]tracker.Seen, len(pieces))
			for i, p := range pieces {
				seen[i] = tracker.Seen{Kind: kinds[p.Kind], Text: p.Text}
			}
			return seen, ctx.Err()
		},
		Others: page.Others,
		Page:   func(origin string) wire.Transport { return page.At(origin) },
	}
}
