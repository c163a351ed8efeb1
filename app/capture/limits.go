package capture

import "github.com/keytrail/keytrail/app/rawjson"

// The limits of what is read. What goes beyond one is reported as a Problem, with
// the limit in words, and what was read before it is kept.
const (
	// MaxBody is the length in bytes of the largest single message, line or
	// entry.
	MaxBody = rawjson.MaxSize

	// MaxText is how many bytes of text are read from one file, after
	// decompression.
	MaxText = 1 << 30

	// MaxRebuilt is how many bytes the deltas of one file may rebuild in all.
	MaxRebuilt = 8 << 30
)
