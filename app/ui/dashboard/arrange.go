package dashboard

import (
	"slices"
	"sort"
	"time"

	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/userdata"
)

// Fold is how long a session stays in its place after its end.
const Fold = 2 * time.Minute

// A View is how the board is looked at.
type View struct {
	settings.Board
	Filter Filter
	Ended  bool              // those that ended a while ago are shown, too
	Order  []string          // ids in the order in which they keep their places, nil to let them move
	Groups map[string]string // those in which they stay then, by id
	Now    time.Time
}

// An Item is a line of the board: a session, or the head of a group.
type Item struct {
	*Record        // nil for a head
	Group   string // its name
	Count   int    // of sessions in it
	First   *Record
}

// An Arrangement is what the board shows, from top to bottom.
type Arrangement struct {
	Items                 []Item
	All, Shown, Folded    int // sessions: all, those in Items, those that ended a while ago and are left out
	Unread, Broken, Ended int // of those shown
	Having                [settings.MostColumns]int
	Moved                 int // how many would stand elsewhere if they did not keep their places
	Owed, Media           bool
}

// IDs are the sessions in their order.
func (a *Arrangement) IDs() []string {
	ids := make([]string, 0, a.Shown)
	for _, it := range a.Items {
		if it.Record != nil {
			ids = append(ids, it.ID)
		}
	}
	return ids
}

// Part is n items from one on, below the head of the group that they go on with.
func (a *Arrangement) Part(from, n int) []Item {
	part, head := a.Items[from:from+n], from
	for n > 0 && head > 0 && a.Items[head].Record != nil {
		head--
	}
	if head < from && a.Items[head].Record == nil {
		part = slices.Concat(a.Items[head:head+1], part)
	}
	return part
}

// Groups are those that the sessions stand in, by id, nil where there are none.
func (a *Arrangement) Groups() map[string]string {
	var groups map[string]string
	for _, it := range a.Items {
		switch {
		case it.Record == nil && groups == nil:
			groups = make(map[string]string, a.Shown)
		case it.Record != nil && groups != nil:
			groups[it.ID] = it.Group
		}
	}
	return groups
}

// Find is the place of a session among the items, -1 for none.
func (a *Arrangement) Find(id string) int {
	return slices.IndexFunc(a.Items, func(it Item) bool { return it.Record != nil && it.ID == id })
}

// Nearest is the session that stood nearest to that with the id in the rows before,
// of those that stand on the board now; id where there is none.
func (a *Arrangement) Nearest(before []string, id string) string {
	at := slices.Index(before, id)
	for n := 1; at >= 0 && n < len(before); n++ {
		for _, i := range []int{at + n, at - n} {
			if i >= 0 && i < len(before) && a.Find(before[i]) >= 0 {
				return before[i]
			}
		}
	}
	return id
}

// Arrange says which of the sessions stand on the board, in which order. all are
// in the order in which they became known.
func Arrange(all []*Record, v *View) (a Arrangement) {
	var list []*Record
	for _, r := range all {
		a.All++
		a.Owed, a.Media = a.Owed || r.Owed, a.Media || r.Medium != ""
		switch {
		case !v.Filter.Passes(r, v.Columns):
		case r.Ended && !r.Pinned && !v.Ended && v.Now.Sub(r.LastChange) > Fold:
			a.Folded++
		default:
			list = append(list, r)
			a.count(r)
		}
	}
	order := v.order()
	sort.SliceStable(list, func(i, j int) bool { return order(list[i], list[j]) < 0 })
	a.Items = grouped(list, v.Group, nil)
	if v.Order != nil {
		moved := a.Items
		a.Items = grouped(keepPlaces(list, v.Order), v.Group, v.Groups)
		for i := range a.Items {
			a.Moved += scene.OneIf(a.Items[i].Record != nil && (i >= len(moved) || a.Items[i].Record != moved[i].Record))
		}
	}
	return a
}

func (a *Arrangement) count(r *Record) {
	a.Shown++
	a.Unread += scene.OneIf(r.Unread > 0 || r.Gap)
	a.Broken += scene.OneIf(r.Broken > 0)
	a.Ended += scene.OneIf(r.Ended)
	for i, v := range r.Values {
		if v != (userdata.Value{}) { // asked of all values with each drawing
			a.Having[i]++
		}
	}
}

// order has pinned sessions first and those that ended last; between them, the
// order that was asked for.
func (v *View) order() func(a, b *Record) int {
	by := func(a, b *Record) int { return 0 }
	if v.Sort != "" {
		by = compare(v.Sort, v.Down)
	}
	return func(a, b *Record) int {
		if a.Pinned != b.Pinned {
			return scene.OneIf(b.Pinned) - scene.OneIf(a.Pinned)
		}
		if a.Ended != b.Ended {
			return scene.OneIf(a.Ended) - scene.OneIf(b.Ended)
		}
		return by(a, b)
	}
}

// keepPlaces puts the sessions that had a place where they were, new ones behind
// them.
func keepPlaces(list []*Record, order []string) []*Record {
	if slices.EqualFunc(list, order, func(r *Record, id string) bool { return r.ID == id }) {
		return list
	}
	places := make(map[string]int, len(order))
	for i, id := range order {
		places[id] = i
	}
	kept := make([]*Record, len(order))
	var fresh []*Record
	for _, r := range list {
		if i, ok := places[r.ID]; ok {
			kept[i] = r
		} else {
			fresh = append(fresh, r)
		}
	}
	return append(slices.DeleteFunc(kept, func(r *Record) bool { return r == nil }), fresh...)
}

// grouped puts heads over the sessions that have the same in a column. Groups
// stand in the order of their names, what has nothing there last. Sessions stay in the
// groups that kept has for them.
func grouped(list []*Record, column string, kept map[string]string) []Item {
	items := make([]Item, 0, len(list)+8)
	if column == "" {
		for _, r := range list {
			items = append(items, Item{Record: r})
		}
		return items
	}
	groups, names := map[string][]*Record{}, []string{}
	for _, r := range list {
		name, ok := kept[r.ID]
		if !ok {
			name = r.group(column)
		}
		if groups[name] == nil {
			names = append(names, name)
		}
		groups[name] = append(groups[name], r)
	}
	sort.Slice(names, func(i, j int) bool {
		a, b := names[i], names[j]
		return b == "" && a != "" || a != "" && a < b
	})
	for _, name := range names {
		items = append(items, Item{Group: name, Count: len(groups[name]), First: groups[name][0]})
		for _, r := range groups[name] {
			items = append(items, Item{Record: r, Group: name})
		}
	}
	return items
}
