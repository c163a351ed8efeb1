package settings_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/settings"
)

func TestAuthorsAsText(t *testing.T) {
	var s settings.Authors
	s = s.Toggle(history.You).Toggle(history.Routing)
	assert.Equal(t, "routing you", s.String())
	assert.Equal(t, s, settings.ParseAuthors(s.String()+" somebody first"))
	assert.False(t, s.Toggle(history.You).Has(history.You))
}
