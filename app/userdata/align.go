package userdata

import "slices"

// A step of an alignment pairs an element of the old list with one of the new;
// -1 stands for none.
type step struct{ old, new int }

// maxEdits bounds the work that goes into aligning two lists: beyond so many
// insertions and removals between the parts that are equal at both ends,
// elements are paired by their places. The cost is at most the sum of the
// lengths times maxEdits, and maxEdits squared in memory.
const maxEdits = 256

// align pairs the elements of two lists so that few are left without partner:
// equal ones first, in the order of both lists (Myers, "An O(ND) Difference
// Algorithm and Its Variations", 1986), then those that stand between the same
// equal ones.
func align(old, new []Value) []step {
	var steps []step
	i, j := 0, 0
	for _, s := range append(common(old, new), step{len(old), len(new)}) {
		for i < s.old || j < s.new {
			switch {
			case i == s.old:
				steps = append(steps, step{-1, j})
				j++
			case j == s.new:
				steps = append(steps, step{i, -1})
				i++
			default:
				steps = append(steps, step{i, j})
				i, j = i+1, j+1
			}
		}
		if i < len(old) {
			steps = append(steps, s)
		}
		i, j = s.old+1, s.new+1
	}
	return steps
}

// identify gives each element a number; equal elements have the same one.
func identify(old, new []Value) (a, b []int) {
	ids := map[string]int{}
	number := func(values []Value) []int {
		numbers := make([]int, len(values))
		for i, v := range values {
			normal := string(appendNormal(nil, v.literal))
			if _, ok := ids[normal]; !ok {
				ids[normal] = len(ids)
			}
			numbers[i] = ids[normal]
		}
		return numbers
	}
	return number(old), number(new)
}

// common returns a longest common subsequence of a and b as pairs of places,
// or, when that takes more than maxEdits edits, only what is equal at both
// ends. What is spelled the same at the ends is found without reading it.
func common(a, b []Value) []step {
	var steps []step
	start := 0
	for start < len(a) && start < len(b) && a[start] == b[start] {
		steps = append(steps, step{start, start})
		start++
	}
	n, m := len(a), len(b)
	for n > start && m > start && a[n-1] == b[m-1] {
		n, m = n-1, m-1
	}
	if n-start != m-start || n-start > 1 { // One against one needs no search.
		for _, s := range myers(identify(a[start:n], b[start:m])) {
			steps = append(steps, step{s.old + start, s.new + start})
		}
	}
	for ; n < len(a); n, m = n+1, m+1 {
		steps = append(steps, step{n, m})
	}
	return steps
}

// myers walks the edit graph: on diagonal k = x-y, reach[k] is the furthest x
// that d edits lead to. It keeps each round, to walk back from the end.
func myers(a, b []int) []step {
	limit := min(len(a)+len(b), maxEdits)
	reach := make([]int, 2*limit+3)
	zero := limit + 1 // where diagonal 0 is kept
	var rounds [][]int
	for d := 0; d <= limit; d++ {
		rounds = append(rounds, append([]int(nil), reach[zero-d-1:zero+d+2]...))
		for k := -d; k <= d; k += 2 {
			x := reach[zero+k-1] + 1
			if k == -d || k != d && reach[zero+k-1] < reach[zero+k+1] {
				x = reach[zero+k+1]
			}
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			reach[zero+k] = x
			if x >= len(a) && x-k >= len(b) {
				return walkBack(rounds, len(a), len(b))
			}
		}
	}
	return nil
}

// walkBack collects the equal elements on the way that myers found. Round d
// holds what was reached with d-1 edits; its diagonal 0 is at d+1.
func walkBack(rounds [][]int, x, y int) []step {
	var steps []step
	for d := len(rounds) - 1; x > 0 || y > 0; d-- {
		reach, k := rounds[d], x-y
		before := k - 1
		if k == -d || k != d && reach[d+1+k-1] < reach[d+1+k+1] {
			before = k + 1
		}
		fromX := 0
		if d > 0 {
			fromX = reach[d+1+before]
		}
		fromY := fromX - before
		if d == 0 {
			fromY = 0
		}
		for x > fromX && y > fromY {
			x, y = x-1, y-1
			steps = append(steps, step{x, y})
		}
		if d > 0 {
			x, y = fromX, fromY
		}
	}
	slices.Reverse(steps)
	return steps
}
