package gws_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/gws"
)

func TestBody(t *testing.T) {
	b := gws.Body("Up\"date", gws.Raw("userData", []byte(`{ "A" : 1.0 }`)), gws.Texts("keys", []string{"a", `"`}))
	assert.Equal(t, `{"operationName":"Up\"date","userData":{ "A" : 1.0 },"keys":["a","\""]}`, string(b))
	assert.Equal(t, `{"operationName":"Leave"}`, string(gws.Body("Leave")))
	assert.Equal(t, `{"operationName":"DeleteUserData","keys":[]}`, string(gws.Body("DeleteUserData", gws.Texts("keys", nil))))
	assert.True(t, json.Valid(b))
}

func TestCanDo(t *testing.T) {
	for _, tt := range []struct {
		name         string
		capabilities []string
		operation    string
		want         bool
	}{
		{"listed", []string{"Leave", "UpdateUserData"}, "UpdateUserData", true},
		{"not listed", []string{"Leave"}, "UpdateUserData", false},
		{"nothing listed", nil, "Leave", false},
		{"older name listed", []string{"InFocus"}, "SetInFocus", true},
		{"older name asked", []string{"SetInFocus"}, "InFocus", true},
		{"SwitchBargeIn", []string{"SwitchBargeIn"}, "SwitchToBargeIn", true},
		{"singular", []string{"SendStopTypingToAgentsNotification"}, "SendStopTypingToAgentNotification", true},
		{"case", []string{"sendmessage"}, "SendMessage", true},
		{"never listed, relative is", []string{"UpdateUserData"}, "AddComment", true},
		{"never listed, relative is not", []string{"Leave"}, "AddComment", false},
		{"unknown", []string{"Dance"}, "Dance", true},
		{"unknown, not listed", []string{"Leave"}, "Dance", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, gws.CanDo(tt.capabilities, tt.operation))
		})
	}
}

func TestMayTry(t *testing.T) {
	older := []string{"Transfer", "Complete", "Leave", "InFocus"}
	for _, tt := range []struct {
		name         string
		capabilities []string
		operation    string
		want         bool
	}{
		{"never told", nil, "AttachUserData", true},
		{"told that there is nothing", []string{}, "AttachUserData", false},
		{"listed", []string{"AttachUserData"}, "AttachUserData", true},
		{"not listed", []string{"Accept", "Reject"}, "AttachUserData", false},
		{"one of three is listed", []string{"InFocus", "UpdateUserData"}, "AttachUserData", false},
		{"the oldest lists name none of them", older, "AttachUserData", true},
		{"nor the disposition", older, "SetDisposition", true},
		{"but what concerns the conversation", older, "SendMessage", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, gws.MayTry(tt.capabilities, tt.operation))
		})
	}
}

func TestOperations(t *testing.T) {
	names := map[string]bool{}
	for _, o := range gws.Operations() {
		for _, n := range append([]string{o.Name}, o.Synonyms...) {
			assert.False(t, names[n], "%s stands twice", n)
			names[n] = true
		}
		assert.NotEmpty(t, o.Summary, o.Name)
		for _, p := range o.Parameters {
			assert.NotEmpty(t, p.Summary, "%s: %s", o.Name, p.Name)
		}
		if o.With != "" {
			_, ok := gws.Find(o.With)
			assert.True(t, ok, "%s goes with %s", o.Name, o.With)
		}
	}
	o, ok := gws.Find("infocus")
	require.True(t, ok)
	assert.Equal(t, "SetInFocus", o.Name)
}

func TestTerminal(t *testing.T) {
	for state, want := range map[string]bool{"Completed": true, "Revoked": true, "revoked": true, "Chatting": false, "LeftChat": false, "JoinFailed": false, "": false, "New": false} {
		assert.Equal(t, want, gws.MediumOf("S").Terminal(state), state)
	}
}

func TestParseTime(t *testing.T) {
	want := time.Date(2014, 1, 9, 9, 58, 12, 35e6, time.UTC)
	for _, s := range []string{
		"2014-01-09 09:58:12.035+0000", "2014-01-0909:58:12.035+0000", "2014-01-09T09:58:12.035Z", "2014-01-09T10:58:12.035+01:00",
		"2014-01-09 04:58:12.035-0500", "2014-01-09 09:58:12.035 +0000", "2014-01-09 10:58:12.035+01", " 2014-01-09 09:58:12.035 ",
	} {
		got, ok := gws.ParseTime(s)
		assert.True(t, ok, s)
		assert.Equal(t, want, got, s)
	}
	for _, s := range []string{"", "2014-01-09", "2014-01-09 ", "yesterday at noon", "2014-13-09 09:58:12Z", "2014-01-09 09:58"} {
		_, ok := gws.ParseTime(s)
		assert.False(t, ok, s)
	}
}

func TestTimestamp(t *testing.T) {
	assert.Equal(t, time.Date(2014, 1, 9, 9, 58, 12, 35e6, time.UTC), gws.Timestamp(1389261492035))
	assert.Equal(t, time.Date(2014, 1, 9, 9, 58, 12, 0, time.UTC), gws.Timestamp(1389261492))
}

func TestWhatAnOperationLacks(t *testing.T) {
	all := gws.Operations()
	names := map[string]gws.Operation{}
	for _, o := range all {
		names[o.Name] = o
	}
	for _, name := range []string{"SendMessage", "SendStartTypingNotification", "Accept", "Reject", "Transfer", "Invite", "Consult", "Leave", "Complete", "SetDisposition", "SetInFocus", "AddComment"} {
		assert.Contains(t, names, name)
	}
	assert.Equal(t, "UpdateUserData", names["AddComment"].Capability())
	for _, test := range []struct {
		operation string
		given     []string
		missing   []string
		extra     string
	}{
		{"SendMessage", nil, []string{"text"}, ""},
		{"SendMessage", []string{"text"}, nil, ""},
		{"Transfer", nil, []string{"targetUri"}, ""},
		{"Transfer", []string{"queueName"}, nil, ""},
		{"Transfer", []string{"targetUri", "queueName"}, nil, "queueName"},
		{"Complete", nil, nil, ""},
		{"SetDisposition", []string{"dispositionKey"}, []string{"disposition"}, ""},
	} {
		missing, extra := names[test.operation].Missing(func(name string) bool {
			for _, g := range test.given {
				if g == name {
					return true
				}
			}
			return false
		})
		assert.Equal(t, test.missing, missing, "%s with %v", test.operation, test.given)
		assert.Equal(t, test.extra, extra, "%s with %v", test.operation, test.given)
	}
}
