package query_test

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/userdata"
)

// somebody has pinned and watched a key, and written it a minute ago.
type somebody struct{ pinned, watched, wrote, medium string }

func (s somebody) Medium() string { return query.MediumWord(s.medium) }

func (s somebody) By(key string) string {
	if key == s.wrote {
		return "you"
	}
	return ""
}
func (s somebody) Changed(key string, within time.Duration) bool {
	return key == s.wrote && within > time.Minute
}
func (s somebody) Pinned(key string) bool  { return key == s.pinned }
func (s somebody) Watched(key string) bool { return key == s.watched }

func value(t testing.TB, literal string) userdata.Value {
	t.Helper()
	if literal == "" {
		return userdata.Value{}
	}
	v, err := userdata.ParseValue(literal)
	require.NoError(t, err)
	return v
}

// past is a history of which each map is one event.
func past(t testing.TB, maps ...string) history.View {
	t.Helper()
	log := history.New(1 << 20)
	for i, text := range maps {
		data, err := userdata.Parse([]byte(text))
		require.NoError(t, err)
		kind := history.Notification
		if i == 0 {
			kind = history.Snapshot
		}
		log.Append(history.Event{Kind: kind, Author: history.Routing, Time: time.Unix(int64(i), 0)}, data)
	}
	return log.View()
}

func TestPasses(t *testing.T) {
	v := past(t, `{"DISP_KEY":"open"}`, `{"DISP_KEY":"pending"}`, `{"DISP_KEY":"Resolved \"well\""}`)
	facts := somebody{pinned: "DISP_KEY", watched: "DISP_KEY", wrote: "DISP_KEY", medium: "voice"}
	base := query.Row{Key: "DISP_KEY", Value: value(t, `"Resolved \"well\""`), Class: userdata.Disposition, Kind: userdata.Changed, Was: value(t, `"pending"`)}
	with := func(change func(*query.Row)) query.Row { r := base; change(&r); return r }
	number := with(func(r *query.Row) { r.Key, r.Value, r.Kind = "n", value(t, "12.50"), userdata.Same })
	whole, power := with(func(r *query.Row) { r.Value = value(t, "-12") }), with(func(r *query.Row) { r.Value = value(t, "12E1") })
	address := with(func(r *query.Row) { r.Value = value(t, `"a.example"`) })
	gone := with(func(r *query.Row) { r.Value, r.Kind, r.Hidden = value(t, ""), userdata.Removed, true })
	for _, x := range []struct {
		filter string
		row    query.Row
		want   bool
	}{
		{"", base, true},
		{"disp", base, true}, {`resolved pend`, base, true}, {"resolved -pend", base, false}, {"open", base, false},
		{"pend", number, false}, {"was:pend", number, false}, // nothing happened to it
		{"key:disp*", base, true}, {"key:disp", base, true}, {"key:?isp*", base, true}, {"key:d", number, false}, {"key:=disp_key", base, false},
		{`value:"\"well"`, base, true}, {"value:=Resolved", base, false}, {`value:resolved*`, base, true}, {"value:resolved?", base, false},
		{"value:12", number, true}, {"value:12.5", number, true}, {"value:=12.5", number, false},
		{"value:=", gone, false}, {"-value:=", gone, true},
		{"was:=pending", base, true}, {"ever:open", base, true}, {"ever:never", base, false}, {"ever:open", number, false}, {"ever:pending", base, true},
		{"type:text", base, true}, {"type:number", number, true}, {"type:decimal", number, true}, {"type:int", number, false}, {"type:absent", gone, true},
		{"type:int", whole, true}, {"type:decimal", whole, false}, {"type:int", power, false}, {"type:decimal", address, false}, {"type:int", address, false},
		{"class:disposition", base, true}, {"-class:disposition", base, false},
		{"by:you", base, true}, {"by:you", number, false}, {"changed:2m", base, true}, {"changed:30s", base, false},
		{"medium:voice", base, true}, {"medium:call", number, true}, {"medium:sms", base, false}, {"-medium:chat", base, true},
		{"is:marked", base, true}, {"is:marked", number, false}, {"is:changed", base, true}, {"is:added", base, false}, {"is:removed", gone, true}, {"is:hidden", gone, true},
		{"is:hidden", base, false}, {"is:pinned", base, true}, {"is:pinned", number, false}, {"is:watched", base, true}, {"-is:watched", number, true},
	} {
		q, err := query.Parse(x.filter)
		require.Nil(t, err, x.filter)
		assert.Equal(t, x.want, q.Sieve(v, facts).Passes(&x.row), "%s of %s", x.filter, x.row.Key)
	}
}

