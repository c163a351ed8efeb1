package shape

import (
	"fmt"
	"strings"

	"github.com/keytrail/keytrail/app/capture"
)

// Found counts what was found, for the line that says what was understood.
type Found struct{ requests, replies, notifications, snapshots, strays, Others int }

// Count counts an observation.
func (f *Found) Count(k capture.Kind) {
	switch k {
	case capture.Request:
		f.requests++
	case capture.Reply:
		f.replies++
	case capture.Notification:
		f.notifications++
	case capture.Snapshot:
		f.snapshots++
	case capture.Stray:
		f.strays++
	}
}

// String lists what was found: "1 request, 1 reply, 1 notification".
func (f Found) String() string {
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{f.requests, "request"}, {f.replies, "reply"}, {f.notifications, "notification"}, {f.snapshots, "session"}, {f.strays, "value"}} {
		if p.n == 0 {
			continue
		}
		text := Plural(p.n, p.what)
		if p.what == "value" {
			text += " not understood"
		}
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		return "nothing of Web Services"
	}
	return strings.Join(parts, ", ")
}

// Plural returns "1 line" or "2 lines".
func Plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	if strings.HasSuffix(what, "y") && !strings.HasSuffix(what, "ey") {
		what = strings.TrimSuffix(what, "y") + "ie"
	}
	return fmt.Sprintf("%d %ss", n, what)
}
