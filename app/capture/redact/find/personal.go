package find

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/redact/vocab"
	"github.com/keytrail/keytrail/app/capture/words"
	"github.com/keytrail/keytrail/app/userdata"
)

// keyLabel returns what the name of a userData key, which has these words, says of its
// values, None for nothing, and whether programs write them; word is what its words
// say. Names of routing and of things are left alone: RStrategyName is nobody's name.
func keyLabel(key string, list []string, word Label) (label Label, program bool) {
	switch class, _ := (userdata.Rules{}).Classify(key); class {
	case userdata.Routing, userdata.CostRouting, userdata.ChatServer:
		return None, true
	case userdata.Reporting: // the prefix says who wrote it, the words what it is
		return word, false
	}
	if n := len(list); word == None && n > 0 {
		thing, named := strings.CutSuffix(list[n-1], "name")
		if named && !things[cmp.Or(thing, list[max(0, n-2)])] || n == 1 && (thing == "nom" || thing == "nombre") {
			return Name, false
		}
		return None, counted[thing]
	}
	return word, false
}

// counted are the last words of names whose values have many digits and are nobody's.
var counted = vocab.Set("time timestamp ts date datum zeit version dbid dbids")

// things have names that are nobody's.
var things = vocab.Set(`app application brand calendar campaign category department event field flow group host ivr menu node point product queue region rule
	script server service site skill state step strategy system table team template tenant unit vq`)

// personalWords are parts of names whose values are about people.
// Whole words are those that others have in them.
var personalWords = []struct {
	label Label
	parts *vocab.Parts
	whole map[string]bool
}{
	{Email, vocab.NewParts("email headerfrom headersender headerreplyto mailaddress mailadresse courriel correoelectronico"), nil},
	{Phone, vocab.NewParts("phone mobile msisdn cellular celular callerid callerani customerani telefon handynummer rufnummer telefono portable callbacknumber contactnumber callingnumber callernumber"),
		vocab.Set("ani tel telnr telno fax gsm handy mobil movil festnetz cellno imei imsi iccid")},
	{Card, vocab.NewParts("cardnum creditcard iban kreditkarte kartennummer cartebancaire tarjetadecredito"), vocab.Set("cardno pan ccnum ccnumber")},
	{Name, vocab.NewParts(`firstname lastname fullname nombrecompleto nomcomplet givenname middlename maidenname clientname surname vorname nachname familienname nomdefamille prenom apellido address adresse anschrift direccion domicilio street birth geburt
		datedenaissance datenaissance lieudenaissance lieunaissance fechadenacimiento nacimiento strasse passport passeport pasaporte reisepass ausweis carteidentite cartedidentite documentodeidentidad numerodocumento
		nationalid nationalinsurance taxid taxnumber steuernummer steuerid vatnumber socialsecurity securitesociale numsecu sozialversicherung seguridadsocial
		insurancenumber policynumber versicherten versicherungsn driverslicense driverlicense fuhrerschein fuehrerschein permisdeconduire permisconduire licenciadeconducir licenciaconducir
		licenseplate numberplate kfzkennzeichen accountnumber acctnum bankaccount accountholder policyholder kontonummer kontoinhaber numerocompte numerodecompte
		cuentabancaria numerocuenta numerodecuenta zipcode postalcode postcode postleitzahl codepostal codigopostal wohnort ciudad
		nickname customername kundenname contactname frompersonal myname meinname monnom minombre namedeskunden nomduclient nombredelcliente ansprechpartner contactperson`),
		vocab.Set("ssn dob geb gebdat nino dni nif nie nir curp insee svnr ahv accountno acctno kontonr ktonr city ville ort plz zip rue calle hausnummer hausnr housenumber patientid mrn")},
}

var personalEndings = func() vocab.Endings {
	e := vocab.NewEndings(maps.Keys(personalKeys))
	for _, k := range personalWords {
		maps.Copy(e, vocab.NewEndings(k.parts.All()))
	}
	return e
}()

// technical are addresses of computers.
var technical = vocab.Set("ipaddress macaddress ipadresse macadresse webadresse serveradresse adresseip adressemac direccionip direccionmac")

// others are words that have such parts in them and say nothing of people.
var others = strings.NewReplacer("voicemail", "", "automobil", "", "immobil", "")

// wordLabel returns what the words of a name say of its values, None for nothing.
func wordLabel(words []string, joined string) Label {
	if technical[joined] {
		return None
	}
	joined = others.Replace(joined)
	for _, k := range personalWords {
		if k.parts.In(joined) || k.whole[joined] || slices.ContainsFunc(words, func(word string) bool { return k.whole[word] }) {
			return k.label
		}
	}
	return None
}

