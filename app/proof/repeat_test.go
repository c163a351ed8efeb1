package proof_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/proof"
)

func resent(n int, s float64) step {
	return func(_ *testing.T, l *proof.Ledger) { l.Resent(n, at(s)) }
}

// A browser sends a write again by itself when its connection dies before the
// reply. What suggests that is said, and nothing is where the request only had to
// wait, or was answered long before.
func TestAWriteThatTheBrowserMayRepeat(t *testing.T) {
	const (
		came   = "; it may have been sent twice by the browser: it came once more after somebody else had changed it"
		before = "; it may have been sent twice by the browser: it was seen before the request went out that was answered"
	)
	begin := func(more ...step) []step {
		return append([]step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), sees(1.1, `{"A":1}`)}, more...)
	}
	for _, tt := range []struct {
		name    string
		steps   []step
		repeats int // the write that may explain the value at 4 s
		words   string
	}{
		{"it comes again before the reply", begin(sees(2, `{"A":9}`)), 1, came},
		{"it comes again just after the reply", begin(sees(2, `{"A":9}`), reply(1, 3.9)), 1, came},
		{"it was answered long before", begin(sees(2, `{"A":9}`), reply(1, 2.1, replyRef("7")), elapses(3), sees(3.5, `{"A":8}`)), 1, came},
		{"it was answered before somebody else wrote", begin(reply(1, 1.2), sees(2, `{"A":9}`)), 0, ""},
		{"it was answered just before somebody else wrote", begin(reply(1, 2.1), sees(2.2, `{"A":9}`)), 0, ""},
		{"it was answered just after somebody else wrote, and comes late", begin(sees(1.5, `{"A":9}`), reply(1, 1.9)), 0, ""},
		{"another write went out late", begin(writes(2, 1.2, "UpdateUserData", `{"B":1}`), reply(1, 1.3), resent(2, 1.4), sees(2, `{"A":9}`)), 0, ""},
		{"nobody else wrote", begin(reply(1, 3.9)), 0, ""},
		{"another value comes", begin(sees(2, `{"A":9}`), sees(3, `{"A":1,"B":1}`), sees(3.5, `{"A":2}`)), 1, came},
		{"its notifications come late, and it went out late", begin(reply(1, 1.5), resent(1, 1.4), sees(2, `{"A":9}`)), 1, came},
		{"it was seen before it went out", begin(reply(1, 3), resent(1, 2.9)), 0, before},
		{"it had to wait for a connection", []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), sees(3, `{"A":1}`), reply(1, 3), resent(1, 2.9)}, 0, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := new(proof.Ledger)
			for _, s := range tt.steps {
				s(t, l)
			}
			assert.Equal(t, tt.repeats, l.Repeats("A", data(t, `{"A":1}`).Get("A"), at(4)))
			assert.Zero(t, l.Repeats("A", data(t, `{"A":2}`).Get("A"), at(4)), "nobody asked for that")
			assert.Zero(t, l.Repeats("B", data(t, `{"A":1}`).Get("A"), at(4)), "nor for that")
			sees(4, `{"A":1}`)(t, l)
			reason := l.Proofs()[0].Reason
			if tt.words == "" {
				assert.NotContains(t, reason, "twice")
				return
			}
			assert.Contains(t, reason, tt.words)
		})
	}
}
