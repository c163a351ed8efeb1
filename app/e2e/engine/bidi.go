package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"sync"
)

// A bidi is a tab of a browser that speaks WebDriver BiDi.
type bidi struct {
	session *bidiSession
	user    string // the profile of its own
	context string // the tab
}

// A bidiSession is the connection that all tabs of a browser share.
type bidiSession struct {
	socket *socket

	mu       sync.Mutex
	last     int
	waiting  map[int]chan bidiReply
	problems map[string][]string // by tab
	ended    error
}

type bidiReply struct {
	ID      int             `json:"id"`
	Type    string          `json:"type"` // success, error, event
	Result  json.RawMessage `json:"result"`
	Error   string          `json:"error"`
	Message string          `json:"message"`
	Method  string          `json:"method"`
	Params  struct {
		Level, Text string
		Source      struct{ Context string }
	} `json:"params"`
}

type object = map[string]any

func connect(address string) (*bidiSession, error) {
	socket, err := dial(address)
	if err != nil {
		return nil, err
	}
	s := &bidiSession{socket: socket, waiting: map[int]chan bidiReply{}, problems: map[string][]string{}}
	go s.listen()
	if err := s.call("session.new", object{"capabilities": object{}}, nil); err != nil {
		return nil, err
	}
	return s, s.call("session.subscribe", object{"events": []string{"log.entryAdded"}}, nil)
}

// listen hands replies to those who wait until the connection ends.
func (s *bidiSession) listen() {
	for {
		text, err := s.socket.read()
		var reply bidiReply
		if err == nil {
			err = json.Unmarshal(text, &reply)
		}
		s.mu.Lock()
		if err != nil {
			s.ended = err
			for _, waiting := range s.waiting {
				close(waiting)
			}
			s.mu.Unlock()
			return
		}
		if waiting := s.waiting[reply.ID]; reply.Type != "event" && waiting != nil {
			waiting <- reply
			delete(s.waiting, reply.ID)
		}
		if reply.Method == "log.entryAdded" && reply.Params.Level == "error" {
			tab := reply.Params.Source.Context
			s.problems[tab] = append(s.problems[tab], reply.Params.Text)
		}
		s.mu.Unlock()
	}
}

func (s *bidiSession) call(method string, params object, result any) error {
	waiting := make(chan bidiReply, 1)
	s.mu.Lock()
	if s.ended != nil {
		s.mu.Unlock()
		return s.ended
	}
	s.last++
	id := s.last
	s.waiting[id] = waiting
	s.mu.Unlock()
	text, err := json.Marshal(object{"id": id, "method": method, "params": params})
	if err == nil {
		err = s.socket.write(opText, text)
	}
	if err != nil {
		return err
	}
	reply, ok := <-waiting
	switch {
	case !ok:
		return errors.New("the browser has ended")
	case reply.Type == "error":
		return fmt.Errorf("%s: %s: %s", method, reply.Error, reply.Message)
	case result == nil:
		return nil
	}
	return json.Unmarshal(reply.Result, result)
}

// open opens a tab of that size with a profile of its own.
func (s *bidiSession) open(width, height int) (driver, error) {
	b := &bidi{session: s}
	var user struct{ UserContext string }
	if err := s.call("browser.createUserContext", object{}, &user); err != nil {
		return nil, err
	}
	b.user = user.UserContext
	var tab struct{ Context string }
	if err := s.call("browsingContext.create", object{"type": "tab", "userContext": b.user}, &tab); err != nil {
		return nil, err
	}
	b.context = tab.Context
	return b, s.call("browsingContext.setViewport", object{"context": b.context, "viewport": object{"width": width, "height": height}}, nil)
}

func (b *bidi) visit(url string) error {
	return b.session.call("browsingContext.navigate", object{"context": b.context, "url": url, "wait": "interactive"}, nil)
}

func (b *bidi) evaluate(expression string) (string, error) {
	var reply struct {
		Result           struct{ Value string }
		ExceptionDetails struct{ Text string }
	}
	err := b.script(expression, &reply)
	if err == nil && reply.ExceptionDetails.Text != "" {
		err = errors.New(reply.ExceptionDetails.Text)
	}
	return reply.Result.Value, err
}

func (b *bidi) script(expression string, reply any) error {
	return b.session.call("script.evaluate", object{"expression": expression, "target": object{"context": b.context}, "awaitPromise": true}, reply)
}

func (b *bidi) act(actions []object) error {
	return b.session.call("input.performActions", object{"context": b.context, "actions": actions}, nil)
}

func (b *bidi) choose(selector, path string) error {
	var reply struct{ Result struct{ SharedID string } }
	if err := b.script(fmt.Sprintf("document.querySelector(%q)", selector), &reply); err != nil {
		return err
	}
	return b.session.call("input.setFiles", object{"context": b.context, "element": object{"sharedId": reply.Result.SharedID}, "files": []string{path}}, nil)
}

func (b *bidi) problems() []string {
	b.session.mu.Lock()
	defer b.session.mu.Unlock()
	return b.session.problems[b.context]
}

func (b *bidi) close() error {
	return b.session.call("browser.removeUserContext", object{"userContext": b.user}, nil)
}

// point is a click in the window, typing one on the keyboard. Both protocols
// write them alike.
func point(x, y float64) []object {
	return []object{{"type": "pointer", "id": "mouse", "actions": []object{
		{"type": "pointerMove", "x": int(math.Round(x)), "y": int(math.Round(y))},
		{"type": "pointerDown", "button": 0},
		{"type": "pointerUp", "button": 0},
	}}}
}

func typing(text string) []object {
	var keys, held []object
	for _, r := range text {
		keys = append(keys, object{"type": "keyDown", "value": string(r)})
		up := object{"type": "keyUp", "value": string(r)}
		if r == Control {
			held = append(held, up)
			continue
		}
		keys = append(keys, up)
	}
	return []object{{"type": "key", "id": "keyboard", "actions": append(keys, held...)}}
}

// Keys that are no characters, as WebDriver spells them. Control is held until
// the end of the text.
const (
	Enter   = '\uE007'
	Control = '\uE009'
	Escape  = '\uE00C'
)
