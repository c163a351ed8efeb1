package book

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

// maskedBody stands behind everything that the traffic keeps, so it is tested
// by itself with what a live server would hardly send.
func TestMaskedBody(t *testing.T) {
	const comet = "/api/v2/notifications/connect"
	for _, row := range []struct{ name, reason, path, body, want string }{
		{"a list", "the length stays", comet, `[{"clientId":"abc","id":"1"},{"clientId":"defg"}]`, `[{"clientId":"***","id":"1"},{"clientId":"****"}]`},
		{"one message", "some servers answer so", comet, `{"clientId":"abc"}`, `{"clientId":"***"}`},
		{"a key of the customer's", "userData is data, not a secret", comet, `[{"data":{"userData":{"clientId":"C-1"}}}]`, `[{"data":{"userData":{"clientId":"C-1"}}}]`},
		{"another service", "only CometD has such a secret", "/api/v2/me", `{"clientId":"abc"}`, `{"clientId":"abc"}`},
		{"escaped", "its spelling does not matter", comet, `[{"client\u0049d":"a","clientId":"\u0061"}]`, `[{"client\u0049d":"*","clientId":"******"}]`},
		{"torn", "what was read before is masked", comet, `[{"clientId":"abc"},{"clientId"`, `[{"clientId":"***"},{"clientId"`},
		{"callback-polling", "a call is not the message", comet, `/**/f([{"clientId":"abc","data":{"clientId":"C"}}]);`, `/**/f([{"clientId":"***","data":{"clientId":"C"}}]);`},
		{"no text", "it cannot be a secret", comet, `[{"clientId":17}]`, `[{"clientId":17}]`},
	} {
		t.Run(row.name, func(t *testing.T) {
			in := []byte(row.body)
			assert.Equal(t, row.want, string(maskedBody(row.path, in)), row.reason)
			assert.Equal(t, row.body, string(in), "the body that the client reads is another")
		})
	}
}

func TestPackets(t *testing.T) {
	x := Exchange{Path: "/api/v2/notifications/connect", Request: []byte(`[{"channel":"/meta/connect","connectionType":"long-polling"}]`),
		Response: []byte(`[{"channel":"/v2/me/smssessions","data":{}},{"channel":"/meta/connect","successful":false,"error":"402::unknown","advice":{"reconnect":"handshake","interval":0}}]`)}
	got := x.Packets()
	assert.Equal(t, []string{"/meta/connect", "/v2/me/smssessions", "/meta/connect"}, []string{got[0].Channel, got[1].Channel, got[2].Channel})
	assert.False(t, got[1].Meta())
	assert.Equal(t, `{"channel":"/v2/me/smssessions","data":{}}`, string(got[1].Raw), "byte for byte")
	assert.Equal(t, "not successful, error 402::unknown, reconnect handshake, interval 0", got[2].Note)
	assert.Equal(t, []bool{false, true, true}, []bool{got[0].Received, got[1].Received, got[2].Received})
	for _, body := range []string{`/**/f([{"channel":"/a"}]);`, `{"channel":"/a"}`} {
		got = (&Exchange{Path: x.Path, Response: []byte(body)}).Packets()
		assert.Len(t, got, 1, body)
		assert.Equal(t, "/a", got[0].Channel, "what a call of a function has, or a WebSocket")
	}
	got = (&Exchange{Path: x.Path, Response: []byte(`[{"channel":"/a","error":"` + strings.Repeat("x", packetNote-1) + `é"}]`)}).Packets()
	assert.Equal(t, "error "+strings.Repeat("x", packetNote-1)+"…", got[0].Note, "cut between characters")
	assert.Empty(t, (&Exchange{Path: "/api/v2/me", Response: []byte(`[{}]`)}).Packets(), "not CometD's")
	assert.Empty(t, (&Exchange{Path: x.Path, Response: []byte("<html>")}).Packets(), "not JSON")
}

// What is kept of a huge reply ends between characters: half of one would be no text.
func TestAHugeReplyIsCutBetweenCharacters(t *testing.T) {
	body := []byte("ab" + strings.Repeat("€", maxBodyBytes/3+9))
	x := Exchange{Response: body}
	x.bound()
	assert.True(t, utf8.Valid(x.Response))
	assert.Equal(t, len(body), len(x.Response)+x.Cut)
	assert.Less(t, maxBodyBytes-len(x.Response), utf8.UTFMax)
	x = Exchange{Response: bytes.Repeat([]byte{0x80}, maxBodyBytes+1)}
	x.bound()
	assert.Less(t, x.Cut, utf8.UTFMax+1, "what is no text stays as it is")
}
