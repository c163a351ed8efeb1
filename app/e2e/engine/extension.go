package engine

import "testing"

// Firefox gives each extension another address; this one is known beforehand.
const (
	extensionID   = "keytrail@keytrail.github.io"
	extensionHost = "4b657974-7261-496c-8000-00000000e2e0"
)

// Install adds the extension in a zip to Firefox, as about:debugging does, and returns
// where its pages are.
func (b *Browser) Install(t *testing.T, zip string) (address string) {
	t.Helper()
	session := b.opener.(*bidiSession)
	must(t, "install the extension", session.call("webExtension.install",
		object{"extensionData": object{"type": "archivePath", "path": zip}}, nil))
	return "moz-extension://" + extensionHost + "/"
}
