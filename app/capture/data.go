package capture

import "github.com/keytrail/keytrail/app/userdata"

// Data returns userData with everything hidden that the export hides, and of
// its keys only those that shown takes; nil takes all.
func (m *Masks) Data(d *userdata.Map, shown func(key string) bool) (*userdata.Map, error) {
	if d == nil {
		return nil, nil
	}
	return userdata.Parse(rewriter{m: m, shown: shown}.value(nil, d.Bytes(), place{area: data}))
}
