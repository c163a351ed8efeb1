package open

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/keytrail/keytrail/app/capture"
)

// maxZip is how many bytes a zip may have: it is held in memory, because its
// contents stand at its end.
const maxZip = 256 << 20

// unzip opens the first HAR of a zip, with the bodies beside it, or else its
// first file.
func (r *Reader) unzip(in io.Reader) error {
	whole, err := io.ReadAll(io.LimitReader(in, maxZip+1))
	if len(whole) > maxZip {
		return errors.New("capture: open: a zip may have 256 MiB; unpack it and open what is in it")
	}
	if err != nil {
		return fmt.Errorf("capture: open: the zip: %w", err)
	}
	z, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		return fmt.Errorf("capture: open: the zip: %w", err)
	}
	byName := map[string]*zip.File{}
	var hars, others []*zip.File
	for _, f := range z.File {
		byName[f.Name] = f
		switch {
		case strings.HasSuffix(f.Name, "/") || strings.HasPrefix(f.Name, "__MACOSX/"):
		case strings.EqualFold(path.Ext(f.Name), ".har"):
			hars = append(hars, f)
		default:
			others = append(others, f)
		}
	}
	if len(hars) == 0 {
		hars = others
	}
	if len(hars) == 0 {
		return ErrNothing
	}
	if len(hars) > 1 {
		r.capture.Problems = append(r.capture.Problems, capture.Problem{Text: fmt.Sprintf("of %d files in the zip only %q is shown; unpack it to open the others", len(hars), hars[0].Name)})
	}
	text, err := hars[0].Open()
	if err != nil {
		return fmt.Errorf("capture: open: %s in the zip: %w", hars[0].Name, err)
	}
	r.plain = text
	dir := path.Dir(hars[0].Name)
	r.files = func(name string) ([]byte, error) {
		f := byName[path.Join(dir, name)]
		if f == nil {
			return nil, errors.New("the zip has none of that name")
		}
		body, err := f.Open()
		if err != nil {
			return nil, err
		}
		raw, err := io.ReadAll(io.LimitReader(body, capture.MaxBody+1))
		if len(raw) > capture.MaxBody {
			return nil, errors.New("it is longer than 64 MiB")
		}
		return raw, err
	}
	return nil
}