// longestNumber is longer, in bytes, than any address and any number of a card, a
// telephone or an account.
const longestNumber = 512

// ValueLabel returns what a whole value looks like, None for nothing.
func (n *Names) ValueLabel(s string) Label {
	s = strings.TrimSpace(s)
	f := finder{names: n, s: s}
	if len(s) <= longestNumber {
		f.people(false)
	} else if strings.IndexFunc(s[:longestNumber], func(r rune) bool { return !inWord(byte(min(r, 0x80))) }) < 0 {
		f.longWords(false) // what is as long as that is a token
	}
	for _, found := range f.spans {
		if found.From == 0 && found.To == len(s) {
			return found.Label
		}
	}
	return None
}

// NumberLabel returns what the only digits in s are, if they are all of it: the
// number of a card or a telephone, which need not have a plus; None for nothing.
func (n *Names) NumberLabel(s string) Label {
	f := finder{names: n, s: s}
	f.digits(false)
	if len(f.spans) == 1 && f.spans[0].To-f.spans[0].From == len(strings.TrimSpace(s)) {
		return f.spans[0].Label
	}
	return None
}

// people looks for what looks like personal data; surely leaves out what could be
// something else in a word for programs.
func (f *finder) people(surely bool) {
	f.emails()
	f.digits(surely)
	f.longWords(surely)
}

func isLocal(c byte) bool { return words.IsAlnum(c) || strings.IndexByte("._%+-", c) >= 0 || c >= 0x80 }

// targets are the types of targets of routing as URS writes them behind a dot:
// Sales@StatServer.GA is a group of agents and nobody's address.
var targets = vocab.Set("GA GP GQ GC RP AP DL IQ")

func (f *finder) emails() {
	done := 0
	for i, due := 0, 0; ; i++ {
		n := strings.IndexByte(f.s[i:], '@')
		if n < 0 {
			return
		}
		if i += n; i >= due {
			due = f.names.pace.Due(i, len(f.s))
		}
		from, to, dot := i, i+1, -1
		for from > done && i-from < 256 && (isLocal(f.s[from-1]) || f.s[from-1] == '\'' && from-1 > done && words.IsAlnum(f.s[from-2]) && words.IsAlnum(f.s[from])) { // o'neil
			from--
		}
		for to < len(f.s) && to-i < 256 && (words.IsAlnum(f.s[to]) || f.s[to] == '-' || f.s[to] >= 0x80 || f.s[to] == '.' && f.s[to-1] != '.' && to > i+1) {
			if f.s[to] == '.' {
				dot = to
			}
			to++
		}
		if dot == to-1 {
			to--
			dot = strings.LastIndexByte(f.s[i:to], '.') + i
		}
		if from < i && dot > i && to-dot > 2 && words.IsLetter(f.s[dot+1]) && !targets[f.s[dot+1:to]] {
			f.spans = append(f.spans, Span{From: from, To: to, Label: Email})
			f.displayName(done, from, to)
			i, done = to-1, to
		}
	}
}

// inWord reports whether c may stand in a long word, such as one of base64.
func inWord(c byte) bool { return wordBytes[c] }

var wordBytes = func() (is [256]bool) {
	for c := range is {
		is[c] = words.IsAlnum(byte(c)) || strings.IndexByte("_+/-", byte(c)) >= 0
	}
	return is
}()

// longWords looks for accounts (ISO 13616) and for long words that look random.
func (f *finder) longWords(surely bool) {
	due := 0
	for i := 0; i < len(f.s); i++ {
		if i >= due {
			due = f.names.pace.Due(i, len(f.s))
		}
		if !inWord(f.s[i]) {
			continue
		}
		if end := iban(f.s, i); end > 0 {
			f.spans = append(f.spans, Span{From: i, To: end, Label: IBAN})
			i = end - 1
			continue
		}
		end := i
		for end < len(f.s) && inWord(f.s[end]) {
			if end&(capture.Stride-1) == 0 {
				f.names.pace.Spend(capture.Stride)
			}
			if end > i && end-i < 64 && !words.IsAlnum(f.s[end-1]) {
				if to := iban(f.s, end); to > 0 {
					break
				}
			}
			end++
		}
		if word := f.s[i:end]; len(word) >= 32 && !surely && strings.IndexByte(word, '/') < 0 && isMixed(word) { // no path, and it looks random
			for end < len(f.s) && f.s[end] == '=' {
				end++
			}
			f.spans = append(f.spans, Span{From: i, To: end, Label: Token})
		}
		i = max(end-1, i)
	}
}
