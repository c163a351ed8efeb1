package wire

import (
	"context"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A Jar is a Transport that keeps cookies as a browser does for one host
// (RFC 6265, section 5): it stores what Set-Cookie says, sends it back with
// every request whose path matches, and hides Set-Cookie from the caller as
// fetch hides it from a page. It stands before a Transport that has no browser
// around it, such as the simulator inside the page. Domain, Secure, HttpOnly
// and SameSite have no meaning between two parts of one process and are
// ignored. Set Transport before the first use.
type Jar struct {
	Transport Transport

	mu      sync.Mutex
	cookies []cookie // guarded by mu; in the order of their creation
}

type cookie struct {
	name, value, path string
	expires           time.Time // zero for the life of the Jar
}

// RoundTrip sends req with the cookies that belong to its path. A Cookie field
// that req itself carries is replaced, as no page can set one.
func (j *Jar) RoundTrip(ctx context.Context, req *Request) (*Response, error) {
	path, _, _ := strings.Cut(req.Path, "?")
	out := *req
	out.Header = req.Header.without("Cookie")
	if c := j.header(path, time.Now()); c != "" {
		out.Header.Add("Cookie", c)
	}
	resp, err := j.Transport.RoundTrip(ctx, &out)
	if err != nil {
		return nil, err
	}
	set := resp.Header.Values("Set-Cookie")
	if len(set) == 0 {
		return resp, nil
	}
	j.store(set, path, time.Now())
	in := *resp
	in.Header = resp.Header.without("Set-Cookie")
	return &in, nil
}

func (j *Jar) header(path string, now time.Time) string {
	j.mu.Lock()
	defer j.mu.Unlock()
	var match []cookie
	for _, c := range j.cookies {
		if c.matches(path) && !c.expired(now) {
			match = append(match, c)
		}
	}
	// Longer paths go first; a server that reads only the first cookie of a
	// name gets the more specific one (RFC 6265, section 5.4).
	sort.SliceStable(match, func(i, j int) bool { return len(match[i].path) > len(match[j].path) })
	pairs := make([]string, len(match))
	for i, c := range match {
		pairs[i] = c.name + "=" + c.value
	}
	return strings.Join(pairs, "; ")
}

func (j *Jar) store(lines []string, requestPath string, now time.Time) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, line := range lines {
		c, ok := parseSetCookie(line, requestPath, now)
		if !ok {
			continue
		}
		at := slices.IndexFunc(j.cookies, func(o cookie) bool { return o.name == c.name && o.path == c.path })
		switch {
		case at >= 0 && c.expired(now):
			j.cookies = slices.Delete(j.cookies, at, at+1)
		case at >= 0:
			j.cookies[at] = c
		case !c.expired(now):
			j.cookies = append(j.cookies, c)
		}
	}
}

func (c cookie) expired(now time.Time) bool { return !c.expires.IsZero() && !c.expires.After(now) }

// matches is the path-match of RFC 6265, section 5.1.4.
func (c cookie) matches(path string) bool {
	if !strings.HasPrefix(path, c.path) {
		return false
	}
	return len(path) == len(c.path) || strings.HasSuffix(c.path, "/") || path[len(c.path)] == '/'
}

// parseSetCookie is the algorithm of RFC 6265, section 5.2, without Domain and
// the flags. Max-Age wins over Expires.
func parseSetCookie(line, requestPath string, now time.Time) (c cookie, ok bool) {
	pair, attributes, _ := strings.Cut(line, ";")
	name, value, found := strings.Cut(pair, "=")
	c = cookie{name: strings.TrimSpace(name), value: strings.TrimSpace(value), path: defaultPath(requestPath)}
	if !found || c.name == "" {
		return c, false
	}
	maxAge := false
	for attribute := range strings.SplitSeq(attributes, ";") {
		key, value, _ := strings.Cut(attribute, "=")
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(key)) {
		case "path":
			if strings.HasPrefix(value, "/") {
				c.path = value
			}
		case "max-age":
			if seconds, err := strconv.Atoi(value); err == nil {
				maxAge = true
				c.expires = now.Add(time.Duration(min(max(seconds, -1), 1<<31-1)) * time.Second)
			}
		case "expires":
			if t, ok := parseExpires(value); ok && !maxAge {
				c.expires = t
			}
		}
	}
	return c, true
}

// parseExpires reads the date as it is written today and with the dashes of
// older servers.
func parseExpires(s string) (time.Time, bool) {
	for _, layout := range []string{"Mon, 02 Jan 2006 15:04:05 GMT", "Mon, 02-Jan-2006 15:04:05 GMT"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// defaultPath is the directory of the request's path.
func defaultPath(requestPath string) string {
	if i := strings.LastIndexByte(requestPath, '/'); i > 0 {
		return requestPath[:i]
	}
	return "/"
}
