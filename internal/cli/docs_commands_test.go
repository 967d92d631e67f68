package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// TestDocumentedCommands: every command line of ours in the documentation and in
// the help of commands is one that the program takes, and so is every flag that
// the prose names.
func TestDocumentedCommands(t *testing.T) {
	t.Parallel()
	lines := 0
	check := func(from, line string) {
		words, ours := ourWords(line)
		if !ours {
			return
		}
		lines++
		if err := taken(words); err != nil {
			t.Errorf("%s: %s: %v", from, line, err)
		}
	}
	for name, page := range documentation(t) {
		text, blocks := prose(page)
		for _, block := range blocks {
			for line := range strings.Lines(strings.ReplaceAll(block, "\\\n", " ")) {
				check(name, strings.TrimSpace(line))
			}
		}
		if strings.HasSuffix(name, "CHANGELOG.md") || strings.HasSuffix(name, "CONTRIBUTING.md") || strings.HasSuffix(name, "testing.md") {
			continue // of other versions, and of other programs
		}
		for _, s := range span.FindAllString(text, -1) {
			for _, flag := range unknownFlags(strings.Trim(s, "`")) {
				t.Errorf("%s: %s: there is no flag %s", name, s, flag)
			}
		}
	}
	eachCommand((&app{}).rootCommand(), func(c *cobra.Command) {
		for line := range strings.Lines(c.Example) {
			check(c.CommandPath(), strings.TrimSpace(line))
		}
	})
	if lines < 30 {
		t.Errorf("%d command lines", lines)
	}
}

func eachCommand(c *cobra.Command, visit func(*cobra.Command)) {
	visit(c)
	for _, sub := range c.Commands() {
		eachCommand(sub, visit)
	}
}

var (
	// word is a word of a shell, with its quotes.
	word = regexp.MustCompile(`^(?:[^\s"'|;&<>#]|"[^"]*"|'[^']*'|\B#)+`)
	// flagWord is a flag where nothing else is meant by it.
	flagWord = regexp.MustCompile(`^-[a-z][a-z-]*(=.*)?$`)
)

// ourWords are the words of a line after "wikiform". What follows two blanks, or
// a sign of the shell's, does not belong to them.
func ourWords(line string) (words []string, ours bool) {
	rest, ours := strings.CutPrefix(line, "wikiform ")
	if !ours || strings.HasPrefix(rest, "{") || strings.HasPrefix(rest, "digests ") {
		return nil, false // a block of a manifest, the head of a list of digests
	}
	for {
		w := word.FindString(rest)
		if w == "" {
			return words, true
		}
		words = append(words, strings.NewReplacer(`"`, "", "'", "").Replace(w))
		if rest = strings.TrimPrefix(rest[len(w):], " "); strings.HasPrefix(rest, " ") {
			return words, true
		}
	}
}

// taken is what cobra says to a command line before it is run.
func taken(words []string) error {
	cmd, rest, err := (&app{}).rootCommand().Find(doubleDash(words))
	if err == nil {
		err = cmd.ParseFlags(rest)
	}
	if err == nil {
		err = cmd.ValidateArgs(cmd.Flags().Args())
	}
	if err == nil {
		err = cmd.ValidateFlagGroups()
	}
	return err
}

// unknownFlags are the flags in a piece of code that no command has. Values are
// placeholders there.
func unknownFlags(code string) (unknown []string) {
	ours := strings.HasPrefix(code, "wikiform ")
	if !ours && !flagWord.MatchString(code) {
		return nil
	}
	for w := range strings.FieldsSeq(code) {
		name, _, _ := strings.Cut(strings.TrimLeft(w, "-"), "=")
		known := !flagWord.MatchString(w) || name == "h" || name == "help"
		eachCommand((&app{}).rootCommand(), func(c *cobra.Command) {
			for _, flags := range []*pflag.FlagSet{c.Flags(), c.PersistentFlags()} {
				known = known || flags.Lookup(name) != nil
			}
		})
		if !known {
			unknown = append(unknown, w)
		}
	}
	return unknown
}

// TestEveryCommandIsListed: docs/commands.md has a row for each command.
func TestEveryCommandIsListed(t *testing.T) {
	t.Parallel()
	page := documentation(t)[filepath.Join("..", "..", "docs", "commands.md")]
	root := (&app{}).rootCommand()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if !c.Hidden && c.Name() != "help" && !strings.Contains(page, "| `wikiform "+c.Name()) {
			t.Errorf("docs/commands.md has no row for %s", c.Name())
		}
	}
}

var (
	// inCheckout is a path of the checkout in a command line.
	inCheckout = regexp.MustCompile(`(?m)(?:^|[ (])((?:\.ci|\./[a-z]+)(?:/[a-z]+)*)(?:$|[ )])`)
	// runsTests are the names in a line that runs tests, which says nothing where there is none of that name.
	runsTests = regexp.MustCompile(`(?m)go test .*-run '?([A-Z][A-Za-z|$]+)`)
	testFunc  = regexp.MustCompile(`(?m)^func (Test\w+)\(`)
)

// TestDocumentedPrograms: what the documentation runs of the checkout is there, tests by
// their names, too.
func TestDocumentedPrograms(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("..", "..", "*", "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	deeper, err := filepath.Glob(filepath.Join("..", "..", "*", "*", "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	tests := ""
	for _, name := range append(files, deeper...) {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range testFunc.FindAllStringSubmatch(string(b), -1) {
			tests += m[1] + "\n"
		}
	}
	found, named := 0, 0
	for name, page := range documentation(t) {
		_, blocks := prose(page)
		text := strings.Join(blocks, "\n")
		for _, m := range inCheckout.FindAllStringSubmatch(text, -1) {
			found++
			if _, err := os.Stat(filepath.Join("..", "..", m[1])); err != nil {
				t.Errorf("%s: %s is not there", name, m[1])
			}
		}
		for _, m := range runsTests.FindAllStringSubmatch(text, -1) {
			for one := range strings.SplitSeq(m[1], "|") {
				named++
				if !regexp.MustCompile(`(?m)` + one).MatchString(tests) {
					t.Errorf("%s: there is no test %s", name, one)
				}
			}
		}
	}
	if found < 20 || named < 10 {
		t.Errorf("%d paths and %d tests", found, named)
	}
}
