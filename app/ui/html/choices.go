package html

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// Choices is a group of radio buttons for the action, each an argument and a name, below
// its label.
func Choices(label, action, chosen string, all [][2]string) app.HTMLElem {
	return El("div", "export-group", Word("h3", "", label), Radios(label, action, chosen, all))
}

// Facts is a list of names, each with what is known of it.
func Facts(class string, list [][2]string) app.HTMLElem {
	items := make([]app.UI, 0, 2*len(list))
	for _, f := range list {
		items = append(items, Word("dt", "", f[0]), Word("dd", "", f[1]))
	}
	return El("dl", class, items...)
}

// Radios is such a group alone.
func Radios(label, action, chosen string, all [][2]string) app.HTMLElem {
	items := make([]app.UI, len(all))
	for i, one := range all {
		on := one[0] == chosen
		items[i] = Act(Word("button", "segments-item", one[1]).Attr("type", "button").Role("radio").
			Aria("checked", Bool(on)).TabIndex(TabIndex(on)), action, one[0])
	}
	return El("div", "segments", items...).Role("radiogroup").Aria("label", label)
}
