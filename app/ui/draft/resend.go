package draft

import (
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

// OperationOf returns the index of what a write was asked for by in the form, or -1.
func OperationOf(w proof.Write) int {
	asked := tracker.Asked(w)
	for i, o := range Operations() {
		if o.Name == asked {
			return i
		}
	}
	return -1
}

// HeldBefore is the session's data as it was when a write was sent, nil when the
// history no longer tells.
func HeldBefore(x history.View, n int) *userdata.Map {
	for i := x.Last(); i >= x.First() && i > 0; i-- {
		if e, ok := x.Event(i); ok && e.Kind == history.Write && e.Write == n {
			return x.At(i)
		}
	}
	return nil
}

// Inverse returns the rows that put back what a write changed: those to set,
// and those to delete.
func Inverse(w proof.Write, was *userdata.Map) (set, drop []Row) {
	keys := append([]string(nil), w.Keys...)
	for key := range w.Data.All() {
		keys = append(keys, key)
	}
	for _, key := range keys {
		if v := was.Get(key); v.Kind() != userdata.Absent {
			set = append(set, RowWith(key, v))
		} else if w.Data != nil {
			drop = append(drop, Row{Key: key, Kind: "text"})
		}
	}
	return set, drop
}
