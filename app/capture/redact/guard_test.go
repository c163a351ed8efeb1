package redact_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/rawjson"
)

const guarded = "0000Wa9CAM6W00J"

// message is a notification with these members of userData, and replyOf the answer to a
// poll that brings it.
func message(members []string) string {
	return `{"messageType":"SMSsessionStateChangeMessage","notificationType":"PropertiesUpdated","smssession":{"id":"` + guarded + `","state":"Chatting","userData":{` + strings.Join(members, ",") + `},"capabilities":["AttachUserData"]}}`
}

func brought(message string) []capture.Observation {
	return []capture.Observation{
		{Kind: capture.Reply, Meta: true, Status: 200, Raw: []byte(`[{"channel":"/x","data":` + message + `},{"channel":"/meta/connect","clientId":"1aB2cD3eF4gH","successful":true}]`)},
		{Kind: capture.Notification, Session: guarded, Raw: []byte(message)},
	}
}

func usualMembers(n int) (members []string) {
	for k := range n {
		members = append(members, fmt.Sprintf(`"IVR_KEY_%04d":"value %d of a key"`, k, k))
	}
	return members
}

// within is what is different in a, with a little around it.
func within(a, b string) string {
	from, to := 0, len(a)
	for from < min(len(a), len(b)) && a[from] == b[from] {
		from++
	}
	for to > from && to+len(b)-len(a) > from && a[to-1] == b[to-1+len(b)-len(a)] {
		to--
	}
	if a == b {
		return ""
	}
	return a[max(0, from-40):min(len(a), to+40)]
}

// Where nothing is a credential, what is kept is byte for byte what came, and the
// same credential has one pseudonym wherever it stands.
func TestAGuardHidesCredentialsAndNothingElse(t *testing.T) {
	g := redact.NewGuard(nil)
	members := usualMembers(100)
	for _, test := range []struct{ member, kept string }{
		{`"a":"b"`, `"a":"b"`},
		{`"ApiPassword":"hunter2-it-is"`, `"ApiPassword":"‹credential-2›"`},
		{`"PIN":40712345`, `"PIN":"‹credential-3›"`},
		{`"Note":"say hunter2-it-is, please"`, `"Note":"say ‹credential-2›, please"`},
		{`"ApiPassword":"another-of-them"`, `"ApiPassword":"‹credential-4›"`},
		{`"ApiPassword":"hunter2-it-is"`, `"ApiPassword":"‹credential-2›"`},
		{`"ApiPassword":""`, `"ApiPassword":""`},
	} {
		list := slices.Insert(slices.Clone(members), 70, test.member)
		want := slices.Insert(slices.Clone(members), 70, test.kept)
		for i, o := range brought(message(list)) {
			whole := strings.ReplaceAll(string(brought(message(want))[i].Raw), "1aB2cD3eF4gH", "‹credential-1›")
			kept := string(g.Observation(o).Raw)
			_, part, _ := strings.Cut(kept, "value 69 of a key\",")
			assert.True(t, whole == kept, "%s, not %s", part[:min(len(part), 80)], test.kept)
		}
	}
}

// A guard that looks at what has changed keeps what one does that looks at all.
func TestAGuardRemembersWhatItLookedAt(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	odd := []string{`"password":"MARK%d"`, `"token":{"a":"MARK%d","b":[1,"MARK%d"]}`, `"name":"password"`, `"value":"MARK%d"`, `"key":"x"`, `"a":["password","token"]`, `"b":["MARK%d","MARK%d"]`,
		`"note":"my PIN: MARK%d"`, `"n":{"userData":{"pin":"MARK%d"}}`, `"json":"{\"password\":\"MARK%d\"}"`, `"plain":"MARK%d"`, ` "spaced" : %d `, `"":""`, `"long":"%d` + strings.Repeat("x", 400) + `"`}
	for range 60 {
		remembers, forgets := redact.NewGuard(nil), redact.NewGuard(nil)
		members := usualMembers(40 + r.IntN(120))
		for range 20 {
			for range 1 + r.IntN(2) {
				i, text := r.IntN(len(members)), odd[r.IntN(len(odd))]
				text = strings.ReplaceAll(text, "%d", fmt.Sprint(r.IntN(20)))
				switch r.IntN(4) {
				case 0:
					members = slices.Delete(members, i, min(len(members)-1, i+1+r.IntN(3)))
				case 1:
					members[i] = text
				case 2:
					members = slices.Insert(members, i, text)
				case 3:
					members[i] = fmt.Sprintf(`"IVR_KEY_%04d":%d`, i, r.IntN(9))
				}
			}
			for _, o := range brought(message(members)) {
				forgets.Forget()
				want, got := string(forgets.Observation(o).Raw), string(remembers.Observation(o).Raw)
				require.Equal(t, within(want, got), within(got, want))
			}
		}
	}
}

