package cli

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wikiform/internal/explain"
	"wikiform/plan"
	"wikiform/plan/render"
)

// A shell asks for completions with a command line whose last word is being typed: what
// cobra's scripts for shells do. Which values an option or an argument takes is known by
// the word that its help has for it: FILE, DIR, PATTERN. The manifest is read for them as
// for any command, and no wiki is asked.

// completionCommand adds cobra's command that prints a script for a shell.
func (a *app) completionCommand(root *cobra.Command) {
	root.SetOut(a.Out) // it is bound to it now
	root.InitDefaultCompletionCmd()
	fish, _, err := root.Find([]string{"completion", "fish"})
	if err != nil {
		return
	}
	fish.RunE = func(cmd *cobra.Command, _ []string) error {
		var script bytes.Buffer
		bare, err := cmd.Flags().GetBool("no-descriptions")
		if err == nil {
			err = root.GenFishCompletion(&script, !bare)
		}
		if err != nil {
			return err
		}
		_, err = a.Out.Write(mendedFish(script.Bytes()))
		return err
	}
}

// mendedFish is cobra's script for fish, which takes a completion such as -report=markdown: for
// an option of one of its own commands.
func mendedFish(script []byte) []byte {
	return bytes.ReplaceAll(script, []byte(`string split --max 1 \t $`), []byte(`string split --max 1 -- \t $`))
}

// completionRequest reports whether a shell asks for completions.
func completionRequest(args []string) bool {
	return len(args) > 0 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd)
}

// complete answers a shell.
func (a *app) complete(args []string) int {
	a.shell = true
	var answer bytes.Buffer
	root := a.rootCommand()
	a.declareCompletions(root)
	root.SetArgs(typed(args))
	root.SetOut(&answer)
	root.SetErr(io.Discard) // which a shell would print into the line that is being typed
	if err := root.Execute(); err != nil {
		return a.report(err)
	}
	if _, err := a.Out.Write(completed(answer.Bytes())); err != nil {
		return a.report(err)
	}
	return exitOK
}

// typed is what a shell asks about, in the form that cobra knows: -t, which may become
// -target, is none of one letter.
func typed(args []string) []string {
	last := len(args) - 1
	if arg := args[last]; last > 0 && len(arg) == 2 && arg[0] == '-' && isLetter(arg[1]) {
		args[last] = "-" + arg
	}
	return args
}

// completed is what cobra answers a shell, with options as our help writes them.
func completed(answer []byte) []byte {
	var out bytes.Buffer
	told := map[string]bool{}
	for line := range strings.Lines(string(answer)) {
		if strings.HasPrefix(line, "--") {
			line = strings.ReplaceAll(line[1:], "`", "")
		}
		if name, _, _ := strings.Cut(strings.TrimSpace(line), "\t"); !told[name] {
			told[name] = true
			out.WriteString(line)
		}
	}
	return out.Bytes()
}

// completer says what can stand for a word of the help, as far as it is typed.
type completer func(typed string) ([]string, cobra.ShellCompDirective)

// declareCompletions tells cobra what options and arguments take. Cobra keeps that for the
// whole process, so that it is done only where a shell asks.
func (a *app) declareCompletions(root *cobra.Command) {
	for _, cmd := range append(root.Commands(), root) {
		each := func(f *pflag.Flag) {
			word, _ := pflag.UnquoteUsage(f)
			complete := a.completerOf(cmd, f.Name, word)
			// Where something was said of the option already, that stays.
			_ = cmd.RegisterFlagCompletionFunc(f.Name, func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
				return complete(typed)
			})
		}
		cmd.LocalFlags().VisitAll(each)
		if cmd.ValidArgsFunction == nil && cmd != root && !cmd.HasSubCommands() {
			cmd.ValidArgsFunction = a.argumentsOf(cmd)
		}
	}
}

