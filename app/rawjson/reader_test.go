package rawjson_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/rawjson"
)

// samePlaces compares what a Reader says of all parts of a value that it has checked
// with what is said without one.
func samePlaces(t *testing.T, r *rawjson.Reader, part []byte) {
	if part[0] != '{' && part[0] != '[' {
		return
	}
	want, end, err := rawjson.Places(nil, part, 0, part[0] == '{')
	require.NoError(t, err)
	got, gotEnd, err := r.Places(nil, part, 0, part[0] == '{')
	require.NoError(t, err)
	require.Equal(t, end, gotEnd)
	require.Equal(t, want, got)
	for _, p := range want {
		samePlaces(t, r, part[p.Value:p.End])
	}
}

// What a Reader has seen changes nothing of what it says.
func TestReader(t *testing.T) {
	long := `"` + strings.Repeat(`{\"name\":\"Jane Roe\"},`, 1000) + `"`
	text := []byte(` [{"data":{"a":` + long + `,"b":[` + long + `,1 ,-2.5e7,true,{},[ ],"\\\"", [{"x":null} ] ]},"c":` + long + `} , ` + long + `] `)
	var r rawjson.Reader
	require.NoError(t, r.Check(text))
	samePlaces(t, &r, text[1:])
	samePlaces(t, &r, text[1:])

	_ = rawjson.Elements([]byte(`[`+long+`,2,"x"]`), func(e []byte) error { // another text, and parts that end their memory
		assert.Equal(t, rawjson.Check(e), r.Check(e))
		return nil
	})

	cut := text[:len(text)-len(long)/2]
	assert.Equal(t, rawjson.Check(cut), r.Check(cut), "a part that ends within a long string")
	assert.Error(t, r.Check(cut))
}
