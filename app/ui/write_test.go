package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
)

// drafting fills the first row of the form.
func drafting(m *model, op int, key, kind, text string) {
	m.act("panel", "write")
	m.setOperation(op)
	m.typed("draft", 0, "key", key)
	m.typed("draft", 0, "type", kind)
	m.typed("draft", 0, "value", text)
}

// changedSince is chat after another client has changed a key.
func changedSince(t *testing.T) *tracker.State {
	x := session(t, "0000Wa9CAM6W00J", story{
		{history.Event{Kind: history.Snapshot, Time: before(time.Minute)}, `{"DISP_KEY":"pending","Subject":"a"}`},
		{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: before(4 * time.Second)}, `{"DISP_KEY":"resolved","Subject":"a"}`},
	})
	return stateOf(x)
}

func atFirst(t *testing.T) *tracker.State {
	return stateOf(session(t, "0000Wa9CAM6W00J", story{
		{history.Event{Kind: history.Snapshot, Time: before(time.Minute)}, `{"DISP_KEY":"pending","Subject":"a"}`}}))
}

func conflicting(t *testing.T) (*model, *sent) {
	m, out := modelOf(atFirst(t))
	drafting(m, updateOp, "DISP_KEY", "text", "closed")
	m.take(changedSince(t), noon)
	return m, out
}

func TestWriteGallery(t *testing.T) {
	for _, row := range []struct {
		name string
		make func(t *testing.T) *model
	}{
		{"writeform-duplicate", func(t *testing.T) *model {
			m, _ := modelOf(usual(t))
			drafting(m, attachOp, "DISP_KEY", "text", "closed")
			return m
		}},
		{"writeform-near", func(t *testing.T) *model {
			m, _ := modelOf(usual(t))
			drafting(m, attachOp, "disp key", "text", "<b>")
			return m
		}},
		{"writeform-routing", func(t *testing.T) *model {
			m, _ := modelOf(usual(t))
			drafting(m, updateOp, "RStrategyName", "text", "x")
			return m
		}},
		{"writeform-noop", func(t *testing.T) *model {
			m, _ := modelOf(usual(t))
			drafting(m, updateOp, "DISP_KEY", "text", "resolved")
			return m
		}},
		{"writeform-conflict", func(t *testing.T) *model { m, _ := conflicting(t); m.submitWrite(); return m }},
		{"writeform-json", func(t *testing.T) *model {
			m, _ := modelOf(usual(t))
			drafting(m, attachOp, "n", "number", "12345678901234567890")
			m.act("raw", "")
			return m
		}},
		{"writeform-repair", func(t *testing.T) *model {
			m, _ := modelOf(usual(t))
			m.act("panel", "write")
			m.act("raw", "")
			m.typed("draft", 0, "raw", "{'a': None, 'b': 12L,}")
			return m
		}},
		{"writeform-templates", func(t *testing.T) *model {
			m, _ := modelOf(usual(t))
			drafting(m, updateOp, "stamp", "text", "{{session}} {{now}}")
			m.act("templates", "")
			m.typed("draft", 0, "template", "Stamp")
			m.act("save-template", "")
			return m
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := row.make(t)
			m.draft.uuid = "00000000-0000-4000-8000-000000000000"
			got := html(t, panelOf(m))
			assert.NotContains(t, got, `class="fault"`)
			golden(t, row.name, got)
		})
	}
	t.Run("proofs-verdicts", func(t *testing.T) {
		m, _ := modelOf(everyVerdict(t))
		var got strings.Builder
		for _, p := range m.scene.session.Writes {
			m.act("write", itoa(p.Write.N))
			got.WriteString(html(t, &proofList{Model: m}))
		}
		golden(t, "proofs-verdicts", got.String())
	})
	t.Run("timeline-latency", func(t *testing.T) {
		m, _ := modelOf(everyVerdict(t))
		m.act("tab", "writes")
		golden(t, "timeline-latency", html(t, &timeline{Model: m}))
	})
}

// everyVerdict has a write of each verdict.
func everyVerdict(t *testing.T) *tracker.State {
	x := chat(t)
	x.Writes = nil
	for v := proof.Waiting; v <= proof.CannotTell; v++ {
		p := *exactProof(t)
		p.Write.N, p.Verdict, p.Reason = int(v)+1, v, "because"
		if v == proof.Waiting {
			p.Seen = time.Time{}
		}
		x.Writes = append(x.Writes, &p)
	}
	return stateOf(x)
}

func TestAttachOnAnExistingKeyOffersUpdate(t *testing.T) {
	m, _ := modelOf(usual(t))
	drafting(m, attachOp, "DISP_KEY", "text", "closed")
	all := m.cautions(m.foresight())
	require.Len(t, all, 1)
	require.Equal(t, []wayOut{{"Use Update", "operation", "1"}}, all[0].choices)
	m.act(all[0].choices[0].do, all[0].choices[0].arg)
	assert.Equal(t, updateOp, m.draft.op)
	assert.Empty(t, m.cautions(m.foresight()))
}

