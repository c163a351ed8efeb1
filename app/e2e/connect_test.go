package e2e_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/e2e/rig"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/wire/nethttp"
)

// gwsFor starts a GWS that lets pages of these origins in.
func gwsFor(t *testing.T, origins ...string) string {
	t.Helper()
	server := httptest.NewServer(nethttp.Handler(sim.New(sim.Options{Quiet: true, Origins: origins})))
	t.Cleanup(server.Close)
	return strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
}

// connectTo fills in the form of a connection and sends it.
func connectTo(page *rig.Page, address string) {
	page.T.Helper()
	page.Expect(address)
	if !page.CSS("#connect").Exists() {
		page.CSS("button[data-do=panel][data-arg=connect]").Click()
	}
	base := page.CSS("#connect [data-field=base]")
	base.Click()
	base.Call(nil, `function() { this.select() }`)
	page.Keys(address)
	page.CSS("#connect [type=submit]").Click()
}

// A person gets from a wrong address to a working connection by what the screen
// says: nobody is there, the server does not let this page in and what it needs
// for that, connected.
func TestFromAWrongAddressToAConnection(t *testing.T) {
	url := rig.Host(t, rig.Export(t, "-sim-quiet"), "/tools/keytrail/")
	origin := strings.TrimSuffix(url, "/tools/keytrail/")
	page := rig.OpenBrowser(t).Open(t, url)
	page.ExpectNetworkErrors()
	page.Expect("CORS policy")
	page.WaitConnected()
	steps := page.By("list", "Steps of connecting")
	for _, try := range []struct {
		address, chip string
		words         []string
	}{
		{"http://" + unused(t), "reconnecting",
			[]string{"Nothing answered at this address.", "make proxy API=http://"}},
		{gwsFor(t), "refused",
			[]string{"the browser may not hand the answer to this page", "allowedOrigins: " + origin, "exposedHeaders: X-CSRF-HEADER,X-CSRF-TOKEN", "make proxy API=http://"}},
	} {
		connectTo(page, try.address)
		page.Link().UntilAttr("data-link", try.chip)
		page.Link().Click()
		for _, words := range try.words {
			steps.UntilText(words)
		}
	}
	connectTo(page, gwsFor(t, origin))
	page.WaitConnected()
	page.Select(page.Writable())
	form := page.AttachForm()
	form.Fill(0, "Reached", "text", "yes")
	form.Submit("Attach")
	page.LastWrite().UntilAttr("data-verdict", "exact")
	assert.Equal(t, "yes", page.Row("Reached").Cells["value"])
}