// What a key ever held is its whole value, of which an event may have changed a part.
func TestEverOfAValueOfWhichPartsChange(t *testing.T) {
	v := past(t, `{"o":{"p":"new","q":1},"l":[1]}`, `{"o":{"p":"open","q":2},"l":[1,"x"]}`, `{"o":{"p":"open","q":3}}`, `{"o":{"q":3,"p":"open"},"d":{"p":1}}`,
		`{"o":1,"d":{"p":2},"d":{"p":3}}`, `{"o":{"p":"done"},"d":{"p":4}}`, `{"o":{"p":"over"},"d":{"p":5}}`)
	for filter, want := range map[string]string{
		"ever:open": "o", "ever:=open": "", "ever:=x": "", "ever:=2": "", `ever:"=[1,\"x\"]"`: "", `ever:="[1,\"x\"]"`: "l", `ever:="{\"p\":\"open\",\"q\":2}"`: "o",
		`ever:="{\"q\":3,\"p\":\"open\"}"`: "o", `ever:="{\"p\":\"over\"}"`: "o", `ever:="{\"p\":5}"`: "d", `ever:="{\"p\":\"new\",\"q\":2}"`: "",
	} {
		q, err := query.Parse(filter)
		require.Nil(t, err, filter)
		got, sieve := "", q.Sieve(v, somebody{})
		for _, key := range []string{"o", "l", "d"} {
			if sieve.Passes(&query.Row{Key: key}) {
				got += key
			}
		}
		assert.Equal(t, want, got, filter)
	}
}

func TestTheRowAfterAnEvent(t *testing.T) {
	v := past(t, `{"a":"1","o":{"p":1}}`, `{"a":1,"o":{"p":2}}`, `{"o":{"p":2}}`)
	for _, x := range []struct {
		n       int
		key     string
		kind    userdata.ChangeKind
		was, is string
		reason  string
	}{
		{1, "a", userdata.Same, "", `"1"`, "it was there before"},
		{2, "a", userdata.Retyped, `"1"`, "1", ""},
		{2, "o", userdata.Changed, "1", `{"p":2}`, "a part of it changed"},
		{3, "a", userdata.Removed, "1", "", ""},
		{3, "o", userdata.Same, "", `{"p":2}`, "the event did nothing to it"},
	} {
		e, ok := v.Event(x.n)
		require.True(t, ok)
		want := query.Row{Key: x.key, Value: value(t, x.is), Kind: x.kind, Was: value(t, x.was)}
		assert.Equal(t, want, query.RowAfter(v, e, x.key, userdata.Other), "%d %s %s", x.n, x.key, x.reason)
	}
}

func TestPresences(t *testing.T) {
	v := past(t, `{"a":"open"}`, `{"a":"closed","b":"open"}`, `{"a":"open","b":"open"}`, `{"b":"open"}`, `{"c":{"d":"open"}}`, `{"c":{"d":"no"}}`)
	open := func(_ string, v userdata.Value) bool { return strings.Contains(v.Text(), "open") }
	got, more := query.Presences(v, 10, open)
	assert.Equal(t, []query.Presence{{"a", value(t, `"open"`), 1, 2}, {"b", value(t, `"open"`), 2, 5}, {"a", value(t, `"open"`), 3, 4}, {"c", value(t, `{"d":"open"}`), 5, 6}}, got)
	assert.Zero(t, more)
	got, more = query.Presences(v, 1, open)
	assert.Len(t, got, 1)
	assert.Equal(t, 2, got[0].To, "what is listed has its end")
	assert.Equal(t, 3, more)
}

// What becomes of one of two keys of a name ends or begins nothing of the other, and
// several parts of a value are one value.
func TestPresencesOfAKeyThatStandsTwice(t *testing.T) {
	open := func(_ string, v userdata.Value) bool { return strings.Contains(v.Text(), "open") }
	for _, x := range []struct {
		name   string
		states []string
		want   []query.Presence
	}{
		{"one of the two goes", []string{`{"a":"open"}`, `{"a":"open","a":"no"}`, `{"a":"open"}`}, []query.Presence{{"a", value(t, `"open"`), 1, 2}, {"a", value(t, `"open"`), 3, 0}}},
		{"the first of the two changes", []string{`{"a":"x","a":"open"}`, `{"a":"y","a":"open"}`}, []query.Presence{{"a", value(t, `"open"`), 1, 0}}},
		{"there from the beginning", []string{`{"a":"open","a":"no"}`, `{"a":"no"}`}, nil},
		{"two parts, and another key before", []string{`{"a":{"d":"no","e":"no"},"b":{"c":1}}`, `{"a":{"d":"open","e":"open"},"b":{"c":"open"}}`},
			[]query.Presence{{"a", value(t, `{"d":"open","e":"open"}`), 2, 0}, {"b", value(t, `{"c":"open"}`), 2, 0}}},
	} {
		t.Run(x.name, func(t *testing.T) {
			got, _ := query.Presences(past(t, x.states...), 10, open)
			assert.Equal(t, x.want, got)
		})
	}
}

