package ui

import (
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/tracker"
)

// A call is a request that other programs can make: where it goes, how it is
// signed in, and its body. Credentials are never in it: the code takes them
// from the environment, as GWS_USER and GWS_PASSWORD, GWS_TOKEN, or GWS_COOKIE.
type call struct {
	base, path string
	auth       tracker.Auth
	body       string
}

// callOf is a write to a session through the present profile.
func (m *model) callOf(c tracker.Operate, body []byte) call {
	p := m.state.Link.Profile
	base := p.BaseURL
	switch base {
	case "":
		base = m.origin
	case tracker.Simulator:
		base = "https://gws.example.com"
	}
	return call{base, c.Path(), p.Auth, string(body)}
}

// hidden is the call with what masks hide replaced in its address and in the
// values of its body, before there is any code around them.
func (c call) hidden(masks *capture.Masks) call {
	c.base, c.path, c.body = masks.URL(c.base), masks.URL(c.path), string(masks.JSON([]byte(c.body)))
	return c
}

// needs names the variables that the code takes its credentials from.
func (c call) needs() string {
	switch c.auth {
	case tracker.Basic:
		return "GWS_USER and GWS_PASSWORD"
	case tracker.Bearer:
		return "GWS_TOKEN"
	}
	return "GWS_COOKIE (name=value, as the browser sends it)"
}

// languages are what a call can be copied as.
func languages() [5]string { return [...]string{"cURL", "fetch", "Python", "Java", "PowerShell"} }

// code writes a call in a language. Each first reads /me, which gives the
// cookie and the CSRF token that a write needs.
func (c call) code(language string) string {
	switch language {
	case "cURL":
		return c.curl()
	case "fetch":
		return c.fetch()
	case "Java":
		return c.java()
	case "PowerShell":
		return c.powerShell()
	}
	return c.python()
}

// curl is for bash and its kin; zsh takes no comments where one types. The body goes by a pipe: an argument may have
// 128 KiB on Linux, and curl would read a file for one that begins with @.
func (c call) curl() string {
	sign := ` -H "Cookie: ${GWS_COOKIE:?}"`
	switch c.auth {
	case tracker.Basic:
		sign = ` -u "${GWS_USER:?}:${GWS_PASSWORD:?}"`
	case tracker.Bearer:
		sign = ` -H "Authorization: Bearer ${GWS_TOKEN:?}"`
	}
	return "CSRF_TOKEN=$(curl -gsS -c cookies.txt -o /dev/null -D -" + sign + " " + shellQuote(c.base+"/api/v2/me") +
		" | tr -d '\\r' | sed -n 's/^X-CSRF-TOKEN: //Ip')\n" +
		"printf %s " + shellQuote(c.body) + " |\n" +
		"curl -gsS -b cookies.txt" + sign + " \\\n" +
		"  -H 'Content-Type: application/json' -H \"X-CSRF-TOKEN: $CSRF_TOKEN\" \\\n" +
		"  --data-binary @- " + shellQuote(c.base+c.path) + "\n"
}

func shellQuote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// fetch is for the console of a page of the same server, which has its cookies
// already, and for Node, which keeps none.
func (c call) fetch() string {
	sign := "env.GWS_COOKIE ? {Cookie: env.GWS_COOKIE} : {}"
	switch c.auth {
	case tracker.Basic:
		sign = "{Authorization: 'Basic ' + btoa(String.fromCharCode(...new TextEncoder().encode(secret('GWS_USER') + ':' + secret('GWS_PASSWORD'))))}"
	case tracker.Bearer:
		sign = "{Authorization: 'Bearer ' + secret('GWS_TOKEN')}"
	}
	ask := ""
	if strings.Contains(sign, "secret(") {
		ask = "const secret = name => env[name] ?? prompt(name);\n"
	}
	return "// In a browser's console, or as a module (.mjs) in Node with " + c.needs() + " set.\n" +
		"const env = globalThis.process?.env ?? {};\n" + ask +
		"const headers = " + sign + ";\n" +
		"const me = await fetch(" + scriptQuote(c.base+"/api/v2/me") + ", {headers, credentials: 'include'});\n" +
		"const token = me.headers.get('X-CSRF-TOKEN');\n" +
		"const cookies = me.headers.getSetCookie?.().map(c => c.split(';')[0]).join('; ');\n" +
		"const reply = await fetch(" + scriptQuote(c.base+c.path) + ", {\n" +
		"  method: 'POST', credentials: 'include',\n" +
		"  headers: {...(cookies ? {Cookie: cookies} : {}), ...headers, 'Content-Type': 'application/json', ...(token ? {'X-CSRF-TOKEN': token} : {})},\n" +
		"  body: " + scriptQuote(c.body) + ",\n" +
		"});\n" +
		"console.log(reply.status, await reply.text());\n"
}

// scriptQuote writes s as a string of JavaScript.
func scriptQuote(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`, "\n", `\n`, "\r", `\r`, "\u2028", `\u2028`, "\u2029", `\u2029`).Replace(s) + "'"
}

// python needs nothing beside the language's own library.
func (c call) python() string {
	sign := `headers["Cookie"] = os.environ["GWS_COOKIE"]`
	imports := ""
	switch c.auth {
	case tracker.Basic:
		imports = "base64, "
		sign = `headers["Authorization"] = "Basic " + base64.b64encode((os.environ["GWS_USER"] + ":" + os.environ["GWS_PASSWORD"]).encode()).decode()`
	case tracker.Bearer:
		sign = `headers["Authorization"] = "Bearer " + os.environ["GWS_TOKEN"]`
	}
	return "# Set " + c.needs() + " first.\n" +
		"import " + imports + "os, urllib.error, urllib.request\n\n" +
		"headers = {}\n" + sign + "\n" +
		"http = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())\n" +
		"me = http.open(urllib.request.Request(" + strconv.QuoteToASCII(c.base+"/api/v2/me") + ", headers=headers))\n" +
		"if me.headers[\"X-CSRF-TOKEN\"]:\n    headers[\"X-CSRF-TOKEN\"] = me.headers[\"X-CSRF-TOKEN\"]\n" +
		"headers[\"Content-Type\"] = \"application/json\"\n" +
		"# The body goes as it is: numbers and spelling stay exact.\n" +
		"body = " + strconv.QuoteToASCII(c.body) + "\n" +
		"try:\n" +
		"    reply = http.open(urllib.request.Request(" + strconv.QuoteToASCII(c.base+c.path) + ", body.encode(), headers))\n" +
		"except urllib.error.HTTPError as refused:\n    reply = refused\n" +
		"print(reply.status, reply.read().decode())\n"
}

// copyCode puts a write on the clipboard; arg is its number, 0 for the draft,
// and the language.
func (m *model) copyCode(arg string) {
	number, language, _ := strings.Cut(arg, " ")
	c := m.draft.command(m.draft.openedIn)
	body := c.Body()
	if p, x := m.ownProof(atoi(number)); p != nil {
		c.Session, body = x.ID, p.Write.Request
	}
	code := m.callOf(c, body)
	m.want(effect{do: copyText, text: code.code(language), target: m.asked, about: body,
		said:   "Copied as " + language + "; it takes " + code.needs() + " from the environment",
		hidden: func(masks *capture.Masks) string { return code.hidden(masks).code(language) }})
}
