package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// marker is how an earlier export is told from a directory of somebody else's.
const marker = `name="keytrail-api"`

// export writes the site for a file server that knows nothing of it: relative
// names, the policy in the page, the compressed files beside the plain ones.
func export(web fs.FS, o *options, stderr io.Writer) error {
	s, err := newSite(web, o.exported())
	if err != nil {
		return err
	}
	if err := clear(o.export); err != nil {
		return err
	}
	if err := s.write(o.export); err != nil {
		return fmt.Errorf("-export: %w", err)
	}
	fmt.Fprintf(stderr, "The site is in %s. Any file server can host it, at any path.\n", o.export)
	return nil
}

// exported is the page of an export. With -api it may talk to that server only.
// Without, the user may enter any: which one is not known when the policy is
// written, so it allows every address.
func (o *options) exported() page {
	if o.api != nil {
		return page{api: o.api.String(), policy: policy(o.api.Scheme + "://" + o.api.Host)}
	}
	return page{api: "simulator", simulator: o.sim.Query().Encode(), policy: policy("https: http:")}
}

// clear makes an empty directory, or empties one that holds an earlier export.
func clear(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		err = os.MkdirAll(dir, 0o755)
	}
	if err != nil {
		return fmt.Errorf("-export: %w", err)
	}
	if len(entries) == 0 {
		return nil
	}
	index, err := os.ReadFile(filepath.Join(dir, "index.html"))
	if err != nil || !strings.Contains(string(index), marker) {
		return fmt.Errorf("-export %s: the directory holds something else; name an empty or a new one", dir)
	}
	for _, e := range entries {
		if mediaTypes[filepath.Ext(strings.TrimSuffix(strings.TrimSuffix(e.Name(), ".gz"), ".br"))] == "" || e.IsDir() {
			continue
		}
		if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
			return fmt.Errorf("-export: %w", err)
		}
	}
	return nil
}

// write puts index.html last: a page never names a file that is not there yet.
func (s *site) write(dir string) error {
	for name, a := range s.assets {
		if !a.hashed && name != "worker.js" {
			continue
		}
		if err := a.write(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return s.assets["index.html"].write(filepath.Join(dir, "index.html"))
}

func (a *asset) write(file string) error {
	if err := os.WriteFile(file, a.encodings["identity"], 0o644); err != nil {
		return err
	}
	for coding, ext := range extensions {
		if data, ok := a.encodings[coding]; ok {
			if err := os.WriteFile(file+ext, data, 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}
