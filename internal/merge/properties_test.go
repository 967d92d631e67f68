package merge

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Few lines, so that many are there more than once, and what wikitext has.
var (
	fewLines  = []string{"a", "b", "c", "d", ""}
	wikiLines = []string{
		"", "== Summary ==", "{{Information", "|description={{en|A bridge}}", "|date=1912", "|author=[[User:Anna|Anna]]", "|permission=",
		"}}", "{{Cc-by-4.0}}", "[[Category:Bridges]]", "[[Category:Steel]]", "* one", "* two", "{|", "|-", "| x || y", "|}", "<!-- {{", "-->",
		"{{Information|author=Anna|date=1912}}", "{{I|x|y}}", "{{{1|}}}", "<nowiki>|</nowiki>",
	}
)

// drawnTexts are a text and two that were made of it.
func drawnTexts(t *rapid.T) (base, ours, theirs []string) {
	some := rapid.SampledFrom([][]string{fewLines, wikiLines}).Draw(t, "lines")
	line := rapid.SampledFrom(some)
	base = rapid.SliceOfN(line, 0, 15).Draw(t, "base")
	edited := func(name string) []string {
		text := slices.Clone(base)
		for i := range rapid.IntRange(0, 3).Draw(t, name) {
			at := rapid.IntRange(0, len(text)).Draw(t, fmt.Sprint(name, " at ", i))
			switch n := rapid.IntRange(0, 3).Draw(t, fmt.Sprint(name, " edit ", i)); {
			case n == 0 || at == len(text):
				text = slices.Insert(text, at, line.Draw(t, fmt.Sprint(name, " line ", i)))
			case n == 1:
				text = slices.Delete(text, at, at+1)
			case n == 2:
				text[at] = line.Draw(t, fmt.Sprint(name, " line ", i))
			default:
				text[at] = strings.ReplaceAll(text[at], "a", fmt.Sprint(name, i))
			}
		}
		return text
	}
	return base, edited("ours"), edited("theirs")
}

func text(lines []string) string { return strings.Join(lines, "\n") }

func TestProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		base, ours, theirs := drawnTexts(t)
		b, o, th := text(base), text(ours), text(theirs)
		for _, finer := range []bool{false, true} {
			for _, same := range [][4]string{{b, b, th, th}, {b, th, b, th}, {b, th, th, th}} {
				if r := Texts(same[0], same[1], same[2], finer); !r.Clean() || r.Text != same[3] {
					t.Fatalf("%q, %q and %q make %q with %d conflicts, want %q", same[0], same[1], same[2], r.Text, len(r.Conflicts), same[3])
				}
			}
			r, swapped := Texts(b, o, th, finer), Texts(b, th, o, finer)
			if r.Clean() != swapped.Clean() || r.Clean() && r.Text != swapped.Text {
				t.Fatalf("%q, %q and %q make %q, and swapped %q", b, o, th, r.Text, swapped.Text)
			}
		}
		plain, finer := Texts(b, o, th, false), Texts(b, o, th, true)
		if plain.Clean() && (!finer.Clean() || finer.Text != plain.Text) {
			t.Fatalf("%q, %q and %q: the finer look makes %q of %q", b, o, th, finer.Text, plain.Text)
		}
		if plain.Clean() {
			counted(t, base, ours, theirs, split(plain.Text))
		}
	})
}

// counted holds against each other how often each line is there: of what a side has added
// nothing is lost, but for what the other one removed, and nothing is there twice.
func counted(t *rapid.T, base, ours, theirs, merged []string) {
	base, ours, theirs = split(text(base)), split(text(ours)), split(text(theirs))
	for _, line := range slices.Concat(base, ours, theirs, merged) {
		b, th, m := count(base, line), count(theirs, line), count(merged, line)
		removed, added := touched(base, ours, line)
		_, more := touched(base, theirs, line)
		if least := th - removed; m < least {
			t.Fatalf("%q is there %d times, want at least %d: %q, %q and %q make %q", line, m, least, base, ours, theirs, merged)
		}
		if most := b + added + more; m > most {
			t.Fatalf("%q is there %d times, want at most %d: %q, %q and %q make %q", line, m, most, base, ours, theirs, merged)
		}
	}
}

func count(lines []string, line string) (n int) {
	for _, l := range lines {
		if l == line {
			n++
		}
	}
	return n
}

// touched is how often a line is among what a side removed, and what it added.
func touched(base, side []string, line string) (removed, added int) {
	for _, c := range changes(base, side) {
		removed += count(base[c.start:c.end], line)
		added += count(c.lines, line)
	}
	return removed, added
}

// What git merges otherwise: nothing is clean here where git sees a conflict, and where
// both are clean both make the same. The other way round there is more to ask a person here,
// since git takes one of several ways to tell what was changed.
func TestBesideGit(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	both, conflicts, asked := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		base, ours, theirs := drawnTexts(t)
		names := []string{"ours", "base", "theirs"}
		for i, lines := range [][]string{ours, base, theirs} {
			if err := os.WriteFile(filepath.Join(dir, names[i]), []byte(text(lines)+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.Command("git", append([]string{"merge-file", "-p"}, names...)...)
		cmd.Dir = dir
		var out, complaint bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &complaint
		err := cmd.Run()
		if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() > 127 || cmd.ProcessState.ExitCode() < 0 {
			t.Fatalf("git merge-file: %v %s", err, complaint.String())
		}
		r := Texts(text(base)+"\n", text(ours)+"\n", text(theirs)+"\n", false)
		switch git := err == nil; {
		case !git && r.Clean():
			t.Fatalf("git sees a conflict, and here it is clean: %q, %q and %q make %q", base, ours, theirs, r.Text)
		case git && r.Clean() && r.Text != out.String():
			t.Fatalf("%q, %q and %q make %q, and git %q", base, ours, theirs, r.Text, out.String())
		case git && r.Clean():
			both++
		case git:
			asked++
		default:
			conflicts++
		}
	})
	t.Logf("clean for both: %d, a conflict for both: %d, one only here: %d", both, conflicts, asked)
}

func FuzzTexts(f *testing.F) {
	f.Add("a\n{{I|a=1|b=2}}", "a\n{{I|a=7|b=2}}", "a\n{{I|a=1|b=8}}")
	f.Add("{|\n|}", "<!--", "{{{{[[|}}")
	f.Fuzz(func(t *testing.T, base, ours, theirs string) {
		r := Texts(base, ours, theirs, true)
		if again := Texts(base, theirs, ours, true); again.Clean() != r.Clean() || r.Clean() && again.Text != r.Text {
			t.Errorf("%q, %q and %q make %q, and swapped %q", base, ours, theirs, r.Text, again.Text)
		}
	})
}

// BenchmarkTexts merges pages of so many lines with a change of each side; the baseline is
// one that nobody changed. Neither may grow faster than the page.
func BenchmarkTexts(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000} {
		var lines []string
		for i := range n {
			lines = append(lines, fmt.Sprintf("|line%d=value", i), "")
		}
		base := text(lines)
		ours, theirs := strings.Replace(base, "line10=", "line10=x", 1), strings.Replace(base, fmt.Sprintf("line%d=", n-10), "other=", 1)
		for name, sides := range map[string][2]string{"changed": {ours, theirs}, "unchanged": {base, base}} {
			b.Run(fmt.Sprintf("%s/%d", name, 2*n), func(b *testing.B) {
				for b.Loop() {
					Texts(base, sides[0], sides[1], true)
				}
			})
		}
	}
}
