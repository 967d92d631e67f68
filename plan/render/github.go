package render

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"wikiform/internal/forge"
	"wikiform/internal/number"
	"wikiform/plan"
	"wikiform/provider"
)

// annotationsShown is how many annotations of one kind GitHub shows of a step.
const annotationsShown = 10

// GitHub writes a plan as workflow commands, which GitHub shows beside the lines
// of the manifest: an error for what is blocked, a warning for what cannot be
// told, for whose work is replaced and for what is deleted and still used, and the last line as a notice. What has
// one cause is said once, the most severe first, as many as are shown.
func GitHub(w io.Writer, p *plan.Plan, s Style) error {
	out := bufio.NewWriter(w)
	byKind := map[kind][]*view{}
	for _, sec := range inSections(viewsOf(p, nil), s.Show...) {
		byKind[sec.kind] = sec.changes
	}
	where := s.Path
	if where == nil {
		where = path.Clean
	}
	annotate(out, forge.Error, where, byCause("Blocked", byKind[blocked]))
	annotate(out, forge.Warning, where, slices.Concat(
		replacing("Deletes", byKind[deleted]), replacing("Moves", byKind[moved]), replacing("Repoints", byKind[redirected]),
		replacing("Replaces", slices.Concat(byKind[content], byKind[description], byKind[created])),
		used(byKind[deleted]),
		byCause("Unknown", byKind[unknown])))
	head, rest := lastLine(p)
	first := ""
	if p.Since != nil {
		first = p.Since.String() + ".\n"
	}
	notice := forge.Annotation{Level: forge.Notice, Title: inLog("wikiform " + brief(p.Wiki.Name)), Text: message(strings.TrimSuffix(first+head+rest+"\n"+orphansNotice(p), "\n"))}
	io.WriteString(out, notice.String())
	return out.Flush()
}

// annotation says one thing of one or several files.
type annotation struct {
	about   []*view
	title   string
	message string
}

func byCause(title string, changes []*view) []annotation {
	var as []annotation
	for _, g := range groupBy(changes, func(v *view) (string, string) { return v.block, strings.Join(v.gist(), "\n") }) {
		why, differ := g.why()
		for _, v := range g.changes[:min(examples, len(g.changes))] {
			if names := v.unsaid(); differ && names != "" {
				why = append(why, v.address+": "+names)
			}
		}
		as = append(as, annotation{g.changes, title, strings.Join(why, "\n")})
	}
	return as
}

// used has the deletions of what pages name, by block.
func used(changes []*view) []annotation {
	changes = slices.DeleteFunc(slices.Clone(changes), func(v *view) bool { return v.inUse() == "" })
	var as []annotation
	for _, g := range groupBy(changes, func(v *view) (string, string) { return v.block, "" }) {
		var lines []string
		for _, v := range g.changes[:min(examples, len(g.changes))] {
			for _, u := range v.usages {
				lines = append(lines, u.String())
			}
		}
		as = append(as, annotation{g.changes, "Still used", strings.Join(lines, "\n")})
	}
	return as
}

// replacing has the changes that put something in the place of what somebody else
// did, or take it away, by block.
func replacing(title string, changes []*view) []annotation {
	var as []annotation
	for _, g := range groupBy(changes, func(v *view) (string, string) { return v.block, v.whose() }) {
		if g.changes[0].others {
			as = append(as, annotation{g.changes, title, strings.Join(g.replaced(), "\n")})
		}
	}
	return as
}

// whose is the same for changes that replace the same kind of work of the same people.
func (v *view) whose() string {
	var all []string
	for _, r := range v.remarks {
		if r.Kind.ReplacesOthers() {
			all = append(all, fmt.Sprintf("%s %q", r.Kind, cmp.Or(r.User, r.Text)))
		}
	}
	return strings.Join(all, "\n")
}

// replaced says whose work is replaced: of the first changes, if not all words of it
// are the same for all.
func (g group) replaced() []string {
	first := g.changes[0].replaced()
	if !slices.ContainsFunc(g.changes, func(v *view) bool { return !slices.Equal(v.replaced(), first) }) {
		return first
	}
	var lines []string
	for _, v := range g.changes[:min(examples, len(g.changes))] {
		lines = append(lines, v.address+": "+strings.Join(v.replaced(), "; "))
	}
	return lines
}

// annotate writes annotations of one kind; if there are more than are shown,
// the last one counts them.
func annotate(out io.Writer, level forge.Level, where func(string) string, as []annotation) {
	most := len(as)
	if most > annotationsShown {
		most = annotationsShown - 1
	}
	for _, a := range as[:most] {
		first := a.about[0]
		who := first.address
		if n := len(a.about); n > 1 {
			who += fmt.Sprintf(" and %s more", number.Grouped(n-1))
		}
		command := forge.Annotation{Level: level, Line: first.declared.Line, Title: inLog(a.title + ": " + brief(who)), Text: message(a.message)}
		if first.declared.File != "" {
			command.File = inLog(brief(where(first.declared.File)))
		}
		io.WriteString(out, command.String())
	}
	if rest := as[most:]; len(rest) > 0 {
		files := 0
		for _, a := range rest {
			files += len(a.about)
		}
		command := forge.Annotation{Level: level, Title: "And more", Text: message(number.Of(files, "more file") + "; the plan itself names them")}
		io.WriteString(out, command.String())
	}
}

// message and inLog make texts safe for the log of a runner, in which a command
// stands until it is read: a line end of ours stays one.
func message(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = guarded(abstract(l))
	}
	return strings.Join(lines, "\n")
}

func inLog(s string) string { return guarded(provider.Visible(s)) }
