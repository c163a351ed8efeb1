package userdata

import (
	"strconv"
	"strings"
)

// A decimal is the one form that every spelling of a number shares: its
// significant digits, without zeros before or behind them, times ten to the
// power of exponent. The exponent is kept in digits as well, since a literal
// may write one of any length; nothing here is ever expanded, so 1e999999999
// costs eleven bytes.
type decimal struct {
	negative bool
	digits   string // "" for zero
	exponent string // "-2", "0", "17"
}

func equalNumbers(a, b string) bool { return decimalOf(a) == decimalOf(b) }

// decimalOf reads a literal that is known to be a JSON number. Zero has no
// sign: 0, -0 and 0.00e5 are equal decimals.
func decimalOf(literal string) decimal {
	literal, negative := strings.CutPrefix(literal, "-")
	mantissa, exponent, _ := strings.Cut(strings.ToLower(literal), "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimRight(whole+fraction, "0")
	shift := len(whole) - len(digits)
	if digits = strings.TrimLeft(digits, "0"); digits == "" {
		return decimal{}
	}
	return decimal{negative, digits, addInt(exponent, shift)}
}

// addInt adds n to the integer that s spells in decimal digits, with a sign or
// without; "" is zero. It takes time linear in the length of s.
func addInt(s string, n int) string {
	negative := false
	if s != "" && (s[0] == '-' || s[0] == '+') {
		negative = s[0] == '-'
		s = s[1:]
	}
	s = strings.TrimLeft(s, "0")
	if len(s) <= 17 { // Two of these cannot overflow an int64.
		e, _ := strconv.ParseInt(s, 10, 64)
		if negative {
			e = -e
		}
		return strconv.FormatInt(e+int64(n), 10)
	}
	// s is far beyond any n, so the sign stays.
	if negative {
		return "-" + addDigits(s, -n)
	}
	return addDigits(s, n)
}

// addDigits adds n to the positive integer s, which is larger than n.
func addDigits(s string, n int) string {
	sum := []byte(s)
	for i := len(sum) - 1; i >= 0 && n != 0; i-- {
		n += int(sum[i] - '0')
		digit := ((n % 10) + 10) % 10
		sum[i] = byte('0' + digit)
		n = (n - digit) / 10
	}
	if n > 0 {
		return strconv.Itoa(n) + string(sum)
	}
	return strings.TrimLeft(string(sum), "0")
}
