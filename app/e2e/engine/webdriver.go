package engine

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// A webdriver is the only tab of a session of WebDriver, whose browser ends
// with it.
type webdriver struct {
	base string // the session's address
}

// A webdriverServer starts sessions with the capabilities.
type webdriverServer struct {
	base         string
	capabilities object
}

// open starts a browser with a profile of its own. A window's frame differs
// from desktop to desktop: what the page lacks in size is added once.
func (s *webdriverServer) open(width, height int) (driver, error) {
	var session struct{ SessionID string }
	if err := send("POST", s.base+"/session", object{"capabilities": object{"alwaysMatch": s.capabilities}}, &session); err != nil {
		return nil, err
	}
	w := &webdriver{base: s.base + "/session/" + session.SessionID}
	if err := w.resize(width, height); err != nil {
		return nil, errors.Join(err, w.close())
	}
	return w, nil
}

func (w *webdriver) resize(width, height int) error {
	asked := [2]int{width, height}
	for range 2 {
		if err := send("POST", w.base+"/window/rect", object{"x": 0, "y": 0, "width": asked[0], "height": asked[1]}, nil); err != nil {
			return err
		}
		text, err := w.evaluate(`(async () => JSON.stringify([innerWidth, innerHeight]))()`)
		if err != nil {
			return err
		}
		var got [2]int
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			return err
		}
		asked = [2]int{max(asked[0]+width-got[0], width), max(asked[1]+height-got[1], height)}
	}
	return nil
}

func (w *webdriver) visit(url string) error {
	return send("POST", w.base+"/url", object{"url": url}, nil)
}

func (w *webdriver) evaluate(expression string) (string, error) {
	script := "const done = arguments[arguments.length - 1]; Promise.resolve(" + expression + ").then((v) => done([v, null]), (e) => done([null, String(e)]))"
	var reply [2]*string
	if err := send("POST", w.base+"/execute/async", object{"script": script, "args": []any{}}, &reply); err != nil {
		return "", err
	}
	if reply[1] != nil {
		return "", fmt.Errorf("%s", *reply[1])
	}
	return *reply[0], nil
}

func (w *webdriver) act(actions []object) error {
	return send("POST", w.base+"/actions", object{"actions": actions}, nil)
}

func (w *webdriver) choose(selector, path string) error {
	var element map[string]string
	if err := send("POST", w.base+"/element", object{"using": "css selector", "value": selector}, &element); err != nil {
		return err
	}
	for _, id := range element {
		return send("POST", w.base+"/element/"+id+"/value", object{"text": path}, nil)
	}
	return fmt.Errorf("%s: there is none", selector)
}

// problems of the console are not told by WebDriver.
func (w *webdriver) problems() []string { return nil }

func (w *webdriver) close() error { return send("DELETE", w.base, nil, nil) }

func send(method, address string, body, result any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequest(method, address, bytes.NewReader(text))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	var reply struct{ Value json.RawMessage }
	if err := json.NewDecoder(resp.Body).Decode(&reply); err != nil {
		return fmt.Errorf("%s: %s: %w", address, resp.Status, err)
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", address, reply.Value)
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(reply.Value, result)
}
