// Package open reads a file of any kind that is recognised by its content: the
// program's own, HAR 1.2, a zip of one with its bodies, logs, JSON Lines, copied
// commands and samples pasted from documentation, compressed or not.
//
// Start with [Reader], which works in steps.
//
// The one rule: what could be read is kept, whatever else is wrong with a file,
// and what could not be read is told, with its place.
//
// It reads no kind of file itself: packages capture, har and text do.
package open

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/har"
	"github.com/keytrail/keytrail/app/capture/scan"
	"github.com/keytrail/keytrail/app/capture/shape"
	"github.com/keytrail/keytrail/app/capture/text"
)

// MaxExpansion is how many times its size a compressed file may grow once it has
// grown beyond 64 MiB. Captures that capture.Write made stay far below.
const MaxExpansion = 1000

// step is how many bytes one Step reads: small enough that a page which draws
// between two steps answers to input.
const step = 128 << 10

// longestEnd is how many bytes of a value that does not end are looked at where
// reading stops because a file grows too much.
const longestEnd = 1 << 20

// ErrNothing says that a file holds nothing of interest.
var ErrNothing = errors.New("capture: no request, notification or session of Web Services was found in it")

// A Reader reads a capture of any kind that is recognised by content, in steps, for
// a page that must stay alive meanwhile. A file that is merely broken somewhere has
// Problems; an error says that it cannot be used as a whole.
type Reader struct {
	in      *counted
	size    int64
	plain   io.Reader   // in, decompressed
	text    *scan.UTF8  // plain, as UTF-8
	rejoin  *scan.Lines // text, its lines whole
	files   func(name string) ([]byte, error)
	zipped  bool
	held    []byte // read and not used yet
	used    int64  // bytes of text before held
	lines   int    // line breaks before held
	capture *capture.Capture
	format  format
	own     bool  // the file says itself what it was made of
	grows   bool  // see NewGrowing
	broken  error // why the input ended early
	err     error
}

// A format takes text in as it comes. Feed uses what it can of text, whose
// first byte has the offset and stands in the line of at, and returns how much;
// last says that nothing follows.
type format interface {
	Feed(text []byte, at capture.Position, last bool) (used int, err error)
	Source() string // what was understood, one line
}

// NewReader returns a Reader of r, whose length is size bytes, 0 when unknown.
func NewReader(r io.Reader, size int64) *Reader {
	return &Reader{in: &counted{r: r}, size: size, capture: new(capture.Capture)}
}

// Capture returns what was read so far. It grows with every Step.
func (r *Reader) Capture() *capture.Capture { return r.capture }

// Progress returns how many bytes of the input were read, and its size.
func (r *Reader) Progress() (read, size int64) { return r.in.n, r.size }

// Step reads one slice. It returns io.EOF after the last one, and the same
// error again once it failed.
func (r *Reader) Step(ctx context.Context) error {
	if r.err == nil {
		r.err = ctx.Err()
	}
	if r.err == nil {
		r.err = r.step()
	}
	return r.err
}

func (r *Reader) step() error {
	if r.text == nil {
		if err := r.begin(); err != nil {
			return r.unlessAnew(err)
		}
	}
	slice := make([]byte, step)
	n, err := r.read(slice)
	r.held = append(r.held, slice[:n]...)
	if anew, ok := errors.AsType[*Anew](err); ok {
		return r.anew(anew)
	}
	last := err != nil
	if last && err != io.EOF && err != io.ErrUnexpectedEOF {
		r.broken = fmt.Errorf("capture: open: %w", err)
		r.problem("the input ends here: " + err.Error())
	} else if err == io.ErrUnexpectedEOF && r.cutOff() {
		r.problem("the compressed file is cut off here")
	}
	if text := r.used + int64(len(r.held)); text > capture.MaxText || r.zipped && text > 64<<20 && text > MaxExpansion*r.in.n {
		r.problem(fmt.Sprintf("reading stopped here: a file may hold 1 GiB of text and grow %d times when decompressed", MaxExpansion))
		last = true
		if len(r.held) > longestEnd {
			r.problem(fmt.Sprintf("the %d MiB in front of this are left out: they are of a value that does not end", len(r.held)>>20))
			r.held = nil
		}
	}
	if err := r.use(last); err != nil {
		return err
	}
	r.capture.Turn() // a slice may hold nothing
	if last {
		r.letters()
		r.capture.Understood = r.Understood()
		if !r.own {
			r.capture.Header.Source = r.capture.Understood
		}
		return cmp.Or(r.broken, io.EOF)
	}
	return nil
}

