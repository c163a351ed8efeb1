package capture

import (
	"encoding/base64"
	"strings"
	"sync"

	"github.com/keytrail/keytrail/app/pattern"
	"github.com/keytrail/keytrail/app/userdata"
)

// The labels of what is hidden. They are the words of the pseudonyms.
const (
	labelCredential = "credential"
	labelCard       = "card"
	labelEmail      = "email"
	labelPhone      = "phone"
	labelToken      = "token"
	labelName       = "name"
	labelText       = "text"
	labelHidden     = "hidden"
)

// The patterns are read when they are first needed: the page starts without.
var (
	emailPattern = lazily(`[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}`)
	cardPattern  = lazily(`\d(?:[ \-]?\d){12,18}`)
	phonePattern = lazily(`\+?\(?\d(?:[ ()./\-]{0,2}\d){6,15}`)
	tokenPattern = lazily(`eyJ[\w\-]+\.[\w\-]+\.[\w\-]*|[A-Za-z0-9_+/\-]{32,}={0,2}`)

	// These find credentials in text by what stands in front of them.
	schemePattern = lazily(`(?i)\b(bearer|basic)\s+([A-Za-z0-9._~+/\-]{6,}=*)`)
	namedPattern  = lazily(`(?i)\b([\w\-]*(?:password|passwd|pwd|secret|token|csrf|api[_\-]?key|authorization|jsessionid|bayeux_browser|cookie|credential|clientid)[\w\-]*\\?["']?\s*[:=]\s*\\?["']?(?:(?:bearer|basic|digest)\s+)?)([^\s"'\\,;&}<>]+)`)
	userPattern   = lazily(`(://[^/\s:@]*:)([^/\s@]+)(@)`)
)

func lazily(expr string) func() *pattern.Pattern {
	return sync.OnceValue(func() *pattern.Pattern { return pattern.MustCompile(expr) })
}

// credentialWords are the parts of names whose values are credentials, in lower
// case without anything but letters and digits.
var credentialWords = []string{"password", "passwd", "pwd", "secret", "token", "csrf", "authorization", "cookie", "apikey",
	"credential", "jsessionid", "bayeuxbrowser", "accesskey", "privatekey", "sessionkey"}

// credentialNames are such names as a whole. ssid and surl sign in at Salesforce;
// who knows a CometD clientId can poll in its place.
var credentialNames = map[string]bool{"auth": true, "ssid": true, "surl": true, "clientid": true, "pass": true, "pin": true, "cvv": true, "cvc": true, "otp": true}

// isCredential reports whether the value under a key, header or parameter of
// that name is a credential.
func isCredential(name string) bool {
	plain := letters(name)
	if credentialNames[plain] {
		return true
	}
	for _, w := range credentialWords {
		if strings.Contains(plain, w) {
			return true
		}
	}
	return false
}

// letters returns the letters and digits of s in lower case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r > 127:
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return -1
	}, s)
}

// keyLabel returns what the name of a userData key says of its values, "" for
// nothing. Names of routing are left alone: RStrategyName is nobody's name.
func keyLabel(key string) string {
	switch class, _ := (userdata.Rules{}).Classify(key); class {
	case userdata.Routing, userdata.CostRouting, userdata.ChatServer, userdata.Reporting:
		return ""
	}
	plain := letters(key)
	for _, k := range []struct{ label, words string }{
		{labelEmail, "email mailaddress"},
		{labelPhone, "phone mobile msisdn cellular callerid"},
		{labelCard, "cardnumber creditcard iban"},
		{labelName, "surname address street birth passport ssn nick"},
	} {
		for w := range strings.FieldsSeq(k.words) {
			if strings.Contains(plain, w) {
				return k.label
			}
		}
	}
	if strings.HasSuffix(plain, "name") {
		return labelName
	}
	return ""
}

// valueLabel returns what a whole value looks like, "" for nothing.
func valueLabel(s string) string {
	s = strings.TrimSpace(s)
	label := ""
	detect(s, func(l, found string) string {
		if found == s {
			label = l
		}
		return found
	})
	return label
}

// detect replaces what the detectors find in s by what hide returns for it.
func detect(s string, hide func(label, found string) string) string {
	s = emailPattern().Replace(s, func(m []string) string { return hide(labelEmail, m[0]) })
	s = replaceDigits(s, cardPattern(), func(m string) bool { return luhn(digitsOf(m)) }, labelCard, hide)
	s = replaceDigits(s, phonePattern(), isPhone, labelPhone, hide)
	return tokenPattern().Replace(s, func(m []string) string {
		if !isToken(m[0]) {
			return m[0]
		}
		return hide(labelToken, m[0])
	})
}

// replaceDigits replaces the matches of a pattern of digits that are not part
// of a longer word.
func replaceDigits(s string, p *pattern.Pattern, is func(string) bool, label string, hide func(label, found string) string) string {
	var out strings.Builder
	done := 0
	p.All(s, func(at []int) bool {
		m := s[at[0]:at[1]]
		joined := at[0] > 0 && isWord(s[at[0]-1]) || at[1] < len(s) && isWord(s[at[1]]) && s[at[1]] != '-'
		if !joined && is(m) {
			out.WriteString(s[done:at[0]])
			out.WriteString(hide(label, m))
			done = at[1]
		}
		return true
	})
	out.WriteString(s[done:])
	return out.String()
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// isPhone reports whether digits look like a telephone number by ITU-T E.164:
// seven to fifteen with a plus, more where nothing marks them as one. A date is
// none.
func isPhone(s string) bool {
	d := digitsOf(s)
	if shaped(s, "0000-00-00") || shaped(s, "00.00.0000") || len(d) > 15 {
		return false
	}
	switch {
	case s[0] == '+':
		return len(d) >= 7
	case d == s:
		return len(d) >= 10
	}
	return len(d) >= 9
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

// isToken reports whether a long word looks random: it has digits and both
// cases of letters, or is long and has digits.
func isToken(s string) bool {
	digit := strings.ContainsAny(s, "0123456789")
	lower, upper := strings.ToUpper(s) != s, strings.ToLower(s) != s
	return strings.HasPrefix(s, "eyJ") || digit && (lower || upper) && !strings.Contains(s, "/")
}

// credentials replaces the credentials in free text by what hide returns.
func credentials(s string, hide func(found string) string) string {
	s = schemePattern().Replace(s, func(m []string) string {
		if strings.EqualFold(m[1], "basic") && !isBasic(m[2]) {
			return m[0]
		}
		return strings.TrimSuffix(m[0], m[2]) + hide(m[2])
	})
	s = userPattern().Replace(s, func(m []string) string { return m[1] + hide(m[2]) + m[3] })
	return namedPattern().Replace(s, func(m []string) string {
		switch low := strings.ToLower(m[2]); {
		case strings.HasPrefix(m[2], "‹"), low == "bearer", low == "basic", low == "null", low == "none":
			return m[0]
		}
		return m[1] + hide(m[2])
	})
}

// isBasic reports whether s is user:password in base64 (RFC 7617).
func isBasic(s string) bool {
	b, err := base64.StdEncoding.DecodeString(s)
	return err == nil && strings.Contains(string(b), ":")
}
