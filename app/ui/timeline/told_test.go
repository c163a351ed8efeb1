package timeline

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/proof"
)

// The reason behind a verdict keeps all of its letters.
func TestTheReasonOfAVerdictIsWhole(t *testing.T) {
	for _, tt := range []struct{ reason, want string }{
		{"notifications may have been missed in 2s that were not fully observed", "accepted; cannot tell: notifications may have been missed in 2s that were not fully observed"},
		{"the server accepted it, and no notification in the file shows it", "accepted; cannot tell: no notification in the file shows it"},
		{"the server accepted it; the file ends within the 15 s", "accepted; cannot tell: the file ends within the 15 s"},
	} {
		assert.Equal(t, tt.want, replyNote(&proof.Proof{Reply: &proof.Reply{}, Verdict: proof.CannotTell, Reason: tt.reason}))
	}
}
