//go:build js && wasm

package main

import (
	"context"

	"github.com/keytrail/keytrail/app/store"
	"github.com/keytrail/keytrail/app/ui"
)

// A keeper is a store as the page sees it.
type keeper struct{ *store.Store }

func keep(ctx context.Context) (ui.Keeper, error) {
	s, err := store.Open(ctx)
	if err != nil {
		return nil, err
	}
	return keeper{s}, nil
}

func (k keeper) List(ctx context.Context) ([]ui.Recording, error) {
	list, err := k.Store.List(ctx)
	out := make([]ui.Recording, len(list))
	for i, r := range list {
		out[i] = ui.Recording(r)
	}
	return out, err
}
