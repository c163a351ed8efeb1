package page

import (
	"slices"

	"github.com/keytrail/keytrail/app/ui/stage"
)

// pressInExchanges moves through the writes or the traffic: the column shows
// one after the other.
func (m *Model) pressInExchanges(k Keypress) bool {
	list, on := m.ListedSubjects(), m.View.Subject
	to, ok := moved(k.Key, slices.Index(list, on), len(list))
	if !ok || len(list) == 0 {
		return ok
	}
	if on.Write != 0 || on.Exchange != 0 {
		m.Swap(list[to])
	} else {
		m.Show(list[to])
	}
	m.Want(stage.Effect{Do: stage.ScrollTo, Target: "#log .timeline-row--here"})
	return true
}
