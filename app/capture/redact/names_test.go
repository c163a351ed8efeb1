package redact_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/capturetest"
	"github.com/keytrail/keytrail/app/capture/redact"
)

// left is what a member of an unknown message leaves of a value.
func left(name string) string {
	c := &capture.Capture{}
	c.Append(capture.Observation{Kind: capture.Stray, Raw: []byte(`{"x":1,` + quoteJSON(name) + `:"hunter2 it is"}`)})
	out, _ := redact.Cut(c, redact.Export{Plain: true})
	return string(capturetest.All(out)[0].Raw)
}

// Names of credentials, each in English; German; French; Spanish, as far as the
// language has a word of its own.
func TestNamesOfCredentials(t *testing.T) {
	for what, list := range map[string]string{
		"password":   "password, Pwd, new_password, passwd2; Passwort, Kennwort, Passwort (alt); mot de passe, mdp, motDePasse; contraseña, contrasenia, clave de acceso",
		"passphrase": "passphrase, Pass-Phrase; Kennsatz; phrase de passe, phrase secrète; frase de paso, frase de contraseña",
		"PIN":        "PIN, userPin, PINs, pin[0], PIN code, pinConfirmation; Geheimzahl, PIN-Nummer; code PIN, NIP, code confidentiel; código PIN, NIP",
		"OTP":        "OTP, one-time code, verificationCode; Einmalpasswort, Einmalcode, Bestätigungscode; code à usage unique, code de vérification; código de un solo uso, código de verificación",
		"TAN":        "TAN, mTAN, smsTAN; Transaktionsnummer, TAN-Nr.",
		"token":      "token, accessToken, refresh_token; Zugangstoken; jeton, jeton d'accès; token de acceso",
		"secret":     "secret, client_secret; Geheimnis; code secret, clé secrète; secreto, clave secreta",
		"ticket":     "ticket, TicketId; Ticket; billet; boleto",
		"session":    "session, SESSION_ID, sid, JSESSIONID; Sitzung, Sitzungskennung; séance, identifiant de session; sesión, id de sesión",
		"signature":  "signature, sig, X-Signature; Signatur, Unterschrift; signature; firma digital",
		"nonce":      "nonce, cnonce_nonce; Einmalwert; valeur unique",
		"CSRF":       "csrf, xsrf-token, _csrf, X-CSRFToken, __RequestVerificationToken, antiForgery",
		"API key":    "apiKey, api_key, X-Api-Key, Ocp-Apim-Subscription-Key; API-Schlüssel, ApiSchluessel; clé API, clef d'API; clave de API, llave API",
		"SAML":       "SAMLResponse, SAMLRequest, RelayState; SAML-Antwort; réponse SAML; respuesta SAML",
		"cookie":     "cookie, Set-Cookie, cookies; Cookie; témoin de connexion; galleta",
		"card code":  "cvv, CVV2, cvc, card security code; Kartenprüfnummer, Kartenpruefnummer, Prüfziffer; cryptogramme visuel; código de seguridad",
		"glued":      "telefonpin, kundenpin, userpin, pincode, userpwd, loginpw; creditcardcvv, cardcvc; mdp_client, codewort; PIN del cliente, clave_acceso, clave de la tarjeta, palabra de paso, accessCode, recoveryCode",
		"written":    "psw, pswd, sessid, creds, appKey, x-functions-key, license_key; Zugriffscode; memorableWord, backup_codes, magic_link, wresult",
		"of a phone": "PIN_Entered, TPIN, sms_code, activation code; Aktivierungscode, Freischaltcode",
		"folded":     "ｐａｓｓｗｏｒｄ, pass\u200bword, contrasen\u0303a, PASSWORD, user.password, pass word",
	} {
		for _, name := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ';' }) {
			assert.NotContains(t, left(strings.TrimSpace(name)), "hunter2", "%s: %s", what, name)
		}
	}
}

// Names that only look like one, and words that are as a rule something else.
func TestNamesOfOther(t *testing.T) {
	for _, name := range strings.Fields("smsSession smssessionUri tokenType sessionState opinion spinner Pinnwand compass mustang className Schlüssel keyword " +
		"chopin titan TicketCustomer clave_producto PasswordExpired token_status CookieConsent passwordPolicy tokensUsed Chiffre Rubrique Firma author authority subtotal passenger issue assigned resid considered") {
		assert.Contains(t, left(name), "hunter2", name)
	}
}

// The header that a server names for its CSRF token is known by that name wherever
// it stands, and names that differ in a number are one.
func TestTheHeaderOfATokenMayHaveANumber(t *testing.T) {
	c := &capture.Capture{}
	c.Append(capture.Observation{Kind: capture.Reply, Status: 200, Header: [][2]string{{"X-CSRF-HEADER", "X-Guard-2024"}}, Raw: []byte(`{"statusCode":0}`)})
	c.Append(capture.Observation{Kind: capture.Note, Text: "sent X-Guard-2024: swordfish"})
	cut, _ := redact.Cut(c, redact.Export{Plain: true})
	for o := range cut.All() {
		assert.NotContains(t, o.Text, "swordfish")
	}
}

