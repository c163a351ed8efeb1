//go:build js && wasm

package fetch_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/wire"
	"github.com/keytrail/keytrail/app/wire/fetch"
	"github.com/keytrail/keytrail/app/wire/wiretest"
)

func service(t *testing.T, name string) *fetch.Transport {
	base := os.Getenv(name)
	require.NotEmpty(t, base, "these tests are started by TestUnderNode: run go test natively")
	return &fetch.Transport{Base: base}
}

func TestContract(t *testing.T) { wiretest.Test(t, service(t, "KEYTRAIL_ECHO")) }

func TestUnreachable(t *testing.T) { wiretest.TestUnreachable(t, service(t, "KEYTRAIL_NOBODY")) }

func TestBaseMayEndInASlash(t *testing.T) {
	tr := service(t, "KEYTRAIL_ECHO")
	tr.Base += "/"
	resp, err := tr.RoundTrip(t.Context(), &wire.Request{Method: "GET", Path: "/echo"})
	require.NoError(t, err)
	assert.Equal(t, "/echo", resp.Header.Get("Echo-Path"))
}

func TestHalfAResponseIsNone(t *testing.T) {
	_, err := service(t, "KEYTRAIL_ECHO").RoundTrip(t.Context(), &wire.Request{Method: "GET", Path: "/half?break"})
	var none *wire.NoResponse
	require.ErrorAs(t, err, &none)
	assert.True(t, strings.HasPrefix(err.Error(), "no response: "), err.Error())
}

func TestAbortInTheBody(t *testing.T) {
	tr := service(t, "KEYTRAIL_ECHO")
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error)
	go func() {
		_, err := tr.RoundTrip(ctx, &wire.Request{Method: "GET", Path: "/half?hold"})
		failed <- err
	}()
	_, err := tr.RoundTrip(t.Context(), &wire.Request{Method: "GET", Path: "/reached"})
	require.NoError(t, err)
	cancel()
	require.ErrorIs(t, <-failed, context.Canceled)
}

func TestRequestThatTheBrowserRefuses(t *testing.T) {
	for _, test := range []struct {
		name string
		req  *wire.Request
	}{
		{"a header that is none", &wire.Request{Method: "GET", Path: "/echo", Header: wire.Header{{Name: "a b", Value: "x"}}}},
		{"a header of two lines", &wire.Request{Method: "GET", Path: "/echo", Header: wire.Header{{Name: "X-A", Value: "x\r\ny: z"}}}},
		{"a method that is none", &wire.Request{Method: "GE T", Path: "/echo"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := service(t, "KEYTRAIL_ECHO").RoundTrip(t.Context(), test.req)
			var none *wire.NoResponse
			require.ErrorAs(t, err, &none, "an error, not a panic")
		})
	}
}

func TestProbe(t *testing.T) {
	require.NoError(t, service(t, "KEYTRAIL_ECHO").Probe(t.Context(), "/nothing-here"), "any answer will do")
	var none *wire.NoResponse
	require.ErrorAs(t, service(t, "KEYTRAIL_NOBODY").Probe(t.Context(), "/"), &none)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, service(t, "KEYTRAIL_ECHO").Probe(ctx, "/"), context.Canceled)
}
