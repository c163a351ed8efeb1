//go:build !js

package rows

// A page is none where there is no browser.
type page struct{ words words }

func (*page) there() bool           { return false }
func (*page) carryOut(*script) bool { return false }
