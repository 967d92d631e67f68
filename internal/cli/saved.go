package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wikiform/apply/reconcile"
	"wikiform/internal/number"
	"wikiform/plan"
	"wikiform/provider"
)

// savedOptions say which reviewed plan apply carries out: one in a file, or the
// one that has a digest, or what is left of that.
type savedOptions struct {
	file   string
	expect string
	list   string // file with the digests of what the plan with the digest expect does
	stale  staleMode
	// receipt is the file of the receipt that a rollback's plan was made from; "" of a plan
	// for the manifest.
	receipt string
}

func (o *savedOptions) declare(flags *pflag.FlagSet) {
	flags.Var(digestFlag{&o.expect}, "expect-digest", "apply only a plan with this `DIGEST`, and do not ask")
	flags.StringVar(&o.list, "digests", "", "with -expect-digest: also what is left of that plan, whose digests plan saved as `FILE`")
	flags.StringVar(&o.receipt, "receipt", "", "PLAN is one that rollback made from this receipt: `FILE`")
	flags.Var(&o.stale, "stale", "when a file is not as PLAN saw it: `MODE` abort (default) writes nothing, skip leaves it out")
}

// args takes the name of a plan file.
func (o *savedOptions) args(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return fmt.Errorf("one saved plan is taken, not %d", len(args))
	}
	if len(args) == 1 {
		if o.file = args[0]; o.file == "" { // an unset variable; without a plan everything would be applied
			return errors.New("the name of the saved plan is empty")
		}
	}
	return nil
}

// staleMode is abort, the zero value, or skip.
type staleMode string

const staleSkip staleMode = "skip"

func (m *staleMode) String() string { return string(*m) }
func (m *staleMode) Type() string   { return "mode" }
func (m *staleMode) Set(s string) error {
	if s != "abort" && s != string(staleSkip) {
		return fmt.Errorf("abort or skip is wanted")
	}
	*m = staleMode(s)
	return nil
}

// asks reports whether somebody has to agree to the plan: a plan that was saved
// or is known by its digest was agreed to before.
func (o *applyOptions) asks() bool {
	return !o.autoApprove && o.saved.file == "" && o.saved.expect == ""
}

// check refuses options that contradict each other.
func (o *applyOptions) check() error {
	switch {
	case len(o.review.show) > 0:
		return hinted{usagef("-show only chooses what is printed, and apply would also do what it does not print"),
			"To do a part of it: wikiform apply -only=create,content,text,tags,move,redirect,delete (some of them), or -target=PATTERN."}
	case o.saved.file != "" && (!o.scope.Complete() || len(o.targetFiles)+len(o.excludeFiles) > 0):
		return hinted{usagef("-target, -exclude and files of them cannot be used with a saved plan, which says itself what it is for"),
			"Give them to wikiform plan."}
	case o.saved.file != "" && len(o.only) > 0:
		return hinted{usagef("-only cannot be used with a saved plan, which says itself what it is for"), "Give it to wikiform plan."}
	case o.saved.list != "" && o.saved.expect == "":
		return hinted{usagef("-digests is the list that belongs to a digest, and there is none"), "Give that of the reviewed plan too: -expect-digest=DIGEST"}
	case o.saved.file == "" && o.saved.receipt != "":
		return hinted{usagef("-receipt is for a saved plan of a rollback"), fmt.Sprintf("Make one with: wikiform rollback -out=FILE %s", shellQuote(o.saved.receipt))}
	case o.saved.file == "" && o.saved.stale != "":
		return hinted{usagef("-stale is for a saved plan"), "Save one with: wikiform plan -out=FILE"}
	}
	if err := o.checkShard(); err != nil {
		return err
	}
	if o.asks() && slices.Contains(slices.Concat(o.targetFiles, o.excludeFiles), "-") {
		return hinted{usagef("a list is read from standard input, where nobody can answer then"), "Name a file, or add -auto-approve."}
	}
	if err := o.worklist.check(&o.review); err != nil {
		return err
	}
	if err := o.receipt.check(); err != nil {
		return err
	}
	if err := o.checkEvents(); err != nil {
		return err
	}
	if err := o.review.check(); err != nil {
		return err
	}
	all := append(outputsOf(o.review.reports), output{"-worklist", o.worklist.name}, output{"-receipt-out", o.receipt.name})
	for _, read := range []struct{ what, file string }{{"plan to apply", o.saved.file}, {"list of digests", o.saved.list}, {"receipt", o.saved.receipt}} {
		if err := o.app.apartFrom(read.what, read.file, append(all, output{"-log-file", o.logFile})); err != nil {
			return err
		}
	}
	return o.app.distinct(all)
}

