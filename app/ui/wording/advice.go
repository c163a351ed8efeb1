package wording

import (
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
)

// An Advice is what an obstacle means and what a person can do about it.
type Advice struct {
	Means, Do string
	Settings  bool // the server's crossOriginSettings are the remedy
}

func adviceOn(kind link.ObstacleKind) Advice {
	return [...]Advice{
		link.Unreachable: {"Nothing answered at this address.",
			"Check the address and its port, whether the server runs, its certificate (open the address in a tab of its own), and whether this network leads there. A page that came from keytrail itself may speak to its own server only; keytrail with -upstream, as a proxy, helps there, too.", false},
		link.CrossOrigin: {"The server answers, but the browser may not hand the answer to this page: the server's cross-origin rules do not name this origin, or not a header that is needed.",
			"Ask for these lines in the server's settings, or put the proxy in between.", true},
		link.NoCredentials: {"The server does not know who you are: the credentials are missing, wrong or expired.",
			"Sign in again. With a cookie, sign in to the server in another tab first.", false},
		link.WebPage: {"A web page or a redirect came where data was expected, mostly to sign in, or a proxy's.",
			"Sign in there in another tab and try again, or check the base URL; it ends before /api/v2.", false},
		link.NoCSRFToken: {"The server wants a CSRF token with each request that changes something, and got none: the browser may not read the token from another origin, or its cookie was not sent.",
			"Ask for these lines in the server's settings, allow its cookies in this browser, or put the proxy in between.", true},
		link.Forbidden: {"The server knows you and refuses this.",
			"Do what it names, or ask for that permission; it may also be a filter on the way.", false},
		link.NoSuchPlace: {"Something answers there, and it is no GWS.",
			"Check the base URL; it ends before /api/v2.", false},
		link.ServerFault: {"The server has a problem of its own, or takes no more requests for now.",
			"Wait a little; the attempts go on by themselves. The server's log says more.", false},
		link.NotAnswered: {"The server kept the request for too long.",
			"It may be busy, or something in between holds the connection. The attempts go on by themselves.", false},
		link.PollRepeated: {"A connection died while the server answered, and the browser sent the request once more by itself. What that answer brought never came here.",
			"There is nothing to do: the sessions are read again, and what changed meanwhile is marked as not observed.", false},
		link.Undetermined: {"The answer was not understood.",
			"Look at the exchange under Traffic; it shows what came.", false},
	}[kind]
}

// AdviceHere is adviceOn for a link of this profile. On the page's own origin
// no rule for other origins stands in the way of a token, and there may be a
// server behind the one that answers.
func AdviceHere(kind link.ObstacleKind, p settings.Profile) Advice {
	if kind == link.Unreachable && p.BaseURL == "" {
		return Advice{"Nothing answered: the server that this page came from, or the GWS that it passes requests on to.",
			"Check whether both run, and what -upstream names: the address and its port, the certificate (-upstream-ca), and whether the network leads there from that server.", false}
	}
	if kind == link.NoCSRFToken && p.BaseURL == "" {
		return Advice{"The server wants a CSRF token with each request that changes something, and the one it got was missing or not that of this session: its cookie did not come back, or the session has ended.",
			"Sign in again. If that does not help, allow this site's cookies in the browser, and look under Traffic whether GET /api/v2/me brings the fields X-CSRF-HEADER and X-CSRF-TOKEN.", false}
	}
	return adviceOn(kind)
}
