package gws

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/rawjson"
)

// A Message is one entry of a session's transcript (page SMSGetMessages).
type Message struct {
	Index      int    // from 1 within the session, with gaps; 0 when the server sent none
	Type       string // Text, ParticipantJoined, TypingStarted, PushUrl, Notice, CustomNotice, …
	From       Participant
	Text       string
	URL        string // of PushUrl
	NoticeText string // of CustomNotice
	Visibility string // All or Agents
	Time       time.Time
}

// Content returns what the message says: its text, address or notice.
func (m Message) Content() string { return cmp.Or(m.Text, m.URL, m.NoticeText) }

// DecodeTranscript reads the messages of a reply to GetMessages (page
// SMSGetMessages), none where it has none.
func DecodeTranscript(raw []byte) (list []Message, err error) {
	err = rawjson.Members(raw, func(key string, value []byte) error {
		if key == "messages" {
			list, err = decodeMessages(value)
			return err
		}
		return nil
	})
	return list, err
}

func decodeMessages(value []byte) ([]Message, error) {
	if there, err := listed("messages", value); !there {
		return nil, err
	}
	list := []Message{}
	err := rawjson.Elements(value, func(e []byte) error {
		if !isObject(e) {
			return fmt.Errorf("a message is %s, not an object", kindOf(e))
		}
		m, err := decodeMessage(e)
		list = append(list, m)
		return err
	})
	return list, err
}

func decodeMessage(raw []byte) (Message, error) {
	var m Message
	var clock time.Time
	err := rawjson.Members(raw, func(key string, value []byte) (err error) {
		switch key {
		case "index":
			m.Index, _ = integer(value)
		case "type":
			m.Type = text(value)
		case "from":
			if isObject(value) {
				m.From, err = decodeParticipant(value)
			}
		case "text":
			m.Text = text(value)
		case "url":
			m.URL = text(value)
		case "noticeText":
			m.NoticeText = text(value)
		case "visibility":
			m.Visibility = text(value)
		case "timestamp":
			m.Time, _ = ParseTime(text(value))
		case "timestampSeconds":
			if n, ok := rawjson.Int(value); ok {
				clock = Timestamp(n)
			}
		}
		return err
	})
	if m.Time.IsZero() {
		m.Time = clock
	}
	return m, err
}

// ParseTime reads the spellings of a time that GWS uses: a blank, a T or
// nothing between date and time, with or without fractions of a second, and an
// offset with or without a colon, or Z, or none, which means UTC. The result is
// in UTC; ok is false when s is none of these.
func ParseTime(s string) (t time.Time, ok bool) {
	s = strings.TrimSpace(s)
	const date = len("2006-01-02")
	if len(s) <= date {
		return time.Time{}, false
	}
	rest := strings.TrimLeft(s[date:], " T")
	for _, layout := range []string{"15:04:05Z0700", "15:04:05Z07:00", "15:04:05 Z0700", "15:04:05Z07", "15:04:05"} {
		if t, err := time.Parse("2006-01-02T"+layout, s[:date]+"T"+rest); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// Timestamp reads the field timestampSeconds, which holds milliseconds since
// 1970 in spite of its name, except in later versions of the API: numbers from
// 10¹¹ on are milliseconds, smaller ones seconds.
func Timestamp(n int64) time.Time {
	if n >= 100_000_000_000 {
		return time.UnixMilli(n).UTC()
	}
	return time.Unix(n, 0).UTC()
}
