package sim_test

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/sim"
)

func TestAnotherClientWrites(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, id := quiet(sim.Options{})
		p := newPage(t, s)
		p.listen("/v2/me/*")
		require.NoError(t, s.Update(id, "ledger", ` {"b" : 1.0, "a":[ 1 ]} `))
		n := p.events(1)[0]
		assert.Equal(t, "PropertiesUpdated", n["notificationType"])
		assert.NotContains(t, n, "referenceId", "that is for the user's own requests")
		raw, err := s.UserData(id)
		require.NoError(t, err)
		assert.Contains(t, string(raw), `,"b":1.0,"a":[ 1 ]}`)
		assert.Equal(t, "ledger", s.Author(id, "b"))
		assert.Equal(t, "routing", s.Author(id, "RTenant"))
		assert.Empty(t, s.Author(id, "none"))

		require.NoError(t, s.Delete(id, "b", "none"))
		assert.NotContains(t, p.events(1)[0]["smssession"].(map[string]any)["userData"], "b")
	})
}

func TestControlsRefuse(t *testing.T) {
	s, id := quiet(sim.Options{})
	assert.ErrorIs(t, s.Update("none", "x", `{}`), sim.ErrNoSession)
	assert.ErrorIs(t, s.Delete("none", "x"), sim.ErrNoSession)
	assert.ErrorIs(t, s.Say("none", "x"), sim.ErrNoSession)
	assert.ErrorIs(t, s.Revoke("none"), sim.ErrNoSession)
	_, err := s.UserData("none")
	assert.ErrorIs(t, err, sim.ErrNoSession)
	assert.ErrorContains(t, s.Update(id, "x", `{"a"}`), "not JSON")
	assert.ErrorContains(t, s.Update(id, "x", `[]`), "not an object")
	assert.ErrorContains(t, s.Publish("/x", []byte("{")), "not JSON")
}

func TestPublishAnything(t *testing.T) {
	s, _ := quiet(sim.Options{})
	p := newPage(t, s)
	p.listen("/v2/me/*")
	require.NoError(t, s.Publish("/v2/me/smssessions", []byte(`"not what you expect"`)))
	events, _ := p.poll("")
	require.Len(t, events, 1)
	assert.Equal(t, "not what you expect", events[0]["data"])
}

func TestRevoke(t *testing.T) {
	s, id := quiet(sim.Options{})
	p := newPage(t, s)
	p.listen("/v2/me/*")
	require.NoError(t, s.Revoke(id))
	x := p.events(1)[0]["smssession"].(map[string]any)
	assert.Equal(t, "Revoked", x["state"])
	assert.NotContains(t, x, "capabilities")
	assert.Empty(t, s.Sessions())
}

func TestTopic(t *testing.T) {
	s, id := quiet(sim.Options{Topic: "/v3/sms"})
	p := newPage(t, s)
	p.listen("/v2/me/*")
	p.listen("/v3/*")
	require.NoError(t, s.Say(id, "x"))
	events, _ := p.poll("")
	require.Len(t, events, 1)
	assert.Equal(t, "/v3/sms", events[0]["channel"])
}
