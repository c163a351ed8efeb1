package contract_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/contract"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/userdata"
)

// noon is the present of all tests.
var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

// before returns an instant d before noon.
func before(d time.Duration) time.Time { return noon.Add(-d) }

// A story is what happened in a session: events and the userData after each.
type story []struct {
	event history.Event
	data  string
}

func session(t testing.TB, events story) contract.Session {
	t.Helper()
	log := history.New(1 << 20)
	for _, e := range events {
		data, err := userdata.Parse([]byte(e.data))
		require.NoError(t, err)
		log.Append(e.event, data)
	}
	return contract.Session{History: log.View(), Who: func(e history.Event, _ string) history.Author { return e.Author }}
}