// toApply is the plan to apply: all of it, and the part that this run carries out, which is
// all of it unless that is a shard.
type toApply struct{ whole, part *plan.Plan }

// forPlan reads the saved plan, if there is one, and then the manifest for the wiki that it
// is for.
func (a *app) forPlan(o *savedOptions, saved **plan.Plan) opening {
	return func(w *workspace, m *manifestOptions, from reconcile.Sources) (*reconcile.Project, error) {
		if o.file != "" {
			p, err := a.readPlan(o.file)
			if err != nil {
				return nil, err
			}
			*saved, m.wiki.plan = p, p.Wiki.Name
		}
		return a.openProject(w, m, from)
	}
}

// obtainPlan makes the plan to apply, or confirms the saved one. The caller closes the
// connection.
func (j *job) obtainPlan(ctx context.Context, o *applyOptions, saved *plan.Plan) (*connection, toApply, error) {
	if saved == nil {
		c, p, err := j.planManifest(ctx, j.choice())
		return c, toApply{p, p}, err
	}
	if o.saved.receipt != "" {
		c, p, err := j.confirmRollback(ctx, saved, &o.saved)
		return c, toApply{p, p}, err
	}
	c, p, err := j.confirmPlan(ctx, saved, o.saved.file)
	if err != nil {
		return nil, toApply{}, err
	}
	return c, toApply{p, shardOf(saved, p, o.shard, c.Target)}, nil
}

// readPlan reads a plan that -out saved.
func (a *app) readPlan(name string) (*plan.Plan, error) {
	f, err := os.Open(a.path(name))
	if err != nil {
		return nil, unread(name, a.path(name), err)
	}
	defer f.Close()
	p, err := plan.Read(f)
	if _, ok := errors.AsType[*plan.FormatError](err); ok {
		if err = fmt.Errorf("%s: %w", name, err); isManifest(name) {
			return nil, hinted{err, manifestsAreRead}
		}
		return nil, err
	}
	return p, err
}

