package bayeux_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/bayeux"
	"github.com/keytrail/keytrail/app/rawjson"
)

// FuzzReply compares the reader of replies with encoding/json: both find the
// same messages with the same data, and nothing is invented.
func FuzzReply(f *testing.F) {
	for _, seed := range []string{
		`[]`, `{}`, `[{"channel":"/a","data":1}]`, ` { "channel" : "/meta/connect", "id":4, "successful":true } `,
		`[{"channel":"/meta/handshake","ext":{"ack":{"enabled":true,"batch":3}},"advice":{"interval":-1e3,"reconnect":"none"},"supportedConnectionTypes":["long-polling",7]}]`,
		`[{"ch\u0061nnel":"/a","data":{"a":[1,{"b":"]"}]}},null,[],"x",{"channel":"/a","channel":"/b"},`,
		`[{"error":"402:x:y:z"},{"error":":"},{"error":"a::"}] x`, "\ufeff[]", `<html>`, `[1 2]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		before := bytes.Clone(body)
		messages, err := bayeux.ParseReply(body)
		require.Equal(t, before, body, "the reply is not changed")
		for _, m := range messages {
			require.NoError(t, rawjson.Check(m.Raw))
			require.True(t, bytes.Contains(body, m.Raw))
			require.True(t, m.Data == nil || bytes.Contains(m.Raw, m.Data))
		}
		var want []json.RawMessage
		trimmed := bytes.Trim(body, " \t\r\n")
		if json.Unmarshal(trimmed, &want) != nil || want == nil {
			if lone := bytes.HasPrefix(trimmed, []byte("{")) && json.Valid(trimmed); !lone {
				require.Error(t, err)
				return
			}
			want = []json.RawMessage{trimmed}
		}
		if err != nil {
			return // stricter: nesting beyond the limit
		}
		require.Len(t, messages, len(want))
		for i, m := range messages {
			require.Equal(t, string(want[i]), string(m.Raw))
			if m.Raw[0] != '{' {
				require.Error(t, m.Fault)
				continue
			}
			// A map and not a struct: encoding/json ignores the case of fields.
			var fields map[string]json.RawMessage
			require.NoError(t, json.Unmarshal(m.Raw, &fields))
			require.Equal(t, string(fields["data"]), string(m.Data))
			require.Equal(t, string(fields["ext"]), string(m.Ext))
			require.Equal(t, string(fields["successful"]) == "true", m.Successful)
		}
	})
}

// busy is half a megabyte of events and a connect reply.
func busy() []byte {
	var b strings.Builder
	b.WriteByte('[')
	for n := range 200 {
		fmt.Fprintf(&b, `{"channel":"/v2/me/smssessions","data":{"n":%d,"userData":{"text":"%s"}}},`, n, strings.Repeat("lorem \\u0041 ", 210))
	}
	b.WriteString(`{"id":"7","channel":"/meta/connect","successful":true}]`)
	return []byte(b.String())
}

func TestBusyReply(t *testing.T) {
	messages, err := bayeux.ParseReply(busy())
	require.NoError(t, err)
	require.Len(t, messages, 201)
	assert.Equal(t, "/meta/connect", messages[200].Channel)
}

func BenchmarkReply(b *testing.B) {
	body := busy()
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		_, _ = bayeux.ParseReply(body)
	}
}
