package gws_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/keytrail/keytrail/app/gws"
)

// A notification whose userData has 1,000 keys and half a megabyte.
func BenchmarkDecodeNotification(b *testing.B) {
	var data strings.Builder
	data.WriteString(`{"referenceId":1,"smssession":{"userData":{`)
	for i := range 1000 {
		fmt.Fprintf(&data, `"Key%d":"%s",`, i, strings.Repeat("v", 490))
	}
	data.WriteString(`"Last":1},"state":"Chatting","id":"S"},"messageType":"SMSsessionStateChangeMessage"}`)
	raw := []byte(data.String())
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := gws.DecodeNotification(raw); err != nil {
			b.Fatal(err)
		}
	}
}
