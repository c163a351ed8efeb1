package capture

import (
	"strings"

	"github.com/keytrail/keytrail/app/rawjson"
)

// carrier returns the edits that make a reply of CometD of the notifications
// that its sessions had before; none when it carries no such session.
func (b *bases) carrier(o Observation, raw string, pace *Pace) (from base, edits []edit) {
	done := 0
	own := map[string]rawjson.Place{} // the newest of a session in this very reply
	messages := dataOf(o.Raw)
	pace.Spend(len(raw))
	for _, data := range messages {
		text := raw[data.Value:data.End]
		session, last := b.about(text)
		if last.n == 0 || last.depth >= maxDeltas {
			continue
		}
		n, at := last.n, 0
		if p, ok := own[session]; ok {
			last.raw, n, at = raw[p.Value:p.End], o.N, int(p.Value)
		}
		own[session] = data
		changes := delta(last.raw, text, pace)
		if changes == nil {
			continue // it stands in the reply as it is
		}
		if from.n == 0 {
			from = last
		}
		from.depth = max(from.depth, last.depth)
		if int(data.Value) > done {
			edits = append(edits, edit{text: raw[done:data.Value]})
		}
		for _, e := range changes {
			if e.n > 0 && n != from.n {
				e.from = n
			}
			if e.n > 0 {
				e.at += at
			}
			edits = append(edits, e)
		}
		done = int(data.End)
	}
	if from.n != 0 && done < len(raw) {
		edits = append(edits, edit{text: raw[done:]})
	}
	return from, edits
}

// dataOf returns where the messages of a reply have their data.
func dataOf(reply []byte) (list []rawjson.Place) {
	var members []rawjson.Place
	i, empty, err := rawjson.Open(reply, 0, false)
	for more := !empty; more && err == nil; {
		if members, i, err = rawjson.Places(members[:0], reply, i, true); err != nil {
			break
		}
		for _, p := range members {
			if string(reply[p.Key:p.KeyEnd]) == `"data"` {
				list = append(list, p)
			}
		}
		i, more, err = rawjson.Comma(reply, i, false)
	}
	return list
}

// nearby is within how many bytes of a notification's data the id of its session
// is looked for.
const nearby = 1 << 10

// about returns the session that a notification's data is likely to be about,
// and the notification that it had last.
func (b *bases) about(data string) (session string, last base) {
	const id = `"id":`
	for rest := data[:min(len(data), nearby)]; ; {
		i := strings.Index(rest, id)
		if i < 0 {
			return "", base{}
		}
		rest = strings.TrimLeft(rest[i+len(id):], " ")
		value, _, _ := strings.Cut(strings.TrimPrefix(rest, `"`), `"`)
		if last = b.chains[chain{kind: Notification, session: value}]; last.n != 0 {
			return value, last
		}
	}
}

// received returns the edit that copies a notification from the last reply,
// where it stands behind the one before.
func (p *packer) received(raw string) (base, []edit) {
	c, ok := p.seen.where[p.reply]
	reply := p.seen.chains[c]
	if !ok || reply.depth >= maxDeltas {
		return base{}, nil
	}
	edits := inside(reply.raw[p.read:], raw)
	if edits == nil {
		return base{}, nil
	}
	edits[0].at += p.read
	p.read = edits[0].at + len(raw)
	return reply, edits
}
