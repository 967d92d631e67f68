package render

import (
	"bufio"
	"io"
	"slices"
	"strings"

	"wikiform/internal/columns"
	"wikiform/internal/number"
	"wikiform/plan"
	"wikiform/provider"
)

// How much of a drift is shown unless everything is asked for.
const (
	driftFiles = 200 // files
	driftDeeds = 10  // of one file
)

// DriftText writes a drift for a terminal or a log. The last line is the drift in numbers.
func DriftText(w io.Writer, d *plan.Drift, s Style) error {
	if s.Width <= 0 {
		s.Width = 80
	}
	out := &printer{w: bufio.NewWriter(w), palette: newPalette(s.Color), width: max(s.Width, 40), full: s.Full}
	out.header(&plan.Plan{Wiki: d.Wiki})
	shown := d.Files
	if len(shown) > driftFiles && !s.Full {
		shown = shown[:driftFiles]
	}
	for i := range shown {
		out.drifted(driftedOf(&shown[i], out.palette))
	}
	if more := len(d.Files) - len(shown); more > 0 {
		out.blank()
		out.prose(symbolAt, nil, "… and "+number.Of(more, "more file")+" (-full shows all)", out.dim)
	}
	for _, n := range driftNotes(d) {
		out.blank()
		out.prose(0, row{{"Note: ", out.bold}}, n, nil)
	}
	out.blank()
	head, rest := driftLine(d)
	out.print(row{{head, out.bold}, {rest, nil}})
	return out.w.Flush()
}

func (o *printer) drifted(d drifted) {
	o.blank()
	address, title := provider.Visible(d.address), provider.Visible(d.title)
	if symbolAt+columns.Of(address)+2+columns.Of(title) <= o.width {
		o.print(row{{strings.Repeat(" ", symbolAt), nil}, {address, o.bold}, {"  " + title, nil}})
	} else {
		o.prose(symbolAt, nil, d.address, o.bold)
		o.prose(labelAt, nil, d.title, nil)
	}
	deeds := d.deeds
	if len(deeds) > driftDeeds && !o.full {
		deeds = deeds[:driftDeeds]
	}
	for _, e := range deeds {
		o.prose(symbolAt+2, row{{e.sign, e.ink}, {" ", nil}}, e.text, nil)
	}
	if more := len(d.deeds) - len(deeds); more > 0 {
		o.prose(labelAt, nil, "… and "+number.Grouped(more)+" more (-full shows all)", o.dim)
	}
	o.description(d.text)
}

// worstFirst are the files with what is most out of the way first, for where there may not be
// room for all.
func worstFirst(files []plan.Drifted) []plan.Drifted {
	worst := func(f plan.Drifted) int { return slices.Index(plan.DriftKinds, f.Deeds[0].Kind) }
	files = slices.Clone(files)
	slices.SortStableFunc(files, func(a, b plan.Drifted) int { return worst(a) - worst(b) })
	return files
}
