package tracker

import (
	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/proof"
)

// An Operation describes one thing that can be asked of a session, a Parameter one
// that it takes, see [gws.Operation].
type (
	Operation = gws.Operation
	Parameter = gws.Parameter
)

// The kinds of parameters that are not texts.
const (
	FlagParameter = gws.FlagParameter
	DataParameter = gws.DataParameter
	KeysParameter = gws.KeysParameter
)

// Operations describes every operation that a session takes, in the order in which
// a session usually meets them. The caller may change the result.
func Operations() []Operation { return gws.Operations() }

// Compose returns the name and the body of what c is sent as: other media know the
// operations of SMS by other names, or not at all. The error says why nothing is.
func (c Operate) Compose() (operation string, body []byte, err error) {
	var more []gws.Argument
	for name, v := range c.Params.All() {
		more = append(more, gws.Raw(name, []byte(v.Literal())))
	}
	var data []byte
	if c.Data != nil {
		data = c.Data.Bytes()
	}
	return gws.Compose(c.Session, c.Operation, data, c.Keys, more)
}

// Asked returns what a person asks for where w is what was sent: a key of a call has
// its own way to be deleted.
func Asked(w proof.Write) string { return gws.MediumOf(w.Session).Asked(w.Operation) }

// Path returns the path that c is posted to, below the profile's BaseURL.
func (c Operate) Path() string { return gws.SessionPath(c.Session) }

// composed returns what c is sent as. An operation on another medium than SMS is sent
// where a person has allowed it for the profile, and the interaction lists it now;
// otherwise why says what is in the way, beside what was asked for.
func (t *Tracker) composed(b *book.Book, c Operate) (operation string, body []byte, why error) {
	operation, body, why = c.Compose()
	if !gws.MediumOf(c.Session).SMS() {
		v := book.View{Sessions: b.Sessions()}
		profile := t.link.Status().Profile
		if t.watching != nil {
			profile = t.watching.Status().Profile
		}
		switch x := v.Session(c.Session); {
		case why != nil:
		case !profile.OtherMedia:
			why = book.ErrReadOnly
		case x == nil || !x.Offers(c.Operation):
			why = book.ErrNotOffered
		}
	}
	if why != nil {
		asked := c
		asked.Session = ""
		operation, body, _ = asked.Compose() // as it would be for SMS, to be shown
	}
	return operation, body, why
}

// operate enters an operation, and sends it unless it is one on a session of a
// file.
func (t *Tracker) operate(c Operate) {
	b := t.bookOf(c.Book)
	if b == nil {
		return
	}
	operation, body, why := t.composed(b, c)
	w := proof.Write{Session: c.Session, Operation: operation, Data: c.Data, Keys: c.Keys, Params: c.Params, Sent: t.clock.now(), Request: body}
	if why != nil {
		b.Stayed(w, why)
		return
	}
	if b == t.book && t.watching != nil && t.watching.Ready() {
		t.watching.Operate(b.Sent(w, c.Path(), nil))
		return
	}
	if b == t.book && t.link.Ready() {
		t.link.Operate(w)
		return
	}
	b.Stayed(w, book.ErrNotConnected)
}
