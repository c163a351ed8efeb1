package scan

import (
	"bytes"
	"io"

	"github.com/keytrail/keytrail/app/capture/stamp"
)

// Lines puts the lines of a container's log together again that the
// container's runtime has cut into parts (Kubernetes, CRI): each begins with its
// time, its stream and P, the last one with F.
type Lines struct {
	In     io.Reader
	held   []byte // read, and no whole line yet
	out    []byte // to be handed out
	within bool   // in a line of which the beginning was handed out
	part   bool   // the line before was a part
	owed   int    // line breaks that were left out, so that lines keep their numbers
	failed error
}

// Read implements io.Reader.
func (m *Lines) Read(p []byte) (int, error) {
	for len(m.out) == 0 {
		if m.failed != nil {
			return 0, m.failed
		}
		m.held, m.failed = more(m.held, m.In, len(p))
		m.lines()
	}
	n := copy(p, m.out)
	m.out = m.out[n:]
	return n, nil
}

// lines hands out what is held as far as it is known what it is.
func (m *Lines) lines() {
	m.out = m.out[:0:0]
	for len(m.held) > 0 {
		end := bytes.IndexByte(m.held, '\n') + 1
		if end == 0 && m.failed == nil && !m.within && len(m.held) < longestPrefix {
			return // it may be the beginning of a part
		}
		tag, part := 0, false
		if !m.within {
			tag, part = runtimeTag(m.held)
		}
		whole := end > 0
		if !whole && part && m.failed == nil {
			return // where it ends, the next one goes on
		}
		if !whole {
			end = len(m.held)
		}
		m.takeLine(m.held[:end], tag, part, whole)
		m.held = m.held[end:]
	}
}

func (m *Lines) takeLine(line []byte, tag int, part, whole bool) {
	if m.part && tag > 0 {
		line = line[tag:]
	}
	if part && whole {
		m.out = append(m.out, bytes.TrimRight(line, "\r\n")...)
		m.owed++
		m.part = true
		return
	}
	m.out = append(m.out, line...)
	m.within = !whole
	if whole {
		m.out = append(m.out, bytes.Repeat([]byte{'\n'}, m.owed)...)
		m.owed = 0
	}
	m.part = false
}

// longestPrefix is how many bytes the runtime of a container puts in front of a line
// at most.
const longestPrefix = 64

// runtimeTag returns the length of what the runtime has put in front of a line, 0
// for nothing, and whether the line is a part.
func runtimeTag(line []byte) (n int, part bool) {
	line = line[:min(len(line), longestPrefix)]
	if !stamp.Shaped(string(line), "0000-00-00T00:00:00") {
		return 0, false
	}
	for _, stream := range [...]string{" stdout ", " stderr "} {
		if i := bytes.Index(line, []byte(stream)); i > 0 {
			n = i + len(stream) + 2
			if n <= len(line) && line[n-1] == ' ' && (line[n-2] == 'P' || line[n-2] == 'F') {
				return n, line[n-2] == 'P'
			}
		}
	}
	return 0, false
}
