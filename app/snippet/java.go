package snippet

import (
	"strings"
	"unicode/utf16"

	"github.com/keytrail/keytrail/app/settings"
)

// java writes a call as a program of one file for Java 11 and later, with the
// client of java.net.http. HTTP/1.1 is asked for, since the client's attempt
// to upgrade a plain connection confuses some proxies.
func (c Call) java() string {
	client, sign := "HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)", ""
	switch c.Auth {
	case settings.Basic:
		sign = `"Authorization", "Basic " + Base64.getEncoder().encodeToString((System.getenv("GWS_USER") + ":" + System.getenv("GWS_PASSWORD")).getBytes("UTF-8"))`
	case settings.Bearer:
		sign = `"Authorization", "Bearer " + System.getenv("GWS_TOKEN")`
	default:
		sign = `"Cookie", System.getenv("GWS_COOKIE")`
	}
	if c.Auth == settings.Basic || c.Auth == settings.Bearer {
		client += ".cookieHandler(new java.net.CookieManager())"
	}
	return "// Set " + c.Variables() + " first, then: java Write.java\n" +
		"import java.net.URI;\nimport java.net.http.*;\nimport java.util.Base64;\n\n" +
		"public class Write {\n" +
		"    public static void main(String[] args) throws Exception {\n" +
		"        var client = " + client + ".build();\n" +
		"        var sign = new String[] {" + sign + "};\n" +
		"        var me = client.send(HttpRequest.newBuilder(URI.create(" + javaQuote(c.Base+"/api/v2/me") + ")).headers(sign).build(),\n" +
		"            HttpResponse.BodyHandlers.discarding());\n" +
		"        // The body goes as it is: numbers and spelling stay exact.\n" +
		"        var body = " + javaQuote(c.Body) + ";\n" +
		"        var write = HttpRequest.newBuilder(URI.create(" + javaQuote(c.Base+c.Path) + ")).headers(sign)\n" +
		"            .header(\"Content-Type\", \"application/json\").POST(HttpRequest.BodyPublishers.ofString(body));\n" +
		"        me.headers().firstValue(\"X-CSRF-TOKEN\").ifPresent(token -> write.header(\"X-CSRF-TOKEN\", token));\n" +
		"        var reply = client.send(write.build(), HttpResponse.BodyHandlers.ofString());\n" +
		"        System.out.println(reply.statusCode() + \" \" + reply.body());\n" +
		"    }\n}\n"
}

// javaPiece is how many characters stand in one string of Java. A class file
// holds 65,535 bytes for each, of which a character takes up to six.
const javaPiece = 10_000

// javaQuote writes s as an expression of Java whose value it is.
func javaQuote(s string) string {
	all := []rune(s)
	if len(all) <= javaPiece {
		return javaString(all)
	}
	var pieces []string
	for ; len(all) > 0; all = all[min(len(all), javaPiece):] {
		pieces = append(pieces, javaString(all[:min(len(all), javaPiece)]))
	}
	return "String.join(\"\",\n            " + strings.Join(pieces, ",\n            ") + ")"
}

// javaString writes characters as a string literal in ASCII, as Java reads a
// source file in an encoding that is the reader's own (JLS 3.3, 3.10.7). Control
// characters are written in octal: a \u000a would end the line before the literal
// is read.
func javaString(text []rune) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			b.Write([]byte{'\\', '0' + byte(r>>6), '0' + byte(r>>3&7), '0' + byte(r&7)})
		case r < 0x7f:
			b.WriteRune(r)
		default:
			writeUnits(&b, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// writeUnits writes a character as its units of UTF-16, each as \uXXXX.
func writeUnits(b *strings.Builder, r rune) {
	for _, unit := range utf16.AppendRune(nil, r) {
		b.WriteString(`\u`)
		for shift := 12; shift >= 0; shift -= 4 {
			b.WriteByte("0123456789abcdef"[unit>>shift&0xf])
		}
	}
}
