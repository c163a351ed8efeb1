package ui

import (
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/tracker"
)

// A Source publishes states and takes commands; *tracker.Tracker is one.
type Source interface {
	// State returns the newest state, never nil.
	State() *tracker.State
	// Watch has f called after each new state until stop is called. f returns at once.
	Watch(f func()) (stop func())
	// Do hands over a command and returns at once.
	Do(tracker.Command)
}

// Run mounts the page in the browser's document and draws src until the
// document goes away. Outside of a browser it returns at once.
func Run(src Source) {
	path := strings.TrimPrefix(app.Window().URL().Path, app.Getenv("GOAPP_ROOT_PREFIX"))
	if path == "" {
		path = "/"
	}
	// The page has one address: wherever the files are hosted, under a
	// sub-path or not, the path of this very document leads to the screen.
	app.RouteFunc(path, func() app.Composer { return newScreen(src) })
	app.RunWhenOnBrowser()
}

func newScreen(src Source) *screen {
	return &screen{src: src, m: newModel(src.State(), src.Do, time.Now())}
}
