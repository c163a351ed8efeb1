package table

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestKeyCut(t *testing.T) {
	for _, test := range []struct {
		name, key, tail string
	}{
		{"a suffix that matters", "CBR-contract_DBIDs_ActualVolume", "alVolume"},
		{"short", "CustomerSegment", ""},
		{"of just the length that fits", "0123456789abcdef", ""},
		{"one more", "0123456789abcdefg", "9abcdefg"},
		{"wide characters in front", "日本語日本語日本語_DB_DBIDs", "DB_DBIDs"},
		{"a blank at the end", "CBR-contract_DBIDs ", ""},
		{"an accent at the end", "CBR-contract_DBIDsé", ""},
		{"empty", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			tail := ""
			if cut := keyCut(test.key); cut > 0 {
				tail = test.key[cut:]
			}
			assert.Equal(t, test.tail, tail)
		})
	}
}
