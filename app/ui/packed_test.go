package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestThePackedSizeStandsBesideItsLimits(t *testing.T) {
	for _, row := range []struct {
		name, data, want string
	}{
		{"a text, by its bytes and not by its spelling", `{"ab":"\u00e9\n"}`, "≈ 13 of 16,000 B packed"},
		{"a number", `{"ab":12345678901234567890}`, "≈ 18 of 16,000 B packed"},
		{"nothing", `{}`, "≈ 0 of 16,000 B packed"},
		{"at the limit", `{"k":"` + strings.Repeat("x", 15_991) + `"}`, "≈ 16,000 of 16,000 B packed"},
		{"over the default", `{"k":"` + strings.Repeat("x", 15_992) + `"}`, "≈ 16,001 B packed, over the usual 16,000 of voice"},
		{"far over, by its spelling only", `{"k":"` + strings.Repeat(`\u00e9`, 12_000) + `"}`, "≈ 24,009 B packed, over the usual 16,000 of voice"},
		{"over all, with escapes", `{"k":"` + strings.Repeat(`\n`, 200_000) + `"}`, "≈ 200,009 B packed, over the 65,535 of voice"},
		{"over what voice can have", `{"k":"` + strings.Repeat("x", 70_000) + `"}`, "≈ 70,009 B packed, over the 65,535 of voice"},
	} {
		t.Run(row.name, func(t *testing.T) {
			m, _ := pagetest.ModelOf(uitest.StateOf(uitest.Session(t, "x", uitest.Story{{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, row.data}})))
			got := markupOf(t, &footer{Model: m})
			assert.Contains(t, strings.ReplaceAll(got, "\u2009", ","), row.want)
			assert.Contains(t, got, "a limit for SMS is not documented")
		})
	}
}

// Of a file that shows a write and nothing else, nobody knows how much there was.
func TestThePackedSizeOfWhatWasNotSeenIsNotSaid(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.OnFile(uitest.StateOf(uitest.Session(t, "x", uitest.Story{{history.Event{Kind: history.Write, Time: uitest.Before(time.Minute)}, `{}`}})), 1))
	assert.NotContains(t, markupOf(t, &footer{Model: m}), "B packed")
}
