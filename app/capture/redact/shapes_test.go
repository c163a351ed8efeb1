package redact_test

import (
	"encoding/base64"
	"fmt"
	"html"
	"net/url"
	"strings"
)

// esc writes text for HTML and XML.
func esc(s string) string { return strings.ReplaceAll(html.EscapeString(s), "&#39;", "'") }

// deep is s as text of JSON in text of JSON, n times.
func deep(n int, s string) string {
	for range n {
		s = `{"a":` + quoteJSON(s) + `}`
	}
	return s
}

// simple is a value that needs no quotes.
const simple = "MARKx7q-Zz9"

// moreShapes are ways in which other formats and other programs give a value its
// name. n is the name, v the value, which has blanks and separators in it where
// the format has a place for them.
var moreShapes = map[string]func(n, v string) string{
	"yaml":        func(n, v string) string { return "user: bob\n" + n + ": " + v + "\nz: 1\n" },
	"yaml quoted": func(n, v string) string { return "user: bob\n" + n + ": \"" + v + "\"\nz: 1\n" },
	"yaml block":  func(n, v string) string { return "user: bob\n" + n + ": |\n  first\n  " + v + "\nz: 1\n" },
	"yaml folded": func(n, v string) string { return "user:\n  " + n + ": >-\n    " + v + "\n  z: 1\n" },
	"yaml pair":   func(n, v string) string { return "env:\n- name: " + n + "\n  value: " + v + "\n" },
	"yaml pair q": func(n, v string) string { return "env:\n- name: \"" + n + "\"\n  value: \"" + v + "\"\n" },
	"yaml list":   func(n, v string) string { return n + ":\n  - " + v + "\nz: 1" },
	"yaml flow":   func(n, v string) string { return "user: {" + n + ": \"" + v + "\", z: 1}" },
	"toml":        func(n, v string) string { return "[x]\n" + n + " = \"" + v + "\"\nz = 1" },
	"toml multi":  func(n, v string) string { return n + " = \"\"\"\nfirst\n" + v + "\n\"\"\"\nz = 1" },
	"xml attr": func(n, v string) string {
		return `<user id="1" ` + strings.ReplaceAll(n, " ", "") + `="` + esc(v) + `"/>`
	},
	"xml attr 1q": func(n, v string) string {
		return `<user ` + strings.ReplaceAll(n, " ", "") + `='` + strings.ReplaceAll(v, "'", "") + `' id='1'>x</user>`
	},
	"xml property": func(n, v string) string { return `<property name="` + n + `">` + esc(v) + `</property>` },
	"xml entry":    func(n, v string) string { return `<entry key="` + n + `"><x>` + esc(v) + `</x></entry>` },
	"xml add":      func(n, v string) string { return `<add key="` + n + `" value="` + esc(v) + `"/>` },
	"xml params": func(n, v string) string {
		return `<param><name>` + n + `</name><value><string>` + esc(v) + `</string></value></param>`
	},
	"saml attr": func(n, v string) string {
		return `<saml:Attribute Name="` + n + `"><saml:AttributeValue xsi:type="xs:string">` + esc(v) + `</saml:AttributeValue></saml:Attribute>`
	},
	"plist": func(n, v string) string { return `<dict><key>` + n + `</key><string>` + esc(v) + `</string></dict>` },
	"xml nested": func(n, v string) string {
		e := strings.ReplaceAll(n, " ", "_")
		return `<` + e + ` t="x"><v><b>` + esc(v) + `</b></v></` + e + `>`
	},
	"xml cut": func(n, v string) string { e := strings.ReplaceAll(n, " ", "_"); return `<a><` + e + `>` + esc(v) },
	"xml cdata": func(n, v string) string {
		e := strings.ReplaceAll(n, " ", "_")
		return `<a><` + e + `><![CDATA[<b>` + v + `]]></` + e + `></a>`
	},
	"textarea": func(n, v string) string {
		return `<form><textarea name="` + n + `" rows=2>` + esc(v) + `</textarea></form>`
	},
	"select": func(n, v string) string {
		return `<select name="` + n + `"><option value="` + esc(v) + `" selected>x</option></select>`
	},
	"unquoted input": func(n, v string) string {
		return `<input type=hidden name=` + strings.ReplaceAll(n, " ", "_") + ` value=` + simple + `>`
	},
	"auto post": func(n, v string) string {
		return "<html><body onload=\"document.forms[0].submit()\"><form method=\"post\" action=\"https://x/acs\">\n<input type=\"hidden\" name=\"" + n + "\"\n   value=\"" + esc(v) + "\"/>\n<noscript><input type=submit></noscript></form>"
	},
	"label input": func(n, v string) string { return `<label for=p>` + n + `:</label> <input id=p value="` + esc(v) + `">` },
	"data attr": func(n, v string) string {
		return `<div data-` + strings.ReplaceAll(n, " ", "-") + `="` + esc(v) + `">x</div>`
	},
	"data json": func(n, v string) string {
		return `<div data-x="` + html.EscapeString(`{"`+n+`":`+quoteJSON(v)+`}`) + `">x</div>`
	},
	"script": func(n, v string) string {
		return `<script>window.cfg={user:"x",` + strings.ReplaceAll(n, " ", "_") + `:"` + v + `"};</script>`
	},
	"dl": func(n, v string) string { return `<dl><dt>` + n + `</dt><dd>` + esc(v) + `</dd></dl>` },
	"td": func(n, v string) string { return `<tr><td>` + n + `</td><td>` + esc(v) + `</td></tr>` },
	"multipart": func(n, v string) string {
		return "--b\r\nContent-Disposition: form-data; name=\"" + n + "\"\r\n\r\n" + v + "\r\n--b--\r\n"
	},
	"multipart type": func(n, v string) string {
		return "--b\r\nContent-Disposition: form-data; name=\"" + n + "\"\r\nContent-Type: text/plain\r\nX: y\r\n\r\n" + v + "\r\n--b--\r\n"
	},
	"graphql": func(n, v string) string {
		return `{"query":` + quoteJSON(`mutation { login(user: "x", `+n+`: `+quoteJSON(v)+`) { ok } }`) + `}`
	},
	"graphql vars": func(n, v string) string {
		return `{"query":"mutation($p: String!) { x }","variables":{"` + n + `":` + quoteJSON(v) + `}}`
	},
	"cookie": func(n, v string) string {
		return "Cookie: a=1; " + strings.ReplaceAll(n, " ", "_") + `="` + simple + `"; b=2`
	},
	"set-cookie": func(n, v string) string { return "got Set-Cookie: whatever=" + simple + "; Path=/; HttpOnly" },
	"cookies list": func(n, v string) string {
		return `{"cookies":[{"name":"whatever","value":"` + simple + `","path":"/"}]}`
	},
	"cookies object": func(n, v string) string { return `{"cookies":{"whatever":"` + simple + `"}}` },
	"cookie jar": func(n, v string) string {
		return "# Netscape HTTP Cookie File\ngws.test\tFALSE\t/\tFALSE\t0\tJSESSIONID\t" + simple + "\n"
	},
	"curl u": func(n, v string) string { return "curl -u agent:" + simple + " https://gws.test/api/v2/me" },
	"curl u quoted": func(n, v string) string {
		return "curl -s -u 'agent:ab, c " + simple + "' https://gws.test/api/v2/me"
	},
	"curl uglued": func(n, v string) string { return "curl -uagent:" + simple + " https://gws.test/api/v2/me" },
	"curl user":   func(n, v string) string { return `curl --user "agent:` + simple + `" https://gws.test/` },
	"curl user=":  func(n, v string) string { return `curl --user=agent:` + simple + ` https://gws.test/` },
	"curl H": func(n, v string) string {
		return `curl -H '` + n + `: ` + strings.ReplaceAll(v, "'", "") + `' https://gws.test/`
	},
	"curl b":      func(n, v string) string { return `curl -b 'whatever=` + simple + `' https://gws.test/` },
	"curl cookie": func(n, v string) string { return `curl --cookie "a=b; whatever=` + simple + `" https://gws.test/` },
	"curl F": func(n, v string) string {
		return `curl -F '` + n + `=` + strings.ReplaceAll(v, "'", "") + `' https://gws.test/`
	},
	"proxy user": func(n, v string) string {
		return `curl --proxy-user bob:` + simple + ` -U bob:` + simple + ` https://gws.test/`
	},
	"flag": func(n, v string) string {
		return `login --` + strings.ReplaceAll(n, " ", "-") + ` ` + simple + ` --x 1`
	},
	"flag=": func(n, v string) string {
		return `login --` + strings.ReplaceAll(n, " ", "-") + `=` + simple + ` --x 1`
	},
	"flag quoted":  func(n, v string) string { return `login --` + strings.ReplaceAll(n, " ", "-") + ` "` + v + `" --x 1` },
	"url user":     func(n, v string) string { return "see https://bob:" + simple + "@gws.test/x" },
	"url token":    func(n, v string) string { return "see https://" + simple + "@gws.test/x" },
	"redis":        func(n, v string) string { return "redis://:" + simple + "@cache:6379/0" },
	"jdbc":         func(n, v string) string { return "jdbc:mysql://h/db?user=a&" + url.QueryEscape(n) + "=" + simple },
	"ado":          func(n, v string) string { return "Server=x;Database=y;User Id=sa;" + n + "=" + simple + ";Timeout=3" },
	"arrow":        func(n, v string) string { return "the " + n + " → " + simple },
	"colon below":  func(n, v string) string { return "{\"" + n + "\"\n:\n" + quoteJSON(v) + `,"cut` },
	"html bold":    func(n, v string) string { return "<p><b>" + n + ":</b> " + simple + "</p>" },
	"html break":   func(n, v string) string { return n + ":<br>\n" + simple + "<br>" },
	"oauth device": func(n, v string) string { return `{"device_code":"` + simple + `","user_code":"x"}` },
	"oauth post":   func(n, v string) string { return "grant_type=authorization_code&code=" + simple + "&redirect_uri=x" },
	"oauth proof":  func(n, v string) string { return "client=x&code_verifier=" + simple },
	"httpie":       func(n, v string) string { return "http -a bob:" + simple + " gws.test/x" },
	"branded": func(n, v string) string {
		return "see ghp_" + "MARKx7qa1B2a1B2a1B2 and sk_live_MARKx7qa1B2a1B2a1B2, xoxb-123-MARKx7qa1B2a1"
	},
	"code first": func(n, v string) string {
		return "MARKx7q1 is your Example verification code. MARKx7q2 ist Ihr Einmalcode"
	},
	"path of two": func(n, v string) string { return strings.ReplaceAll(n, " ", "-") + "/" + simple },
	"path of a link": func(n, v string) string {
		return "click https://gws.test/reset/" + url.PathEscape(strings.ReplaceAll(n, " ", "-")) + "/" + simple + " now"
	},
	"path of a form": func(n, v string) string { return "Location: /user/" + strings.ReplaceAll(n, " ", "_") + "/" + simple },
	"path in a mail": func(n, v string) string {
		return "(<a href=\"https://gws.test/#/" + strings.ReplaceAll(n, " ", "-") + "/reset/MQ/" + simple + "\">here</a>)"
	},
	"path with slashes": func(n, v string) string {
		return `{"a":1,"link":"https:\/\/gws.test\/` + strings.ReplaceAll(n, " ", "-") + `\/` + simple + `","cut":"`
	},
	"enc path": func(n, v string) string {
		return "next=" + url.QueryEscape("https://gws.test/"+strings.ReplaceAll(n, " ", "-")+"/"+simple)
	},
	"enc path twice": func(n, v string) string {
		return "next=" + url.QueryEscape(url.QueryEscape("/x/"+strings.ReplaceAll(n, " ", "-")+"/"+simple))
	},
	"jsessionid": func(n, v string) string { return "https://gws.test/x;jsessionid=" + simple + "?a=b" },
	"enc url": func(n, v string) string {
		return "goto=" + url.QueryEscape("https://x.test/cb?a=1&"+url.QueryEscape(n)+"="+url.QueryEscape(v))
	},
	"enc url twice": func(n, v string) string {
		return "goto=" + url.QueryEscape(url.QueryEscape("https://x.test/cb?a=1&"+url.QueryEscape(n)+"="+url.QueryEscape(v)))
	},
	"enc json":         func(n, v string) string { return "data=" + url.QueryEscape(`{"`+n+`":`+quoteJSON(v)+`}`) + "&x=1" },
	"bracket form":     func(n, v string) string { return "user[" + url.QueryEscape(n) + "]=" + url.QueryEscape(v) + "&x=1" },
	"bracket form enc": func(n, v string) string { return "user%5B" + url.QueryEscape(n) + "%5D=" + url.QueryEscape(v) + "&x=1" },
	"indexed form":     func(n, v string) string { return url.QueryEscape(n) + "[0]=" + url.QueryEscape(v) + "&x=1" },
	"semicolon form":   func(n, v string) string { return "x=1;" + url.QueryEscape(n) + "=" + url.QueryEscape(v) + ";y=2" },
	"log is":           func(n, v string) string { return "the " + n + " is " + simple },
	"log arrow":        func(n, v string) string { return n + " -> " + v },
	"log fat":          func(n, v string) string { return n + " => " + v },
	"log set to":       func(n, v string) string { return n + " set to " + simple },
	"log brackets":     func(n, v string) string { return "[" + n + "=" + simple + "] [x=1]" },
	"log paren":        func(n, v string) string { return "User(name=x, " + n + "=" + simple + ", z=1)" },
	"log quoted":       func(n, v string) string { return n + " '" + strings.ReplaceAll(v, "'", "") + "' was rejected" },
	"log dquoted":      func(n, v string) string { return n + ` "` + v + `" was rejected` },
	"tab":              func(n, v string) string { return "user\tbob\n" + n + "\t" + v + "\nz\t1" },
	"pipe table":       func(n, v string) string { return "| a | b |\n|--|--|\n| " + n + " | " + v + " |\n" },
	"aligned":          func(n, v string) string { return n + "        " + simple + "\nuser      bob" },
	"next line":        func(n, v string) string { return n + ":\n" + simple + "\n" },
	"csv":              func(n, v string) string { return "user," + n + ",x\nbob," + simple + ",1\nann,MARKx7q-2,1\n" },
	"csv quoted":       func(n, v string) string { return "\"user\",\"" + n + "\",\"x\"\n\"bob\",\"" + v + "\",\"1\"\n" },
	"columns": func(n, v string) string {
		return `{"columns":["user","` + n + `"],"rows":[["bob",` + quoteJSON(v) + `],["ann","MARKx7q"]]}`
	},
	"keys values": func(n, v string) string { return `{"keys":["user","` + n + `"],"values":["bob",` + quoteJSON(v) + `]}` },
	"array table": func(n, v string) string {
		return `[["user","` + n + `"],["bob",` + quoteJSON(v) + `],["ann","MARKx7q"]]`
	},
	"flat list":    func(n, v string) string { return `{"h":["Accept","x","` + n + `",` + quoteJSON(v) + `,"Host","y"]}` },
	"array pairs":  func(n, v string) string { return `[["user","bob"],["` + n + `",` + quoteJSON(v) + `]]` },
	"value object": func(n, v string) string { return `{"` + n + `":{"value":` + quoteJSON(v) + `}}` },
	"value object 2": func(n, v string) string {
		return `{"` + n + `":{"type":"text","required":true,"value":` + quoteJSON(v) + `,"label":"x"}}`
	},
	"value list":     func(n, v string) string { return `{"` + n + `":[` + quoteJSON(v) + `,` + quoteJSON(v+"2") + `]}` },
	"value obj list": func(n, v string) string { return `{"` + n + `":[{"value":` + quoteJSON(v) + `}]}` },
	"value nested":   func(n, v string) string { return `{"` + n + `":{"old":{"x":1},"new":{"x":` + quoteJSON(v) + `}}}` },
	"value number":   func(n, v string) string { return `{"` + n + `":{"value":"MARKx7q"}}` },
	"json patch": func(n, v string) string {
		return `[{"op":"replace","path":"/userData/` + n + `","value":` + quoteJSON(v) + `}]`
	},
	"json patch obj": func(n, v string) string {
		return `[{"op":"add","path":"/` + n + `","value":{"x":` + quoteJSON(v) + `}}]`
	},
	"change": func(n, v string) string {
		return `{"field":"` + n + `","oldValue":"x","newValue":` + quoteJSON(v) + `}`
	},
	"triple": func(n, v string) string {
		return `{"name":"` + n + `","type":"string","flags":[1],"value":` + quoteJSON(v) + `}`
	},
	"pair strange":    func(n, v string) string { return `{"name":"` + n + `","type":"string","payload":` + quoteJSON(v) + `}` },
	"pair attr":       func(n, v string) string { return `{"attributeName":"` + n + `","attributeValue":` + quoteJSON(v) + `}` },
	"pair upper":      func(n, v string) string { return `{"NAME":"` + n + `","VALUE":` + quoteJSON(v) + `}` },
	"pair dollar":     func(n, v string) string { return `{"@name":"` + n + `","#text":` + quoteJSON(v) + `}` },
	"pair prose":      func(n, v string) string { return `{"label":"Your ` + n + `:","value":` + quoteJSON(v) + `}` },
	"pair type":       func(n, v string) string { return `{"type":"password","id":"x1","value":` + quoteJSON(v) + `}` },
	"pair object":     func(n, v string) string { return `{"name":"` + n + `","value":{"raw":` + quoteJSON(v) + `}}` },
	"pair schleife":   func(n, v string) string { return `{"Schlüssel":"` + n + `","Wert":` + quoteJSON(v) + `}` },
	"pair fr":         func(n, v string) string { return `{"nom":"` + n + `","valeur":` + quoteJSON(v) + `}` },
	"pair es":         func(n, v string) string { return `{"nombre":"` + n + `","valor":` + quoteJSON(v) + `}` },
	"three deep":      func(n, v string) string { return deep(3, `{"`+n+`":`+quoteJSON(v)+`}`) },
	"three deep pair": func(n, v string) string { return deep(3, `[{"value":`+quoteJSON(v)+`,"name":"`+n+`"}]`) },
	"three deep cut": func(n, v string) string {
		s := deep(3, `{"`+n+`":`+quoteJSON(v)+`,"z":1}`)
		return s[:strings.Index(s, "MARKx7q")+9]
	},
	"deep form": func(n, v string) string { return deep(2, "x=1&"+url.QueryEscape(n)+"="+url.QueryEscape(v)) },
	"deep xml":  func(n, v string) string { return deep(2, `<property name="`+n+`">`+esc(v)+`</property>`) },
	"escaped name": func(n, v string) string {
		return `{"` + fmt.Sprintf(`\u%04x`, []rune(n)[0]) + string([]rune(n)[1:]) + `":` + quoteJSON(v) + `}`
	},
	"escaped name cut": func(n, v string) string {
		s := `{"` + fmt.Sprintf(`\u%04x`, []rune(n)[0]) + string([]rune(n)[1:]) + `":` + quoteJSON(v) + `}`
		return s[:len(s)-3]
	},
	"escaped all cut": func(n, v string) string {
		s := `{"x":1,"`
		for _, r := range n {
			s += fmt.Sprintf(`\u%04x`, r)
		}
		return s + `":` + quoteJSON(v)
	},
	"escaped nested": func(n, v string) string {
		return deep(1, `{"`+fmt.Sprintf(`\u%04x`, []rune(n)[0])+string([]rune(n)[1:])+`":`+quoteJSON(v)+`}`)
	},
	"escaped pair cut": func(n, v string) string {
		return `{"name":"` + fmt.Sprintf(`\u%04x`, []rune(n)[0]) + string([]rune(n)[1:]) + `","value":` + quoteJSON(v)
	},
	"js hex": func(n, v string) string { return `x = "\x7b\x22` + n + `\x22\x3a\x22` + simple + `\x22\x7d"` },
	"entity name": func(n, v string) string {
		return `<input name="&#x` + fmt.Sprintf("%x", []rune(n)[0]) + `;` + string([]rune(n)[1:]) + `" value="` + esc(v) + `">`
	},
	"percent name": func(n, v string) string {
		return fmt.Sprintf("x=1&%%%02X", n[0]) + url.QueryEscape(n[1:]) + "=" + url.QueryEscape(v) + "&y=2"
	},
	"upper":      func(n, v string) string { return `{"` + strings.ToUpper(n) + `":` + quoteJSON(v) + `}` },
	"user camel": func(n, v string) string { return `{"user` + strings.ToUpper(n[:1]) + n[1:] + `":` + quoteJSON(v) + `}` },
	"user snake": func(n, v string) string {
		return `{"user_` + strings.ReplaceAll(n, " ", "_") + `_1":` + quoteJSON(v) + `}`
	},
	"user kebab": func(n, v string) string {
		return `{"x-user-` + strings.ReplaceAll(n, " ", "-") + `":` + quoteJSON(v) + `}`
	},
	"user dots": func(n, v string) string { return `spring.user.` + strings.ReplaceAll(n, " ", ".") + `=` + v + "\nx=1" },
	"env": func(n, v string) string {
		return `export GWS_` + strings.ToUpper(strings.ReplaceAll(n, " ", "_")) + `="` + v + `"`
	},
	"new old": func(n, v string) string {
		return `{"new ` + n + `":` + quoteJSON(v) + `,"` + n + ` (again)":` + quoteJSON(v) + `}`
	},
	"numbered":    func(n, v string) string { return `{"` + n + `2":` + quoteJSON(v) + `}` },
	"confirm":     func(n, v string) string { return `{"` + n + `Confirmation":` + quoteJSON(v) + `,"` + n + `_hint2":1}` },
	"plural":      func(n, v string) string { return `{"` + n + `s":[` + quoteJSON(v) + `]}` },
	"python dict": func(n, v string) string { return `{'user': 'x', '` + n + `': "` + v + `"}` },
	"python 1q": func(n, v string) string {
		return `{'user': 'x', '` + n + `': '` + strings.ReplaceAll(v, "'", `\'`) + `', 'z': None}`
	},
	"python tuple": func(n, v string) string {
		return `[('user', 'x'), ('` + n + `', '` + strings.ReplaceAll(v, "'", `\'`) + `')]`
	},
	"python bytes": func(n, v string) string { return `(b'` + n + `', b'` + simple + `')` },
	"ruby":         func(n, v string) string { return `{:user=>"x", "` + n + `"=>"` + v + `"}` },
	"ruby symbol": func(n, v string) string {
		return `{:user=>"x", :` + strings.ReplaceAll(n, " ", "_") + ` => "` + v + `"}`
	},
	"php array": func(n, v string) string { return `array('user' => 'x', '` + n + `' => '` + simple + `')` },
	"print_r":   func(n, v string) string { return "Array\n(\n    [" + n + "] => " + v + "\n)" },
	"go map":    func(n, v string) string { return "map[user:x " + n + ":" + simple + " z:1]" },
	"go struct": func(n, v string) string { return "{User:x " + strings.ReplaceAll(n, " ", "") + ":" + simple + " Z:1}" },
	"java map":  func(n, v string) string { return "{user=x, " + n + "=" + v + ", z=1}" },
	"js assign": func(n, v string) string {
		return `var ` + strings.ReplaceAll(n, " ", "_") + ` = "` + v + `"; var x = 1;`
	},
	"js index":    func(n, v string) string { return `o["` + n + `"] = "` + v + `";` },
	"js index 1q": func(n, v string) string { return `o['` + n + `']='` + simple + `';` },
	"js call":     func(n, v string) string { return `h.set("` + n + `", "` + v + `")` },
	"js call 1q":  func(n, v string) string { return `h.append('` + n + `','` + simple + `')` },
	"js key": func(n, v string) string {
		return `{user: 'x', ` + strings.ReplaceAll(n, " ", "_") + `: '` + strings.ReplaceAll(v, "'", `\'`) + `'}`
	},
	"js template": func(n, v string) string { return "{user: 'x', " + strings.ReplaceAll(n, " ", "_") + ": `" + v + "`}" },
	"edn":         func(n, v string) string { return `{:user "x" :` + strings.ReplaceAll(n, " ", "-") + ` "` + v + `"}` },
	"netrc":       func(n, v string) string { return "machine gws.test login bob password " + simple },
	"docker env":  func(n, v string) string { return "ENV " + strings.ReplaceAll(n, " ", "_") + " " + simple },
	"genesys log": func(n, v string) string {
		return "AttributeUserData\t[200] 00 02..\n\t\t'" + n + "'\t'" + v + "'\n\t\t'x'\t'1'"
	},
	"genesys log2": func(n, v string) string { return "\t'" + n + "' [str] = \"" + v + "\"\n\t'x' [int] = 1" },
	"http raw": func(n, v string) string {
		return "GET /x HTTP/1.1\r\nHost: a\r\n" + n + ": " + v + "\r\nAccept: x\r\n\r\n"
	},
	"http folded": func(n, v string) string {
		return "Host: a\r\n" + n + ": Some\r\n\t" + simple + "\r\nAccept: x\r\n\r\n"
	},
	"auth bearer": func(n, v string) string { return "Authorization: Bearer " + simple + "\nx: y" },
	"auth token":  func(n, v string) string { return "Authorization: Token token=" + simple },
	"auth digest": func(n, v string) string {
		return `Authorization: Digest username="a", realm="b", nonce="c", response="` + simple + `"`
	},
	"auth json":  func(n, v string) string { return `{"headers":{"Authorization":["Bearer ` + simple + `"]}}` },
	"auth lines": func(n, v string) string { return `{"headers":["Accept: x","` + n + `: ` + simple + `"]}` },
	"auth prose": func(n, v string) string { return `sent with bearer ` + simple + ` to x` },
	"basic prose": func(n, v string) string {
		return `used Basic ` + base64.StdEncoding.EncodeToString([]byte("bob:"+simple)) + ` for x`
	},
	"basic urlsafe": func(n, v string) string {
		return `used Basic ` + base64.RawURLEncoding.EncodeToString([]byte("bob>:"+simple)) + ` for x`
	},
	"jwt fragment":    func(n, v string) string { return "https://x.test/#/" + fakeJWT() },
	"jwt prose":       func(n, v string) string { return "got " + fakeJWT() + " back" },
	"jwt glued":       func(n, v string) string { return "x_" + fakeJWT() + " back" },
	"jwt json":        func(n, v string) string { return `{"x":"` + fakeJWT() + `"}` },
	"jwt number word": func(n, v string) string { return `{"x":["a",{"y":"pre ` + fakeJWT() + `"}]}` },
	"base64 json": func(n, v string) string {
		return `{"x":"` + base64.StdEncoding.EncodeToString([]byte(`{"user":"x","`+n+`":"`+simple+`"}`)) + `"}`
	},
	"pem": func(n, v string) string {
		return "-----BEGIN RSA PRIVATE KEY-----\nMIIEow" + strings.ReplaceAll(simple, "-", "+") + "\nabc\n-----END RSA PRIVATE KEY-----\n"
	},
	"pem json": func(n, v string) string {
		return `{"x":` + quoteJSON("-----BEGIN PRIVATE KEY-----\nMIIEow"+strings.ReplaceAll(simple, "-", "+")+"\nabc\n-----END PRIVATE KEY-----\n") + `}`
	},
	"pgp": func(n, v string) string {
		return "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQOYBF" + strings.ReplaceAll(simple, "-", "+") + "\n-----END PGP PRIVATE KEY BLOCK-----\n"
	},
	"storage": func(n, v string) string { return "AccountName=acc;AccountKey=" + simple + "==;EndpointSuffix=x" },
	"bayeux ext": func(n, v string) string {
		return `[{"channel":"/meta/handshake","ext":{"` + n + `":` + quoteJSON(v) + `}}]`
	},
	"bayeux cookie": func(n, v string) string {
		return `[{"channel":"/meta/handshake","ext":{"Set-Cookie":"whatever=` + simple + `; Path=/"}}]`
	},
	"bayeux cookies": func(n, v string) string {
		return `[{"channel":"/meta/handshake","ext":{"headers":{"set-cookie":["whatever=` + simple + `"]}}}]`
	},
	"bayeux cookie obj": func(n, v string) string {
		return `[{"channel":"/meta/handshake","ext":{"Set-Cookie":{"whatever":{"value":"` + simple + `"}}}}]`
	},
	"bayeux auth": func(n, v string) string {
		return `[{"channel":"/meta/handshake","ext":{"authentication":{"user":"x","credentials":"` + simple + `"}}}]`
	},
	"bayeux form": func(n, v string) string {
		return "message=" + url.QueryEscape(`[{"channel":"/meta/handshake","ext":{"`+n+`":`+quoteJSON(v)+`}}]`)
	},
	"auth user":  func(n, v string) string { return `{"auth":{"username":"x","pass":"` + simple + `"}}` },
	"oauth code": func(n, v string) string { return "https://x.test/callback?code=" + simple + "&state=abc" },
	"oauth refresh": func(n, v string) string {
		return `{"grant":{"refresh":"` + simple + `","refresh_token":"` + simple + `"}}`
	},
	"truncated quote":  func(n, v string) string { return `{"` + n + `":"ab` + simple },
	"truncated name":   func(n, v string) string { return `ord_x":1,"` + n + `":"` + simple + `","y":"z"},{"b` },
	"truncated front":  func(n, v string) string { return n + `":"` + v + `","y":1}` },
	"truncated deep":   func(n, v string) string { return `{"a":"{\"` + n + `\":\"` + v },
	"truncated deep3":  func(n, v string) string { return `{"a":"{\"b\":\"{\\\"` + n + `\\\":\\\"` + v + `\\\",\\\"z` },
	"truncated list":   func(n, v string) string { return `{"` + n + `":["x","` + v },
	"truncated object": func(n, v string) string { return `{"` + n + `":{"value":"` + v + `"` },
	"truncated obj in": func(n, v string) string { return `{"` + n + `":{"inner":{"x":"` + v + `"` },
	"truncated patch":  func(n, v string) string { return `[{"op":"replace","path":"/` + n + `","value":` + quoteJSON(v) },
	"concatenated":     func(n, v string) string { return `{"x":1}{"` + n + `":` + quoteJSON(v) + `}` },
	"jsonl":            func(n, v string) string { return "{\"x\":1}\n{\"" + n + "\":" + quoteJSON(v) + "}\n" },
	"jsonp":            func(n, v string) string { return `cb({"` + n + `":` + quoteJSON(v) + `});` },
	"json prefix":      func(n, v string) string { return `)]}',` + "\n" + `{"` + n + `":` + quoteJSON(v) + `}` },
	"json5":            func(n, v string) string { return `{user:1, '` + n + `' : '` + simple + `',}` },
	"dup":              func(n, v string) string { return `{"` + n + `":"","` + n + `":` + quoteJSON(v) + `}` },
	"ndjson log":       func(n, v string) string { return `2026-01-01 INFO req={"` + n + `":` + quoteJSON(v) + `} ok` },
	"sse":              func(n, v string) string { return "event: x\ndata: {\"" + n + "\":" + quoteJSON(v) + "}\n\n" },
	"fullwidth colon":  func(n, v string) string { return n + "：" + v },
	"dash":             func(n, v string) string { return n + " – " + simple },
	"markdown bold":    func(n, v string) string { return "**" + n + "**: `" + simple + "`" },
	"markdown code":    func(n, v string) string { return "`" + n + "`: `" + simple + "`" },
	"mail":             func(n, v string) string { return "Hello,\r\n\r\nyour " + n + " is: " + simple + "\r\n\r\nRegards" },
	"quoted printable": func(n, v string) string { return n + "=3D" + simple },
	"zero width":       func(n, v string) string { return "x " + n[:1] + "\u200b" + n[1:] + " : " + v },
}

func fakeJWT() string {
	return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + base64.RawURLEncoding.EncodeToString([]byte(`{"sub":"1234567890"}`)) + ".MARKx7q_Zz9"
}
