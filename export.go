package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// marker tells an earlier export from somebody else's directory.
const marker = `name="keytrail-api"`

// export writes the site for a file server that knows nothing of it: relative
// names, the policy in the page, the compressed files beside the plain ones.
func export(web fs.FS, o *options, stderr io.Writer) error {
	s, err := newSite(web, o.exported())
	if err != nil {
		return err
	}
	if err := s.replace(o.export); err != nil {
		return fmt.Errorf("-export %s: %w", o.export, err)
	}
	fmt.Fprintf(stderr, "The site is in %s. Any file server can host it, at any path.\n"+
		"A page cannot refuse by itself to be opened or framed by others; a server that can send headers should send:\n", o.export)
	for _, h := range append([][2]string{{"Content-Security-Policy", "frame-ancestors 'none'"}}, securityHeaders[2:]...) {
		fmt.Fprintf(stderr, "    %s: %s\n", h[0], h[1])
	}
	return nil
}

// exported is the page of an export. With -api it may talk to that server only.
// Without, the user may enter any: which one is not known when the policy is
// written, so it allows every address.
func (o *options) exported() page {
	if o.api != nil {
		return page{packed: true, api: o.api.String(), policy: policy(o.api.Scheme + "://" + o.api.Host)}
	}
	return page{packed: true, api: "simulator", simulator: o.sim.Query().Encode(), policy: policy("https: http:")}
}

// replace puts the site into dir, in place of an earlier one. All is written
// beside it first, so that a disk that is full leaves the earlier one whole.
// Nothing is removed or written over but what an export wrote.
func (s *site) replace(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	earlier, err := written(dir)
	if err != nil {
		return err
	}
	beside, err := os.MkdirTemp(dir, besideName)
	if err != nil {
		return err
	}
	defer os.RemoveAll(beside)
	names, err := s.write(beside)
	if err != nil {
		return err
	}
	for _, name := range names {
		if !slices.Contains(earlier, name) && differs(filepath.Join(beside, name), filepath.Join(dir, name)) {
			return fmt.Errorf("%s is there already, and no export wrote it; name an empty or a new directory", name)
		}
	}
	for _, name := range names {
		if err := os.Rename(filepath.Join(beside, name), filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	for _, name := range earlier {
		if !slices.Contains(names, name) {
			if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

// differs reports whether something stands at old that is not the same as the
// file at new. What is the same was left by an export that was cut off.
func differs(new, old string) bool {
	if _, err := os.Lstat(old); errors.Is(err, fs.ErrNotExist) {
		return false
	}
	a, errNew := os.ReadFile(new)
	b, errOld := os.ReadFile(old)
	return errNew != nil || errOld != nil || !bytes.Equal(a, b)
}

// besideName begins the name of the directory that an export is first written
// into.
const besideName = ".keytrail-"

var (
	listed    = regexp.MustCompile(`(?m)^const FILES = (\[.*\]);$`)
	hasDigest = regexp.MustCompile(`^[A-Za-z0-9_-]+\.[0-9a-f]{12}\.[a-z]+$`)
)

// written lists what an earlier export wrote into dir: the files that its worker
// names, the page and the worker itself, each with what is compressed of it. A
// directory that holds other things and no export is an error.
func written(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return strings.HasPrefix(e.Name(), besideName) })
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	index, _ := os.ReadFile(filepath.Join(dir, "index.html"))
	worker, _ := os.ReadFile(filepath.Join(dir, "worker.js"))
	list := listed.FindSubmatch(worker)
	var names []string
	if !strings.Contains(string(index), marker) || list == nil || json.Unmarshal(list[1], &names) != nil {
		return nil, errors.New("the directory holds something else; name an empty or a new one")
	}
	all := []string{"index.html", "worker.js"}
	for _, name := range names {
		name, _, _ = strings.Cut(name, "?")
		if hasDigest.MatchString(name) || name == "boot.js" || name == extensionManifest {
			all = append(all, name)
		}
	}
	for _, name := range slices.Clip(all) {
		for _, ext := range extensions {
			all = append(all, name+ext)
		}
	}
	return all, nil
}

// write writes the site and returns the names in the order in which they may
// take the place of earlier ones: a page never names a file that is not there
// yet, and the worker tells what there is to remove.
func (s *site) write(dir string) ([]string, error) {
	var files []string
	for _, name := range append(s.hashed(), append(stable, extensionManifest)...) {
		a := s.assets[name]
		if a == nil {
			continue // only an extension has its manifest
		}
		for coding, data := range a.encodings {
			file := name + extensions[coding]
			files = append(files, file)
			if err := os.WriteFile(filepath.Join(dir, file), data, 0o644); err != nil {
				return nil, err
			}
		}
	}
	return files, nil
}
