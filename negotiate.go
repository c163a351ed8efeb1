package main

import (
	"strconv"
	"strings"
)

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

// parseWeight reads "br;q=0.8". A weight that is no number counts as 0: what
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
