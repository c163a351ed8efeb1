package draft_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/ui/draft"
)

// What is copied from a spreadsheet, a log or a reply of version 3 can be pasted into
// the form, and is offered as the userData that it lists.
func TestWhatListsUserDataIsOffered(t *testing.T) {
	gold := "{\n  \"Segment\": \"gold\",\n  \"Reason\": \"billing issue\"\n}"
	for text, want := range map[string]string{
		"Segment\tgold\r\nReason\tbilling issue\r\n":                                               gold,
		"Key\tValue\nSegment\tgold\nReason\tbilling issue":                                         gold,
		"Segment=gold\n\nReason=billing issue":                                                     gold,
		"Segment: gold\nReason: billing issue":                                                     gold,
		"Segment;\"gold\"\n\"Reason\";billing issue":                                               gold,
		"Segment,gold\nReason,\"billing issue\"":                                                   gold,
		"  'Segment'\t'gold'\n  'Reason'\t'billing issue'":                                         gold,
		"'Segment' [str] = \"gold\"\n'Reason' [str] = \"billing issue\"":                           gold,
		`[{"key":"Segment","type":"str","value":"gold"},{"key":"Reason","value":"billing issue"}]`: gold,
		"'Wait'\t12\n'Pin'\t'0012'":                                                                "{\n  \"Wait\": 12,\n  \"Pin\": \"0012\"\n}",
		"Wait\t12":                                                                                 "{\n  \"Wait\": \"12\"\n}",
		"Quote,\"5\"\" screen, new\"":                                                              "{\n  \"Quote\": \"5\\\" screen, new\"\n}",
		"At: 12:30\nLink: https://example.com/?a=b":                                                "{\n  \"At\": \"12:30\",\n  \"Link\": \"https://example.com/?a=b\"\n}",
		`[{"key":"n","value":12},{"key":"empty","value":""}]`:                                      "{\n  \"n\": 12,\n  \"empty\": \"\"\n}",
		// What lists none of it, or more than that.
		"Segment\tstr\tgold":                    "",
		"Segment\tgold\nnothing":                "",
		"=gold":                                 "",
		`[{"key":"a"}]`:                         "",
		`[{"key":"a","value":"x","by":"jane"}]`: "",
		`[{"value":"x","key":"a"}]`:             "",
		`["a","b"]`:                             "",
		"[]":                                    "",
		"":                                      "",
	} {
		assert.Equal(t, want, draft.Repaired(text, draft.AttachOp).Text, "%q", text)
	}
	keys := "[\n  \"Segment\",\n  \"Reason\"\n]"
	for _, text := range []string{"Segment\nReason\n", "Segment\tgold\nReason\tbilling", "'Segment'\t'gold'\n'Reason'\t'billing'"} {
		assert.Equal(t, keys, draft.Repaired(text, draft.DeleteOp).Text, "%q", text)
	}
	assert.Equal(t, []string{"each line is taken as a key and its value, with a tab between them", "the headings are left out"},
		draft.Repaired("key\tvalue\na\tb", draft.UpdateOp).Fixes)
}

// What is taken of a whole message is called by its name.
func TestWhatIsTakenOfAMessageIsNamed(t *testing.T) {
	for _, test := range []struct {
		text, want string
		op         int
	}{
		{`{"operationName":"DeleteUserData","keys":["a"]}`, "this looks like a whole message; of it only keys is taken", draft.DeleteOp},
		{`{"statusCode":0,"userData":{"a":"x"}}`, "this looks like a whole message; of it only userData is taken", draft.AttachOp},
		{`{"operationName":"DeleteUserData","keys":["a"]}`, "this is a whole DeleteUserData; what it carries is taken, and Delete is chosen", draft.AttachOp},
	} {
		inner, ok := draft.Carried(test.text, test.op)
		assert.True(t, ok)
		assert.Equal(t, []string{test.want}, inner.Fixes)
	}
}
