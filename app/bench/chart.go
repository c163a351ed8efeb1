package main

import (
	"bytes"
	"fmt"
	"html"
	"math"
)

// The chart's measures in pixels.
const (
	chartWidth = 760
	barHeight  = 14
	rowHeight  = 52
	barsLeft   = 20
	barsWidth  = 560
)

// chart draws two bars a row, ours and the peer's, each row to its own scale,
// and a line where our bar must end to reach the goal.
func chart(title string, rows []row) []byte {
	var b bytes.Buffer
	height := 40 + rowHeight*len(rows)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" font-family="system-ui, sans-serif" font-size="12">`+"\n", chartWidth, height)
	fmt.Fprintf(&b, "<title>%s</title>\n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n", html.EscapeString(title))
	fmt.Fprintf(&b, `<text x="%d" y="24" font-size="15" font-weight="600">%s</text>`+"\n", barsLeft, html.EscapeString(title))
	for i, r := range rows {
		bars(&b, 44+i*rowHeight, r)
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

func bars(b *bytes.Buffer, y int, r row) {
	limit := r.Goal * r.PeerValue
	scale := barsWidth / math.Max(math.Max(r.Ours, r.PeerValue), limit)
	fmt.Fprintf(b, `<text x="%d" y="%d">%s</text>`+"\n", barsLeft, y+4, html.EscapeString(r.What))
	bar(b, y+9, r.Ours*scale, "#0b5cad", "ours "+r.amount(r.Ours))
	bar(b, y+9+barHeight, r.PeerValue*scale, "#c9d1d9", r.Peer+" "+r.amount(r.PeerValue))
	x := barsLeft + limit*scale
	fmt.Fprintf(b, `<path d="M%.1f %dv%d" stroke="#9a4a00" stroke-width="2" stroke-dasharray="3 2"/>`+"\n", x, y+8, barHeight+2)
}

func bar(b *bytes.Buffer, y int, width float64, fill, label string) {
	fmt.Fprintf(b, `<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>`, barsLeft, y, math.Max(width, 1), barHeight-2, fill)
	fmt.Fprintf(b, `<text x="%.1f" y="%d" font-size="11">%s</text>`+"\n", barsLeft+width+6, y+barHeight-4, html.EscapeString(label))
}
