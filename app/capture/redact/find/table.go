package find

import "strings"

// headLines is how many lines of a text may stand in front of the names of columns.
const headLines = 8

// table hides the columns of a table in text, whose first line names them: CSV,
// tab-separated, or Markdown.
func (f *finder) table() {
	from := 0
	for range headLines {
		line, next := f.lineAt(from)
		if next == len(f.s) {
			return
		}
		if separator := separatorOf(line); separator != 0 {
			if labels := f.columns(line, separator); labels != nil {
				f.rows(next, separator, labels)
				return
			}
		}
		from = next
	}
}

// lineAt returns the line that begins at from, and where the next one does.
func (f *finder) lineAt(from int) (line string, next int) {
	n := strings.IndexByte(f.s[from:], '\n')
	if n < 0 {
		return f.s[from:], len(f.s)
	}
	return strings.TrimSuffix(f.s[from:from+n], "\r"), from + n + 1
}

// separatorOf returns what stands between the cells of a line of names, 0 for a
// line of something else, such as one of a log that stands further in.
func separatorOf(line string) byte {
	if len(line) > 4<<10 || strings.ContainsAny(line, ":={}<>()") || strings.HasPrefix(line, "\t") {
		return 0
	}
	i := strings.IndexAny(line, ",;\t|")
	if i < 0 {
		return 0
	}
	return line[i]
}

// columns returns the labels of the columns that a line names, nil for none.
func (f *finder) columns(line string, separator byte) []Label {
	all := cells(line, separator)
	labels, names, found := make([]Label, len(all)), make([]string, len(all)), false
	for i, c := range all {
		name := strings.Trim(line[c[0]:c[1]], "\"' ")
		if len(name) > LongestName {
			return nil
		}
		labels[i], names[i] = f.nameOf(name), name
		found = found || labels[i] != None
	}
	if !found || len(all) < 2 {
		return nil
	}
	f.names.Columns(labels, names, f.personal)
	return labels
}

// rows hides what stands below labels, as far as the lines have as many cells.
func (f *finder) rows(from int, separator byte, labels []Label) {
	for from < len(f.s) {
		line, next := f.lineAt(from)
		f.names.pace.Spend(next - from)
		if strings.Count(line, `"`)%2 == 1 { // a cell of several lines
			more, after := f.lineAt(next)
			line, next = f.s[from:next]+more, after
		}
		all := cells(line, separator)
		if len(all) != len(labels) {
			return
		}
		for i, c := range all {
			for c[0] < c[1] && strings.IndexByte("\"' ", line[c[0]]) >= 0 {
				c[0]++
			}
			for c[0] < c[1] && strings.IndexByte("\"' ", line[c[1]-1]) >= 0 {
				c[1]--
			}
			if text := line[c[0]:c[1]]; labels[i] != None && strings.Trim(text, ":-") != "" {
				f.hide(from+c[0], from+c[1], labels[i])
			}
		}
		from = next
	}
}

// cells returns where the cells of a line begin and end.
func cells(line string, separator byte) (all [][2]int) {
	from, quoted := 0, false
	for i := range len(line) {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == separator && !quoted:
			all = append(all, [2]int{from, i})
			from = i + 1
		}
	}
	return append(all, [2]int{from, len(line)})
}

// cell hides the cell behind one of a table that is a name: | PIN | 1234 |.
func (f *finder) cell(i int) int {
	label := f.labelBefore(i)
	if label == None {
		return i + 1
	}
	end := strings.IndexAny(f.s[i+1:], "|\n")
	if end < 0 {
		end = len(f.s) - i - 1
	}
	end += i + 1
	if text := f.s[i+1 : end]; isOdd(strings.ReplaceAll(text, " ", "")) && strings.Trim(text, " :-") != "" {
		return f.hide(i+1, end, label)
	}
	return i + 1
}

// below hides the value of a name that ends its line with a colon: the lines of
// YAML that stand further in, or the word in the next line of a mail.
func (f *finder) below(at, from int, label Label) (end int, found bool) {
	if strings.IndexByte(f.s[from:min(len(f.s), from+nearHalf)], '\n') < 0 {
		return 0, false // in a long line of many names its end is not looked for again and again
	}
	line, next := f.lineAt(from)
	sign := strings.TrimSpace(line)
	block := sign != "" && strings.IndexByte("|>", sign[0]) >= 0 && len(sign) <= 3
	if next == len(f.s) || sign != "" && !block {
		return 0, false
	}
	begin := strings.LastIndexByte(f.s[:at], '\n') + 1
	depth := indent(f.s[begin:at])
	end = next
	for to := next; to < len(f.s); {
		line, after := f.lineAt(to)
		if text := strings.TrimSpace(line); text != "" {
			if in := indent(line); in < depth || in == depth && !strings.HasPrefix(text, "- ") || !block && !f.all {
				break
			}
			end = after
		}
		to = after
	}
	if end > next {
		return f.hide(next, end, label), true
	}
	line, after := f.lineAt(next)
	if strings.TrimSpace(line) == "" && after < len(f.s) {
		next = after
		line, _ = f.lineAt(next)
	}
	if word := strings.TrimSpace(line); isOdd(word) && !strings.ContainsAny(word, " :=<{") {
		return f.hide(next, next+len(line), label), true
	}
	return 0, false
}

// indent is how far in a line begins; the sign of a list's item counts.
func indent(line string) int {
	return len(line) - len(strings.TrimLeft(line, " \t-"))
}

// grant reports whether the code at at is that of an OAuth answer (RFC 6749,
// section 4.1.2), or of what asks for a token: a state or the type stands beside it.
func (f *finder) grant(at int) bool {
	name, _ := f.nameBefore(at)
	if name = strings.TrimSpace(name); name != "code" {
		return false
	}
	line := f.s[max(0, at-1024):min(len(f.s), at+1024)]
	return strings.Contains(line, "&state=") || strings.Contains(line, "?state=") || strings.Contains(line, "#state=") || strings.Contains(line, "grant_type=")
}
