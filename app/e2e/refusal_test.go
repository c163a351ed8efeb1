package e2e_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/relay"
	"github.com/keytrail/keytrail/app/e2e/rig"
)

// A write that fails says how, in the server's words, and keeps the draft.
func TestFailedWritesKeepTheDraft(t *testing.T) {
	tests := []struct {
		name     string
		answer   rig.Answer
		verdicts []string // any of them will do
		words    string   // the server's, on the card
	}{
		{"a statusCode", rig.Answer{Status: 200, Body: `{"statusCode":3,"statusMessage":"Operation is forbidden today"}`},
			[]string{"rejected"}, "Operation is forbidden today"},
		{"403", rig.Answer{Status: 403, Body: `{"statusCode":5,"statusMessage":"No permission for you"}`},
			[]string{"rejected"}, "No permission for you"},
		{"500", rig.Answer{Status: 500, Body: `{"statusCode":4,"statusMessage":"The backend is on fire"}`},
			[]string{"rejected", "cannot-tell", "not-seen"}, "The backend is on fire"},
		{"a sign-in page", rig.Answer{Status: 200, Body: rig.LoginPage, Headers: map[string]string{"Content-Type": "text/html"}},
			[]string{"rejected", "cannot-tell", "not-seen"}, "Please sign in to Example Corp"},
	}
	peer := rig.StartPeer(t)
	program := rig.Start(t, "-upstream", peer.URL)
	browser := rig.OpenBrowser(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			page := browser.Open(t, program.URL)
			page.ExpectNetworkErrors()
			page.WaitConnected()
			page.Select(page.Writable())
			form := page.AttachForm()
			form.Fill(0, "Draft", "number", "42")
			test.answer.Method, test.answer.Path, test.answer.Times = http.MethodPost, "/api/v2/me/smssessions/", 3
			peer.Answer(t, test.answer)

			form.Submit("Attach")

			page.LastWrite().UntilAttr("data-verdict", test.verdicts...)
			page.Disclose(page.LastWrite())
			page.LastWrite().UntilText(test.words)
			assertDraft(t, page)
			peer.Do(t, "behave", nil, nil)
		})
	}
}

// A write whose connection breaks says so, and keeps the draft.
func TestDroppedWriteKeepsTheDraft(t *testing.T) {
	program := rig.Start(t, "-sim-quiet")
	link, err := relay.New(program.URL)
	require.NoError(t, err)
	t.Cleanup(link.Close)
	page := rig.OpenBrowser(t).Open(t, link.URL())
	page.ExpectNetworkErrors()
	page.WaitConnected()
	page.Select(page.Writable())
	form := page.AttachForm()
	form.Fill(0, "Draft", "number", "42")
	link.Break(relay.Fault{Kind: relay.Disconnect, Method: http.MethodPost, Path: "/api/v2/me/smssessions/"})

	form.Submit("Attach")

	page.LastWrite().UntilAttr("data-verdict", "rejected", "cannot-tell", "not-seen")
	assertDraft(t, page)
}

func assertDraft(t *testing.T, page *rig.Page) {
	t.Helper()
	row := page.AttachForm().Row(0)
	assert.Equal(t, "Draft", row.By("textbox", "Key").Value())
	assert.Equal(t, "42", row.By("textbox", "Value").Value())
	assert.Equal(t, "number", row.By("combobox", "Type").Value())
}
