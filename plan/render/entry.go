package render

import (
	"fmt"
	"slices"
	"strings"

	"wikiform/internal/columns"
	"wikiform/internal/number"
	"wikiform/plan"
	"wikiform/provider"
)

// The columns of an entry: symbol, address and title on the first line, labels
// below the title, values behind them.
const (
	symbolAt = 2
	labelAt  = 6
	valueAt  = labelAt + len("description") + 2
)

// entry shows one change.
func (o *printer) entry(v *view) {
	o.blank()
	o.heading(v)
	o.remarks(v.sentences())
	o.problem(v.why(), v.declared)
	if v.goes != nil {
		o.goes(v.goes)
	}
	if v.leads != nil {
		o.leads(v.leads)
	}
	if v.content != nil {
		o.content(v.content)
		o.value("source", v.source.String())
	}
	for _, f := range v.facts {
		o.value(f.label, f.value)
	}
	o.description(v.text)
	o.merging(v.merging)
}

// heading names the file in the manifest and on the wiki; a title that does not
// fit beside the address goes below.
func (o *printer) heading(v *view) {
	s := o.symbol(v.action)
	sign := row{{s.sign, s.ink}, {" ", nil}}
	address, title := provider.Visible(v.address), provider.Visible(v.titles())
	if symbolAt+2+columns.Of(address)+2+columns.Of(title) <= o.width && (v.move == nil || !v.move.apart()) {
		o.print(slices.Concat(row{{strings.Repeat(" ", symbolAt), nil}}, sign, row{{address, o.bold}, {"  " + title, nil}}))
		return
	}
	o.prose(symbolAt, sign, v.address, o.bold) // that of a moved block is as long as a title
	if v.move == nil {
		o.value("title", v.title.Page())
		return
	}
	o.value("title", v.move.from.Page())
	o.value("becomes", v.move.to.Page())
}

// problem says why a change is not made, and where the manifest asks for it.
func (o *printer) problem(why []string, declared plan.Position) {
	if len(why) == 0 {
		return
	}
	var head row
	if len(why) > 1 {
		head = row{{"- ", nil}}
	}
	for _, p := range why {
		o.prose(labelAt, head, p, nil)
	}
	o.value("declared", declared.String())
}

// content shows what goes and what comes, one above the other, so that the
// sums can be compared digit by digit.
func (o *printer) content(c *contents) {
	now := row{{"+ ", o.add}, {o.sum(c.after.SHA1), o.add}}
	if c.after.Size > 0 { // a pin may come without one
		now = append(now, piece{"   " + number.Bytes(c.after.Size), o.add})
	}
	now = o.measures(now, o.add, c.after.pixels(), c.after.media)
	label := "content"
	if c.before != nil {
		o.labelled(label, o.old(c.before))
		label = ""
	}
	o.labelled(label, now)
}

func (o *printer) old(v *version) row {
	old := row{{"- ", o.remove}, {o.sum(v.SHA1), o.remove}, {"   " + number.Bytes(v.Size), o.remove}}
	return o.measures(old, o.remove, v.pixels(), v.media)
}

// goes shows a file that is deleted.
func (o *printer) goes(v *version) {
	o.labelled("content", o.old(v))
	o.value("uploaded", v.uploaded())
}

// leads shows where a redirect led, and where it will.
func (o *printer) leads(t *targets) {
	label := fmt.Sprintf("%-*s", valueAt-labelAt, "redirect")
	if t.before != "" {
		o.prose(labelAt, row{{label, o.dim}, {"- ", o.remove}}, "to "+t.before, o.remove)
		label = fmt.Sprintf("%*s", valueAt-labelAt, "")
	}
	if t.after != "" {
		o.prose(labelAt, row{{label, o.dim}, {"+ ", o.add}}, "to "+t.after, o.add)
	}
}

// sum writes a SHA-1 in full if there is room for it and for a size.
func (o *printer) sum(s provider.SHA1) string {
	const room = valueAt + len("- sha1 ") + 40 + len("   1023.9 KiB")
	switch {
	case !s.Known():
		return "sha1 (known after upload)"
	case o.width < room:
		return "sha1 " + s.Short()
	}
	return "sha1 " + s.String()
}

// measures adds what there is room for.
func (o *printer) measures(r row, ink *ink, facts ...string) row {
	for _, f := range facts {
		f = provider.Visible(f)
		if f != "" && valueAt+columns.Of(r.plain())+3+columns.Of(f) <= o.width {
			r = append(r, piece{"   " + f, ink})
		}
	}
	return r
}

func (v *version) pixels() string {
	if v.width == 0 || v.height == 0 {
		return ""
	}
	return fmt.Sprintf("%d × %d", v.width, v.height)
}

// value prints a label and a foreign text, if there is one.
func (o *printer) value(label, text string) {
	if text != "" {
		o.prose(labelAt, row{{fmt.Sprintf("%-*s", valueAt-labelAt, label), o.dim}}, text, nil)
	}
}

func (o *printer) labelled(label string, value row) {
	o.print(append(row{{fmt.Sprintf("%*s%-*s", labelAt, "", valueAt-labelAt, label), o.dim}}, value...))
}

func (o *printer) remarks(rs []string) {
	for _, r := range rs {
		o.prose(labelAt, row{{"# ", o.remark}}, r, o.remark)
	}
}
