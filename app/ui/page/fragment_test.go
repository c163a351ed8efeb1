package page

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestReadQuery(t *testing.T) {
	for _, test := range []struct {
		text string
		want url.Values
	}{
		{"", url.Values{}},
		{"session=a&event=3", url.Values{"session": {"a"}, "event": {"3"}}},
		{"filter=key%3ADISP*+-class%3Arouting", url.Values{"filter": {"key:DISP* -class:routing"}}},
		{"%", url.Values{"%": {""}}},
		{"%zz", url.Values{"%zz": {""}}},
		{"filter=100%", url.Values{"filter": {"100%"}}},
		{"filter=100%&session=a", url.Values{"filter": {"100%"}, "session": {"a"}}},
		{"filter=%4", url.Values{"filter": {"%4"}}},
		{"filter=%4g%41", url.Values{"filter": {"%4gA"}}},
		{"filter=a;b&session=c", url.Values{"filter": {"a;b"}, "session": {"c"}}},
		{"filter=%ff", url.Values{"filter": {"\uFFFD"}}},
		{"a=1&a=2", url.Values{"a": {"1", "2"}}},
	} {
		assert.Equal(t, test.want, ReadQuery(test.text), test.text)
	}
}

func FuzzAddress(f *testing.F) {
	for _, text := range []string{"session=a&event=3&filter=key%3Aa&lens=support", "%", "filter=100%", "%zz", "a=%;%3b&=&&", "event=-9223372036854775809"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		values := ReadQuery(text)
		for name, all := range values {
			for _, value := range append(all, name) {
				assert.True(t, utf8.ValidString(value))
			}
		}
		assert.Equal(t, values, ReadQuery(values.Encode()), "what was read is written and read again")
		m := New(&tracker.State{View: book.View{Sessions: []*book.Session{uitest.Chat(t)}}}, func(tracker.Command) {}, uitest.Noon)
		m.Follow(text)
		require.NotPanics(t, func() { m.Follow(m.Fragment()) })
	})
}

// An event that is not there yet is waited for.
func TestAnAddressLeadsToWhatIsStillToCome(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Follow("session=" + m.View.Session + "&event=" + strconv.Itoa(m.Scene.Last+1))
	assert.True(t, m.View.Live(), "the newest state until then")
	assert.Contains(t, m.Notices.Status+strings.Join(m.Notices.Other, " "), "The address leads to event "+strconv.Itoa(m.Scene.Last+1)+" of session")
}
