package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/tracker"
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

// longKeys is a session with keys that fit no usual column.
func longKeys(t *testing.T) *tracker.State {
	return stateOf(session(t, "a1", story{
		{history.Event{Kind: history.Snapshot, Time: before(3 * time.Minute)}, `{"CBR-contract_DBIDs_ActualVolume":"1","CBR-contract_DBIDs_ActualPercent":"1","ACustomerKeyWithQuiteALongName":"x","RVQID":""}`},
		{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: before(time.Second)}, `{"CBR-contract_DBIDs_ActualVolume":"2","CBR-contract_DBIDs_ActualPercent":"1","RVQID":""}`},
	}))
}

func TestLongKeysAreWholeForThoseWhoDoNotSee(t *testing.T) {
	m, _ := modelOf(longKeys(t))
	m.unfoldAll()
	m.toggleWatch("CBR-contract_DBIDs_ActualPercent")
	for _, filter := range []string{"", "DBIDs_Act", "alVol", "_"} {
		m.setFilter(filter)
		page := html(t, &grid{Model: m})
		assert.Contains(t, page, `aria-label="CBR-contract_DBIDs_ActualVolume"`, "filter %q", filter)
		assert.Contains(t, page, `title="CBR-contract_DBIDs_ActualVolume"`, "filter %q", filter)
	}
	m.setFilter("")
	assert.Contains(t, html(t, &grid{Model: m}), `aria-label="CBR-contract_DBIDs_ActualPercent watched"`)
	for _, find := range [][]string{nil, {"b"}, {"cde"}, {"fgh"}, {"a", "h"}} {
		var all strings.Builder
		for _, part := range [][2]int{{0, 4}, {4, 8}} {
			for _, node := range exactFound("abcdefgh", find, part[0], part[1]) {
				app.PrintHTML(&all, drawn(node))
			}
		}
		bare := strings.NewReplacer(`<mark class="grid-mark">`, "", "</mark>", "", "\n", "").Replace(all.String())
		assert.Equal(t, "abcdefgh", bare, "marking %q loses nothing", find)
	}
}

func TestTheKeysColumnFitsNearlyAllKeys(t *testing.T) {
	for _, test := range []struct {
		name    string
		lengths map[int]int // how many keys of which length
		want    int
	}{
		{"no key", nil, 12},
		{"short ones", map[int]int{3: 10}, 12},
		{"up to the next step", map[int]int{13: 10}, 16},
		{"a step exactly", map[int]int{20: 10}, 20},
		{"one in a hundred is longer", map[int]int{10: 99, 30: 1}, 12},
		{"one in ten is longer", map[int]int{10: 90, 30: 10}, 32},
		{"longer than there is room for", map[int]int{fitMost: 10}, 32},
	} {
		t.Run(test.name, func(t *testing.T) {
			var lengths [fitMost + 1]int
			for n, count := range test.lengths {
				lengths[n] = count
			}
			assert.Equal(t, test.want, fitting{}.fit("a", 0, &lengths).chars)
		})
	}
	short, long := [fitMost + 1]int{5: 1}, [fitMost + 1]int{30: 1}
	wide := fitting{}.fit("a", 0, &long)
	assert.Equal(t, 32, wide.fit("a", 0, &short).chars, "it does not shrink under who reads")
	assert.Equal(t, 12, wide.fit("b", 0, &short).chars, "another session begins anew")
	assert.Equal(t, 12, wide.fit("a", 1, &short).chars, "so do other classes")
}

func TestTheFooterSaysWhatARowHasNoRoomFor(t *testing.T) {
	m, _ := modelOf(longKeys(t))
	m.unfoldAll()
	page := func() string { return strings.Join(strings.Fields(html(t, &footer{Model: m})), " ") }
	assert.Contains(t, page(), `<span class="foot-focus"></span>`)
	m.hold(&m.view.focused, true)
	assert.Contains(t, page(), m.scene.rows[0].key, "the row that has the focus")
	m.selectKey("CBR-contract_DBIDs_ActualVolume")
	assert.Contains(t, page(), `<code> CBR-contract_DBIDs_ActualVolume</code> <span class="foot-time"> · 2026-03-05 11:59:59.000 +00:00</span>`)
}
