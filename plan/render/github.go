package render

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"wikiform/plan"
	"wikiform/provider"
)

// annotationsShown is how many annotations of one kind GitHub shows of a step.
const annotationsShown = 10

// GitHub writes a plan as workflow commands, which GitHub shows beside the lines
// of the manifest: an error for what is blocked, a warning for what cannot be
// told and for whose work is replaced, and the last line as a notice. What has
// one cause is said once, the most severe first, as many as are shown.
func GitHub(w io.Writer, p *plan.Plan, s Style) error {
	out := bufio.NewWriter(w)
	byKind := map[kind][]*plan.Change{}
	for _, sec := range inSections(p.Changes, s.Show...) {
		byKind[sec.kind] = sec.changes
	}
	annotate(out, "error", s.Dir, byCause("Blocked", byKind[blocked]))
	annotate(out, "warning", s.Dir, append(
		replacing(slices.Concat(byKind[content], byKind[description], byKind[created])),
		byCause("Unknown", byKind[unknown])...))
	head, rest := lastLine(p)
	fmt.Fprintf(out, "::notice title=%s::%s\n", property("wikiform "+brief(p.Wiki.Name)), message(head+rest))
	return out.Flush()
}

// annotation says one thing of one or several files.
type annotation struct {
	about   []*plan.Change
	title   string
	message string
}

func byCause(title string, changes []*plan.Change) []annotation {
	var as []annotation
	for _, g := range groupBy(changes, func(c *plan.Change) (string, string) { return block(c), c.Problem }) {
		as = append(as, annotation{g.changes, title, g.changes[0].Problem})
	}
	return as
}

// replacing has the changes that put something in the place of what somebody else
// did, by block.
func replacing(changes []*plan.Change) []annotation {
	what := func(c *plan.Change) string { return strings.Join(replaced(c), "\n") }
	var as []annotation
	for _, g := range groupBy(changes, func(c *plan.Change) (string, string) { return block(c), what(c) }) {
		if g.changes[0].ReplacesOthers() {
			as = append(as, annotation{g.changes, "Replaces", what(g.changes[0])})
		}
	}
	return as
}

// annotate writes annotations of one kind; if there are more than are shown,
// the last one counts them.
func annotate(out io.Writer, kind, dir string, as []annotation) {
	most := len(as)
	if most > annotationsShown {
		most = annotationsShown - 1
	}
	for _, a := range as[:most] {
		first := a.about[0]
		who := string(first.Address)
		if n := len(a.about); n > 1 {
			who += fmt.Sprintf(" and %s more", grouped(n-1))
		}
		fmt.Fprintf(out, "::%s %stitle=%s::%s\n", kind, place(dir, first.At), property(a.title+": "+brief(who)), message(a.message))
	}
	if rest := as[most:]; len(rest) > 0 {
		files := 0
		for _, a := range rest {
			files += len(a.about)
		}
		fmt.Fprintf(out, "::%s title=%s::%s\n", kind, property("And more"),
			message(count(files, "more file")+"; the plan itself names them"))
	}
}

// place are the properties that tell the line of a manifest.
func place(dir string, at plan.Position) string {
	if at.File == "" {
		return ""
	}
	return fmt.Sprintf("file=%s,line=%d,", property(brief(path.Join(dir, at.File))), at.Line)
}

// message and property escape as the runner unescapes. A line end of ours stays
// one; every other sign is visible first.
func message(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.ReplaceAll(guarded(abstract(l)), "%", "%25")
	}
	return strings.Join(lines, "%0A")
}

func property(s string) string {
	return strings.NewReplacer("%", "%25", ":", "%3A", ",", "%2C").Replace(guarded(provider.Visible(s)))
}
