//go:build js && wasm

// Command wasm is Keytrail in the browser.
package main

import "github.com/maxence-charriere/go-app/v9/pkg/app"

type start struct{ app.Compo }

func (start) Render() app.UI { return app.Main().Text("Keytrail") }

func main() {
	app.Route("/", &start{})
	app.RunWhenOnBrowser()
}
