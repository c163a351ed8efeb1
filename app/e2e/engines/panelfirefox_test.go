package engines_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/engine"
	"github.com/keytrail/keytrail/app/e2e/rig"
)

// The extension's page runs in Firefox as it is in the zip, at its own address and
// under its own policy. Firefox's developer tools cannot be driven from here, so
// that what they hand over comes from the test.
func TestPanelInFirefox(t *testing.T) {
	const session, token = "00001aPANEL00001", "of-the-desktop"
	browser := engine.All[0].Open(t)
	entry := map[string]any{
		"startedDateTime": time.Now().Add(-time.Second), "time": 5,
		"request": map[string]any{"method": "POST", "url": "https://gws.example.com/api/v2/notifications/connect", "headers": []any{},
			"postData": map[string]any{"text": `[{"channel":"/meta/connect","id":"1","clientId":"c"}]`}},
		"response": map[string]any{"status": 200, "headers": []any{}, "content": map[string]any{"size": 9, "mimeType": "application/json"}},
	}
	told, err := json.Marshal(entry)
	require.NoError(t, err)
	body, err := json.Marshal("[" + rig.Message(t, session, map[string]string{"Key": "café ☕"}) + `,{"channel":"/meta/connect","id":"1","successful":true}]`)
	require.NoError(t, err)
	// What was there before the panel was opened has lost its body.
	entry["request"] = map[string]any{"method": "GET", "url": "https://gws.example.com/api/v2/me/smssessions?fields=*",
		"headers": []any{map[string]string{"name": "Authorization", "value": "Bearer " + token}}}
	entry["startedDateTime"] = time.Now().Add(-2 * time.Second)
	earlier, err := json.Marshal(entry)
	require.NoError(t, err)
	// A call of Workspace's version 3, which is polled for elsewhere.
	entry["request"] = map[string]any{"method": "POST", "url": "https://gws.example.com/workspace/v3/notifications/connect", "headers": []any{},
		"postData": map[string]any{"text": `[{"channel":"/meta/connect","id":"1","clientId":"c"}]`}}
	entry["startedDateTime"] = time.Now().Add(-time.Second)
	other, err := json.Marshal(entry)
	require.NoError(t, err)
	otherBody, err := json.Marshal(`[{"channel":"/workspace/v3/voice","data":{"messageType":"CallStateChanged","notificationType":"StateChange","call":{"id":"0071aa","state":"Established",` +
		`"userData":[{"key":"L","type":"kvlist","value":[{"key":"n","type":"int","value":3}]}]}}},{"channel":"/meta/connect","id":"1","successful":true}]`)
	require.NoError(t, err)
	tools := fmt.Sprintf(`Object.defineProperty(globalThis, "chrome", { value: { devtools: {
		panels: { themeName: "dark", onThemeChanged: { addListener() {} } },
		inspectedWindow: { eval(text, then) { then("https://desk.example.com/ui", undefined); } },
		network: {
			onNavigated: { addListener() {} },
			onRequestFinished: { addListener(take) { setTimeout(() => {
				take({ ...%s, getContent(then) { then(%s, "application/json"); } });
				take({ ...%s, getContent(then) { then(%s, "application/json"); } });
			}, 100); } },
			getHAR(then) { then({ entries: [{ ...%s, getContent(then) { then(null); } }] }); },
		},
	} } });`, told, body, other, otherBody, earlier)
	address := browser.Install(t, withTools(t, rig.Extension(t)+".zip", tools))

	p := browser.Open(t, 1440, 300)
	p.Visit(address + "index.html")
	p.Is(`one("button[data-link]").dataset.link`, "offline")
	p.Visit(address + "with-tools.html")
	p.Is(`one("button[data-link]").dataset.link`, "watching")
	p.Until(`one(".banner--file").textContent.includes("https://desk.example.com")`)
	selectSession(p, session)
	p.Is(valueOf(t, "Key"), "café ☕")
	p.Is(`document.documentElement.dataset.theme`, "dark")
	selectSession(p, "v3/voice/0071aa")
	p.Is(valueOf(t, "L"), `{"n":3}`)
	selectSession(p, session)
	p.Click(`one("#tab-traffic")`)
	p.Click(`[...document.querySelectorAll("[data-do=exchange]")].find((row) => row.textContent.includes("fields="))`)
	p.Is(`one("[aria-label='Response body']").textContent`, "(not recorded)")
	p.Is(`one(".facts--headers").textContent`, "Authorization•••")
	p.Until(`!document.documentElement.outerHTML.includes("` + token + `")`)
}

// withTools returns a copy of a zip with one more page: the panel's, with a script
// before all others that stands for the developer tools.
func withTools(t *testing.T, from, script string) string {
	in, err := zip.OpenReader(from)
	require.NoError(t, err)
	defer in.Close()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range in.File {
		require.NoError(t, w.Copy(f))
	}
	index, err := fs.ReadFile(in, "index.html")
	require.NoError(t, err)
	page := strings.Replace(string(index), "<script", `<script src="tools.js"></script><script`, 1)
	for name, text := range map[string]string{"tools.js": script, "with-tools.html": page} {
		f, err := w.Create(name)
		require.NoError(t, err)
		_, err = f.Write([]byte(text))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	to := filepath.Join(t.TempDir(), "extension.zip")
	require.NoError(t, os.WriteFile(to, out.Bytes(), 0o600))
	return to
}

// Mozilla's linter has no objection to the manifest, nor to what it names.
func TestAddonsLinter(t *testing.T) {
	rig.Long(t)
	assert.Empty(t, rig.LintAddon(t, rig.Extension(t)+".zip"))
}
