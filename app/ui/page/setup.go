package page

import (
	"slices"

	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// viewCommands set up what is shown.
func viewCommands() []command {
	return []command{
		cmd("palette", func(m *Model, _ string) { m.OpenPalette() },
			way{key: "Ctrl K", in: everywhere, does: "commands: everything by name, keys and sessions too"}),
		cmd("run", func(m *Model, arg string) { m.runCommand(wording.Atoi(arg)) }),
		cmd("lens", func(m *Model, arg string) { m.SetLens(wording.Atoi(arg)) },
			lensWays()...),
		cmd("density", func(m *Model, arg string) { m.SetDensity(arg) },
			densityWays()...),
		cmd("times", func(m *Model, arg string) { m.SetTimes(arg) },
			timeWays()...),
		cmd("set-theme", func(m *Model, arg string) { m.SetTheme(scene.OneOf(arg, []string{"", "light", "dark"})) }),
		cmd("letters", func(m *Model, arg string) {
			m.View.Hushed = arg == "off"
			m.Keep()
		}),
		cmd("desktop", func(m *Model, arg string) {
			m.View.Desktop = arg == "on"
			if m.View.Desktop {
				m.Want(stage.Effect{Do: stage.AskNotify})
			}
			m.Keep()
		}),
		cmd("sound", func(m *Model, arg string) {
			m.View.Sound = arg == "on"
			if m.View.Sound {
				m.Want(stage.Effect{Do: stage.Beep}) // as a sample, and because only a click may begin to sound
			}
			m.Keep()
		}),
		cmd("watched", func(m *Model, arg string) {
			m.View.AtOnce = arg == stage.Voices[1]
			m.Keep()
		}),
		cmd("key", func(m *Model, arg string) {
			m.Inspect(arg)
			m.Focus(stage.CursorRow)
		}).beneath(),
		cmd("filter-bar", func(m *Model, _ string) {
			m.View.Bar = !m.View.Bar
		}),
	}
}

// filterCommands are about the filter.
func filterCommands() []command {
	return []command{
		cmd("turn-term", func(m *Model, arg string) { m.TurnTerm(wording.Atoi(arg)) }),
		cmd("drop-term", func(m *Model, arg string) { m.DropTerm(wording.Atoi(arg)) }),
		cmd("offer", func(m *Model, arg string) { m.TakeOffer(wording.Atoi(arg)) }),
		cmd("save-filter", func(m *Model, _ string) { m.SaveFilter() },
			way{title: "Save the filter"}).when(aFilter),
		cmd("saved", func(m *Model, arg string) {
			n := wording.Atoi(arg)
			if n >= 0 && n < len(m.View.Saved) {
				m.SetQuery(m.View.Saved[n])
			}
		}),
		cmd("forget-filter", func(m *Model, arg string) { m.ForgetFilter(wording.Atoi(arg)) }),
		cmd("lookup", func(m *Model, _ string) { m.LookUp() },
			way{title: "Search all history for the filter"}).beneath().when(aSession),
	}
}

// noiseCommands are about keys that are hidden, watched or on top, and the contract.
func noiseCommands() []command {
	return []command{
		cmd("watch", func(m *Model, _ string) { m.OnSelected(m.ToggleWatch) },
			way{title: "Watch the selected key", key: "w", in: inData, does: "watch, or pin, the selected key"}).when(aKey),
		cmd("pin", func(m *Model, _ string) { m.OnSelected(m.TogglePin) },
			way{title: "Pin the selected key", key: "p", in: inData, does: "watch, or pin, the selected key"}).when(aKey),
		cmd("unwatch", func(m *Model, arg string) {
			n := wording.Atoi(arg)
			if n >= 0 && n < len(m.View.Watches) {
				m.ToggleWatch(m.View.Watches[n].Key)
			}
		}),
		cmd("stop-on", func(m *Model, arg string) { m.ToggleStop(wording.Atoi(arg)) }),
		cmd("hide-menu", func(m *Model, _ string) { m.OnSelected(m.openHide) },
			way{title: "Hide the selected key, its prefix or class", key: "i", in: inData, does: "show what is hidden; hide the selected key, its prefix or class"}).when(aKey),
		cmd("close-hide", func(m *Model, _ string) { m.Want(stage.Effect{Do: stage.CloseModal, Target: "#hidemenu"}) }),
		cmd("hide", func(m *Model, arg string) {
			n := wording.Atoi(arg)
			if n >= 0 && n < len(m.HideOptions) {
				m.Want(stage.Effect{Do: stage.CloseModal, Target: "#hidemenu"})
				m.HideKeys(m.HideOptions[n])
			}
		}),
		cmd("unhide", func(m *Model, arg string) {
			n := wording.Atoi(arg)
			if n > 0 && n <= len(m.View.Book.Hides) {
				m.View.Book.Hides = slices.Clone(m.View.Book.Hides)
				m.View.Book.Hides[n-1].Shown = !m.View.Book.Hides[n-1].Shown
				m.Compose()
			}
		}),
		cmd("drop-hide", func(m *Model, arg string) {
			n := wording.Atoi(arg)
			if n >= 0 && n < len(m.View.Book.Hides) {
				m.ChangeNoise(settings.Rules{Hides: m.View.Book.Hides[n:][:1]}, false)
				m.noiseChanged()
			}
		}),
		cmd("loud", func(m *Model, arg string) {
			m.ChangeNoise(settings.Rules{Folded: 1 << userdata.Class(wording.Atoi(arg))}, false)
			m.noiseChanged()
		}),
		cmd("next-broken", func(m *Model, _ string) { m.NextBroken() },
			way{title: "Next session that breaks the contract"}).beneath(),
		cmd("copy-rules", func(m *Model, _ string) { m.copy(m.TextOf("rules"), "Rules copied") }),
		cmd("copy-contract", func(m *Model, _ string) { m.copy(m.TextOf("contract"), "Contract copied") }),
	}
}

// openHide asks what of the selected key to hide.
func (m *Model) openHide(key string) {
	m.optionsOf(key)
	m.Want(stage.Effect{Do: stage.ShowModal, Target: "#hidemenu"})
}

// optionsOf finds the ways to hide a key.
func (m *Model) optionsOf(key string) {
	class, _ := m.View.Book.Own.Classify(key)
	m.HideOptions = hideOptions(key, class, scene.RowsOf(m.Scene.Data, m.Scene.Marks, &m.Classes))
}

// HideKeys takes keys off the table until somebody wants them back.
func (m *Model) HideKeys(o HideOption) {
	one := settings.Rules{Hides: []settings.Hide{{Rule: userdata.Rule{Match: o.Match, Pattern: o.Pattern}}}}
	if o.Class {
		c, _ := userdata.ClassNamed(o.Pattern)
		one = settings.Rules{Folded: 1 << c}
		m.View.Unfolded &^= one.Folded
	}
	m.ChangeNoise(one, true)
	m.noiseChanged()
	m.Say(wording.Plural(o.Keys, "key") + " hidden")
	m.Focus(stage.CursorRow)
}

// noiseChanged follows a change of the rules and stores them.
func (m *Model) noiseChanged() {
	m.ApplyNoise()
	m.Keep()
	m.writeTexts()
}

// SetRules takes over the text form of the rules.
func (m *Model) SetRules(text string) {
	rules, err := settings.ParseRules(text)
	if m.RulesErr = err; err == nil {
		m.View.Book.Rules = rules
		delete(m.Texts, "rules")
		m.noiseChanged()
		m.Say("Rules applied")
	}
}

// writeTexts puts the texts into the forms of the panels.
func (m *Model) writeTexts() {
	switch m.Form() {
	case scene.NoisePanel:
		m.SetText("#rules-text", m.TextOf("rules"))
	case scene.PinsPanel:
		m.SetText("#pins-text", m.TextOf("pins"))
	case scene.WatchPanel:
		for i, w := range m.View.Watches {
			m.SetText(scene.ConditionField(i), w.Cond)
		}
	case scene.SessionPanel:
		m.Writing.FillSession()
	case scene.FindPanel:
		m.SetText("#session-id", m.Writing.Labelling.ID)
	case scene.ContractPanel:
		m.SetText("#contract-text", m.TextOf("contract"))
	}
}
