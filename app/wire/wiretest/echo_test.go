package wiretest_test

import (
	"testing"

	"github.com/keytrail/keytrail/app/wire/wiretest"
)

func TestEcho(t *testing.T) { wiretest.Test(t, &wiretest.Echo{}) }
