package main

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
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
	packed, err := s.zip()
	if err != nil {
		return fmt.Errorf("-extension %s: %w", o.extension, err)
	}
	for _, a := range s.assets {
		a.encodings = map[string][]byte{"identity": a.encodings["identity"]} // no server compresses
	}
	archive := o.extension + ".zip"
	earlier, err := os.ReadDir(o.extension)
	if _, missing := os.Lstat(archive); len(earlier) == 0 && missing == nil {
		return fmt.Errorf("-extension %s: %s is there already, and no extension beside it; name another directory", o.extension, archive)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("-extension %s: %w", o.extension, err)
	}
	if err := s.replace(o.extension); err != nil {
		return fmt.Errorf("-extension %s: %w", o.extension, err)
	}
	if err := os.WriteFile(archive, packed, 0o644); err != nil {
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
	names := append(s.hashed(), append(stable, extensionManifest)...)
	slices.Sort(names)
	for _, name := range names {
		if err := s.assets[name].packInto(w, name); err != nil {
			return nil, fmt.Errorf("packing %s: %w", name, err)
		}
	}
	err := w.Close() // writes the list of what is in it
	return b.Bytes(), err
}

// packInto adds an asset to a zip. A file in gzip's form holds what a zip has: the
// build has made the program's smaller than a zip's writer would.
func (a *asset) packInto(w *zip.Writer, name string) error {
	const head, tail = 10, 8 // bytes that gzip has around it where it names no file
	data, gz := a.encodings["identity"], a.encodings["gzip"]
	if len(gz) < head+tail || gz[0] != 0x1f || gz[1] != 0x8b || gz[3] != 0 {
		return errors.New("it has no form in gzip that names no file")
	}
	to, err := w.CreateRaw(&zip.FileHeader{
		Name: name, Method: zip.Deflate, CRC32: binary.LittleEndian.Uint32(gz[len(gz)-tail:]),
		UncompressedSize64: uint64(len(data)), CompressedSize64: uint64(len(gz) - head - tail),
	})
	if err == nil {
		_, err = to.Write(gz[head : len(gz)-tail])
	}
	return err
}
