package cli

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"wikiform/apply"
	"wikiform/apply/progress"
	"wikiform/apply/reconcile"
	"wikiform/internal/statedir"
	"wikiform/plan"
)

// applyOptions are the options of apply.
type applyOptions struct {
	workOptions
	run         runOptions
	review      reviewOptions
	saved       savedOptions
	receipt     receiptOptions
	autoApprove bool
	json        bool
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
flight, the second gives them up.

With -shard=3/8 several processes carry out one saved plan, on one machine or many, each
a part of it: what belongs together stays together, and each part has a journal, a
receipt, a summary and an exit code of its own.

With -json every event is a line of JSON (docs/events.md). On SIGUSR1, and on SIGINFO
(Ctrl-T) where there is one, a run prints to standard error how far it is, and goes on.

What was written is listed in a receipt, a new file in .wikiform/receipts or where
-receipt-out says, by the versions, revisions and log entries that the wiki made.`,
		Example: `  wikiform apply
  wikiform apply -auto-approve -parallelism=2
  wikiform apply release.wikiplan
  wikiform apply -shard=3/8 release.wikiplan
  wikiform apply -expect-digest=sha256:… -digests=release.digests
  wikiform apply -auto-approve -max-duration=30m    exit code 9: run it again
  wikiform apply -auto-approve -json                 what happens, for programs
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
	flags.Var(shardFlag{&o.shard}, "shard", "of PLAN do only this part, `N/OF`: 3/8 is the third of eight")
	o.receipt.declare(flags)
	flags.BoolVar(&o.json, "json", false, "print a line of JSON for each event, and all else to standard error; with -auto-approve, PLAN or -expect-digest")
	return cmd
}

func (a *app) apply(o *applyOptions) error {
	defer a.beginEvents(o.json)()
	if err := o.check(); err != nil {
		return err
	}
	if o.asks() && !a.asks() {
		return hinted{usagef("apply would have to ask, but nobody is there to answer"), "Review the output of wikiform plan, then run: wikiform apply -auto-approve"}
	}
	if err := o.run.check(); err != nil {
		return err
	}
	if err := a.freeReceipt(&o.receipt); err != nil {
		return err
	}
	agreement, err := a.readAgreement(&o.saved)
	if err != nil {
		return err
	}
	defer o.worklist.take(a)()
	signals := catchSignals()
	defer signals.end()
	return signals.explain(a.makeRun(signals, o, agreement))
}

// makeRun plans, has the plan agreed to, and carries it out.
func (a *app) makeRun(signals *interrupts, o *applyOptions, agreement reconcile.Agreement) error {
	ctx := signals.reading()
	ctx = a.watch(ctx, "Planning")
	var saved *plan.Plan
	j, err := a.openJobBy(ctx, &o.workOptions, a.forPlan(&o.saved, &saved))
	if err != nil {
		return err
	}
	defer j.close()
	j.state = j.state.For(o.shard)
	if err := j.lookAtSheets(&o.review); err != nil {
		return err
	}
	c, p, err := j.obtainPlan(ctx, o, saved)
	if err != nil {
		return err
	}
	defer c.close()
	report, err := j.perform(ctx, signals, c, p, o, agreement)
	if saving := j.saveRest(signals.hard, p.part, report, &o.worklist); saving != nil {
		a.complain(saving)
		err = cmp.Or[error](err, outcome(exitError))
	}
	return err
}

