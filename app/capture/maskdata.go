package capture

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/keytrail/keytrail/app/rawjson"
)

// data masks a value of userData by the rule for its key, or else by what the
// detectors say of the key and the value.
func (m *Masks) data(raw string, at place) string {
	text, isText := rawjson.Text([]byte(raw))
	if !m.redact {
		return quote(m.Text(text), raw, !isText || m.Text(text) == text)
	}
	for _, key := range []string{at.key, at.outer} {
		if rule, ok := m.rules.of(key); ok {
			return m.byRule(rule, raw, text, isText)
		}
	}
	label := cmp.Or(keyLabel(at.key), keyLabel(at.outer))
	if label == "" {
		label = valueLabel(firstText(text, raw, isText))
	}
	switch {
	case label != "":
		m.propose(at.key, label, raw)
		return m.hide(label, raw)
	case m.rules.Default != nil:
		return m.byRule(*m.rules.Default, raw, text, isText)
	}
	m.unknown[at.key]++
	if !isText {
		return raw
	}
	masked := m.Text(text)
	return quote(masked, raw, masked == text)
}

func (m *Masks) byRule(r Rule, raw, text string, isText bool) string {
	if !isText && r.Action != Copy && r.Action != Tag {
		return m.hide(labelHidden, raw) // part of a number cannot be hidden and leave a number
	}
	if !isText {
		return raw
	}
	masked := m.part(r, m.bare(text))
	return quote(masked, raw, masked == text)
}

// part masks the part of a text that a rule hides. Credentials were hidden before.
func (m *Masks) part(r Rule, text string) string {
	chars := []rune(text)
	n := min(r.N, len(chars))
	switch r.Action {
	case HideFirst:
		return m.text(labelHidden, string(chars[:n])) + string(chars[n:])
	case HideLast:
		return string(chars[:len(chars)-n]) + m.text(labelHidden, string(chars[len(chars)-n:]))
	case UnhideFirst:
		return string(chars[:n]) + m.text(labelHidden, string(chars[n:]))
	case UnhideLast:
		return m.text(labelHidden, string(chars[:len(chars)-n])) + string(chars[len(chars)-n:])
	case Tag:
		return r.Before + text + r.After
	case Copy:
		return text
	}
	return m.text(labelHidden, text)
}

// url masks a URL part by part, and leaves the spelling of the others.
func (m *Masks) url(s string) string {
	s = userPattern().Replace(s, func(parts []string) string {
		return parts[1] + m.text(labelCredential, parts[2]) + parts[3]
	})
	path, query, asked := strings.Cut(s, "?")
	segments := strings.Split(path, "/")
	for i, seg := range segments {
		segments[i] = masked(seg, url.PathUnescape, url.PathEscape, m.name)
	}
	path = strings.Join(segments, "/")
	if !asked {
		return path
	}
	query, fragment, anchored := strings.Cut(query, "#")
	parts := strings.Split(query, "&")
	for i, part := range parts {
		parts[i] = m.parameter(part)
	}
	path += "?" + strings.Join(parts, "&")
	if anchored {
		path += "#" + masked(fragment, url.QueryUnescape, url.QueryEscape, m.Text)
	}
	return path
}

// parameter masks one name=value of a query.
func (m *Masks) parameter(part string) string {
	name, value, found := strings.Cut(part, "=")
	if !found {
		return masked(part, url.QueryUnescape, url.QueryEscape, m.Text)
	}
	if plain, _ := url.QueryUnescape(name); isCredential(plain) {
		return name + "=" + masked(value, url.QueryUnescape, url.QueryEscape, m.credentialText)
	}
	return masked(name, url.QueryUnescape, url.QueryEscape, m.name) + "=" + masked(value, url.QueryUnescape, url.QueryEscape, m.Text)
}

// masked applies hide to the decoded form of s, and returns s where that
// changes nothing.
func masked(s string, decode func(string) (string, error), encode func(string) string, hide func(string) string) string {
	plain, err := decode(s)
	if err != nil {
		return hide(s)
	}
	if out := hide(plain); out != plain {
		return encode(out)
	}
	return s
}

// header masks the fields of a request or reply. Those that carry credentials
// keep their name only.
func (m *Masks) header(fields [][2]string) [][2]string {
	var out [][2]string
	for _, f := range fields {
		value := f[1]
		switch {
		case strings.EqualFold(f[0], "X-CSRF-HEADER"): // the name of a header, not a token
			value = m.name(value)
		case isCredential(f[0]):
			value = m.credential(value)
		case uriHeader(f[0]):
			value = m.url(value)
		default:
			value = m.Text(value)
		}
		out = append(out, [2]string{m.name(f[0]), value})
	}
	return out
}

func uriHeader(name string) bool {
	return strings.EqualFold(name, "Referer") || strings.EqualFold(name, "Location") || strings.EqualFold(name, "Origin")
}

// credential hides the value of a header and every part of it that would do
// by itself: the values of cookies, what follows a scheme, a password.
func (m *Masks) credential(value string) string {
	for part := range strings.SplitSeq(value, ";") {
		_, v, named := strings.Cut(part, "=")
		if named && len(strings.Trim(strings.TrimSpace(v), `"=`)) >= 8 {
			m.text(labelCredential, strings.Trim(strings.TrimSpace(v), `"`))
		}
	}
	if _, rest, ok := strings.Cut(value, " "); ok && !strings.Contains(value, ";") {
		m.text(labelCredential, rest)
		if password := passwordIn(rest); password != "" {
			m.text(labelCredential, password)
		}
	}
	return m.text(labelCredential, value)
}
