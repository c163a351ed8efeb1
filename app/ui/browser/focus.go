package browser

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// Focused is the element that has the focus, null where none has that can keep
// it.
func Focused() app.Value {
	on := Document().Get("activeElement")
	if !on.Truthy() || TextOf(on.Get("tagName")) == "BODY" || on.Get("disabled").Truthy() || Closest(on, "[hidden]").Truthy() {
		return app.Null()
	}
	return on
}

// Refocus moves the focus to the first haven that takes it, if it was lost.
func Refocus(havens []string) {
	if len(havens) == 0 || Focused().Truthy() {
		return
	}
	for _, h := range havens {
		if t := Element(h); t.Truthy() {
			t.Call("focus")
			if Focused().Truthy() {
				return
			}
		}
	}
}
