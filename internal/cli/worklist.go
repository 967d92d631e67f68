package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/pflag"

	"wikiform/apply"
	"wikiform/apply/worklist"
	"wikiform/internal/number"
	"wikiform/plan"
	"wikiform/plan/render"
	"wikiform/provider"
	"wikiform/spec"
)

// worklistOptions say where it is written of which files something is left to do.
type worklistOptions struct {
	name string
	out  io.Writer // standard output where the list is written there; nil where it is not
}

func (o *worklistOptions) declare(flags *pflag.FlagSet) {
	flags.StringVar(&o.name, "worklist", "", "write a line of JSON for each file that is blocked, failed or stale into `FILE`, which -target-file takes; - is standard output, and everything else then goes to standard error")
}

// check refuses options that would be printed into the list.
func (o *worklistOptions) check(review *reviewOptions) error {
	if err := checkTarget("-worklist", o.name); err != nil || !standardOutput(o.name) {
		return err
	}
	if review.format == render.FormatJSON {
		return hinted{usagef("-json and -worklist=%s would both be printed", o.name), "Name a file: -worklist=FILE."}
	}
	for _, r := range review.reports {
		if standardOutput(r.path) {
			return hinted{usagef("-report=%s:%s would be printed into the worklist", r.format, r.path), "Name a file for one of the two."}
		}
	}
	return nil
}

// take keeps standard output for the list alone, where it is written there, until back
// is called.
func (o *worklistOptions) take(a *app) (back func()) {
	if !standardOutput(o.name) {
		return func() {}
	}
	o.out = a.Out
	a.Out = a.Err
	return func() { a.Out = o.out }
}

// saveRest writes what a run left of a plan. Where there was something to do and
// nothing was begun, the list stays as it was: it may be what the plan was narrowed to.
func (j *job) saveRest(ctx context.Context, p *plan.Plan, r *apply.Report, o *worklistOptions) error {
	switch {
	case r != nil:
		return j.saveWorklist(ctx, worklist.OfReport(p, r), "Nothing is left to do", o)
	case p.Pending():
		return nil
	}
	return j.saveWorklist(ctx, worklist.OfPlan(p), "Nothing is left to do", o)
}

// saveWorklist writes the list of what is left where -worklist says; none is what is said of an
// empty one.
func (j *job) saveWorklist(ctx context.Context, list []worklist.Entry, none string, o *worklistOptions) error {
	if o.name == "" {
		return nil
	}
	text, left := worklist.Text(list)
	if left > 0 {
		j.note("The worklist would be larger than %s, which -target-file does not read: it leaves out %s.", number.Bytes(spec.MaxList), number.Of(left, "file"))
	}
	if o.out != nil {
		_, err := o.out.Write(text)
		return err
	}
	if err := j.place.Replace(ctx, j.path(o.name), text, 0o644); err != nil {
		return err
	}
	if n := len(list) - left; n == 0 {
		j.note("%s, so the worklist %s is empty.", none, provider.Visible(o.name))
	} else {
		j.note("The worklist %s has %s.", provider.Visible(o.name), number.Of(n, "file"))
	}
	return nil
}

// readLists reads the lists of -target-file and -exclude-file.
func (a *app) readLists(o *workOptions) error {
	input := ""
	for _, flag := range []struct {
		name  string
		files []string
		to    *[]spec.List
	}{{"-target-file", o.targetFiles, &o.scope.TargetLists}, {"-exclude-file", o.excludeFiles, &o.scope.ExcludeLists}} {
		for _, name := range flag.files {
			as := fmt.Sprintf("%s=%s", flag.name, name)
			switch {
			case name == "": // an unset variable; without a list everything would be planned
				return usagef("%s: the name of a list is wanted", flag.name)
			case name == "-" && input != "":
				return usagef("%s and %s are both standard input, which is read once", input, as)
			case name == "-":
				input = as
			}
			l, err := a.readList(as, name)
			if err != nil {
				return err
			}
			*flag.to = append(*flag.to, l)
		}
	}
	return nil
}

func (a *app) readList(as, name string) (spec.List, error) {
	var from io.Reader = a.In
	if name != "-" {
		f, err := os.Open(a.path(name))
		if err != nil {
			return spec.List{}, unread(as, a.path(name), err)
		}
		defer f.Close()
		from = f
	}
	l, err := spec.ReadList(name, from)
	if _, wrong := errors.AsType[*spec.FormatError](err); wrong {
		return l, hinted{fmt.Errorf("%s: %w", as, err), "A list has one address a line, File:TITLE, or an object of JSON with one of them, as a worklist has."}
	}
	if err != nil {
		return l, unread(as, a.path(name), err)
	}
	return l, nil
}
