package page

import (
	"cmp"
	"slices"

	"github.com/keytrail/keytrail/app/ui/dashboard"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// toggleCharts puts charts in the place of the rows, or the rows back. What they
// show is counted only while they are there.
func (m *Model) toggleCharts() {
	b := &m.Board
	if !m.Boarded {
		m.openBoard()
	}
	if b.Wall {
		m.toggleWall()
	}
	b.Charts = !b.Charts
	b.Pointed, b.Focused = false, false // nobody is on rows that come anew
	m.composeBoard(false)
	if b.Charts {
		m.Focus("#board-charts")
		m.Want(stage.Effect{Do: stage.ScrollUp, Target: "#board-charts"})
		m.SetText("#board-key", m.ChartKey())
	} else {
		m.Focus(BoardRow)
	}
}

// ChartKey is the key whose values the charts show: the one that was chosen, or
// the first column.
func (m *Model) ChartKey() string {
	b := &m.Board
	if b.keyed && slices.Contains(m.View.Board.Columns, b.key) || len(m.View.Board.Columns) == 0 {
		return b.key
	}
	return m.View.Board.Columns[0]
}

// Charts are what the board draws of the state, in their order.
func (m *Model) Charts() []dashboard.Chart {
	all, meter := m.State.Sessions, &m.Board.Meter
	gaps := slices.Clone(meter.Gaps(m.Now))
	if until := m.Watched(); until.Before(m.Now) {
		gaps = append(gaps, dashboard.Span{From: until, To: m.Now})
	}
	forgotten := m.State.Forgotten > 0
	writes := dashboard.Latencies(all)
	name := func(id string) string {
		if x := m.State.Session(id); x != nil {
			return m.SessionNameAlone(x)
		}
		return "a session that is not kept"
	}
	out := []dashboard.Chart{
		meter.Notifications(m.Now, m.Zone(), gaps, forgotten),
		meter.Busiest(m.Now, name, forgotten || len(gaps) > 0),
		meter.States(m.Now, gaps),
		dashboard.LatencyOverTime(writes, m.Now, gaps),
		dashboard.LatencyHistogram(writes),
	}
	if key := m.ChartKey(); len(m.View.Board.Columns) > 0 {
		out = append(out, dashboard.ValuesOf(all, key, func(_ string, v userdata.Value) string { return cmp.Or(wording.Short(v.Text()), dashboard.EmptyText) }))
		if x := m.State.Session(m.View.Session); x != nil {
			c := dashboard.KeyOverTime(x, key, m.Now, gaps)
			c.Name += " in " + m.SessionNameAlone(x)
			out = append(out, c)
		}
	}
	for i := range out {
		out[i].Zone = m.Zone()
	}
	return out
}
