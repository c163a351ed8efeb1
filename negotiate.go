package main

import (
	"net/http"
	"strconv"
	"strings"
)

// ServeHTTP answers GET and HEAD in the encoding that the client likes best.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := s.assets[strings.TrimPrefix(r.URL.Path, "/")]
	if a == nil {
		http.Error(w, "there is nothing at this address", http.StatusNotFound)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "this can only be read", http.StatusMethodNotAllowed)
		return
	}
	h := w.Header()
	h.Set("Vary", "Accept-Encoding")
	coding := negotiate(r.Header.Values("Accept-Encoding"), a.encodings)
	if coding == "" {
		http.Error(w, "the file cannot be had in an encoding that the request accepts", http.StatusNotAcceptable)
		return
	}
	tag := `"` + a.digest + "-" + coding + `"`
	h.Set("ETag", tag)
	h.Set("Cache-Control", "no-cache")
	if a.hashed {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if matches(r.Header.Values("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", a.mediaType)
	if coding != "identity" {
		h.Set("Content-Encoding", coding)
	}
	h.Set("Content-Length", strconv.Itoa(len(a.encodings[coding])))
	// The only error left is a client that has gone.
	_, _ = w.Write(a.encodings[coding])
}

// negotiate picks a content coding by Accept-Encoding (RFC 9110, section
// 12.5.3): the highest weight wins, then the smaller file. It returns "" when
// the client refuses everything there is.
func negotiate(accept []string, encodings map[string][]byte) string {
	weights := map[string]float64{}
	for _, line := range accept {
		for item := range strings.SplitSeq(line, ",") {
			coding, weight := parseWeight(item)
			if coding != "" {
				weights[coding] = weight
			}
		}
	}
	best, bestWeight := "", 0.0
	for _, coding := range []string{"br", "gzip", "identity"} {
		if _, there := encodings[coding]; !there {
			continue
		}
		if w := weightOf(coding, weights); w > bestWeight {
			best, bestWeight = coding, w
		}
	}
	return best
}

// weightOf gives identity, when nobody speaks of it, the smallest weight there
// is: it is acceptable, and anything that was asked for is better.
func weightOf(coding string, weights map[string]float64) float64 {
	if w, ok := weights[coding]; ok {
		return w
	}
	if w, ok := weights["*"]; ok {
		return w
	}
	if coding == "identity" {
		return 0.0001
	}
	return 0
}

// parseWeight reads "br;q=0.8". A weight that is not a number counts as 0: what
// cannot be understood is not sent.
func parseWeight(item string) (coding string, weight float64) {
	coding, parameters, _ := strings.Cut(item, ";")
	coding = strings.ToLower(strings.TrimSpace(coding))
	if coding == "x-gzip" {
		coding = "gzip"
	}
	weight = 1
	for parameter := range strings.SplitSeq(parameters, ";") {
		key, value, _ := strings.Cut(parameter, "=")
		if strings.EqualFold(strings.TrimSpace(key), "q") {
			q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err != nil || !(q >= 0 && q <= 1) {
				q = 0
			}
			weight = q
		}
	}
	return coding, weight
}

// matches reports whether If-None-Match names the tag (RFC 9110, section
// 13.1.2). The comparison is weak.
func matches(header []string, tag string) bool {
	for _, line := range header {
		for candidate := range strings.SplitSeq(line, ",") {
			candidate = strings.TrimPrefix(strings.TrimSpace(candidate), "W/")
			if candidate == tag || candidate == "*" {
				return true
			}
		}
	}
	return false
}
