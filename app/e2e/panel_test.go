package e2e_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// The panel of the developer tools shows what an agent's desktop says and hears,
// and writes through its session. One browser is started for all of it.
func TestPanel(t *testing.T) {
	const session = "00001aPEER000001"
	peer := rig.StartPeer(t)
	extension := rig.Extension(t)
	tools := rig.Inspect(t, extension, peer.URL+"/agent/agent.html")
	agent, panel := tools.Inspected, tools.Panel
	agent.Do("reload", chromedp.Reload())
	agent.UntilTrue("the desktop", "window.ready")
	panel.Select(session)
	panel.CSS(".banner--file").UntilText("Watching" + peer.URL)

	// asked counts what was asked of the server beside the desktop's polls.
	asked := func() (n int) {
		for _, r := range peer.Requests(t) {
			if !strings.HasSuffix(r.Path, "/connect") {
				n++
			}
		}
		return n
	}
	other := rig.SignIn(t, peer.URL)
	before := asked()

	// A change by another application.
	require.NoError(t, other.Update(session, `{"From elsewhere":"café ☕"}`))
	row := panel.Row("From elsewhere")
	assert.Equal(t, "added", row.Change)
	assert.Equal(t, "café ☕", row.Cells["value"])
	assert.Equal(t, before+1, asked(), "nothing but that write was asked of the server")

	// A write of the desktop's own.
	agent.Eval(`window.write("`+session+`", { operationName: "UpdateUserData", userData: { Desk: 1.5 } })`, nil)
	assert.Equal(t, "1.5", panel.Row("Desk").Cells["value"])
	panel.OpenWrite().UntilAttr("data-verdict", "exact")
	assert.Equal(t, before+2, asked())

	// A write through the page, which is off until somebody allows it.
	panel.ByPrefix("button", "Attach data").Click()
	panel.By("button", "Allow writes").Click()
	form := panel.AttachForm()
	form.Fill(0, "UserData1", "text", "DATA1")
	form.Fill(1, "UserData2", "number", "123456789")
	panel.CSS(".detail").UntilText("The page at " + peer.URL + " sends this as agent.peer")
	panel.CSS("[data-field=confirm]").Type(session[len(session)-4:])
	form.Submit("Attach")
	assert.Equal(t, "123456789", panel.Row("UserData2").Cells["value"])
	proof := panel.LastWrite()
	proof.UntilText("UserData1")
	proof.UntilAttr("data-verdict", "exact")
	assert.Equal(t, before+3, asked())
	var writes int
	panel.Timeline("Writes").Call(&writes, `function () { return this.querySelectorAll("[data-kind=write]").length }`)
	assert.Equal(t, 2, writes, "each is counted once")

	// A token that is refused, also when it is new.
	path := "/api/v2/me/smssessions/" + session
	peer.Answer(t, rig.Answer{Method: "POST", Path: path, Times: 2, Status: 403, Body: "Missing or invalid Csrf token"})
	form = panel.AttachForm()
	form.Fill(0, "UserData1", "text", "DATA2")
	panel.CSS("[data-field=confirm]").Type(session[len(session)-4:])
	form.Submit("Attach")
	panel.LastWrite().UntilText("Missing or invalid Csrf token")

	// What comes fast comes whole.
	const many = 100
	for n := range many {
		peer.Publish(t, fmt.Sprintf(`{"messageType":"SMSsessionStateChangeMessage","notificationType":"PropertiesUpdated",`+
			`"smssession":{"id":%q,"state":"Chatting","userData":{"Count":%d}}}`, session, n))
	}
	panel.Until("the last of them", func() (bool, string) {
		seen := panel.Row("Count").Cells["value"]
		return seen == fmt.Sprint(many-1), seen
	})

	// The server begins anew: what happened meanwhile is told as unknown.
	peer.Do(t, "forget", nil, nil)
	// Another page keeps what was seen of the one before.
	agent.Do("reload", chromedp.Reload())
	agent.UntilTrue("the desktop", "window.ready")
	require.NoError(t, other.Update(session, `{"Afterwards":"seen"}`))
	panel.Row("Afterwards")
	var unobserved bool
	for _, e := range panel.Events() {
		unobserved = unobserved || e.Since > 0
	}
	assert.True(t, unobserved)

	zip, err := os.Stat(extension + ".zip")
	require.NoError(t, err)
	t.Logf("the zip has %d bytes", zip.Size())
}
