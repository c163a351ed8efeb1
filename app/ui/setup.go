package ui

import (
	"slices"

	"github.com/keytrail/keytrail/app/contract"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/userdata"
)

// viewCommands set up what is shown.
func viewCommands() []command {
	return []command{
		{"palette", func(m *model, _ string) { m.openPalette() }},
		{"run", func(m *model, arg string) { m.runCommand(atoi(arg)) }},
		{"lens", func(m *model, arg string) { m.setLens(atoi(arg)) }},
		{"density", func(m *model, arg string) { m.setDensity(arg) }},
		{"times", func(m *model, arg string) { m.setTimes(arg) }},
		{"set-theme", func(m *model, arg string) { m.setTheme(oneOf(arg, []string{"", "light", "dark"})) }},
		{"letters", func(m *model, arg string) {
			m.view.hushed = arg == "off"
			m.keep()
			m.touch(draftPart)
		}},
		{"desktop", func(m *model, arg string) {
			m.view.desktop = arg == "on"
			if m.view.desktop {
				m.want(effect{do: askNotify})
			}
			m.keep()
			m.touch(draftPart)
		}},
		{"sound", func(m *model, arg string) {
			m.view.sound = arg == "on"
			if m.view.sound {
				m.want(effect{do: beep}) // as a sample, and because only a click may begin to sound
			}
			m.keep()
			m.touch(draftPart)
		}},
		{"watched", func(m *model, arg string) {
			m.view.atOnce = arg == voices[1]
			m.keep()
			m.touch(draftPart)
		}},
		{"key", func(m *model, arg string) {
			m.inspect(arg)
			m.want(effect{do: focusOn, target: cursorRow})
		}},
		{"filter-bar", func(m *model, _ string) {
			m.view.bar = !m.view.bar
			m.touch(gridPart, headPart)
		}},
	}
}

// filterCommands are about the filter.
func filterCommands() []command {
	return []command{
		{"turn-term", func(m *model, arg string) { m.turnTerm(atoi(arg)) }},
		{"drop-term", func(m *model, arg string) { m.dropTerm(atoi(arg)) }},
		{"offer", func(m *model, arg string) { m.takeOffer(atoi(arg)) }},
		{"save-filter", func(m *model, _ string) { m.saveFilter() }},
		{"saved", func(m *model, arg string) {
			n := atoi(arg)
			if n >= 0 && n < len(m.view.saved) {
				m.setQuery(m.view.saved[n])
			}
		}},
		{"forget-filter", func(m *model, arg string) { m.forgetFilter(atoi(arg)) }},
		{"lookup", func(m *model, _ string) { m.lookUp() }},
	}
}

// noiseCommands are about keys that are hidden, watched or on top, and the contract.
func noiseCommands() []command {
	return []command{
		{"watch", func(m *model, _ string) { m.onSelected(m.toggleWatch) }},
		{"pin", func(m *model, _ string) { m.onSelected(m.togglePin) }},
		{"unwatch", func(m *model, arg string) {
			n := atoi(arg)
			if n >= 0 && n < len(m.view.watches) {
				m.toggleWatch(m.view.watches[n].key)
			}
		}},
		{"stop-on", func(m *model, arg string) { m.toggleStop(atoi(arg)) }},
		{"hide-menu", func(m *model, _ string) { m.onSelected(m.openHide) }},
		{"close-hide", func(m *model, _ string) { m.want(effect{do: closeModal, target: "#hidemenu"}) }},
		{"hide", func(m *model, arg string) {
			n := atoi(arg)
			if n >= 0 && n < len(m.hideOptions) {
				m.want(effect{do: closeModal, target: "#hidemenu"})
				m.hideKeys(m.hideOptions[n])
			}
		}},
		{"unhide", func(m *model, arg string) {
			n := atoi(arg)
			if n > 0 && n <= len(m.view.book.Hides) {
				m.view.book.Hides = slices.Clone(m.view.book.Hides)
				m.view.book.Hides[n-1].Shown = !m.view.book.Hides[n-1].Shown
				m.recompose()
			}
		}},
		{"drop-hide", func(m *model, arg string) {
			n := atoi(arg)
			if n >= 0 && n < len(m.view.book.Hides) {
				m.view.book.Hides = slices.Delete(slices.Clone(m.view.book.Hides), n, n+1)
				m.noiseChanged()
			}
		}},
		{"loud", func(m *model, arg string) {
			m.view.book.Folded &^= 1 << userdata.Class(atoi(arg))
			m.noiseChanged()
		}},
		{"next-broken", func(m *model, _ string) { m.nextBroken() }},
		{"copy-rules", func(m *model, _ string) { m.copy(m.view.book.Rules.String(), "Rules copied") }},
		{"copy-contract", func(m *model, _ string) { m.copy(m.view.contract, "Contract copied") }},
	}
}

