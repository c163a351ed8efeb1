package e2e_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

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

	// A call of Workspace's version 3, whose userData are a list of pairs.
	peer.Answer(t, rig.Answer{Method: "POST", Path: "/workspace/v3/notifications/connect", Times: 1, Status: 200, Headers: map[string]string{"Content-Type": "application/json"},
		Body: `[{"channel":"/workspace/v3/voice","data":{"messageType":"CallStateChanged","notificationType":"AttachedDataChanged","call":{"id":"0071aa","state":"Established",` +
			`"userData":[{"key":"L","type":"kvlist","value":[{"key":"n","type":"int","value":3}]}]}}},{"channel":"/meta/connect","id":"1","successful":true}]`})
	agent.Eval(`fetch("/workspace/v3/notifications/connect", { method: "POST", headers: { "Content-Type": "application/json" },
		body: JSON.stringify([{ channel: "/meta/connect", connectionType: "long-polling", clientId: "c", id: "1" }]) }).then((response) => response.text())`, nil)
	panel.Select("v3/voice/0071aa")
	assert.Equal(t, `{"n":3}`, panel.Row("L").Cells["value"])
	panel.Select(session)

	// A write of the desktop's own.
	agent.Eval(`window.write("`+session+`", { operationName: "UpdateUserData", userData: { Desk: 1.5 } })`, nil)
	assert.Equal(t, "1.5", panel.Row("Desk").Cells["value"])
	panel.OpenWrite().UntilAttr("data-verdict", "exact")
	assert.Equal(t, before+2, asked())

	panel.By("button", "Close Write 1").Click() // in a low panel it lies over the table
	docked(tools)

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
	panel.By("button", "Dismiss").Click() // in a low panel the alert stands over the timeline
	panel.By("button", "Close Attach data").Click()

	restart(t, peer, agent, panel, func(userData string) { require.NoError(t, other.Update(session, userData)) })
	another(t, peer, panel)
	flood(t, peer, agent, panel, session)
	bodies(t, peer, agent, panel, session)
}

// restart has the server begin anew, which is told as unobserved, and then the page,
// which is noted: nothing that was seen before is lost.
func restart(t *testing.T, peer *rig.Peer, agent, panel *rig.Page, update func(userData string)) {
	unobserved := func() (n int) {
		for _, e := range panel.Events() {
			if e.Since > 0 {
				n++
			}
		}
		return n
	}
	before := unobserved()
	peer.Do(t, "forget", nil, nil)
	update(`{"Meanwhile":"seen"}`)
	panel.Row("Meanwhile")
	panel.Until("the restart", func() (bool, string) { n := unobserved(); return n > before, strconv.Itoa(n) })

	agent.Do("reload", chromedp.Reload())
	agent.UntilTrue("the desktop", "window.ready")
	update(`{"Afterwards":"seen"}`)
	panel.Row("Afterwards")
	panel.Timeline("Notes").UntilText("The page went to " + peer.URL)
	assert.Equal(t, "1.5", panel.Row("Desk").Cells["value"])
}

// another shows what the desktop hears of a call, and that it has lost its data.
func another(t *testing.T, peer *rig.Peer, panel *rig.Page) {
	const call = "calls/01PEERCALL0000000000000000000001"
	notify := func(userData string) {
		peer.Do(t, "publish", map[string]any{"channel": "/v2/me/calls", "data": json.RawMessage(`{"messageType":"CallStateChangeMessage","notificationType":"AttachedDataChanged",` +
			`"call":{"id":"01PEERCALL0000000000000000000001","state":"Established","capabilities":["UpdateUserData","DeleteUserData"]` + userData + `}}`)}, nil)
	}
	notify(`,"userData":{"Account":"42"}`)
	was := panel.CSS("[data-session][aria-selected=true]").Attr("data-session")
	panel.Select(call)
	assert.Equal(t, "42", panel.Row("Account").Cells["value"])
	panel.CSS(".head-state").UntilText("Call Established")
	notify("")
	panel.CSS(`tr[data-key="Account"][data-change="removed"]`).Wait()
	panel.Select(was)
}

