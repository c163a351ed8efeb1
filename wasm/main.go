//go:build js && wasm

// Command wasm is Keytrail in the browser: it chooses what answers, starts a
// tracker, and hands it to the page.
package main

import (
	"context"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/promise"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui"
	"github.com/keytrail/keytrail/app/wire/fetch"
	"github.com/keytrail/keytrail/app/wire/inspected"
	"github.com/keytrail/keytrail/wasm/heap"
)

// built is what the builder links in: "quick" or "full" and the revision.
var built string

func main() {
	heap.Pace()
	t := tracker.New(tracker.Options{Link: link.Options{Dial: dialer(meta("keytrail-simulator")), Share: share, Repeats: true}, Breathe: promise.NewTurn().Wait})
	go t.Run(context.Background())
	if page := inspected.Find(); page != nil {
		t.Do(watch(page))
	} else if api := meta("keytrail-api"); api != "devtools" { // an extension's page outside of the tools has nobody to ask
		t.Do(tracker.Connect{Profile: home(api)})
	}
	fetch.WatchRepeats(func(url string, made, sent time.Time) {
		t.Do(tracker.Doubt{URL: url, Since: made, Sent: sent})
	})
	ui.Run(t, openStore, built)
}

// home is the profile that the page was published with.
func home(api string) settings.Profile {
	switch api {
	case "origin", "":
		return settings.Profile{Name: "This server", BaseURL: below()}
	case settings.Simulator:
		return settings.Profile{Name: "Simulator", BaseURL: settings.Simulator}
	}
	return settings.Profile{Name: api, BaseURL: api}
}

// below is the address of the path that a reverse proxy offers the page's server
// at, "" where that is the root of the origin.
func below() string {
	location := app.Window().Get("location")
	path := location.Get("pathname").String()
	path = path[:strings.LastIndexByte(path, '/')]
	if path == "" {
		return ""
	}
	return location.Get("origin").String() + path
}
