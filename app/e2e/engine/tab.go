package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
)

// A Tab is a page of an engine. Its methods end the test when they cannot do
// what they say. An error or a refusal of the Content-Security-Policy that the
// page has seen fails the test at its end.
type Tab struct {
	t      *testing.T
	driver driver
}

// Open opens an empty tab of so many CSS pixels with a profile of its own.
func (b *Browser) Open(t *testing.T, width, height int) *Tab {
	t.Helper()
	d, err := b.opener.open(width, height)
	must(t, "open a tab", err)
	tab := &Tab{t, d}
	t.Cleanup(func() {
		for _, problem := range d.problems() {
			t.Errorf("the page is not healthy: %s", problem)
		}
		if t.Failed() {
			text, _ := tab.try(`document.body.innerText`)
			t.Logf("the page at the end of the test: %.2000s", text)
		}
		must(t, "close the tab", d.close())
	})
	return tab
}

// Visit goes to the address and waits until the page answers to input.
func (p *Tab) Visit(url string) {
	p.t.Helper()
	must(p.t, "visit", p.driver.visit(url))
	p.Until(`document.documentElement.dataset.ready === "true"`)
}

// prelude is what expressions may use: one finds an element, named a button that
// can be seen by its name, which leaves out what is hidden from people who listen.
const prelude = `const one = (selector) => document.querySelector(selector);
	const nameOf = (e) => {
		const copy = e.cloneNode(true);
		for (const hidden of copy.querySelectorAll("[aria-hidden]:not([aria-hidden=false])")) hidden.remove();
		return (e.ariaLabel ?? copy.textContent).trim().replace(/\s+/g, " ");
	};
	const named = (name) => [...document.querySelectorAll("button")].find((e) => e.checkVisibility() && nameOf(e) === name);`

// try evaluates an expression and returns its value as JSON.
func (p *Tab) try(expression string) (string, error) {
	return p.driver.evaluate(`(async () => { ` + prelude + ` return JSON.stringify(await (` + expression + `) ?? null); })()`)
}

// Eval evaluates an expression and decodes the value into result, unless that
// is nil.
func (p *Tab) Eval(expression string, result any) {
	p.t.Helper()
	text, err := p.try(expression)
	if err == nil && result != nil {
		err = json.Unmarshal([]byte(text), result)
	}
	must(p.t, expression, err)
}

// Width returns how many CSS pixels wide the page is. A desktop's window may have
// a least width.
func (p *Tab) Width() (width int) {
	p.t.Helper()
	p.Eval(`innerWidth`, &width)
	return width
}

// Until waits for an expression to be true.
func (p *Tab) Until(expression string) {
	p.t.Helper()
	wait(p.t, expression, func() error {
		text, err := p.try("Boolean(await (" + expression + "))")
		if err == nil && text != "true" {
			err = errors.New(text)
		}
		return err
	})
}

// Is requires an expression to come to the value.
func (p *Tab) Is(expression, want string) {
	p.t.Helper()
	wait(p.t, fmt.Sprintf("%s to be %q", expression, want), func() error {
		text, err := p.try(expression)
		var got any
		if err == nil {
			err = json.Unmarshal([]byte(text), &got)
		}
		if err == nil && got != want {
			err = fmt.Errorf("it is %q", got)
		}
		return err
	})
}

const findSpot = `((e) => {
	if (!e) return { cover: "there is none" };
	e.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
	const box = e.getBoundingClientRect();
	const x = box.left + box.width / 2, y = box.top + box.height / 2;
	const hit = document.elementFromPoint(x, y);
	const own = hit && (e.contains(hit) || hit.contains(e) || hit.closest("label")?.contains(e));
	globalThis.arrived = false;
	e.addEventListener("click", () => { globalThis.arrived = true; }, { capture: true, once: true });
	return { x, y, cover: own && box.width > 0 ? "" : (hit ? hit.outerHTML.slice(0, 200) : "nothing") };
})`

// Click clicks the middle of the element that the expression names, once a
// person could, and again where it has moved away just then.
func (p *Tab) Click(element string) {
	p.t.Helper()
	wait(p.t, "a click to arrive at "+element, func() error {
		text, err := p.try(findSpot + "(" + element + ")")
		var spot struct {
			X, Y  float64
			Cover string
		}
		if err == nil {
			err = json.Unmarshal([]byte(text), &spot)
		}
		if err != nil || spot.Cover != "" {
			return errors.Join(err, errors.New(spot.Cover))
		}
		must(p.t, "click", p.driver.act(point(spot.X, spot.Y)))
		text, err = p.try(`globalThis.arrived || !(` + element + `)?.isConnected`)
		if err == nil && text != "true" {
			err = errors.New("it moved away each time")
		}
		return err
	})
}

// Type types on the keyboard; Enter, Control and Escape stand for these keys.
func (p *Tab) Type(text string) {
	p.t.Helper()
	must(p.t, "type", p.driver.act(typing(text)))
}

// Fill clicks the field and types the text.
func (p *Tab) Fill(element, text string) {
	p.t.Helper()
	p.Click(element)
	p.Type(text)
}

// Choose puts a file into the input, as a person does with the browser's dialog.
func (p *Tab) Choose(selector, path string) {
	p.t.Helper()
	must(p.t, "choose "+path, p.driver.choose(selector, path))
}

// Reload loads the page anew and waits until it answers to input.
func (p *Tab) Reload() {
	p.t.Helper()
	p.Eval(`void (document.documentElement.dataset.ready = "before", setTimeout(() => location.reload()))`, nil)
	p.Until(`document.documentElement.dataset.ready === "true"`)
}
