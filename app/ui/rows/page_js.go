package rows

import "syscall/js"

// A page is where one list stands in the browser.
type page struct {
	words words
	here  js.Value // what rows.js made for the list
	room  js.Value // for steps and texts, in the browser
	size  int
}

func (p *page) there() bool {
	if p.here.IsUndefined() {
		if make := js.Global().Get("keytrailRows"); make.Truthy() {
			p.here = make.Invoke()
		}
	}
	return p.here.Truthy()
}

// carryOut has the browser do what was written down. It reports false, with
// nothing done, where the element is another one than before, or none.
func (p *page) carryOut(s *script) bool {
	for _, w := range p.words.fresh {
		p.here.Get("words").Call("push", w)
	}
	p.words.fresh = nil
	steps := len(s.steps)
	all := append(s.steps, s.texts...)
	if p.size < len(all) {
		p.size = 2 * len(all)
		p.room = p.here.Call("make", p.size)
	}
	js.CopyBytesToJS(p.room, all)
	return p.here.Call("draw", steps, len(all)).Bool()
}
