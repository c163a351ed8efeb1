package dashboard

import (
	"cmp"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// A Point is a value at an instant.
type Point struct {
	At      time.Time
	Value   float64
	Text    string // the value exactly, where a float is not
	Unknown bool   // nobody knows it; it is not drawn
	Least   bool   // it is at least so much, since a part of its time was not observed
}

// A Series is one line, or one layer of a stack.
type Series struct {
	Name   string
	Points []Point
}

// An Entry is a bar of a list.
type Entry struct {
	Name  string
	Value float64
}

// A Chart is a picture of values: of series over the last half hour, or of a
// list. It is drawn from nothing else.
type Chart struct {
	Name    string // of what
	Finding string // in words, without a full stop
	Unit    string
	Series  []Series
	Bars    bool // a bar for each minute
	Stacked bool // the same, layer on layer
	Steps   bool // a value holds until the next
	List    []Entry
	Gaps    []Span
	Now     time.Time
	Zone    *time.Location // nil is UTC
}

func (c *Chart) clock(t time.Time) string {
	if c.Zone == nil {
		return t.UTC().Format("15:04")
	}
	return t.In(c.Zone).Format("15:04")
}

// The drawing's size and the part of it that values stand in.
const width, height, left, right, top, bottom = 480, 190, 44, 472, 12, 164

// whole writes a number as short as it can be read.
func whole(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func num(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

// nice is the least round number that is not below v.
func nice(v float64) float64 {
	if v <= 0 {
		return 1
	}
	unit := math.Pow(10, math.Floor(math.Log10(v)))
	for _, f := range [...]float64{1, 2, 5, 10} {
		if v <= f*unit {
			return f * unit
		}
	}
	return v
}

// Figure draws a chart, the table behind it, or both.
func (c *Chart) Figure(picture, table bool, exact func(string) []*rows.Node) *rows.Node {
	name := c.Name
	if c.Unit != "" {
		name += ", " + c.Unit
	}
	title := rows.El("figcaption", "chart-title", rows.El("b", "", exact(c.Finding)...), rows.Text(" "), rows.El("span", "note", exact(name)...))
	f := rows.El("figure", "chart", title)
	list := c.table(exact)
	switch {
	case len(list.Parts[0].Parts[1].Parts) == 0:
		f.Parts = append(f.Parts, rows.Word("p", "chart-none", "Nothing to draw."))
		return f
	case picture && len(c.List) > 0:
		f.Parts = append(f.Parts, c.bars(exact))
	case picture:
		f.Parts = append(f.Parts, c.picture(), c.legend(exact))
	}
	if table {
		f.Parts = append(f.Parts, list)
	}
	return f
}

// bars draws a list: names, bars and numbers in rows.
func (c *Chart) bars(exact func(string) []*rows.Node) *rows.Node {
	most := 0.0
	for _, e := range c.List {
		most = max(most, e.Value)
	}
	list := rows.El("ul", "chart-bars")
	for _, e := range c.List {
		bar := rows.El("svg", "chart-bar", rows.El("rect", "chart-s0").Attr("width", num(100*e.Value/max(most, 1))).Attr("height", "10")).
			Attr("viewBox", "0 0 100 10").Attr("preserveAspectRatio", "none").Aria("hidden", "true")
		list.Parts = append(list.Parts, rows.El("li", "chart-entry", rows.El("span", "chart-name", exact(e.Name)...), bar, rows.Word("b", "chart-value", whole(e.Value))).
			Data("value", whole(e.Value)))
	}
	return list
}

// scale says where values stand in the drawing.
type scale struct {
	from, to  time.Time
	low, high float64
}

func (c *Chart) scale() scale {
	all := lines(c.Now)
	s := scale{from: all[0], to: all[len(all)-1].Add(time.Minute)}
	sums := map[int64]float64{}
	for _, x := range c.Series {
		for _, p := range x.Points {
			if p.Unknown {
				continue
			}
			v := p.Value
			if c.Stacked {
				sums[p.At.Unix()] += v
				v = sums[p.At.Unix()]
			}
			s.high, s.low = max(s.high, v), min(s.low, v)
		}
	}
	if s.high > 0 || s.low == 0 { // an axis is never without length
		s.high = nice(s.high)
	}
	if s.low < 0 {
		s.low = -nice(-s.low)
	}
	return s
}

func (s *scale) x(t time.Time) float64 {
	share := float64(t.Sub(s.from)) / float64(s.to.Sub(s.from))
	return left + (right-left)*min(max(share, 0), 1)
}

func (s *scale) y(v float64) float64 {
	return bottom - (bottom-top)*(v-s.low)/(s.high-s.low)
}

func (c *Chart) picture() *rows.Node {
	s := c.scale()
	svg := rows.El("svg", "chart-svg").Attr("viewBox", "0 0 "+strconv.Itoa(width)+" "+strconv.Itoa(height)).Attr("role", "img").Aria("label", c.Finding)
	add := func(n *rows.Node) { svg.Parts = append(svg.Parts, n) }
	if c.Stacked {
		for i := range c.Series {
			add(texture(i))
		}
	}
	for _, g := range c.Gaps {
		x := s.x(g.From)
		add(rows.El("rect", "chart-gap").Attr("x", num(x)).Attr("y", top).Attr("width", num(max(s.x(g.To)-x, 2))).Attr("height", bottom-top))
	}
	for _, v := range [...]float64{s.low, (s.low + s.high) / 2, s.high} {
		y := num(s.y(v))
		add(rows.El("line", "chart-grid").Attr("x1", left).Attr("x2", right).Attr("y1", y).Attr("y2", y))
		add(text(left-4, s.y(v)+3.5, "end", strconv.FormatFloat(v, 'g', 6, 64))) // there is no room for more
	}
	for i := 0; i <= Minutes; i += 10 {
		at := s.from.Add(time.Duration(i) * time.Minute)
		add(text(s.x(at), bottom+16, cmp.Or(map[int]string{0: "start", Minutes: "end"}[i], "middle"), c.clock(at)))
	}
	below := map[int64]float64{}
	for i, x := range c.Series {
		if c.Bars || c.Stacked {
			c.columns(&s, i, x, below, add)
		} else {
			c.line(&s, i, x, add)
		}
	}
	return svg
}

// textures are drawn over the layers of a stack, so that they are told apart where
// there is no colour: on paper, in forced colours, by some eyes.
var textures = [...]string{"", "M0 6L6 0", "M0 3H6", "M0 0L6 6M0 6L6 0", "M3 0V6", "M2 3H4", "M0 0L6 6", "M0 3H6M3 0V6"}

// texture is what layer i is filled with, as the tile that it consists of.
func texture(i int) *rows.Node {
	return rows.El("pattern", "", rows.El("rect", "chart-s"+strconv.Itoa(i%6)).Attr("width", "6").Attr("height", "6"),
		rows.El("path", "chart-texture").Attr("d", textures[i%len(textures)])).
		Attr("id", "chart-t"+strconv.Itoa(i)).Attr("width", "6").Attr("height", "6").Attr("patternUnits", "userSpaceOnUse")
}

// filled is a rectangle in the look of series i; least marks it as the least that
// can be.
func (c *Chart) filled(i int, least bool) *rows.Node {
	class := "chart-s" + strconv.Itoa(i%6)
	if c.Stacked {
		class = "chart-layer"
	}
	if least {
		class += " chart-least"
	}
	bar := rows.El("rect", class)
	if c.Stacked {
		bar.Attr("fill", "url(#chart-t"+strconv.Itoa(i)+")")
	}
	return bar
}

func text(x, y float64, anchor, s string) *rows.Node {
	return rows.Word("text", "chart-text", s).Attr("x", num(x)).Attr("y", num(y)).Attr("text-anchor", anchor)
}

// columns draws a bar for each minute. What is at least so much is open on top.
func (c *Chart) columns(s *scale, i int, x Series, below map[int64]float64, add func(*rows.Node)) {
	w := float64(right-left) / Minutes
	for _, p := range x.Points {
		base := below[p.At.Unix()]
		if p.Unknown || p.Value == 0 {
			continue
		}
		y := s.y(base + p.Value)
		add(c.filled(i, p.Least).Attr("x", num(s.x(p.At)+1)).Attr("y", num(y)).Attr("width", num(w-2)).Attr("height", num(s.y(base)-y)).
			Data("at", c.clock(p.At)).Data("value", whole(p.Value)))
		below[p.At.Unix()] = base + p.Value
	}
}

// line draws a line through what is known; it breaks where nothing is.
func (c *Chart) line(s *scale, i int, x Series, add func(*rows.Node)) {
	var d strings.Builder
	pen := false
	for _, p := range x.Points {
		at := s.x(p.At)
		if !c.Steps {
			at += float64(right-left) / Minutes / 2
		}
		if pen && c.Steps {
			d.WriteString("H" + num(at))
		}
		if p.Unknown {
			pen = false
			continue
		}
		y := s.y(p.Value)
		d.WriteString(map[bool]string{false: "M", true: "L"}[pen] + num(at) + " " + num(y))
		pen = true
		add(rows.El("circle", "chart-dot chart-s"+strconv.Itoa(i%6)).Attr("cx", num(at)).Attr("cy", num(y)).Attr("r", "2.5").
			Data("at", c.clock(p.At)).Data("value", whole(p.Value)))
	}
	if pen && c.Steps {
		d.WriteString("H" + num(s.x(c.Now)))
	}
	add(rows.El("path", "chart-line chart-l"+strconv.Itoa(i%6)).Attr("d", d.String()))
}

func (c *Chart) legend(exact func(string) []*rows.Node) *rows.Node {
	p := rows.El("p", "chart-legend")
	if len(c.Series) > 1 {
		for i, x := range c.Series {
			sample := c.filled(i, false).Attr("width", "20").Attr("height", "10")
			if !c.Bars && !c.Stacked {
				sample = rows.El("path", "chart-line chart-l"+strconv.Itoa(i%6)).Attr("d", "M0 5H20")
			}
			key := rows.El("svg", "chart-key", sample).Attr("viewBox", "0 0 20 10").Aria("hidden", "true")
			p.Parts = append(p.Parts, rows.El("span", "chart-label", append([]*rows.Node{key}, exact(x.Name)...)...))
		}
	}
	if c.Bars { // of which the last is of a minute that goes on
		p.Parts = append(p.Parts, rows.Word("span", "note", "dashed: at least so many"))
	}
	if len(c.Gaps) > 0 {
		p.Parts = append(p.Parts, rows.Word("span", "chart-label chart-label--gap", "not observed: what is there is the least"))
	}
	return p
}

// table is what the picture shows, in words and numbers.
func (c *Chart) table(exact func(string) []*rows.Node) *rows.Node {
	head, body := rows.El("tr", ""), rows.El("tbody", "")
	row := func(name string, cells ...string) {
		tr := rows.El("tr", "", rows.El("th", "", exact(name)...).Attr("scope", "row"))
		for _, s := range cells {
			tr.Parts = append(tr.Parts, rows.Word("td", "", s))
		}
		body.Parts = append(body.Parts, tr)
	}
	names := []string{"", c.Unit}
	if len(c.Series) > 0 {
		names = []string{"Time"}
		for _, x := range c.Series {
			names = append(names, x.Name)
		}
		for i := len(c.Series[0].Points) - 1; i >= 0; i-- {
			cells, known := []string{}, false
			for _, x := range c.Series {
				cells = append(cells, x.Points[i].words())
				known = known || !x.Points[i].Unknown
			}
			if known {
				row(c.clock(c.Series[0].Points[i].At), cells...)
			}
		}
		for _, g := range c.Gaps {
			from, to := c.clock(g.From), c.clock(g.To)
			row("not observed", wording.Either(from == to, "within "+to, from+" to "+to))
			body.Parts[len(body.Parts)-1].Parts[1].Attr("colspan", len(c.Series))
		}
	}
	for _, e := range c.List {
		row(e.Name, whole(e.Value))
	}
	for _, n := range names {
		head.Parts = append(head.Parts, rows.El("th", "", exact(n)...).Attr("scope", "col"))
	}
	if names[0] == "" {
		head.Parts[0] = rows.El("td", "")
	}
	return rows.El("div", "chart-tablebox", rows.El("table", "chart-table", rows.El("thead", "", head), body)).Attr("tabindex", 0).Attr("role", "group").Aria("label", c.Name)
}

func (p *Point) words() string {
	switch {
	case p.Unknown:
		return "not known"
	case p.Text != "":
		return p.Text
	case p.Least:
		return "at least " + whole(p.Value)
	}
	return whole(p.Value)
}
