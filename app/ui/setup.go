package ui

import (
	"slices"

	"github.com/keytrail/keytrail/app/contract"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/userdata"
)

// actOnView does the actions that set up what is shown. It reports whether
// there is one of that name.
func (m *model) actOnView(name, arg string, n int) bool {
	v := &m.view
	switch name {
	case "palette":
		m.openPalette()
	case "run":
		m.runCommand(n)
	case "lens":
		m.setLens(n)
	case "density":
		m.setDensity(arg)
	case "times":
		m.setTimes(arg)
	case "set-theme":
		m.setTheme(oneOf(arg, []string{"", "light", "dark"}))
	case "letters":
		v.hushed = arg == "off"
		m.keep()
		m.touch(draftPart)
	case "desktop":
		v.desktop = arg == "on"
		if v.desktop {
			m.want(effect{do: askNotify})
		}
		m.keep()
		m.touch(draftPart)
	case "sound":
		v.sound = arg == "on"
		if v.sound {
			m.want(effect{do: beep}) // as a sample, and because only a click may begin to sound
		}
		m.keep()
		m.touch(draftPart)
	case "watched":
		v.atOnce = arg == voices[1]
		m.keep()
		m.touch(draftPart)
	case "key":
		m.inspect(arg)
		m.want(effect{do: focusOn, target: cursorRow})
	case "filter-bar":
		v.bar = !v.bar
		m.touch(gridPart, headPart)
	default:
		return m.actOnFilter(name, n) || m.actOnNoise(name, n) || m.actOnMenu(name, arg, n)
	}
	return true
}

func (m *model) actOnFilter(name string, n int) bool {
	switch name {
	case "turn-term":
		m.turnTerm(n)
	case "drop-term":
		m.dropTerm(n)
	case "offer":
		m.takeOffer(n)
	case "save-filter":
		m.saveFilter()
	case "saved":
		if n >= 0 && n < len(m.view.saved) {
			m.setQuery(m.view.saved[n])
		}
	case "forget-filter":
		m.forgetFilter(n)
	case "lookup":
		m.lookUp()
	default:
		return false
	}
	return true
}

func (m *model) actOnNoise(name string, n int) bool {
	v := &m.view
	switch name {
	case "watch":
		m.onSelected(m.toggleWatch)
	case "pin":
		m.onSelected(m.togglePin)
	case "unwatch":
		if n >= 0 && n < len(v.watches) {
			m.toggleWatch(v.watches[n].key)
		}
	case "stop-on":
		m.toggleStop(n)
	case "hide-menu":
		m.onSelected(m.openHide)
	case "close-hide":
		m.want(effect{do: closeModal, target: "#hidemenu"})
	case "hide":
		if n >= 0 && n < len(m.hideOptions) {
			m.want(effect{do: closeModal, target: "#hidemenu"})
			m.hideKeys(m.hideOptions[n])
		}
	case "unhide":
		if n > 0 && n <= len(v.book.Hides) {
			v.book.Hides = slices.Clone(v.book.Hides)
			v.book.Hides[n-1].Shown = !v.book.Hides[n-1].Shown
			m.recompose()
		}
	case "drop-hide":
		if n >= 0 && n < len(v.book.Hides) {
			v.book.Hides = slices.Delete(slices.Clone(v.book.Hides), n, n+1)
			m.noiseChanged()
		}
	case "loud":
		v.book.Folded &^= 1 << userdata.Class(n)
		m.noiseChanged()
	case "next-broken":
		m.nextBroken()
	case "copy-rules":
		m.copy(v.book.Rules.String(), "Rules copied")
	case "copy-contract":
		m.copy(v.contract, "Contract copied")
	default:
		return false
	}
	return true
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

// pressInSetup holds the letters of the table that set up what is shown.
func (m *model) pressInSetup(k keypress) bool {
	switch k.key {
	case "i":
		m.onSelected(m.openHide)
		return true
	case "w":
		m.onSelected(m.toggleWatch)
	case "p":
		m.onSelected(m.togglePin)
	case "I":
		m.unfoldAll()
	case "1", "2", "3", "4":
		m.setLens(atoi(k.key) - 1)
	default:
		return false
	}
	// The rows have other places now.
	m.want(effect{do: focusOn, target: cursorRow})
	return true
}
