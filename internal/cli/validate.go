package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (a *app) validateCommand() *cobra.Command {
	o := &workOptions{manifestOptions: manifestOptions{app: a}}
	cmd := &cobra.Command{
		Use:   "validate [options]",
		Short: "Check the manifest without asking a wiki",
		Long: `Check everything about the manifest that can be checked offline: syntax, names,
types, values, titles by MediaWiki's usual rules, and the lock file. Sources are
not opened and no wiki is asked; that is what plan is for.`,
		Example: `  wikiform validate
  wikiform validate -chdir=wikis/production -root=../..`,
		Annotations: exits(exitOK, exitError, exitUsage),
		RunE:        func(*cobra.Command, []string) error { return a.validate(o) },
	}
	o.manifestOptions.declare(cmd.Flags())
	return cmd
}

func (a *app) validate(o *workOptions) error {
	s, err := a.start(o)
	if err != nil {
		return err
	}
	defer s.close()
	if o.wiki != "" {
		if err := s.choose(); err != nil {
			return err
		}
	}
	p := a.paint(a.Out)
	_, err = fmt.Fprintf(a.Out, "%s The manifest is valid: %s.\n", p.good("Success!"), count(len(s.manifest.Files), "file"))
	return err
}
