package timeline

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestLatencies(t *testing.T) {
	at := func(reply, seen time.Duration) *proof.Proof {
		p := &proof.Proof{Write: proof.Write{Operation: "UpdateUserData", Sent: uitest.Noon}, Reply: &proof.Reply{Time: uitest.Noon.Add(reply), HTTPStatus: 200}}
		if seen > 0 {
			p.Seen = uitest.Noon.Add(seen)
		}
		return p
	}
	var all []*proof.Proof
	for i := range 20 {
		d := time.Duration(20-i) * time.Millisecond
		all = append(all, at(d, 10*d))
	}
	all = append(all, &proof.Proof{Write: proof.Write{Operation: "Leave", Sent: uitest.Noon}})
	got := latencies(all, func(p *proof.Proof) bool { return p == all[0] })
	require.Len(t, got, 2)
	assert.Equal(t, "reply p50 10 ms, p95 19 ms · seen p50 100 ms, p95 190 ms · 1 changed nothing", got[0].text())
	assert.Equal(t, "", got[1].text())
}
