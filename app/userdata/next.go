package userdata

// Next reads b as the version after m, at the cost of what differs, and
// returns Diff(m, next) with it. It copies b, so b may be reused. The error is
// a *rawjson.Error, the same that Parse has.
func (m *Map) Next(b []byte) (*Map, []Change, error) {
	next, err := Parse(b)
	if err != nil {
		return nil, nil, err
	}
	return next, Diff(m, next), nil
}

// NextAt is Next for an object that begins at or behind b[i] in a larger text;
// it returns the offset behind the object as well.
func (m *Map) NextAt(b []byte, i int) (next *Map, changes []Change, end int, err error) {
	next, end, err = ParseAt(b, i)
	if err != nil {
		return nil, nil, end, err
	}
	return next, Diff(m, next), end, nil
}
