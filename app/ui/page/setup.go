package page

import (
	"slices"
	"strconv"

	"github.com/keytrail/keytrail/app/contract"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// viewCommands set up what is shown.
func viewCommands() []command {
	return []command{
		{"palette", func(m *Model, _ string) { m.OpenPalette() }},
		{"run", func(m *Model, arg string) { m.runCommand(wording.Atoi(arg)) }},
		{"lens", func(m *Model, arg string) { m.SetLens(wording.Atoi(arg)) }},
		{"density", func(m *Model, arg string) { m.setDensity(arg) }},
		{"times", func(m *Model, arg string) { m.setTimes(arg) }},
		{"set-theme", func(m *Model, arg string) { m.setTheme(scene.OneOf(arg, []string{"", "light", "dark"})) }},
		{"letters", func(m *Model, arg string) {
			m.View.Hushed = arg == "off"
			m.Keep()
			m.Touch(DraftPart)
		}},
		{"desktop", func(m *Model, arg string) {
			m.View.Desktop = arg == "on"
			if m.View.Desktop {
				m.Want(Effect{Do: AskNotify})
			}
			m.Keep()
			m.Touch(DraftPart)
		}},
		{"sound", func(m *Model, arg string) {
			m.View.Sound = arg == "on"
			if m.View.Sound {
				m.Want(Effect{Do: Beep}) // as a sample, and because only a click may begin to sound
			}
			m.Keep()
			m.Touch(DraftPart)
		}},
		{"watched", func(m *Model, arg string) {
			m.View.AtOnce = arg == Voices[1]
			m.Keep()
			m.Touch(DraftPart)
		}},
		{"key", func(m *Model, arg string) {
			m.Inspect(arg)
			m.Want(Effect{Do: FocusOn, Target: CursorRow})
		}},
		{"filter-bar", func(m *Model, _ string) {
			m.View.Bar = !m.View.Bar
			m.Touch(GridPart, HeadPart)
		}},
	}
}

// filterCommands are about the filter.
func filterCommands() []command {
	return []command{
		{"turn-term", func(m *Model, arg string) { m.turnTerm(wording.Atoi(arg)) }},
		{"drop-term", func(m *Model, arg string) { m.dropTerm(wording.Atoi(arg)) }},
		{"offer", func(m *Model, arg string) { m.takeOffer(wording.Atoi(arg)) }},
		{"save-filter", func(m *Model, _ string) { m.SaveFilter() }},
		{"saved", func(m *Model, arg string) {
			n := wording.Atoi(arg)
			if n >= 0 && n < len(m.View.Saved) {
				m.setQuery(m.View.Saved[n])
			}
		}},
		{"forget-filter", func(m *Model, arg string) { m.forgetFilter(wording.Atoi(arg)) }},
		{"lookup", func(m *Model, _ string) { m.LookUp() }},
	}
}

// noiseCommands are about keys that are hidden, watched or on top, and the contract.
func noiseCommands() []command {
	return []command{
		{"watch", func(m *Model, _ string) { m.onSelected(m.ToggleWatch) }},
		{"pin", func(m *Model, _ string) { m.onSelected(m.TogglePin) }},
		{"unwatch", func(m *Model, arg string) {
			n := wording.Atoi(arg)
			if n >= 0 && n < len(m.View.Watches) {
				m.ToggleWatch(m.View.Watches[n].Key)
			}
		}},
		{"stop-on", func(m *Model, arg string) { m.ToggleStop(wording.Atoi(arg)) }},
		{"hide-menu", func(m *Model, _ string) { m.onSelected(m.openHide) }},
		{"close-hide", func(m *Model, _ string) { m.Want(Effect{Do: CloseModal, Target: "#hidemenu"}) }},
		{"hide", func(m *Model, arg string) {
			n := wording.Atoi(arg)
			if n >= 0 && n < len(m.HideOptions) {
				m.Want(Effect{Do: CloseModal, Target: "#hidemenu"})
				m.HideKeys(m.HideOptions[n])
			}
		}},
		{"unhide", func(m *Model, arg string) {
			n := wording.Atoi(arg)
			if n > 0 && n <= len(m.View.Book.Hides) {
				m.View.Book.Hides = slices.Clone(m.View.Book.Hides)
				m.View.Book.Hides[n-1].Shown = !m.View.Book.Hides[n-1].Shown
				m.Recompose()
			}
		}},
		{"drop-hide", func(m *Model, arg string) {
			n := wording.Atoi(arg)
			if n >= 0 && n < len(m.View.Book.Hides) {
				m.View.Book.Hides = slices.Delete(slices.Clone(m.View.Book.Hides), n, n+1)
				m.noiseChanged()
			}
		}},
		{"loud", func(m *Model, arg string) {
			m.View.Book.Folded &^= 1 << userdata.Class(wording.Atoi(arg))
			m.noiseChanged()
		}},
		{"next-broken", func(m *Model, _ string) { m.nextBroken() }},
		{"copy-rules", func(m *Model, _ string) { m.copy(m.View.Book.Rules.String(), "Rules copied") }},
		{"copy-contract", func(m *Model, _ string) { m.copy(m.View.Contract, "Contract copied") }},
	}
}

// onSelected calls f with the selected key, or says that there is none.
func (m *Model) onSelected(f func(key string)) {
	if !m.View.Picked || m.Scene.Session == nil {
		m.say("Select a key first")
		return
	}
	f(m.View.Key)
}

// openHide asks what of the selected key to hide.
func (m *Model) openHide(key string) {
	m.optionsOf(key)
	m.Want(Effect{Do: ShowModal, Target: "#hidemenu"})
	m.Touch(DialogPart)
}

// optionsOf finds the ways to hide a key.
func (m *Model) optionsOf(key string) {
	class, _ := m.View.Book.Own.Classify(key)
	m.HideOptions = hideOptions(key, class, scene.RowsOf(m.Scene.Data, m.Scene.Marks, &m.Classes))
}

// HideKeys takes keys off the table until somebody wants them back.
func (m *Model) HideKeys(o HideOption) {
	v := &m.View
	if o.Class {
		c, _ := settings.ClassNamed(o.Pattern)
		v.Book.Folded |= 1 << c
		v.Unfolded &^= 1 << c
	} else {
		v.Book.Hides = append(v.Book.Hides[:len(v.Book.Hides):len(v.Book.Hides)], settings.Hide{Rule: userdata.Rule{Match: o.Match, Pattern: o.Pattern}})
	}
	m.noiseChanged()
	m.say(wording.Plural(o.Keys, "key") + " hidden")
	m.Want(Effect{Do: FocusOn, Target: CursorRow})
}

// noiseChanged follows a change of the rules and stores them.
func (m *Model) noiseChanged() {
	m.applyNoise()
	m.Keep()
	m.writeTexts()
}

// SetRules takes over the text form of the rules.
func (m *Model) SetRules(text string) {
	rules, err := settings.ParseRules(text)
	if m.RulesErr = err; err == nil {
		m.View.Book.Rules = rules
		m.noiseChanged()
		m.say("Rules applied")
	}
	m.Touch(DraftPart)
}

// SetContract takes over the text form of a contract.
func (m *Model) SetContract(text string) {
	m.View.Contract = text
	m.check()
	m.Keep()
	m.Touch(DraftPart, GridPart, RailPart)
	if m.ContractErr == nil && text != "" {
		good, _ := contract.Tally(m.Findings)
		m.say("Contract: " + strconv.Itoa(good) + " of " + strconv.Itoa(len(m.Findings)) + " hold; " + BreakingText(m))
	}
}

// check holds what is shown against the contract.
func (m *Model) check() {
	var owed contract.Contract
	owed, m.ContractErr = contract.Parse(m.View.Contract)
	m.judgeAll(owed)
	m.Findings = nil
	if m.ContractErr == nil && m.Scene.Session != nil && m.Scene.Last > 0 {
		now := m.Now
		if e, ok := m.Scene.Session.History.Event(m.Scene.At); ok && (!m.View.Live() || m.Filed()) {
			now = e.Time
		}
		m.Findings = owed.Judge(m.contracted(m.Scene.Session), m.Scene.At, now)
	}
}

// alarm tells that a clause of the contract broke since it was looked at last,
// and stops the view there if somebody wants that.
func (m *Model) alarm(session string, before []contract.Finding) {
	if session != m.View.Session || !m.View.Live() || len(before) != len(m.Findings) {
		return
	}
	for i, f := range m.Findings {
		if f.Standing != contract.Broken || before[i].Standing == contract.Broken || f.String() != before[i].String() {
			continue
		}
		m.watcher.news += scene.OneIf(m.watcher.away)
		m.say("Contract broken: " + f.String() + ", " + f.Reason)
		if m.View.StopBroken {
			at := f.Event
			if at == 0 {
				at = m.Scene.Last // it broke because time went by
			}
			m.Review(at)
			return
		}
	}
}

// writeTexts puts the texts into the forms of the panels.
func (m *Model) writeTexts() {
	switch m.Form() {
	case scene.NoisePanel:
		m.typedText = m.View.Book.Rules.String()
		m.Want(Effect{Do: SetValue, Target: "#rules-text", Text: m.typedText})
	case scene.PinsPanel:
		m.typedText = settings.FormatPins(m.View.Pins, m.View.Names)
		m.Want(Effect{Do: SetValue, Target: "#pins-text", Text: m.typedText})
	case scene.WatchPanel:
		for i, w := range m.View.Watches {
			m.Want(Effect{Do: SetValue, Target: scene.ConditionField(i), Text: w.Cond})
		}
	case scene.SessionPanel:
		m.fillSession()
	case scene.FindPanel:
		m.Want(Effect{Do: SetValue, Target: "#session-id", Text: m.Labelling.id})
	case scene.ContractPanel:
		m.typedText = m.View.Contract
		m.Want(Effect{Do: SetValue, Target: "#contract-text", Text: m.typedText})
	}
}

// setTheme sets the theme; "" is the system's.
func (m *Model) setTheme(name string) {
	m.View.Theme = name
	m.Want(Effect{Do: SetTheme, Text: name})
	m.Touch(TopPart, DraftPart)
}
