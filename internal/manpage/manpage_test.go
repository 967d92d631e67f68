package manpage_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/internal/manpage"
)

func written(t interface{ Fatal(...any) }, p manpage.Page) string {
	var b strings.Builder
	if err := manpage.Write(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWrite(t *testing.T) {
	t.Parallel()
	got := written(t, manpage.Page{
		Name: "tool-do", Section: 1, Summary: "does it", Program: "tool 1", Manual: `the "manual"`,
		Sections: []manpage.Section{
			{Title: "Description", Text: "One line\nand -another.\n\n.TH is no request, 'this neither:\n\n  tool do \\\n    -x\n\n  tool\nThen more."},
			{Title: "Nothing"},
			{Title: "Options", Entries: []manpage.Entry{{Term: "-x=N", Text: "N of them"}, {Term: "-y"}}},
			{Title: "Examples", Text: "  tool do '~'\n"},
		},
	})
	want := `.TH "TOOL\-DO" 1 "" "tool 1" "the \(dqmanual\(dq"
.nh
.ad l
.SH NAME
tool\-do \- does it
.SH "DESCRIPTION"
One line
and \-another.
.PP
\&.TH is no request, \(aqthis neither:
.PP
.nf
  tool do \e
    \-x

  tool
.fi
.PP
Then more.
.SH "OPTIONS"
.TP
.B "\-x=N"
N of them
.TP
.B "\-y"
\&
.SH "EXAMPLES"
.nf
  tool do \(aq\(ti\(aq
.fi
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

var (
	request = regexp.MustCompile(`^\.(TH|SH|TP|B|PP|nf|fi|nh|ad)( |$)`)
	escape  = regexp.MustCompile(`\\(e|-|&|\((dq|aq|ga|ha|ti))`)
)

// Whatever a text says, it is no request, and has no escape of its own.
func TestNoRequests(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune(".'\\-\"` \n\rTHe&(é")), 0, 40, -1)
		p := manpage.Page{Name: "x", Section: 1, Sections: []manpage.Section{
			{Title: text.Draw(t, "title"), Text: text.Draw(t, "text"), Entries: []manpage.Entry{{Term: text.Draw(t, "term"), Text: text.Draw(t, "entry")}}},
		}}
		requests := 0
		for line := range strings.Lines(written(t, p)) {
			if line = strings.TrimSuffix(line, "\n"); line == "" {
				continue
			}
			if line[0] == '\'' || line[0] == '.' && !request.MatchString(line) {
				t.Fatalf("%q is a request", line)
			}
			if strings.Contains(escape.ReplaceAllString(line, ""), `\`) {
				t.Fatalf("%q has another escape", line)
			}
			if strings.HasPrefix(line, ".SH \"") || strings.HasPrefix(line, ".TP") {
				requests++
			}
		}
		if requests != 2 {
			t.Fatalf("%d headings and entries, want 2", requests)
		}
	})
}
