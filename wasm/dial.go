//go:build js && wasm

package main

import (
	"context"
	"strings"
	"sync"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/tabs"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/wire"
	"github.com/keytrail/keytrail/app/wire/fetch"
)

// dialer reaches the profiles' servers by fetch, and the simulator in the page.
// There is one simulator, so that coming back finds the sessions as they went on.
func dialer(options string) func(settings.Profile) (wire.Transport, error) {
	simulator := sync.OnceValue(func() wire.Transport {
		// The address may change what the page was published with. What cannot
		// be read is left out and keeps its default.
		search := strings.TrimPrefix(app.Window().Get("location").Get("search").String(), "?")
		s := sim.New(sim.FromQuery(page.ReadQuery(search + "&" + options)))
		go s.Run(context.Background())
		return &wire.Jar{Transport: s}
	})
	return func(p settings.Profile) (wire.Transport, error) {
		if p.BaseURL == settings.Simulator {
			return simulator(), nil
		}
		return &fetch.Transport{Base: p.BaseURL}, nil
	}
}

func meta(name string) string {
	return app.Window().Get("document").Call("querySelector", "meta[name="+name+"]").Get("content").String()
}

// share joins the tabs of this browser.
func share(name string, listen func([]byte)) link.Commons { return tabs.Join(name, listen) }
