package importing

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

func TestGroups(t *testing.T) {
	t.Parallel()
	var used []usage
	for _, text := range []string{
		"{{I|a=1 |b=2}}", "{{I|a=3 |b=4}}", "{{I|a= |b=}}", "{{I|b=1 |a=2}}", "{{I|b=3 |a=4}}", "{{I|b= |a=}}", "{{I|a =1|b=2}}", "{{i|a=1 |b=2}}",
	} {
		used = append(used, usage{&row{Whole: provider.Whole{File: provider.File{Title: provider.Title(text)}}}, callOf(text, "I", provider.Site{})})
	}
	var got [][]provider.Title
	for _, g := range groups(used) {
		var titles []provider.Title
		for _, u := range g {
			titles = append(titles, u.Title)
		}
		got = append(got, titles)
	}
	want := [][]provider.Title{
		{"{{I|a=1 |b=2}}", "{{I|a=3 |b=4}}", "{{I|a= |b=}}"}, // a blank beside nothing stands on either side
		{"{{I|b=1 |a=2}}", "{{I|b=3 |a=4}}", "{{I|b= |a=}}"}, {"{{I|a =1|b=2}}"}, {"{{i|a=1 |b=2}}"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFrame(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		texts []string
		want  frame
	}{
		{[]string{"a"}, frame{prefix: "a"}},
		{[]string{"", ""}, frame{}},
		{[]string{"a", ""}, frame{column: "x"}},
		{[]string{"a\nb", "a\nc"}, frame{"a\n", "x", ""}},
		{[]string{"a\nb\nd", "a\nc\nd", "a\n\nd"}, frame{"a\n", "x", "\nd"}},
		{[]string{"a\nb1\nd", "a\nb2\nd"}, frame{"a\n", "x", "\nd"}},
		{[]string{"1\nd", "2\nd"}, frame{"", "x", "\nd"}},
		{[]string{"\n\n", "\n"}, frame{"\n", "x", ""}},
		{[]string{"\n", "\n\n"}, frame{"\n", "x", ""}},
		{[]string{"a\nb\nb\n", "a\nb\n"}, frame{"a\nb\n", "x", ""}},
		{[]string{"a$", "b$"}, frame{column: "x"}},
	} {
		got := frameOf(tt.texts, "x")
		if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(frame{})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.texts, diff)
		}
		for _, text := range tt.texts {
			values := map[string]string{}
			if got.fill(values, text); got.prefix+values["x"]+got.suffix != text {
				t.Errorf("%q: %+v, %q", text, got, values)
			}
		}
	}
}

func TestColumns(t *testing.T) {
	t.Parallel()
	c := newColumns("Artwork/2")
	for _, tt := range [][2]string{
		{"author", "author"}, {"Author", "Author_2"}, {"author", "author"}, {"other versions", "other_versions"}, {"other-versions", "other_versions_2"}, {"source", "artwork_2_source"},
		{"Title", "artwork_2_Title"}, {"1", "artwork_2_1"}, {"", "artwork_2"}, {"!!!", "artwork_2_2"}, {"null", "artwork_2_null"}, {"Größe (cm)", "Größe_cm"}, {"${x}", "x"}, {"_x_", "x_2"}, {"after", "artwork_2_after"},
		{strings.Repeat("ä", 100), strings.Repeat("ä", 30)}, {"日付", "日付"}, {"for", "for"},
	} {
		if got := c.of(tt[0]); got != tt[1] {
			t.Errorf("%q: %q, want %q", tt[0], got, tt[1])
		}
	}
	if got := newColumns("2").of("1"); got != "parameter_1" {
		t.Error(got)
	}
}

// Brackets that are opened in one row have each their own bars.
func TestBraces(t *testing.T) {
	t.Parallel()
	got := bracesIn("{{{{a|b=c}}d|e=f|g}}")
	want := []braces{{2, 11, []part{{5, 7}}}, {0, 20, []part{{12, 14}, {16, 0}}}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(braces{}, part{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Many titles of which nothing can be read cost no more than others.
func TestNames(t *testing.T) {
	t.Parallel()
	n := names{}
	var got []string
	for _, name := range []string{"a", "A", "a-2", "a", "b", "A"} {
		got = append(got, n.take(name, "-"))
	}
	if diff := cmp.Diff([]string{"a", "A-2", "a-2-2", "a-3", "b", "A-4"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for range 200_000 {
		n.take("file", "-")
	}
	if got := n.take("file", "-"); got != "file-200001" {
		t.Error(got)
	}
}
