package report

import (
	"fmt"
	"io"

	"github.com/keytrail/keytrail/app/capture"
)

// WriteFixture writes what a test may expect at the end of the session: its
// state, and for every key the kind and the literal of its value.
func WriteFixture(w io.Writer, head capture.Header, s Session) error {
	b := origin("fixture", head, s)
	b = quoted(append(b, `,"state":`...), s.State)
	b = append(b, `,"expect":[`...)
	for i := range s.Data.Len() {
		if i > 0 {
			b = append(b, ',')
		}
		e := s.Data.At(i)
		b = quoted(append(b, "\n{\"key\":"...), e.Key)
		b = fmt.Appendf(b, `,"kind":%q,"value":%s}`, e.Value.Kind(), e.Value.Literal())
	}
	b = append(b, "\n]}\n"...)
	if _, err := w.Write(b); err != nil {
		return fmt.Errorf("report: write fixture: %w", err)
	}
	return nil
}