// confirmPlan connects to the wiki of a saved plan and holds the plan against the
// manifests at hand.
func (j *job) confirmPlan(ctx context.Context, saved *plan.Plan, name string) (*connection, *plan.Plan, error) {
	c, err := j.dialPlanned(ctx, saved)
	if err != nil {
		return nil, nil, err
	}
	p, err := j.project.Confirm(ctx, c.Target, saved, j.choice())
	if err == nil {
		return c, p, nil
	}
	c.close()
	if e, ok := errors.AsType[*reconcile.UndeclaredError](err); ok {
		return nil, nil, refusePlan(name, e)
	}
	if _, ok := errors.AsType[*reconcile.OtherWikiError](err); ok {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	if errors.Is(err, reconcile.ErrRollback) {
		return nil, nil, hinted{fmt.Errorf("%s: %w, so nothing was written", name, err), fmt.Sprintf("Name the receipt: wikiform apply -receipt=RECEIPT %s", shellQuote(name))}
	}
	return nil, nil, ofProject(j.project, err)
}

// dialPlanned connects to the wiki of a saved plan.
func (j *job) dialPlanned(ctx context.Context, saved *plan.Plan) (*connection, error) {
	if err := j.options.wiki.differs("plan", saved.Wiki.Name); err != nil {
		if saved.Receipt != "" {
			return nil, err // what a run did can be taken back on its wiki only
		}
		return nil, hinted{err, "To plan the same for the other wiki, and nothing else: wikiform promote -help"}
	}
	wiki, err := j.project.WikiOf(saved)
	if err != nil {
		return nil, err
	}
	return j.dial(ctx, wiki)
}

// confirmRollback is confirmPlan for a plan that takes back what a run did: it is held
// against what the wiki shows of the run, in place of the manifests.
func (j *job) confirmRollback(ctx context.Context, saved *plan.Plan, o *savedOptions) (*connection, *plan.Plan, error) {
	r, err := j.readReceipt(o.receipt)
	if err != nil {
		return nil, nil, err
	}
	c, err := j.dialPlanned(ctx, saved)
	if err != nil {
		return nil, nil, err
	}
	p, err := j.project.ConfirmRollback(ctx, c.Target, saved, r)
	if err == nil {
		if err = j.stopIfBlocked(saved, p, o); err == nil {
			return c, p, nil
		}
		c.close()
		return nil, nil, err
	}
	c.close()
	if e, ok := errors.AsType[*reconcile.UndeclaredError](err); ok {
		return nil, nil, refuseRollback(o, e)
	}
	if errors.Is(err, reconcile.ErrManifest) {
		return nil, nil, hinted{usagef("%s: %w", o.file, err), "Apply it without -receipt."}
	}
	if _, ok := errors.AsType[*reconcile.OtherReceiptError](err); ok {
		return nil, nil, hinted{fmt.Errorf("%s: %w, so nothing was written", o.file, err), "Name the receipt as it was when the plan was made, or plan again with rollback."}
	}
	return nil, nil, ofReceipt(o.receipt, err)
}

// stopIfBlocked stops where a rollback's plan would do what is blocked by now: that is how
// others' work since shows here. Unless such files are to be skipped.
func (j *job) stopIfBlocked(saved, now *plan.Plan, o *savedOptions) error {
	if o.stale == staleSkip {
		return nil
	}
	const most = 10
	stale := 0
	for i := range saved.Changes {
		c := &now.Changes[i]
		if !saved.Changes[i].Writes() || c.Verdict != plan.VerdictBlocked {
			continue
		}
		if stale++; stale <= most {
			j.note("%s is not as the plan saw it: %s.", provider.Visible(string(c.Claim.Address)), c.Problems[0])
		}
	}
	if stale == 0 {
		return nil
	}
	if stale > most {
		j.note("And so are %s more.", number.Grouped(stale-most))
	}
	j.note("Nothing was written. Make the rollback again, or apply the rest with -stale=skip.")
	return outcome(exitStale)
}

// refusePlan says what a plan would do and the manifests do not say.
func refusePlan(name string, e *reconcile.UndeclaredError) error {
	return hinted{fmt.Errorf("%s: %w, so nothing was written", name, e),
		listed(e) + "Plan again, or check out the commit that was planned, with the same variables."}
}

// refuseRollback says what a rollback's plan would do beside taking back what the run did.
func refuseRollback(o *savedOptions, e *reconcile.UndeclaredError) error {
	return hinted{fmt.Errorf("%s: by %s and the wiki's histories this plan is another one, so nothing was written", o.file, o.receipt),
		listed(e) + fmt.Sprintf("Plan again: wikiform rollback -out=FILE %s", shellQuote(o.receipt))}
}

// listed are the first of what is undeclared, a line each.
func listed(e *reconcile.UndeclaredError) string {
	const most = 10
	var list bytes.Buffer
	for _, u := range e.Undeclared[:min(len(e.Undeclared), most)] {
		fmt.Fprintf(&list, "%s: %s\n", u.Change.Claim.Address, u.Why)
	}
	if more := len(e.Undeclared) - most; more > 0 {
		fmt.Fprintf(&list, "and %s more\n", number.Of(more, "file"))
	}
	return list.String()
}

// savePlan writes the plan where -out says.
func (j *job) savePlan(ctx context.Context, p *plan.Plan, name string) error {
	if name == "" {
		return nil
	}
	made, err := j.stream(ctx, name, func(w io.Writer) error { return plan.Write(w, p) })
	if made != nil {
		return made
	}
	if err != nil {
		return err
	}
	j.note("The plan was saved as %s, with the digest %s.", provider.Visible(name), p.Digest())
	if p.Pending() && !j.Automation() && p.Receipt == "" {
		j.note("To do exactly this: %s", j.command("apply", shellQuote(name)))
	}
	return nil
}
