package rawjson

// A Place is where one member of an object stands in a buffer b: its key is
// the string literal b[Key:KeyEnd], its value b[Value:End]. A list's element
// has no key; its Key and KeyEnd equal Value. Offsets fit 32 bits because of
// MaxSize.
type Place struct {
	Key, KeyEnd, Value, End int32

	Escaped bool // the key's literal holds a backslash, so it must be decoded to be compared
}

// Moved returns where the member stands when the text before it grows by n bytes.
func (p Place) Moved(n int) Place {
	d := int32(n)
	return Place{p.Key + d, p.KeyEnd + d, p.Value + d, p.End + d, p.Escaped}
}

// Open returns the offset behind the opening bracket of the object or, where
// object is false, of the list that begins at or behind b[i]. empty is true
// when the closing one follows at once; next is then behind it.
func Open(b []byte, i int, object bool) (next int, empty bool, err error) {
	if len(b) > MaxSize {
		return MaxSize, false, fail(b, MaxSize, wantSize)
	}
	opening, want := byte('['), wantList
	if object {
		opening, want = '{', wantObject
	}
	if i = space(b, i); i == len(b) || b[i] != opening {
		return i, false, fail(b, i, want)
	}
	next = space(b, i+1)
	if next < len(b) && b[next] == opening+2 {
		return next + 1, true, nil
	}
	return next, false, nil
}

// Member reads the member that begins at or behind b[i], where b[i] is behind
// the object's opening brace or a comma.
func Member(b []byte, i int) (Place, error) { return member(b, i, nil) }

func member(b []byte, i int, r *Reader) (Place, error) {
	var p Place
	i = space(b, i)
	p.Key = int32(i)
	if i == len(b) || b[i] != '"' {
		return p, fail(b, i, wantKey)
	}
	for i = plain(b, i+1); i < len(b) && b[i] != '"' && b[i] != '\\' && b[i] >= ' '; {
		i++
	}
	want := ""
	if i < len(b) && b[i] == '"' {
		i++
	} else if i, want = str(b, int(p.Key)); want != "" {
		return p, fail(b, i, want)
	} else {
		p.Escaped = true
	}
	p.KeyEnd = int32(i)
	if i = space(b, i); i == len(b) || b[i] != ':' {
		return p, fail(b, i, wantColon)
	}
	i = space(b, i+1)
	p.Value = int32(i)
	end, want := passed(b, i, r)
	if want != "" {
		return p, fail(b, end, want)
	}
	p.End = int32(end)
	return p, nil
}

// element reads the element that begins at or behind b[i], where b[i] is
// behind the list's opening bracket or a comma.
func element(b []byte, i int, r *Reader) (Place, error) {
	i = space(b, i)
	end, want := passed(b, i, r)
	if want != "" {
		return Place{}, fail(b, end, want)
	}
	return Place{Key: int32(i), KeyEnd: int32(i), Value: int32(i), End: int32(end)}, nil
}

// passed is scan for a value in an object or a list. A Reader has checked it.
func passed(b []byte, i int, r *Reader) (end int, want string) {
	if r != nil {
		return r.past(b, i), ""
	}
	return scan(b, i, 1, nil)
}

// Comma reads what follows a member (or an element, where object is false):
// a comma, then more is true, or the closing bracket. next is behind it.
func Comma(b []byte, i int, object bool) (next int, more bool, err error) {
	next, more, want := comma(b, i, object)
	if want != "" {
		return next, false, fail(b, next, want)
	}
	return next, more, nil
}

// Places appends to dst where the members of the object or, where object is
// false, the elements of the list at or behind b[i] stand, in order and with
// duplicate keys, and returns the offset behind its closing bracket. The error
// is an *Error.
func Places(dst []Place, b []byte, i int, object bool) (places []Place, end int, err error) {
	return allPlaces(dst, b, i, object, nil)
}

func allPlaces(dst []Place, b []byte, i int, object bool, r *Reader) (places []Place, end int, err error) {
	i, empty, err := Open(b, i, object)
	for more := !empty; more && err == nil; {
		var p Place
		if object {
			p, err = member(b, i, r)
		} else {
			p, err = element(b, i, r)
		}
		if err != nil {
			break
		}
		dst = append(dst, p)
		i, more, err = Comma(b, int(p.End), object)
	}
	return dst, i, err
}

// Members calls f for each member of the object in b, in order, duplicates
// included; value is a subslice of b without surrounding white space. key is
// decoded as Text has it. It stops at the first error: an *Error, or what f
// returned.
func Members(b []byte, f func(key string, value []byte) error) error {
	return each(b, true, func(p Place) error {
		key, _ := Text(b[p.Key:p.KeyEnd])
		return f(key, b[p.Value:p.End:p.End])
	})
}

// Elements calls f for each element of the list in b, in order; value is a
// subslice of b without surrounding white space. It stops at the first error:
// an *Error, or what f returned.
func Elements(b []byte, f func(value []byte) error) error {
	return each(b, false, func(p Place) error { return f(b[p.Value:p.End:p.End]) })
}

// each reads the whole of b before the first call, so that f never sees a part
// of something that is not JSON.
func each(b []byte, object bool, f func(Place) error) error {
	places, end, err := Places(nil, b, 0, object)
	if err != nil {
		return err
	}
	if err := checkEnd(b, end); err != nil {
		return err
	}
	for _, p := range places {
		if err := f(p); err != nil {
			return err
		}
	}
	return nil
}
