package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// copyActions are all buttons, menu items and keys that copy.
func copyActions() map[string]func(m *model) {
	out := map[string]func(m *model){
		"y": func(m *model) { m.press(keypress{key: "y", pane: dataPane}) },
		"Y": func(m *model) { m.press(keypress{key: "Y", pane: dataPane}) },
	}
	for name, arg := range map[string]string{
		"copy-value": "", "copy-raw": "", "copy-row": "", "copy-pointer": "", "copy-pins": "", "copy-rules": "", "copy-contract": "",
		"copy-id": "0000Wa9CAM6W00J", "copy-body": "response", "copy-code": "0 cURL", "copy-profiles": "", "copy-settings": "", "copy-proxy": "",
	} {
		out[name] = func(m *model) { m.act(name, arg) }
	}
	return out
}

// What is copied is said once it is on the clipboard, beside what was pressed.
func TestCopyingSaysThatItDid(t *testing.T) {
	for name, do := range copyActions() {
		t.Run(name, func(t *testing.T) {
			m, _ := modelOf(busy(t))
			m.inspect("DISP_KEY")
			if name == "copy-body" {
				m.act("exchange", "2")
			}
			m.effects, m.notices = nil, notices{}
			var later func()
			m.after = func(d time.Duration, do func()) { later = do }
			do(m)
			require.Len(t, m.effects, 1)
			e := m.effects[0]
			require.Equal(t, copyText, e.do)
			require.NotEmpty(t, e.said)
			assert.Empty(t, m.notices.beside, "nothing is said before it is known")
			if len(name) > 1 {
				assert.Contains(t, e.target, "[data-do="+name+"]")
			}
			m.copied(e, true)
			assert.Equal(t, e.said, m.notices.beside)
			assert.Contains(t, m.effects, effect{do: showBeside, target: "#beside", text: e.target})
			hasMarkup(t, html(t, &noticeArea{Model: m}), e.said)
			later()
			assert.Empty(t, m.notices.beside)
			m.copied(e, true)
			m.act("panel", "view")
			assert.Empty(t, m.notices.beside, "what it stood beside is covered")
		})
	}
}

func TestACopyThatFailedIsNone(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.copied(effect{do: copyText, said: "Value copied"}, false)
	assert.Contains(t, m.notices.beside, "Not copied")
}
