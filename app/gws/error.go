package gws

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/keytrail/keytrail/app/rawjson"
	"github.com/keytrail/keytrail/app/wire"
)

// An Error is a response that is not the answer asked for. Its texts hold no
// secret that the client sent.
type Error struct {
	Method, Path string
	HTTPStatus   int
	StatusCode   int    // of the API (page ReturnValues), -1 when the body held none
	Message      string // the server's words, or what is wrong with the response
	Excerpt      string // the beginning of the body, for a person to look at
	Page         bool   // the body is a web page, most often one to sign in, where JSON was due
}

// Error returns "gws: POST /api/v2/me: 403 statusCode 5: no permission".
func (e *Error) Error() string {
	code := ""
	if e.StatusCode >= 0 {
		code = fmt.Sprintf(" statusCode %d", e.StatusCode)
	}
	return fmt.Sprintf("gws: %s %s: %d%s: %s", e.Method, e.Path, e.HTTPStatus, code, e.Message)
}

// SignIn reports whether the credentials are missing, wrong or expired.
func (e *Error) SignIn() bool { return e.StatusCode == 20 || e.StatusCode < 0 && e.HTTPStatus == 401 }

// CSRF reports whether the server refused for want of a CSRF token or of the
// session cookie that the token belongs to; it does not tell the two apart.
func (e *Error) CSRF() bool {
	return e.HTTPStatus == 403 && strings.Contains(strings.ToLower(e.Message+e.Excerpt), "csrf")
}

// A Reply is what the server answered to an operation.
type Reply struct {
	HTTPStatus    int         // 0 when no response came
	StatusCode    int         // of the API, -1 when the body held none
	StatusMessage string      // the server's words
	ReferenceID   string      // links to a notification; most replies hold none
	Header        wire.Header // of the response
	Body          []byte
}

// A body is a response's JSON with the fields that every one has.
type body struct {
	raw         []byte
	code        int // -1 when absent
	message     string
	referenceID string
}

func (b body) reply(resp *wire.Response) Reply {
	return Reply{
		HTTPStatus:    resp.Status,
		StatusCode:    b.code,
		StatusMessage: b.message,
		ReferenceID:   b.referenceID,
		Header:        resp.Header,
		Body:          resp.Body,
	}
}

func parseBody(raw []byte) (body, error) {
	b := body{raw: raw, code: -1}
	err := rawjson.Members(raw, func(key string, value []byte) error {
		switch key {
		case "statusCode":
			if n, ok := integer(value); ok && n >= 0 {
				b.code = n
			}
		case "statusMessage":
			b.message, _ = rawjson.Text(value)
		case "referenceId":
			b.referenceID = reference(value)
		}
		return nil
	})
	return b, err
}

// accepted reads a response and decides whether it grants what was asked. The
// statusCode in the body decides; the HTTP status only where there is none,
// because API errors come with all kinds of them.
func (c *Client) accepted(method, path string, resp *wire.Response) (body, error) {
	b, err := parseBody(resp.Body)
	if err == nil && (b.code == 0 || b.code < 0 && resp.Status/100 == 2) {
		return b, nil
	}
	secrets := c.Header().Secrets()
	e := &Error{
		Method: method, Path: path, HTTPStatus: resp.Status, StatusCode: b.code,
		Excerpt: secrets.Excerpt(resp.Body, mostQuoted),
		Page:    err != nil && wire.IsPage(resp.Body),
	}
	e.Message = wordsFor(b, err, e.Page, resp, secrets)
	b.message = cmp.Or(b.message, e.Message)
	return b, e
}

// ReadReply reads the answer to an operation posted to path by the same rules
// as [Client.Operate], for answers that were recorded.
func ReadReply(path string, status int, raw []byte) (Reply, error) {
	resp := &wire.Response{Status: status, Body: raw}
	b, err := new(Client).accepted("POST", path, resp)
	return b.reply(resp), err
}

// mostQuoted is how many characters of a response an Error quotes.
const mostQuoted = 300

// wordsFor says what a refusal means, in the server's words where it used any.
func wordsFor(b body, err error, page bool, resp *wire.Response, secrets wire.Secrets) string {
	switch {
	case b.message != "":
		return secrets.Mask(b.message)
	case b.code > 0:
		return codeMeaning(b.code)
	case page:
		return "a web page came where JSON was expected" + quoted(secrets.Excerpt(wire.Title(resp.Body), mostQuoted))
	case len(resp.Body) == 0:
		return "the response has no body"
	case err != nil && resp.Status/100 == 2:
		return "the response is not a JSON object: " + err.Error()
	case err != nil:
		return secrets.Excerpt(resp.Body, mostQuoted)
	}
	return "refused without a reason"
}

// codeMeaning returns the meaning of a statusCode (page ReturnValues).
func codeMeaning(code int) string {
	meanings := [...]string{
		1:  "a mandatory parameter is missing",
		2:  "a parameter is not valid in the current state",
		3:  "the operation is forbidden",
		4:  "internal error of the server",
		5:  "no permission",
		6:  "the resource was not found",
		7:  "only a part succeeded",
		8:  "the password must be changed first",
		9:  "processing is incomplete",
		10: "a value is out of range",
		11: "a property is read-only",
		12: "the resource cannot be retrieved",
		13: "the resource cannot be created",
		14: "the resource cannot be deleted",
		15: "the resource cannot be updated",
		16: "the resource cannot be assigned",
		17: "the resource cannot be unassigned",
		18: "the resource already exists",
		19: "the resource is in use",
		20: "not signed in",
	}
	if code < len(meanings) && meanings[code] != "" {
		return meanings[code]
	}
	return "refused without a reason"
}

// aboutCSRF reports whether a refusal may be one of CSRF: it says so, or it is
// a bare 403 without the JSON that an operation's own refusal has.
func aboutCSRF(resp *wire.Response) bool {
	if resp.Status != 403 {
		return false
	}
	b, err := parseBody(resp.Body)
	return err != nil || b.code < 0 || strings.Contains(strings.ToLower(b.message), "csrf")
}

func quoted(s string) string {
	if s == "" {
		return ""
	}
	return ": “" + s + "”"
}
