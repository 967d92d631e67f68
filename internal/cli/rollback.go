package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"wikiform/apply/reconcile"
	"wikiform/internal/receipt"
	"wikiform/plan"
	"wikiform/plan/render"
)

// rollbackOptions are the options of rollback.
type rollbackOptions struct {
	workOptions
	review   reviewOptions
	receipt  string
	out      string
	json     bool
	detailed bool
}

func (a *app) rollbackCommand() *cobra.Command {
	o := &rollbackOptions{workOptions: workOptions{manifestOptions: manifestOptions{app: a}}}
	cmd := &cobra.Command{
		Use:   "rollback [options] RECEIPT",
		Short: "Plan to take back what an apply did",
		Long: `Make a plan that takes back what a run of apply did, by the receipt that it left: old
versions and texts come back, files are moved back, what was deleted is restored, and
what was created is deleted if nobody has touched it since. Histories are kept, and
nothing is written to the wiki before the plan is applied:

  wikiform rollback -out=back.wikiplan RECEIPT
  wikiform apply -receipt=RECEIPT back.wikiplan

A receipt is not believed: it only says which writes to look at. What is taken back is
what the wiki shows that our accounts did; a receipt that speaks of anything else is
refused as a whole. What others have changed since is blocked and named, and the rest is
taken back. The manifest still wants the other state: revert its commit as well.`,
		Example: `  wikiform rollback .wikiform/receipts/20261127T101500Z-5e1c0a7b.json
  wikiform rollback -out=back.wikiplan -report=markdown:back.md RECEIPT
  wikiform rollback -detailed-exitcode RECEIPT
  wikiform apply -receipt=RECEIPT back.wikiplan`,
		Annotations: exitsFor("an error, or a file is blocked; the plan is shown and saved all the same", exitOK, exitError, exitPending, exitCheck, exitUsage, exitSignal+2),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || args[0] == "" {
				return errors.New("the file of one receipt is wanted")
			}
			o.receipt = args[0]
			return nil
		},
		RunE: func(*cobra.Command, []string) error { return a.rollback(o) },
	}
	flags := cmd.Flags()
	o.declareSome(flags, "root", "wiki", "var", "var-file", "retry-for", "force-limits", "deny", "log-file")
	flags.BoolVar(&o.detailed, "detailed-exitcode", false, "exit with 2 when there is something to take back")
	flags.StringVar(&o.out, "out", "", "save the plan as `FILE`, which apply takes with -receipt")
	flags.BoolVar(&o.json, "json", false, "print the plan as one JSON document, as -out saves it")
	o.review.declare(flags)
	return cmd
}

func (a *app) rollback(o *rollbackOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	r, err := a.readReceipt(o.receipt)
	if err != nil {
		return err
	}
	signals := catchSignals()
	defer signals.end()
	return signals.explain(a.planRollback(signals.reading(), o, r))
}

// check refuses options that contradict each other.
func (o *rollbackOptions) check() error {
	if o.json {
		o.review.format = render.FormatJSON
	}
	if standardOutput(o.out) {
		return hinted{usagef("-out saves the plan as a file, and %s is none", o.out), "wikiform rollback -json prints what would be saved."}
	}
	if err := checkTarget("-out", o.out); err != nil {
		return err
	}
	if err := o.review.check(); err != nil {
		return err
	}
	all := append(outputsOf(o.review.reports), output{"-out", o.out})
	if err := o.app.apartFrom("receipt", o.receipt, all); err != nil {
		return err
	}
	return o.app.distinct(all)
}

// planRollback is rollback until ctx ends.
func (a *app) planRollback(ctx context.Context, o *rollbackOptions, r *receipt.Receipt) error {
	ctx = a.watch(ctx, "Planning")
	o.wiki.plan = r.Wiki.Name
	j, err := a.openJob(ctx, &o.workOptions)
	if err != nil {
		return err
	}
	defer j.close()
	if err := j.lookAtSheets(&o.review); err != nil {
		return err
	}
	c, err := j.dialFor(ctx, r, o.receipt)
	if err != nil {
		return err
	}
	defer c.close()
	p, err := j.project.Rollback(ctx, c.Target, r, j.choice())
	if err != nil {
		return ofReceipt(o.receipt, err)
	}
	if err := j.showPlan(ctx, c, p, &o.review); err != nil {
		return err
	}
	a.noteBroken(r, o.receipt)
	if err := j.savePlan(ctx, p, o.out); err != nil {
		return err
	}
	return j.endPlan(p, func() { j.noteOnward(o) }, o.detailed)
}

// noteOnward says how the plan of a rollback is carried out.
func (j *job) noteOnward(o *rollbackOptions) {
	if o.out == "" {
		j.note("Nothing was written. To do it, save the plan and apply it: %s", j.command("rollback", "-out=FILE "+shellQuote(o.receipt)))
		return
	}
	j.note("To do exactly this: %s", j.command("apply", "-receipt="+shellQuote(o.receipt)+" "+shellQuote(o.out)))
}

// dialFor connects to the wiki of a receipt, if it is a declared one.
func (j *job) dialFor(ctx context.Context, r *receipt.Receipt, name string) (*connection, error) {
	if err := j.options.wiki.differs("receipt", r.Wiki.Name); err != nil {
		return nil, err
	}
	wiki, err := j.project.WikiOfReceipt(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w, so nothing was planned", name, err)
	}
	return j.dial(ctx, wiki)
}

// readReceipt reads a receipt of a run.
func (a *app) readReceipt(name string) (*receipt.Receipt, error) {
	f, err := os.Open(a.path(name))
	if err != nil {
		return nil, unread(name, a.path(name), err)
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, usagef("%s is not a regular file", name)
	}
	r, err := receipt.Read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return r, nil
}

// noteBroken says of a receipt without its end that more may have been written.
func (a *app) noteBroken(r *receipt.Receipt, name string) {
	if !r.Whole() {
		a.note("%s has no end, since its run was killed: what was being written then is not in it, and is not taken back. After git revert, wikiform plan -orphans shows what of it is left.", name)
	}
}

// ofReceipt says of an error which receipt it is about.
func ofReceipt(name string, err error) error {
	if e, ok := errors.AsType[*plan.ReceiptError](err); ok {
		return fmt.Errorf("%s: refused, and nothing was planned or written: %w", name, e)
	}
	if _, ok := errors.AsType[*reconcile.OtherWikiError](err); ok {
		return fmt.Errorf("%s: %w", name, err)
	}
	if e, ok := errors.AsType[*reconcile.NobodyError](err); ok {
		return hinted{e, "Write accounts = [\"…\"] with our user names in the wiki block, or log in."}
	}
	return err
}
