//go:build js && wasm

package main

import (
	"context"

	"github.com/keytrail/keytrail/app/recorder"
	"github.com/keytrail/keytrail/app/recorder/store"
)

func openStore(ctx context.Context) (recorder.Keeper, error) {
	s, err := store.Open(ctx)
	if err != nil {
		return nil, err
	}
	return s, nil
}
