package ui

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
)

// exchange shows a request and what came of it: times, headers and the bodies
// byte for byte.
func (c *inspector) exchange(x *book.Exchange, message int) app.UI {
	m := c.Model
	took2 := "open" + lasting(x, m.now)
	switch {
	case x.Duration > 0:
		took2 = took(x.Duration) + ", until " + m.clock(x.Start.Add(x.Duration))
	case x.Status != 0 || x.Failure != "" || x.Untold:
		took2 = "not known"
	}
	return el("div", "inspector", subjectHead(orElse(strings.TrimSpace(x.Method+" "+x.Path), "Reply")),
		el("dl", "facts",
			word("dt", "", "Started"), word("dd", "", orElse(stamp(x.Start, m.zone), "time unknown")),
			word("dt", "", "Took"), word("dd", "", took2),
			word("dt", "", "Result"), word("dd", "", exchangeResult(x)),
			word("dt", "", "About"), word("dd", "", aboutExchange(x)),
		),
		c.bayeux(x, message),
		headers("Request header", x.Sent),
		c.body("Request body", "request", x.Request, 0, c.nothing(x, true)),
		headers("Response header", x.Header),
		c.body("Response body", "response", x.Response, x.Cut, c.nothing(x, false)),
		word("p", "note", "Secrets (Authorization, cookies, CSRF tokens, clientId) show as stars of the same length or as •••."),
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
func (c *inspector) bayeux(x *book.Exchange, message int) app.UI {
	m := c.Model
	messages := m.traffic.of(x, m.view.search).messages
	if len(messages) == 0 {
		return el("div", "exchange-messages")
	}
	items := []app.UI{word("h3", "", "Messages")}
	for i := range messages {
		b := &messages[i]
		way, here := "sent", message == i+1
		if b.Received {
			way = "received"
		}
		items = append(items, button(join("exchange-message", "here", here), "bayeux", itoa(x.N)+":"+itoa(i+1),
			word("code", "", orElse(b.Channel, "no channel")),
			word("span", "note", way+", "+size(len(b.Raw))+" "+b.Note)).Aria("expanded", expanded(here)))
		if here {
			items = append(items, word("pre", "raw", bytesText(b.Raw)).TabIndex(0))
		}
	}
	return el("div", "exchange-messages", items...)
}

func headers(title string, list [][2]string) app.UI {
	if len(list) == 0 {
		return el("div", "exchange-headers", word("h3", "", title), word("p", "note", "not known"))
	}
	rows := make([]app.UI, 0, 2*len(list))
	for _, h := range list {
		rows = append(rows, word("dt", "", h[0]), word("dd", "", h[1]))
	}
	return el("div", "exchange-headers", word("h3", "", title), el("dl", "facts facts--headers", rows...))
}

// body shows one side's bytes, a page of them where they are many.
func (c *inspector) body(title, side string, b []byte, cut int, none string) app.UI {
	note := size(len(b) + cut)
	if cut > 0 {
		note += ", of which the last " + size(cut) + " are not kept"
	}
	if !utf8.Valid(b) {
		note += ", not UTF-8: \\xNN stands for a byte"
	}
	last := max(len(b)-1, 0) / pageSize
	page := min(c.Model.view.page, last)
	part := b[boundary(string(b), page*pageSize):min(len(b), boundary(string(b), (page+1)*pageSize))]
	text := bytesText(part)
	if len(b) == 0 {
		text = none
	}
	if text == notInFile {
		note = "" // not even its size is known
	}
	return el("div", "exchange-body",
		el("div", "exchange-head", word("h3", "", title), word("span", "note", note), el("span", "grow"),
			when(button("btn btn--quiet", "copy-body", side, app.Text("Copy")), len(b) == 0, "disabled")),
		word("pre", "raw", text).TabIndex(0).Aria("label", title),
		pages(page, last))
}

// nothing stands for a body without a byte: a file may have left it out.
func (c *inspector) nothing(x *book.Exchange, sent bool) string {
	due := x.Untold || x.Status != 0 && x.Status != 204 && x.Status != 304
	if sent {
		due = x.Method == "POST" || x.Method == "PUT"
	}
	if due && c.Model.filed() {
		return notInFile
	}
	return "(empty)"
}

// pages leads through a text that is too long to be shown at once.
func pages(page, last int) app.UI {
	if last == 0 {
		return el("div", "inspector-pager inspector-pager--none")
	}
	return el("div", "inspector-pager",
		when(button("btn", "page", itoa(page-1), app.Text("Previous part")), page == 0, "disabled"),
		word("span", "note", "part "+itoa(page+1)+" of "+itoa(last+1)),
		when(button("btn", "page", itoa(page+1), app.Text("Next part")), page >= last, "disabled"))
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
