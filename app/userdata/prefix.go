package userdata

import "math/bits"

// commonPrefix returns how many bytes are equal at the beginning of both.
//
// The runtime's comparison goes byte by byte in WebAssembly, so this one reads
// words: the compiler makes one load of the eight bytes of word and wordOf.
func commonPrefix(s string, b []byte) int {
	n := min(len(s), len(b))
	i := 0
	for ; n-i >= 64; i += 64 {
		s, b := s[i:i+64], b[i:i+64] // whose length is known, so that nothing is checked below
		x := wordOf(s, 0) ^ word(b, 0)
		x |= wordOf(s, 8) ^ word(b, 8)
		x |= wordOf(s, 16) ^ word(b, 16)
		x |= wordOf(s, 24) ^ word(b, 24)
		x |= wordOf(s, 32) ^ word(b, 32)
		x |= wordOf(s, 40) ^ word(b, 40)
		x |= wordOf(s, 48) ^ word(b, 48)
		x |= wordOf(s, 56) ^ word(b, 56)
		if x != 0 {
			break
		}
	}
	for ; n-i >= 8; i += 8 {
		if x := wordOf(s, i) ^ word(b, i); x != 0 {
			return i + bits.TrailingZeros64(x)/8
		}
	}
	for i < n && s[i] == b[i] {
		i++
	}
	return i
}

func word(b []byte, i int) uint64 {
	b = b[i : i+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

func wordOf(s string, i int) uint64 {
	s = s[i : i+8]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}
