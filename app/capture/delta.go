package capture

import "strings"

// apply makes the edits of observation n, which builds on observation from. It
// reports false when one copies what is not there, or when the result is larger
// than any body may be: edits can copy the same bytes again and again.
func (b *bases) apply(n, from int, edits []edit) (string, bool) {
	first, ok := b.find(from)
	var out strings.Builder
	for _, e := range edits {
		source := first
		switch e.from {
		case 0:
		case n:
			source = out.String()
		default:
			source, ok = b.find(e.from)
		}
		if !ok || e.n > len(source)-e.at || out.Len()+e.n > MaxBody {
			return "", false
		}
		if e.n == 0 {
			out.WriteString(e.text)
			continue
		}
		out.WriteString(source[e.at : e.at+e.n])
	}
	return out.String(), ok
}

// delta returns edits that make to of from. What both begin and end with is
// compared byte by byte; between, it walks both by chunks of whole tokens. Where
// they part, it looks for the next chunks that agree a few further on; what it
// does not find there is copied from wherever from has it, so that members that
// moved cost little. It returns nothing where from is of little use.
func delta(from, to string, pace *Pace) []edit {
	var out edits
	inserted := 0
	var where map[string]int
	start := wholeChunks(to, commonPrefix(from, to))
	pace.Spend(start)
	if start > 0 {
		out.copy(0, to[:start])
	}
	tail := commonSuffix(from[start:], to[start:])
	for i, j := start, start; j < len(to); {
		pace.Spend(chunkCost)
		if len(from)-i == len(to)-j && len(to)-j <= tail {
			out.copy(i, to[j:])
			break
		}
		a, b := next(from, i), next(to, j)
		if from[i:a] == to[j:b] && i < a {
			out.copy(i, from[i:a])
			i, j = a, b
			continue
		}
		if x, y, ok := meet(from[i:], to[j:]); ok {
			if y > 0 {
				out.insert(to, j, j+y)
				inserted += y
			}
			i, j = i+x, j+y
			continue
		}
		if inserted > len(to)/2 {
			return nil
		}
		if where == nil && len(to)-j > len(from)/32 { // for less than that it would cost more than it saves
			where = index(from, pace)
		}
		if at, ok := where[to[j:b]]; ok && b-j > 3 {
			out.copy(at, to[j:b])
			i = at + b - j
		} else {
			out.insert(to, j, b)
			inserted += b - j
		}
		j = b
	}
	return out
}

// reach is how many chunks further on delta looks for agreement.
const reach = 6

// meet returns the nearest places, in bytes, behind which a and b have an equal
// chunk that is long enough to mean something.
func meet(a, b string) (x, y int, ok bool) {
	var ax, by [reach + 2]int
	for n := 1; n < len(ax); n++ {
		ax[n], by[n] = next(a, ax[n-1]), next(b, by[n-1])
	}
	for sum := 1; sum <= reach; sum++ {
		for n := range sum + 1 {
			p, q := a[ax[n]:ax[n+1]], b[by[sum-n]:by[sum-n+1]]
			if len(p) > 3 && p == q {
				return ax[n], by[sum-n], true
			}
		}
	}
	return 0, 0, false
}

// chunkCost is what it costs to look at a chunk, in bytes of plain text.
const chunkCost = 64

// index returns where each chunk of s first stands.
func index(s string, pace *Pace) map[string]int {
	where := map[string]int{}
	for i := 0; i < len(s); {
		pace.Spend(chunkCost)
		end := next(s, i)
		if _, ok := where[s[i:end]]; !ok {
			where[s[i:end]] = i
		}
		i = end
	}
	return where
}

type edits []edit

// copy copies the chunk at at of the earlier body, joined with the copy before
// it when the two are neighbours.
func (e *edits) copy(at int, chunk string) {
	if n := len(*e); n > 0 && (*e)[n-1].n > 0 && (*e)[n-1].at+(*e)[n-1].n == at {
		(*e)[n-1].n += len(chunk)
		return
	}
	*e = append(*e, edit{at: at, n: len(chunk)})
}

// wholeChunks returns the end of the last chunk of s that ends within the first
// n bytes.
func wholeChunks(s string, n int) int {
	end := 0
	for end < n {
		after := next(s, end)
		if after > n {
			break
		}
		end = after
	}
	return end
}

// stride is how many bytes are compared at once before it is looked where they
// differ.
const stride = 256

// commonPrefix returns how many equal bytes a and b begin with.
func commonPrefix(a, b string) (n int) {
	short := min(len(a), len(b))
	for n+stride <= short && a[n:n+stride] == b[n:n+stride] {
		n += stride
	}
	for n < short && a[n] == b[n] {
		n++
	}
	return n
}

// commonSuffix returns how many equal bytes a and b end with.
func commonSuffix(a, b string) (n int) {
	short := min(len(a), len(b))
	for n+stride <= short && a[len(a)-n-stride:len(a)-n] == b[len(b)-n-stride:len(b)-n] {
		n += stride
	}
	for n < short && a[len(a)-n-1] == b[len(b)-n-1] {
		n++
	}
	return n
}

// insert inserts to[i:j], joined with the insertion before it, which ends at i.
func (e *edits) insert(to string, i, j int) {
	if n := len(*e); n > 0 && (*e)[n-1].n == 0 {
		(*e)[n-1].text = to[i-len((*e)[n-1].text) : j]
		return
	}
	*e = append(*e, edit{text: to[i:j]})
}

// next returns the end of the chunk of s that begins at i: JSON is cut behind
// every comma and bracket, so that a member is mostly one chunk, and any text at
// its line breaks.
func next(s string, i int) int {
	for ; i < len(s); i++ {
		switch s[i] {
		case '"':
			i = stringEnd(s, i)
		case ',', '{', '}', '[', ']', '\n':
			return i + 1
		}
	}
	return len(s)
}

// stringEnd returns the offset of the quote that closes the string at s[i], or
// of the last byte of its line.
func stringEnd(s string, i int) int {
	for i++; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i
		case '\n':
			return i - 1
		}
	}
	return len(s)
}
