package main

// keyed gives children of an element that have a key the places that they will
// have, before they are compared by their places. It decides what is reused and
// never what is shown: without it the page would be the same, written by more
// work.
const keyed = `//go:build wasm && go1.26

package app

import "slices"

// keyOf returns a child's key among its siblings, "" for none.
func keyOf(n UI) string {
	if k, ok := n.(interface{ Key() string }); ok {
		return k.Key()
	}
	return ""
}

// align puts the children in the order of next: each with the key that next has
// there, or else one that next has no use for, or else a new one.
func (e *htmlElement) align(next []UI) error {
	if len(e.children) == 0 || len(next) == 0 || keyOf(next[len(next)/2]) == "" || e.aligned(next) {
		return nil
	}
	from, order := e.reorder(next)
	for i, n := range order {
		if n == nil {
			if err := mount(e.dispatcher, next[i]); err != nil {
				return err
			}
			next[i].setParent(e.self())
			order[i] = next[i]
		}
	}
	// The browser takes the focus from what is moved.
	stay := staying(from, focused(order))
	for i := len(order) - 1; i >= 0; i-- {
		switch n := nodeOf(order[i]).id; {
		case stay[i]:
		case i == len(order)-1:
			page.step(stepAppend, nodeOf(e).id, n)
		default:
			page.step(stepBefore, nodeOf(order[i+1]).id, n)
		}
	}
	e.children = order
	return nil
}

// aligned reports that nothing has to move.
func (e *htmlElement) aligned(next []UI) bool {
	for i := range min(len(e.children), len(next)) {
		if keyOf(e.children[i]) != keyOf(next[i]) {
			return false
		}
	}
	return true
}

// reorder returns the children in the order of next, nil for a new one, and
// their places so far, -1 for a new one. Those that are left over come last.
func (e *htmlElement) reorder(next []UI) (from []int, order []UI) {
	places := make(map[string]int, len(e.children))
	used := make([]bool, len(e.children))
	for i, c := range e.children {
		if k := keyOf(c); k != "" {
			places[k] = i
		}
	}
	from = make([]int, len(next), len(next)+len(e.children))
	for i, n := range next {
		from[i] = -1
		if at, ok := places[keyOf(n)]; ok && !used[at] {
			from[i], used[at] = at, true
		}
	}
	for i, n := range next {
		for at := 0; from[i] < 0 && at < len(used); at++ {
			if !used[at] && (keyOf(n) == "") == (keyOf(e.children[at]) == "") {
				from[i], used[at] = at, true
			}
		}
	}
	for at, u := range used {
		if !u {
			from = append(from, at)
		}
	}
	order = make([]UI, len(from))
	for i, at := range from {
		if at >= 0 {
			order[i] = e.children[at]
		}
	}
	return from, order
}

// staying finds the longest run of places that ascends: these need not move, and
// fixed, if it is not -1, is among them.
func staying(from []int, fixed int) (stay []bool) {
	stay = make([]bool, len(from))
	before := make([]int, len(from)) // the one before in the best run that ends here
	var ends []int                   // of the best run of each length: the one with the least end
	for i, at := range from {
		before[i] = -1
		if at < 0 || fixed >= 0 && i != fixed && (i < fixed) != (at < from[fixed]) {
			continue
		}
		n, _ := slices.BinarySearchFunc(ends, at, func(j, at int) int { return from[j] - at })
		if n > 0 {
			before[i] = ends[n-1]
		}
		ends = append(ends[:n], append([]int{i}, ends[min(n+1, len(ends)):]...)...)
	}
	if len(ends) == 0 {
		return stay
	}
	for i := ends[len(ends)-1]; i >= 0; i = before[i] {
		stay[i] = true
	}
	return stay
}
`
