// Package snippet writes a request as code that other programs run: for curl,
// for fetch in a browser or in Node, in Python, Java and PowerShell.
//
// Start with [Call] and its method Code; [Languages] are what it knows.
//
// The one rule: credentials are never in the code. It takes them from the
// environment, and [Call.Variables] says from which names.
//
// It is not a client: nothing is sent, and nothing is known of what the body
// means. Whatever stands in it arrives byte for byte.
package snippet

import (
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/settings"
)

// A Call is a POST request that other programs can make: where it goes, how it
// is signed in, and its body.
type Call struct {
	Base string // scheme, host and port
	Path string
	Auth settings.Auth
	Body string // JSON
}

// Variables names what the code takes its credentials from: GWS_USER and
// GWS_PASSWORD, GWS_TOKEN, or GWS_COOKIE.
func (c Call) Variables() string {
	switch c.Auth {
	case settings.Basic:
		return "GWS_USER and GWS_PASSWORD"
	case settings.Bearer:
		return "GWS_TOKEN"
	}
	return "GWS_COOKIE (name=value, as the browser sends it)"
}

// Languages are what a call can be written in.
func Languages() [5]string { return [...]string{"cURL", "fetch", "Python", "Java", "PowerShell"} }

// Code writes a call in one of the languages. Each first reads /me, which gives the
// cookie and the CSRF token that a write needs.
func (c Call) Code(language string) string {
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

// curl is for bash and its kin; zsh takes no comments where one types. The body
// goes by a pipe: an argument may have 128 KiB on Linux, and curl would read a
// file for one that begins with @.
func (c Call) curl() string {
	sign := ` -H "Cookie: ${GWS_COOKIE:?}"`
	switch c.Auth {
	case settings.Basic:
		sign = ` -u "${GWS_USER:?}:${GWS_PASSWORD:?}"`
	case settings.Bearer:
		sign = ` -H "Authorization: Bearer ${GWS_TOKEN:?}"`
	}
	return "CSRF_TOKEN=$(curl -gsS -c cookies.txt -o /dev/null -D -" + sign + " " + shellQuote(c.Base+"/api/v2/me") +
		" | tr -d '\\r' | sed -n 's/^X-CSRF-TOKEN: //Ip')\n" +
		"printf %s " + shellQuote(c.Body) + " |\n" +
		"curl -gsS -b cookies.txt" + sign + " \\\n" +
		"  -H 'Content-Type: application/json' -H \"X-CSRF-TOKEN: $CSRF_TOKEN\" \\\n" +
		"  --data-binary @- " + shellQuote(c.Base+c.Path) + "\n"
}

func shellQuote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// fetch is for the console of a page of the same server, which has its cookies
// already, and for Node, which keeps none.
func (c Call) fetch() string {
	sign := "env.GWS_COOKIE ? {Cookie: env.GWS_COOKIE} : {}"
	switch c.Auth {
	case settings.Basic:
		sign = "{Authorization: 'Basic ' + btoa(String.fromCharCode(...new TextEncoder().encode(secret('GWS_USER') + ':' + secret('GWS_PASSWORD'))))}"
	case settings.Bearer:
		sign = "{Authorization: 'Bearer ' + secret('GWS_TOKEN')}"
	}
	ask := ""
	if strings.Contains(sign, "secret(") {
		ask = "const secret = name => env[name] ?? prompt(name);\n"
	}
	return "// In a browser's console, or as a module (.mjs) in Node with " + c.Variables() + " set.\n" +
		"const env = globalThis.process?.env ?? {};\n" + ask +
		"const headers = " + sign + ";\n" +
		"const me = await fetch(" + scriptQuote(c.Base+"/api/v2/me") + ", {headers, credentials: 'include'});\n" +
		"const token = me.headers.get('X-CSRF-TOKEN');\n" +
		"const cookies = me.headers.getSetCookie?.().map(c => c.split(';')[0]).join('; ');\n" +
		"const reply = await fetch(" + scriptQuote(c.Base+c.Path) + ", {\n" +
		"  method: 'POST', credentials: 'include',\n" +
		"  headers: {...(cookies ? {Cookie: cookies} : {}), ...headers, 'Content-Type': 'application/json', ...(token ? {'X-CSRF-TOKEN': token} : {})},\n" +
		"  body: " + scriptQuote(c.Body) + ",\n" +
		"});\n" +
		"console.log(reply.status, await reply.text());\n"
}

// scriptQuote writes s as a string of JavaScript.
func scriptQuote(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`, "\n", `\n`, "\r", `\r`, "\u2028", `\u2028`, "\u2029", `\u2029`).Replace(s) + "'"
}

// python needs nothing beside the language's own library.
func (c Call) python() string {
	sign := `headers["Cookie"] = os.environ["GWS_COOKIE"]`
	imports := ""
	switch c.Auth {
	case settings.Basic:
		imports = "base64, "
		sign = `headers["Authorization"] = "Basic " + base64.b64encode((os.environ["GWS_USER"] + ":" + os.environ["GWS_PASSWORD"]).encode()).decode()`
	case settings.Bearer:
		sign = `headers["Authorization"] = "Bearer " + os.environ["GWS_TOKEN"]`
	}
	return "# Set " + c.Variables() + " first.\n" +
		"import " + imports + "os, urllib.error, urllib.request\n\n" +
		"headers = {}\n" + sign + "\n" +
		"http = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())\n" +
		"me = http.open(urllib.request.Request(" + strconv.QuoteToASCII(c.Base+"/api/v2/me") + ", headers=headers))\n" +
		"if me.headers[\"X-CSRF-TOKEN\"]:\n    headers[\"X-CSRF-TOKEN\"] = me.headers[\"X-CSRF-TOKEN\"]\n" +
		"headers[\"Content-Type\"] = \"application/json\"\n" +
		"# The body goes as it is: numbers and spelling stay exact.\n" +
		"body = " + strconv.QuoteToASCII(c.Body) + "\n" +
		"try:\n" +
		"    reply = http.open(urllib.request.Request(" + strconv.QuoteToASCII(c.Base+c.Path) + ", body.encode(), headers))\n" +
		"except urllib.error.HTTPError as refused:\n    reply = refused\n" +
		"print(reply.status, reply.read().decode())\n"
}
