package cli

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/internal/term"
)

func TestShellWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"":                      nil,
		" \t\n":                 nil,
		"-a  -b\t-c\n-d":        {"-a", "-b", "-c", "-d"},
		`-var='a b' -x`:         {"-var=a b", "-x"},
		`''`:                    {""},
		`"" ''`:                 {"", ""},
		`a''b"c"d`:              {"abcd"},
		`"a\"b\\c\$d\e"`:        {`a"b\c$d\e`},
		`'a\b'`:                 {`a\b`},
		`a\ b\'c`:               {"a b'c"},
		"a\\\nb \"c\\\nd\"":     {"ab", "cd"},
		`$HOME ~ * $(id) {a,b}`: {"$HOME", "~", "*", "$(id)", "{a,b}"},
		"'ä ö'":                 {"ä ö"},
		"# x":                   {"#", "x"},
	} {
		got, err := shellWords(text)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", text, err, diff)
		}
	}
	for text, want := range map[string]string{`a 'b`: "a ' is not closed", `a "b\"`: `a " is not closed`, `a \`: `a \ stands at the end`} {
		if got, err := shellWords(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %q, %v", text, got, err)
		}
	}
}

// What is quoted for a shell comes back as it was.
func TestShellWordsOfQuoted(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[ -~äß\n\t]{0,6}`), 1, 5).Draw(t, "words")
		var quoted []string
		for _, w := range words {
			quoted = append(quoted, shellQuote(w))
		}
		got, err := shellWords(strings.Join(quoted, " "))
		if diff := cmp.Diff(words, got); diff != "" || err != nil {
			t.Fatalf("%v\n%s", err, diff)
		}
	})
}

func FuzzShellWords(f *testing.F) {
	for _, seed := range []string{"", `-a 'b c' "d\"e" f\ g`, "'", `"\`, "\\\n", "\xff'\x00'"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		words, err := shellWords(text)
		total := 0
		for _, w := range words {
			total += len(w)
		}
		if total > len(text) || err != nil && words != nil {
			t.Fatalf("%q: %q, %v", text, words, err)
		}
	})
}

// Where arguments of the environment stand, and where there are none.
func TestEnvArgs(t *testing.T) {
	t.Parallel()
	env := map[string]string{"WIKIFORM_CLI_ARGS": "-no-color", "WIKIFORM_CLI_ARGS_plan": "-full -var='a=b c'", "WIKIFORM_CLI_ARGS_version": ""}
	for line, want := range map[string]string{
		"plan":                     "plan|--no-color|--full|--var=a=b c",
		"plan -out=x":              "plan|--no-color|--full|--var=a=b c|--out=x",
		"-chdir plan plan -full":   "--chdir|plan|plan|--no-color|--full|--var=a=b c|--full",
		"-chdir=m --no-color plan": "--chdir=m|--no-color|plan|--no-color|--full|--var=a=b c",
		"apply -- plan":            "apply|--no-color|--|plan",
		"version":                  "version|--no-color",
		"plan -help":               "plan|--help",
		"-help":                    "--help",
		"help plan":                "help|plan",
		"destroy":                  "destroy",
		"nonsense plan":            "nonsense|plan",
		"completion bash":          "completion|bash",
		"":                         "",
	} {
		a := &app{Streams: term.Streams{Env: env}}
		got, err := a.withEnvArgs(doubleDash(strings.Fields(line)))
		if err != nil || strings.Join(got, "|") != want {
			t.Errorf("%s: %q, %v; want %s", line, got, err, want)
		}
	}
	none := &app{Streams: term.Streams{Env: map[string]string{"WIKIFORM_CLI_ARGS_nonsense": ""}}}
	if got, err := none.withEnvArgs([]string{"plan"}); err != nil || len(got) != 1 {
		t.Errorf("an empty variable: %q, %v", got, err)
	}
}
