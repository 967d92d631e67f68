package cli

import (
	"slices"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// freeWords are the values of options of which nobody knows more than their user.
var freeWords = []string{
	";", "ACCOUNT", "CATEGORY", "COLUMN", "DIGEST", "ENCODING", "EXPRESSION", "EXTENSIONS", "N", "N/OF", "NAME=VALUE",
	"PAGE", "REASON", "SHEET", "SIZE", "TEMPLATE", "TEXT", "TIME", "URL", "WORDS",
}

// TestEveryOptionCompletes: the value of an option is one that a shell is offered, or one of
// which that is not to be had. A word that is neither was not thought about.
func TestEveryOptionCompletes(t *testing.T) {
	t.Parallel()
	a := &app{}
	offered, free := 0, map[string]bool{}
	eachCommand(a.rootCommand(), func(cmd *cobra.Command) {
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			word, _ := pflag.UnquoteUsage(f)
			if f.Value.Type() == "bool" || cmd.Hidden {
				return
			}
			if _, directive := a.completerOf(cmd, f.Name, word)("\x00"); word != "PATTERN" && word != "NAME" && word != "ADDRESS" && directive != cobra.ShellCompDirectiveNoFileComp {
				offered++
				return
			}
			list, _ := a.completerOf(cmd, f.Name, word)("")
			switch {
			case len(list) > 0:
				offered++
			case slices.Contains(freeWords, word):
				free[word] = true
			case word == "PATTERN", word == "NAME", word == "ADDRESS": // they ask the manifest, of which there is none here
			default:
				t.Errorf("%s -%s=%s: nothing is offered for %s, and it is not known as free", cmd.CommandPath(), f.Name, word, word)
			}
		})
	})
	for _, word := range freeWords {
		if !free[word] {
			t.Errorf("no option takes %s", word)
		}
	}
	if offered < 40 {
		t.Errorf("only %d options have values to offer", offered)
	}
}
