package main

import "context"

// A comparison is one sort of call of the module's diff.
type comparison struct {
	name, what string
	goal       float64 // the greatest ratio of our time to the best peer's

	Keys    int  `json:"keys"`
	Changes int  `json:"changes"`
	Batch   int  `json:"batch"`   // pairs in a call
	Strange bool `json:"strange"` // neither text was in the call before
}

var moduleCalls = []comparison{
	{"module-33", "two texts of 33 keys, 2 changes", 2, 33, 2, 1, false},
	{"module-33-batch", "50 pairs of them in one call", 2, 33, 2, 50, false},
	{"module-1000", "two texts of 1,000 keys, 2 changes", 1.0 / 3, 1000, 2, 1, false},
	{"module-1000-strange", "… neither of which was in the call before", 1.0 / 3, 1000, 2, 1, true},
	{"module-10000", "two texts of 10,000 keys, 5 changes", 1.0 / 5, 10000, 5, 1, false},
	{"module-10000-strange", "… neither of which was in the call before", 1.0 / 5, 10000, 5, 1, true},
}

// module measures the module's diff from two texts to a list of objects, with the
// crossing into WebAssembly and back; the peers read the texts with JSON.parse.
func module(ctx context.Context, b *bench) ([]row, error) {
	if err := b.command(ctx, b.root, nil, "make", "module"); err != nil {
		return nil, err
	}
	t, err := b.measuring("module.html")
	if err != nil {
		return nil, err
	}
	defer t.end()
	var rows []row
	for _, c := range moduleCalls {
		r, err := beside(t, "compare(%s, {rounds: 9, slice: 40})", c, row{Name: c.name, What: c.what, Unit: "µs", Goal: c.goal})
		if err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	return rows, nil
}
