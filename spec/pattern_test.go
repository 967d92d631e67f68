package spec

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// What is found one by one is what Go finds at once.
func TestMatchesAreThoseOfGo(t *testing.T) {
	t.Parallel()
	parts := []string{
		"a", "b", "é", " ", ".", "[ab]", `\w`, `\W`, `\b`, `\B`, "^", "$", `\A`, `\z`, "(?m)^", "(?m)$", "(?i)A", "(?s).", "*", "+", "?", "*?", "+?", "{2}",
		"{0,2}", "|", "(", ")", "(?:", "(?P<x>", `\Qa.\E`, `\Qb`, "\n", "[^a]", `\pL`, "(?U)",
	}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "é", "A", " ", "\n", ".", "ab", "日"}), 0, 12).Draw(t, "text"), "")
		src := strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts), 1, 8).Draw(t, "pattern"), "")
		re, err := regexp.Compile(src)
		p, ourErr := new(meter).pattern(src)
		if (err == nil) != (ourErr == nil) {
			t.Fatalf("%q: %v, %v", src, err, ourErr)
		}
		if err != nil {
			return
		}
		if diff := cmp.Diff(re.FindAllStringSubmatchIndex(text, -1), new(meter).findEach(p, text)); diff != "" {
			t.Errorf("%q in %q: %s", src, text, diff)
		}
		p.again = -1
		if got, _ := new(meter).replaceAll(p, text, "<$0$1>"); got != re.ReplaceAllString(text, "<$0$1>") {
			t.Errorf("%q in %q: %q, want %q", src, text, got, re.ReplaceAllString(text, "<$0$1>"))
		}
	})
}

// A pattern whose matches are all looked for at once looks as far as is paid for.
func TestTightPatternsDoNotLookFar(t *testing.T) {
	t.Parallel()
	parts := []string{"a", "b", "[ab]", ".", "*", "+", "?", "*?", "{2}", "{0,3}", "|", "(?:", ")", "^", "$", `\b`}
	tight := 0
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "aaaaaa", "abab"}), 1, 30).Draw(t, "text"), "")
		src := strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts), 1, 8).Draw(t, "pattern"), "")
		m := new(meter)
		p, err := m.pattern(src)
		if err != nil || p.again < 0 {
			return
		}
		tight++
		before := m.work
		matches := len(m.findEach(p, text))
		const around = 10 // letters that are read again for each match, before it and after it, at most
		read, most := (m.work-before)/(p.work+readWork), len(text)*(1+p.again)+around*(matches+2)
		if read > most {
			t.Errorf("%q reads %d letters of %d in %q", src, read, most, text)
		}
	})
	if tight == 0 {
		t.Error("no pattern is tight")
	}
	for src, again := range map[string]int{`\s+`: 0, `[0-9]{4}-[0-9]{2}`: 0, `^\s+`: 0, `\r\n?`: 1, `a.*b|c`: -1, `\s+$`: -1, `<[^>]*>`: -1, `a{9}b|a`: 9} {
		if p, err := new(meter).pattern(src); err != nil || p.again != again {
			t.Errorf("%s: %d, %v; want %d", src, p.again, err, again)
		}
	}
}