// onSelected calls f with the selected key, or says that there is none.
func (m *model) onSelected(f func(key string)) {
	if !m.view.picked || m.scene.session == nil {
		m.say("Select a key first")
		return
	}
	f(m.view.key)
}

// openHide asks what of the selected key to hide.
func (m *model) openHide(key string) {
	m.optionsOf(key)
	m.want(effect{do: showModal, target: "#hidemenu"})
	m.touch(dialogPart)
}

// optionsOf finds the ways to hide a key.
func (m *model) optionsOf(key string) {
	class, _ := m.view.book.Own.Classify(key)
	m.hideOptions = hideOptions(key, class, rowsOf(m.scene.data, m.scene.marks, &m.classes))
}

// hideKeys takes keys off the table until somebody wants them back.
func (m *model) hideKeys(o hideOption) {
	v := &m.view
	if o.class {
		c, _ := settings.ClassNamed(o.pattern)
		v.book.Folded |= 1 << c
		v.unfolded &^= 1 << c
	} else {
		v.book.Hides = append(v.book.Hides[:len(v.book.Hides):len(v.book.Hides)], settings.Hide{Rule: userdata.Rule{Match: o.match, Pattern: o.pattern}})
	}
	m.noiseChanged()
	m.say(plural(o.keys, "key") + " hidden")
	m.want(effect{do: focusOn, target: cursorRow})
}

// noiseChanged follows a change of the rules and stores them.
func (m *model) noiseChanged() {
	m.applyNoise()
	m.keep()
	m.writeTexts()
}

// setRules takes over the text form of the rules.
func (m *model) setRules(text string) {
	rules, err := settings.ParseRules(text)
	if m.rulesErr = err; err == nil {
		m.view.book.Rules = rules
		m.noiseChanged()
		m.say("Rules applied")
	}
	m.touch(draftPart)
}

// setContract takes over the text form of a contract.
func (m *model) setContract(text string) {
	m.view.contract = text
	m.check()
	m.keep()
	m.touch(draftPart, gridPart, railPart)
	if m.contractErr == nil && text != "" {
		good, _ := contract.Tally(m.findings)
		m.say("Contract: " + itoa(good) + " of " + itoa(len(m.findings)) + " hold; " + breakingText(m))
	}
}

// check holds what is shown against the contract.
func (m *model) check() {
	var owed contract.Contract
	owed, m.contractErr = contract.Parse(m.view.contract)
	m.judgeAll(owed)
	m.findings = nil
	if m.contractErr == nil && m.scene.session != nil && m.scene.last > 0 {
		now := m.now
		if e, ok := m.scene.session.History.Event(m.scene.at); ok && (!m.view.live() || m.filed()) {
			now = e.Time
		}
		m.findings = owed.Judge(m.contracted(m.scene.session), m.scene.at, now)
	}
}

// alarm tells that a clause of the contract broke since it was looked at last,
// and stops the view there if somebody wants that.
func (m *model) alarm(session string, before []contract.Finding) {
	if session != m.view.session || !m.view.live() || len(before) != len(m.findings) {
		return
	}
	for i, f := range m.findings {
		if f.Standing != contract.Broken || before[i].Standing == contract.Broken || f.String() != before[i].String() {
			continue
		}
		m.watcher.news += index01(m.watcher.away)
		m.say("Contract broken: " + f.String() + ", " + f.Reason)
		if m.view.stopBroken {
			at := f.Event
			if at == 0 {
				at = m.scene.last // it broke because time went by
			}
			m.review(at)
			return
		}
	}
}

// writeTexts puts the texts into the forms of the panels.
func (m *model) writeTexts() {
	switch m.form() {
	case noisePanel:
		m.typedText = m.view.book.Rules.String()
		m.want(effect{do: setValue, target: "#rules-text", text: m.typedText})
	case pinsPanel:
		m.typedText = settings.FormatPins(m.view.pins, m.view.names)
		m.want(effect{do: setValue, target: "#pins-text", text: m.typedText})
	case watchPanel:
		for i, w := range m.view.watches {
			m.want(effect{do: setValue, target: conditionField(i), text: w.cond})
		}
	case sessionPanel:
		m.fillSession()
	case findPanel:
		m.want(effect{do: setValue, target: "#session-id", text: m.labelling.id})
	case contractPanel:
		m.typedText = m.view.contract
		m.want(effect{do: setValue, target: "#contract-text", text: m.typedText})
	}
}

// setTheme sets the theme; "" is the system's.
func (m *model) setTheme(name string) {
	m.view.theme = name
	m.want(effect{do: setTheme, text: name})
	m.touch(topPart, draftPart)
}
