package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"wikiform/apply/reconcile"
	"wikiform/internal/forge"
	"wikiform/internal/number"
	"wikiform/spec"
	"wikiform/spec/source"
)

// validateOptions are the options of validate.
type validateOptions struct {
	workOptions
	json   bool
	format string
}

func (a *app) validateCommand() *cobra.Command {
	o := &validateOptions{workOptions: workOptions{manifestOptions: manifestOptions{app: a}}}
	cmd := &cobra.Command{
		Use:   "validate [options]",
		Short: "Check the manifest without asking a wiki",
		Long: `Check everything about the manifest that can be checked offline: syntax, names,
types, values, titles by the rules that all wikis share, and the lock file. Sources
are looked for and not opened, and no wiki is asked; that is what plan is for.

What depends on the wiki is checked for the one of -wiki, or else for each that the
manifest declares.

In a pull request, -format=github shows the findings at their lines; -format=sarif
is for code scanning, and -json has the members of terraform validate -json.`,
		Example: `  wikiform validate
  wikiform validate -format=github
  wikiform validate -chdir=wikis/production -root=../..`,
		Annotations: exits(exitOK, exitError, exitUsage),
		RunE:        func(*cobra.Command, []string) error { return a.validate(o) },
	}
	flags := cmd.Flags()
	o.manifestOptions.declare(flags)
	flags.BoolVar(&o.json, "json", false, "same as -format=json")
	flags.StringVar(&o.format, "format", "text", "write the findings as `text`, json, github or sarif")
	return cmd
}

// formats are the values of -format.
var formats = []string{"text", "json", "github", "sarif"}

func (o *validateOptions) choose() error {
	if o.json {
		if o.format != "text" && o.format != "json" {
			return usagef("-json and -format=%s exclude each other", o.format)
		}
		o.format = "json"
	}
	if slices.Contains(formats, o.format) {
		return nil
	}
	err := usagef("-format is %s, not %q", strings.Join(formats, ", "), o.format)
	if near := spec.Suggest(o.format, formats); near != "" {
		return hinted{err, fmt.Sprintf("Did you mean -format=%s?", near)}
	}
	return err
}

func (a *app) validate(o *validateOptions) error {
	if err := o.choose(); err != nil {
		return err
	}
	w, err := a.openWorkspace(&o.manifestOptions)
	if err != nil {
		return err
	}
	defer w.close()
	tree, err := source.OpenTree(w.root)
	if err != nil {
		return err
	}
	var valid validity
	project, diags := reconcile.OpenEach(w.root.FS(), w.dir, o.values(), nil, func(m *spec.Manifest) hcl.Diagnostics {
		valid.add(m)
		return append(tree.Look(m.Files), offlineFindings(m)...)
	})
	f := forge.NewFindings(diags, project.Parsed(), w.inRepository(a.repository()))
	switch {
	case o.format == "text" && !f.Valid():
		return faulty{diags, project.Parsed()}
	case f.Valid() && o.wiki.name != "":
		if _, err := o.wiki.of(project); err != nil {
			return err
		}
	}
	if o.format == "text" {
		a.diagnose(diags, project.Parsed())
	}
	if err := a.writeFindings(o.format, f, &valid); err != nil {
		return err
	}
	if !f.Valid() {
		return outcome(exitError)
	}
	return nil
}

// offlineFindings are all diagnostics beside those of reading a manifest that need
// no wiki: checks that do not hold, and, as warnings, what a wiki may refuse.
func offlineFindings(m *spec.Manifest) hcl.Diagnostics { return slices.Concat(m.Failed, m.Doubtful) }

// writeFindings writes what was found in a format for machines, and that nothing was
// where people read it.
func (a *app) writeFindings(format string, f *forge.Findings, valid *validity) error {
	switch format {
	case "json":
		return forge.WriteValidation(a.Out, f)
	case "sarif":
		return forge.WriteSARIF(a.Out, f, Version)
	case "github":
		if err := forge.WriteGitHub(a.Out, f); err != nil || !f.Valid() {
			return err
		}
	}
	p := a.paint(a.Out)
	if _, err := fmt.Fprintf(a.Out, "%s The manifest is valid%s.\n", p.Good("Success!"), valid); err != nil {
		return err
	}
	for _, said := range valid.remarks {
		a.note("%s", said)
	}
	return nil
}

// validity is what is said of a manifest that is valid: of each wiki that it was read for.
type validity struct {
	wikis, counts []string
	remarks       []string
}

func (v *validity) add(m *spec.Manifest) {
	v.wikis, v.counts = append(v.wikis, m.For), append(v.counts, declared(m))
	for _, said := range m.Remarks {
		if !slices.Contains(v.remarks, said) {
			v.remarks = append(v.remarks, said)
		}
	}
}

// String is the end of a sentence: ": 3 files", or " for each wiki: staging has 3 files, …".
func (v *validity) String() string {
	if len(v.counts) == 1 {
		return ": " + v.counts[0]
	}
	var each []string
	for i, wiki := range v.wikis {
		each = append(each, fmt.Sprintf("%s has %s", wiki, v.counts[i]))
	}
	return " for each wiki: " + strings.Join(each, "; ")
}

// declared counts what a manifest declares.
func declared(m *spec.Manifest) string {
	counts := []string{number.Of(len(m.Files), "file")}
	for _, c := range []struct {
		n    int
		noun string
	}{{len(m.Moves), "move"}, {len(m.Redirects), "redirect"}, {len(m.Absences), "absence"}} {
		if c.n > 0 {
			counts = append(counts, number.Of(c.n, c.noun))
		}
	}
	return strings.Join(counts, ", ")
}
