package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wikiform/apply/reconcile"
	"wikiform/apply/worklist"
	"wikiform/internal/number"
	"wikiform/plan"
	"wikiform/plan/render"
	"wikiform/provider"
	"wikiform/spec"
)

// planOptions are the options of plan.
type planOptions struct {
	workOptions
	review   reviewOptions
	since    sinceOptions
	preview  previewOption
	out      string
	digests  string
	renames  string
	json     bool
	detailed bool
}

func (a *app) planCommand() *cobra.Command {
	o := &planOptions{workOptions: workOptions{manifestOptions: manifestOptions{app: a, wiki: wikiChoice{several: true}}}}
	cmd := &cobra.Command{
		Use:   "plan [options]",
		Short: "Show what would change on the wiki",
		Long: `Compare the files that the manifest declares with those of the wiki, by SHA-1,
and show the difference. Nothing is written to the wiki, and on a public wiki no
account is needed; without one, rights, tags and limits are not checked.

With -preview the wiki is asked how it would show texts that come or change, at most 100
of them and without the account. -report=html:FILE shows that, and remarks name templates
that do not exist and categories without a page. Where the wiki answers nobody who is not
logged in there is no plan, unless -preview=account has it asked as the account: the wiki
then shows whoever wrote the text, of a pull request its author, what the account may read.

With -wiki several times a plan is made for each of these wikis, one after the other.
Of each file that is written there is one for each, named by its wiki: -out=a.wikiplan
gives a-staging.wikiplan. The exit code is the most serious one: 1, 7, 2, then 0.`,
		Example: `  wikiform plan
  wikiform plan -wiki=production -detailed-exitcode
  wikiform plan -out=release.wikiplan -report=markdown:plan.md
  wikiform plan -wiki=staging -wiki=production -out=release.wikiplan
  wikiform plan -preview -report=html:plan.html
  wikiform plan -digests=release.digests
  wikiform plan -since=$HOME/museum.cursor
  wikiform plan -chdir=examples/catalogue -full`,
		Annotations: exitsFor("an error, or a file is blocked; the plan is shown and saved all the same", exitOK, exitError, exitPending, exitCheck, exitUsage, exitSignal+2),
		RunE:        func(*cobra.Command, []string) error { return a.plan(o) },
	}
	flags := cmd.Flags()
	o.declare(flags)
	flags.StringVar(&o.renames, "renames", "", "write a moved block for files that seem to have been renamed into `FILE`, which must not exist")
	o.since.declare(flags)
	o.preview.declare(flags)
	o.declareOutputs(flags)
	return cmd
}

// declareOutputs are the options of how a plan is handed over.
func (o *planOptions) declareOutputs(flags *pflag.FlagSet) {
	flags.BoolVar(&o.detailed, "detailed-exitcode", false, "exit with 2 when changes are pending")
	flags.StringVar(&o.out, "out", "", "save the plan as `FILE`, which apply takes")
	flags.StringVar(&o.digests, "digests", "", "save the digests of what the plan does as `FILE`, which apply -expect-digest takes")
	flags.BoolVar(&o.json, "json", false, "print the plan as one JSON document, as -out saves it")
	o.review.declare(flags)
}

func (a *app) plan(o *planOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	defer o.worklist.take(a)()
	signals := catchSignals()
	defer signals.end()
	if len(o.wiki.flags) > 1 {
		return signals.explain(a.planEach(signals.reading(), o))
	}
	return signals.explain(a.makePlan(signals.reading(), o))
}

// makePlan is plan until ctx ends.
func (a *app) makePlan(ctx context.Context, o *planOptions) error {
	ctx = a.watch(ctx, "Planning")
	j, err := a.openJob(ctx, &o.workOptions)
	if err != nil {
		return err
	}
	defer j.close()
	since, err := j.readSince(&o.since)
	if err != nil {
		return err
	}
	choice := j.choice()
	choice.Since = since
	return j.deliverPlan(ctx, o, choice)
}

