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

// The kinds of parameters that are no texts.
const (
	FlagParameter = gws.FlagParameter
	DataParameter = gws.DataParameter
	KeysParameter = gws.KeysParameter
)

// Operations describes every operation that a session takes, in the order in which
// a session usually meets them. The caller may change the result.
func Operations() []Operation { return gws.Operations() }

// Body returns the body of the request that c is sent as.
func (c Operate) Body() []byte {
	var arguments []gws.Argument
	if c.Data != nil {
		arguments = append(arguments, gws.Raw("userData", c.Data.Bytes()))
	}
	if c.Keys != nil {
		arguments = append(arguments, gws.Texts("keys", c.Keys))
	}
	for name, v := range c.Params.All() {
		arguments = append(arguments, gws.Raw(name, []byte(v.Literal())))
	}
	return gws.Body(c.Operation, arguments...)
}

// Path returns the path that c is posted to, below the profile's BaseURL.
func (c Operate) Path() string { return gws.SessionPath(c.Session) }

// operate enters an operation, and sends it unless it is one on a session of a
// file.
func (t *Tracker) operate(c Operate) {
	b := t.bookOf(c.Book)
	if b == nil {
		return
	}
	w := proof.Write{Session: c.Session, Operation: c.Operation, Data: c.Data, Keys: c.Keys, Params: c.Params, Sent: t.clock.now(), Request: c.Body()}
	if b == t.book && t.watching != nil && t.watching.client != nil {
		t.watching.operate(b.Sent(w, c.Path(), nil))
		return
	}
	if b == t.book && t.link.Ready() {
		t.link.Operate(w)
		return
	}
	b.Replied(b.Sent(w, c.Path(), nil), book.ReplyOf(t.clock.now(), gws.Reply{StatusCode: -1}, book.ErrNotConnected), nil)
}
