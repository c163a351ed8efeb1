package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
)

// extensionManifest is where browsers look for what an extension is. Its other
// files have names that change with their content, as those of a site have.
const extensionManifest = "manifest.json"

// extension writes the site as an extension that adds it to the developer tools:
// a directory, which a browser loads as it is, and the same as a zip beside it.
func extension(web fs.FS, o *options, stderr io.Writer) error {
	s, err := newSite(web, page{api: "devtools", policy: policy(""), extension: true})
	if err != nil {
		return err
	}
	for _, a := range s.assets {
		a.encodings = map[string][]byte{"identity": a.encodings["identity"]} // no server compresses
	}
	archive := o.extension + ".zip"
	earlier, err := os.ReadDir(o.extension)
	if _, there := os.Lstat(archive); len(earlier) == 0 && there == nil {
		return fmt.Errorf("-extension %s: %s is there already, and no extension beside it; name another directory", o.extension, archive)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("-extension %s: %w", o.extension, err)
	}
	if err := s.replace(o.extension); err != nil {
		return fmt.Errorf("-extension %s: %w", o.extension, err)
	}
	packed, err := s.zip()
	if err == nil {
		err = os.WriteFile(archive, packed, 0o644)
	}
	if err != nil {
		return fmt.Errorf("-extension %s: %w", o.extension, err)
	}
	fmt.Fprintf(stderr, "The extension is in %s, and packed in %s (%d bytes).\n"+
		"Chromium and Edge: chrome://extensions, Developer mode, Load unpacked, choose the directory.\n"+
		"Firefox: about:debugging, This Firefox, Load Temporary Add-on, choose the zip.\n", o.extension, archive, len(packed))
	return nil
}

// addExtension adds the files that only an extension has: web/devtools.
func (s *site) addExtension(web fs.FS, names map[string]string) error {
	for _, name := range []string{"panel.js", "devtools.js", "devtools.html", extensionManifest} {
		data, err := rewritten(web, "devtools/"+name, names)
		if err != nil {
			return err
		}
		if name == extensionManifest {
			s.assets[name] = newAsset(name, data)
			continue
		}
		s.addHashed(names, name, data)
	}
	return nil
}

// zip packs the files that write writes, the same bytes each time.
func (s *site) zip() ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) { return flate.NewWriter(to, flate.BestCompression) })
	names := append(s.hashed(), append(stable, extensionManifest)...)
	slices.Sort(names)
	for _, name := range names {
		f, err := w.Create(name)
		if err != nil {
			return nil, err
		}
		if _, err := f.Write(s.assets[name].encodings["identity"]); err != nil {
			return nil, err
		}
	}
	err := w.Close() // writes the list of what is in it
	return b.Bytes(), err
}
