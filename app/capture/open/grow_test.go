package open_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/open"
)

// pieces are what a file that grows brings, one for each Read; "" is where it
// begins anew.
type pieces []string

func (p *pieces) Read(b []byte) (int, error) {
	if len(*p) == 0 {
		return 0, io.EOF
	}
	next := (*p)[0]
	*p = (*p)[1:]
	if next == "" {
		return 0, &open.Anew{Time: time.Unix(9, 0)}
	}
	return copy(b, next), nil
}

func TestGrowing(t *testing.T) {
	line := func(n int) string {
		return fmt.Sprintf(`2026-01-05 10:00:0%d {"messageType":"SMSsessionStateChangeMessage","smssession":{"id":"S","userData":{"n":%d}}}`+"\n", n, n)
	}
	utf16 := func(s string) string {
		var b strings.Builder
		for _, r := range s {
			b.WriteByte(byte(r))
			b.WriteByte(0)
		}
		return b.String()
	}
	whole := line(2)
	for _, test := range []struct {
		name   string
		pieces pieces
		want   []string // what comes at once: the kinds, and n of notifications
	}{
		{"line by line", pieces{line(1), line(2)}, []string{"1", "2"}},
		{"a half line waits", pieces{line(1) + whole[:60], whole[60:]}, []string{"1", "2"}},
		{"a half token waits", pieces{"started\n" + `{"messageType":"SMSsessionStateChangeMessage","smssession":{"id":"S","userData":{"x":tr`, `ue,"n":1}}}`}, []string{"1"}},
		{"a value of several lines waits", pieces{"started\n{\n\"messageType\":\"M\",\n", `"smssession":{"id":"S","userData":{"n":1}}}` + "\n"}, []string{"1"}},
		{"a line that was given up keeps nothing back", pieces{whole[:60] + "\n" + line(3), line(4)}, []string{" 3", "4"}},
		{"UTF-16", pieces{utf16(line(1)), utf16(line(2))}, []string{"1", "2"}},
		{"begun anew", pieces{line(1) + whole[:60], "", line(3)}, []string{"1", " note", "3"}},
		{"begun anew before a line was there", pieces{"xy", "", line(1)}, []string{"note", "1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := open.NewGrowing(&test.pieces)
			var got []string
			var err error
			for err == nil {
				err = r.Step(t.Context())
				if list := r.Capture().Drain(); len(list) > 0 {
					got = append(got, shown(list))
				}
			}
			assert.Equal(t, io.EOF, err)
			assert.Equal(t, test.want, got)
		})
	}
}

// shown are the numbers that notifications tell, and the kinds of what is none.
func shown(list []capture.Observation) string {
	var all []string
	for _, o := range list {
		if o.Kind != capture.Notification {
			all = append(all, o.Kind.String())
			continue
		}
		_, n, _ := strings.Cut(string(o.Raw), `"n":`)
		all = append(all, strings.TrimRight(n, "}"))
	}
	return strings.Join(all, " ")
}

func TestWhatIsWrittenAsAWholeDoesNotGrow(t *testing.T) {
	for _, text := range []string{"\x1f\x8b\x08\x00 packed", "PK\x03\x04 packed", "{\"log\":{\n\"entries\":[", "{\"keytrail\":\"capture\",\"version\":1}\n"} {
		r := open.NewGrowing(&pieces{text})
		assert.ErrorIs(t, r.Step(t.Context()), open.ErrWhole, "%q", text)
	}
}
