package rig

import (
	"fmt"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Wait waits until the element is there.
func (l *Place) Wait() *Place {
	l.page.T.Helper()
	l.page.Until(l.String(), func() (bool, string) {
		err := l.try(nil, `function() {}`)
		return err == nil, fmt.Sprint(err)
	})
	return l
}

// Exists reports whether the element is there now.
func (l *Place) Exists() bool { return l.try(nil, `function() {}`) == nil }

// Call waits for the element, calls a JavaScript function with it as this and
// decodes the value into result, unless that is nil.
func (l *Place) Call(result any, function string, args ...any) {
	l.page.T.Helper()
	l.Wait()
	l.page.must(l.String(), l.try(result, function, args...))
}

// Text returns the element's text content.
func (l *Place) Text() string {
	l.page.T.Helper()
	var text string
	l.Call(&text, `function() { return this.textContent }`)
	return text
}

// Value returns the value of a form field.
func (l *Place) Value() string {
	l.page.T.Helper()
	var value string
	l.Call(&value, `function() { return this.value }`)
	return value
}

// Attr returns the attribute, "" when it is missing.
func (l *Place) Attr(name string) string {
	l.page.T.Helper()
	var value string
	l.Call(&value, `function(name) { return this.getAttribute(name) ?? "" }`, name)
	return value
}

// UntilAttr waits until the attribute has one of the values.
func (l *Place) UntilAttr(name string, values ...string) {
	l.page.T.Helper()
	l.UntilAttrWithin(patience, name, values...)
}

// UntilAttrWithin is UntilAttr for what is promised within a time.
func (l *Place) UntilAttrWithin(limit time.Duration, name string, values ...string) {
	l.page.T.Helper()
	l.page.UntilWithin(limit, fmt.Sprintf("%s of %s to be one of %q", name, l, values), func() (bool, string) {
		var value string
		err := l.try(&value, `function(name) { return this.getAttribute(name) }`, name)
		for _, want := range values {
			if err == nil && value == want {
				return true, ""
			}
		}
		return false, fmt.Sprintf("%q %v", value, err)
	})
}

// UntilText waits until the element's text contains the part.
func (l *Place) UntilText(part string) {
	l.page.T.Helper()
	l.page.Until(fmt.Sprintf("%q in %s", part, l), func() (bool, string) {
		var found []any
		err := l.try(&found, `function(part) { return [this.textContent.includes(part), this.textContent.slice(0, 400)] }`, part)
		return err == nil && found[0] == true, fmt.Sprint(found, err)
	})
}

// spot is where a pointer can hit an element, and what it would hit instead:
// something that covers it, or an element that is disabled.
type spot struct {
	X, Y  float64
	Cover string
}

const findSpot = `function() {
	window.clickArrived = false;
	this.addEventListener("click", () => window.clickArrived = true, { capture: true, once: true });
	this.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
	const box = this.getBoundingClientRect();
	const x = box.left + box.width / 2, y = box.top + box.height / 2;
	const hit = document.elementFromPoint(x, y);
	if (this.matches(":disabled")) return { X: x, Y: y, Cover: "disabled" };
	const own = hit && (this.contains(hit) || hit.contains(this) || hit.closest("label")?.contains(this));
	return { X: x, Y: y, Cover: own && box.width > 0 ? "" : (hit ? hit.outerHTML.slice(0, 200) : "nothing") };
}`

// Click clicks the middle of the element with the mouse, once a person could.
// Where the element moves away just then, it does as a person does, and clicks
// again.
func (l *Place) Click() {
	l.page.T.Helper()
	var s spot
	l.page.Until("a click to arrive at "+l.String(), func() (bool, string) {
		if err := l.try(&s, findSpot); err != nil || s.Cover != "" {
			return false, fmt.Sprint(s.Cover, err)
		}
		l.page.Do("click "+l.String(), chromedp.MouseClickXY(s.X, s.Y))
		var missed bool
		err := l.page.eval("window.clickArrived === false", &missed)
		return err != nil || !missed || !l.Exists(), "it moved away each time"
	})
}

// Activate activates the element as assistive technology does, without a pointer,
// once it is enabled.
func (l *Place) Activate() {
	l.page.T.Helper()
	l.page.Until(l.String()+" to be enabled", func() (bool, string) {
		var enabled bool
		err := l.try(&enabled, `function() {
			if (this.disabled) return false;
			this.click();
			return true;
		}`)
		return enabled, fmt.Sprint("it is disabled ", err)
	})
}

// Type clicks the field and types the text key by key.
func (l *Place) Type(text string) {
	l.page.T.Helper()
	l.Click()
	l.page.Keys(text)
}

// Keys types on the keyboard; package kb of chromedp names the special keys.
func (p *Page) Keys(text string) {
	p.T.Helper()
	p.Do("type", chromedp.KeyEvent(text))
}

// Press types one key while modifiers are held.
func (p *Page) Press(key string, modifiers ...chromedp.Modifier) {
	p.T.Helper()
	p.Do("press", chromedp.KeyEvent(key, chromedp.KeyModifiers(modifiers...)))
}

// Enter presses Enter as a keyboard does: its character follows unless the page
// has answered the key, which Keys does not care about.
func (p *Page) Enter() {
	p.T.Helper()
	p.Do("press Enter", chromedp.KeyEvent(kb.Enter, func(k *input.DispatchKeyEventParams) {
		if k.Type == input.DispatchKeyEventTypeKeyDown {
			k.Type = input.DispatchKeyEventTypeRawKeyDown
		}
	}))
}

// Paste puts the text into the field at once, as pasting does.
func (l *Place) Paste(text string) {
	l.page.T.Helper()
	l.Click()
	l.Call(nil, `function(text) { this.setRangeText(text); this.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" })) }`, text)
}

// Choose chooses the option of a select element that has the label.
func (l *Place) Choose(label string) {
	l.page.T.Helper()
	var ok bool
	l.Call(&ok, `function(label) {
		const option = [...this.options].find(o => o.label.trim() === label);
		if (!option) return false;
		this.focus();
		this.value = option.value;
		this.dispatchEvent(new Event("input", { bubbles: true }));
		this.dispatchEvent(new Event("change", { bubbles: true }));
		return true;
	}`, label)
	if !ok {
		l.page.T.Fatalf("%s has no option %q", l, label)
	}
}

// TabTo presses the Tab key until a JavaScript expression about the focused
// element is true.
func (p *Page) TabTo(what, expression string) {
	p.T.Helper()
	p.Until("the Tab key to reach "+what, func() (bool, string) {
		p.Keys(kb.Tab)
		var there bool
		var at string
		p.Eval("Boolean("+expression+")", &there)
		p.Eval(`document.activeElement.outerHTML.slice(0, 120)`, &at)
		return there, at
	})
}

// Drag pulls what the selector names with the mouse, by CSS pixels.
func (p *Page) Drag(selector string, by, down float64) {
	p.T.Helper()
	var at [2]float64
	p.Eval(fmt.Sprintf(`(() => { const b = document.querySelector(%q).getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2] })()`, selector), &at)
	p.Do("drag "+selector,
		chromedp.MouseEvent("mousePressed", at[0], at[1], chromedp.ButtonLeft, chromedp.ClickCount(1)),
		chromedp.MouseEvent("mouseMoved", at[0]+by/2, at[1]+down/2, chromedp.ButtonLeft),
		chromedp.MouseEvent("mouseMoved", at[0]+by, at[1]+down, chromedp.ButtonLeft),
		chromedp.MouseEvent("mouseReleased", at[0]+by, at[1]+down, chromedp.ButtonLeft, chromedp.ClickCount(1)))
}
