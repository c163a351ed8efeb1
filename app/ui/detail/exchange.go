package detail

import (
	"cmp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// exchange shows a request and what came of it: times, headers and the bodies
// byte for byte.
func (c *Inspector) exchange(x *book.Exchange, message int) app.UI {
	m := c.Model
	took := parts.Took(x)
	switch took {
	case "":
		took = "not known"
	case "open":
		took += parts.Lasting(x, m.Now)
	default:
		took += ", until " + m.Clock(x.Start.Add(x.Duration))
	}
	return html.El("div", "inspector", subjectHead(cmp.Or(strings.TrimSpace(x.Method+" "+x.Path), "Reply")),
		html.Facts("facts", [][2]string{
			{"Started", cmp.Or(wording.Stamp(x.Start, m.Zone()), "time unknown")},
			{"Took", took},
			{"Result", stage.ExchangeResult(x)},
			{"About", aboutExchange(x)},
		}),
		c.bayeux(x, message),
		headers("Request header", x.Sent),
		c.body("Request body", "request", x.Request, 0, c.nothing(x, true)),
		headers("Response header", x.Header),
		c.body("Response body", "response", x.Response, x.Cut, c.nothing(x, false)),
		html.Word("p", "note", "Secrets (Authorization, cookies, CSRF tokens, clientId) show as stars of the same length or as •••."),
	)
}

func aboutExchange(x *book.Exchange) string {
	switch {
	case x.Session != "":
		return "session " + x.Session
	case x.Meta:
		return "the connection itself"
	case strings.Contains(x.Path, "/notifications"):
		return "notifications"
	}
	return "no session"
}

// bayeux shows the message that was chosen of a CometD exchange, or lists all.
func (c *Inspector) bayeux(x *book.Exchange, message int) app.UI {
	m := c.Model
	messages := m.Traffic.Of(x, m.View.Search).Messages
	if len(messages) == 0 {
		return html.El("div", "exchange-messages")
	}
	items := []app.UI{html.Word("h3", "", "Messages")}
	for i := range messages {
		b := &messages[i]
		way, here := "sent", message == i+1
		if b.Received {
			way = "received"
		}
		items = append(items, html.Button(html.Variant("exchange-message", "here", here), "bayeux", strconv.Itoa(x.N)+":"+strconv.Itoa(i+1),
			html.Word("code", "", cmp.Or(b.Channel, "no channel")),
			html.Word("span", "note", way+", "+wording.Size(len(b.Raw))+" "+b.Note)).Aria("expanded", html.Bool(here)))
		if here {
			items = append(items, html.Word("pre", "raw", bytesText(b.Raw)).TabIndex(0))
		}
	}
	return html.El("div", "exchange-messages", items...)
}

func headers(title string, list [][2]string) app.UI {
	if len(list) == 0 {
		return html.El("div", "exchange-headers", html.Word("h3", "", title), html.Word("p", "note", "not known"))
	}
	return html.El("div", "exchange-headers", html.Word("h3", "", title), html.Facts("facts facts--headers", list))
}

// body shows one side's bytes, a page of them where they are many.
func (c *Inspector) body(title, side string, b []byte, cut int, none string) app.UI {
	note := wording.Size(len(b) + cut)
	if cut > 0 {
		note += ", of which the last " + wording.Size(cut) + " are not kept"
	}
	if !utf8.Valid(b) {
		note += ", not UTF-8: \\xNN stands for a byte"
	}
	page := c.Model.View.Page
	text := bytesText([]byte(part(string(b), page)))
	if len(b) == 0 {
		text = none
	}
	if text == NotRecorded {
		note = "" // not even its size is known
	}
	return html.El("div", "exchange-body",
		html.El("div", "exchange-head", html.Word("h3", "", title), html.Word("span", "note", note), html.El("span", "grow"),
			html.Refused(html.TextButton("btn btn--quiet", "copy-body", side, "Copy"), wording.Either(len(b) == 0, "There is nothing to copy", ""))),
		html.Word("pre", "raw", text).TabIndex(0).Aria("label", title),
		pages(page, lastPart(len(b))))
}

// nothing stands for a body without a byte: who heard it may have left it out.
func (c *Inspector) nothing(x *book.Exchange, sent bool) string {
	missing := c.Model.Unrecorded(x)
	if sent {
		missing = c.Model.SecondHand() && (x.Method == "POST" || x.Method == "PUT")
	}
	if missing {
		return NotRecorded
	}
	return "(empty)"
}

// pages leads through a text that is too long to be shown at once.
func pages(page, last int) app.UI {
	page = min(page, last)
	if last == 0 {
		return html.El("div", "inspector-pager inspector-pager--none")
	}
	return html.El("div", "inspector-pager",
		html.When(html.TextButton("btn", "page", strconv.Itoa(page-1), "Previous part"), page == 0, "disabled"),
		html.Word("span", "note", "part "+strconv.Itoa(page+1)+" of "+strconv.Itoa(last+1)),
		html.When(html.TextButton("btn", "page", strconv.Itoa(page+1), "Next part"), page >= last, "disabled"))
}

// bytesText returns bytes as text; what is not UTF-8 is spelled \xNN, since a
// replacement mark would not say which byte it was.
func bytesText(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	var out strings.Builder
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			out.WriteString(`\x` + strconv.FormatUint(uint64(b[0])>>4, 16) + strconv.FormatUint(uint64(b[0])&15, 16))
		} else {
			out.Write(b[:n])
		}
		b = b[n:]
	}
	return out.String()
}
