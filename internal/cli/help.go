package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wikiform/provider"
	"wikiform/spec"
)

// codes is the annotation that lists a command's exit codes for its help.
const codes = "exit codes"

func exits(list ...int) map[string]string { return exitsFor(exitHelp[exitError], list...) }

// exitsFor is exits for a command that has more to say about exitError.
func exitsFor(failed string, list ...int) map[string]string {
	var b strings.Builder
	for _, code := range list {
		text := exitHelp[code]
		if code == exitError {
			text = failed
		}
		fmt.Fprintf(&b, "  %3d  %s\n", code, text)
	}
	return map[string]string{codes: strings.TrimRight(b.String(), "\n")}
}

// The functions of templates are one table for the whole process.
func init() { cobra.AddTemplateFunc("flags", flagHelp) }

// styleHelp gives all commands one look of help and usage errors.
func styleHelp(root *cobra.Command) {
	root.SetUsageTemplate(usageTemplate)
	root.SetHelpTemplate(`{{or .Long .Short}}

{{.UsageString}}`)
	root.SetFlagErrorFunc(flagError)
	root.CompletionOptions.DisableDefaultCmd = false
	root.SetHelpCommand(&cobra.Command{Use: "help [command]", Short: "Explain a command", Hidden: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			target, _, err := root.Find(args)
			if err != nil {
				return usagef("%v", err)
			}
			return target.Help()
		}})
	for _, cmd := range root.Commands() {
		cmd.DisableFlagsInUseLine = true
		inner := cmd.Args
		if inner == nil {
			inner = noArgs
		}
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			if err := inner(cmd, args); err != nil {
				hint := provider.HintOf(err)
				if hint != "" {
					hint += "\n"
				}
				return hinted{usagef("%s: %v", cmd.Name(), err), fmt.Sprintf("%sSee: %s -help", hint, cmd.CommandPath())}
			}
			return nil
		}
	}
	root.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		err := usagef("no command is called %q", args[0])
		if near := spec.Suggest(args[0], commandNames(cmd)); near != "" {
			err = usagef("no command is called %q; did you mean %s?", args[0], near)
		}
		return hinted{err, "See: wikiform -help"}
	}
}

const usageTemplate = `Usage:
  {{if .HasAvailableSubCommands}}{{.CommandPath}} COMMAND [options]{{else}}{{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}

Commands:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}}  {{.Short}}{{end}}{{end}}{{end}}{{if .HasExample}}

Examples:
{{.Example}}{{end}}{{if .HasAvailableLocalFlags}}

Options:
{{flags .LocalFlags}}{{end}}{{if .HasAvailableInheritedFlags}}

Options of every command:
{{flags .InheritedFlags}}{{end}}{{with index .Annotations "exit codes"}}

Exit codes:
{{.}}{{end}}
`

// flagHelp lists flags with one dash, their help beside them.
func flagHelp(set *pflag.FlagSet) string {
	rows := flagRows(set)
	width := 0
	for _, r := range rows {
		width = max(width, len(r.left))
	}
	lines := make([]string, len(rows))
	for i, r := range rows {
		lines[i] = fmt.Sprintf("  %-*s  %s", width, r.left, r.right)
	}
	return strings.Join(lines, "\n")
}

// flagRow is a flag as it is typed, and its help.
type flagRow struct{ left, right string }

func flagRows(set *pflag.FlagSet) []flagRow {
	var rows []flagRow
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		left := "-" + f.Name
		switch {
		case value == "" || f.Value.Type() == "bool":
		case f.NoOptDefVal != "": // it can stand alone
			left += "[=" + value + "]"
		default:
			left += "=" + value
		}
		rows = append(rows, flagRow{left, usage})
	})
	return rows
}

func commandNames(cmd *cobra.Command) []string {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return names
}

func flagNames(cmd *cobra.Command) []string {
	var names []string
	add := func(f *pflag.Flag) { names = append(names, f.Name) }
	cmd.LocalFlags().VisitAll(add)
	cmd.InheritedFlags().VisitAll(add)
	slices.Sort(names)
	return slices.Compact(names)
}
