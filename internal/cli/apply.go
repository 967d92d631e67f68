package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"wikiform/apply"
	"wikiform/apply/progress"
	"wikiform/plan"
)

// applyOptions are the options of apply.
type applyOptions struct {
	workOptions
	run         runOptions
	review      reviewOptions
	saved       savedOptions
	autoApprove bool
}

func (a *app) applyCommand() *cobra.Command {
	o := &applyOptions{workOptions: workOptions{manifestOptions: manifestOptions{app: a}}}
	cmd := &cobra.Command{
		Use:   "apply [options] [PLAN]",
		Short: "Make the wiki match the manifest",
		Long: `Plan, show the plan, ask, and carry it out: upload what is missing or differs and
change descriptions. Right before a file is written it is compared with what the
plan saw, and after it is written it is read back; files fail independently.

With PLAN, a file that plan -out saved, nobody is asked: exactly the changes in it
are made, if the manifests at hand declare them and the wiki is still as the plan
saw it. Variables are given as for the plan. With -expect-digest it is planned anew,
and done if that plan is the reviewed one; with its list (plan -digests) also if it
is a part of it, such as what a run that broke has left.

Running it again is always the answer to a run that broke: a journal in .wikiform
says what the wiki already has of unfinished uploads, the wiki says how much of it,
and the upload goes on from there. The first interrupt finishes the requests in
flight, the second gives them up.`,
		Example: `  wikiform apply
  wikiform apply -auto-approve -parallelism=2
  wikiform apply release.wikiplan
  wikiform apply -expect-digest=sha256:… -digests=release.digests
  wikiform apply -auto-approve -max-duration=30m    exit code 9: run it again
  wikiform apply -auto-approve -chdir=examples/quickstart`,
		Annotations: exitsFor("an error, or all that was to be done is blocked", exitOK, exitError, exitPartial, exitDeclined, exitStale, exitCheck, exitBudget, exitUsage, exitSignal+2),
		Args:        o.saved.args,
		RunE:        func(*cobra.Command, []string) error { return a.apply(o) },
	}
	flags := cmd.Flags()
	o.declare(flags)
	o.run.declare(flags)
	flags.BoolVar(&o.autoApprove, "auto-approve", false, "do not ask")
	o.review.declare(flags)
	flags.Lookup("show").Hidden = true // refused, see check
	o.saved.declare(flags)
	return cmd
}

func (a *app) apply(o *applyOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	if o.asks() && !a.asks() {
		return hinted{usagef("apply would have to ask, but nobody is there to answer"), "Review the output of wikiform plan, then run: wikiform apply -auto-approve"}
	}
	if err := o.run.check(); err != nil {
		return err
	}
	if err := a.readReviewed(&o.saved); err != nil {
		return err
	}
	signals := catch()
	defer signals.end()
	s, err := a.start(signals.reading(), &o.workOptions)
	if err != nil {
		return first(signals.caught(), err)
	}
	defer s.close()
	p, err := s.reviewed(signals.reading(), o)
	if err != nil {
		return first(signals.caught(), err)
	}
	if !p.Pending() {
		if p.Counts().Blocked > 0 {
			return outcome(exitError)
		}
		return nil
	}
	window, err := s.cleared(signals.reading(), p, o)
	if err != nil {
		return first(signals.caught(), err)
	}
	report := s.carryOut(signals, p, window, o.run.budget())
	lockErr := s.pin(report)
	a.summarize(s, report)
	a.noteLeft(report, &o.saved)
	if lockErr != nil {
		a.complain(lockErr)
	}
	return verdict(signals.caught(), report, lockErr)
}

// reviewed makes the plan, or reads it from its file, and shows it; the checks of
// the manifest have then been made.
func (s *session) reviewed(ctx context.Context, o *applyOptions) (*plan.Plan, error) {
	p, err := s.planFor(ctx, o)
	if err != nil {
		return nil, err
	}
	if err := s.hand(ctx, p, &o.review); err != nil {
		return nil, err
	}
	if err := s.app.agreed(p, &o.saved); err != nil {
		return nil, err
	}
	return p, s.checked()
}

// cleared does all that must be done before the first write: is somebody logged
// in, is there time, does a person agree, is the wiki still as it was, can the
// run be remembered.
func (s *session) cleared(ctx context.Context, p *plan.Plan, o *applyOptions) (*apply.Window, error) {
	if err := s.mayWrite(); err != nil {
		return nil, err
	}
	window, err := s.inTime(&o.run, p)
	if err != nil {
		return nil, err
	}
	if o.asks() {
		if err := s.app.approve(ctx, s); err != nil {
			return nil, err
		}
	}
	if err := s.download(); err != nil {
		return nil, err
	}
	if err := s.stillTrue(ctx, p, &o.saved); err != nil {
		return nil, err
	}
	return window, s.remember(ctx, p)
}

