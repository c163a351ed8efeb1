package snippet

import (
	"strings"

	"github.com/keytrail/keytrail/app/settings"
)

// powerShell writes a call as a script for Windows PowerShell 5.1 and for
// PowerShell 7. A cookie goes by way of the session, since 5.1 drops a header
// of that name.
func (c Call) powerShell() string {
	sign, session := "", "-SessionVariable gws"
	switch c.Auth {
	case settings.Basic:
		sign = "$headers['Authorization'] = 'Basic ' + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($env:GWS_USER + ':' + $env:GWS_PASSWORD))\n"
	case settings.Bearer:
		sign = "$headers['Authorization'] = 'Bearer ' + $env:GWS_TOKEN\n"
	default:
		sign = "$gws = New-Object Microsoft.PowerShell.Commands.WebRequestSession\n" +
			"$gws.Cookies.SetCookies(" + powerQuote(c.Base+"/") + ", $env:GWS_COOKIE.Replace(';', ','))\n"
		session = "-WebSession $gws"
	}
	return "# Set " + c.Variables() + " in $env: first.\n" +
		"$headers = @{}\n" + sign +
		"$me = Invoke-WebRequest -UseBasicParsing -Uri " + powerQuote(c.Base+"/api/v2/me") + " -Headers $headers " + session + "\n" +
		"$token = [string]$me.Headers['X-CSRF-TOKEN']\n" +
		"if ($token) { $headers['X-CSRF-TOKEN'] = $token }\n" +
		"# The body goes as bytes: numbers and spelling stay exact.\n" +
		"$body = [Text.Encoding]::UTF8.GetBytes(" + powerQuote(c.Body) + ")\n" +
		"Invoke-RestMethod -Method Post -Uri " + powerQuote(c.Base+c.Path) + " -Headers $headers -WebSession $gws -ContentType 'application/json' -Body $body\n"
}

// powerQuote writes s as an expression of PowerShell whose value it is. In single
// quotes nothing is special but the quote itself (about_Quoting_Rules). Curved
// quotes count as straight ones there, and 5.1 reads a file in the encoding of
// the machine, so all that is not plain ASCII is escaped for Regex.Unescape,
// which both versions have.
func powerQuote(s string) string {
	plain := true
	for _, r := range s {
		plain = plain && r >= ' ' && r < 0x7f
	}
	if plain {
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\'' || r == '\\':
			b.WriteRune(r)
			b.WriteRune(r)
		case r >= ' ' && r < 0x7f:
			b.WriteRune(r)
		default:
			writeUnits(&b, r)
		}
	}
	return "[regex]::Unescape('" + b.String() + "')"
}
