package sandbox

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestMerge(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		base, mine, theirs, want string
		conflict                 bool
	}{
		"one of us":             {base: "a\nb\nc", mine: "a\nb\nc", theirs: "A\nb\nc", want: "A\nb\nc"},
		"apart":                 {base: "a\nb\nc", mine: "A\nb\nc", theirs: "a\nb\nC", want: "A\nb\nC"},
		"several stretches":     {base: "a\nb\nc\nd\ne\nf\ng", mine: "A\nb\nc\nd\nE\nf\ng", theirs: "a\nb\nC\nd\ne\nf\nG", want: "A\nb\nC\nd\nE\nf\nG"},
		"lines that come":       {base: "a\nb\nc", mine: "a\na2\nb\nc", theirs: "a\nb\nb2\nc\nc2", want: "a\na2\nb\nb2\nc\nc2"},
		"lines that go":         {base: "a\nb\nc\nd\ne", mine: "a\nc\nd\ne", theirs: "a\nb\nc\ne", want: "a\nc\ne"},
		"the same change":       {base: "a\nb\nc\nd\ne", mine: "A\nb\nc\nd\nE", theirs: "A\nb\nC\nd\ne", want: "A\nb\nC\nd\nE"},
		"the same line":         {base: "a\nb\nc", mine: "a\nB\nc", theirs: "a\nbb\nc", conflict: true},
		"one after the other":   {base: "a\nb\nc\nd", mine: "a\nB\nc\nd", theirs: "a\nb\nC\nd", conflict: true},
		"both at the end":       {base: "a\nb", mine: "a\nb\nc", theirs: "a\nb\nd", conflict: true},
		"behind the last":       {base: "a\nb", mine: "a\nb\nc", theirs: "A\nb", want: "A\nb\nc"},
		"a line before the end": {base: "a\nx\nb", mine: "a\nx\nb\nc", theirs: "A\nx\nb", want: "A\nx\nb\nc"},
		"nothing is left":       {base: "a\nb\nc", mine: "b\nc", theirs: "", conflict: true},
		"from nothing":          {base: "", mine: "a", theirs: "b", conflict: true},
		"everything":            {base: "a", mine: "b", theirs: "c", conflict: true},
		"both did all":          {base: "a", mine: "b", theirs: "b", want: "b"},
		"no telling which":      {base: "a\n\n\nb", mine: "a\n\n\n\nb", theirs: "a\n\nx\n\nb", conflict: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := merge(c.base, c.mine, c.theirs)
			if ok == c.conflict || got != c.want {
				t.Errorf("%q, %v", got, ok)
			}
		})
	}
	long := strings.Repeat("x\n", 3000)
	if _, ok := merge(long+"b", "a\n"+long+"b", long+"c"); ok {
		t.Error("compared what is too long")
	}
}

// What the sandbox merges, diff3 merges to the same text: that is what MediaWiki calls.
func TestMergeIsDiff3s(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(7, 13))
	merged, refused := 0, 0
	for i := range 150 {
		base := randomLines(rng, 4+rng.IntN(12))
		both := base
		if i%3 == 0 { // both have done some of it
			both = changed(rng, base)
		}
		mine, theirs := changed(rng, both), changed(rng, both)
		got, ok := merge(text(base), text(mine), text(theirs))
		want, clean := diff3(t, text(base), text(mine), text(theirs))
		switch {
		case ok && !clean:
			t.Errorf("merged what diff3 does not:\nbase   %q\nmine   %q\ntheirs %q\n       %q", text(base), text(mine), text(theirs), got)
		case ok && got != want:
			t.Errorf("merged differently:\nbase   %q\nmine   %q\ntheirs %q\ngot    %q\nwant   %q", text(base), text(mine), text(theirs), got, want)
		case ok:
			merged++
		case clean:
			refused++
		}
	}
	t.Logf("merged %d, refused %d that diff3 merges", merged, refused)
	if merged < 3*refused || merged < 20 {
		t.Errorf("merged %d, and refused %d that diff3 merges", merged, refused)
	}
}

// randomLines are of a page: some lines are there several times.
func randomLines(rng *rand.Rand, n int) []string {
	all := make([]string, n)
	for i := range all {
		if all[i] = "line " + itoa(rng.IntN(1000)); rng.IntN(4) == 0 {
			all[i] = []string{"", "}}", "[[Category:Barns]]"}[rng.IntN(3)]
		}
	}
	return all
}

// changed has some lines changed, left out and added.
func changed(rng *rand.Rand, base []string) []string {
	var all []string
	for _, line := range base {
		switch rng.IntN(14) {
		case 0:
			all = append(all, randomLines(rng, 1)...)
		case 1:
			all = append(append(all, line), randomLines(rng, 1+rng.IntN(2))...)
		case 2:
		default:
			all = append(all, line)
		}
	}
	return all
}

func text(lines []string) string { return strings.TrimRight(strings.Join(lines, "\n"), " \t\n") }

// diff3 merges as MediaWiki has it done.
func diff3(t *testing.T, base, mine, theirs string) (merged string, clean bool) {
	t.Helper()
	dir := t.TempDir()
	var paths []string
	for name, text := range map[string]string{"1mine": mine, "2base": base, "3theirs": theirs} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"1mine", "2base", "3theirs"} {
		paths = append(paths, filepath.Join(dir, name))
	}
	run := func(flags ...string) string {
		var out, told bytes.Buffer
		cmd := exec.Command("diff3", append(flags, paths...)...)
		cmd.Stdout, cmd.Stderr = &out, &told
		var failed *exec.ExitError
		if err := cmd.Run(); err != nil && (!errors.As(err, &failed) || failed.ExitCode() > 1) {
			t.Fatalf("%v: %s", err, told.String())
		}
		return out.String()
	}
	if run("-a", "--overlap-only") != "" {
		return "", false
	}
	merged = run("-a", "-e", "--merge")
	return strings.TrimSuffix(merged, "\n"), merged != ""
}
