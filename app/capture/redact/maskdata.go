package redact

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/keytrail/keytrail/app/capture/redact/find"
	"github.com/keytrail/keytrail/app/capture/redact/vocab"
	"github.com/keytrail/keytrail/app/rawjson"
)

// data masks a value of userData by the rule for its key, or else by what the
// detectors say of the key and the value.
func (r *rewriter) data(raw string, at place) string {
	m := r.m
	text, isText := m.textOf(raw)
	if !m.redact {
		return r.free(text, raw, isText, at)
	}
	for _, key := range []string{at.key, at.outer} {
		if rule, ok := m.rules.of(key); ok {
			return m.propose(at.key, "your rule", raw, r.byRule(rule, raw, text, isText, at))
		}
	}
	label := at.label
	if label == find.None && !at.program {
		label = m.names.ValueLabel(text)
	}
	switch {
	case label != find.None:
		return m.propose(at.key, label.String(), raw, m.hide(label, raw))
	case m.rules.Default != nil:
		return m.propose(at.key, "your rule", raw, r.byRule(*m.rules.Default, raw, text, isText, at))
	}
	m.unknown[at.key] = true
	if at.program && isText {
		return m.propose(at.key, inText, raw, m.quote(m.within(text, true), text, raw))
	}
	return m.propose(at.key, inText, raw, r.free(text, raw, isText, at))
}

// inText is the label of what was found in the middle of a text.
const inText = "part of a text"

// free masks text for people. What is JSON itself is masked as such.
func (r *rewriter) free(text, raw string, isText bool, at place) string {
	if !isText {
		return raw
	}
	return r.m.quote(r.nested(text, at), text, raw)
}

// deepestText is how many times JSON is looked for inside a string of JSON.
const deepestText = 8

func (r *rewriter) nested(text string, at place) string {
	trimmed := strings.TrimSpace(text)
	r.m.pace.Spend(2 * len(text))
	if trimmed == "" || r.depth >= deepestText || strings.IndexByte("{[\"", trimmed[0]) < 0 {
		return r.m.within(text, false)
	}
	raw := []byte(trimmed)
	inner := rewriter{m: r.m, read: &rawjson.Reader{}, depth: r.depth + 1, heads: r.heads}
	if inner.read.Check(raw) != nil {
		return r.m.within(text, false)
	}
	r.m.pace.Spend(len(raw))
	if r.m.noting {
		inner.value(nil, raw, at)
		return text
	}
	out := inner.value(make([]byte, 0, len(text)+len(text)/4), raw, at)
	before, after, _ := strings.Cut(text, trimmed)
	r.m.pace.Spend(len(out))
	return before + string(out) + after
}

func (r *rewriter) byRule(rule Rule, raw, text string, isText bool, at place) string {
	if !isText && rule.Action != Copy && rule.Action != Tag {
		return r.m.hide(find.Hidden, raw) // part of a number cannot be hidden and leave a number
	}
	if !isText {
		return raw
	}
	plain := (&rewriter{m: r.m.only(), depth: r.depth}).nested(text, place{area: at.area, key: at.key})
	return r.m.quote(r.m.part(rule, plain), text, raw)
}

// part masks the part of a text that a rule hides. Credentials were hidden before.
func (m *Masks) part(r Rule, text string) string {
	chars := []rune(text)
	n := min(r.N, len(chars))
	switch r.Action {
	case HideFirst:
		return m.text(find.Hidden, string(chars[:n])) + string(chars[n:])
	case HideLast:
		return string(chars[:len(chars)-n]) + m.text(find.Hidden, string(chars[len(chars)-n:]))
	case UnhideFirst:
		return string(chars[:n]) + m.text(find.Hidden, string(chars[n:]))
	case UnhideLast:
		return m.text(find.Hidden, string(chars[:len(chars)-n])) + string(chars[len(chars)-n:])
	case Tag:
		return r.Before + text + r.After
	case Copy:
		return text
	}
	return m.text(find.Hidden, text)
}

// url masks a URL part by part, and leaves the spelling of the others.
func (m *Masks) url(s string) string {
	rest, fragment, anchored := strings.Cut(s, "#")
	path, query, asked := strings.Cut(rest, "?")
	begin := 0
	if i := strings.Index(path, "://"); i >= 0 {
		begin = i + 3
	} else if strings.HasPrefix(path, "//") {
		begin = 2
	}
	if end := strings.IndexByte(path[begin:]+"/", '/') + begin; begin > 0 {
		if at := strings.LastIndexByte(path[begin:end], '@'); at >= 0 {
			user, password, both := strings.Cut(path[begin:begin+at], ":")
			if both && password != "" && password != find.NoPassword {
				user = m.name(user) + ":"
			} else {
				user, password = "", path[begin:begin+at]
			}
			path = path[:begin] + user + masked(password, url.PathUnescape, plainly, m.credential) + path[begin+at:]
		}
	}
	segments := strings.Split(path, "/")
	first, second := "", "" // of the segments in front
	for i, seg := range segments {
		plain, err := url.PathUnescape(seg)
		switch {
		case i == 0 && begin > 2, i == 1 && begin == 2, i == 2 && begin > 2: // the scheme and the server
		case plain != "" && (m.names.Secrecy(second) == vocab.AllSecret || m.names.Lets(first, second, plain)):
			segments[i] = masked(seg, url.PathUnescape, url.PathEscape, m.credential)
		case m.redact && (second == "devices" || second == "device"): // that of a telephone has its number for a name
			segments[i] = masked(seg, url.PathUnescape, url.PathEscape, func(v string) string { return m.text(find.Phone, v) })
		default:
			segments[i] = masked(seg, url.PathUnescape, url.PathEscape, m.name)
		}
		if first, second = second, plain; err != nil || begin > 2 && i <= 2 {
			second = ""
		}
	}
	path = strings.Join(segments, "/")
	if asked {
		path += "?" + m.form(query)
	}
	if anchored {
		path += "#" + m.form(fragment)
	}
	return path
}

