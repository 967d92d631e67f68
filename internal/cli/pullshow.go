package cli

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"wikiform/apply/reconcile"
	"wikiform/internal/number"
	"wikiform/internal/pull"
	"wikiform/plan/render"
	"wikiform/provider"
	"wikiform/spec"
	"wikiform/spec/source"
)

// pullTally counts what a pull does.
type pullTally struct {
	files   int // that are written
	byHand  int // pages for which something else has to be changed
	refused int // pages for which nothing can be written
}

func tallyOf(p *reconcile.Pull) pullTally {
	var t pullTally
	paths := map[string]bool{}
	for i := range p.Takings {
		switch x := &p.Takings[i]; {
		case x.Refused != "":
			t.refused++
		case x.Path == "":
			t.byHand++
		default:
			paths[x.Path] = true
		}
	}
	t.files = len(paths)
	return t
}

// mostPages is how many pages are shown unless all are asked for.
const mostPages = 100

// showPull prints what the pages say, what is written of it, and what is left to do.
func (j *job) showPull(p *reconcile.Pull, t pullTally, o *pullOptions) {
	for i := range p.Takings {
		if i == mostPages && !o.full {
			fmt.Fprintf(j.Out, "… and %s (-full shows all)\n\n", number.Of(len(p.Takings)-i, "more page"))
			break
		}
		j.showTaking(&p.Takings[i], o)
	}
	j.showReadings(p)
	ahead := ""
	if p.Ahead > 0 {
		ahead = fmt.Sprintf("; of %s only the manifest has changed the text", number.Of(p.Ahead, "page"))
	}
	if len(p.Takings) == 0 {
		fmt.Fprintf(j.Out, "%s The pages say what the manifest says: %s%s.\n", j.paint(j.Out).Good("Nothing to pull."), number.Of(p.Same, "page"), ahead)
		return
	}
	fmt.Fprintf(j.Out, "%s %s to write, %s to take over by hand, %s refused; %s the same%s.\n", j.paint(j.Out).Bold("Pull:"),
		number.Of(t.files, "file"), number.Grouped(t.byHand), number.Grouped(t.refused), number.Of(p.Same, "page"), ahead)
	if t.byHand > 0 && o.overrides == "" {
		j.note("wikiform pull -overrides=overrides writes those texts into files of their own, from where the manifest can read them.")
	}
}

// showTaking prints one page.
func (j *job) showTaking(t *pull.Taking, o *pullOptions) {
	ink := j.paint(j.Out)
	sign := ink.Warn("~")
	switch {
	case t.Refused != "":
		sign = ink.Bad("!")
	case t.Path == "":
		sign = ink.Warn("?")
	}
	line := func(format string, a ...any) {
		fmt.Fprintf(j.Out, "    %s\n", provider.VisibleInside(fmt.Sprintf(format, a...)))
	}
	fmt.Fprintf(j.Out, "%s %s\n", sign, provider.VisibleInside(fmt.Sprintf("%s  %s", t.File.Address, t.Title.Page())))
	by := ""
	if t.User != "" {
		by = " by " + t.User
	}
	line("revision %d%s of %s", t.Revision, by, t.Time.UTC().Format("2006-01-02 15:04:05"))
	switch {
	case t.Refused != "":
		line("%s", t.Refused)
	case t.Override:
		line("goes into %s, in place of %s", t.Path, madeFrom(&t.Wording))
	case t.Path != "":
		line("goes into %s, which is %s", t.Path, place(t.Wording.At))
	default:
		line("is not written: the text is %s", madeFrom(&t.Wording))
		j.showCells(t, line)
	}
	if t.Both {
		line("with what the manifest has changed meanwhile, where the two do not contradict each other")
	}
	if t.Unusable == "" {
		// The error is that of standard output, which is seen at its end.
		_ = render.PageDiff(j.Out, t.Was(), t.Said(), render.Style{Color: j.colours(j.Out), Width: j.Columns(j.Out), Full: o.full})
	}
	fmt.Fprintln(j.Out)
}

// showCells prints which cells of a table would have to say what.
func (j *job) showCells(t *pull.Taking, line func(string, ...any)) {
	const most = 200 // letters
	for _, c := range t.Cells {
		line("it would say so if %s had %s in place of %s", c.Column, quotedShort(c.New, most), quotedShort(c.Old, most))
	}
	if len(t.Cells) == 0 && t.Wording.Row != nil {
		line("no other text of that row was found that makes what the page says")
	}
}

// quotedShort is a text in quotes, or its beginning.
func quotedShort(s string, most int) string {
	if letters := []rune(s); len(letters) > most {
		s = string(letters[:most]) + "…"
	}
	return fmt.Sprintf("%q", s)
}

// place says where the manifest has an expression.
func place(at hcl.Range) string { return fmt.Sprintf("read at %s:%d", at.Filename, at.Start.Line) }

// madeFrom says what a text is made from, as far as that is known.
func madeFrom(w *spec.Wording) string {
	at := fmt.Sprintf("%s:%d", w.At.Filename, w.At.Start.Line)
	var s string
	switch {
	case w.Literal:
		return "what is written at " + at
	case w.Template != "":
		s = "the template " + w.Template + " at " + at
	default:
		s = "what is made at " + at
	}
	if w.Row != nil {
		return s + " with " + rowName(w.Row)
	}
	var reads []string
	for _, name := range w.Reads {
		if name != w.Template {
			reads = append(reads, name)
		}
	}
	if w.Key != "" {
		s += fmt.Sprintf(" for %q", w.Key)
	}
	if len(reads) > 0 {
		s += " from " + strings.Join(reads, ", ")
	}
	return s
}

// rowName says which row of which table it is.
func rowName(r *spec.Row) string {
	switch {
	case r.Line > 0:
		return fmt.Sprintf("line %d of %s", r.Line, r.File)
	case r.Key != "":
		return fmt.Sprintf("the element %s of %s", r.Key, r.File)
	}
	return r.File
}

// showReadings prints the lines with which the manifest reads overrides, each once.
func (j *job) showReadings(p *reconcile.Pull) {
	told := map[string]bool{}
	for i := range p.Takings {
		t := &p.Takings[i]
		block, _, _ := t.File.Address.Block()
		if !t.Override || t.Read || told[string(block)+t.Reading] {
			continue
		}
		told[string(block)+t.Reading] = true
		at := fmt.Sprintf("%s:%d", t.File.Where().Description.Filename, t.File.Where().Description.Start.Line)
		if t.Reading == "" {
			j.note("%s: let the description at %s read %s; how, is not known here.", t.File.Address, at, t.Path)
			continue
		}
		fmt.Fprintf(j.Out, "For the manifest to read it, write at %s, in %s:\n\n    %s\n\n", provider.Visible(at), provider.VisibleInside(string(block)),
			strings.ReplaceAll(provider.Visible("description = "+t.Reading), "\n", "\n    "))
	}
	if len(told) > 0 {
		j.note("Once the manifest reads these files, run wikiform pull again: it notes in %s which revisions git has taken in, so that lines which came from the wiki can be changed and removed here.", source.LockName)
	}
}
