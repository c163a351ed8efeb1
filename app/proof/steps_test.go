package proof_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/userdata"
)

var start = time.Date(2026, 1, 5, 10, 0, 0, 0, time.UTC)

// at returns the instant s seconds after the start of every case.
func at(s float64) time.Time { return start.Add(time.Duration(s * float64(time.Second))) }

func data(t *testing.T, json string) *userdata.Map {
	t.Helper()
	m, err := userdata.Parse([]byte(json))
	require.NoError(t, err)
	return m
}

// A step tells a ledger one thing.
type step func(t *testing.T, l *proof.Ledger)

func sees(s float64, json string, change ...func(*proof.Observation)) step {
	return func(t *testing.T, l *proof.Ledger) {
		o := proof.Observation{Time: at(s), Event: int(s * 10), Type: "PropertiesUpdated"}
		if json != "" {
			o.Data = data(t, json)
		}
		for _, c := range change {
			c(&o)
		}
		l.Elapsed(o.Time)
		l.Observed(o)
	}
}

func ref(id string) func(*proof.Observation) {
	return func(o *proof.Observation) { o.ReferenceID = id }
}

func reread(o *proof.Observation) { o.Reread, o.Type = true, "" }

func state(name string) func(*proof.Observation) {
	return func(o *proof.Observation) { o.State, o.Type = name, "StatusChange" }
}

func comment(text string) func(*proof.Observation) {
	return func(o *proof.Observation) { o.Comment = &text }
}

func hears(kind, content string) func(*proof.Observation) {
	return func(o *proof.Observation) {
		o.Type, o.Messages = "NewMessages", []proof.Heard{{Type: kind, Content: content}}
	}
}

func fails(words string) func(*proof.Observation) {
	return func(o *proof.Observation) { o.Type, o.Failure = "Error", words }
}

func writes(n int, s float64, operation, json string) step {
	return func(t *testing.T, l *proof.Ledger) {
		w := proof.Write{N: n, Session: "S", Operation: operation, Sent: at(s)}
		switch operation {
		case "AttachUserData", "UpdateUserData":
			w.Data = data(t, json)
		default:
			w.Params = data(t, json)
		}
		l.Sent(w)
	}
}

func deletes(n int, s float64, keys ...string) step {
	return func(t *testing.T, l *proof.Ledger) {
		l.Sent(proof.Write{N: n, Operation: "DeleteUserData", Keys: keys, Sent: at(s)})
	}
}

func reply(n int, s float64, change ...func(*proof.Reply)) step {
	return func(t *testing.T, l *proof.Ledger) {
		r := proof.Reply{Time: at(s), HTTPStatus: 200}
		for _, c := range change {
			c(&r)
		}
		l.Replied(n, r)
	}
}

func refused(http, code int, words string) func(*proof.Reply) {
	return func(r *proof.Reply) { r.HTTPStatus, r.StatusCode, r.Message = http, code, words }
}

func replyRef(id string) func(*proof.Reply) { return func(r *proof.Reply) { r.ReferenceID = id } }

func missed(since, until float64) step {
	return func(t *testing.T, l *proof.Ledger) { l.Missed(at(since), at(until)) }
}

// polled says that a poll was answered.
func polled(s float64) step {
	return func(t *testing.T, l *proof.Ledger) { l.Alive(at(s)) }
}

func elapses(s float64) step {
	return func(t *testing.T, l *proof.Ledger) { l.Elapsed(at(s)) }
}

func ends(s float64) step {
	return func(t *testing.T, l *proof.Ledger) { l.End(at(s)) }
}

// A want is what is to be known of one write in the end.
type want struct {
	verdict    proof.Verdict
	confidence proof.Confidence
	keys       string // the verdict words of the keys, in order, with their notes
	reason     string
}

func keysOf(p *proof.Proof) string {
	s := ""
	for i, k := range p.Keys {
		if i > 0 {
			s += " | "
		}
		s += k.Key + ": " + k.Verdict.String()
		if k.Note != "" {
			s += " (" + k.Note + ")"
		}
	}
	return s
}

// A story is what happens to writes, and what is said of each in the end.
type story struct {
	name  string
	why   string
	steps []step
	want  []want
}

// tell has a ledger hear stories.
func tell(t *testing.T, stories []story) {
	t.Helper()
	for _, tt := range stories {
		t.Run(tt.name, func(t *testing.T) {
			var l proof.Ledger
			for _, s := range tt.steps {
				s(t, &l)
			}
			require.Len(t, l.Proofs(), len(tt.want))
			for i, p := range l.Proofs() {
				got := want{p.Verdict, p.Confidence, keysOf(p), p.Reason}
				assert.Equal(t, tt.want[i], got, "write %d. %s", p.Write.N, tt.why)
			}
		})
	}
}
