package report

import (
	"fmt"
	"io"

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
			_, err = w.Write(patchLine(e))
		}
	}
	if err != nil {
		return fmt.Errorf("report: write JSON Patch: %w", err)
	}
	return nil
}

func patchLine(e history.Event) []byte {
	b := fmt.Appendf(nil, `{"event":%d,"time":%q,"kind":%q,"type":`, e.N, stamp(e.Time), e.Kind)
	b = quoted(b, e.Type)
	patch, err := userdata.JSONPatch(e.Changes)
	if err != nil {
		b = append(b, `,"patch":null,"why":`...)
		return append(quoted(b, err.Error()), "}\n"...)
	}
	return append(append(append(b, `,"patch":`...), patch...), "}\n"...)
}
