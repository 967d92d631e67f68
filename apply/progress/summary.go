package progress

import (
	"fmt"
	"io"
	"strings"

	"wikiform/apply"
	"wikiform/internal/number"
	"wikiform/internal/paint"
	"wikiform/plan"
	"wikiform/provider"
)

// mostNamed is how many files of one cause are named without Style.Full.
const mostNamed = 10

// Summary says what came of a run: what is not as it should be, each cause once
// with its files, and last a line in Terraform's form, which scripts may read.
func Summary(w io.Writer, r *apply.Report, style Style) error {
	s := summary{paint: paint.New(style.Color), full: style.Full}
	s.already(r)
	s.notStarted(r)
	// What needs a person most comes last, where the eye is.
	for _, o := range []apply.Outcome{apply.BlockedNow, apply.Stale, apply.Unsure, apply.Overtook, apply.Failed} {
		s.trouble(r, o)
	}
	s.left(r)
	s.next(r)
	s.closing(r)
	text := s.text.String()
	if style.Width > 0 {
		text = wrap(text, style.Width)
	}
	_, err := io.WriteString(w, text)
	return err
}

type summary struct {
	paint paint.Paint
	full  bool
	text  strings.Builder
}

func (s *summary) printf(format string, args ...any) { fmt.Fprintf(&s.text, format, args...) }

func (s *summary) already(r *apply.Report) {
	if found := having(r, apply.AlreadyDone); len(found) > 0 {
		s.printf("\nAlready as wanted, nothing was written: %s\n", plan.Coded(number.Of(len(found), "file"), apply.AlreadyDone.Code()))
		s.files(found, nil)
	}
}

func (s *summary) notStarted(r *apply.Report) {
	if found := having(r, apply.NotStarted); len(found) > 0 {
		s.printf("\n%s %s\n", s.paint.Warn("Not started:"), plan.Coded(number.Of(len(found), "file"), apply.NotStarted.Code()))
		s.files(found, func(res apply.Result) []string {
			return append(some(coded(res)), some(left(res.Kept, r.Cure(res)))...)
		})
	}
	if r.Stopped != "" && r.Incomplete() {
		s.printf("\n%s %s\n", s.paint.Warn("Stopped early:"), plan.Coded(provider.Visible(r.Stopped), r.StopCode))
	}
}

// trouble names the files of one bad outcome, grouped by their cause.
func (s *summary) trouble(r *apply.Report, o apply.Outcome) {
	found := having(r, o)
	if len(found) == 0 {
		return
	}
	mark := s.paint.Warn
	if o == apply.Failed {
		mark = s.paint.Bad
	}
	groups := byCause(found)
	title := strings.ToUpper(string(o[:1])) + string(o[1:]) + ":"
	s.printf("\n%s %s", mark(title), number.Of(len(found), "file"))
	if len(groups) > 1 && len(groups) < len(found) {
		s.printf(" for %s", number.Of(len(groups), "reason"))
	}
	s.printf("\n")
	for _, g := range groups {
		s.cause(r, g)
	}
}

// cause prints one group: the words once when all files share them, and what
// can be done about it.
func (s *summary) cause(report *apply.Report, g group) {
	s.printf("\n  %s\n", plan.Coded(g.title(), g.code()))
	s.files(g.results, func(r apply.Result) []string {
		var more []string
		if !g.alike() {
			more = append(more, strings.TrimPrefix(words(r.Err), g.title()+": "))
		}
		more = append(more, some(partly(r))...)
		if !g.oneHint() {
			more = append(more, provider.VisibleLine(provider.HintOf(r.Err)))
		}
		more = append(more, some(left(r.Kept, report.Cure(r)))...)
		return more
	})
	if hint := g.hint(); hint != "" && g.oneHint() {
		s.printf("    %s %s\n", s.paint.Bold("What to do:"), provider.VisibleLine(hint))
	}
}