func plainly(s string) string { return s }

// form masks name=value&name=value, as a query, a fragment or a form has it.
func (m *Masks) form(s string) string {
	parts := strings.Split(s, "&")
	pair := find.None // what the name=… before said of the value=… that follows
	for i, part := range parts {
		name, value, found := strings.Cut(part, "=")
		name, _ = url.QueryUnescape(name)
		plain, err := url.QueryUnescape(value)
		label := find.None
		switch {
		case m.names.About(name).Role == find.Valued:
			label = pair
		case name == "code" && (strings.Contains("&"+s, "&state=") || strings.Contains("&"+s, "&grant_type=")): // of OAuth
			label = find.Credential
		}
		parts[i] = m.parameter(part, label)
		if found && err == nil && m.names.About(name).Role == find.Naming && len(plain) < find.LongestName {
			pair = m.names.Label(find.LastSegment(plain), m.redact)
		}
		m.pace.Spend(len(part))
	}
	return strings.Join(parts, "&")
}

// parameter masks one name=value of a query.
func (m *Masks) parameter(part string, label find.Label) string {
	name, value, found := strings.Cut(part, "=")
	if !found {
		return masked(part, url.QueryUnescape, url.QueryEscape, m.Text)
	}
	plain, err := url.QueryUnescape(name)
	if err != nil {
		plain = name
	}
	hide := m.valueText
	if label = cmp.Or(m.names.Label(plain, m.redact), label); label != find.None {
		hide = func(v string) string { return m.labelled(label, v) }
	}
	return masked(name, url.QueryUnescape, url.QueryEscape, m.name) + "=" + masked(value, url.QueryUnescape, url.QueryEscape, hide)
}

// valueText masks the value of a parameter, which may be JSON or a URL.
func (m *Masks) valueText(v string) string {
	if i := strings.Index(v, "?"); i >= 0 && strings.HasPrefix(v, "/") || strings.Contains(v, "://") && !strings.ContainsAny(v, " \n\"") {
		return m.url(v)
	}
	return (&rewriter{m: m}).nested(v, place{})
}

// labelled hides a value under a label.
func (m *Masks) labelled(label find.Label, v string) string {
	if label == find.Credential {
		return m.credential(v)
	}
	return m.text(label, v)
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

// header masks the fields of a request or reply. Of those that are not known to
// be harmless only the name is kept.
func (m *Masks) header(fields [][2]string) [][2]string {
	var out [][2]string
	for _, f := range fields {
		value := f[1]
		switch {
		case m.names.IsSecret(f[0]):
			value = m.credential(value)
		case !vocab.Harmless(f[0]):
			value = m.text(find.Header, m.inside(value))
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
	return strings.EqualFold(name, "Referer") || strings.EqualFold(name, "Location") || strings.EqualFold(name, "Origin") || strings.EqualFold(name, "Content-Location") || name == ":path"
}

// inside notes what is to be hidden in a value that is hidden as a whole, for
// where it may stand by itself.
func (m *Masks) inside(value string) string {
	if m.noting {
		m.Text(value)
	}
	return value
}

// cookies puts one sign between what is joined by several: cookies, their attributes,
// and the parts of a signed request.
var cookies = strings.NewReplacer(",", ";", "\n", ";")

// public are the parts of such headers that say nothing.
var public = vocab.Set("realm username uri algorithm qop nc oauthrealm oauthversion oauthtimestamp oauthsignaturemethod oauthcallback domain path expires")

// credential hides the value of a header and every part of it that would do
// by itself: the values of cookies, what follows a scheme, a password.
func (m *Masks) credential(value string) string {
	parts := strings.Split(value, ";")
	whole := len(parts)
	if strings.ContainsAny(value, ",\n") {
		parts = append(parts, strings.Split(cookies.Replace(value), ";")...)
	}
	for i, part := range parts {
		name, v, named := strings.Cut(part, "=")
		if i >= whole && public[vocab.Letters(name[strings.LastIndexByte(strings.TrimSpace(name), ' ')+1:])] {
			continue
		}
		if named && len(strings.Trim(strings.TrimSpace(v), `"=`)) >= 8 {
			m.text(find.Credential, strings.Trim(strings.TrimSpace(v), `"`))
		}
	}
	if _, rest, ok := strings.Cut(value, " "); ok && !strings.Contains(value, ";") {
		m.text(find.Credential, rest)
		if password := passwordIn(rest); password != "" {
			m.text(find.Credential, password)
		}
	}
	return m.text(find.Credential, value)
}
