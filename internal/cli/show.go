package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"wikiform/plan/render"
)

// showOptions are the options of show.
type showOptions struct {
	review reviewOptions
	json   bool
}

func (a *app) showCommand() *cobra.Command {
	o := &showOptions{}
	cmd := &cobra.Command{
		Use:   "show [options] PLAN",
		Short: "Show a saved plan",
		Long: `Print a plan that plan -out saved, in any format: for a terminal, as a comment on
a pull request, as a page with pictures, as JSON. No wiki is asked, and no manifest
is read. A file that is not exactly as wikiform wrote it is refused.`,
		Example: `  wikiform show release.wikiplan
  wikiform show -format=markdown release.wikiplan
  wikiform show -json release.wikiplan | jq -r '.resource_changes[] | select(.change.actions != ["no-op"]) | .address'`,
		Annotations: exits(exitOK, exitError, exitUsage),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("the name of one saved plan is wanted")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.show(args[0], o) },
	}
	flags := cmd.Flags()
	flags.Var(formatFlag{&o.review.format}, "format", "print it as `FORMAT`: "+strings.Join(render.FormatNames(), ", "))
	flags.BoolVar(&o.json, "json", false, "same as -format=json")
	o.review.declareLook(flags)
	return cmd
}

func (a *app) show(name string, o *showOptions) error {
	if o.json {
		o.review.format = render.FormatJSON
	}
	p, err := a.readPlan(name)
	if err != nil {
		return err
	}
	style := a.style(&o.review, a.pathsOfPlan(name))
	signals := catchSignals()
	defer signals.end()
	style.Pictures, err = a.picturesAtHand(a.watch(signals.reading(), "Drawing"), p, &o.review)
	a.unwatch()
	if err != nil {
		return err
	}
	return a.print(p, o.review.format, style)
}

// formatFlag is a flag for one of the formats.
type formatFlag struct{ f *render.Format }

func (f formatFlag) String() string { return "" }
func (f formatFlag) Type() string   { return "format" }
func (f formatFlag) Set(s string) error {
	if err := knownFormat(s, render.FormatNames()); err != nil {
		return err
	}
	*f.f = render.Format(s)
	return nil
}
