package source

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/provider"
)

func TestPulledIsWritten(t *testing.T) {
	t.Parallel()
	lock := lockOf(shortPin)
	lock.SetPulled("staging", "Bridge.png", 12)
	lock.SetPulled("production", `Mill "old" ${x} %{if}.png`, 4711)
	lock.SetPulled("production", "Bridge.png", 3)
	lock.SetPulled("production", "Bridge.png", 7)
	want := lockText(t, lockOf(shortPin)) + `
description "production" "Bridge.png" {
  revision = 7
}

description "production" "Mill \"old\" $${x} %%{if}.png" {
  revision = 4711
}

description "staging" "Bridge.png" {
  revision = 12
}
`
	if diff := cmp.Diff(want, lockText(t, lock)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPulledReadsBack(t *testing.T) {
	t.Parallel()
	lock, diags := ReadLock(fstest.MapFS{LockName: {Data: []byte(`
description "production" "File:old_Mill.png" {
  revision = 4711
}
description staging "old Mill.png" {
  revision = 12
}
`)}}, ".")
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	for _, tt := range []struct {
		wiki  string
		title provider.Title
		want  int64
	}{
		{"production", "old Mill.png", 4711},
		{"staging", "old Mill.png", 12},
		{"production", "Old Mill.png", 0},
		{"sandbox", "old Mill.png", 0},
	} {
		if got := lock.Pulled(tt.wiki, tt.title); got != tt.want {
			t.Errorf("%s of %s: %d, want %d", tt.title, tt.wiki, got, tt.want)
		}
	}
	if diff := cmp.Diff(map[provider.Title]int64{"old Mill.png": 12}, lock.PulledFrom("staging")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if of := lock.PulledFrom("other"); of != nil {
		t.Errorf("of another wiki: %v", of)
	}
	changed := lock.Clone()
	changed.SetPulled("staging", "old Mill.png", 13)
	if got := lock.Pulled("staging", "old Mill.png"); got != 12 {
		t.Errorf("a copy changed it to %d", got)
	}
	if unused := lock.Unused(nil); len(unused) > 0 {
		t.Errorf("unused are %v", unused)
	}
}

func TestPulledProblems(t *testing.T) {
	t.Parallel()
	block := func(labels, body string) string { return "description " + labels + " {\n" + body + "\n}\n" }
	good := block(`"w" "A.png"`, "revision = 1")
	for _, tt := range []struct {
		name, text string
		want       []string // line and summary
	}{
		{"one label", block(`"w"`, "revision = 1"), []string{"1 Missing title for description"}},
		{"nothing in it", block(`"w" "A.png"`, ""), []string{"1 Missing required argument"}},
		{"half a revision", block(`"w" "A.png"`, "revision = 1.5"), []string{"2 Unsuitable value type"}},
		{"a large one", block(`"w" "A.png"`, "revision = 99999999999999999999"), []string{"2 Unsuitable value type"}},
		{"a text", block(`"w" "A.png"`, `revision = "x"`), []string{"2 Unsuitable value type"}},
		{"none", block(`"w" "A.png"`, "revision = null"), []string{"2 Unsuitable value type"}},
		{"below one", block(`"" "A|B.png"`, "revision = 0"), []string{"1 Missing name of a wiki", "1 Invalid title", "2 Invalid revision"}},
		{"twice", good + block(`"w" "File:A.png"`, "revision = 2"), []string{"4 Two revisions for one page"}},
		{"a template", block(`"w" "${1}.png"`, "revision = 1"), []string{"1 Not a lock file"}},
	} {
		_, diags := parseLock(LockName, []byte(tt.text))
		var got []string
		for _, d := range diags {
			got = append(got, fmt.Sprintf("%d %s", d.Subject.Start.Line, d.Summary))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s\n%v", tt.name, diff, diags)
		}
	}
}

func TestPulledRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		lock := &Lock{}
		for range rapid.IntRange(0, 5).Draw(t, "pages") {
			title, err := provider.ParseTitle(rapid.StringMatching(`([a-z$%" '?.]|\pL)*\.png`).Draw(t, "title"), provider.Site{})
			if err != nil {
				continue
			}
			wiki := rapid.SampledFrom([]string{"w", "production-2", "ä", `a"b`, "${x}"}).Draw(t, "wiki")
			lock.SetPulled(wiki, title, rapid.Int64Min(1).Draw(t, "revision"))
		}
		text := lockText(t, lock)
		got, diags := parseLock(LockName, []byte(text))
		if diags.HasErrors() {
			t.Fatalf("%v\n%s", diags, text)
		}
		if diff := cmp.Diff(lock.pulled, got.pulled, cmp.AllowUnexported(page{})); diff != "" {
			t.Fatalf("(-want +got):\n%s\n%s", diff, text)
		}
	})
}

// What could not be read again is not written.
func TestLockTooLarge(t *testing.T) {
	t.Parallel()
	lock, dir := &Lock{}, t.TempDir()
	for i := range 20_000 {
		lock.SetPulled("w", provider.Title(fmt.Sprintf("%s %d.png", strings.Repeat("a", 200), i)), 1)
	}
	if err := lock.Save(dir); err == nil || !strings.Contains(err.Error(), "the largest lock file") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Lstat(filepath.Join(dir, LockName)); err == nil {
		t.Error("it was written")
	}
}
