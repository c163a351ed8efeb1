package userdata_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/rawjson"
	"github.com/keytrail/keytrail/app/userdata"
)

// The notification is the sample of the AttachUserData page of the SMS Session
// API, with null where the page prints None.
func TestDocumentedAttach(t *testing.T) {
	notification, err := os.ReadFile("testdata/attach-notification.json")
	require.NoError(t, err)
	require.NoError(t, rawjson.Check(notification))
	at := bytes.Index(notification, []byte(`"userData": {`)) + len(`"userData": `)
	end, err := rawjson.Skip(notification, at)
	require.NoError(t, err)
	object := notification[at:end]
	after, err := userdata.Parse(object)
	require.NoError(t, err)
	require.Equal(t, 32, after.Len())
	assert.Equal(t, userdata.Null, after.Get("RRequestedSkills").Kind())
	assert.Equal(t, "1", after.Get("PegAGChat distribution for processing").Literal())
	assert.Equal(t, `""`, after.Get("CBR-IT-path_DBIDs").Literal())
	assert.Equal(t, "0", after.Get("ServiceObjective").Literal())

	var entries []userdata.Entry
	for key, value := range after.All() {
		if key != "UserData1" && key != "UserData2" {
			entries = append(entries, userdata.Entry{Key: key, Value: value})
		}
	}
	before := userdata.Of(entries...)
	next, changes, err := before.Next(object)
	require.NoError(t, err)
	assert.Equal(t, after.Bytes(), next.Bytes())
	require.Len(t, changes, 2)
	for i, want := range []struct {
		key, literal string
		kind         userdata.Kind
	}{{"UserData1", `"DATA1"`, userdata.Text}, {"UserData2", "123456789", userdata.Number}} {
		assert.Equal(t, userdata.Added, changes[i].Kind)
		assert.Equal(t, want.key, changes[i].Key)
		assert.Equal(t, want.kind, changes[i].New.Kind())
		assert.Equal(t, want.literal, changes[i].New.Literal())
		assert.Equal(t, userdata.Absent, changes[i].Old.Kind())
	}
}
