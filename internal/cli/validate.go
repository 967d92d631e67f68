package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"wikiform/spec"
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
	s, err := a.enter(&o.workOptions)
	if err != nil {
		return err
	}
	defer s.close()
	diags, err := s.findings()
	if err != nil {
		return err
	}
	f := newFindings(diags, s.manifest.Parsed, s.ws.inRepository(a))
	switch {
	case o.format == "text" && !f.valid():
		return faulty{diags, s.manifest.Parsed}
	case f.valid() && o.wiki != "":
		if err := s.choose(); err != nil {
			return err
		}
	}
	if err := a.writeFindings(o.format, f, s); err != nil {
		return err
	}
	if !f.valid() {
		return outcome(exitError)
	}
	return nil
}

func (a *app) writeFindings(format string, f *findings, s *session) error {
	switch format {
	case "json":
		return writeValidation(a.Out, f)
	case "sarif":
		return writeSARIF(a.Out, f)
	case "github":
		if err := writeGitHub(a.Out, f); err != nil || !f.valid() {
			return err
		}
	default:
		a.diagnose(f.diags, f.parsed)
	}
	p := a.paint(a.Out)
	_, err := fmt.Fprintf(a.Out, "%s The manifest is valid: %s.\n", p.good("Success!"), count(len(s.manifest.Files), "file"))
	return err
}
