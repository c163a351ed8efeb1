package uitest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

// Noon is the present of all tests.
var Noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

// Before returns an instant d before noon.
func Before(d time.Duration) time.Time { return Noon.Add(-d) }

// Parse reads a map.
func Parse(t testing.TB, json string) *userdata.Map {
	t.Helper()
	m, err := userdata.Parse([]byte(json))
	require.NoError(t, err)
	return m
}

// Value reads a value.
func Value(t testing.TB, literal string) userdata.Value {
	t.Helper()
	v, err := userdata.ParseValue(literal)
	require.NoError(t, err)
	return v
}

// A Story is a session's history as tests tell it: events and the userData
// after each, "" for unchanged.
type Story []struct {
	Event history.Event
	Data  string
}

// Session plays a story and returns the session as it is in the end.
func Session(t testing.TB, id string, events Story) *book.Session {
	t.Helper()
	log := history.New(1 << 20)
	x := &book.Session{ID: id, State: "Chatting", Customer: "+44 7700 900118"}
	for _, e := range events {
		var data *userdata.Map
		if e.Data != "" {
			data = Parse(t, e.Data)
			x.Data = data
		}
		kept := log.Append(e.Event, data)
		x.LastChange = kept.Time
	}
	x.History = log.View()
	return x
}

// Chat is a session in which one of each thing happened.
func Chat(t testing.TB) *book.Session {
	x := Session(t, "0000Wa9CAM6W00J", Story{
		{history.Event{Kind: history.Snapshot, Time: Before(3 * time.Minute)},
			`{"Subject":"Customer support","CustomerSegment":"default","TempReservation":"A-2231","ServiceObjective":0,"DISP_KEY":"pending","RRequestedSkills":null,"CBR-IT-path_DBIDs":"","RTargetTypeSelected":"2","RStrategyName":"Distribution"}`},
		{history.Event{Kind: history.Notification, Type: "PropertiesUpdated", Author: history.Routing, Time: Before(9 * time.Second)},
			`{"Subject":"Customer support","CustomerSegment":"default","ServiceObjective":"0","DISP_KEY":"resolved","RRequestedSkills":null,"CBR-IT-path_DBIDs":"","RTargetTypeSelected":"3","RStrategyName":"Distribution"}`},
		{history.Event{Kind: history.Notification, Type: "PropertiesUpdated", Author: history.You, Write: 1, Time: Before(2 * time.Second), ReferenceID: "83"},
			`{"Subject":"Customer support","CustomerSegment":"default","ServiceObjective":"0","DISP_KEY":"resolved","RRequestedSkills":null,"CBR-IT-path_DBIDs":"","RTargetTypeSelected":"3","RStrategyName":"Distribution","UserData1":"DATA1","UserData2":123456789}`},
	})
	x.Writes = []*proof.Proof{ExactProof(t)}
	return x
}

// ExactProof is a write that arrived as it was sent.
func ExactProof(t testing.TB) *proof.Proof {
	return &proof.Proof{
		Write: proof.Write{N: 1, Session: "0000Wa9CAM6W00J", Operation: "AttachUserData", Sent: Before(2*time.Second + 142*time.Millisecond),
			Data:    Parse(t, `{"UserData1":"DATA1","UserData2":123456789}`),
			Request: []byte(`{"operationName":"AttachUserData"}`)},
		Reply:   &proof.Reply{Time: Before(2*time.Second + 124*time.Millisecond), HTTPStatus: 200, Body: []byte(`{"statusCode":0}`)},
		Verdict: proof.Exact, Confidence: proof.Certain, Reason: "both keys arrived with the values and types you sent",
		Seen: Before(2 * time.Second), Event: 3, ReferenceID: "83",
	}
}

func connected() link.Status {
	return link.Status{State: link.Connected, Profile: settings.Profile{Name: "Simulator", BaseURL: settings.Simulator},
		Since: Before(time.Minute), Heartbeat: Before(2 * time.Second), User: "agent1"}
}

// StateOf is a state with these sessions and a link that works.
func StateOf(sessions ...*book.Session) *tracker.State {
	return &tracker.State{View: book.View{Sessions: sessions, Received: 3}, Link: connected()}
}
