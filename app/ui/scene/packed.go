package scene

import (
	"strings"

	"github.com/keytrail/keytrail/app/userdata"
)

// Userdata travel between the servers of Genesys as a packed list of keys and
// values. For voice its size is limited as the documentation's page on user data
// says; for SMS no page gives a limit.
const (
	PackedUsual = 16_000 // bytes, the default
	PackedMost  = 65_535 // bytes, what it can be set to
	PackedEach  = 8      // bytes for the type and the lengths of a pair; a guess
)

// packed estimates the size of userData in bytes when they are packed.
func packed(d *userdata.Map) (n int) {
	for key, value := range d.All() {
		literal := value.Literal()
		n += len(key) + PackedEach
		switch kind := value.Kind(); {
		case kind == userdata.Text && len(literal) <= 6*PackedMost && strings.IndexByte(literal, '\\') >= 0:
			n += len(value.Text())
		case kind == userdata.Text: // a longer one is over every limit, whatever its escapes, which are counted and not read
			n += len(literal) - len(`""`) - strings.Count(literal, `\`)
		case kind == userdata.Number:
			n += min(len(literal), 8)
		default:
			n += len(literal)
		}
	}
	return n
}
