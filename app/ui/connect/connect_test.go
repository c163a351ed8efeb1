package connect

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestABaseURLHasNoSecretsAndNoOtherScheme(t *testing.T) {
	for base, good := range map[string]bool{
		"": true, "simulator": true, "https://gws.example.com:8080": true, "http://localhost": true,
		"javascript:alert(1)": false, "gws.example.com": false, "https://u:p@gws.example.com": false, "blob:x": false, "://": false,
	} {
		f := Entered{Base: base}
		assert.Equal(t, good, f.check(), "%q", base)
	}
}
