package capture

// Stride is after how many bytes of work a scanner rests, a power of two.
const Stride = 1 << 15

// A Pace lets others have their turn while bytes are looked at, be they of many
// values or of a single one. The nil pace never rests.
type Pace struct {
	Rest func()
	done int // bytes since the last rest
}

// restful is how many bytes are looked at between two rests: asking for the time
// takes as long as looking at a hundred.
const restful = 4 * Stride

// Spend says that n bytes were looked at.
func (p *Pace) Spend(n int) {
	if p == nil {
		return
	}
	if p.done += n; p.done >= restful {
		p.turn()
	}
}

// Due says that the text is looked at from i on, which is size bytes long, and
// returns how far.
func (p *Pace) Due(i, size int) int {
	n := min(Stride, size-i)
	p.Spend(n)
	return i + n
}

func (p *Pace) turn() {
	p.done = 0
	if p.Rest != nil {
		p.Rest()
	}
}
