package render

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"wikiform/plan"
)

func annotated(t testing.TB, p *plan.Plan) string {
	t.Helper()
	var b bytes.Buffer
	if err := GitHub(&b, p, Style{Path: func(file string) string { return "wikis/prod/" + file }}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var command = regexp.MustCompile(`^::(error|warning|notice) (?:file=[^:,\n\r]*,line=[0-9]+,)?title=[^:,\n\r]*::[^\n\r]*$`)

// obedient fails if a line is not one command of ours.
func obedient(t testing.TB, out string) {
	t.Helper()
	times := map[string]int{}
	for line := range strings.Lines(out) {
		line = strings.TrimSuffix(line, "\n")
		m := command.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("not ours: %q", line)
		}
		if times[m[1]]++; times[m[1]] > annotationsShown {
			t.Fatalf("more than %d of %s", annotationsShown, m[1])
		}
		data := strings.TrimPrefix(line, "::")
		if bad := regexp.MustCompile(`%(?:[^02]|0[^A]|2[^5C]|$)`).FindString(strings.ReplaceAll(data, "%3A", "")); bad != "" {
			t.Fatalf("%q is not escaped in %q", bad, line)
		}
		if strings.Contains(line, "##[") || strings.Contains(strings.ToLower(line), "##vso[") {
			t.Fatalf("another command in %q", line)
		}
	}
	if times["notice"] != 1 || !strings.HasPrefix(out[strings.LastIndex(out[:len(out)-1], "\n")+1:], "::notice ") {
		t.Fatal("the numbers are not last")
	}
}

func TestGitHubIsObedient(t *testing.T) {
	t.Parallel()
	for name, p := range corpus() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			obedient(t, annotated(t, p))
		})
	}
}

func FuzzGitHub(f *testing.F) {
	for _, s := range hostileTexts() {
		if len(s) < 4096 {
			f.Add(s)
		}
	}
	f.Fuzz(func(t *testing.T, evil string) { obedient(t, annotated(t, hostile(evil))) })
}

func TestGitHubCountsWhatIsNotShown(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for i := range 14 {
		w.want(fmt.Sprintf("file.f%d", i), fmt.Sprintf("F%d.tif", i), fmt.Sprint(i), 9)
	}
	out := annotated(t, w.plan())
	if got := strings.Count(out, "::error file=wikis/prod/photos.wiki.hcl,line="); got != annotationsShown-1 {
		t.Errorf("%d errors with a line", got)
	}
	if !strings.Contains(out, "::error title=And more::5 more files; ") {
		t.Errorf("the others are not counted:\n%s", out)
	}
}