// mayWrite asks for an account before anybody is asked to approve.
func (s *session) mayWrite() error {
	if !s.client.Account().Anonymous() {
		return nil
	}
	return hinted{fmt.Errorf("%s: nobody is logged in, so nothing can be written", s.where()), howToLogIn(s.wiki.API)}
}

// approve asks, and takes nothing but "yes" for a yes.
func (a *app) approve(ctx context.Context, s *session) error {
	p := a.paint(a.Err)
	fmt.Fprintf(a.Err, "\n%s\n  wikiform will write to the wiki %s as %s.\n  Only \"yes\" will be accepted to approve.\n\n  %s ",
		p.bold("Do you want to perform these actions?"), s.name(), s.client.Account().Name, p.bold("Enter a value:"))
	answer := make(chan string, 1)
	go func() {
		line, err := bufio.NewReader(a.In).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			line = ""
		}
		answer <- line
	}()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case line := <-answer:
		fmt.Fprintln(a.Err)
		if strings.TrimSpace(line) == "yes" {
			return nil
		}
	}
	a.note("Apply declined: nothing was written.")
	return outcome(exitDeclined)
}

// carryOut runs the plan and shows what happens meanwhile.
func (s *session) carryOut(signals *interrupts, p *plan.Plan, window *apply.Window, budget apply.Budget) *apply.Report {
	show := s.app.display(p)
	defer show.Close()
	s.waiting.hush() // from here on the display says it
	r := apply.Runner{
		Wiki:       s.client,
		Body:       s.body,
		CopyUpload: s.client.Account().Can("upload_by_url"),
		Jobs:       s.jobs(),
		Emit:       show.Event,
		Mark:       mark(s.manifest.Settings.Set),
		Stager:     s.client,
		StageFirst: window,
		Budget:     budget,
	}
	if s.journal != nil {
		r.Journal = s.journal.Journal
	}
	return r.Run(signals.hard, signals.soft, p)
}

// display shows events as bars on a terminal and as lines anywhere else.
func (a *app) display(p *plan.Plan) progress.Display {
	style := progress.Style{Color: a.colours(a.Err)}
	if terminal(a.Err) && a.Env["TERM"] != "dumb" && !a.automation() {
		return progress.Live(a.Err, func() int { return a.columns(a.Err) }, p, style)
	}
	return progress.Lines(a.Err, p, style)
}

// jobs is how many files are written at once: as asked, else politely.
func (s *session) jobs() int {
	switch {
	case s.opts.parallelism > 0:
		return s.opts.parallelism
	case s.wiki.Wikimedia():
		return 1
	}
	return 4
}

// mark is what makes a comment ours, "" when the manifest names no set.
func mark(set string) string {
	if set == "" {
		return ""
	}
	return "[wikiform " + set + "]"
}

// summarize prints the report and, where a person reads it, what to do next.
// Where it cannot be printed, the exit code still is that of the run.
func (a *app) summarize(s *session, r *apply.Report) {
	progress.Summary(a.Out, r, progress.Style{Color: a.colours(a.Out)})
	if !a.automation() && s.embedded != nil && r.Changed() {
		fmt.Fprintf(a.Out, "\nLook at the wiki: %s\n", s.serveCommand())
	}
}

// serveCommand is the command that serves the embedded sandbox for a look.
func (s *session) serveCommand() string {
	return fmt.Sprintf("%s sandbox -dir %s", self(), shellQuote(s.app.relative(s.ws.path, stateDir, "sandbox")))
}

// verdict is the exit code of a run.
func verdict(signal error, r *apply.Report, lockErr error) error {
	open := len(r.Results) - r.Count(apply.Done) - r.Count(apply.AlreadyDone)
	switch {
	case signal != nil && open > 0:
		return signal
	case r.Spent && open > 0 && open == r.Count(apply.NotStarted):
		return outcome(exitBudget)
	case open > 0 && r.Changed():
		return outcome(exitPartial)
	case open > 0 && open == r.Count(apply.Stale):
		return outcome(exitStale)
	case open > 0, lockErr != nil:
		return outcome(exitError)
	}
	return nil
}
