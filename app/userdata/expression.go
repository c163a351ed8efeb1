package userdata

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
)

// mostSteps bounds an expression, and with it the time for each character of a
// key: a rule comes from whoever wrote the file.
const mostSteps = 10_000

// expression compiles a person's regular expression. The error says what is
// wrong and quotes the place.
func expression(text string) (*regexp.Regexp, error) {
	tree, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return nil, inWords(err)
	}
	if steps(tree) > mostSteps {
		return nil, inWords(&syntax.Error{Code: syntax.ErrLarge, Expr: text})
	}
	return regexp.Compile(text)
}

// steps is about how many instructions an expression is compiled to.
func steps(tree *syntax.Regexp) int {
	n := 1 + len(tree.Rune)
	if tree.Op == syntax.OpCharClass {
		n = 1
	}
	for _, part := range tree.Sub {
		n += steps(part)
	}
	if tree.Op == syntax.OpRepeat {
		n *= max(tree.Min, tree.Max, 1)
	}
	return n
}

// words are package syntax's errors as a person reads them.
var words = map[syntax.ErrorCode]string{
	syntax.ErrInvalidCharClass:      "a bracket that holds nothing",
	syntax.ErrInvalidCharRange:      "a range or a class that is not known or ends before it begins",
	syntax.ErrInvalidEscape:         "an escape that is not known here",
	syntax.ErrInvalidNamedCapture:   "a group whose name stands twice or is not made of letters, digits and underscores",
	syntax.ErrInvalidPerlOp:         "flags that are not known",
	syntax.ErrInvalidRepeatOp:       "two repetitions of one thing",
	syntax.ErrInvalidRepeatSize:     "a repetition that is too large or ends before it begins",
	syntax.ErrInvalidUTF8:           "a byte that is not UTF-8",
	syntax.ErrMissingBracket:        "a bracket that is not closed",
	syntax.ErrMissingParen:          "a parenthesis that is not closed",
	syntax.ErrMissingRepeatArgument: "nothing to repeat in front of a repetition",
	syntax.ErrTrailingBackslash:     "a backslash at the end",
	syntax.ErrUnexpectedParen:       "a parenthesis that was not opened",
	syntax.ErrNestingDepth:          "groups stand too deep in each other",
	syntax.ErrLarge:                 "an expression that is too large",
}

func inWords(err error) error {
	var e *syntax.Error
	if !errors.As(err, &e) || words[e.Code] == "" {
		return fmt.Errorf("pattern: %w", err)
	}
	return fmt.Errorf("pattern: %s: `%s`", words[e.Code], e.Expr)
}