// argumentsOf completes the arguments that the first line of a command's help names.
func (a *app) argumentsOf(cmd *cobra.Command) cobra.CompletionFunc {
	_, words, _ := strings.Cut(strings.ReplaceAll(cmd.Use, "[options]", ""), " ")
	if words = strings.TrimSpace(words); strings.HasPrefix(words, "-") { // an option that has to be there
		_, words, _ = strings.Cut(words, " ")
	}
	many := strings.Contains(words, "...")
	word := strings.Trim(words, "[]. ")
	if strings.Contains(word, "|") { // of several kinds
		word = "FILE"
	}
	complete := a.completerOf(cmd, "", word)
	return func(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 && !many {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return complete(typed)
	}
}

// completerOf is the completer for a word of the help of an option, or of an argument, which
// has no name.
func (a *app) completerOf(cmd *cobra.Command, option, word string) completer {
	switch word {
	case "DIR", "FOLDER":
		return directories
	case "PLAN":
		return extensions("wikiplan")
	case "RECEIPT":
		return extensions("json")
	case "FILE", "FORMAT:PATH":
		if option == "report" {
			return formatsAndPath(reportFormats(cmd))
		}
		return anyFile
	case "PATTERN", "ADDRESS":
		if o := manifestOf(cmd); o != nil && (option == "" || cmd.Flags().Lookup("target") != nil) {
			return func(typed string) ([]string, cobra.ShellCompDirective) {
				return a.addresses(o, typed), cobra.ShellCompDirectiveNoFileComp
			}
		}
	case "NAME":
		if o := manifestOf(cmd); o != nil && option == "wiki" {
			return func(typed string) ([]string, cobra.ShellCompDirective) {
				return beginning(a.wikis(o), typed), cobra.ShellCompDirectiveNoFileComp
			}
		}
	case "WHEN":
		return oneOf("auto", "always", "never")
	case "READER":
		return oneOf(previewReaders...)
	case "MODE":
		return oneOf("abort", string(staleSkip))
	case "KIND":
		return oneOf("others")
	case "KINDS":
		return listOf(names(plan.Kinds))
	case "ACTIONS":
		return listOf(shownActions())
	case "FORMAT":
		return oneOf(render.FormatNames()...)
	case "text": // of -format, which names its default
		return oneOf(formats...)
	case "COMMAND":
		return oneOf(commandNames(cmd.Root())...)
	case "CODE":
		var all []string
		for _, e := range explain.All() {
			all = append(all, e.Code+"\t"+e.Summary)
		}
		return oneOf(all...)
	}
	if option == "input" {
		return oneOf("true", "false")
	}
	return func(string) ([]string, cobra.ShellCompDirective) { return nil, cobra.ShellCompDirectiveNoFileComp }
}

// manifestOf are the options that say which manifest a command reads; nil of one that
// reads none.
func manifestOf(cmd *cobra.Command) *manifestOptions {
	if f := cmd.Flags().Lookup("var"); f != nil {
		if v, ok := f.Value.(varFlag); ok {
			return v.o
		}
	}
	return nil
}

// reportFormats are the formats of a command's -report.
func reportFormats(cmd *cobra.Command) []string {
	if _, ok := cmd.Flags().Lookup("report").Value.(*driftReports); ok {
		return driftFormats()
	}
	return planFormats()
}

func names[T ~string](list []T) []string {
	var all []string
	for _, s := range list {
		all = append(all, string(s))
	}
	return all
}

func anyFile(string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveDefault
}

func directories(string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}

func extensions(list ...string) completer {
	return func(string) ([]string, cobra.ShellCompDirective) { return list, cobra.ShellCompDirectiveFilterFileExt }
}

func oneOf(list ...string) completer {
	return func(typed string) ([]string, cobra.ShellCompDirective) {
		return beginning(list, typed), cobra.ShellCompDirectiveNoFileComp
	}
}

// listOf is oneOf for several, separated by commas.
func listOf(list []string) completer {
	return func(typed string) ([]string, cobra.ShellCompDirective) {
		before := typed[:strings.LastIndex(typed, ",")+1]
		given := strings.Split(before, ",")
		var all []string
		for _, s := range list {
			if !slices.Contains(given, s) {
				all = append(all, before+s)
			}
		}
		return beginning(all, typed), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

// formatsAndPath completes the format of FORMAT:PATH.
func formatsAndPath(formats []string) completer {
	return func(typed string) ([]string, cobra.ShellCompDirective) {
		var all []string
		for _, f := range formats {
			all = append(all, f+":")
		}
		return beginning(all, typed), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

func beginning(list []string, typed string) []string {
	var all []string
	for _, s := range list {
		if strings.HasPrefix(s, typed) {
			all = append(all, s)
		}
	}
	return all
}

// shownActions are what -show takes.
func shownActions() []string {
	return names([]plan.Action{plan.Create, plan.Update, plan.Move, plan.Delete, plan.Blocked, plan.Unknown})
}

// safeInShell reports whether a name of a manifest, which may be anybody's, is offered to a
// shell. Scripts of shells put it into a line unquoted, and evaluate that line at the next
// request: a name that a shell could take for more than a name, or for an option behind one, is
// left out.
func safeInShell(name string) bool {
	return name != "" && !strings.Contains(name, " -") && !strings.ContainsFunc(name, func(r rune) bool {
		return !unicode.In(r, unicode.Letter, unicode.Digit, unicode.Mark) && !strings.ContainsRune(`._-[]" ,:/@+=`, r)
	})
}

// offered is how many of something there are, behind what a shell offers.
func offered(name string, n int, noun string) string { return fmt.Sprintf("%s\t%d %s", name, n, noun) }
