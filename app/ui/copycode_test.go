package ui

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/rawjson"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/snippet"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
	"github.com/keytrail/keytrail/app/userdata"
	"github.com/keytrail/keytrail/app/wire"
	"github.com/keytrail/keytrail/app/wire/nethttp"
)

// An interpreter runs the code of a language.
type interpreter struct {
	program string
	file    string
	args    []string // before the file
	must    bool     // .ci/setup brings it
}

var interpreters = map[string]interpreter{
	"cURL":       {program: "bash", file: "write.sh", must: true},
	"fetch":      {program: "node", file: "write.mjs", must: true},
	"Python":     {program: "python3", file: "write.py", must: true},
	"Java":       {program: "java", file: "Write.java", args: []string{"-XX:TieredStopAtLevel=1", "-Xshare:auto"}},
	"PowerShell": {program: "pwsh", file: "write.ps1", args: []string{"-NoProfile", "-File"}},
}

// A customer's data, and keys and values that a language may stumble over.
const (
	copiedPhone = "+44 7700 900123"
	copiedNote  = `it's "so": call ` + copiedPhone + "\nor jane.roe@customer.example $HOME `id` $(id) %PATH% ${x} #{y} \\ 👍"
)

func hostileWrite(t *testing.T) []byte {
	var b bytes.Buffer
	b.WriteString(`{"operationName":"AttachUserData","userData":{"n":-12345678901234567890.10,"list":[1,{"Phone":"+44 7700 900124"}],"Note":`)
	b.Write(rawjson.Quote(nil, copiedNote))
	b.WriteString(`,"Phone":447700900123`)
	file, err := os.ReadFile("../snippet/testdata/hostile.json")
	require.NoError(t, err)
	texts := map[string]string{"long": strings.Repeat("é\"\\👍x", 5000)}
	require.NoError(t, json.Unmarshal(file, &texts))
	delete(texts, "empty") // a key of no characters cannot be written
	texts["an argument"], texts["an option"], texts["like a secret"] = "@/etc/hostname", "-o x --", `"Authorization": "Bearer " + x, password=hunter2hunter2`
	names := make([]string, 0, len(texts))
	for name := range texts {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		b.WriteByte(',')
		if name == "long" {
			b.WriteString(`"long"`)
		} else {
			b.Write(rawjson.Quote(nil, "k "+texts[name]))
		}
		b.WriteByte(':')
		b.Write(rawjson.Quote(nil, texts[name]))
	}
	b.WriteString("}}")
	require.True(t, json.Valid(b.Bytes()))
	return b.Bytes()
}

// Code that was copied runs and writes what it says, whatever is in it and
// whether personal data are hidden in it or not.
func TestCopiedCodeRuns(t *testing.T) {
	body := hostileWrite(t)
	for _, language := range snippet.Languages() {
		for _, run := range []struct {
			name  string
			auth  settings.Auth
			plain bool
		}{{"basic, hidden", settings.Basic, false}, {"bearer, hidden", settings.Bearer, false}, {"cookie, plain", settings.Cookie, true}} {
			t.Run(language+", "+run.name, func(t *testing.T) {
				in := interpreters[language]
				if _, err := exec.LookPath(in.program); err != nil && !in.must {
					t.Skipf("%s is not installed: what it reads is checked by its rules in package snippet", in.program)
				}
				if in.program == "java" && run.auth == settings.Bearer {
					t.Skip("two starts of a virtual machine say enough")
				}
				s := sim.New(sim.Options{Quiet: true, Sessions: 1, User: "o'brien é", Password: `p"a$s`, Token: "t0ken"})
				server := httptest.NewServer(nethttp.Handler(s))
				defer server.Close()
				id := s.Sessions()[0]
				code := copiedCode(t, language, server.URL, id, run.auth, run.plain, body)

				cmd := exec.Command(in.program, append(in.args, save(t, in.file, code))...)
				cmd.Dir = t.TempDir()
				cmd.Env = append(os.Environ(), "GWS_USER=o'brien é", `GWS_PASSWORD=p"a$s`, "GWS_TOKEN=t0ken", "GWS_COOKIE="+signedIn(t, s), "LC_ALL=C.UTF-8", "NO_PROXY=127.0.0.1")
				out, err := cmd.CombinedOutput()
				require.NoError(t, err, "%s\n%.3000s", out, code)
				assert.Contains(t, string(out), `"statusCode":0`)
				secrets := []string{"hunter2"}
				if !run.plain {
					secrets = append(secrets, copiedPhone, "447700900123", "900124", "jane.roe")
				}
				for _, secret := range secrets {
					assert.NotContains(t, code, secret)
				}
				hasWritten(t, s, id, hiddenBody(t, body, run.plain))
			})
		}
	}
}

// copiedCode is what the page puts on the clipboard for a write that was sent.
func copiedCode(t *testing.T, language, base, id string, auth settings.Auth, plain bool, body []byte) string {
	x := uitest.Session(t, id, uitest.Story{})
	x.Writes = []*proof.Proof{{Write: proof.Write{N: 1, Session: id, Operation: "AttachUserData", Request: body}}}
	state := uitest.StateOf(x)
	state.Link.Profile = settings.Profile{Name: "x", BaseURL: base, Auth: auth, User: "o'brien é"}
	m, _ := pagetest.ModelOf(state)
	m.View.Session = id
	m.Compose()
	m.Export.Tape, m.Export.Plain = uitest.Taped, plain
	m.Run = func(_ string, job func() func()) { job()() }
	m.Effects = nil
	m.Act("copy-code", "1 "+language)
	(&screen{m: m}).maskCopies()
	i := slices.IndexFunc(m.Effects, func(e stage.Effect) bool { return e.Do == stage.CopyText })
	require.GreaterOrEqual(t, i, 0)
	return m.Effects[i].Text
}

// hiddenBody is a write as the masks of an export leave it.
func hiddenBody(t *testing.T, body []byte, plain bool) []byte {
	c, err := uitest.Taped(context.Background(), 0)
	require.NoError(t, err)
	_, masks := redact.Cut(c, redact.Export{Plain: plain, Scope: redact.Scope{Before: []capture.Observation{{Kind: capture.Request, Raw: body}}}})
	hidden := masks.JSON(body)
	require.True(t, json.Valid(hidden), "%s", hidden)
	return hidden
}

func save(t *testing.T, name, text string) string {
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// signedIn is the cookie of a new HTTP session.
func signedIn(t *testing.T, s *sim.Sim) string {
	req := &wire.Request{Method: "GET", Path: "/api/v2/me"}
	req.Header.Set("Authorization", "Bearer t0ken")
	resp, err := s.RoundTrip(t.Context(), req)
	require.NoError(t, err)
	cookie, _, _ := strings.Cut(resp.Header.Get("Set-Cookie"), ";")
	require.NotEmpty(t, cookie)
	return cookie
}

// hasWritten proves that the data of a session have all of a write.
func hasWritten(t *testing.T, s *sim.Sim, id string, body []byte) {
	data, err := s.UserData(id)
	require.NoError(t, err)
	have, err := userdata.Parse(data)
	require.NoError(t, err)
	var want struct{ UserData json.RawMessage }
	require.NoError(t, json.Unmarshal(body, &want))
	sent, err := userdata.Parse(want.UserData)
	require.NoError(t, err)
	require.Positive(t, sent.Len())
	for key, value := range sent.All() {
		assert.True(t, value.Equal(have.Get(key)), "%q: sent %.200s, there is %.200s", key, value.Literal(), have.Get(key).Literal())
	}
}
