package link

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/bayeux"
)

// What tabs tell each other: a word, a time, two fields and the bytes of a
// message, one after the other.
const (
	tellHello     = "hello" // a tab is there
	tellShaken    = "handshaken"
	tellConnected = "connected"
	tellHeartbeat = "heartbeat"
	tellMessage   = "message"
	tellResync    = "resync"
	tellLost      = "lost" // a resync after which something is missing
	tellDoubt     = "doubt"
	tellRetrying  = "retrying"
	tellWake      = "wake" // a tab that follows wants a poll to end, or the next attempt at once
)

func tell(word string, at time.Time, text string, data []byte) []byte {
	b := append([]byte(word), '\n')
	b = strconv.AppendInt(b, at.UnixNano(), 10)
	b = append(b, '\n')
	b = strconv.AppendQuote(b, text)
	b = append(b, '\n')
	return append(b, data...)
}

// untell takes a told message apart; ok is false for what no tab of this
// program tells.
func untell(b []byte) (word string, at time.Time, text string, data []byte, ok bool) {
	parts := bytes.SplitN(b, []byte{'\n'}, 4)
	if len(parts) != 4 {
		return "", time.Time{}, "", nil, false
	}
	nanos, err := strconv.ParseInt(string(parts[1]), 10, 64)
	if err != nil {
		return "", time.Time{}, "", nil, false
	}
	if text, err = strconv.Unquote(string(parts[2])); err != nil {
		return "", time.Time{}, "", nil, false
	}
	return string(parts[0]), time.Unix(0, nanos), text, parts[3], true
}

// retried is what is told of a failed attempt besides its error: what stands in the
// way, how often that was met, and when the next attempt is due.
func retried(e bayeux.Retrying) []byte {
	return fmt.Appendf(nil, "%d %d %d", kindOfObstacle(e.Err), e.Attempt, e.Next.UnixNano())
}

// untoldRetrying is the failed attempt of another tab. One of an older page tells
// the error alone.
func untoldRetrying(stamp bayeux.Stamp, text string, data []byte) bayeux.Retrying {
	e := bayeux.Retrying{Stamp: stamp, Err: errors.New(text)}
	if fields := strings.Fields(string(data)); len(fields) == 3 {
		kind, _ := strconv.ParseUint(fields[0], 10, 8)
		e.Err = &Obstacle{min(ObstacleKind(kind), Undetermined), e.Err}
		e.Attempt, _ = strconv.Atoi(fields[1])
		nanos, _ := strconv.ParseInt(fields[2], 10, 64)
		e.Next = time.Unix(0, nanos)
	}
	return e
}
