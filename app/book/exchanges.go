package book

import (
	"strings"

	"github.com/keytrail/keytrail/app/capture"
)

// exchanges are the numbers by which the tape joins requests and replies. Those
// of operations, which the book enters as writes, come from the same sequence.
type exchanges struct {
	last    int
	writes  map[int]int // by number of the write
	traffic map[int]int // by number in the traffic
}

// begin gives a number to what has the number n in one of the maps.
func (e *exchanges) begin(in map[int]int, n int) int {
	e.last++
	in[n] = e.last
	return e.last
}

// end returns the number, 0 for what never began.
func (e *exchanges) end(in map[int]int, n int) int {
	number := in[n]
	delete(in, n)
	return number
}

// operation reports whether a request is an operation on a session: those are
// on the tape as writes, but for those that change nothing.
func operation(x *Exchange) bool {
	return strings.EqualFold(x.Method, "POST") && x.Session != "" && !x.Reads && !Comet(x.Path)
}

// Began enters an exchange that begins into the traffic and on the tape, and
// returns its number.
func (b *Book) Began(x Exchange) (n int) {
	n, begun := b.traffic.begin(x)
	if !operation(begun) {
		b.tape.put(capture.Observation{Kind: capture.Request, Time: x.Start, Session: x.Session, Exchange: b.exchanges.begin(b.exchanges.traffic, n),
			Method: x.Method, URL: x.Path, Header: x.Sent, Meta: Comet(x.Path), Raw: begun.Request})
	}
	return n
}

// Ended enters how an exchange ended; complete fills it in.
func (b *Book) Ended(n int, complete func(*Exchange)) {
	x, ok := b.traffic.finish(n, complete)
	if ok && !operation(&x) {
		b.tape.put(capture.Observation{Kind: capture.Reply, Time: x.Start.Add(x.Duration), Session: x.Session, Exchange: b.exchanges.end(b.exchanges.traffic, n),
			Status: x.Status, Header: x.Header, Meta: Comet(x.Path), Text: x.Failure, Raw: x.Response})
	}
}
