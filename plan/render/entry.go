package render

import (
	"fmt"
	"strings"

	"wikiform/internal/columns"
	"wikiform/internal/weburl"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// The columns of an entry: symbol, address and title on the first line, labels
// below the title, values behind them.
const (
	symbolAt = 2
	labelAt  = 6
	valueAt  = labelAt + len("description") + 2
)

// entry shows one change.
func (o *printer) entry(c *plan.Change) {
	o.blank()
	o.heading(c)
	o.remarks(sentences(c))
	o.problem(c)
	if c.Content {
		o.content(c)
		o.source(c)
	}
	if c.Action == plan.Create || c.Action == plan.Update {
		o.value("comment", c.Comment)
		o.value("tags", strings.Join(c.Tags, ", "))
	}
	if c.WritesText() {
		o.description(c)
	}
}

// heading names the file in the manifest and on the wiki; a title that does not
// fit beside the address goes below.
func (o *printer) heading(c *plan.Change) {
	s := o.symbol(c.Action)
	address, title := provider.Visible(string(c.Address)), provider.Visible(c.Title.Page())
	line := row{{strings.Repeat(" ", symbolAt), nil}, {s.sign, s.ink}, {" ", nil}, {address, o.bold}}
	beside := symbolAt+2+columns.Of(address)+2+columns.Of(title) <= o.width
	if beside {
		line = append(line, piece{"  " + title, nil})
	}
	o.print(line)
	if !beside {
		o.value("title", c.Title.Page())
	}
}

// problem says why a change is not made, and where the manifest asks for it.
func (o *printer) problem(c *plan.Change) {
	if c.Problem == "" {
		return
	}
	var head row
	problems := strings.Split(c.Problem, "\n")
	if len(problems) > 1 {
		head = row{{"- ", nil}}
	}
	for _, p := range problems {
		o.prose(labelAt, head, p, nil)
	}
	o.value("declared", c.At.String())
}

// content shows what goes and what comes, one above the other, so that the
// sums can be compared digit by digit.
func (o *printer) content(c *plan.Change) {
	now := row{{"+ ", o.add}, {o.sum(c.Digest.SHA1), o.add}}
	if c.Digest.Size > 0 { // a pin may come without one
		now = append(now, piece{"   " + plan.Size(c.Digest.Size), o.add})
	}
	after := o.pictures[c.Title].After
	now = o.measures(now, o.add, dimensions(after.Width, after.Height), after.Type)
	label := "content"
	if v := c.Before.Version; v != nil {
		old := row{{"- ", o.remove}, {o.sum(v.SHA1), o.remove}, {"   " + plan.Size(v.Size), o.remove}}
		o.labelled(label, o.measures(old, o.remove, pixels(v), v.MIME))
		label = ""
	}
	o.labelled(label, now)
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

func pixels(v *provider.Version) string { return dimensions(v.Width, v.Height) }

func dimensions(width, height int) string {
	if width == 0 || height == 0 {
		return ""
	}
	return fmt.Sprintf("%d × %d", width, height)
}

func (o *printer) source(c *plan.Change) {
	switch {
	case c.Source.URL == "":
		o.value("source", c.Source.Path)
	case c.Source.Via == spec.ViaServer:
		o.value("source", weburl.Shown(c.Source.URL)+" (fetched by the wiki)")
	default:
		o.value("source", weburl.Shown(c.Source.URL))
	}
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