func TestAuthorWords(t *testing.T) {
	for a, want := range map[history.Author]string{history.FirstSeen: "first", history.You: "you", history.Routing: "routing", history.AnotherClient: "other", history.Unknown: "unknown", history.Repeated: "repeated"} {
		assert.Equal(t, want, query.AuthorWord(a))
		_, err := query.Parse("by:" + want)
		assert.Nil(t, err)
	}
}

func TestPassingAllocatesNothing(t *testing.T) {
	v := past(t, `{"a":"x"}`)
	q, _ := query.Parse("key:*9* -value:7 type:text was:y is:hidden by:you changed:2m zz")
	sieve, row := q.Sieve(v, somebody{}), query.Row{Key: "9", Value: value(t, `"x"`), Hidden: true}
	assert.Zero(t, testing.AllocsPerRun(10, func() { sieve.Passes(&row) }))
}

// lower is s with the letters of ASCII in lower case.
func lower(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// naive answers as the language is described, with what the standard library has.
func naive(term query.Term, r *query.Row) bool {
	matches := func(s string) bool {
		if term.Whole {
			return s == term.Text
		}
		if strings.ContainsAny(term.Text, "*?") {
			pattern := strings.NewReplacer(`\*`, `(?s:.*)`, `\?`, `(?s:.)`).Replace(regexp.QuoteMeta(lower(term.Text)))
			return regexp.MustCompile(`\A` + pattern + `\z`).MatchString(lower(s))
		}
		return strings.Contains(lower(s), lower(term.Text))
	}
	is := func(s string) bool { return strings.Contains(lower(s), lower(term.Text)) }
	switch term.Field {
	case "key":
		return matches(r.Key)
	case "value":
		return r.Value.Kind() != userdata.Absent && matches(r.Value.Text())
	case "was":
		return r.Kind != userdata.Same && r.Was.Kind() != userdata.Absent && matches(r.Was.Text())
	}
	return is(r.Key) || is(r.Value.Text()) || r.Kind != userdata.Same && is(r.Was.Text())
}

// The sieve, which copies nothing and goes through a text once, answers as the
// naive reading does.
func FuzzPasses(f *testing.F) {
	f.Add("key:a*b -value:X was:=y z", "aXXb", "x", "y", true)
	f.Add("key:*a?b* value:*", "aab", "", "", false)
	f.Add(`value:=" "`, "", " ", `"\`, true)
	f.Fuzz(func(t *testing.T, text, key, is, was string, changed bool) {
		q, err := query.Parse(text)
		if err != nil || strings.ContainsFunc(text+key+is+was, func(r rune) bool { return r == utf8.RuneError || r < ' ' }) {
			t.Skip("what the fuzzer made up is no filter, so that there is no answer to compare, or no UTF-8 text, of which the naive reading counts other characters")
		}
		row := query.Row{Key: key, Value: userdata.TextValue(is), Was: userdata.TextValue(was)}
		if changed {
			row.Kind = userdata.Changed
		}
		want := true
		for _, term := range q {
			switch term.Field {
			case "", "key", "value", "was":
				want = want && naive(term, &row) != term.Not
			default:
				t.Skip("the naive reading knows no such field; TestPasses does")
			}
		}
		assert.Equal(t, want, q.Sieve(history.View{}, somebody{}).Passes(&row), "%q of %+v", text, row)
	})
}

func TestWildcards(t *testing.T) {
	for _, row := range []struct {
		pattern, key string
		want         bool
	}{
		{"RT*", "RTargetX", true}, {"rt*", "RTarget", true}, {"RT*", "xRT", false}, {"*", "", true}, {"?", "", false},
		{"a?c", "abc", true}, {"a?c", "ac", false}, {"*b*b*", "abab", true}, {"a*b", "acbc", false}, {"**", "x", true}, {"*aab", "aaaab", true},
		{"M?ller", "Müller", true}, {"??", "ü", false}, {"*?ü", "äü", true}, {"a*??b*", "a€bc", false},
	} {
		q, err := query.Parse("key:" + row.pattern)
		require.Nil(t, err)
		assert.Equal(t, row.want, q.Sieve(history.View{}, somebody{}).Passes(&query.Row{Key: row.key}), "%q %q", row.pattern, row.key)
	}
}
