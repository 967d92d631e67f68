package progress

import (
	"fmt"
	"io"
	"strings"

	"wikiform/apply"
	"wikiform/provider"
)

// mostNamed is how many files of one cause are named without Style.Full.
const mostNamed = 10

// Summary says what came of a run: what is not as it should be, each cause once
// with its files, and last a line in Terraform's form, which scripts may read.
func Summary(w io.Writer, r *apply.Report, style Style) error {
	s := summary{paint: newPaint(style.Color), full: style.Full}
	s.already(r)
	s.notStarted(r)
	// What needs a person most comes last, where the eye is.
	for _, o := range []apply.Outcome{apply.BlockedNow, apply.Stale, apply.Unsure, apply.Failed} {
		s.trouble(r, o)
	}
	s.next(r)
	s.closing(r)
	_, err := io.WriteString(w, s.text.String())
	return err
}

type summary struct {
	paint paint
	full  bool
	text  strings.Builder
}

func (s *summary) printf(format string, args ...any) { fmt.Fprintf(&s.text, format, args...) }

func (s *summary) already(r *apply.Report) {
	if found := having(r, apply.AlreadyDone); len(found) > 0 {
		s.printf("\nAlready as wanted, nothing was written: %s\n", plural(len(found), "file"))
		s.files(found, nil)
	}
}

func (s *summary) notStarted(r *apply.Report) {
	if found := having(r, apply.NotStarted); len(found) > 0 {
		s.printf("\n%s %s\n", s.paint.warn("Not started:"), plural(len(found), "file"))
		s.files(found, func(r apply.Result) []string { return some(left(r.Kept)) })
	}
	if r.Stopped != "" && r.Incomplete() {
		s.printf("\n%s %s\n", s.paint.warn("Stopped early:"), provider.Visible(r.Stopped))
	}
}

// trouble names the files of one bad outcome, grouped by their cause.
func (s *summary) trouble(r *apply.Report, o apply.Outcome) {
	found := having(r, o)
	if len(found) == 0 {
		return
	}
	mark := s.paint.warn
	if o == apply.Failed {
		mark = s.paint.bad
	}
	groups := byCause(found)
	title := strings.ToUpper(string(o[:1])) + string(o[1:]) + ":"
	s.printf("\n%s %s", mark(title), plural(len(found), "file"))
	if len(groups) > 1 && len(groups) < len(found) {
		s.printf(" for %s", plural(len(groups), "reason"))
	}
	s.printf("\n")
	for _, g := range groups {
		s.cause(g)
	}
}

// cause prints one group: the words once when all files share them, and what
// can be done about it.
func (s *summary) cause(g group) {
	s.printf("\n  %s\n", g.title())
	s.files(g.results, func(r apply.Result) []string {
		var more []string
		if !g.alike() {
			more = append(more, strings.TrimPrefix(words(r.Err), g.title()+": "))
		}
		if r.Partial != "" {
			more = append(more, provider.Visible(r.Partial))
		}
		more = append(more, some(left(r.Kept))...)
		return more
	})
	if hint := g.hint(); hint != "" {
		s.printf("    %s %s\n", s.paint.bold("What to do:"), provider.Visible(hint))
	}
}

// files names files with the lines of the manifest that declare them.
func (s *summary) files(results []apply.Result, more func(apply.Result) []string) {
	shown := results
	if !s.full && len(results) > mostNamed {
		shown = results[:mostNamed]
	}
	for _, r := range shown {
		s.printf("    %s", name(r.Change.Address))
		if at := r.Change.At; at.File != "" {
			s.printf(" %s", s.paint.faint(provider.Visible(fmt.Sprintf("(%s:%d)", at.File, at.Line))))
		}
		if more != nil {
			if m := more(r); len(m) > 0 {
				s.printf(": %s", strings.Join(m, "; "))
			}
		}
		s.printf("\n")
	}
	if rest := len(results) - len(shown); rest > 0 {
		s.printf("    and %d more\n", rest)
	}
}

// next says how to go on where running again is the way.
func (s *summary) next(r *apply.Report) {
	if r.Count(apply.Failed)+r.Count(apply.Unsure)+r.Count(apply.Stale)+r.Count(apply.NotStarted) > 0 {
		s.printf("\nRun apply again to go on: what is done is not done a second time.\n")
	}
}

// closing is the last line.
func (s *summary) closing(r *apply.Report) {
	if !r.Incomplete() {
		s.printf("\n%s\n", s.paint.good(fmt.Sprintf("Apply complete! Files: %d added, %d changed, 0 destroyed.", r.Added(), r.Updated())))
		return
	}
	parts := []string{fmt.Sprintf("%d %s", r.Count(apply.Done), apply.Done)}
	for _, o := range []apply.Outcome{apply.AlreadyDone, apply.Failed, apply.Unsure, apply.Stale, apply.BlockedNow, apply.NotStarted} {
		if n := r.Count(o); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, o))
		}
	}
	s.printf("\n%s\n", s.paint.bad("Apply incomplete: "+strings.Join(parts, ", ")+"."))
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
