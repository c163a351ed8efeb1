package link

import (
	"bytes"
	"strconv"
	"time"
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
	tellWake      = "wake" // a tab that follows wants a poll to end
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
