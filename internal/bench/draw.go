package main

import (
	"bytes"
	"fmt"
	"html"
	"os"
	"slices"
)

// draw writes a picture of notes as SVG: a bar for the median of each ratio, a line from the
// least to the most, and what a bare loop takes as the line at 1.
func draw(name string) error {
	all, err := figures(name)
	if err != nil {
		return err
	}
	const left, wide, high, most = 330, 380, 22, 3.0
	x := func(ratio float64) float64 { return left + wide*min(ratio, most)/most }
	var b bytes.Buffer
	y, what := 34, ""
	for _, f := range all {
		if f.what != what {
			what = f.what
			y += 14
			fmt.Fprintf(&b, "<text x=\"10\" y=\"%d\" font-weight=\"bold\">%s</text>\n", y, html.EscapeString(what))
			y += high - 4
		}
		mid, low, up := median(f.ratios), slices.Min(f.ratios), slices.Max(f.ratios)
		color := "#9aa5b1"
		if len(f.tool) >= 8 && f.tool[:8] == "wikiform" {
			color = "#2f6fb3"
		}
		fmt.Fprintf(&b, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", left-8, y, html.EscapeString(f.tool))
		fmt.Fprintf(&b, "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"12\" fill=\"%s\"/>", left, y-11, x(mid)-left, color)
		fmt.Fprintf(&b, "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#222\"/>", x(low), x(up), y-5, y-5)
		fmt.Fprintf(&b, "<text x=\"%.1f\" y=\"%d\">%.2f</text>\n", x(max(mid, up))+6, y, mid)
		y += high
	}
	fmt.Printf("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"800\" height=\"%d\" font-family=\"sans-serif\" font-size=\"13\">\n", y)
	fmt.Printf("<title>Time by that of a bare loop, less is better</title>\n<rect width=\"800\" height=\"%d\" fill=\"#fff\"/>\n", y)
	fmt.Printf("<text x=\"10\" y=\"20\">Seconds by those of a bare loop: less is better; lines go from the least to the most of the rounds.</text>\n")
	fmt.Printf("<line x1=\"%.1f\" x2=\"%.1f\" y1=\"30\" y2=\"%d\" stroke=\"#c33\" stroke-dasharray=\"4 3\"/>\n", x(1), x(1), y-8)
	_, err = os.Stdout.Write(append(b.Bytes(), "</svg>\n"...))
	return err
}
