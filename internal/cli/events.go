package cli

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/hashicorp/hcl/v2"

	"wikiform/apply/events"
	"wikiform/apply/progress"
	"wikiform/provider"
	"wikiform/spec"
)

// checkEvents refuses options that would ask, or print something else, where -json prints
// lines.
func (o *applyOptions) checkEvents() error {
	switch {
	case !o.json:
		return nil
	case o.asks():
		return hinted{usagef("-json prints lines for programs, which answer no question"), "Add -auto-approve, or give a plan: wikiform plan -out=FILE, then wikiform apply -json FILE"}
	case standardOutput(o.worklist.name):
		return hinted{usagef("-json and -worklist=%s would both be printed", o.worklist.name), "Name a file: -worklist=FILE."}
	}
	for _, r := range o.review.reports {
		if standardOutput(r.path) {
			return hinted{usagef("-json prints lines, and -report=%s:%s would be printed into them", r.format, r.path), fmt.Sprintf("Name a file: -report=%s:FILE.", r.format)}
		}
	}
	return nil
}

// outliveReaders has whoever writes to a reader that went away get an error, which would end
// the process else, in the middle of what it writes to a wiki. It is for the whole process and
// for good: the end of a run has things to say, too.
var outliveReaders = sync.OnceFunc(func() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) })

// beginEvents keeps standard output for the lines of -json alone, until back is called: all
// else goes to standard error. Whoever reads them may go away, which does not end a run that
// writes to a wiki.
func (a *app) beginEvents(json bool) (back func()) {
	if !json {
		return func() {}
	}
	out := a.Out
	a.events = events.New(out, Version)
	a.Out = a.Err
	outliveReaders()
	return func() { a.Out = out }
}

// tellPlan has the lines say what is to be done.
func (j *job) tellPlan(c *connection, todo toApply) error {
	if j.events == nil {
		return nil
	}
	return j.events.Plan(todo.part, todo.whole.Digest(), events.Wiki{Name: c.Declared.Name, API: c.Declared.API, ID: c.ID(), Account: c.Wiki.Account().Name})
}

// tellEnd has the lines say how a command ended that printed what there is to say.
func (a *app) tellEnd(err error, code int) {
	if a.events == nil {
		return
	}
	if i, ok := errors.AsType[interrupted](err); ok {
		a.events.Diagnose(events.Problem{Summary: fmt.Sprintf("stopped: %v", i.signal)})
	}
	a.events.End(code)
}

// tellError has the lines say what is complained of.
func (a *app) tellError(err error) {
	if a.events != nil {
		a.events.Diagnose(events.Problem{Summary: err.Error(), Hint: provider.HintOf(err), Err: err})
	}
}

// tellDiagnostics has the lines say what is wrong with a manifest.
func (a *app) tellDiagnostics(diags hcl.Diagnostics) {
	if a.events == nil {
		return
	}
	for _, d := range diags {
		p := events.Problem{Warning: d.Severity == hcl.DiagWarning, Summary: d.Summary, Detail: spec.Explained(d)}
		if d.Subject != nil {
			p.File, p.Line = d.Subject.Filename, d.Subject.Start.Line
		}
		a.events.Diagnose(p)
	}
}

// display shows a run as lines of JSON if they are asked for, as bars on a terminal, and as
// lines anywhere else.
func (a *app) display(t *progress.Tracker) progress.Display {
	style := progress.Style{Color: a.colours(a.Err)}
	switch {
	case a.events != nil:
		return a.events.Run(t, a.Err)
	case a.Redraws(a.Err):
		return progress.Live(a.Err, func() int { return a.Columns(a.Err) }, t, style)
	}
	return progress.Lines(a.Err, t, style)
}
