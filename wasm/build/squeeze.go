package main

import (
	"encoding/binary"
	"hash/crc32"
	"math"
	"math/bits"

	"github.com/andybalholm/brotli/flate"
	"github.com/andybalholm/brotli/matchfinder"
)

const (
	longestMatch = 258
	window       = 32 << 10
	blockSize    = 128 << 10 // has codes of its own
	enoughTries  = 96        // earlier places that are compared with each place
	rounds       = 2
)

// squeeze returns data in gzip's form, smaller than package compress/gzip makes it
// by some 2.5 %: of all ways to write a block as bytes and repetitions it takes the
// cheapest by what each costs in bits, which the way before has told.
func squeeze(data []byte) []byte {
	out := []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255} // no name, no time
	e, s, p := flate.NewEncoder(), newSearch(data), guessed()
	for from := 0; from < max(len(data), 1); from += blockSize { // an empty block, too, has an end
		to := min(from+blockSize, len(data))
		block, found := data[from:to], s.block(from, to)
		var way []matchfinder.Match
		for range rounds {
			way = cheapest(block, found, p)
			p = pricesOf(block, way)
		}
		out = e.Encode(out, block, way, to == len(data))
	}
	out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(data))
	return binary.LittleEndian.AppendUint32(out, uint32(len(data)))
}

// A repetition repeats so many bytes from so far back.
type repetition struct{ length, back int }

// A search finds repetitions. Places with the same four bytes are chained; of those
// with three it is the newest that is cheap enough to be of use.
type search struct {
	data  []byte
	three []int32 // the newest place by hash, -1 for none
	four  []int32
	older []int32 // the one before with the same four bytes, by place
}

func newSearch(data []byte) *search {
	s := &search{data, make([]int32, 1<<16), make([]int32, 1<<16), make([]int32, len(data))}
	for i := range s.three {
		s.three[i], s.four[i] = -1, -1
	}
	return s
}

// block returns the repetitions at each place of a block, each longer and farther
// back than the one before.
func (s *search) block(from, to int) [][]repetition {
	at := make([][]repetition, to-from)
	var all []repetition
	for i := from; i < to && i+4 <= len(s.data); i++ {
		begin := len(all)
		all = s.at(all, i, min(longestMatch, to-i))
		at[i-from] = all[begin:len(all):len(all)]
	}
	return at
}

func (s *search) at(all []repetition, i, most int) []repetition {
	d, best := s.data, 2
	consider := func(k int) {
		if best >= most || d[k+best] != d[i+best] {
			return
		}
		n := 0
		for n < most && d[k+n] == d[i+n] {
			n++
		}
		if n > best {
			best = n
			all = append(all, repetition{n, i - k})
		}
	}
	next := binary.LittleEndian.Uint32(d[i:])
	three, four := next<<8*0x9e3779b1>>16, next*0x9e3779b1>>16
	if k := int(s.three[three]); k >= 0 && i-k <= window {
		consider(k)
	}
	for k, tries := int(s.four[four]), enoughTries; k >= 0 && i-k <= window && tries > 0 && best < most; k, tries = int(s.older[k]), tries-1 {
		consider(k)
	}
	s.older[i], s.four[four], s.three[three] = s.four[four], int32(i), int32(i)
	return all
}

// prices are what the parts of a block cost, in bits.
type prices struct {
	bytes   [256]float32
	lengths [longestMatch + 1]float32
	backs   [30]float32 // by symbol
}

// guessed are the prices before anything is known.
func guessed() *prices {
	p := new(prices)
	for i := range p.bytes {
		p.bytes[i] = 7
	}
	for n := 3; n <= longestMatch; n++ {
		_, extra := lengthSymbol(n)
		p.lengths[n] = float32(6 + extra)
	}
	for s := range p.backs {
		p.backs[s] = float32(5 + backExtra(s))
	}
	return p
}

// pricesOf returns the prices of the codes that a block has when it is written in
// a given way.
func pricesOf(block []byte, way []matchfinder.Match) *prices {
	var symbols [256 + 29]int // bytes, and behind them lengths
	var backs [30]int
	at := 0
	for _, m := range way {
		for _, b := range block[at : at+m.Unmatched] {
			symbols[b]++
		}
		if at += m.Unmatched + m.Length; m.Length > 0 {
			s, _ := lengthSymbol(m.Length)
			symbols[256+s]++
			backs[backSymbol(m.Distance)]++
		}
	}
	p, cost := new(prices), bitsOf(symbols[:])
	copy(p.bytes[:], cost)
	for n := 3; n <= longestMatch; n++ {
		s, extra := lengthSymbol(n)
		p.lengths[n] = cost[256+s] + float32(extra)
	}
	for s, bits := range bitsOf(backs[:]) {
		p.backs[s] = bits + float32(backExtra(s))
	}
	return p
}

// bitsOf returns how many bits a code has for each symbol, by how often it occurs.
func bitsOf(counts []int) []float32 {
	sum := 1
	for _, n := range counts {
		sum += n
	}
	out := make([]float32, len(counts))
	for i, n := range counts {
		often := math.Max(float64(n), .5)
		out[i] = float32(min(max(math.Log2(float64(sum)/often), 1), 15)) // as long as codes can be
	}
	return out
}

// cheapest returns the way to write a block that costs least.
func cheapest(block []byte, found [][]repetition, p *prices) (way []matchfinder.Match) {
	cost := make([]float32, len(block)+1)
	last := make([]repetition, len(block)+1) // how a place is reached; of length 1 by a byte
	for i := range cost[1:] {
		cost[i+1] = math.MaxFloat32
	}
	for i, b := range block {
		reach := func(n, back int, c float32) {
			if c < cost[i+n] {
				cost[i+n], last[i+n] = c, repetition{n, back}
			}
		}
		reach(1, 0, cost[i]+p.bytes[b])
		n := 3
		for _, r := range found[i] {
			for c := cost[i] + p.backs[backSymbol(r.back)]; n <= r.length; n++ {
				reach(n, r.back, c+p.lengths[n])
			}
		}
	}
	var steps []repetition
	for i := len(block); i > 0; i -= last[i].length {
		steps = append(steps, last[i])
	}
	bytes := 0
	for i := len(steps) - 1; i >= 0; i-- {
		if steps[i].back == 0 {
			bytes++
			continue
		}
		way = append(way, matchfinder.Match{Unmatched: bytes, Length: steps[i].length, Distance: steps[i].back})
		bytes = 0
	}
	if bytes > 0 {
		way = append(way, matchfinder.Match{Unmatched: bytes})
	}
	return way
}

// lengthSymbol returns the symbol of a length (RFC 1951, 3.2.5), from 0, and how
// many bits follow it.
func lengthSymbol(length int) (symbol, extra int) {
	n := length - 3
	switch {
	case length == longestMatch:
		return 28, 0
	case n < 8:
		return n, 0
	}
	top := bits.Len(uint(n)) - 1
	return 4*(top-1) + n>>(top-2)&3, top - 2
}

// backSymbol returns the symbol of a distance, and backExtra how many bits follow it.
func backSymbol(back int) int {
	n := back - 1
	if n < 4 {
		return n
	}
	top := bits.Len(uint(n)) - 1
	return 2*top + n>>(top-1)&1
}

func backExtra(symbol int) int { return max(symbol/2-1, 0) }
