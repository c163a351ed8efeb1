package shape_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/capture/shape"
)

func TestOfInterest(t *testing.T) {
	for _, address := range []string{
		"https://gws.test/api/v2/me", "wss://gws.test/api/v2/notifications", "https://gws.test/workspace/v3/sessions?x=1",
		"https://proxy.test/gws/notifications", "https://proxy.test/gws/notifications/connect?a=b", "https://proxy.test/gws/notifications/handshake",
		"https://proxy.test/gws/me/smssessions/00aA",
	} {
		assert.True(t, shape.OfInterest(address), address)
	}
	for _, address := range []string{"https://elsewhere.test/", "https://elsewhere.test/logo?from=/api/v2/", "https://elsewhere.test/notifications/settings"} {
		assert.False(t, shape.OfInterest(address), address)
	}
}