// read fills a slice, unless the file grows: then what is there is not to wait for
// what is not.
func (r *Reader) read(slice []byte) (int, error) {
	if r.grows {
		return r.rejoin.Read(slice)
	}
	return io.ReadFull(r.rejoin, slice)
}

// letters tells of bytes that were not UTF-8.
func (r *Reader) letters() {
	if r.text.Latin > 0 {
		r.capture.Problems = append(r.capture.Problems, capture.Problem{Text: shape.Plural(r.text.Latin, "byte") + ": the text " + scan.NoUTF8})
	}
}

// begin finds out whether the input is compressed, and how its letters are
// written.
func (r *Reader) begin() error {
	in := bufio.NewReaderSize(r.in, 4096)
	magic, err := in.Peek(4)
	r.plain = in
	packed := bytes.HasPrefix(magic, gzipped) || bytes.HasPrefix(magic, []byte("PK\x03\x04"))
	switch {
	case r.grows && packed:
		return ErrWhole
	case r.grows && err != nil && err != io.EOF:
		return err // which Peek has taken out of the reader
	case packed:
		r.zipped = true
		if magic[0] == 'P' {
			err = r.unzip(in)
		} else {
			err = r.inflate(in)
		}
		if err != nil {
			return err
		}
	}
	text := bufio.NewReaderSize(r.plain, 4096)
	head, _ := text.Peek(4)
	if r.zipped && bytes.HasPrefix(head, gzipped) { // logs of many days are packed each, and all of them once more
		if err := r.inflate(text); err != nil {
			return err
		}
		text = bufio.NewReaderSize(r.plain, 4096)
		head, _ = text.Peek(4)
	}
	r.text = &scan.UTF8{In: text, Order: scan.OrderOf(head)}
	r.rejoin = &scan.Lines{In: r.text}
	return nil
}

// gzipped is how a file begins that gzip has compressed.
var gzipped = []byte{0x1f, 0x8b}

// inflate has what in decompresses to read.
func (r *Reader) inflate(in io.Reader) error {
	z, err := gzip.NewReader(in)
	if err != nil {
		return fmt.Errorf("capture: open: the file begins as gzip does and is none: %w", err)
	}
	r.plain = z
	return nil
}

// cutOff reports whether a compressed input ended in the middle: a short read
// alone only says that the last slice was reached.
func (r *Reader) cutOff() bool {
	if !r.zipped {
		return false
	}
	_, err := r.plain.Read(make([]byte, 1))
	return err != io.EOF
}

// use hands what is held to the format, once it is known.
func (r *Reader) use(last bool) error {
	if r.format == nil {
		if r.format = r.recognise(last); r.format == nil {
			return nil
		}
		if _, lines := r.format.(*text.Reader); r.grows && !lines {
			return ErrWhole
		}
	}
	n, err := r.format.Feed(r.held, capture.Position{Offset: r.used, Line: r.lines + 1}, last)
	if err != nil {
		return err
	}
	r.lines += bytes.Count(r.held[:n], []byte{'\n'})
	r.used += int64(n)
	if n > 0 {
		r.held = append(r.held[:0], r.held[n:]...) // formats keep copies only
	}
	if len(r.held) > capture.MaxBody {
		_, _ = r.format.Feed(nil, capture.Position{Offset: r.used, Line: r.lines + 1}, true) // what came before is kept
		return fmt.Errorf("capture: open: line %d: a single value is longer than 64 MiB", r.lines+1)
	}
	return nil
}

// Understood returns what was understood by now, one line.
func (r *Reader) Understood() string {
	switch {
	case r.format != nil:
		return r.format.Source()
	case r.broken != nil:
		return "" // nobody knows whether it is empty
	}
	return "an empty file"
}

func (r *Reader) problem(text string) {
	r.capture.Problems = append(r.capture.Problems, capture.Problem{Line: r.lines + bytes.Count(r.held, []byte{'\n'}) + 1, Text: text})
}

// A counted reader counts what was read.
type counted struct {
	r io.Reader
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// enough is how much of a text is looked at to recognise it.
const enough = 64 << 10

// recognise returns the format of a text that begins with what is held, nil when
// more must be seen.
func (r *Reader) recognise(last bool) format {
	head := bytes.TrimLeft(bytes.TrimPrefix(r.held, []byte("\ufeff")), " \t\r\n")
	if len(head) < enough && !last && !bytes.Contains(head, []byte{'\n'}) || len(head) == 0 {
		return nil
	}
	head = head[:min(len(head), enough)]
	switch {
	case capture.Begins(head):
		r.own = true
		return capture.NewReader(r.capture)
	case har.Begins(head):
		return har.NewReader(r.capture, r.files)
	}
	if r.grows {
		return text.NewGrowing(r.capture)
	}
	return text.NewReader(r.capture)
}
