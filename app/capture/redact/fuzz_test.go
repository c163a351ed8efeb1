package redact_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/rawjson"
)

// What a message consists of stays a message whatever is hidden in it, and nothing
// beside a credential keeps that from being hidden. Some keys are left out.
func FuzzCut(f *testing.F) {
	for _, s := range []string{`1`, `{"name":"password","value":"s3"}`, `["pin",4711,{"key":"x","value":[1]}]`, `"phone +44 7700 900574"`, `{"userData":{"CSRFToken":"a","n":4111111111111111}}`, `{"a":"{\"token\":\"x y\"}"}`, `{"headers":{"X-CSRF-HEADER":"X-G"}}`,
		`{"userData":[ {"key":"A","type":"kvlist","value":[{"key":"B","value":1} ,{"key":2}]},{"B":1} ]}`, `{"participants":["15001",{"number":1}],"to":"a","message":"b","state":"c"}`} {
		f.Add(s, false)
	}
	rules, _ := redact.ParseRules("A=skip")
	const secret = "MARKx7q-Zz9"
	f.Fuzz(func(t *testing.T, raw string, plain bool) {
		whole := rawjson.Check([]byte(raw)) == nil
		c := &capture.Capture{}
		if whole {
			raw = `{"a":` + raw + `,"password":"` + secret + `","b":` + raw + `}`
		}
		c.Append(capture.Observation{Kind: capture.Reply, Status: 200, Raw: []byte(raw)})
		out, _ := redact.Cut(c, redact.Export{Plain: plain, Rules: rules, Scope: redact.Scope{Keys: func(key string) bool { return key != "B" }}})
		for o := range out.All() {
			if whole && o.Kind == capture.Reply {
				require.NoError(t, rawjson.Check(o.Raw), "%s", o.Raw)
				require.False(t, strings.Contains(string(o.Raw), secret), "%s", o.Raw)
			}
		}
	})
}
