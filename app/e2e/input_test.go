package e2e_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// Whoever types while the table is being redrawn loses no character, keeps the
// caret where it was and the focus in the field.
func TestTypingWhileNotificationsArrive(t *testing.T) {
	program := rig.Start(t, "-sim-quiet")
	other := rig.SignIn(t, program.URL)
	session := other.Writable(t)
	page := rig.OpenBrowser(t).Open(t, program.URL)
	page.WaitConnected()
	page.Select(session.ID)
	row := page.AttachForm().Row(0)
	received := func() (n int) {
		page.Eval(`document.querySelectorAll("[data-event]").length`, &n)
		return n
	}
	before := received()
	written, stop := writeOn(t, other, session.ID)
	defer stop()

	key := row.By("textbox", "Key")
	key.Type("a key with blanks ")
	value := row.By("textbox", "Value")
	value.Type("the quick brown fox <b>&amp; \"jumps\" over 0123456789")
	for range 10 {
		page.Keys(kb.ArrowLeft)
	}
	page.Keys("the lazy dog ")

	page.Until("notifications to have come meanwhile", func() (bool, string) {
		return written() > 20 && received() > before, fmt.Sprint(written(), " written, ", received(), " shown")
	})
	assert.Equal(t, "a key with blanks ", key.Value())
	text := "the quick brown fox <b>&amp; \"jumps\" over the lazy dog 0123456789"
	assert.Equal(t, text, value.Value())
	var caret int
	value.Call(&caret, `function() { return document.activeElement === this ? this.selectionStart : -1 }`)
	assert.Equal(t, len(text)-10, caret)
}

// A row that was reached by keyboard stays where it is and keeps the focus,
// whatever arrives, and the arrows go on from there. Nothing scrolls the page.
func TestFocusStaysWhileNotificationsArrive(t *testing.T) {
	program := rig.Start(t, "-sim-sessions", "1", "-sim-keys", "300", "-sim-rate", "20")
	page := rig.OpenBrowser(t).Open(t, program.URL)
	page.WaitConnected()
	page.Grid().Wait()
	page.CSS("#grid tr[data-key]").Click()
	type place struct {
		Key        string
		Index, Top int
		Overflow   bool
	}
	stands := func() (now place) {
		page.Eval(`(() => {
			const row = document.activeElement, root = document.scrollingElement;
			return {
				key: row.dataset.key ?? row.tagName, index: Number(row.getAttribute("aria-rowindex")),
				top: Math.round(row.getBoundingClientRect().top), overflow: root.scrollHeight > root.clientHeight,
			};
		})()`, &now)
		return now
	}
	newest := func() (n int) {
		page.Eval(`Math.max(...[...document.querySelectorAll("[data-event]")].map(row => Number(row.dataset.event)))`, &n)
		return n
	}
	seen := map[string]bool{}
	for range 5 {
		from := stands()
		page.Keys(kb.ArrowDown)
		page.Until("the next row to have the focus", func() (bool, string) {
			now := stands()
			return now.Index == from.Index+1, fmt.Sprint(from, now)
		})
		at, last := stands(), newest()
		page.Until("ten more events", func() (bool, string) {
			n := newest()
			return n >= last+10, fmt.Sprint(last, " ", n)
		})
		assert.Equal(t, at, stands())
		assert.False(t, at.Overflow, "the page can be scrolled")
		seen[at.Key] = true
	}
	assert.Len(t, seen, 5, "each arrow leads to another key")
}

// writeOn writes to the session twenty times a second until stop. It reports
// how often it has.
func writeOn(t *testing.T, other *rig.Agent, session string) (written func() int64, stop func()) {
	t.Helper()
	var n atomic.Int64
	end, ended := make(chan struct{}), make(chan error)
	go func() {
		beat := time.NewTicker(50 * time.Millisecond)
		defer beat.Stop()
		for {
			select {
			case <-end:
				ended <- nil
				return
			case <-beat.C:
			}
			if err := other.Update(session, fmt.Sprintf(`{"Counter":%d}`, n.Add(1))); err != nil {
				ended <- err
				return
			}
		}
	}()
	return n.Load, func() {
		close(end)
		require.NoError(t, <-ended)
	}
}

