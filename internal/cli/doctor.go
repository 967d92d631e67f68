package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"wikiform/apply/reconcile"
	"wikiform/internal/columns"
	"wikiform/internal/doctor"
	"wikiform/internal/number"
	"wikiform/internal/paint"
	"wikiform/provider"
	"wikiform/spec"
)

const (
	// doctorWaits is for how long a wiki is tried again, and doctorEnds for how long one
	// attempt to connect may take in all.
	doctorWaits = 3 * time.Second
	doctorEnds  = 45 * time.Second
)

func (a *app) doctorCommand() *cobra.Command {
	o := &workOptions{manifestOptions: manifestOptions{app: a, wiki: wikiChoice{several: true}}}
	cmd := &cobra.Command{
		Use:   "doctor [options]",
		Short: "Look whether wiki, account and machine are as the manifest needs them",
		Long: `Look at everything that a plan and what it would do need, one line each: the address of
the wiki and its certificate, the login and where its credentials came from, the
rights, limits and change tags that what is declared needs, how fast the wiki lets the
account be, the clock and the proxy of this machine, and what git would take along.

Every wiki of the manifest is asked, or those of -wiki. What does not depend on a
step that failed is looked at all the same. Nothing is written to a wiki, a value of a
credential is never shown, and a wiki that does not answer is given up after seconds.`,
		Example: `  wikiform doctor
  wikiform doctor -wiki=production
  wikiform doctor -log-file=doctor.jsonl`,
		Annotations: exitsFor("an error: nothing could be looked at", exitOK, exitError, exitFound, exitUsage, exitSignal+2),
		RunE:        func(*cobra.Command, []string) error { return a.doctor(o) },
	}
	cmd.Annotations[codes] = strings.Replace(cmd.Annotations[codes], exitHelp[exitFound], "something keeps a plan, or what it would do, from working", 1)
	o.declareSome(cmd.Flags(), "root", "wiki", "var", "var-file", "log-file")
	o.retryFor = doctorWaits
	return cmd
}

func (a *app) doctor(o *workOptions) error {
	signals := catchSignals()
	defer signals.end()
	return signals.explain(a.examine(signals.reading(), o))
}

// examine is doctor until ctx ends.
func (a *app) examine(ctx context.Context, o *workOptions) error {
	var faults hcl.Diagnostics
	j, err := a.openJobBy(ctx, o, func(w *workspace, o *manifestOptions, from reconcile.Sources) (*reconcile.Project, error) {
		project, diags := reconcile.Open(w.root.FS(), w.dir, o.values(), from)
		if faults = diags; diags.HasErrors() && len(project.Manifest().Wikis) == 0 {
			return nil, faulty{diags, project.Parsed()}
		}
		return project, nil
	})
	if err != nil {
		return err
	}
	defer j.close()
	wikis, err := o.wiki.each(j.project)
	if err != nil {
		return err
	}
	var all []doctor.Finding
	if faults.HasErrors() {
		all = []doctor.Finding{{
			Topic: "manifest", Mark: doctor.Bad, Advice: "wikiform validate shows them",
			Text: "it has errors, so that what it declares is not looked at: " + summaries(faults),
		}}
		a.showFindings(all)
	}
	for _, wiki := range wikis {
		if !faults.HasErrors() {
			if err := j.readFor(wiki); err != nil {
				return err
			}
		}
		facts, err := j.facts(a.watch(ctx, "Looking at the "+reconcile.Where(wiki)), wiki)
		a.unwatch()
		if err != nil {
			return err
		}
		if !faults.HasErrors() {
			facts.Manifest = j.project.Manifest()
		}
		findings := doctor.Examine(facts)
		all = append(all, findings...)
		fmt.Fprintln(a.Out, a.paint(a.Out).Bold(upperFirst(provider.VisibleLine(reconcile.Where(wiki)))))
		a.showFindings(findings)
	}
	return a.conclude(all)
}

// readFor reads the manifest once more for a wiki, where what it declares depends on that and
// it was read for another one.
func (j *job) readFor(wiki spec.Wiki) error {
	if m := j.project.Manifest(); m.For == "" || m.For == wiki.Name {
		return nil
	}
	o := j.options.manifestOptions
	o.wiki.plan = wiki.Name
	project, diags := reconcile.Open(j.root.FS(), j.dir, o.values(), j.sources)
	if diags.HasErrors() { // it was read for all of them without any
		return faulty{diags, project.Parsed()}
	}
	j.project = project
	return nil
}

// bad is the sign of what is bad.
const bad = "✗"

// conclude says what the findings come to.
func (a *app) conclude(all []doctor.Finding) error {
	p := a.paint(a.Out)
	switch n := doctor.Count(all, doctor.Bad); {
	case n == 1:
		fmt.Fprintf(a.Out, "1 thing keeps a plan, or what it would do, from working: %s\n", p.Bad(bad))
	case n > 1:
		fmt.Fprintf(a.Out, "%s keep a plan, or what it would do, from working: %s\n", number.Of(n, "thing"), p.Bad(bad))
	case doctor.Count(all, doctor.Good) == len(all):
		fmt.Fprintln(a.Out, p.Good("All is well."))
		return nil
	default:
		fmt.Fprintln(a.Out, "Nothing keeps a plan, or what it would do, from working, as far as could be looked.")
		return nil
	}
	return outcome(exitFound)
}

// summaries are the first of some errors.
func summaries(diags hcl.Diagnostics) string {
	var all []string
	for _, d := range diags {
		if d.Severity != hcl.DiagError {
			continue
		}
		text := d.Summary
		if d.Subject != nil {
			text += fmt.Sprintf(" (%s:%d)", d.Subject.Filename, d.Subject.Start.Line)
		}
		all = append(all, text)
	}
	if more := len(all) - 2; more > 0 {
		return strings.Join(all[:2], ", ") + " and " + number.Grouped(more) + " more"
	}
	return strings.Join(all, ", ")
}

// showFindings prints a line for each finding and, below it, what to do.
func (a *app) showFindings(findings []doctor.Finding) {
	p := a.paint(a.Out)
	for _, f := range findings {
		const indent = "             "
		head := fmt.Sprintf("  %s %-8s ", sign(p, f.Mark), f.Topic)
		fmt.Fprintf(a.Out, "%s%s\n", head, a.below(indent, f.Text))
		if f.Advice != "" {
			fmt.Fprintf(a.Out, "%s%s\n", indent, p.Faint(a.below(indent, asSentence(f.Advice))))
		}
	}
}

// below breaks a text into lines, of which all but the first are indented.
func (a *app) below(indent, text string) string {
	text = provider.VisibleText(provider.VisibleLine(text)) // any word may begin a line
	n := a.readable(a.Out)
	if n == 0 {
		return text
	}
	return strings.Join(columns.Wrap(text, max(n-len(indent), 20)), "\n"+indent)
}

func sign(p paint.Paint, m doctor.Mark) string {
	switch m {
	case doctor.Good:
		return p.Good("✓")
	case doctor.Doubtful:
		return p.Warn("!")
	case doctor.Bad:
		return p.Bad(bad)
	}
	return p.Faint("?")
}

// asSentence begins a text with a capital and ends it with a full stop.
func asSentence(text string) string {
	text = upperFirst(strings.ReplaceAll(text, "\n", " "))
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "?") {
		return text
	}
	return text + "."
}

func upperFirst(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
