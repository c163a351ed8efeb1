package e2e_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// Customer text is text: shown character for character, whatever it says.
func TestHostileDataIsShownAsText(t *testing.T) {
	values := map[string]string{
		"<img src=x onerror=alert(1)>": "<script>alert(1)</script>",
		"key with blanks":              "  two before, two after  ",
		`"quoted" 'key'`:               `a "quoted" \ value with &amp; and &#x27;`,
		"__proto__":                    "polluted",
		"constructor":                  "toString",
		"emoji 👩‍👩‍👧‍👦 key":            "👋🏽 wave, ünïcödé, עברית, 日本語",
		"controls":                     "NUL\x00, bell\a, escape\x1b[31m, tab\t, line\nend",
		"bidi":                         "\u202egnp.exe\u202c, zero\u200bwidth",
		"line\nbreak":                  "{{constructor.constructor('alert(1)')()}}",
		"\ufeffbyte order":             "\ufeffmark",
	}
	page, peer, session := rig.WatchPeer(t)

	peer.Publish(t, rig.Notification(t, session, values))
	page.Row("bidi")
	page.ShowAll()

	for key, value := range values {
		row := page.Row(key)
		assert.Equal(t, value, row.Cells["value"], "the value of %q", key)
		assert.Equal(t, "text", row.Cells["type"], "the type of %q", key)
	}
	for key, row := range page.AllOfIt() {
		if row.Change != "removed" {
			assert.Contains(t, values, key)
		}
	}

	page.Eval(`navigator.clipboard.writeText = async (text) => { globalThis.copied = text; }`, nil)
	page.Row("\ufeffbyte order")
	page.CSS("tr[data-key='\ufeffbyte order'] .grid-value").Click()
	page.Press("y")
	page.UntilTrue("the value to be copied", `globalThis.copied === "\ufeffmark"`)
}

// A translator puts every text into elements of its own. The page goes on.
func TestTheTextsOfThePageAreMoved(t *testing.T) {
	page, peer, session := rig.WatchPeer(t)
	peer.Publish(t, rig.Notification(t, session, map[string]string{"kept": "1", "moved": "1", "gone": "1"}))
	page.Row("moved")
	page.ShowAll()

	page.Eval(`const all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
		while (all.nextNode()) texts.push(all.currentNode);
		for (const text of texts) {
			const font = document.createElement("font");
			text.replaceWith(font);
			font.append(text);
		}`, nil)
	peer.Publish(t, rig.Notification(t, session, map[string]string{"kept": "1", "moved": "2", "new": "1"}))

	page.Row("new")
	assert.Equal(t, "2", page.Row("moved").Cells["value"])
	assert.Equal(t, "removed", page.Row("gone").Change)
}

// Much data leaves the page answering: the filter finds the last of ten
// thousand keys beside a value of ten megabytes, which can be read to its end.
func TestMuchDataLeavesThePageAnswering(t *testing.T) {
	values := map[string]string{"Long": strings.Repeat("0123456789", 1_000_000) + " the end"}
	for i := range 9_999 {
		values[fmt.Sprintf("Key %04d", i)] = fmt.Sprint("value ", i)
	}
	page, peer, session := rig.WatchPeer(t)

	peer.Publish(t, rig.Notification(t, session, values))
	page.Until("ten thousand rows", func() (bool, string) {
		n, err := strconv.Atoi(page.AllRows())
		return err == nil && n >= len(values), page.AllRows()
	})

	page.By("searchbox", "Filter keys and values").Type("Key 9998")
	page.Until("one row", func() (bool, string) { return page.AllRows() == "1", page.AllRows() })
	assert.Equal(t, "value 9998", page.Row("Key 9998").Cells["value"])
}

// A notification that makes no sense is kept with its text and the reason, and
// the next one that does is applied as ever.
func TestSenselessNotificationsAreKept(t *testing.T) {
	tests := []struct{ name, data, words string }{
		{"text", `"this is no object <b>"`, "this is no object <b>"},
		{"a number", `17`, "17"},
		{"an array", `["SMSsessionStateChangeMessage"]`, "SMSsessionStateChangeMessage"},
		{"no session", `{"messageType":"SMSsessionStateChangeMessage","notificationType":"PropertiesUpdated","lost":1}`, "lost"},
		{"a session without an id", `{"messageType":"SMSsessionStateChangeMessage","smssession":{"state":"Chatting","userData":{"nobody's":1}}}`, "nobody's"},
		{"userData that is no object", `{"messageType":"SMSsessionStateChangeMessage","notificationType":"PropertiesUpdated","smssession":{"id":"SESSION","userData":["a"]}}`, `["a"]`},
	}
	page, peer, session := rig.WatchPeer(t)
	before := page.AllRows()
	for i, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			peer.Publish(t, strings.ReplaceAll(test.data, "SESSION", session))

			page.Timeline("Changes").UntilText(test.words)
			assert.Equal(t, before, page.AllRows(), "the table changed")
			if i == len(tests)-1 {
				peer.Publish(t, rig.Notification(t, session, map[string]string{"sense": "again"}))
				assert.Equal(t, "again", page.Row("sense").Cells["value"])
			}
		})
	}
}
