package proof_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/userdata"
)

func TestPreview(t *testing.T) {
	for _, tt := range []struct {
		name      string
		operation string
		current   string
		draft     string
		keys      []string
		opened    string
		want      []string // key: effect and marks
		counts    [6]int   // by effect
	}{
		{name: "new", operation: "AttachUserData", current: `{}`, draft: `{"A":1}`, want: []string{"A: adds"}, counts: [6]int{1}},
		{name: "attach to an existing key", operation: "AttachUserData", current: `{"A":1}`, draft: `{"A":1}`, want: []string{"A: may-duplicate"}, counts: [6]int{4: 1}},
		{name: "update of an existing key", operation: "UpdateUserData", current: `{"A":1}`, draft: `{"A":2}`, want: []string{"A: overwrites"}, counts: [6]int{1: 1}},
		{name: "already so", operation: "UpdateUserData", current: `{"A":1}`, draft: `{"A":1}`, want: []string{"A: nothing"}, counts: [6]int{3: 1}},
		{name: "written differently", operation: "UpdateUserData", current: `{"A":1}`, draft: `{"A":1.0}`, want: []string{"A: overwrites respells"}, counts: [6]int{1: 1}},
		{name: "another kind", operation: "UpdateUserData", current: `{"A":1}`, draft: `{"A":"1"}`, want: []string{"A: overwrites retypes"}, counts: [6]int{1: 1}},
		{name: "null is a value", operation: "UpdateUserData", current: `{"A":null}`, draft: `{"A":null,"B":null}`, want: []string{"A: nothing", "B: adds"}, counts: [6]int{1, 0, 0, 1}},
		{name: "delete", operation: "DeleteUserData", current: `{"A":1}`, keys: []string{"A", "B"}, want: []string{"A: removes", "B: nothing"}, counts: [6]int{0, 0, 1, 1}},
		{name: "near miss by case", operation: "UpdateUserData", current: `{"Case_Id":1}`, draft: `{"CaseID":2}`, want: []string{"CaseID: adds near Case_Id"}, counts: [6]int{1}},
		{name: "near miss by a blank", operation: "UpdateUserData", current: `{"A":1}`, draft: `{"A ":2}`, want: []string{"A : adds near A"}, counts: [6]int{1}},
		{name: "existing keys are no near misses", operation: "UpdateUserData", current: `{"A":1,"a":2}`, draft: `{"a":3}`, want: []string{"a: overwrites"}, counts: [6]int{1: 1}},
		{name: "an existing key and one like it behind it", operation: "UpdateUserData", current: `{"a":2,"A":1}`, draft: `{"a":3}`, want: []string{"a: overwrites"}, counts: [6]int{1: 1}},
		{name: "keys that are told apart by a number", operation: "UpdateUserData", current: `{"Key1":1}`, draft: `{"Key2":2}`, want: []string{"Key2: adds"}, counts: [6]int{1}},
		{name: "signs only", operation: "UpdateUserData", current: `{"--":1}`, draft: `{"__":2}`, want: []string{"__: adds"}, counts: [6]int{1}},
		{name: "routing's own", operation: "UpdateUserData", current: `{"RTargetAgentSelected":"1"}`, draft: `{"RTargetAgentSelected":"2"}`, want: []string{"RTargetAgentSelected: overwrites routing"}, counts: [6]int{1: 1}},
		{name: "the routing's of the contact centre", operation: "UpdateUserData", current: `{}`, draft: `{"CBR-actual_volume":"2","ChatServerHost":"h"}`, want: []string{"CBR-actual_volume: adds routing", "ChatServerHost: adds routing"}, counts: [6]int{2}},
		{name: "named twice", operation: "UpdateUserData", current: `{}`, draft: `{"A":1,"A":2}`, want: []string{"A: adds"}, counts: [6]int{1}},
		{name: "changed since", operation: "UpdateUserData", opened: `{"A":0,"B":1}`, current: `{"A":1,"B":1}`, draft: `{"A":2,"B":2}`, want: []string{"A: overwrites since 0", "B: overwrites"}, counts: [6]int{1: 2}},
		{name: "added since", operation: "UpdateUserData", opened: `{}`, current: `{"A":1}`, draft: `{"A":2}`, want: []string{"A: overwrites since "}, counts: [6]int{1: 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := proof.Draft{Operation: tt.operation, Keys: tt.keys}
			if tt.draft != "" {
				d.Data = data(t, tt.draft)
			}
			if tt.opened != "" {
				d.Opened = data(t, tt.opened)
			}
			f := proof.Preview(d, data(t, tt.current), userdata.Rules{})
			var got []string
			for _, r := range f.Rows {
				got = append(got, marks(r))
			}
			assert.Equal(t, tt.want, got)
			assert.Equal(t, tt.counts, f.Count)
		})
	}
}

func marks(r proof.Foreseen) string {
	s := r.Key + ": " + [...]string{"adds", "overwrites", "removes", "nothing", "may-duplicate", "doubles"}[r.Effect]
	for _, m := range []struct {
		set  bool
		word string
	}{{r.Retypes, " retypes"}, {r.Respells, " respells"}, {r.Near != "", " near " + r.Near}, {r.Routing, " routing"}} {
		if m.set {
			s += m.word
		}
	}
	if r.Since != nil {
		s += " since " + r.Since.Literal()
	}
	return s
}

// Of a key that a draft names twice the last value counts, as it does for the proof.
func TestPreviewOfAKeyThatIsNamedTwice(t *testing.T) {
	f := proof.Preview(proof.Draft{Operation: "UpdateUserData", Data: data(t, `{"A":1,"B":1,"A":2}`)}, data(t, `{"A":1}`), userdata.Rules{})
	assert.Equal(t, []string{"A: overwrites", "B: adds"}, []string{marks(f.Rows[0]), marks(f.Rows[1])})
	assert.Equal(t, "2", f.Rows[0].New.Literal())
	assert.Equal(t, "1", f.Rows[0].Now.Literal())
}

// An attach to a call adds to what is there, whatever it holds.
func TestPreviewOfAnAttachToACall(t *testing.T) {
	d := proof.Draft{Operation: "AttachUserData", Doubles: true, Data: data(t, `{"A":1,"B":2,"C":3}`)}
	f := proof.Preview(d, data(t, `{"A":1,"B":7,"B":8}`), userdata.Rules{})
	assert.Equal(t, []string{"A: doubles", "B: doubles", "C: adds"}, []string{marks(f.Rows[0]), marks(f.Rows[1]), marks(f.Rows[2])})
	assert.Equal(t, []int{1, 2, 0}, []int{f.Rows[0].Times, f.Rows[1].Times, f.Rows[2].Times})
	assert.Equal(t, []int{1, 0, 2}, []int{f.Count[proof.Adds], f.Count[proof.MayDuplicate], f.Count[proof.Doubles]})
}

// A draft may be looked at before any session is chosen.
func TestPreviewOfNothing(t *testing.T) {
	assert.Empty(t, proof.Preview(proof.Draft{}, nil, userdata.Rules{}).Rows)
}
