package redact_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture/capturetest"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/userdata"
)

func TestComparedDataIsMasked(t *testing.T) {
	_, masks := redact.Cut(planted(), redact.Export{Created: capturetest.Noon, Chosen: "a person"})
	d, err := userdata.Parse([]byte(`{"Phone":"+44 7700 900118","Subject":"hello","password":"hunter22"}`))
	require.NoError(t, err)
	hidden, err := masks.Data(d, nil)
	require.NoError(t, err)
	assert.NotContains(t, string(hidden.Bytes()), "900118")
	assert.NotContains(t, string(hidden.Bytes()), "hunter22")
	assert.Equal(t, "hello", hidden.Get("Subject").Text())
	some, err := masks.Data(d, func(key string) bool { return key == "Subject" })
	require.NoError(t, err)
	assert.Equal(t, 1, some.Len())
	none, err := masks.Data(nil, nil)
	require.NoError(t, err)
	assert.Nil(t, none)
}
