package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"wikiform/internal/columns"
	"wikiform/internal/explain"
)

func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain [CODE]",
		Short: "Say what a code means and what to do",
		Long: `Say what a code means that stands in brackets behind a message: its cause, an example
and what to do. Without one, list all codes. Exit codes are among them. The same is
in docs/messages.md.`,
		Example: `  wikiform explain title_refused
  wikiform explain 4`,
		Annotations: exits(exitOK, exitUsage),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("one code is explained at a time")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.listCodes()
			}
			return a.explain(args[0])
		},
	}
}

// explain prints what there is to say of a code.
func (a *app) explain(code string) error {
	found := explain.Find(code)
	if len(found) == 0 {
		err := usagef("there is no code %q", code)
		if near := explain.Near(code); near != nil {
			return hinted{err, "Codes like it are " + strings.Join(near, ", ") + "."}
		}
		return hinted{err, "wikiform explain lists all of them."}
	}
	const width = 80
	var b strings.Builder
	for i, e := range found {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%s: %s\n\n", e.Code, e.Group)
		for _, line := range columns.Wrap(spoken(e.Summary), width) {
			fmt.Fprintf(&b, "  %s\n", line)
		}
		for _, p := range e.Points {
			fmt.Fprintf(&b, "\n  %s:\n", p.Name)
			for _, line := range columns.Wrap(spoken(p.Text), width-2) {
				fmt.Fprintf(&b, "    %s\n", line)
			}
		}
	}
	_, err := fmt.Fprint(a.Out, b.String())
	return err
}

// listCodes prints a line for each code.
func (a *app) listCodes() error {
	var b strings.Builder
	group := ""
	for _, e := range explain.All() {
		if e.Group != group {
			if group != "" {
				b.WriteString("\n")
			}
			group = e.Group
			fmt.Fprintf(&b, "%s:\n", group)
		}
		fmt.Fprintf(&b, "  %-22s %s\n", e.Code, spoken(e.Summary))
	}
	_, err := fmt.Fprint(a.Out, b.String())
	return err
}

// spoken is a line of the documentation without its marks.
func spoken(text string) string { return strings.ReplaceAll(text, "`", "") }
