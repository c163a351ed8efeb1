package ui

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestForgottenSessionsAreCounted(t *testing.T) {
	s := uitest.Usual(t)
	s.Forgotten = 12
	m, _ := pagetest.ModelOf(s)
	assert.Contains(t, markupOf(t, &sessionList{Model: m}), "12 ended sessions dropped to stay within memory")
}
