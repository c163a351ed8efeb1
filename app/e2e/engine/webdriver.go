package engine

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"testing"
)

// A webdriver is the only tab of a session of WebDriver, whose browser ends
// with it.
type webdriver struct {
	base string // the session's address
}

// A webdriverServer starts sessions with the capabilities.
type webdriverServer struct {
	t            *testing.T
	base         string
	capabilities object
}

// start starts WebKitWebDriver, which ends with the test.
func (s *webdriverServer) start() {
	port := freePort(s.t)
	cmd := exec.Command("xvfb-run", "-a", "-s", "-screen 0 1600x1200x24", "WebKitWebDriver", fmt.Sprint("--port=", port))
	// Its sandbox wants rights that containers do not have; it opens pages of ours.
	cmd.Env = append(os.Environ(), "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1", "HOME="+s.t.TempDir())
	launch(s.t, cmd)
	s.base = fmt.Sprintf("http://localhost:%d", port)
	wait(s.t, "WebKitWebDriver to answer", func() error { return send("GET", s.base+"/status", object{}, nil) })
}

// open starts a browser with a profile of its own. A window's frame differs
// from desktop to desktop: what the page lacks in size is added once.
func (s *webdriverServer) open(width, height int) (driver, error) {
	var session struct{ SessionID string }
	begin := func() error {
		return send("POST", s.base+"/session", object{"capabilities": object{"alwaysMatch": s.capabilities}}, &session)
	}
	err := begin()
	if err != nil {
		// Once in hundreds of starts the browser ends before the driver has heard of
		// it, and the driver waits for it for ever.
		s.start()
		err = begin()
	}
	if err != nil {
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

var client = http.Client{Timeout: patience}

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
	resp, err := client.Do(req)
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
