package page

import "github.com/keytrail/keytrail/app/ui/scene"

// pressOnSize changes the extent whose edge has the focus.
func (m *Model) pressOnSize(k Keypress) bool {
	s, ok := scene.SizeNamed(k.Arg)
	if !ok {
		return false
	}
	now := m.ShownExtent(s)
	if now == 0 || m.View.Extents[m.ExtentKey(s.Name)] > 0 {
		now = m.Pixels(s)
	}
	step := 16 * s.Grows
	switch {
	case k.Key == "Home":
		now = s.Least
	case k.Key == "End":
		now = s.Most
	case k.Key == "ArrowRight" && !s.Down, k.Key == "ArrowDown" && s.Down:
		now += step
	case k.Key == "ArrowLeft" && !s.Down, k.Key == "ArrowUp" && s.Down:
		now -= step
	case k.Key == "Enter" || k.Key == "Delete":
		m.UsualSize(s.Name)
		return true
	default:
		return false
	}
	m.Resize(s.Name, now)
	m.Keep()
	return true
}
