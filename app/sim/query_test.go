package sim

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOptionsSurviveTheAddress(t *testing.T) {
	o := Options{Sessions: 3, Keys: 40, Rate: 12.5, Seed: 7, Media: true, Quiet: true, Misbehave: []string{Coerce, Late}}
	assert.Equal(t, o, FromQuery(o.Query()))
}

// Anybody can write an address.
func TestOptionsHaveBounds(t *testing.T) {
	for _, text := range []string{
		"rate=NaN", "rate=Inf", "rate=-Inf", "rate=1e5", "rate=-1", "rate=1e999", "sessions=1000000000", "sessions=-5", "keys=1000000000",
		"sessions=100000&keys=100000", "sessions=99999999999999999999", "seed=-1", "quiet=%",
	} {
		query, _ := url.ParseQuery(text)
		o := FromQuery(query).withDefaults()
		assert.True(t, o.Rate >= 0.001 && o.Rate <= MaxRate, "%s: %v notifications a second", text, o.Rate)
		assert.True(t, o.Sessions >= 0 && o.Sessions <= MaxSessions, "%s: %d sessions", text, o.Sessions)
		assert.True(t, o.Keys >= 1 && o.Sessions*o.Keys <= MaxData, "%s: %d keys in %d sessions", text, o.Keys, o.Sessions)
	}
}
