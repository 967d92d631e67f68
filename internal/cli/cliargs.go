package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wikiform/spec"
)

// WIKIFORM_CLI_ARGS has arguments for every command and WIKIFORM_CLI_ARGS_plan those for
// plan, as Terraform's TF_CLI_ARGS has them: they stand right behind the command, those for
// one command after those for all, and what was typed comes last.
const argsVariable = "WIKIFORM_CLI_ARGS"

// withEnvArgs adds to a command line what the environment says. Args have two dashes.
func (a *app) withEnvArgs(args []string) ([]string, error) {
	if !a.hasEnvArgs() {
		return args, nil
	}
	cmd, at := commandIn(scratch(), args)
	if cmd == nil || !takesEnvArgs(cmd, args) {
		return args, nil
	}
	if err := a.knownEnvArgs(cmd.Root()); err != nil {
		return nil, err
	}
	var added []string
	for _, variable := range []string{argsVariable, argsVariable + "_" + cmd.Name()} {
		words, err := shellWords(a.Env[variable])
		if err != nil {
			return nil, usagef("%s: %w", variable, err)
		}
		if slices.Contains(words, "--") {
			return nil, hinted{usagef("%s: -- would make arguments of all options that follow", variable), "Leave it out."}
		}
		words = doubleDash(words)
		if err := takes(cmd.Name(), words); err != nil {
			return nil, hinted{usagef("%s: %v", variable, err), fmt.Sprintf("It is added to every command line of wikiform %s.\nSee: %s -help", cmd.Name(), cmd.CommandPath())}
		}
		added = append(added, words...)
	}
	return slices.Insert(slices.Clone(args), at+1, added...), nil
}

func (a *app) hasEnvArgs() bool {
	for name, value := range a.Env {
		if value != "" && strings.HasPrefix(name, argsVariable) {
			return true
		}
	}
	return false
}

// scratch is the program without environment and streams, to read command lines with.
func scratch() *cobra.Command { return (&app{}).rootCommand() }

// commandIn finds the command of a command line, and where it stands.
func commandIn(root *cobra.Command, args []string) (*cobra.Command, int) {
	for i := range args {
		if cmd, _, err := root.Find(args[:i+1]); err == nil && cmd != root {
			return cmd, i
		}
	}
	return nil, 0
}

// takesEnvArgs reports whether arguments are added at all: not where somebody asks what the
// command is, nor to a command of Terraform's, nor where a shell asks for completions.
func takesEnvArgs(cmd *cobra.Command, args []string) bool {
	return cmd.HasParent() && cmd.Parent() == cmd.Root() && !cmd.Hidden && !cmd.DisableFlagParsing && cmd.Name() != "completion" &&
		!slices.ContainsFunc(args, func(arg string) bool { return arg == "-h" || arg == "--h" || arg == "--help" })
}

// knownEnvArgs refuses a variable for a command that there is none of: what it has would
// be passed over without a word.
func (a *app) knownEnvArgs(root *cobra.Command) error {
	var unknown []string
	for variable, value := range a.Env {
		name, ours := strings.CutPrefix(variable, argsVariable)
		if !ours || name == "" || value == "" {
			continue
		}
		name, ours = strings.CutPrefix(name, "_")
		if !ours || !slices.Contains(commandNames(root), name) {
			unknown = append(unknown, variable)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	slices.Sort(unknown)
	name := strings.TrimLeft(strings.TrimPrefix(unknown[0], argsVariable), "_")
	err := usagef("%s: no command is called %q", unknown[0], name)
	if near := spec.Suggest(name, commandNames(root)); near != "" {
		return hinted{err, fmt.Sprintf("Did you mean %s_%s?", argsVariable, near)}
	}
	return hinted{err, fmt.Sprintf("Unset it. %s is for all commands, %s_plan for one.", argsVariable, argsVariable)}
}

// takes says what a command says to flags by themselves: one that lacks its value would
// take the next argument for it.
func takes(name string, words []string) error {
	cmd, _, err := scratch().Find([]string{name})
	if err != nil {
		return err
	}
	switch err := cmd.ParseFlags(words); {
	case errors.Is(err, pflag.ErrHelp):
		return errors.New("help is asked for on the command line")
	case err != nil:
		return flagError(cmd, err)
	case cmd.Flags().NArg() > 0:
		return fmt.Errorf("only options are added, and %q is none", cmd.Flags().Arg(0))
	}
	return nil
}

// shellWords splits a text into words as a POSIX shell does: blanks between them, '…' as it
// stands, in "…" a backslash before ", \, $, ` and the end of a line, elsewhere before any
// letter. Nothing is expanded, so that $ and * are letters like others.
func shellWords(text string) ([]string, error) {
	var words []string
	var word strings.Builder
	begun := false
	end := func() {
		if begun {
			words = append(words, word.String())
		}
		word.Reset()
		begun = false
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case ' ', '\t', '\n', '\r':
			end()
		case '\'':
			begun = true
			quoted, _, closed := strings.Cut(text[i+1:], "'")
			if !closed {
				return nil, errors.New("a ' is not closed")
			}
			word.WriteString(quoted)
			i += len(quoted) + 1
		case '"':
			begun = true
			n, err := inDoubleQuotes(&word, text[i+1:])
			if err != nil {
				return nil, err
			}
			i += n
		case '\\':
			if i++; i == len(text) {
				return nil, errors.New(`a \ stands at the end, with nothing behind it`)
			}
			if text[i] != '\n' {
				begun = true
				word.WriteByte(text[i])
			}
		default:
			begun = true
			word.WriteByte(c)
		}
	}
	end()
	return words, nil
}

// inDoubleQuotes takes a text up to its closing quote, and gives how many bytes that is.
func inDoubleQuotes(word *strings.Builder, text string) (int, error) {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			return i + 1, nil
		case c == '\\' && i+1 < len(text) && strings.IndexByte("\"\\$`\n", text[i+1]) >= 0:
			if i++; text[i] != '\n' {
				word.WriteByte(text[i])
			}
		default:
			word.WriteByte(c)
		}
	}
	return 0, errors.New(`a " is not closed`)
}
