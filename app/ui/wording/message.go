package wording

import (
	"errors"
	"strings"
	"unicode"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
)

// A hint says what a person can do about errors whose text holds any of signs.
type hint struct {
	signs  []string
	advice string
}

// hints in the order in which they are tried: the more telling come first.
func hints() []hint {
	return []hint{
		{[]string{"401", "unauthorized", "Unauthorized"},
			"The server did not accept the user name and password. Check them and sign in again."},
		{[]string{"CSRF", "csrf"},
			"The server wants a CSRF token and the browser may not read it. Add the token's header names to exposedHeaders and allowedHeaders of crossOriginSettings."},
		{[]string{"403", "denied", "forbidden"},
			"The server knows you but refuses this. Ask for the permission or the capability that it names."},
		{[]string{"session_unknown", "402::", "unknown client", "Unknown client"},
			"The server has forgotten this connection; it is being set up anew."},
		{[]string{"404", "not found"},
			"There is no GWS at this address. Check the base URL; it ends before /api/v2."},
		{[]string{"HTML", "<html", "text/html"},
			"A web page came instead of data, mostly a sign-in page or a proxy. Sign in there first, or check the base URL."},
		{[]string{"Failed to fetch", "CORS", "cross-origin", "NetworkError", "Load failed"},
			"The browser got no answer it may read: the server is down, the address is wrong, or its cross-origin rules (allowedOrigins) do not name this page's origin."},
		{[]string{"certificate", "x509", "tls"},
			"The server's certificate is not trusted. Open the address in the browser once, or install the certificate."},
		{[]string{"refused", "no such host", "unreachable", "reset by peer", "EOF"},
			"The server cannot be reached. Check the address and whether it is running."},
		{[]string{"timeout", "deadline", "timed out"},
			"The server did not answer in time. It may be busy, or something in between holds the connection."},
		{[]string{"500", "502", "503", "504"},
			"The server has a problem of its own. Wait a little and try again; its log says more."},
	}
}

// Explain turns an error into a sentence that tells a person what to do,
// followed by the words of the error itself. It is the only place that does.
func Explain(err error) string { return explain(err, adviceOn) }

// ExplainHere is Explain for a link of this profile.
func ExplainHere(err error, p settings.Profile) string {
	return explain(err, func(kind link.ObstacleKind) Advice { return AdviceHere(kind, p) })
}

func explain(err error, adviceOn func(link.ObstacleKind) Advice) string {
	if err == nil {
		return ""
	}
	advice := AdviceFor(err.Error())
	if o, ok := errors.AsType[*link.Obstacle](err); ok && (advice == "" || o.Kind != link.Undetermined) {
		a := adviceOn(o.Kind)
		advice = a.Means + " " + a.Do
	}
	if advice != "" {
		return advice + " The error was: " + Period(plainly(err))
	}
	return "Something failed: " + plainly(err) + ". Try again; if it stays, look at the traffic below."
}

// AdviceFor says what the words of an error mean and what to do, "" where they
// tell nothing.
func AdviceFor(text string) string {
	for _, h := range hints() {
		for _, s := range h.signs {
			if mentions(text, s) {
				return h.advice
			}
		}
	}
	return ""
}

// plainly is the text of an error without the request that met it, "gws: POST
// /api/v2/me: ", which the traffic shows.
func plainly(err error) string {
	text := err.Error()
	before, rest, ok := strings.Cut(text, "gws: ")
	method, rest, _ := strings.Cut(rest, " ")
	if _, cause, found := strings.Cut(rest, ": "); ok && found && method == strings.ToUpper(method) && strings.HasPrefix(rest, "/") {
		return before + cause
	}
	return text
}

// mentions reports whether text holds sign, and not within a longer number.
func mentions(text, sign string) bool {
	i := strings.Index(text, sign)
	if i < 0 {
		return false
	}
	digit := func(s string, at int) bool { return at >= 0 && at < len(s) && unicode.IsDigit(rune(s[at])) }
	inside := digit(sign, 0) && (digit(text, i-1) || digit(text, i+len(sign)))
	return !inside || mentions(text[i+len(sign):], sign)
}
