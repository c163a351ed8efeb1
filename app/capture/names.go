package capture

import (
	"slices"
	"strings"
)

// secretParts are parts of names whose values are credentials, in English,
// German, French and Spanish, as nameWords joins them.
var secretParts = strings.Fields(`
	password passwd passphrase passcode passwort kennwort kennsatz losungswort motdepasse phrasedepasse phrasesecrete contrasena contrasenia frasedepaso
	clavedeacceso palabraclave
	secret geheim segreto token jeton csrf xsrf authorization authorisation autorisierung autorizacion cookie apikey apisecret apischlussel apischluessel cleapi cledapi
	clavedeapi claveapi llaveapi clavesecreta cleprivee clesecrete accesskey privatekey sessionkey signingkey encryptionkey privaterschlussel
	zugangsschlussel zugangsdaten anmeldedaten credential jsessionid phpsessid aspsessionid bayeuxbrowser sessionid sitzungsid sitzungskennung
	samlresponse samlrequest samlassertion samlantwort reponsesaml respuestasaml samlart relaystate signature signatur firmadigital firmaelectronica
	einmalpin onetimepin onetimecode einmalcode codeunique codigounico codigodeunsolouso securitycode sicherheitscode kartenprufnummer kartenprufziffer
	prufziffer codedesecurite codesecurite cryptogramme codigodeseguridad codigoseguridad codigocvv transaktionsnummer codepin codigopin geheimzahl
	numerodesession identifiantdesession idsession iddesession idsesion iddesesion`)

// secretWords are the words that do so at the end of a name, or with one of
// counters behind.
var secretWords = set(`pwd pass pw mdp pin nip tan otp totp hotp sid ssid ssn surl session sessions sess sitzung sesion seance ticket tickets billet boleto
	nonce auth cvv cvv2 cvc cvc2 cvn csc clave sso samlassertion clientid assertion jwt bearer rubrique ltpa ltpatoken2 chiffre galleta signature sig hmac`)

var counters = set(`id ids code key value val hash nr no num number nummer numero numer string text field code2 1 2 3 old new confirm repeat again schlussel wert
	valor valeur cle codigo`)

// A whole name that only looks like one.
var harmlessNames = set(`smssession smsession smssessions smsessions smssessionid smsessionid smssessionuri smssessionpath smsessionpath smssessionurl
	xcsrfheader ssn sessionstate tokentype chiffre rubrique`)

func set(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		m[w] = true
	}
	return m
}

// isCredential reports whether the value under a key, header or parameter of
// that name is a credential.
func isCredential(name string) bool {
	if len(name) < 2 || len(name) > 200 {
		return false
	}
	list := nameWords(name)
	joined := strings.Join(list, "")
	if harmlessNames[joined] {
		return false
	}
	if isStrong(joined) || isStrong(strings.NewReplacer("ae", "a", "oe", "o", "ue", "u").Replace(joined)) || joined == "clientid" {
		return true
	}
	if strings.Contains(joined, "smssession") || strings.Contains(joined, "smsession") {
		return false
	}
	for len(list) > 1 && counters[list[len(list)-1]] {
		list = list[:len(list)-1]
	}
	return len(list) > 0 && secretWords[strings.TrimRight(list[len(list)-1], "0123456789")]
}

// isStrong reports whether a joined name has a part that leaves no doubt: then
// all below it is a credential, too. Behind other words the values are as a
// rule single ones.
func isStrong(joined string) bool {
	return slices.ContainsFunc(secretParts, func(part string) bool { return strings.Contains(joined, part) })
}

// isSecret is isCredential, and knows the header that the server named for its
// CSRF token. Answers are remembered.
func (m *Masks) isSecret(name string) bool {
	is, ok := m.names[name]
	if !ok {
		is = isCredential(name) || m.guards[letters(name)]
		if len(m.names) > 1<<14 {
			clear(m.names)
		}
		m.names[strings.Clone(name)] = is
	}
	return is
}

// nameOf returns the label under which the value of a name is hidden, "" for
// none. Answers are remembered: a long text says the same names over and over.
func (m *Masks) nameOf(name string) string {
	label, ok := m.labels[name]
	if !ok {
		label = m.labelOf(name)
		if len(m.labels) > 1<<14 {
			clear(m.labels)
		}
		m.labels[strings.Clone(name)] = label
	}
	return label
}

func (m *Masks) labelOf(name string) string {
	if m.isSecret(name) {
		return labelCredential
	}
	if !m.redact {
		return ""
	}
	if label := personalKeys[letters(name)]; label != "" && label != labelText {
		return label
	}
	return wordLabel(name)
}

// harmless are the headers whose values leave, as far as nothing in them is to
// be hidden.
var harmless = set(`accept accept-charset accept-encoding accept-language accept-ranges age allow alt-svc cache-control connection content-disposition
	content-encoding content-language content-length content-location content-range content-type cross-origin-embedder-policy cross-origin-opener-policy
	cross-origin-resource-policy date device-memory dnt downlink etag expect expires forwarded from host if-match if-modified-since if-none-match
	if-unmodified-since keep-alive last-modified link location max-forwards origin permissions-policy pragma priority proxy-connection range referer
	referrer-policy retry-after rtt save-data server server-timing strict-transport-security te timing-allow-origin trailer transfer-encoding upgrade
	upgrade-insecure-requests user-agent vary via warning x-content-type-options x-csrf-header x-forwarded-for x-forwarded-host x-forwarded-proto
	x-frame-options x-powered-by x-requested-with x-xss-protection :authority :method :path :scheme :status`)

// Harmless reports whether the value of a header says nothing that lets its
// reader act as the user. Any header that is not known is not.
func Harmless(header string) bool {
	name := strings.ToLower(strings.TrimSpace(header))
	return harmless[name] || strings.HasPrefix(name, "sec-fetch-") || strings.HasPrefix(name, "sec-ch-") || strings.HasPrefix(name, "access-control-")
}
