// Package vocab knows what names say of their values: which of them name a
// credential, in English, German, French and Spanish, and which headers are
// harmless.
package vocab

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/capture/words"
)

// LongestName is how many bytes of a name are thought about.
const LongestName = 200

// secretParts are parts of names whose values are credentials, in English,
// German, French and Spanish, as the words of a name are joined.
var secretParts = NewParts(`
	password passwd passphrase passcode passwort kennwort kennsatz losungswort motdepasse motpasse phrasedepasse phrasesecrete contrasena contrasenia
	frasedepaso clavedeacceso palabraclave codesecret codeconfidentiel codedacces codigodeacceso zugangscode
	secret geheim segreto token jeton csrf xsrf antiforgery authorization authorisation autorisierung autorizacion cookie temoindeconnexion
	apikey apisecret apischlussel cleapi cledapi clefapi clefdapi clavedeapi claveapi llaveapi llavedeapi clavesecreta clavedelaapi cleprivee
	accesskey accountkey privatekey sessionkey signingkey encryptionkey sharedkey masterkey subscriptionkey privaterschlussel zugangsschlussel claveprivada
	zugangsdaten anmeldedaten credential jsessionid phpsessid aspsessionid bayeuxbrowser sessionid sitzungsid sitzungskennung
	numerodesession identifiantdesession idsession iddesession idsesion iddesesion
	samlresponse samlrequest samlassertion samlantwort reponsesaml respuestasaml samlart relaystate
	signature signatur firmadigital firmaelectronica einmalwert valeurunique
	einmalpin onetimepin onetimecode einmalcode codeunique codeausageunique codigounico codigodeunsolouso verificationcode verifycode authcode
	bestatigungscode verifizierungscode devicecode codeverifier codedeverification codigodeverificacion transaktionsnummer codepin codigopin geheimzahl
	securitycode sicherheitscode kartenprufnummer kartenprufziffer prufziffer codedesecurite codesecurite cryptogramme codigodeseguridad
	codigoseguridad codigocvv cardverification
	accesscode confirmationcode recoverycode codewort securityanswer palabradepaso oauthverifier consumerkey
	appkey applicationkey functionskey licensekey activationcode aktivierungscode freischaltcode zugriffscode smscode backupcode invitecode memorableword
	magiclink resetlink wresult`)

// secretWords are the words that do so at the end of a name, or with one of
// counters behind.
var secretWords = Set(`pwd psw pswd pass passw pw mdp pin pins nip puk tan itan mtan smstan pushtan chiptan otp totp hotp sid ssid surl nonce cvv cvc csc cvn
	otc sessid creds tpin mpin ipin pincode kundenpin telefonpin userpin loginpin kartenpin cardpin customerpin onlinepin ivrpin codeacces userpw loginpw
	jwt bearer ltpa galleta hmac clientid unterschrift mfa`)

// looseWords do so, too, but what has such a name may as well be a thing with
// parts, of which only some are credentials.
var looseWords = Set(`session sessions sess sitzung sesion seance ticket tickets billet boleto auth sso sig clave assertion`)

// counters are words behind one that names a credential.
var counters = Set(`id ids code key value val hash nr no num number nummer numero numer string text field schlussel wert valor valeur cle codigo
	old new confirm confirmation repeat again input plain raw`)

// IsLoose reports whether what has this name may as well be a thing with parts.
func IsLoose(name string) bool { return looseWords[strings.ToLower(name)] }

// Counts reports whether a word behind the name of a credential leaves it one: tokenValue.
func Counts(word string) bool { return counters[word] }

// counts is Counts, of words that may as well be numbers.
func counts(word string) bool { return Counts(word) || strings.Trim(word, "0123456789") == "" }

// harmlessNames are whole names that only look like one.
var harmlessNames = Set(`smssession smsession smssessions smsessions smssessionid smsessionid smssessionuri smssessionpath smsessionpath smssessionurl
	xcsrfheader sessionstate tokentype`)

// states are words behind one that names a credential which say how that is, and not
// what: else the valid of a tokenStatus would be hidden wherever it stands.
var states = Set("type count required expired expires expiry expiration enabled status length policy consent used")

