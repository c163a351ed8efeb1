package proof_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/userdata"
)

// Writes of one key that are in flight at once are compared each with what is
// seen, and not each with each: four times as many must not cost sixteen times.
func TestWritesOfOneKeyInFlight(t *testing.T) {
	few, many := allocationsOf(50), allocationsOf(200)
	assert.Less(t, many, 6*few, "allocations of 200 writes beside those of 50")
}

// allocationsOf returns what one more notification allocates where n writes of one
// key wait for it.
func allocationsOf(n int) float64 {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	data := func(v string) *userdata.Map {
		return userdata.Of(userdata.Entry{Key: "Segment", Value: userdata.TextValue(v)})
	}
	var l proof.Ledger
	l.Observed(proof.Observation{Time: start, Data: data("")})
	for i := range n {
		l.Sent(proof.Write{N: i + 1, Operation: "AttachUserData", Sent: start, Data: data(fmt.Sprint("gold ", i))})
		l.Replied(i+1, proof.Reply{Time: start, HTTPStatus: 200})
	}
	event := 1
	return testing.AllocsPerRun(20, func() {
		event++
		l.Observed(proof.Observation{Time: start.Add(time.Second), Event: event, Data: data(fmt.Sprint("silver ", event))})
	})
}