// What is no map, or only looks like one, is looked at as it is.
func TestAGuardAndWhatOnlyLooksLikeAMap(t *testing.T) {
	for _, test := range []struct{ raw, kept string }{
		{`{"password":{"userData":{"a":"MARKx7q1"}}}`, `{"password":{"userData":{"a":"‹credential-1›"}}}`},
		{`{"name":"password","userData":{"a":"MARKx7q1"}}`, `{"name":"password","userData":{"a":"‹credential-1›"}}`},
		{`{"userData":{"a":1},"userData":{"pin":"MARKx7q1"}}`, `{"userData":{"a":1},"userData":{"pin":"‹credential-1›"}}`},
		{`the "userData":{"a":1} and password=MARKx7q1`, `the "userData":{"a":1} and password=‹credential-1›`},
		{`{"userData":{"pin":"MARKx7q1"`, `{"userData":{"pin":"‹credential-1›"`},
		{`{"userData":{"a":{"":0},"pin":"MARKx7q1"}}`, `{"userData":{"a":{"":0},"pin":"‹credential-1›"}}`},
		{`{"userData":{},"a":"x"}`, `{"userData":{},"a":"x"}`},
	} {
		g := redact.NewGuard(nil)
		for range 2 {
			o := g.Observation(capture.Observation{Kind: capture.Reply, Raw: []byte(test.raw)})
			assert.Equal(t, test.kept, string(o.Raw))
		}
	}
}

// Every shape in every carrier, as the first of its kind and as a change of one, is
// not in what is kept.
func TestPlantedSecretsAreNotKept(t *testing.T) {
	const marked = "MARKx7q"
	for _, list := range []map[string]func(n, v string) string{shapes, moreShapes} {
		for shapeName, shape := range list {
			text := shape("password", "ab, c;d'e "+marked)
			planted, plain := carriers(text), carriers("nothing")
			for i, o := range brought(message(append(usualMembers(100), `"note":`+string(rawjson.Quote(nil, text))))) {
				planted[fmt.Sprint("of many ", i)] = o
				plain[fmt.Sprint("of many ", i)] = brought(message(append(usualMembers(100), `"note":"nothing"`)))[i]
			}
			for carrier, o := range planted {
				g := redact.NewGuard(nil)
				g.Observation(plain[carrier])
				kept := g.Observation(o)
				assert.NotContains(t, fmt.Sprintf("%s %s %v %s", kept.Raw, kept.URL, kept.Header, kept.Text), marked, "%s in %s", shapeName, carrier)
			}
		}
	}
}

// Of more credentials than are remembered each is hidden, and it comes to an end.
func TestAGuardOfManyCredentials(t *testing.T) {
	var b strings.Builder
	for i := range 70_000 {
		fmt.Fprintf(&b, `,"MARK%d"`, i)
	}
	kept := redact.NewGuard(nil).Observation(capture.Observation{Kind: capture.Reply, Raw: []byte(`{"tokens":[` + b.String()[1:] + `]}`)})
	assert.False(t, strings.Contains(string(kept.Raw), "MARK"))
	assert.Equal(t, 70_000, strings.Count(string(kept.Raw), "‹credential-"))
}

// One notification of 1,000 keys of which one has changed, with the answer that
// brought it.
func BenchmarkGuard(b *testing.B) {
	var pieces []*capture.Capture
	members := usualMembers(1000)
	for i := range 500 {
		members[i*37%1000] = fmt.Sprintf(`"IVR_KEY_%04d":"another value %d"`, i*37%1000, i)
		c := &capture.Capture{}
		for _, o := range brought(message(members)) {
			c.Append(o)
		}
		pieces = append(pieces, c)
	}
	for name, through := range map[string]func(capture.Observation) capture.Observation{
		"as it is": func(o capture.Observation) capture.Observation { return o },
		"guarded":  redact.NewGuard(nil).Observation,
	} {
		b.Run(name, func(b *testing.B) {
			for i := range b.N {
				if err := capture.WriteThrough(io.Discard, pieces[i%500], through); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