// What cannot be sent is refused at the field that is wrong, and nothing is sent.
func TestBadInputIsRefusedInTheForm(t *testing.T) {
	type row struct{ key, kind, value string }
	tests := []struct {
		name  string
		rows  []row
		wrong int    // the row
		field string // its field
	}{
		{"an empty key", []row{{"", "text", "x"}}, 0, "Key"},
		{"the same key twice", []row{{"a", "text", "1"}, {"a", "text", "2"}}, 1, "Key"},
		{"a number that is none", []row{{"a", "number", "12,5"}}, 0, "Value"},
		{"a truth that is not chosen", []row{{"a", "true/false", ""}}, 0, "Value"},
		{"JSON that is none", []row{{"a", "JSON", "{"}}, 0, "Value"},
	}
	peer := rig.StartPeer(t)
	program := rig.Start(t, "-upstream", peer.URL)
	browser := rig.OpenBrowser(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			page := browser.Open(t, program.URL)
			page.WaitConnected()
			page.Select(page.Writable())
			form := page.AttachForm()
			for i, r := range test.rows {
				form.Fill(i, r.key, r.kind, r.value)
			}

			form.Submit("Attach")

			field := form.Row(test.wrong).CSS(`[aria-label="` + test.field + `"]`)
			field.UntilAttr("aria-invalid", "true")
			assert.NotEmpty(t, page.Describing(field), "what is wrong, for those who cannot see the red")
			assert.Zero(t, page.Writes())
			for _, r := range peer.Requests(t) {
				assert.NotContains(t, r.Body, "AttachUserData")
			}
		})
	}
}

// A link of any scheme in the document, however it got there, does not end the
// program: the framework hands the address of every link that is clicked to the
// browser's history, which refuses most.
func TestLinksDoNotEndTheProgram(t *testing.T) {
	program := rig.Start(t, "-sim-quiet")
	browser := rig.OpenBrowser(t)
	for _, link := range []string{
		`"tel:+15550100"`,
		`"javascript:void(0)"`,
		`URL.createObjectURL(new Blob(["x"], { type: "text/plain" }))`,
	} {
		t.Run(link, func(t *testing.T) {
			page := browser.Open(t, program.URL)
			page.Expect("scheme does not have a registered handler")
			page.Expect("javascript")                      // refused by the Content-Security-Policy, as it should be
			page.Expect("request to another origin: tel:") // handed to the system
			page.WaitConnected()
			page.Eval(`(() => {
				const a = document.createElement("a");
				a.href = `+link+`;
				a.textContent = a.id = "trap";
				a.style.setProperty("position", "fixed");
				a.style.setProperty("inset", "40% auto auto 40%");
				a.style.setProperty("z-index", "9999");
				document.body.append(a);
			})()`, nil)

			page.CSS("#trap").Click()
			page.Eval(`document.querySelector("#trap").remove()`, nil)

			// No mouse from here on: the browser asks whether it shall call the
			// number, and its question takes the clicks.
			page.By("button", "Attach data").Activate()
			page.By("form", "Attach data").Wait()
		})
	}
}

// A new event on top of the timeline moves the rows below it, and a change
// moves a row of the table: what is shown of them is not written anew, and the
// focus stays on the row that has it.
func TestRowsMoveAsTheyAre(t *testing.T) {
	program := rig.Start(t, "-sim-quiet")
	other := rig.SignIn(t, program.URL)
	session := other.Writable(t)
	page := rig.OpenBrowser(t).Open(t, program.URL)
	page.WaitConnected()
	page.Select(session.ID)
	const rows = `[...document.querySelectorAll("#log [data-event]")]`
	newest := func() (n int) {
		page.Eval(rows+`.reduce((most, row) => Math.max(most, Number(row.dataset.event)), 0)`, &n)
		return n
	}
	write := func(data string) {
		before := newest()
		require.NoError(t, other.Update(session.ID, data))
		page.Until("the event to be listed", func() (bool, string) { return newest() > before, fmt.Sprint(newest()) })
	}
	write(`{"First":1,"Second":1}`)
	var key string
	page.Eval(`(() => {
		window.before = `+rows+`.map((row) => [row, row.dataset.event]);
		const row = document.querySelector('tr[data-key="First"]');
		row.click();
		return row.dataset.key;
	})()`, &key)
	page.Until("the row to have the focus", func() (bool, string) {
		var on string
		page.Eval(`document.activeElement.dataset.key ?? ""`, &on)
		return on == key, on
	})

	write(`{"Second":2}`)
	write(`{"Third":3}`)

	var moved []string
	page.Eval(`window.before.filter(([row, event]) => !row.isConnected || row.dataset.event !== event).map(([, event]) => event)`, &moved)
	assert.Empty(t, moved, "these rows were written anew")
	var indexes []int
	page.Eval(rows+`.map((row) => Number(row.getAttribute("aria-rowindex")))`, &indexes)
	for i, n := range indexes {
		assert.Equal(t, i+1, n, "the index of row %d", i)
	}
	var focused string
	page.Eval(`document.activeElement.dataset.key ?? ""`, &focused)
	assert.Equal(t, key, focused)
}
