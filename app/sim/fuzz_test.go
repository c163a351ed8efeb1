package sim_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/wire"
)

// Whatever comes, the simulator answers it with some status that is no server
// error, and can still be asked afterwards.
func FuzzRoundTrip(f *testing.F) {
	for _, seed := range []struct{ method, path, body string }{
		{"GET", "/api/v2/me?subresources=*", ""},
		{"GET", "/api/v2/me/smssessions/{id}/messages?startIndex=2&count=9999999999999999999", ""},
		{"POST", "/api/v2/me/smssessions/{id}", `{"operationName":"AttachUserData","userData":{"a":{"b":[1,"}"]}, "\ud800":1e999}}`},
		{"POST", "/api/v2/me/smssessions/{id}", `{"operationName":"DeleteUserData","keys":["Subject",""]}`},
		{"POST", "/api/v2/me/smssessions/{id}", `{"operationName":"Invite","targetUri":"////"}`},
		{"POST", "/api/v2/me", `{"operationName":"StartContactCenterSession","channels":[null,1,"smssession"]}`},
		{"POST", "/api/v2/notifications/handshake", `[{"channel":"/meta/handshake","supportedConnectionTypes":["long-polling"],"ext":{"ack":true}}]`},
		{"POST", "/api/v2/notifications", `[{"id":[],"channel":"/meta/connect","clientId":"{client}","advice":{"timeout":-1},"ext":{"ack":99}}]`},
		{"POST", "/api/v2/notifications", `[{"channel":"/meta/subscribe","clientId":"{client}","subscription":["/**",[]]},{"channel":"/meta/disconnect","clientId":"{client}"},{"channel":"/meta/connect","clientId":"{client}"}]`},
		{"OPTIONS", "*", ""},
		{"PUT", "/api/v2/%zz", "\x00"},
		{"", "", ""},
	} {
		f.Add(seed.method, seed.path, []byte(seed.body))
	}
	f.Fuzz(func(t *testing.T, method, path string, body []byte) {
		s, id := quiet(sim.Options{Timeout: time.Millisecond, Ack: true, MaxBody: 1 << 16})
		p := newPage(t, s)
		p.listen("/v2/me/*")
		fill := strings.NewReplacer("{id}", id, "{client}", p.clientID).Replace
		resp, err := p.try(context.Background(), method, fill(path), fill(string(body)))
		if err != nil || resp.Status < 200 || resp.Status >= 500 {
			t.Fatalf("%q %q: %v, %v", method, path, resp, err)
		}
		s.Step()
		if _, err := p.to.RoundTrip(t.Context(), &wire.Request{Method: "GET", Path: "/api/v2/me/smssessions?fields=*"}); err != nil {
			t.Fatal(err)
		}
	})
}
