package screen_test

import (
	"testing"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

func TestMain(m *testing.M) { rig.Main(m) }