// files names files with the lines of the manifest that declare them.
func (s *summary) files(results []apply.Result, more func(apply.Result) []string) {
	shown := results
	if !s.full && len(results) > mostNamed {
		shown = results[:mostNamed]
	}
	for _, r := range shown {
		s.printf("    %s", name(r.Change.Claim.Address))
		if at := r.Change.Declared(); at.File != "" {
			s.printf(" %s", s.paint.Faint(provider.Visible(fmt.Sprintf("(%s:%d)", at.File, at.Line))))
		}
		if more != nil {
			if m := more(r); len(m) > 0 {
				s.printf(": %s", strings.Join(m, "; "))
			}
		}
		s.printf("\n")
	}
	if rest := len(results) - len(shown); rest > 0 {
		s.printf("    and %s more\n", number.Grouped(rest))
	}
}

// ways are the ways on, each for the files of its cure, in the order in which they
// are said.
var ways = []struct {
	cure provider.Cure
	one  string // for one file
	many string // for %s files
}{
	{provider.CureReport, "1 file met a fault of wikiform: please report it.", "%s files met a fault of wikiform: please report it."},
	{provider.CureAccount, "1 file needs other credentials first.", "%s files need other credentials first."},
	{provider.CureWiki, "1 file fails again until an administrator of the wiki changes something there.", "%s files fail again until an administrator of the wiki changes something there."},
	{provider.CureCommand, "1 file fails again with this command line.", "%s files fail again with this command line."},
	{provider.CureMachine, "1 file fails again until something is changed on this machine.", "%s files fail again until something is changed on this machine."},
	{provider.CureManifest, "1 file fails again until the manifest, or what it names, is changed.", "%s files fail again until the manifest, or what it names, is changed."},
	{provider.CureReplan, "Plan again for 1 file, which is no longer as the plan saw it.", "Plan again for %s files, which are no longer as the plan saw them."},
	{provider.CureRerun, "Run apply again to go on: what is done is not done a second time.", "Run apply again to go on: what is done is not done a second time."},
}

// next says how to go on, as far as that is known to help.
func (s *summary) next(r *apply.Report) {
	n := map[provider.Cure]int{}
	for _, res := range r.Results {
		n[r.Cure(res)]++
	}
	first := true
	for _, w := range ways {
		if n[w.cure] == 0 {
			continue
		}
		if first {
			s.printf("\n")
		}
		first = false
		line := w.one
		if n[w.cure] > 1 && strings.Contains(w.many, "%s") {
			line = fmt.Sprintf(w.many, number.Grouped(n[w.cure]))
		}
		s.printf("%s\n", line)
	}
}

// closing is the last line.
func (s *summary) closing(r *apply.Report) {
	if !r.Incomplete() {
		line := fmt.Sprintf("Apply complete! Files: %s added, %s changed, %s destroyed", number.Grouped(r.Added()), number.Grouped(r.Updated()), number.Grouped(r.Deleted()))
		if n := r.Moved(); n > 0 {
			line += fmt.Sprintf(", %s moved", number.Grouped(n))
		}
		s.printf("\n%s\n", s.paint.Good(line+"."))
		return
	}
	parts := []string{number.Grouped(r.Count(apply.Done)) + " " + string(apply.Done)}
	for _, o := range []apply.Outcome{apply.AlreadyDone, apply.Overtook, apply.Failed, apply.Unsure, apply.Stale, apply.BlockedNow, apply.NotStarted} {
		if n := r.Count(o); n > 0 {
			parts = append(parts, number.Grouped(n)+" "+string(o))
		}
	}
	s.printf("\n%s\n", s.paint.Bad("Apply incomplete: "+strings.Join(parts, ", ")+"."))
}

// some is a list without empty strings.
func some(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func having(r *apply.Report, o apply.Outcome) []apply.Result {
	var found []apply.Result
	for _, res := range r.Results {
		if res.Outcome == o {
			found = append(found, res)
		}
	}
	return found
}
