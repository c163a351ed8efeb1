package ui

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

// The tests of this package stand inside it: the page has one exported
// function, which needs a browser, and everything worth testing is behind it.

var update = flag.Bool("update", false, "write the golden files")

// noon is the present of all tests.
var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

// before returns an instant d before noon.
func before(d time.Duration) time.Time { return noon.Add(-d) }

func parse(t testing.TB, json string) *userdata.Map {
	t.Helper()
	m, err := userdata.Parse([]byte(json))
	require.NoError(t, err)
	return m
}

func value(t testing.TB, literal string) userdata.Value {
	t.Helper()
	v, err := userdata.ParseValue(literal)
	require.NoError(t, err)
	return v
}

// A story is a session's history as tests tell it: events and the userData
// after each, "" for unchanged.
type story []struct {
	event history.Event
	data  string
}

// session plays a story and returns the session as it is in the end.
func session(t testing.TB, id string, events story) *book.Session {
	t.Helper()
	log := history.New(1 << 20)
	x := &book.Session{ID: id, State: "Chatting", Customer: "+44 7700 900118"}
	for _, e := range events {
		var data *userdata.Map
		if e.data != "" {
			data = parse(t, e.data)
			x.Data = data
		}
		kept := log.Append(e.event, data)
		x.LastChange = kept.Time
	}
	x.History = log.View()
	return x
}

// chat is a session in which one of each thing happened.
func chat(t testing.TB) *book.Session {
	x := session(t, "0000Wa9CAM6W00J", story{
		{history.Event{Kind: history.Snapshot, Time: before(3 * time.Minute)},
			`{"Subject":"Customer support","CustomerSegment":"default","TempReservation":"A-2231","ServiceObjective":0,"DISP_KEY":"pending","RRequestedSkills":null,"CBR-IT-path_DBIDs":"","RTargetTypeSelected":"2","RStrategyName":"Distribution"}`},
		{history.Event{Kind: history.Notification, Type: "PropertiesUpdated", Author: history.Routing, Time: before(9 * time.Second)},
			`{"Subject":"Customer support","CustomerSegment":"default","ServiceObjective":"0","DISP_KEY":"resolved","RRequestedSkills":null,"CBR-IT-path_DBIDs":"","RTargetTypeSelected":"3","RStrategyName":"Distribution"}`},
		{history.Event{Kind: history.Notification, Type: "PropertiesUpdated", Author: history.You, Write: 1, Time: before(2 * time.Second), ReferenceID: "83"},
			`{"Subject":"Customer support","CustomerSegment":"default","ServiceObjective":"0","DISP_KEY":"resolved","RRequestedSkills":null,"CBR-IT-path_DBIDs":"","RTargetTypeSelected":"3","RStrategyName":"Distribution","UserData1":"DATA1","UserData2":123456789}`},
	})
	x.Writes = []*proof.Proof{exactProof(t)}
	return x
}

func exactProof(t testing.TB) *proof.Proof {
	return &proof.Proof{
		Write: proof.Write{N: 1, Session: "0000Wa9CAM6W00J", Operation: "AttachUserData", Sent: before(2*time.Second + 142*time.Millisecond),
			Data:    parse(t, `{"UserData1":"DATA1","UserData2":123456789}`),
			Request: []byte(`{"operationName":"AttachUserData"}`)},
		Reply:   &proof.Reply{Time: before(2*time.Second + 124*time.Millisecond), HTTPStatus: 200, Body: []byte(`{"statusCode":0}`)},
		Verdict: proof.Exact, Confidence: proof.Certain, Reason: "both keys arrived with the values and types you sent",
		Seen: before(2 * time.Second), Event: 3, ReferenceID: "83",
	}
}

func connected() link.Status {
	return link.Status{State: link.Connected, Profile: settings.Profile{Name: "Simulator", BaseURL: settings.Simulator},
		Since: before(time.Minute), Heartbeat: before(2 * time.Second), User: "agent1"}
}

// sent records the commands that a model sends.
type sent []tracker.Command

func (s *sent) send(c tracker.Command) { *s = append(*s, c) }

// modelOf returns a model over s at noon.
func modelOf(s *tracker.State) (*model, *sent) {
	var out sent
	m := newModel(s, out.send, noon)
	m.zone = time.UTC
	return m, &out
}

func stateOf(sessions ...*book.Session) *tracker.State {
	return &tracker.State{View: book.View{Sessions: sessions, Received: 3}, Link: connected()}
}

// html returns the markup of a mounted component with its attributes sorted:
// go-app writes them in the order of a map.
func html(t testing.TB, c app.Composer) string {
	t.Helper()
	d := app.NewClientTester(c)
	defer d.Close()
	d.Consume()
	d.Consume()
	var b bytes.Buffer
	app.PrintHTMLWithIndent(&b, c)
	return visible(sortAttributes(b.String()))
}

// visible spells control characters out, so that a golden file stays a text.
func visible(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < ' ' && r != '\n' || r == '\u202e' {
			fmt.Fprintf(&b, "\\u%04x", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// golden compares got with testdata/name.html.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".html")
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
		return
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "write it with go test -update")
	require.Equal(t, string(want), got)
}

// sortAttributes puts the attributes of each tag in order.
func sortAttributes(s string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		end := tagEnd(s, i)
		b.WriteString(sortTag(s[i:end]))
		s = s[end:]
	}
}

// tagEnd returns where the tag that begins at i ends; quoted text may hold a >.
func tagEnd(s string, i int) int {
	quoted := false
	for ; i < len(s); i++ {
		switch {
		case s[i] == '\\' && quoted:
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == '>' && !quoted:
			return i + 1
		}
	}
	return len(s)
}

func sortTag(tag string) string {
	if strings.HasPrefix(tag, "</") || strings.HasPrefix(tag, "<!") {
		return tag
	}
	body := strings.TrimSuffix(tag[1:], ">")
	var parts []string
	start, quoted := 0, false
	for i := 0; i < len(body); i++ {
		switch {
		case body[i] == '\\' && quoted:
			i++
		case body[i] == '"':
			quoted = !quoted
		case body[i] == ' ' && !quoted:
			parts = append(parts, body[start:i])
			start = i + 1
		}
	}
	parts = append(parts, body[start:])
	slices.Sort(parts[1:])
	return "<" + strings.Join(parts, " ") + ">"
}

var errDown = errors.New("fetch: GET /api/v2/me: connection refused")
