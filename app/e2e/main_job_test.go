package e2e_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// A stage is one way to run the program, ready for a browser.
type stage struct {
	name string
	open func(t *testing.T) (url string)
}

// stages are the three ways in which people run it: as a server with the
// simulator, as a proxy before a GWS, and as files on somebody's web server.
var stages = []stage{
	{name: "simulator", open: func(t *testing.T) string { return rig.Start(t).URL }},
	{name: "proxy", open: func(t *testing.T) string {
		return rig.Start(t, "-upstream", rig.StartPeer(t).URL).URL
	}},
	{name: "proxy with ack", open: func(t *testing.T) string {
		return rig.Start(t, "-upstream", rig.StartPeer(t, "--ack").URL).URL
	}},
	{name: "static site", open: func(t *testing.T) string {
		return rig.Host(t, rig.Export(t), "/tools/keytrail/")
	}},
}

func TestMain(m *testing.M) { rig.Main(m) }

// A newcomer opens the page, attaches two keys from the form and is shown the
// request, the reply, both keys and the verdict.
func TestMainJob(t *testing.T) {
	for _, stage := range stages {
		t.Run(stage.name, func(t *testing.T) {
			page := rig.OpenBrowser(t).Open(t, stage.open(t))
			page.WaitConnected()

			page.Select(page.Writable())
			form := page.AttachForm()
			form.Fill(0, "UserData1", "text", "DATA1")
			form.Fill(1, "UserData2", "number", "123456789")
			form.Submit("Attach")

			proof := page.LastWrite()
			proof.UntilAttr("data-verdict", "exact")
			proof.UntilText("AttachUserData")
			page.Disclose(proof)
			proof.UntilText(`"UserData2":123456789`)
			proof.UntilText(`"statusCode":0`)

			text := page.Row("UserData1")
			assert.Equal(t, "added", text.Change)
			assert.Equal(t, "DATA1", text.Cells["value"])
			assert.Equal(t, "text", text.Cells["type"])
			number := page.Row("UserData2")
			assert.Equal(t, "added", number.Change)
			assert.Equal(t, "123456789", number.Cells["value"])
			assert.Equal(t, "number", number.Cells["type"])
		})
	}
}

// A person who has allowed it attaches data to a call and to a chat.
func TestMainJobOnACallAndAChat(t *testing.T) {
	for _, stage := range []struct {
		name string
		open func() *rig.Program
	}{
		{"simulator", func() *rig.Program { return rig.Start(t, "-sim-quiet", "-sim-media") }},
		{"proxy", func() *rig.Program { return rig.Start(t, "-upstream", rig.Start(t, "-sim-quiet", "-sim-media").URL) }},
	} {
		t.Run(stage.name, func(t *testing.T) {
			page := rig.OpenBrowser(t).Open(t, stage.open().URL, rig.Sized(1440, 900))
			page.WaitConnected()
			page.CSS("button[data-do=panel][data-arg=connect]").Click()
			page.CSS("#connect [data-do=other-media]").Click()
			page.CSS("#connect [type=submit]").Click()
			page.WaitConnected()
			for _, id := range []string{"calls/01SIMCALL00000000000000000000001", "chats/0000SimChat00001"} {
				page.Select(id)
				form := page.AttachForm()
				form.Fill(0, "UserData1", "text", "DATA1")
				form.Submit("Attach")
				page.UntilTrue("the write is shown", `document.querySelector("article[data-write]")?.textContent.includes("AttachUserData")`)
				page.LastWrite().UntilAttr("data-verdict", "exact")
				row := page.Row("UserData1")
				assert.Equal(t, "added", row.Change, id)
				assert.Equal(t, "DATA1", row.Cells["value"], id)
			}
		})
	}
}

// Data that others write arrives without anybody asking.
func TestChangesArriveByThemselves(t *testing.T) {
	program := rig.Start(t, "-sim-quiet")
	other := rig.SignIn(t, program.URL)
	session := other.Writable(t)
	page := rig.OpenBrowser(t).Open(t, program.URL)
	page.WaitConnected()
	page.Select(session.ID)
	page.Grid().Wait()

	require.NoError(t, other.Update(session.ID, `{"From elsewhere":"here"}`))

	row := page.Row("From elsewhere")
	assert.Equal(t, "added", row.Change)
	assert.Equal(t, "here", row.Cells["value"])
}
