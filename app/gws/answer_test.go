package gws_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/wire"
)

// answers gives the same response to everything: what no contact centre would
// say, but what stands in front of one might.
type answers struct {
	status int
	header wire.Header
	body   string
	asked  []*wire.Request
}

func (a *answers) RoundTrip(_ context.Context, req *wire.Request) (*wire.Response, error) {
	a.asked = append(a.asked, req)
	return &wire.Response{Status: a.status, Header: a.header, Body: []byte(a.body)}, nil
}

func TestOddResponses(t *testing.T) {
	const secret = "Bearer abcdefghijklmnop"
	for _, tt := range []struct {
		name    string
		status  int
		body    string
		message string
		page    bool
		signIn  bool
		csrf    bool
	}{
		{name: "sign-in page", status: 200, body: "\n<!DOCTYPE html><html><head><TITLE>Sign in &amp; go</TITLE>", message: "a web page came where JSON was expected: “Sign in & go”", page: true},
		{name: "page without a title", status: 200, body: "<html>", message: "a web page came where JSON was expected", page: true},
		{name: "page whose title names characters", status: 200, body: "<title>Sign in &ndash; you &amp; me&nbsp;&#39;&lt;&gt;&quot;&unknown;</title>", message: "a web page came where JSON was expected: “Sign in – you & me '<>\"&unknown;”", page: true},
		{name: "gateway's page", status: 502, body: "<html><title>502 Bad Gateway</title>", message: "a web page came where JSON was expected: “502 Bad Gateway”", page: true},
		{name: "nothing", status: 204, body: "", message: "the response has no body"},
		{name: "text", status: 500, body: "out of  memory\n", message: "out of memory"},
		{name: "CSRF", status: 403, body: "Missing or invalid Csrf token", message: "Missing or invalid Csrf token", csrf: true},
		{name: "cut off", status: 200, body: `{"statusCode":0`, message: "the response is not a JSON object: "},
		{name: "code without words", status: 400, body: `{"statusCode":1}`, message: "a mandatory parameter is missing"},
		{name: "unknown code", status: 400, body: `{"statusCode":4711}`, message: "refused without a reason"},
		{name: "code with words", status: 200, body: `{"statusCode":5,"statusMessage":"not you"}`, message: "not you"},
		{name: "not signed in", status: 200, body: `{"statusCode":20}`, message: "not signed in", signIn: true},
		{name: "401", status: 401, body: `{}`, message: "refused without a reason", signIn: true},
		{name: "echo of the credentials", status: 400, body: "bad header Authorization: " + secret, message: "bad header Authorization: Bearer •••"},
		{name: "echo of the credentials where the text is cut", status: 400, body: strings.Repeat("x", 285) + " " + secret, message: strings.Repeat("x", 285) + " Bearer •••"},
		{name: "long", status: 500, body: strings.Repeat("ü", 1000), message: strings.Repeat("ü", 300) + "…"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := &answers{status: tt.status, body: tt.body}
			c := gws.New(a, gws.Options{Authorization: func() string { return secret }})
			_, err := c.Sessions(t.Context())
			var e *gws.Error
			require.ErrorAs(t, err, &e)
			assert.True(t, strings.HasPrefix(e.Message, tt.message), e.Message)
			assert.Equal(t, tt.page, e.Page)
			assert.Equal(t, tt.signIn, e.SignIn())
			assert.Equal(t, tt.csrf, e.CSRF())
			assert.Equal(t, tt.status, e.HTTPStatus)
			assert.NotContains(t, err.Error()+e.Excerpt, "abcdef")

			r, err := c.Operate(t.Context(), "S", gws.Body("Leave"))
			require.ErrorAs(t, err, &e)
			assert.Equal(t, tt.status, r.HTTPStatus)
			assert.Equal(t, e.Message, r.StatusMessage)
		})
	}
}

// The statusCode in the body decides, whatever the HTTP status says.
func TestStatusCodeGoesFirst(t *testing.T) {
	c := gws.New(&answers{status: 500, body: `{"statusCode":0}`}, gws.Options{})
	r, err := c.Operate(t.Context(), "S", gws.Body("Leave"))
	require.NoError(t, err)
	assert.Equal(t, 500, r.HTTPStatus)
}

func TestRefusedOnceMore(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		body   string
		posts  int
	}{
		{"no token", 403, "Missing or invalid Csrf token", 1}, // GET /me is refused as well
		{"no permission", 403, `{"statusCode":5}`, 1},
		{"not found", 404, "", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := &answers{status: tt.status, body: tt.body}
			_, err := gws.New(a, gws.Options{}).Operate(t.Context(), "S", gws.Body("Leave"))
			require.Error(t, err)
			posts := 0
			for _, r := range a.asked {
				if r.Method == "POST" {
					posts++
				}
			}
			assert.Equal(t, tt.posts, posts)
		})
	}
}

func TestCSRFHeaderNames(t *testing.T) {
	for _, tt := range []struct {
		name   string
		header wire.Header
		want   wire.Header
	}{
		{"as documented", wire.Header{{Name: "X-CSRF-HEADER", Value: "X-CSRF-TOKEN"}, {Name: "X-CSRF-TOKEN", Value: "t"}}, wire.Header{{Name: "X-CSRF-TOKEN", Value: "t"}}},
		{"another name", wire.Header{{Name: "x-csrf-header", Value: "X-Mine"}, {Name: "x-mine", Value: "t"}}, wire.Header{{Name: "X-Mine", Value: "t"}}},
		{"another name, usual place", wire.Header{{Name: "X-CSRF-HEADER", Value: "X-Mine"}, {Name: "X-CSRF-TOKEN", Value: "t"}}, wire.Header{{Name: "X-Mine", Value: "t"}}},
		{"no name", wire.Header{{Name: "X-CSRF-TOKEN", Value: "t"}}, wire.Header{{Name: "X-CSRF-TOKEN", Value: "t"}}},
		{"hostile name", wire.Header{{Name: "X-CSRF-HEADER", Value: "A: b\r\nC"}, {Name: "X-CSRF-TOKEN", Value: "t"}}, wire.Header{{Name: "X-CSRF-TOKEN", Value: "t"}}},
		{"none", nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := gws.New(&answers{status: 200, header: tt.header, body: `{"statusCode":0,"user":{"id":"U"}}`}, gws.Options{})
			u, err := c.Me(t.Context())
			require.NoError(t, err)
			assert.Equal(t, "U", u.ID)
			assert.Equal(t, tt.want, c.Header())
		})
	}
}

// Whether a collection answers with addresses only is up to the server.
func TestSessionsNamesWhatItCannotRead(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		sessions   int
		err        string
	}{
		{"one of two", `{"statusCode":0,"smssessions":[{"id":"A","state":"Chatting"},{"id":"B","userData":7}]}`, 1, `session "B": userData is a number, not an object`},
		{"no object", `{"statusCode":0,"smssessions":["A"]}`, 0, "session"},
		{"nothing", `{"statusCode":0}`, 0, ""},
		{"no addresses", `{"statusCode":0,"uris":[]}`, 0, ""},
		{"a session without an id", `{"statusCode":0,"state":"Chatting"}`, 0, "no session id"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			list, err := gws.New(&answers{status: 200, body: tt.body}, gws.Options{}).Sessions(t.Context())
			assert.Len(t, list, tt.sessions)
			if tt.err == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, tt.err)
			}
		})
	}
}
