package timeline

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// The reason behind a verdict keeps all of its letters.
func TestTheReasonOfAVerdictIsWhole(t *testing.T) {
	for _, tt := range []struct{ reason, want string }{
		{"notifications may have been missed in 2 s that were not fully observed", "accepted; cannot tell: notifications may have been missed in 2 s that were not fully observed"},
		{"the server accepted it, and no notification in the file shows it", "accepted; cannot tell: no notification in the file shows it"},
		{"the server accepted it; the file ends within the 15 s", "accepted; cannot tell: the file ends within the 15 s"},
	} {
		assert.Equal(t, tt.want, replyNote(&proof.Proof{Reply: &proof.Reply{}, Verdict: proof.CannotTell, Reason: tt.reason}))
	}
}

// A reply is told as what it is, and an event as yours only where that is known.
func TestARowSaysWhoseAnEventIs(t *testing.T) {
	sent := uitest.Before(time.Second)
	reply := &proof.Reply{Time: sent.Add(20 * time.Millisecond), HTTPStatus: 200}
	write := proof.Write{Sent: sent}
	for _, tt := range []struct {
		want string
		p    proof.Proof
	}{
		{"not accepted: no such key", proof.Proof{Write: write, Reply: reply, Verdict: proof.Rejected, Reason: "no such key"}},
		{"not known whether it was accepted: it timed out", proof.Proof{Write: write, Reply: &proof.Reply{}, Lost: true, Reason: "it timed out"}},
		{"", proof.Proof{Write: write}},
		{"no reply says that it was accepted", proof.Proof{Write: write, Reply: &proof.Reply{HTTPStatus: 500, StatusCode: -1}}},
		{"accepted after 20 ms; a reply proves nothing yet", proof.Proof{Write: write, Reply: reply, Verdict: proof.Waiting}},
		{"accepted after 20 ms; not seen", proof.Proof{Write: write, Reply: reply, Verdict: proof.NotSeen}},
		{"accepted after 20 ms", proof.Proof{Write: write, Reply: reply, Verdict: proof.Exact, Seen: uitest.Noon}},
	} {
		assert.Equal(t, tt.want, replyNote(&tt.p))
	}

	for _, tt := range []struct {
		want   string
		kind   history.Kind
		author history.Author
		lost   bool
		event  int // that proves it
	}{
		{"← your AttachUserData: proven exact", history.Notification, history.You, false, 3},
		{"you sent AttachUserData", history.Write, history.You, false, 3},
		{"perhaps your AttachUserData, of which nobody knows whether it was carried out", history.Notification, history.Unknown, false, 3},
		{"perhaps your AttachUserData, of which nobody knows whether it was carried out", history.Notification, history.You, true, 2},
		{"← your AttachUserData: proven exact", history.Notification, history.You, true, 3},
		{"perhaps your AttachUserData once more: the browser may have sent it twice", history.Notification, history.Repeated, false, 3},
	} {
		m, _ := pagetest.ModelOf(uitest.Usual(t))
		e, _ := m.Scene.Session.History.Event(3)
		e.Kind, e.Author = tt.kind, tt.author
		p := *m.Scene.Session.Writes[0]
		p.Lost, p.Event = tt.lost, tt.event
		assert.True(t, strings.HasPrefix((&logLine{m: m}).writeNote(e, &p), tt.want), tt.want)
	}
}

// A heartbeat that was refused is none, whatever its status.
func TestARefusedHeartbeatIsTold(t *testing.T) {
	s := uitest.Comets(t)
	refused := *s.Traffic[1]
	refused.Response = []byte(`[{"channel":"/meta/connect","successful":false,"error":"402::Unknown client"}]`)
	for _, tt := range []struct {
		newest *book.Exchange
		want   string
	}{{s.Traffic[1], "newest: all is well"}, {&refused, "newest: not successful, error 402::Unknown client"}} {
		s.Traffic = []*book.Exchange{s.Traffic[0], tt.newest}
		m, _ := pagetest.ModelOf(s)
		row := (&Timeline{Model: m}).traffic(m.TrafficRows()[0])
		assert.Contains(t, row.Markup(), tt.want)
	}
}

// A row says what its counts do not tell: how much of it is noise, that nothing but the
// order is new, and that nobody was there.
func TestARowSaysWhatItsCountsDoNot(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	m.HideKeys(page.HideOption{Pattern: "Mine"})
	x := uitest.Session(t, "s", uitest.Story{{history.Event{Kind: history.Snapshot}, `{}`}, {history.Event{Kind: history.Notification, Author: history.Routing}, `{"Mine":1}`},
		{history.Event{Kind: history.Notification, Author: history.Routing}, `{"RTargetTypeSelected":1}`}})
	hidden, _ := x.History.Event(2)
	both, _ := x.History.Event(3)
	for want, e := range map[string]history.Event{
		"(1 hidden)": hidden, "(1 routing, 1 hidden)": both,
		"order of keys":                  {Kind: history.Notification, Author: history.Routing, Reordered: true},
		"the keys came in another order": {Kind: history.Notification, Author: history.Routing, Reordered: true},
		"what changed did so":            {Kind: history.Notification, Since: uitest.Before(time.Minute), Time: uitest.Noon},
	} {
		l := &logLine{m: m}
		assert.Contains(t, rows.El("td", "", append(l.sum(e), l.what(e)...)...).Markup(), want)
	}
	k := logKey{event: 3}
	m.View.Times = "relative"
	before := lineOf(m, k)
	m.Now = m.Now.Add(time.Hour)
	assert.NotEqual(t, before, lineOf(m, k), "how long ago it was goes on")
}
