package cli

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/spf13/cobra"

	"wikiform/apply/reconcile"
	"wikiform/internal/number"
	"wikiform/internal/pull"
	"wikiform/internal/writefile"
	"wikiform/spec/source"
)

// pullOptions are the options of pull.
type pullOptions struct {
	workOptions
	overrides   string
	full        bool
	autoApprove bool
	detailed    bool
}

func (a *app) pullCommand() *cobra.Command {
	o := &pullOptions{workOptions: workOptions{manifestOptions: manifestOptions{app: a}}}
	cmd := &cobra.Command{
		Use:   "pull [options] [ADDRESS...]",
		Short: "Bring what the wiki's pages say into the manifest's files",
		Long: `Show where the wiki's pages say something else than the manifest, and bring that
into git. Where a description is file("x.wikitext"), that file is written; git is the
undo. Where it is made from a template and a table, it is told which row and cell would
have to change. With -overrides=DIR a file of DIR takes its place, and the line that
reads it is printed. The wiki is read only.

The lock file then says which revisions git has taken in, so that lines which came
from the wiki can be changed and removed here. Commit it with the texts.

Nothing is written before the difference was shown and agreed to. Files that a
template reads, and files that tools take for more than text, are never written.`,
		Example: `  wikiform pull
  wikiform pull file.bridge 'file.plate["*"]'
  wikiform pull -auto-approve -overrides=overrides
  wikiform pull -detailed-exitcode -input=false    show it, write nothing`,
		Annotations: exitsFor("an error, or a page whose text cannot be written; the others are", exitOK, exitError, exitPending, exitDeclined, exitUsage, exitSignal+2),
		Args:        cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, addresses []string) error {
			o.scope.Targets = append(o.scope.Targets, addresses...)
			return a.pull(o)
		},
	}
	cmd.Annotations[codes] = strings.Replace(cmd.Annotations[codes], "changes are pending", "pages say something else, written or not", 1)
	flags := cmd.Flags()
	o.declareSome(flags, "root", "wiki", "var", "var-file", "target", "exclude", "target-file", "exclude-file", "retry-for", "log-file")
	flags.StringVar(&o.overrides, "overrides", "", "write what is no file yet into `DIR`, beside the manifest, from where the manifest can read it")
	flags.BoolVar(&o.autoApprove, "auto-approve", false, "do not ask")
	flags.BoolVar(&o.full, "full", false, "show every page, and whole")
	flags.BoolVar(&o.detailed, "detailed-exitcode", false, "exit with 2 when pages say something else")
	return cmd
}

func (a *app) pull(o *pullOptions) error {
	if o.overrides != "" && !fs.ValidPath(path.Clean(o.overrides)) {
		return hinted{usagef("-overrides=%s is no directory beside the manifest", o.overrides), "Write it as the manifest writes paths, such as -overrides=overrides."}
	}
	signals := catchSignals()
	defer signals.end()
	return signals.explain(a.takeTexts(signals.reading(), o))
}

// takeTexts is pull until ctx ends.
func (a *app) takeTexts(ctx context.Context, o *pullOptions) error {
	ctx = a.watch(ctx, "Looking what the pages say")
	j, err := a.openJob(ctx, &o.workOptions)
	if err != nil {
		return err
	}
	defer j.close()
	c, err := j.reach(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	if o.overrides != "" {
		o.overrides = path.Clean(o.overrides)
	}
	made, err := j.project.Pull(ctx, c.Target, o.scope, o.overrides)
	if err != nil {
		return ofProject(j.project, err)
	}
	a.unwatch()
	t := tallyOf(made)
	j.showPull(made, t, o)
	if err := j.carryHome(ctx, c, made, t, o); err != nil {
		return err
	}
	switch {
	case t.refused > 0:
		return outcome(exitError)
	case o.detailed && len(made.Takings) > 0:
		return outcome(exitPending)
	}
	return nil
}

// reach connects to the wiki that is meant. The caller closes the connection.
func (j *job) reach(ctx context.Context) (*connection, error) {
	wiki, err := j.options.wiki.of(j.project)
	if err != nil {
		return nil, err
	}
	return j.dial(ctx, wiki)
}

// carryHome asks, and writes.
func (j *job) carryHome(ctx context.Context, c *connection, made *reconcile.Pull, t pullTally, o *pullOptions) error {
	_, noted := j.project.Taken(made, made.Takings)
	switch {
	case t.files == 0 && !noted:
		return nil
	case o.autoApprove:
	case !j.asks():
		j.note("Nothing was written, since nobody is there to be asked. wikiform pull -auto-approve writes it.")
		return nil
	default:
		what := fmt.Sprintf("wikiform will write %s below %s; the wiki %s is only read.", number.Of(t.files, "file"), j.abs, reconcile.NameOf(c.Declared))
		if t.files == 0 {
			what = fmt.Sprintf("wikiform will write only %s: git has these texts already.", source.LockName)
		}
		if err := j.confirm(ctx, "Do you want to write these texts?", what, "Pull declined: nothing was written."); err != nil {
			return err
		}
	}
	wrote, failed := j.writeTexts(made.Takings)
	if lock, changed := j.project.Taken(made, wrote); changed {
		if err := lock.Save(j.abs); err != nil {
			return hinted{fmt.Errorf("%s: %w", source.LockName, err), "The texts are written. Make the lock file writable, and pull again."}
		}
		j.note("Which revisions these are is in %s: commit it with them.", source.LockName)
	}
	if len(wrote) > 0 {
		fmt.Fprintf(j.Out, "\n%s %s written. Read git diff before you commit.\n", j.paint(j.Out).Good("Pull:"), number.Of(tallyOf(&reconcile.Pull{Takings: wrote}).files, "file"))
	}
	return failed
}

// writeTexts writes each file once, and gives the pages whose files are written.
func (j *job) writeTexts(all []pull.Taking) ([]pull.Taking, error) {
	var wrote []pull.Taking
	done := map[string]bool{}
	for _, t := range all {
		if t.Path == "" {
			continue
		}
		if !done[t.Path] {
			if err := j.writeText(t.Path, t.Text); err != nil {
				return wrote, fmt.Errorf("%s: %w", t.Path, err)
			}
			done[t.Path] = true
		}
		wrote = append(wrote, t)
	}
	return wrote, nil
}

// writeText writes one file below the root.
func (j *job) writeText(name, text string) error {
	dir, err := writefile.OpenBelow(j.root, path.Dir(name))
	if err != nil {
		return err
	}
	defer dir.Close()
	return writefile.ReplaceIn(dir, path.Base(name), []byte(text), 0o644)
}