// What stands in a path behind the name of a credential or the word of a link is
// hidden where it may let its holder in. Other paths stay as they are.
func TestPaths(t *testing.T) {
	const text = "MARKx7q1"
	for _, path := range []string{"/reset/password/%s", "/reset/%s?x=1", "/users/reset-password/%s.", "/invite/%s", "/magic-link/%s", "/verify-email/MQ/%s/", "/einladung/%s",
		"/réinitialisation/%s", "https://gws.test/activate/%s", "https:%%2F%%2Fgws.test%%2Finvite%%2F%s", "/verify/481516/%s", "GET /api/token/%s HTTP/1.1", `\\/invite\\/%s\\/x`} {
		path = fmt.Sprintf(path, text)
		for at, o := range carriers("see " + path) {
			o.URL += path
			c := &capture.Capture{}
			c.Append(o)
			cut, _ := redact.Cut(c, redact.Export{Plain: true})
			for o := range cut.All() {
				assert.NotContains(t, fmt.Sprintf("%s %s %v %s", o.Raw, o.URL, o.Header, o.Text), text, "%s in %s", path, at)
			}
		}
	}
	_, m := redact.Cut(&capture.Capture{}, redact.Export{})
	for _, path := range []string{"https://token.test/Accounts7/x", "/api/v2/me/smssessions/0000Wa9CAM6W00J", "/oauth/token/introspect", "/password/reset/confirm", "/password/new", "/verify/email",
		"on 03/05/2026", "/api/v2/notifications/connect", "and/or", "/token/v2", "</token>", "/confirm/order/item"} {
		assert.Equal(t, path, m.Text(path))
	}
}

// hides reports whether the value of a key of userData is hidden.
func hides(key, value string) bool {
	c := &capture.Capture{}
	c.Append(capture.Observation{Kind: capture.Notification, Raw: []byte(`{"messageType":"X","smssession":{"id":"00aA","state":"C","userData":{` + quoteJSON(key) + `:` + quoteJSON(value) + `,"x":1}}}`)})
	out, _ := redact.Cut(c, redact.Export{})
	return !strings.Contains(string(capturetest.All(out)[0].Raw), `"userData":{`+quoteJSON(key)+`:`+quoteJSON(value)+`,"x":1}`)
}

// Names of what a person is known by, each in English; German; French; Spanish, as far
// as there is one that is written.
func TestNamesOfPersonalData(t *testing.T) {
	for what, list := range map[string]string{
		"name":     "Name, FullName, callerName, MothersMaidenName, ContactPerson; Kundenname, Ansprechpartner, Name des Kunden, Geburtsname; Nom, nomComplet, nom du client, prénom; Nombre, nombre_completo, PrimerApellido",
		"birth":    "DOB, CustomerDOB, date_of_birth; Geburtsdatum, Geb, GebDat; date de naissance; fechaNacimiento",
		"papers":   "SSN, NationalID, NationalInsuranceNumber, NINO, DriversLicense, LicensePlate; Personalausweis-Nr, Reisepass, Führerschein, SVNR; passeport, INSEE, permis_conduire, NumSecu; DNI, NIF, NIE, CURP, pasaporte",
		"tax":      "TaxID, tax_number; Steuernummer, Steuer-ID",
		"account":  "AccountNumber, AcctNo, account_holder, BankAccount; Kontonummer, KontoNr, Kontoinhaber; numero_compte; numeroDeCuenta, cuenta_bancaria",
		"card":     "CardNumber, CardNo, PAN, CCNum; Kartennummer; carteBancaire; tarjeta_de_credito",
		"place":    "City, Zip, ZipCode, MailingPostalCode, HouseNumber; PLZ, Ort, Wohnort, Hausnummer; ville, code_postal, rue; ciudad, CodigoPostal, calle",
		"phone":    "Tel, Fax, FaxNumber, CellNo, ANI, OrigANI, DNIS, CallbackNumber, ContactNumber; TelNr, Handy, HandyNr, Mobil-Nr, Festnetz; portable, telNo; móvil, celular",
		"a policy": "PolicyNumber, InsuranceNumber, PatientID; VersicherungsNr, Versichertennummer",
	} {
		for _, name := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ';' }) {
			assert.True(t, hides(strings.TrimSpace(name), "7-kestrel"), "%s: %s", what, name)
		}
	}
}

// Names of things, and those that say of which type or state something is; and where
// there is nobody, the word that says so stays, here and elsewhere.
func TestNamesOfNobody(t *testing.T) {
	for _, name := range strings.Fields("ServiceName QueueName SkillName CampaignName GSW_CAMPAIGN_NAME AppName hostname ServerName TenantName AgentGroupName StrategyName ProductName " +
		"PhoneType AddressType EmailStatus PhoneVerified EmailCount VoicemailCount Automobile capacity velocity Called discard automation") {
		assert.False(t, hides(name, "7-kestrel"), name)
	}
	assert.False(t, hides("RemoteAddress", "10.0.0.1"))
	for _, key := range strings.Fields("CBR-contract_DBIDs RVQDBID RTargetRequested RecordDbids FirmwareVersion CallStartTime") {
		for _, value := range []string{"1001 1002 1003", "1767607200", "113.07.50.1234"} {
			assert.False(t, hides(key, value), key)
		}
		assert.True(t, hides(key, "+49 171 5550123"), key)
	}
	for _, value := range strings.Fields("Unknown anonymous N/A yes true unbekannt") {
		assert.False(t, hides("CustomerPhone", value), value)
	}
}

