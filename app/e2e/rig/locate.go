package rig

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A Place says how to find an element: by role and accessible name, as
// assistive technology does, or by CSS selector, inside another place or in
// the whole document. It is looked up anew for every use, since the page may
// have drawn itself again.
type Place struct {
	page   *Page
	inside *Place
	role   string
	name   string
	prefix bool   // name need only begin so
	css    string // instead of role and name
}

// By finds the element with the role and exactly the name; "" fits any name.
func (p *Page) By(role, name string) *Place { return &Place{page: p, role: role, name: name} }

// ByPrefix finds the element with the role whose name begins so.
func (p *Page) ByPrefix(role, prefix string) *Place {
	return &Place{page: p, role: role, name: prefix, prefix: true}
}

// CSS finds the first element that the selector selects.
func (p *Page) CSS(selector string) *Place { return &Place{page: p, css: selector} }

// By finds inside the place.
func (l *Place) By(role, name string) *Place {
	return &Place{page: l.page, inside: l, role: role, name: name}
}

// ByPrefix finds the element with the role whose name begins so.
func (l *Place) ByPrefix(role, prefix string) *Place {
	return &Place{page: l.page, inside: l, role: role, name: prefix, prefix: true}
}

// CSS finds inside the place.
func (l *Place) CSS(selector string) *Place {
	return &Place{page: l.page, inside: l, css: selector}
}

func (l *Place) String() string {
	s := fmt.Sprintf("%s %q", l.role, l.name)
	if l.css != "" {
		s = l.css
	}
	if l.inside != nil {
		s += " in " + l.inside.String()
	}
	return s
}

var errNone = errors.New("there is none")

// object returns the element as an object of the page's JavaScript.
func (l *Place) object(ctx context.Context) (runtime.RemoteObjectID, error) {
	scope, err := l.scope(ctx)
	if err != nil {
		return "", err
	}
	if l.css != "" {
		return l.select1(ctx, scope)
	}
	return l.query(ctx, scope)
}

func (l *Place) scope(ctx context.Context) (runtime.RemoteObjectID, error) {
	if l.inside != nil {
		return l.inside.object(ctx)
	}
	result, err := chromedp.Call(ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: "document"})
	if err != nil {
		return "", err
	}
	return result.Result.ObjectID, nil
}

func (l *Place) select1(ctx context.Context, scope runtime.RemoteObjectID) (runtime.RemoteObjectID, error) {
	result, err := invoke(ctx, scope, `function(selector) { return this.querySelector(selector) }`, l.css)
	if err != nil {
		return "", err
	}
	if result.ObjectID == "" {
		return "", errNone
	}
	return result.ObjectID, nil
}

func (l *Place) query(ctx context.Context, scope runtime.RemoteObjectID) (runtime.RemoteObjectID, error) {
	params := accessibility.QueryAXTreeParams{ObjectID: scope, Role: l.role}
	if !l.prefix {
		params.AccessibleName = l.name
	}
	result, err := chromedp.Call(ctx, accessibility.QueryAXTree, params)
	if err != nil {
		return "", err
	}
	for _, node := range result.Nodes {
		if node.Ignored || l.prefix && !strings.HasPrefix(accessibleName(node), l.name) {
			continue
		}
		resolved, err := chromedp.Call(ctx, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: node.BackendDOMNodeID})
		if err != nil {
			return "", err
		}
		return resolved.Object.ObjectID, nil
	}
	return "", errNone
}

func accessibleName(node *accessibility.Node) string {
	var name string
	if node.Name != nil {
		_ = json.Unmarshal(node.Name.Value, &name)
	}
	return name
}

// invoke calls a JavaScript function with the object as this and awaits its value.
func invoke(ctx context.Context, object runtime.RemoteObjectID, function string, args ...any) (*runtime.RemoteObject, error) {
	params := runtime.CallFunctionOnParams{ObjectID: object, FunctionDeclaration: function, AwaitPromise: new(true)}
	for _, arg := range args {
		value, err := json.Marshal(arg)
		if err != nil {
			return nil, err
		}
		params.Arguments = append(params.Arguments, &runtime.CallArgument{Value: value})
	}
	result, err := chromedp.Call(ctx, runtime.CallFunctionOn, params)
	if err != nil {
		return nil, err
	}
	if result.ExceptionDetails != nil {
		return nil, errors.New(describe(result.ExceptionDetails))
	}
	return result.Result, nil
}

// try calls the function on the element as it is now and decodes its value.
func (l *Place) try(result any, function string, args ...any) error {
	ctx, cancel := l.page.within()
	defer cancel()
	object, err := l.object(ctx)
	if err != nil {
		return err
	}
	// A value that is an object arrives as a reference; as text it arrives whole.
	value, err := invoke(ctx, object, `async function(...args) { return JSON.stringify(await (`+function+`).apply(this, args) ?? null) }`, args...)
	if err != nil || result == nil {
		return err
	}
	var text string
	if err := json.Unmarshal(value.Value, &text); err != nil {
		return err
	}
	return json.Unmarshal([]byte(text), result)
}