// linkWords are those of addresses behind which stands what lets its holder in:
// /reset/…, /invite/….
var linkWords = Set(`reset recover recovery unlock magic invite invites invitation invitations verify verification confirm confirmation activate activation
	unsubscribe autologin optin optout zurucksetzen einladung bestatigen bestatigung aktivieren aktivierung abmelden inviter confirmer activer
	verifier reinitialiser reinitialisation invitacion confirmar activar verificar restablecer`)

// Links reports whether one of the words of a name is one of such addresses.
func Links(words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return linkWords[word] })
}

// Set returns the words of a list.
func Set(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		m[w] = true
	}
	return m
}

// A Secrecy says how much of what is under a name is a credential.
type Secrecy uint8

const (
	NoSecret   Secrecy = iota
	PartSecret         // its value is a credential, of a thing with parts some are
	AllSecret          // all below it is a credential
)

// SecrecyOf returns how secret the value of a key, header or parameter of that
// name is.
func SecrecyOf(name string, list []string, joined string) Secrecy {
	switch {
	case len(name) < 2 || len(name) > LongestName:
		return NoSecret
	case harmlessNames[joined], len(list) > 1 && states[list[len(list)-1]]:
		return NoSecret
	case secretParts.In(joined) || spelledOut(joined) && secretParts.In(umlauts.Replace(joined)) || secretWords[joined]:
		return AllSecret
	case strings.Contains(joined, "smssession") || strings.Contains(joined, "smsession"):
		return NoSecret
	}
	for len(list) > 1 && counts(list[len(list)-1]) {
		list = list[:len(list)-1]
	}
	switch last := strings.TrimRight(strings.Join(list[max(0, len(list)-1):], ""), "0123456789"); {
	case secretWords[last]:
		return AllSecret
	case looseWords[last]:
		return PartSecret
	case len(last) > 3 && gluedWords[last[len(last)-3:]]:
		return AllSecret
	}
	n := len(list)
	for n > 1 && qualifiers[list[n-1]] {
		for n--; n > 1 && articles[list[n-1]]; {
			n--
		}
	}
	switch {
	case n == len(list) || n == 0:
	case secretWords[list[n-1]]:
		return AllSecret
	case list[n-1] == "clave":
		return PartSecret
	}
	return NoSecret
}

// gluedWords are those that no other word ends with: userpwd, cardcvv.
var gluedWords = Set("pwd cvv cvc otp mdp")

// qualifiers are words behind one that names a credential which say whose it is, where
// a language has them there: PIN del cliente.
var (
	qualifiers = Set("client cliente tarjeta carte usuario utilisateur acceso acces bancaria bancario internet personal user card customer caller kunde kunden karte entered")
	articles   = Set("de del la du des le der d")
)

// hash4 hashes the first four bytes of s.
func hash4(s string) uint32 {
	return (uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24) * 2654435761 >> 16
}

// umlauts are those that are spelled out in names.
var umlauts = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u")

// spelledOut reports whether umlauts may be spelled out in s. As a rule none are.
func spelledOut(s string) bool {
	for i := 1; i < len(s); i++ {
		if s[i] == 'e' && (s[i-1] == 'a' || s[i-1] == 'o' || s[i-1] == 'u') {
			return true
		}
	}
	return false
}

// Parts are words that are looked for in names, by the four letters that each
// begins with. Names are many, and most have none.
type Parts struct {
	begins [1 << 11]uint32 // a bit for the hash of each beginning
	words  map[string][]string
}

// NewParts returns the words of a list.
func NewParts(list string) *Parts {
	p := &Parts{words: map[string][]string{}}
	for word := range strings.FieldsSeq(list) {
		h := hash4(word)
		p.begins[h>>5] |= 1 << (h & 31)
		p.words[word[:4]] = append(p.words[word[:4]], word)
	}
	return p
}

