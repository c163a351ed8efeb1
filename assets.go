package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// A site is the page with all its parts, ready to be served or written. Every
// part but index.html, boot.js and worker.js has a name that changes with its
// content, so caches may keep it for ever; the page and the worker name all
// others. The zero site is empty.
type site struct {
	assets map[string]*asset // by path without the leading slash
}

// An asset is one file in the encodings that it is available in.
type asset struct {
	mediaType string
	hashed    bool              // the name changes with the content
	digest    string            // of the content
	encodings map[string][]byte // by content coding, or packed; "identity" is always there
}

// A page is what makes one index.html differ from another.
type page struct {
	api       string // content of <meta name="keytrail-api">: origin, simulator or a URL
	simulator string // content of <meta name="keytrail-simulator">, as a query
	policy    string // Content-Security-Policy, for servers that send none
	packed    bool   // have the page unpack the program where the server does not compress
	extension bool   // be the panel of an extension, with the files that it has beside
}

// stable are the names that never change. The page asks for boot.js as it was
// when the page was written, in the query: a page that some cache has kept too
// long still finds a script that can tell.
var stable = []string{"boot.js", "index.html", "worker.js"}

// unpacker is what boot.js and worker.js end with in a site that holds the program
// packed.
const unpacker = "unpack.js"

var mediaTypes = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
}

// newSite reads web/ and gives every part its name. The manifest and the page
// come after what they refer to, the worker comes last.
func newSite(web fs.FS, p page) (*site, error) {
	s := &site{assets: map[string]*asset{}}
	names := map[string]string{} // plain name, quoted, to the name with the hash, quoted
	css, err := bundle(web)
	if err != nil {
		return nil, err
	}
	s.addHashed(names, "app.css", css)
	files, err := fs.ReadDir(web, ".")
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if f.IsDir() || slices.Contains(append(stable, "manifest.webmanifest", unpacker), f.Name()) || mediaTypes[path.Ext(f.Name())] == "" {
			continue
		}
		data, err := fs.ReadFile(web, f.Name())
		if err != nil {
			return nil, err
		}
		a := s.addHashed(names, f.Name(), data)
		if a.mediaType == mediaTypes[".wasm"] {
			if err := a.precompressed(web, f.Name()); err != nil {
				return nil, err
			}
		}
	}
	program := s.assets[strings.Trim(names[`"app.wasm"`], `"`)]
	if program == nil || names[`"wasm_exec.js"`] == "" {
		return nil, errors.New("the program for the browser has not been built into this server: run make build")
	}
	manifest, err := rewritten(web, "manifest.webmanifest", names)
	if err != nil {
		return nil, err
	}
	s.addHashed(names, "manifest.webmanifest", manifest)
	if p.extension {
		if err := s.addExtension(web, names); err != nil {
			return nil, err
		}
	}
	p.packed = p.packed && program.encodings[packed] != nil
	if err := s.addBoot(web, names, p); err != nil {
		return nil, err
	}
	return s, s.addPage(web, names, p, program)
}

// script reads a script, with what unpacks the program behind it where the page
// needs that.
func script(web fs.FS, name string, p page) ([]byte, error) {
	code, err := fs.ReadFile(web, name)
	if err != nil || !p.packed {
		return code, err
	}
	unpack, err := fs.ReadFile(web, unpacker)
	return slices.Concat(code, unpack), err
}

// addBoot adds the script that starts the program, and tells it which parts
// belong together.
func (s *site) addBoot(web fs.FS, names map[string]string, p page) error {
	code, err := script(web, "boot.js", p)
	if err != nil {
		return err
	}
	parts := digest([]byte(strings.Join(s.hashed(), " ")), code)
	text, err := replaced("boot.js", string(code), `const PARTS = "";`, `const PARTS = "`+parts+`";`)
	s.assets["boot.js"] = newAsset("boot.js", []byte(text))
	names[`"boot.js"`] = `"boot.js?` + parts + `"`
	return err
}

