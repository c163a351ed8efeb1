package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Whatever a client asks for, it gets an encoding that is there or none.
func FuzzNegotiate(f *testing.F) {
	for _, accept := range []string{"br;q=0.8, gzip", "*;q=0", "identity;q=NaN, x-gzip;q=1e-9", "br;q=-1", "br;q=2", "br;q=x", ";;,=,q=", ""} {
		f.Add(accept)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		there := map[string][]byte{"gzip": nil, "identity": nil}
		coding := negotiate([]string{accept}, there)
		if coding != "" {
			assert.Contains(t, there, coding)
		}
		_, weight := parseWeight(accept)
		assert.True(t, weight >= 0 && weight <= 1, "%v", weight)
	})
}