func TestANearKeyIsOffered(t *testing.T) {
	m, _ := modelOf(usual(t))
	drafting(m, updateOp, "disp key", "text", "x")
	all := m.cautions(m.foresight())
	require.Len(t, all, 1)
	m.act(all[0].choices[0].do, all[0].choices[0].arg)
	assert.Equal(t, "DISP_KEY", m.draft.rows[0].key)
}

// A key that somebody changed while the form was open holds the write back
// once, and can be settled either way.
func TestConflicts(t *testing.T) {
	for _, test := range []struct {
		name  string
		act   func(m *model)
		sent  bool
		value string
	}{
		{"keep mine", func(m *model) { m.act("keep-mine", "0"); m.submit("draft") }, true, "closed"},
		{"take theirs", func(m *model) { m.act("take-theirs", "0") }, false, "resolved"},
		{"undecided", func(m *model) { m.submit("draft") }, false, "closed"},
		{"sent all the same", func(m *model) { m.submit("draft"); m.submit("draft") }, true, "closed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, out := conflicting(t)
			require.Len(t, m.conflicts(m.foresight()), 1)
			test.act(m)
			assert.Equal(t, test.sent, len(*out) > 0)
			assert.Equal(t, test.value, m.draft.rows[0].text)
		})
	}
}

func TestRawAndRowsSayTheSame(t *testing.T) {
	m, out := modelOf(usual(t))
	drafting(m, updateOp, "n", "number", "1.0")
	m.act("raw", "")
	assert.Equal(t, "{\n  \"n\": 1.0\n}", m.draft.rawText)
	m.typed("draft", 0, "raw", `{"n":1e0,"t":"00123","l":[1, 2],"none":null,"yes":true}`)
	m.act("raw", "")
	assert.Equal(t, []draftRow{{key: "n", kind: "number", text: "1e0"}, {key: "t", kind: "text", text: "00123"},
		{key: "l", kind: "JSON", text: "[1, 2]"}, {key: "none", kind: "null", text: "null"}, {key: "yes", kind: "true/false", text: "true"}}, m.draft.rows)
	m.act("raw", "")
	m.typed("draft", 0, "raw", `{"n":`)
	m.submit("draft")
	assert.Empty(t, *out, "what cannot be read is not sent")
	assert.NotEmpty(t, m.draft.rawErr)
	m.typed("draft", 0, "raw", `{"n":2}`)
	m.submit("draft")
	require.Len(t, *out, 1)
	assert.Equal(t, `{"n":2}`, string((*out)[0].(tracker.Operate).Data.Bytes()))
}

func TestPastedTextIsRepaired(t *testing.T) {
	for _, test := range []struct {
		name, text string
		op         int
		rows       int
	}{
		{"Python", "{u'a': None, 'b': True, 'c': 12L}", updateOp, 3},
		{"a comma too many", `{"a":1,}`, updateOp, 1},
		{"a whole request", `{"operationName":"AttachUserData","userData":{"a":1,"b":2}}`, updateOp, 2},
		{"a notification inside prose", `It said: {"notificationType":"PropertiesUpdated","userData":{"a":1}} then.`, updateOp, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, _ := modelOf(usual(t))
			m.act("panel", "write")
			m.setOperation(test.op)
			m.act("raw", "")
			m.typed("draft", 0, "raw", test.text)
			require.NotEmpty(t, m.draft.repair.text)
			assert.NotEmpty(t, m.draft.repair.fixes)
			m.act("use-repair", "")
			assert.Empty(t, m.draft.rawErr)
			assert.Len(t, m.draft.rows, test.rows)
		})
	}
}

