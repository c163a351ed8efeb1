package find

import (
	"net/netip"
	"strings"

	"github.com/keytrail/keytrail/app/capture/stamp"
	"github.com/keytrail/keytrail/app/capture/words"
)

// digits looks for the numbers of cards and telephones.
func (f *finder) digits(surely bool) {
	for i, due := 0, 0; i < len(f.s); i++ {
		if i >= due {
			due = f.names.pace.Due(i, len(f.s))
		}
		if !words.IsDigit(f.s[i]) && !(f.s[i] == '+' && i+1 < len(f.s) && (words.IsDigit(f.s[i+1]) || f.s[i+1] == '(')) {
			continue
		}
		if end := measure(f.s, i); end > 0 {
			i = end - 1
			continue
		}
		if end := f.card(i); end > 0 {
			f.spans = append(f.spans, Span{From: i, To: end, Label: Card})
			i = end - 1
			continue
		}
		from := i
		if f.s[i] != '+' && i > 0 && f.s[i-1] == '(' {
			from--
		}
		end := phoneEnd(f.s, i)
		if end > 0 && !(from > 0 && words.IsWord(f.s[from-1])) && !(end < len(f.s) && words.IsWord(f.s[end]) && f.s[end] != '-') {
			if s := f.s[from:end]; isPhone(s) && (!surely || s[0] == '+') {
				f.spans = append(f.spans, Span{From: from, To: end, Label: Phone})
			}
			i = end - 1
			continue
		}
		for i+1 < len(f.s) && words.IsDigit(f.s[i+1]) {
			i++
		}
	}
}

// measure returns where a date, a time or a decimal number that begins at i ends,
// 0 for none: milliseconds since 1970, as GWS sends them, are nobody's number.
func measure(s string, i int) int {
	if i > 0 && (words.IsWord(s[i-1]) && s[i-1] != '-' || s[i-1] == '.') {
		return 0
	}
	if end := i + 10; dated(s[i:]) {
		return end
	}
	end := digitsEnd(s, i)
	run := s[i:end]
	day := len(run) >= 8 && run >= "19" && run < "21" && run[4:6] > "00" && run[4:6] < "13"
	switch {
	case end+1 < len(s) && s[end] == '.' && words.IsDigit(s[end+1]) && (run[0] != '0' || len(run) == 1):
		end = digitsEnd(s, end+1)
		if end+1 < len(s) && strings.IndexByte(" .-/", s[end]) >= 0 && words.IsDigit(s[end+1]) {
			return 0
		}
	case len(run) == 13 && run[0] == '1':
	case day && len(run) == 14:
	case day && len(run) == 8 && (end == len(s) || s[end] != '-'): // a person's number may begin so
	default:
		return 0
	}
	return end
}

// digitsEnd returns where the digits end that begin at i.
func digitsEnd(s string, i int) int {
	for i < len(s) && words.IsDigit(s[i]) {
		i++
	}
	return i
}

// phoneEnd returns where what may be a telephone number ends, 0 for none.
func phoneEnd(s string, i int) int {
	count, gap, end, wide := 0, 0, 0, strings.IndexByte("0+(", s[i]) >= 0
	other := 0 // where a blank ends what may be one, and another one begins with 0
	for ; i < len(s) && count < 16; i++ {
		switch c := s[i]; {
		case words.IsDigit(c):
			if c == '0' && gap == 1 && count > 8 && other == 0 {
				other = end
			}
			count, gap, end = count+1, 0, i+1
		case c == '+' && count == 0:
		case strings.IndexByte(" ()./-", c) >= 0 && (gap < 2 || gap < 4 && (gap > 2 || wide && count > 2 && count < 7)):
			if gap++; gap > 2 {
				wide = false // once, behind the number of a place
			}
		default:
			i = len(s)
		}
	}
	switch {
	case count < 7:
		return 0
	case count > 15 && other > 0:
		return other
	}
	return end
}

