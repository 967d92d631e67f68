package render

import (
	"bufio"
	"io"
	"strings"

	"wikiform/internal/columns"
	"wikiform/internal/number"
	"wikiform/plan"
	"wikiform/provider"
)

// Text writes a plan for a terminal or a log. The last line is the plan in
// numbers, as Terraform gives them. The error is the writer's.
func Text(w io.Writer, p *plan.Plan, s Style) error {
	if s.Width <= 0 {
		s.Width = 80
	}
	out := &printer{w: bufio.NewWriter(w), palette: newPalette(s.Color), width: max(s.Width, 40), full: s.Full}
	views := viewsOf(p, s.Pictures)
	if p.Since != nil {
		out.prose(0, nil, p.Since.String()+".", out.bold)
	}
	out.header(p)
	sections := inSections(views, s.Show...)
	if len(sections) > 0 {
		out.legend(views, asWanted(p))
	}
	if before, receipt := rollback(p); receipt != "" {
		out.blank()
		out.prose(0, nil, before+receipt+".", out.bold)
	}
	for _, s := range sections {
		out.section(s)
	}
	if n := hidden(views, s.Show); n > 0 {
		out.blank()
		out.prose(0, nil, number.Of(n, "change")+" not shown: other actions were asked for.", out.dim)
	}
	if len(s.Show) == 0 {
		out.orphans(p)
	}
	out.renames(p)
	for _, n := range p.Notes {
		out.blank()
		out.prose(0, row{{"Note: ", out.bold}}, n, nil)
	}
	if e := effort(p); e != "" {
		out.blank()
		out.prose(0, nil, e, out.dim)
	}
	out.blank()
	head, rest := lastLine(p)
	out.print(row{{head, out.bold}, {rest, nil}})
	return out.w.Flush()
}

// printer writes rows. A bufio.Writer keeps the first error, so that nothing
// in between needs to look.
type printer struct {
	w *bufio.Writer
	palette
	width int
	full  bool
}

func (o *printer) print(r row) {
	r.guard()
	for _, p := range r {
		if p.ink == nil || p.text == "" {
			o.w.WriteString(p.text)
			continue
		}
		o.w.WriteString(p.ink.on)
		o.w.WriteString(p.text)
		o.w.WriteString(p.ink.off)
	}
	o.w.WriteByte('\n')
}

func (o *printer) blank() { o.w.WriteByte('\n') }

// prose prints a sentence that may be foreign, wrapped, with a head before its
// first line and the other lines below the text of the first.
func (o *printer) prose(indent int, head row, text string, ink *ink) {
	hang := indent + columns.Of(head.plain())
	lines := columns.Wrap(provider.Visible(text), min(o.width, readable)-hang)
	if more := len(lines) - proseRows; more > 0 && !o.full {
		lines = append(lines[:proseRows], "… and "+number.Of(more, "more line")+" (-full shows all)")
	}
	for i, line := range lines {
		r := row{{strings.Repeat(" ", hang), nil}}
		if i == 0 {
			r = append(row{{strings.Repeat(" ", indent), nil}}, head...)
		}
		o.print(append(r, piece{line, ink}))
	}
}

const (
	readable  = 110 // the longest line of prose that an eye follows, in columns
	proseRows = 12  // rows of prose, unless everything is asked for
)

func (o *printer) header(p *plan.Plan) {
	who := "anonymous"
	if p.Wiki.Account != "" {
		who = "as " + p.Wiki.Account
	}
	facts := []string{host(p.Wiki.API), p.Wiki.Generator, who}
	line := row{{"Wiki " + provider.Visible(p.Wiki.Name), o.bold}}
	sep := ": "
	for _, f := range facts {
		if f != "" {
			line = append(line, piece{sep + provider.Visible(f), nil})
			sep = ", "
		}
	}
	o.print(line)
}

// host is the host and port of a URL; a user or password in it is not shown.
func host(url string) string {
	_, rest, _ := strings.Cut(url, "://")
	rest, _, _ = strings.Cut(rest, "/")
	return rest[strings.LastIndex(rest, "@")+1:]
}

// legend explains the symbols that the plan uses, and counts the files that it
// does not show.
func (o *printer) legend(views []*view, unchanged int) {
	used := map[plan.Action]bool{}
	for _, v := range views {
		used[v.action] = true
	}
	var line row
	for _, a := range []plan.Action{plan.Create, plan.Update, plan.Move, plan.Delete, plan.Blocked, plan.Unknown, plan.NoOp} {
		if s := o.symbol(a); used[a] {
			line = append(line, piece{gap(len(line)), nil}, piece{s.sign, s.ink}, piece{" " + s.meaning, nil})
		}
	}
	if unchanged > 0 {
		line = append(line, piece{"   (" + number.Of(unchanged, "file") + " unchanged)", o.dim})
	}
	o.blank()
	o.print(line)
}

func gap(before int) string {
	if before == 0 {
		return "  "
	}
	return "   "
}
