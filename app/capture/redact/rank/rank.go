// Package rank gives numbers pseudonyms that keep their order.
package rank

import (
	"fmt"
	"iter"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/words"
	"github.com/keytrail/keytrail/app/rawjson"
)

// Costs, in bytes of plain text: to compare two numbers, and to rank one.
const (
	sortCost = 4
	rankCost = 512
)

// A number is exact: 0.digits times ten to the power of exp.
type number struct {
	negative bool
	digits   string // without zeros at either end; "" for zero
	exp      int
}

// A decimal is a number as it was written.
type decimal struct {
	number
	literal   string
	others    []string // literals of the same number
	pseudonym string
}

// Numbers are the numbers that were noted. Equal ones count once, however they
// are written.
type Numbers map[number]decimal

// IsNumber reports whether s is the literal of a JSON number.
func IsNumber(s string) bool {
	return s != "" && (s[0] == '-' || words.IsDigit(s[0])) && rawjson.Check([]byte(s)) == nil
}

// Note takes in a number by its literal.
func (all Numbers) Note(literal string) {
	n := read(literal)
	was, ok := all[n.number]
	switch {
	case !ok:
		all[n.number] = n
	case was.literal != literal && !slices.Contains(was.others, literal):
		was.others = append(was.others, literal)
		all[n.number] = was
	}
}

// Literals iterates over all literals of the numbers, in no order.
func (all Numbers) Literals() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, n := range all {
			if !yield(n.literal) {
				return
			}
			for _, other := range n.others {
				if !yield(other) {
					return
				}
			}
		}
	}
}

// Pseudonym returns a number's pseudonym, written as its literal is; "0" for one
// that was not noted.
func (all Numbers) Pseudonym(literal string) string {
	n := read(literal)
	known, ok := all[n.number]
	if !ok {
		return "0"
	}
	return n.spell(known.pseudonym)
}

// largestExponent bounds the exponents that are read; beyond it all numbers of
// a sign are taken for one.
const largestExponent = 1 << 30

// read reads a JSON number literal.
func read(literal string) decimal {
	n := decimal{literal: literal}
	s, negative := strings.CutPrefix(literal, "-")
	s, power, _ := strings.Cut(strings.ToLower(s), "e")
	whole, fraction, _ := strings.Cut(s, ".")
	all := whole + fraction
	n.digits = strings.TrimLeft(all, "0")
	exp, err := strconv.Atoi(strings.TrimPrefix(power, "+"))
	if err != nil && power != "" || exp > largestExponent || exp < -largestExponent {
		exp = map[bool]int{true: -largestExponent, false: largestExponent}[strings.HasPrefix(power, "-")]
	}
	n.exp = exp + len(whole) - (len(all) - len(n.digits))
	n.digits = strings.TrimRight(n.digits, "0")
	if n.digits == "" {
		n.exp = 0
		return n
	}
	n.negative = negative
	return n
}

// spell writes a pseudonym as n's literal is written: with as many digits
// behind the point, with or without an exponent, so that 1 and 1.0 still are
// equal numbers in different spellings.
func (n decimal) spell(pseudonym string) string {
	s, _, exponent := strings.Cut(strings.ToLower(n.literal), "e")
	_, fraction, point := strings.Cut(s, ".")
	if strings.Contains(pseudonym, "e") {
		return pseudonym
	}
	if point && !strings.Contains(pseudonym, ".") {
		pseudonym += "."
	}
	if point {
		pseudonym += strings.Repeat("0", len(fraction))
	}
	if exponent {
		pseudonym += "e0"
	}
	return pseudonym
}

// Rank gives every number a pseudonym with the same sign and as many digits before
// the point, in the same order. Zero stays zero.
func (all Numbers) Rank(p *capture.Pace) {
	type class struct {
		negative bool
		exp      int
	}
	classes := map[class][]number{}
	for key, n := range all {
		p.Spend(len(key.digits))
		c := class{n.negative, n.exp}
		classes[c] = append(classes[c], key)
	}
	for c, list := range classes {
		sort.Slice(list, func(i, j int) bool {
			p.Spend(sortCost)
			return list[i].digits < list[j].digits
		})
		for i, key := range list {
			p.Spend(rankCost)
			n := all[key]
			n.pseudonym = ranked(c.exp, i, len(list))
			if n.negative {
				n.pseudonym = "-" + n.pseudonym
			}
			if n.digits == "" {
				n.pseudonym = "0"
			}
			all[key] = n
		}
	}
}

// ranked returns the pseudonym of the number of rank i among count numbers with
// exp digits before the point.
func ranked(exp, i, count int) string {
	width := len(strconv.Itoa(count))
	switch {
	case exp > 0 && exp <= 40 && width < exp:
		return "1" + fmt.Sprintf("%0*d", exp-1, i)
	case exp > 0 && exp <= 40:
		return "1" + strings.Repeat("0", exp-1) + fmt.Sprintf(".%0*d", width, i+1)
	case exp <= 0 && exp > -40:
		return "0." + strings.Repeat("0", -exp) + "1" + fmt.Sprintf("%0*d", width, i+1)
	}
	return fmt.Sprintf("1.%0*de%d", width, i+1, exp-1)
}
