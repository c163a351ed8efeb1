package report

import (
	"fmt"
	"io"
	"slices"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/userdata"
)

// WritePatches writes JSON Lines: first where they come from, with the header of
// the capture that the session was replayed from, and then one line for each
// event that changed something: its number, time and kind, and a JSON Patch (RFC
// 6902) that makes the userData after it of the userData before it. Values keep
// their literals. What a patch cannot say, such as a key that stands twice, is
// said in words instead.
func WritePatches(w io.Writer, head capture.Header, s Session) error {
	_, err := w.Write(append(origin("patches", head, s), "}\n"...))
	for e := range s.events {
		if err != nil {
			break
		}
		if len(e.Changes) > 0 {
			_, err = w.Write(s.patchLine(e))
		}
	}
	if err != nil {
		return fmt.Errorf("report: write JSON Patch: %w", err)
	}
	return nil
}

func (s Session) patchLine(e history.Event) []byte {
	b := fmt.Appendf(nil, `{"event":%d,"time":%q,"kind":%q,"type":`, e.N, stamp(e.Time), e.Kind)
	b = quoted(b, e.Type)
	patch, err := userdata.JSONPatch(e.Changes, s.doubled(e))
	if err != nil {
		b = append(b, `,"patch":null,"why":`...)
		return append(quoted(b, err.Error()), "}\n"...)
	}
	return append(append(append(b, `,"patch":`...), patch...), "}\n"...)
}

// doubled is the state after an event, where a key that it changed has ever stood
// twice: nil, which costs nothing, where a patch needs no look at it.
func (s Session) doubled(e history.Event) *userdata.Map {
	if slices.ContainsFunc(e.Changes, func(c userdata.Change) bool { return s.History.Twice(c.Key) }) {
		return s.History.At(e.N)
	}
	return nil
}