// In reports whether a joined name has one of the words in it.
func (p *Parts) In(joined string) bool {
	for i := 0; i+4 <= len(joined); i++ {
		if h := hash4(joined[i:]); p.begins[h>>5]&(1<<(h&31)) == 0 {
			continue
		}
		for _, word := range p.words[joined[i:i+4]] {
			if strings.HasPrefix(joined[i:], word) {
				return true
			}
		}
	}
	return false
}

// Endings are the ends of words, of which a name may have the beginnings in a word
// in front of its last one: pass in front of word.
type Endings map[string]bool

// shortest is how many letters an ending has at least of which more may follow.
const shortest = 3

// NewEndings returns the ends of all these words.
func NewEndings(all iter.Seq[string]) Endings {
	e := Endings{}
	for word := range all {
		for i := 1; i < len(word)-1; i++ {
			e[word[i:]] = true
		}
	}
	return e
}

// Begin reports whether a word, as its letters are joined, is one of the endings or
// begins with one.
func (e Endings) Begin(joined string) bool {
	for n := shortest; n <= len(joined); n++ {
		if e[joined[:n]] {
			return true
		}
	}
	return e[strings.TrimSuffix(joined, "s")]
}

// All returns the words.
func (p *Parts) All() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, list := range p.words {
			for _, word := range list {
				if !yield(word) {
					return
				}
			}
		}
	}
}

var secretEndings = func() Endings {
	e := NewEndings(secretParts.All())
	maps.Copy(e, NewEndings(maps.Keys(secretWords)))
	return e
}()

// MayEndName reports whether a name whose last word has these words in it may be
// that of a credential for the sake of the words in front: in mot de passe no
// word is one by itself.
func MayEndName(list []string, joined string) bool {
	return !slices.ContainsFunc(list, func(word string) bool { return !counts(word) }) ||
		secretEndings.Begin(joined) || spelledOut(joined) && secretEndings.Begin(umlauts.Replace(joined))
}

// tails has a bit for the hash of the last three letters of each word that a
// name of a credential may end with.
var tails = func() (bits [1 << 7]uint64) {
	for _, words := range []map[string]bool{secretWords, looseWords, counters} {
		for word := range words {
			setTail(&bits, word)
		}
	}
	for word := range secretParts.All() {
		setTail(&bits, word)
	}
	return bits
}()

func setTail(bits *[1 << 7]uint64, word string) {
	if len(word) > 2 {
		h := hashTail(word)
		bits[h>>6] |= 1 << (h & 63)
	}
}

// hashTail hashes the last three letters of s, whatever their case.
func hashTail(s string) uint32 {
	n := len(s)
	return (uint32(s[n-3]|0x20)<<16 | uint32(s[n-2]|0x20)<<8 | uint32(s[n-1]|0x20)) * 2654435761 >> 19
}

// MayEnd reports whether a name of a credential may end where s does. It is
// quick, for text has a blank behind every word.
func MayEnd(s string) bool {
	for len(s) > 0 && strings.IndexByte("\"'*])0123456789", s[len(s)-1]) >= 0 {
		s = s[:len(s)-1]
	}
	n := len(s)
	switch {
	case n < 2 || !words.IsLetter(s[n-1]) && s[n-1] < 0x80:
		return false
	case n == 2 || !words.IsLetter(s[n-3]) && s[n-3] < 0x80:
		return secretWords[strings.ToLower(s[n-2:])]
	case s[n-1] >= 0x80 || s[n-2] >= 0x80 || s[n-3] >= 0x80:
		return true
	}
	h := hashTail(s)
	return tails[h>>6]&(1<<(h&63)) != 0
}

// harmless are the headers whose values leave, as far as nothing in them is to
// be hidden.
var harmless = Set(`accept accept-charset accept-encoding accept-language accept-ranges age allow alt-svc cache-control connection content-encoding
	content-language content-length content-location content-range content-type cross-origin-embedder-policy cross-origin-opener-policy
	cross-origin-resource-policy date device-memory dnt downlink etag expect expires forwarded host if-match if-modified-since if-none-match
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

// Letters returns the letters and digits of s in lower case.
func Letters(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r > 127:
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return -1
	}, s)
}
