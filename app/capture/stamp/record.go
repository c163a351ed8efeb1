package stamp

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/capture/words"
	"github.com/keytrail/keytrail/app/rawjson"
)

// Stated returns the time that a member of a possibly broken object says, the
// zero time for none.
func Stated(raw []byte, name string) time.Time {
	_, rest, _ := bytes.Cut(raw, []byte(`"`+name+`"`))
	t, _, _ := In(string(rest[:min(len(rest), 40)]))
	return t
}

// OfRecord returns when a record of a log, or a message, says that it was made.
func OfRecord(raw []byte) (s Stamp, ok bool) {
	_ = rawjson.Members(raw, func(key string, value []byte) error { // raw was checked
		if key == "instant" { // of Log4j
			if found, is := instant(value); is {
				s, ok = found, true
			}
			return nil
		}
		if !saysWhen(key) || ok && s.kind == dated {
			return nil
		}
		if found, is := timeValue(value); is && (!ok || found.kind == dated) {
			s, ok = found, true
		}
		return nil
	})
	return s, ok
}

// instant reads the seconds since 1970 and the nanoseconds that an object has.
func instant(value []byte) (Stamp, bool) {
	var s, ns int64
	_ = rawjson.Members(value, func(key string, value []byte) error { // it was checked
		switch key {
		case "epochSecond":
			s, _ = rawjson.Int(value)
		case "nanoOfSecond":
			ns, _ = rawjson.Int(value)
		}
		return nil
	})
	t, ok := sinceEpoch(s, len(strconv.FormatInt(s, 10)))
	return Stamp{time: t.Add(time.Duration(min(max(ns, 0), int64(time.Second)-1)))}, ok
}

// saysWhen reports whether the name of a member is one for the time of its
// record, and not for how long something took.
func saysWhen(key string) bool {
	words := words.Of(key)
	if len(words) == 0 {
		return false
	}
	for _, w := range words[:len(words)-1] {
		switch w {
		case "response", "processing", "elapsed", "execution", "wait", "run", "total", "up", "idle", "request", "duration", "expiration", "expiry", "end", "connect":
			return false
		}
	}
	switch last := words[len(words)-1]; last {
	case "time", "timestamp", "datetime", "date", "ts", "t":
		return true
	case "seconds", "millis", "ms", "nanos", "utc", "local":
		return len(words) > 1 && strings.HasPrefix(words[len(words)-2], "time")
	case "uptime", "runtime", "lifetime", "responsetime", "waittime", "totaltime", "endtime":
		return false
	default:
		return strings.HasSuffix(last, "timestamp") || strings.HasSuffix(last, "time")
	}
}

// timeValue reads the time that a member says, in text, in a list of one, or as
// a number since 1970.
func timeValue(value []byte) (Stamp, bool) {
	if value[0] == '[' {
		list := value
		_ = rawjson.Elements(list, func(e []byte) error { value = e; return nil }) // it was checked
	}
	if text, ok := rawjson.Text(value); ok {
		return Find(text)
	}
	return epoch(string(value))
}
