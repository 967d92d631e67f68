package plan

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wikiform/internal/merge"
	"wikiform/provider"
	"wikiform/spec"
)

// mergeSample is a plan with something of everything that becomes of what others wrote.
func mergeSample() *Plan {
	day := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	change := func(title provider.Title, ours, theirs string, m *Merge) Change {
		return Change{
			Claim: Claim{Address: "file.a", Title: title, Content: &Content{Source: spec.Source{Path: "a.png"}, Digest: digest("a")}, Text: &Text{Text: ours}, Comment: "batch"},
			Before: provider.File{
				Title: title, Version: &provider.Version{Digest: digest("a")},
				Page: &provider.Page{Rev: 9, TextSHA1: provider.TextSHA1(theirs), Text: theirs, HasText: true, User: "Anna", Time: day},
			},
			Merge: m,
		}
	}
	anna := provider.Revision{ID: 9, User: "Anna", Time: day, Comment: "more"}
	clean := change("A.png", "old\nnew", "old\nmore", &Merge{Base: Base{Text: "old", Rev: 7, Others: []provider.Revision{anna, {ID: 8, Time: day, Hidden: true}}}})
	clean.Steps, clean.Reasons = []Step{SetText{Text: "old\nnew\nmore", How: HowMerge}}, []Reason{TextDiffers}
	clean.Held = []Held{{TextAspect, OthersKept, Guard{MergeText, Position{"a.wiki.hcl", 4}}}}
	conflict := change("B.png", "new", "theirs", &Merge{
		Base:      Base{Text: "old", Rev: 7, Others: []provider.Revision{anna}},
		Conflicts: []merge.Conflict{{Line: 1, Base: []string{"old"}, Ours: []string{"new"}, Theirs: []string{"theirs"}}},
	})
	conflict.Verdict, conflict.Reasons, conflict.Problems = VerdictBlocked, []Reason{MergeConflict}, []Problem{{Reason: MergeConflict, Text: "both changed it"}}
	unknown := change("C.png", "new", "theirs", &Merge{Base: Base{Unknown: "a comment is hidden"}})
	unknown.Verdict, unknown.Reasons, unknown.Problems = VerdictBlocked, []Reason{BaseUnknown}, []Problem{{Reason: BaseUnknown, Text: "not known"}}
	kept := change("D.png", "new", "old\n[[Category:X]]", &Merge{Base: Base{Text: "old", Rev: 7}, Kept: []string{"[[Category:X]]"}})
	kept.Steps, kept.Reasons = []Step{SetText{Text: "new\n[[Category:X]]", How: HowKeep}}, []Reason{TextDiffers}
	return &Plan{Made: day, Wiki: Wiki{Name: "prod", API: "https://wiki.example/w/api.php"}, Changes: []Change{clean, conflict, unknown, kept}}
}

func TestMergeSample(t *testing.T) {
	t.Parallel()
	p := mergeSample()
	b := savedBytes(t, p)
	back, err := Read(bytes.NewReader(b))
	if err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	if diff := cmp.Diff(p, back); diff != "" {
		t.Errorf("(-saved +read):\n%s", diff)
	}
	base := provider.TextSHA1("old").String()
	for _, part := range []string{
		`"merge":{"base":"` + base + `","base_revision":7,"others":[{"revision":9,"user":"Anna","timestamp":"2026-11-22T10:00:00Z","comment":"more"},{"revision":8,"timestamp":"2026-11-22T10:00:00Z","comment_hidden":true}]}`,
		`"conflicts":[{"line":1,"base":["old"],"ours":["new"],"theirs":["theirs"]}]}`,
		`"merge":{"unknown":"a comment is hidden"}`, `"kept":["[[Category:X]]"]`,
		`{"step":"set_text","text_sha1":"` + provider.TextSHA1("old\nnew\nmore").String() + `","how":"merge"}`, `"how":"keep"`,
		`"` + base + `":"old"`, `:"old\nnew\nmore"`,
	} {
		if strings.Count(string(b), part) == 0 {
			t.Errorf("%s is not in\n%s", part, b)
		}
	}
	if n := strings.Count(string(b), `":"old",`); n != 1 {
		t.Errorf("the base is there %d times", n)
	}
}

// sealed gives a document the checksum that it should have.
func sealed(document string) string {
	at := strings.LastIndex(document, `"checksum":"`) + len(`"checksum":"`)
	return document[:at] + sha256Of([]byte(document[:at]+checksumEnd)) + checksumEnd
}

// What no merge can be is refused, also where the sums fit.
func TestMergesThatMakeNoSense(t *testing.T) {
	t.Parallel()
	b := string(savedBytes(t, mergeSample()))
	if sealed(b) != b {
		t.Fatal("the checksum is made otherwise")
	}
	base := provider.TextSHA1("old").String()
	for _, tt := range []struct{ name, old, new, want string }{
		{"another way", `"how":"merge"`, `"how":"own"`, `the unknown way "own"`},
		{"no base", `"base":"` + base + `"`, `"base":"` + strings.Repeat("0", 39) + `1"`, "the base 0000000000000000000000000000000000000001 of a merge is not in texts"},
		{"neither a base nor a reason", `"merge":{"unknown":"a comment is hidden"}`, `"merge":{}`, "of a merge is not in texts"},
		{"a line that is none", `"line":1,`, `"line":0,`, "a conflict of a merge is at line 0"},
		{"a time that is none", `"user":"Anna","timestamp":"2026-11-22T10:00:00Z","comment"`, `"user":"Anna","timestamp":"then","comment"`, `cannot parse "then"`},
		{"of format 2.2", `"format_version":"2.5"`, `"format_version":"2.2"`, "it differs first in line"},
		{"of format 2.0", `"format_version":"2.5"`, `"format_version":"2.0"`, "it differs first in line"},
	} {
		forged := strings.Replace(b, tt.old, tt.new, 1)
		if forged == b {
			t.Fatalf("%s: %s is not there", tt.name, tt.old)
		}
		if _, err := Read(strings.NewReader(sealed(forged))); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
}

// A plan of format 2.2 has all that it had.
func TestFormat22(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("testdata/saved-2.2-guards.json")
	if err != nil {
		t.Fatal(err)
	}
	p, err := Read(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	want := sample()
	want.Format, want.TagsUntold, want.LeftOut, want.Unsought = format22, 2, 1, "the wiki does not tell"
	want.Orphans = []Orphan{{Title: "Old.png", Why: []Problem{{Reason: InUse, Text: "Bridges shows it", Other: "Bridges.png"}}}}
	c := &want.Changes[5]
	c.Claim.OnDuplicate, c.Steps = spec.DuplicateRedirect, []Step{SetTags{7, "Up", []string{"museum"}}}
	c.Held = []Held{{TextAspect, TextDiffers, Guard{SeedText, Position{"a.wiki.hcl", 40}}}}
	if diff := cmp.Diff(want, p, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-planned +read):\n%s", diff)
	}
	if !bytes.Equal(savedBytes(t, p), b) {
		t.Error("it is not written as it was")
	}
}
