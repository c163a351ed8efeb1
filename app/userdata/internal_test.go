package userdata

// ParseAt is parseAt for tests.
func ParseAt(b []byte, i int) (m *Map, end int, err error) { return parseAt(nil, b, i) }
