package sandbox

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Every letter is capitalized as real wikis do it.
func TestCapitals(t *testing.T) {
	t.Parallel()
	measured, err := os.ReadFile("testdata/capitals.txt")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][2]string{}
	for line := range strings.Lines(string(measured)) {
		if columns := strings.Split(strings.TrimSpace(line), "\t"); len(columns) == 3 {
			want[letters(t, columns[0])] = [2]string{letters(t, columns[1]), letters(t, columns[2])}
		}
	}
	if len(want) < 1400 {
		t.Fatalf("the table has %d letters", len(want))
	}
	for i, set := range []Settings{{}, {Letters: Letters{UpperCase: true}}} {
		for r := rune('!'); r < 0x32000; r++ {
			letter := string(r)
			if !unicode.IsGraphic(r) || !norm.NFC.IsNormalString(letter) {
				continue
			}
			capital := letter
			if m, listed := want[letter]; listed {
				capital = m[i]
			}
			if got := norm.NFC.String(set.capitalize(fileNS, letter+" q.png")); got != capital+" q.png" {
				t.Errorf("%U %q: %q, want %q (%+v)", r, letter, got, capital, set.Letters)
			}
		}
	}
}

// letters reads code points.
func letters(t *testing.T, hex string) string {
	t.Helper()
	var b strings.Builder
	for _, code := range strings.Fields(hex) {
		n, err := strconv.ParseInt(code, 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		b.WriteRune(rune(n))
	}
	return b.String()
}

func TestCapitalizeBySettings(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(*Settings)
		ns     int
		from   string
		want   string
	}{
		{"usual", func(*Settings) {}, fileNS, "ﬁlm", "Film"},
		{"upper case", func(s *Settings) { s.UpperCase = true }, fileNS, "ﬁlm", "FIlm"},
		{"case-sensitive", func(s *Settings) { s.CaseSensitive = true }, fileNS, "a", "a"},
		{"case-sensitive, users", func(s *Settings) { s.CaseSensitive = true }, 3, "a", "A"},
		{"files only", func(s *Settings) { s.CapitalIn = map[int]bool{fileNS: false} }, fileNS, "a", "a"},
		{"files only, their talk", func(s *Settings) { s.CapitalIn = map[int]bool{fileNS: false} }, fileNS + 1, "a", "a"},
		{"files only, articles", func(s *Settings) { s.CapitalIn = map[int]bool{fileNS: false} }, 0, "a", "A"},
		{"all but files", func(s *Settings) { s.CaseSensitive, s.CapitalIn = true, map[int]bool{fileNS: true} }, fileNS, "a", "A"},
		{"Turkish", func(s *Settings) { s.Language = "tr" }, fileNS, "istanbul", "İstanbul"},
		{"Turkish, dotless", func(s *Settings) { s.Language = "tr" }, fileNS, "ısparta", "Isparta"},
		{"a letter of its own", func(s *Settings) { s.Capitals = map[string]string{"ß": "ß", "a": "Z"} }, fileNS, "ßa", "ßa"},
		{"none for ASCII", func(s *Settings) { s.Capitals = map[string]string{"ß": "ß", "a": "Z"} }, fileNS, "a", "A"},
		{"nothing", func(*Settings) {}, fileNS, "", ""},
	} {
		set := defaults()
		c.change(&set)
		if got := set.capitalize(c.ns, c.from); got != c.want {
			t.Errorf("%s: %q became %q, want %q", c.name, c.from, got, c.want)
		}
	}
}
