// Package cli is the command line: flags in, text and an exit code out.
//
// [Main] is the whole program but for os.Exit. Every command is a file of its
// own with an options struct, a constructor that declares its flags and a run
// function that reads as what the command does. What plans and applies is package
// reconcile; what commands share here is the [workspace] (which directories), the
// [job] (a project in its workspace) and the [connection] (a wiki).
//
// Rules of the interface: results go to standard output, everything else to
// standard error. Text that came from the wiki or a manifest is shown through
// provider.Visible. A message says what happened, to which file, and what to do
// now.
package cli

import (
	"fmt"
	"strings"

	"wikiform/apply/events"
	"wikiform/internal/term"

	"github.com/spf13/cobra"
)

// app is one run of the program: the streams and the flags that every command
// takes.
type app struct {
	term.Streams
	chdir   string
	color   string
	noColor bool
	noInput bool

	profiling profiling

	line     *term.Transient // standard error, for a line that is drawn over
	watching *watch          // what is shown there; nil as long as nothing was

	told     map[finding]bool // see untold; nil: everything is told
	shell    bool             // a shell asks for completions
	underway underway
	events   *events.Stream // what -json prints; nil without it
}

// Main runs the command line args (without the program's name) and returns the
// exit code of the process.
func Main(args []string, s term.Streams) int {
	a := &app{Streams: s}
	a.Out, a.line = &term.Output{Writer: s.Out}, &term.Transient{Writer: s.Err}
	a.Err = a.line
	defer a.answer()()
	args = doubleDash(args)
	if completionRequest(args) {
		return a.complete(args)
	}
	args, err := a.withEnvArgs(args)
	if err != nil {
		return a.report(err)
	}
	root := a.rootCommand()
	root.SetArgs(args)
	root.SetIn(s.In)
	root.SetOut(a.Out)
	root.SetErr(a.Err)
	err = root.Execute()
	a.unwatch()
	if failed := a.profiled(); err == nil {
		err = failed
	}
	code := a.report(err)
	a.tellEnd(err, code)
	return a.ended(err, code)
}

func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "wikiform",
		Short: "Keep the files of a wiki in step with manifests in git",
		Long: `Wikiform compares the files that *.wiki.hcl manifests declare with those of a
MediaWiki wiki, shows the difference, and closes it by uploads and edits.

Without a wiki block in the manifest an embedded sandbox wiki is used, so that
everything can be tried without a server.

WIKIFORM_WIKI in the environment chooses a wiki block as -wiki does. WIKIFORM_CLI_ARGS
has arguments that are added to every command, WIKIFORM_CLI_ARGS_apply those for apply.`,
		Example: `  wikiform plan                     show what would change
  wikiform apply                    show it, ask, and do it
  wikiform apply -auto-approve      do it without asking
  wikiform sandbox -listen 127.0.0.1:8080   look at the sandbox wiki`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },

		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			a.terraformVariables(cmd)
			return a.profile()
		},
	}
	flags := root.PersistentFlags()
	flags.StringVar(&a.chdir, "chdir", "", "work in `DIR`; every relative path is taken from there")
	flags.Var(colorFlag{&a.color}, "color", "colour the output `WHEN`: auto, always or never")
	flags.BoolVar(&a.noColor, "no-color", false, "same as -color=never")
	flags.Var(inputFlag{&a.noInput}, "input", "ask when something must be decided; -input=false never asks")
	flags.Lookup("input").NoOptDefVal = "true"
	a.profiling.declare(flags)
	root.AddCommand(
		a.planCommand(), a.applyCommand(), a.promoteCommand(), a.rollbackCommand(), a.driftCommand(), a.pullCommand(), a.importCommand(), a.initCommand(), a.showCommand(), a.sheetsCommand(), a.validateCommand(), a.sandboxCommand(), a.versionCommand(),
		a.fmtCommand(), a.consoleCommand(), a.lockCommand(), a.schemaCommand(), a.explainCommand(), a.doctorCommand(), a.manCommand(),
	)
	root.AddCommand(terraformCommands()...)
	versionFlag(root)
	styleHelp(root)
	a.completionCommand(root)
	return root
}

// inputFlag is -input=false, kept as its negation so that the zero app asks.
type inputFlag struct{ no *bool }

func (f inputFlag) String() string {
	if f.no == nil {
		return "true"
	}
	return fmt.Sprint(!*f.no)
}

func (f inputFlag) Set(s string) error {
	switch strings.ToLower(s) {
	case "true", "1":
		*f.no = false
	case "false", "0":
		*f.no = true
	default:
		return fmt.Errorf("true or false is wanted, not %q", s)
	}
	return nil
}

func (f inputFlag) Type() string { return "bool" }

// colorFlag takes one of three words.
type colorFlag struct{ when *string }

func (f colorFlag) String() string {
	if f.when == nil || *f.when == "" {
		return "auto"
	}
	return *f.when
}

func (f colorFlag) Set(s string) error {
	if s != "auto" && s != "always" && s != "never" {
		return fmt.Errorf("auto, always or never is wanted")
	}
	*f.when = s
	return nil
}

func (f colorFlag) Type() string { return "when" }
