package page

import (
	"github.com/keytrail/keytrail/app/settings"
)

// Typed follows an input of the page: the form, the row and the field say which.
func (m *Model) Typed(form string, row int, field, text string) {
	if field == "confirm" {
		m.Writing.Guard.Typed = text
		return
	}
	switch form {
	case "filter":
		m.TypeFilter(text)
	case "palette":
		m.search(text)
	case "rules", "contract", "pins":
		m.Texts[form] = text
	case "scrubber":
		m.Scrub(text)
	case "compare":
		m.CompareWith(text)
	case "note":
		m.View.Note = text
	case "search":
		m.SearchTraffic(text)
	case "draft":
		m.Writing.TypedDraft(row, field, text)
	case "connect", "signin":
		m.Connect.TypedConnect(field, text)
	case "operate":
		m.Writing.TypedOperation(field, text)
	case "export":
		m.Export.TypedInto(field, text)
	case "paste":
		m.pasted = text
	case "watch":
		m.SetCondition(row, text)
	case "session", "find":
		m.Writing.TypedSession(field, text)
	case "board":
		m.typedBoard(field, text)
	}
}

// turn chooses the next choice of a radio group, as arrow keys do.
func (m *Model) turn(group string, by int) bool {
	switch group {
	case "operation":
		m.Writing.TurnOperation(by)
	case "auth":
		m.Connect.Auth = settings.Auth((int(m.Connect.Auth) + by + 3) % 3)
	default:
		return m.turnChoice(group, by)
	}
	m.Focus("[data-do=" + group + "][aria-checked=true]")
	return true
}