// What a key says counts for all below it, however deep, and in a text of JSON, too;
// of which type something is stays.
func TestWhatAKeySaysCountsBelowIt(t *testing.T) {
	for _, text := range []string{`{"customer":{"name":{"first":"Kestrel"}}}`, `{"crm":[{"address":{"line1":"Kestrel","lines":["Kestrel"]}}]}`} {
		assert.NotContains(t, cutText(text, false), "Kestrel", text)
	}
	assert.Contains(t, cutText(`{"phones":[{"type":"work"}],"title":"work"}`, false), `{\"phones\":[{\"type\":\"work\"}],\"title\":\"work\"}`)
}

// Who a sentence says somebody to be, and what logs and pages write beside a name.
func TestWhatIsSaidOfSomebody(t *testing.T) {
	for text, left := range map[string]string{
		"Hello, my name is Jane Kestrel and I wait":          "Hello, my name is ‹name-1› and I wait",
		"my phone is 5550123, my DOB is 04.05.1980.":         "my phone is 1000000, my DOB is ‹name-1›.",
		"Mein Name ist Jana Kestrel, Nummer 12":              "Mein Name ist ‹name-1›, Nummer 12",
		"Ich heiße Jana Kestrel.":                            "Ich heiße ‹name-1›.",
		"je m'appelle Jeanne Kestrel":                        "je m'appelle ‹name-1›",
		"je m’appelle Jeanne Kestrel":                        "je m’appelle ‹name-1›",
		"Me llamo Juana Kestrel y vivo en Madrid":            "Me llamo ‹name-1› y vivo en Madrid",
		"mi nombre es Juana":                                 "mi nombre es ‹name-1›",
		"Dear Mr. Kestrel, hello":                            "Dear Mr. ‹name-1›, hello",
		"Herr Kestrel hat gefragt":                           "Herr ‹name-1› hat gefragt",
		"Guten Tag Frau Dr. Kestrel-Roe!":                    "Guten Tag Frau ‹name-1›. ‹name-2›!",
		"\tAttributeANI\t'5550132'\n\t'LastName'\t'O Roe'\n": "\tAttributeANI\t'1000000'\n\t'LastName'\t'‹name-1›'\n",
		"<b>Last name:</b> Kestrel</p>":                      "<b>Last name:</b> ‹name-1›</p>",
		"the queue is VIP and the skill is German, 12 ms In": "the queue is VIP and the skill is German, 12 ms In",
		"the phone is broken, her name is on the list":       "the phone is broken, her name is on the list",
	} {
		assert.Contains(t, cutText(text, false), `"note":`+quoteJSON(left)+`}`, text)
		assert.NotContains(t, cutText(text, true), "‹", text)
	}
}

// In a table that is about people a name is somebody's, and the first of two columns
// is one, too.
func TestTablesOfPeople(t *testing.T) {
	for _, text := range []string{
		"name;vorname;x\nKestrel;Jana;keep", "| Name | Phone |\n|--|--|\n| Kestrel | keep |",
		`{"fields":["lastName","segment"],"rows":[["Kestrel","keep"]]}`, `{"columns":["Name","phone"],"rows":[["Kestrel","keep"]]}`,
	} {
		assert.NotContains(t, cutText(text, false), "Kestrel", text)
	}
	for _, plain := range []bool{false, true} {
		assert.NotContains(t, cutText(`{"columns":["password","segment"],"rows":[["MARK","keep"],["MARK2","keep"]]}`, plain), "MARK")
	}
	assert.Contains(t, cutText("name,count\nVQ_Sales,12", false), "VQ_Sales")
}

// What a contact is known by stands in pairs that have ids, and what people write in
// messages has many names.
func TestContactsAndInteractions(t *testing.T) {
	c := &capture.Capture{}
	c.Append(capture.Observation{Kind: capture.Reply, Status: 200, Raw: []byte(`{"statusCode":0,"contacts":[{"id":"0000Ea9CAM6W00J","contactAttributes":[{"id":"1","name":"LastName","value":"Kestrel","primary":true},{"id":"2","name":"Segment","value":"Gold"}]}],` +
		`"interactions":[{"id":"7","structuredText":"<p>Kestrel</p>","theComment":"Kestrel","messageText":"Kestrel","userNick":"Kestrel"}]}`)})
	out, _ := redact.Cut(c, redact.Export{})
	raw := string(capturetest.All(out)[0].Raw)
	assert.NotContains(t, raw, "Kestrel")
	assert.Contains(t, raw, `{"id":"2","name":"Segment","value":"Gold"}`)
}
