package tracker

import (
	"errors"

	"github.com/keytrail/keytrail/app/gws"
)

// errNotConnected says that a write could not go out.
var errNotConnected = errors.New("not connected to any server")

// refusal is what a write's card says of a failed request: the server's own
// words where it had any.
func refusal(err error) string {
	var e *gws.Error
	if errors.As(err, &e) {
		return e.Error()
	}
	return err.Error()
}
