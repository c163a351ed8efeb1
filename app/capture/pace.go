package capture

import "unsafe"

// pause is after how many bytes of work a scanner rests, a power of two.
const pause = 1 << 15

// A pace lets others have their turn while bytes are looked at, be they of many
// values or of a single one. The nil pace never rests.
type pace struct {
	rest func()
	done int // bytes since the last rest
}

// spend says that n bytes were looked at.
func (p *pace) spend(n int) {
	if p == nil {
		return
	}
	if p.done += n; p.done >= pause {
		p.turn()
	}
}

func (p *pace) turn() {
	p.done = 0
	if p.rest != nil {
		p.rest()
	}
}

// viewed is text without a copy of it, for as long as nobody changes it.
func viewed(text []byte) string { return unsafe.String(unsafe.SliceData(text), len(text)) }