// perform shows a plan, has it agreed to, and carries it out. The report is nil where
// nothing was begun. What was reviewed, and what must not be exceeded, is the plan as a
// whole: so all its shards are refused, or none is.
func (j *job) perform(ctx context.Context, signals *interrupts, c *connection, todo toApply, o *applyOptions, agreement reconcile.Agreement) (*apply.Report, error) {
	whole, p := todo.whole, todo.part
	if err := j.showPlan(ctx, c, p, &o.review); err != nil {
		return nil, err
	}
	if err := j.tellPlan(c, todo); err != nil {
		return nil, err
	}
	if err := j.checkAgreement(whole, agreement); err != nil {
		return nil, err
	}
	if err := j.checked(j.project, whole); err != nil {
		return nil, err
	}
	if err := j.braked(j.project, whole, o.force, o.saved.file != "" || agreement.Digest != ""); err != nil {
		return nil, err
	}
	if err := j.refused(o.deny, whole); err != nil {
		return nil, err
	}
	switch {
	case p.Pending():
	case p.Counts().Blocked > 0:
		j.note(explained)
		return nil, outcome(exitError)
	default:
		return nil, nil
	}
	run, err := j.prepare(c, todo, o)
	if err != nil {
		return nil, err
	}
	if o.asks() {
		if err := j.approve(ctx, c.Target); err != nil {
			return nil, err
		}
	}
	means, err := j.means(c)
	if err != nil {
		return nil, err
	}
	if report, err := j.stopIfStale(ctx, c, run, o); err != nil {
		return report, err
	}
	journal, free, err := j.openJournal(ctx, c, run)
	if err != nil {
		return nil, err
	}
	defer free()
	means.Journal = journal
	kept, err := j.beginReceipt(c, todo, &o.receipt)
	if err != nil {
		return nil, err
	}
	means.Record, means.Complete = kept.Add, kept.Complete
	report := j.carryOut(signals, c, p, run, means)
	receiptErr := kept.end(report)
	pinErr := j.savePins(run, report)
	fmt.Fprint(j.Out, shardHeading(p, whole.Digest()))
	j.summarize(c, report, o)
	if o.saved.file == "" {
		j.noteRest(report, agreement)
	}
	j.noteReceipt(kept)
	for _, err := range []error{receiptErr, pinErr} {
		if err != nil {
			j.complain(err)
		}
	}
	return report, verdict(signals.caught(), report, cmp.Or(receiptErr, pinErr))
}

// approve asks, and takes nothing but "yes" for a yes.
func (a *app) approve(ctx context.Context, t reconcile.Target) error {
	return a.confirm(ctx, "Do you want to perform these actions?", fmt.Sprintf("wikiform will write to the wiki %s as %s.", reconcile.NameOf(t.Declared), t.Wiki.Account().Name),
		"Apply declined: nothing was written.")
}

// confirm asks whether to go on; declined is what is said after any other answer.
func (a *app) confirm(ctx context.Context, question, what, declined string) error {
	p := a.paint(a.Err)
	fmt.Fprintf(a.Err, "\n%s\n  %s\n  Only \"yes\" will be accepted to approve.\n\n  %s ", p.Bold(question), what, p.Bold("Enter a value:"))
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
	a.note("%s", declined)
	return outcome(exitDeclined)
}

// carryOut does what the plan says and shows what happens meanwhile.
func (j *job) carryOut(signals *interrupts, c *connection, p *plan.Plan, run *reconcile.Run, means reconcile.Means) *apply.Report {
	least := max(p.Budget.Time, p.Expect(c.Wiki.Site(), c.Wiki.Account(), c.Wiki.Rate()).Time)
	show := j.display(progress.NewTracker(p, least))
	defer show.Close()
	c.wait.stop() // from here on the display says it
	outliveReaders()
	j.underway.is(show.Tell)
	defer j.underway.is(nil)
	means.Emit = show.Event
	return run.Do(signals.hard, signals.soft, means)
}

// summarize prints the report and, where a person reads it, what to do next.
// Where it cannot be printed, the exit code still is that of the run.
func (j *job) summarize(c *connection, r *apply.Report, o *applyOptions) {
	if j.events != nil {
		j.events.Report(r)
	}
	progress.Summary(j.Out, r, progress.Style{Color: j.colours(j.Out), Full: o.review.full, Width: j.readable(j.Out)})
	if r.Incomplete() {
		j.note(explained)
	}
	if !j.Automation() && c.embedded != nil && r.Changed() {
		sandbox := j.relative(j.abs, statedir.Name, "sandbox")
		fmt.Fprintf(j.Out, "\nLook at the wiki: %s sandbox -dir %s\n", self(), shellQuote(sandbox))
	}
}

// verdict is the exit code of a run; unkept is why something beside the wiki could not be
// written.
func verdict(signal error, r *apply.Report, unkept error) error {
	open := len(r.Results) - r.Count(apply.Done) - r.Count(apply.AlreadyDone)
	switch {
	case signal != nil && open > 0:
		if i, ok := errors.AsType[interrupted](signal); ok && r.Interrupted() {
			return outcome(i.code()) // the summary has said so
		}
		return signal
	case r.Spent && open > 0 && open == r.Count(apply.NotStarted):
		return outcome(exitBudget)
	case open > 0 && r.Changed():
		return outcome(exitPartial)
	case open > 0 && open == r.Count(apply.Stale):
		return outcome(exitStale)
	case r.Spent && r.Count(apply.NotStarted) > 0 && open == r.Count(apply.NotStarted)+r.Count(apply.BlockedNow):
		return outcome(exitBudget) // what is blocked is no reason for the rest not to be gone on with
	case open > 0, unkept != nil:
		return outcome(exitError)
	}
	return nil
}