// deliverPlan makes a plan, shows it and writes what the options ask for.
func (j *job) deliverPlan(ctx context.Context, o *planOptions, choice reconcile.Choice) error {
	if err := j.lookAtSheets(&o.review); err != nil {
		return err
	}
	c, p, err := j.planPreviewed(ctx, choice, o.preview)
	if err != nil {
		return err
	}
	defer c.close()
	previews, err := j.previews(ctx, c, p)
	if err != nil {
		return err
	}
	o.review.previews = previews
	if err := j.showPlan(ctx, c, p, &o.review); err != nil {
		return err
	}
	if err := j.savePlan(ctx, p, o.out); err != nil {
		return err
	}
	if err := j.saveDigests(ctx, p, o.digests); err != nil {
		return err
	}
	if err := j.saveRenames(ctx, p, o.renames); err != nil {
		return err
	}
	if err := j.saveWorklist(ctx, worklist.OfPlan(p), "Nothing is blocked or unknown", &o.worklist); err != nil {
		return err
	}
	if err := j.saveSince(ctx, &o.since, choice.Since); err != nil {
		return err
	}
	return j.endPlan(p, nil, o.detailed)
}

// explained is for those who do not know a code.
const explained = "wikiform explain CODE says what a code in brackets means, and what to do."

// endPlan ends a command that has shown a plan: with a code where that cannot be carried
// out as it is, and, if asked for, where it would change something. onward, if any, says
// what to do next, of a plan that nothing refuses.
func (j *job) endPlan(p *plan.Plan, onward func(), detailed bool) error {
	if err := j.checked(j.project, p); err != nil {
		return err
	}
	if err := j.braked(j.project, p, j.options.force, false); err != nil {
		return err
	}
	if err := j.refused(j.options.deny, p); err != nil {
		return err
	}
	if onward != nil && p.Pending() && !j.Automation() {
		onward()
	}
	switch n := p.Counts(); {
	case n.Blocked > 0:
		j.note(explained)
		return outcome(exitError)
	case detailed && p.Pending():
		return outcome(exitPending)
	}
	return nil
}

// check refuses options that contradict each other.
func (o *planOptions) check() error {
	if o.json {
		o.review.format = render.FormatJSON
	}
	if standardOutput(o.out) {
		return hinted{usagef("-out saves the plan as a file, and %s is none", o.out), "wikiform plan -json prints what would be saved."}
	}
	if standardOutput(o.digests) {
		return usagef("-digests saves a list as a file, and %s is none", o.digests)
	}
	for option, name := range map[string]string{"-out": o.out, "-digests": o.digests} {
		if err := checkTarget(option, name); err != nil {
			return err
		}
	}
	if _, err := os.Lstat(o.app.path(o.renames)); o.renames != "" && !errors.Is(err, fs.ErrNotExist) {
		return hinted{usagef("-renames=%s: there is such a file already, and it is left as it is", o.renames), "Name one that does not exist, such as -renames=moved.wiki.hcl."}
	}
	if err := o.worklist.check(&o.review); err != nil {
		return err
	}
	if err := o.since.check(&o.workOptions); err != nil {
		return err
	}
	if err := o.review.check(); err != nil {
		return err
	}
	if err := o.checkSeveral(); err != nil {
		return err
	}
	return o.checkDistinct()
}

// checkDistinct refuses outputs of this plan, or of those for several wikis, into one file.
func (o *planOptions) checkDistinct() error { return o.app.distinct(o.outputs()) }

// outputs are what the options have written into files.
func (o *planOptions) outputs() []output {
	plans := []*planOptions{o}
	if len(o.wiki.flags) > 1 {
		plans = nil
		for _, wiki := range o.wiki.flags {
			plans = append(plans, o.forWiki(wiki))
		}
	}
	var all []output
	for _, p := range plans {
		all = append(all, output{"-out", p.out}, output{"-digests", p.digests}, output{"-worklist", p.worklist.name}, output{"-since", p.since.name})
		all = append(all, outputsOf(p.review.reports)...)
	}
	return all
}

// saveRenames writes the moved block that says of files that they were renamed.
func (j *job) saveRenames(ctx context.Context, p *plan.Plan, name string) error {
	pairs := p.Renames()
	if name == "" {
		return nil
	}
	if len(pairs) == 0 {
		j.note("No file seems to have been renamed, so %s was not written.", provider.Visible(name))
		return nil
	}
	if err := j.place.Replace(ctx, j.path(name), []byte(spec.MovedBlocks(pairs)), 0o644); err != nil {
		return err
	}
	j.note("What seems to have been renamed was written as %s: %s. Read it, and plan again.", provider.Visible(name), number.Of(len(pairs), "move"))
	return nil
}
