package ui

import (
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/tracker"
)

// A call is a request that other programs can make: where it goes, how it is
// signed in, and its body. Credentials are placeholders.
type call struct {
	base, path string
	auth       tracker.Auth
	user       string
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
	return call{base, c.Path(), p.Auth, orElse(p.User, "USER"), string(body)}
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

func (c call) curl() string {
	sign := ""
	switch c.auth {
	case tracker.Basic:
		sign = " -u " + shellQuote(c.user) + `:"$GWS_PASSWORD"`
	case tracker.Bearer:
		sign = ` -H "Authorization: Bearer $GWS_TOKEN"`
	default:
		sign = ` -H "Cookie: $GWS_COOKIE"`
	}
	return "CSRF_TOKEN=$(curl -s -c cookies.txt -o /dev/null -D -" + sign + " " + shellQuote(c.base+"/api/v2/me") +
		" | tr -d '\\r' | sed -n 's/^X-CSRF-TOKEN: //Ip')\n" +
		"curl -b cookies.txt" + sign + " \\\n" +
		"  -H 'Content-Type: application/json' -H \"X-CSRF-TOKEN: $CSRF_TOKEN\" \\\n" +
		"  --data-binary " + shellQuote(c.body) + " \\\n" +
		"  " + shellQuote(c.base+c.path) + "\n"
}

func shellQuote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

func (c call) fetch() string {
	sign := ""
	switch c.auth {
	case tracker.Basic:
		sign = "'Authorization': 'Basic ' + btoa(" + scriptQuote(c.user+":") + " + GWS_PASSWORD),"
	case tracker.Bearer:
		sign = "'Authorization': 'Bearer ' + GWS_TOKEN,"
	}
	return "const headers = {" + sign + "};\n" +
		"const me = await fetch(" + scriptQuote(c.base+"/api/v2/me") + ", {headers, credentials: 'include'});\n" +
		"const token = me.headers.get('X-CSRF-TOKEN');\n" +
		"const reply = await fetch(" + scriptQuote(c.base+c.path) + ", {\n" +
		"  method: 'POST', credentials: 'include',\n" +
		"  headers: {...headers, 'Content-Type': 'application/json', ...(token ? {'X-CSRF-TOKEN': token} : {})},\n" +
		"  body: " + scriptQuote(c.body) + ",\n" +
		"});\n" +
		"console.log(reply.status, await reply.text());\n"
}

// scriptQuote writes s as a string of JavaScript.
func scriptQuote(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`, "\n", `\n`, "\r", `\r`, "\u2028", `\u2028`, "\u2029", `\u2029`).Replace(s) + "'"
}

func (c call) python() string {
	sign := `s.headers["Cookie"] = os.environ["GWS_COOKIE"]`
	switch c.auth {
	case tracker.Basic:
		sign = "s.auth = (" + strconv.QuoteToASCII(c.user) + `, os.environ["GWS_PASSWORD"])`
	case tracker.Bearer:
		sign = `s.headers["Authorization"] = "Bearer " + os.environ["GWS_TOKEN"]`
	}
	return "import os, requests\n\n" +
		"s = requests.Session()\n" + sign + "\n" +
		"me = s.get(" + strconv.QuoteToASCII(c.base+"/api/v2/me") + ")\n" +
		"if \"X-CSRF-TOKEN\" in me.headers:\n    s.headers[\"X-CSRF-TOKEN\"] = me.headers[\"X-CSRF-TOKEN\"]\n" +
		"s.headers[\"Content-Type\"] = \"application/json\"\n" +
		"# The body goes as it is: numbers and spelling stay exact.\n" +
		"body = " + strconv.QuoteToASCII(c.body) + "\n" +
		"r = s.post(" + strconv.QuoteToASCII(c.base+c.path) + ", data=body.encode())\n" +
		"print(r.status_code, r.text)\n"
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
	m.copy(m.callOf(c, body).code(language), "Copied as "+language+", with placeholders for the credentials")
}
