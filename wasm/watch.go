//go:build js && wasm

package main

import (
	"context"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/wire"
	"github.com/keytrail/keytrail/app/wire/inspected"
)

// watch is the command to watch the page that the developer tools inspect.
func watch(page *inspected.Page) tracker.Watch {
	kinds := map[string]link.SeenKind{"entry": link.SeenEntry, "lost": link.SeenLost, "page": link.SeenPage, "begun": link.SeenBefore}
	return tracker.Watch{Page: link.Page{
		Next: func(ctx context.Context) ([]link.Seen, error) {
			pieces, err := page.Next()
			if err != nil {
				return nil, err
			}
			seen := make([]link.Seen, len(pieces))
			for i, p := range pieces {
				seen[i] = link.Seen{Kind: kinds[p.Kind], Text: p.Text}
			}
			return seen, ctx.Err()
		},
		Others: page.Others,
		At:     func(origin string) wire.Transport { return page.At(origin) },
	}}
}