// hashed lists the names that change with the content.
func (s *site) hashed() (names []string) {
	for name, a := range s.assets {
		if a.hashed {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// bundle joins the style sheets: the three layers first, then the components.
func bundle(web fs.FS) ([]byte, error) {
	files, err := fs.Glob(web, "css/*.css")
	if err != nil {
		return nil, err
	}
	layers := []string{"css/tokens.css", "css/base.css", "css/layout.css"}
	order := func(name string) int {
		if i := slices.Index(layers, name); i >= 0 {
			return i
		}
		return len(layers)
	}
	slices.SortStableFunc(files, func(a, b string) int { return order(a) - order(b) })
	var css bytes.Buffer
	for _, name := range files {
		data, err := fs.ReadFile(web, name)
		if err != nil {
			return nil, err
		}
		css.Write(data)
		css.WriteByte('\n')
	}
	return css.Bytes(), nil
}

// rewritten reads a text in which other parts are named in double quotes and
// puts the names with hashes there.
func rewritten(web fs.FS, name string, names map[string]string) ([]byte, error) {
	data, err := fs.ReadFile(web, name)
	if err != nil {
		return nil, err
	}
	var pairs []string
	for plain, hashed := range names {
		pairs = append(pairs, plain, hashed)
	}
	return []byte(strings.NewReplacer(pairs...).Replace(string(data))), nil
}

// addPage adds index.html and worker.js. The version is a digest of both, and
// so of everything, since the page names every other part by its content.
func (s *site) addPage(web fs.FS, names map[string]string, p page, program *asset) error {
	index, err := rewritten(web, "index.html", names)
	if err != nil {
		return err
	}
	worker, err := script(web, "worker.js", p)
	if err != nil {
		return err
	}
	boot := strings.Trim(names[`"boot.js"`], `"`)
	files, scripts := append(s.hashed(), boot), ""
	if p.extension {
		files = append(files, extensionManifest)
		scripts = "<script src=" + names[`"panel.js"`] + " defer></script>\n"
	}
	list, err := json.Marshal(files)
	if err != nil {
		return err
	}
	form := ""
	if p.packed {
		form = strings.Trim(names[`"app.wasm"`], `"`) + extensions[packed]
	}
	_, parts, _ := strings.Cut(boot, "?")
	csp := ""
	if p.policy != "" {
		csp = "\n" + `<meta http-equiv="Content-Security-Policy" content="` + html.EscapeString(p.policy) + `">`
	}
	text, err := replaced("index.html", string(index),
		`<meta charset="utf-8">`, `<meta charset="utf-8">`+csp,
		`data-bytes="0"`, `data-bytes="`+strconv.Itoa(len(program.encodings["identity"]))+`"`,
		`data-packed=""`, `data-packed="`+form+`"`,
		"</head>", scripts+"</head>",
		`data-parts=""`, `data-parts="`+parts+`"`,
		`name="keytrail-api" content="origin"`, `name="keytrail-api" content="`+html.EscapeString(p.api)+`"`,
		`name="keytrail-simulator" content=""`, `name="keytrail-simulator" content="`+html.EscapeString(p.simulator)+`"`)
	if err != nil {
		return err
	}
	code, err := replaced("worker.js", string(worker), "const FILES = [];", "const FILES = "+string(list)+";", `const PACKED = "";`, `const PACKED = "`+form+`";`)
	if err != nil {
		return err
	}
	version := digest([]byte(text), []byte(code))
	if text, err = replaced("index.html", text, `name="keytrail-version" content=""`, `name="keytrail-version" content="`+version+`"`); err != nil {
		return err
	}
	if code, err = replaced("worker.js", code, `const VERSION = "";`, `const VERSION = "`+version+`";`); err != nil {
		return err
	}
	s.assets["index.html"] = newAsset("index.html", []byte(text))
	s.assets[""] = s.assets["index.html"]
	s.assets["worker.js"] = newAsset("worker.js", []byte(code))
	return nil
}

// replaced puts the second of each pair in the place of the first, which stands
// there once.
func replaced(file, text string, pairs ...string) (string, error) {
	for pair := range slices.Chunk(pairs, 2) {
		if n := strings.Count(text, pair[0]); n != 1 {
			return "", fmt.Errorf("%s: %s stands there %d times, not once", file, pair[0], n)
		}
		text = strings.Replace(text, pair[0], pair[1], 1)
	}
	return text, nil
}

// addHashed adds the content under its plain name, for people and their tools,
// and under the name with the hash, for the page.
func (s *site) addHashed(names map[string]string, name string, data []byte) *asset {
	plain := newAsset(name, data)
	hashed := *plain
	hashed.hashed = true
	ext := path.Ext(name)
	full := strings.TrimSuffix(name, ext) + "." + plain.digest + ext
	s.assets[name], s.assets[full] = plain, &hashed
	names[`"`+name+`"`] = `"` + full + `"`
	return &hashed
}

func newAsset(name string, data []byte) *asset {
	a := &asset{mediaType: mediaTypes[path.Ext(name)], digest: digest(data), encodings: map[string][]byte{"identity": data}}
	if strings.HasSuffix(name, ".wasm") || strings.HasSuffix(name, ".png") {
		return a
	}
	var b bytes.Buffer
	// Writing to memory at a level that exists cannot fail.
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = w.Write(data)
	_ = w.Close()
	a.encodings["gzip"] = b.Bytes()
	return a
}

// precompressed adds what the build has compressed. The map is shared between
// the plain and the hashed name.
func (a *asset) precompressed(web fs.FS, name string) error {
	for coding, ext := range extensions {
		data, err := fs.ReadFile(web, name+ext)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		a.encodings[coding] = data
	}
	return nil
}

// packed is the form that the page unpacks by itself, which no browser asks for.
const packed = "lzma"

var extensions = map[string]string{"br": ".br", "gzip": ".gz", packed: ".lzma"}

func digest(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}