// card returns where the number of a card that begins at i ends, 0 for none.
// Its digits may have anything but letters between them: the same each time, or
// in groups of three to eight.
func (f *finder) card(i int) int {
	if !words.IsDigit(f.s[i]) || i > 0 && words.IsWord(f.s[i-1]) {
		return 0
	}
	var digits [19]byte
	var ends [19]int
	count, group, end := 0, 0, 0
	separator, same, groups := "", true, true
	for j := i; j < len(f.s) && count < len(digits); {
		if words.IsDigit(f.s[j]) {
			digits[count], ends[count] = f.s[j], j+1
			count, group, j = count+1, group+1, j+1
			if count < 13 || j < len(f.s) && words.IsWord(f.s[j]) && f.s[j] != '-' && f.s[j] != '_' {
				continue
			}
			plainDigits := separator == "" || group <= 8 && (groups && group >= 3 || same && digits[0] >= '3' && digits[0] <= '6')
			if plainDigits && luhn(string(digits[:count])) {
				end = ends[count-1]
			}
			continue
		}
		gap := j
		for gap < len(f.s) && gap-j < 4 && !words.IsAlnum(f.s[gap]) && f.s[gap] != '\n' {
			gap++
		}
		if gap-j == 0 || gap-j == 4 || gap == len(f.s) || !words.IsDigit(f.s[gap]) {
			break
		}
		if group > 8 {
			break
		}
		if separator == "" {
			separator = f.s[j:gap]
		}
		same, groups = same && separator == f.s[j:gap], groups && group >= 3
		group, j = 0, gap
	}
	return end
}

// iban returns where the account that begins at i ends, 0 for none. Blanks,
// dots and dashes may stand between its characters.
func iban(s string, i int) int {
	if i+15 > len(s) || !words.IsLetter(s[i]) || !words.IsLetter(s[i+1]) || i > 0 && words.IsAlnum(s[i-1]) {
		return 0
	}
	rest, count, end := 0, 0, 0
	var all [34]byte
	gap := 0
	for j := i; j < len(s) && count < len(all); j++ {
		c := s[j]
		switch {
		case words.IsAlnum(c):
			gap = 0
			if (count < 2) != words.IsLetter(c) && count < 4 {
				return 0
			}
			if words.IsLetter(c) {
				c &^= 0x20
			}
			all[count] = c
			if count++; count < 15 || j+1 < len(s) && words.IsAlnum(s[j+1]) {
				continue
			}
			rest = 0
			for k := range count {
				d := all[(k+4)%count]
				if words.IsDigit(d) {
					rest = (rest*10 + int(d-'0')) % 97
				} else {
					rest = (rest*100 + int(d-'A') + 10) % 97
				}
			}
			if rest == 1 {
				end = j + 1
			}
		case (strings.IndexByte(" .-_/", c) >= 0 || count%4 == 0 && strings.IndexByte(",|+\t", c) >= 0) && gap < 2:
			gap++
		default:
			return end
		}
	}
	return end
}

// isPhone reports whether digits look like a telephone number by ITU-T E.164:
// seven to fifteen with a plus, more where nothing marks them as one. The address of
// a computer is none.
func isPhone(s string) bool {
	n := 0 // digits
	for i := range len(s) {
		if words.IsDigit(s[i]) {
			n++
		}
	}
	if _, err := netip.ParseAddr(s); err == nil || n > 15 || strings.Contains(s, ".0.") { // the last is a version
		return false
	}
	switch {
	case s[0] == '+':
		return n >= 7
	case n == len(s):
		return n >= 10
	}
	return n >= 9
}

// dated reports whether s begins with a date.
func dated(s string) bool {
	month, year := "", byte(0)
	switch {
	case stamp.Shaped(s, "0000-00-00"), stamp.Shaped(s, "0000.00.00"), stamp.Shaped(s, "0000/00/00"):
		month, year = s[5:7], s[0]
	case stamp.Shaped(s, "00.00.0000"), stamp.Shaped(s, "00-00-0000"), stamp.Shaped(s, "00/00/0000"):
		month, year = min(s[:2], s[3:5]), s[6] // either comes first
	}
	return month >= "01" && month <= "12" && (year == '1' || year == '2') && (len(s) == 10 || !words.IsDigit(s[10]))
}

// luhn reports whether the last digit is the check digit of a card number
// (ISO/IEC 7812-1).
func luhn(digits string) bool {
	total := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		total += d
	}
	return len(digits) >= 13 && len(digits) <= 19 && total%10 == 0 && strings.Trim(digits, digits[:1]) != ""
}
