package text

import (
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/rawjson"
)

// dockerPart is the length in bytes of the parts into which Docker cuts a line.
const dockerPart = 16 << 10

// dockerLine returns the whole line of a record of Docker's log; it is "" while
// the line goes on in the next one. ok is false for a record of another kind.
func (f *Reader) dockerLine(raw []byte) (line string, ok bool) {
	var log *string
	stream := false
	_ = rawjson.Fields(raw, func(m *rawjson.Field) { // it was checked
		switch m.Name {
		case "log":
			log = new(string)
			m.Text(log)
		case "stream":
			stream = true
		}
	})
	if log == nil || !stream || f.part == "" && len(*log) != dockerPart {
		return "", false
	}
	line = f.part + *log
	f.part = ""
	if len(*log) == dockerPart && line[len(line)-1] != '\n' && len(line) < capture.MaxBody {
		f.part, line = line, ""
	}
	return line, true
}