// docked looks at the panel where there is little room, in either theme.
func docked(tools *rig.DevTools) {
	panel := tools.Panel
	tools.Low(300)
	for _, theme := range [][2]string{{"dark", "dark"}, {"default", "light"}} {
		tools.Theme(theme[0])
		panel.UntilTrue("the theme of the tools", `document.documentElement.dataset.theme === "`+theme[1]+`"`)
	}
	panel.UntilTrue("rows in sight", `[...document.querySelectorAll("#grid tr[data-key]")].filter((row) => {
		const box = row.getBoundingClientRect();
		const at = (y) => row.contains(document.elementFromPoint(box.left + 40, y));
		return at(box.top + 2) && at(box.bottom - 2);
	}).length >= 2`)
	panel.UntilTrue("the way to a form in sight", `((e, box = e.getBoundingClientRect()) =>
		e.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)))(document.querySelector("[data-do=panel][data-arg=write]"))`)
	var wide []string
	panel.Eval(`document.documentElement.scrollWidth <= innerWidth ? [] :
		[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.className)`, &wide)
	assert.Empty(tools.Panel.T, wide, "nothing is wider than the panel")
}

// flood has 200 notifications published in each of 30 seconds: none may be lost,
// however long the desktop and the panel take for them. The short round, which has
// little time, has one second of it.
func flood(t *testing.T, peer *rig.Peer, agent, panel *rig.Page, session string) {
	const rate = 200
	seconds := 30
	if testing.Short() {
		seconds = 1
	}
	times := rate * seconds
	// newest is the number of the newest event where the count has come so far.
	newest := func(count int) int {
		panel.UntilWithin(10*time.Minute, "the last of them", func() (bool, string) {
			seen := panel.Row("Count").Cells["value"]
			return seen == strconv.Itoa(count), seen
		})
		n, err := strconv.Atoi(panel.Timeline("Changes").CSS("[data-event]").Attr("data-event"))
		require.NoError(t, err)
		return n
	}
	peer.Publish(t, rig.Notification(t, session, map[string]int{"Count": 0}))
	first := newest(0)
	var heard, heardAll int
	agent.Eval("window.heard", &heard)
	begun := time.Now()
	peer.Flood(t, session, times, rate)
	agent.UntilWithin(10*time.Minute, "the desktop to hear them", func() (bool, string) {
		agent.Eval("window.heard", &heardAll)
		return heardAll-heard >= times, strconv.Itoa(heardAll - heard)
	})
	t.Logf("the desktop heard %d notifications in %v", heardAll-heard, time.Since(begun))
	last := newest(times)
	t.Logf("the panel showed them in %v", time.Since(begun))
	assert.Equal(t, times, last-first, "each is an event")
}

// bodies are long, are no text, or are more than the tools keep.
func bodies(t *testing.T, peer *rig.Peer, agent, panel *rig.Page, session string) {
	path := "/api/v2/me/smssessions/" + session
	read := func(media, value string, padding int) {
		peer.Answer(t, rig.Answer{Method: "GET", Path: path, Times: 1, Status: 200, Headers: map[string]string{"Content-Type": media},
			Body: fmt.Sprintf(`{"statusCode":0,"padding":%q,"smssession":{"id":%q,"state":"Chatting","userData":{"Body":%q}}}`, strings.Repeat("x", padding), session, value)})
		agent.Eval(`fetch("`+path+`").then((r) => r.arrayBuffer()).then((b) => b.byteLength)`, nil)
	}
	shown := panel.CSS(`tr[data-key="Body"] [data-col=value]`)
	read("application/json", "ten million bytes", 10_000_000)
	shown.UntilText("ten million bytes")
	read("application/octet-stream", "in base64: café ☕", 0)
	shown.UntilText("in base64: café ☕")
	newest := panel.Timeline("Traffic").CSS(`[data-do="exchange"]`)
	was := newest.Attr("data-arg")
	read("application/json", "more than the tools keep", 40_000_000)
	panel.Until("the reading in the traffic", func() (bool, string) { n := newest.Attr("data-arg"); return n != was, n })
	newest.UntilText("not recorded")
	newest.Click()
	panel.CSS(".detail").UntilText("(not recorded)")
	assert.Equal(t, "in base64: café ☕", shown.Text(), "nothing is made of what is not there")
}