func TestPlaceholdersAreFilledWhenSent(t *testing.T) {
	m, out := modelOf(usual(t))
	drafting(m, updateOp, "stamp", "text", "{{session}} {{now}} {{uuid}}")
	m.submit("draft")
	require.Len(t, *out, 1)
	got := (*out)[0].(tracker.Operate).Data.Get("stamp").Text()
	assert.Regexp(t, `^0000Wa9CAM6W00J 2026-03-05T12:00:00\.000Z [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, got)
}

// undoable is a session in which a write of this page changed, added and
// removed keys, and somebody else changed one afterwards.
func undoable(t *testing.T, w proof.Write, after string) *tracker.State {
	x := session(t, "s1", story{
		{history.Event{Kind: history.Snapshot, Time: before(time.Minute)}, `{"a":"1","b":"2"}`},
		{history.Event{Kind: history.Write, Write: 1, Author: history.You, Time: before(50 * time.Second)}, ""},
		{history.Event{Kind: history.Notification, Write: 1, Author: history.You, Time: before(49 * time.Second)}, `{"a":"new","b":"2","c":"3"}`},
		{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: before(4 * time.Second)}, after},
	})
	w.N = 1
	x.Writes = []*proof.Proof{{Write: w, Reply: &proof.Reply{Time: noon, HTTPStatus: 200}, Verdict: proof.Exact, Event: 3, Seen: noon}}
	return stateOf(x)
}

func TestPrepareUndo(t *testing.T) {
	for _, test := range []struct {
		name      string
		write     proof.Write
		after     string
		op        int
		rows      []draftRow
		then      []draftRow
		conflicts int
	}{
		{"what was changed is set back, what was added is deleted next", proof.Write{Operation: "UpdateUserData", Data: parse(t, `{"a":"new","c":"3"}`)},
			"", updateOp, []draftRow{{key: "a", kind: "text", text: "1"}}, []draftRow{{key: "c", kind: "text"}}, 0},
		{"only added", proof.Write{Operation: "AttachUserData", Data: parse(t, `{"c":"3"}`)}, "", deleteOp, []draftRow{{key: "c", kind: "text"}}, nil, 0},
		{"deleted", proof.Write{Operation: "DeleteUserData", Keys: []string{"b", "none"}}, "", updateOp, []draftRow{{key: "b", kind: "text", text: "2"}}, nil, 0},
		{"somebody wrote since", proof.Write{Operation: "UpdateUserData", Data: parse(t, `{"a":"new"}`)},
			`{"a":"theirs","b":"2","c":"3"}`, updateOp, []draftRow{{key: "a", kind: "text", text: "1"}}, nil, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, out := modelOf(undoable(t, test.write, test.after))
			m.act("undo", "1")
			assert.Equal(t, test.op, m.draft.op)
			assert.Equal(t, test.rows, m.draft.rows)
			assert.Equal(t, test.then, m.draft.then)
			assert.Len(t, m.conflicts(m.foresight()), test.conflicts)
			assert.Empty(t, *out, "nothing is sent")
		})
	}
}

func TestEditAndSendAgain(t *testing.T) {
	m, out := modelOf(usual(t))
	m.act("edit-again", "1")
	m.submit("draft")
	require.Len(t, *out, 1)
	c := (*out)[0].(tracker.Operate)
	assert.Equal(t, "AttachUserData", c.Operation)
	assert.Equal(t, `{"UserData1":"DATA1","UserData2":123456789}`, string(c.Data.Bytes()))
}

func TestAClosedFormKeepsItsDraft(t *testing.T) {
	m, _ := modelOf(usual(t))
	drafting(m, updateOp, "k", "text", "v")
	m.act("close-panel", "")
	m.effects = nil
	m.act("panel", "write")
	assert.Contains(t, m.effects, effect{do: setValue, target: rowField(0, "key"), text: "k"})
	assert.Contains(t, m.effects, effect{do: setValue, target: rowField(0, "value"), text: "v"})
}

func TestLatencies(t *testing.T) {
	at := func(reply, seen time.Duration) *proof.Proof {
		p := &proof.Proof{Write: proof.Write{Operation: "UpdateUserData", Sent: noon}, Reply: &proof.Reply{Time: noon.Add(reply), HTTPStatus: 200}}
		if seen > 0 {
			p.Seen = noon.Add(seen)
		}
		return p
	}
	var all []*proof.Proof
	for i := range 20 {
		all = append(all, at(time.Duration(i+1)*time.Millisecond, time.Duration(i+1)*10*time.Millisecond))
	}
	all = append(all, &proof.Proof{Write: proof.Write{Operation: "Leave", Sent: noon}})
	got := latencies(all, func(p *proof.Proof) bool { return p == all[0] })
	require.Len(t, got, 2)
	assert.Equal(t, "reply p50 10 ms, p95 19 ms · seen p50 100 ms, p95 190 ms · 1 changed nothing", got[0].text())
	assert.Equal(t, "", got[1].text())
}

func TestAWriteThatChangedNothingIsCounted(t *testing.T) {
	s := undoable(t, proof.Write{Operation: "UpdateUserData", Data: parse(t, `{"a":"1"}`)}, "")
	m, _ := modelOf(s)
	assert.True(t, m.idle(s.Sessions[0], s.Sessions[0].Writes[0]))
	s = undoable(t, proof.Write{Operation: "UpdateUserData", Data: parse(t, `{"a":1}`)}, "")
	m, _ = modelOf(s)
	assert.False(t, m.idle(s.Sessions[0], s.Sessions[0].Writes[0]), "another type is another value")
}

func TestWhatReadsLikeAnotherTypeIsPointedOut(t *testing.T) {
	for _, row := range []struct{ text, caution, way string }{
		{"00123", "lose its zeros", ""},
		{"123456789", "sent as text", "Send as number"},
		{"true", "sent as text", "Send as true/false"},
		{"null", "sent as text", "Send as null"},
		{"absent", "", ""},
		{"DATA1", "", ""},
		{"0", "sent as text", "Send as number"},
	} {
		t.Run(row.text, func(t *testing.T) {
			m, _ := modelOf(usual(t))
			m.typed("draft", 0, "key", "K")
			m.typed("draft", 0, "value", row.text)
			c := m.cautionOnType("K")
			assert.Contains(t, c.text, row.caution)
			assert.Equal(t, row.caution == "", c.text == "")
			if row.way == "" {
				assert.Empty(t, c.choices)
				return
			}
			assert.Equal(t, row.way, c.choices[0].label)
			m.act(c.choices[0].do, c.choices[0].arg)
			assert.Equal(t, strings.TrimPrefix(row.way, "Send as "), m.draft.rows[0].kind)
			assert.Empty(t, m.cautionOnType("K").text)
		})
	}
}
