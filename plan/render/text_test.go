package render

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"wikiform/internal/columns"
	"wikiform/plan"
	"wikiform/provider"
)

var update = flag.Bool("update", false, "rewrite golden files")

func rendered(t testing.TB, p *plan.Plan, s Style) string {
	t.Helper()
	var b bytes.Buffer
	if err := Text(&b, p, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTextGolden(t *testing.T) {
	t.Parallel()
	for name, p := range scenes() {
		compare(t, "text/"+name+".80.color.txt", rendered(t, p, Style{Color: true}))
		compare(t, "text/"+name+".120.txt", rendered(t, p, Style{Width: 120}))
		compare(t, "text/"+name+".120.color.txt", rendered(t, p, Style{Color: true, Width: 120}))
	}
	compare(t, "text/long.80.full.txt", rendered(t, long(), Style{Full: true}))
}

var sgr = regexp.MustCompile("\x1b\\[[0-9;]*m")

// Colour only repeats what is said, except that words are underlined where no
// colour marks them.
func TestColourSaysNothing(t *testing.T) {
	t.Parallel()
	marks := regexp.MustCompile(`(?m)^ *\^[ ^]*\n`)
	for name, p := range samples() {
		plain := marks.ReplaceAllString(rendered(t, p, Style{}), "")
		if name == "scripts" { // where the words of a line from right to left are marked within it
			plain = strings.NewReplacer("[-", "", "-]", "", "{+", "", "+}", "").Replace(plain)
		}
		coloured := rendered(t, p, Style{Color: true})
		if diff := cmp.Diff(plain, sgr.ReplaceAllString(coloured, "")); diff != "" {
			t.Errorf("%s (-plain +coloured):\n%s", name, diff)
		}
		if p.Pending() && plain == coloured {
			t.Errorf("%s: there is no colour", name)
		}
	}
}

func TestLinesFit(t *testing.T) {
	t.Parallel()
	for name, p := range samples() {
		if name == "hostile" {
			continue // escapes of a guard may go over the edge
		}
		for _, width := range []int{60, 80, 120, 200} {
			for _, full := range []bool{false, true} {
				lines := strings.Split(rendered(t, p, Style{Width: width, Full: full}), "\n")
				for _, line := range lines[min(3, len(lines)-2) : len(lines)-2] { // header, legend and last line stay whole
					if n := columns.Of(line); n > width {
						t.Errorf("%s: a line of %d columns, %d are there:\n%s", name, n, width, line)
					}
				}
			}
		}
	}
}

func TestFullShowsEverything(t *testing.T) {
	t.Parallel()
	for name, p := range samples() {
		out := rendered(t, p, Style{Full: true, Width: 400})
		for _, c := range p.Changes {
			if _, shown := kindOf(&c); shown && !strings.Contains(out, provider.Visible(c.Title.Page())) {
				t.Errorf("%s: %s is not shown", name, c.Title)
			}
		}
		if strings.Contains(out, "-full") {
			t.Errorf("%s: something is still hidden", name)
		}
	}
}

// harmless fails if a line could do something to a terminal or a CI runner.
func harmless(t testing.TB, out string) {
	t.Helper()
	for line := range strings.Lines(sgr.ReplaceAllString(out, "")) {
		line = strings.TrimSuffix(line, "\n")
		for _, r := range line {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == 0xFFFD && !strings.Contains(line, "\uFFFD") {
				t.Fatalf("%U in %q", r, line)
			}
		}
		if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") || strings.Contains(strings.ToLower(line), "##vso[") {
			t.Fatalf("command to a runner: %q", line)
		}
	}
}

func TestHostileTexts(t *testing.T) {
	t.Parallel()
	for _, width := range []int{40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 80, 200} {
		for _, full := range []bool{false, true} {
			harmless(t, rendered(t, hostile("hostile"), Style{Width: width, Full: full}))
			harmless(t, rendered(t, hostile("hostile"), Style{Width: width, Full: full, Color: true}))
		}
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"::x", "##[x]", "#\n[", "\x1b[31m", "\u202e", "\xff", "日本\u0301", " ::", strings.Repeat("#", 40) + "[x]", "a\x00\r\n"} {
		f.Add(s, 40)
	}
	f.Fuzz(func(t *testing.T, evil string, width int) {
		p := hostile(evil)
		width %= 300
		harmless(t, rendered(t, p, Style{Width: width}))
		harmless(t, rendered(t, p, Style{Width: width, Color: true, Full: true}))
	})
}

func TestLongLinesAreBounded(t *testing.T) {
	t.Parallel()
	w := newWorld()
	line := strings.Repeat("word, ", 170_000)
	w.want("file.long", "Long.jpg", "l", 9, text(line+"a"))
	w.have("Long.jpg", "l", 9, line+"b", "Uploader")
	w.want("file.new", "New.jpg", "n", 9, text(line))
	if out := rendered(t, w.plan(), Style{}); len(out) > 4000 {
		t.Errorf("a line of 1 MB gives %d bytes", len(out))
	}
}

func TestPlansOfThousandsFold(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]*plan.Plan{"large": largeOf([]string{"Uploader"}), "scattered": scattered()} {
		if n := strings.Count(rendered(t, p, Style{}), "\n"); n > 250 {
			t.Errorf("%s: %d lines", name, n)
		}
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestTextReportsTheWriter(t *testing.T) {
	t.Parallel()
	if err := Text(brokenPipe{}, mixed(), Style{}); err == nil || err.Error() != "broken pipe" {
		t.Errorf("got %v, want the writer's error", err)
	}
}

// BenchmarkFormats writes 1,000 and 10,000 different changes in every format.
func BenchmarkFormats(b *testing.B) {
	for _, format := range FormatNames() {
		for _, n := range []int{1_000, 10_000} {
			p := many(n, func(w *world, i int) { []func(*world, int){createOne, differentEdit, contentOne}[i%3](w, i) })
			b.Run(fmt.Sprintf("%s/%d", format, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := Formats[Format(format)](io.Discard, p, Style{Full: true}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
