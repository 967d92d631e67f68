package plan

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// undoSample is a plan that takes something of everything back.
func undoSample() *Plan {
	day := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	old := provider.Version{Digest: digest("old"), MIME: "image/png", Width: 6, Height: 5, User: "Anna", Time: day, Comment: "new scan", Archive: "20261122100000!A.png"}
	ours := provider.File{
		Title: "B.png", Version: &provider.Version{Digest: digest("new"), User: "Up", Time: day.Add(time.Hour)},
		Page: &provider.Page{ID: 5, Rev: 9, TextSHA1: provider.TextSHA1("new"), Text: "new", HasText: true, User: "Up", Time: day.Add(time.Hour)},
	}
	rows := provider.Deleted{
		Versions:  []provider.DeletedVersion{{ID: 4, Version: provider.Version{Digest: digest("gone"), User: "Anna", Time: day}}},
		Revisions: []provider.Revision{{ID: 7, Page: 6, Parent: 3, TextSHA1: provider.TextSHA1("gone"), User: "Anna", Time: day, Tags: []string{"mw-undo"}, Reverts: true}, {ID: 3, Page: 6, TextSHA1: provider.TextSHA1(""), Time: day}},
	}
	at := Position{".wikiform/receipts/1.json", 3}
	back := Change{
		Claim:  Claim{Address: `rollback["A.png"]`, At: at, Title: "A.png", Undoes: &Undoing{Version: &old}, Text: &Text{Text: "old"}, Comment: "Roll back", From: &Origin{Title: "B.png", At: at, Comment: "Roll back", Redirect: true}},
		Before: provider.File{Title: "A.png"}, From: ours, Steps: []Step{Moving{From: "B.png", Redirect: true}, Revert{old}, SetText{Text: "old"}}, Reasons: []Reason{TitleDiffers, ContentDiffers, TextDiffers},
	}
	undeleted := Change{
		Claim:  Claim{Address: `rollback["C.png"]`, At: at, Title: "C.png", Undoes: &Undoing{Deleted: &rows}, Comment: "Roll back", Tags: []string{"museum"}},
		Before: provider.File{Title: "C.png"}, Steps: []Step{Restore{rows}}, Reasons: []Reason{Missing},
	}
	made := ours
	made.Title = "D.png"
	gone := Change{
		Claim:  Claim{Address: `rollback["D.png"]`, At: at, Title: "D.png", Undoes: &Undoing{}, Gone: true, Comment: "Roll back"},
		Before: made, Steps: []Step{Deletion{}}, Reasons: []Reason{Unwanted},
	}
	return &Plan{
		Made: day, Wiki: Wiki{Name: "prod", API: "https://wiki.example/w/api.php"}, Receipt: strings.Repeat("5e", 32),
		Changes: []Change{back, undeleted, gone},
	}
}

func TestUndoSample(t *testing.T) {
	t.Parallel()
	p := undoSample()
	b := savedBytes(t, p)
	back, err := Read(bytes.NewReader(b))
	if err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	if diff := cmp.Diff(p, back); diff != "" {
		t.Errorf("(-saved +read):\n%s", diff)
	}
	for _, part := range []string{
		`"receipt":"` + p.Receipt + `"`, `"type":"rollback","name":"","index":"A.png"`, `"actions":["create"]`,
		`{"step":"revert","sha1":"` + digest("old").SHA1.String() + `","size":3,"user":"Anna","timestamp":"2026-11-22T10:00:00Z"}`,
		`{"step":"undelete","versions":1,"revisions":2}`, `"undoes":{"version":{`, `"undoes":{}`,
	} {
		if !strings.Contains(string(b), part) {
			t.Errorf("%s is not in\n%s", part, b)
		}
	}
	if n := p.Counts(); n.Add != 1 || n.Destroy != 1 || n.Move != 1 || n.Bytes != 0 {
		t.Errorf("it counts %+v", n)
	}
}

// What no rollback can be is refused, also where the sums fit.
func TestRollbacksThatMakeNoSense(t *testing.T) {
	t.Parallel()
	b := string(savedBytes(t, undoSample()))
	for _, tt := range []struct{ name, old, new, want string }{
		{"of an older format", `"format_version":"2.5"`, `"format_version":"2.3"`, `it has the unknown type "rollback"`},
		{"without what comes back", `"undoes":{}`, `"held":[]`, "it does not say what it takes back"},
		{"a revert to nothing", `"undoes":{"version":`, `"undoes":{"versions":`, "it reverts to a version, and has none"},
		{"an undeletion of nothing", `"undoes":{"deleted":`, `"undoes":{"deletions":`, "it undeletes something, and does not say what"},
		{"another version than that of the step", `"step":"revert","sha1":"` + digest("old").SHA1.String(), `"step":"revert","sha1":"` + digest("new").SHA1.String(), "it differs first in line"},
		{"more rows than it says", `"versions":1,`, `"versions":2,`, "it differs first in line"},
		{"what comes back of a manifest's file", `"type":"rollback"`, `"type":"file"`, "it reverts to a version, and has none"},
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

// The digest is of what comes back in the place of what, and of nothing else.
func TestUndoDigest(t *testing.T) {
	t.Parallel()
	want := undoSample().Digest()
	for name, tt := range map[string]struct {
		change func(p *Plan)
		same   bool
	}{
		"the name of the archive": {func(p *Plan) { p.Changes[0].Steps[1] = Revert{underB(p.Changes[0].Steps[1].(Revert).Version)} }, true},
		"the receipt":             {func(p *Plan) { p.Receipt = "" }, true},
		"another version":         {func(p *Plan) { p.Changes[0].Steps[1] = Revert{provider.Version{Digest: digest("x")}} }, false},
		"fewer rows":              {func(p *Plan) { p.Changes[1].Steps[0] = Restore{} }, false},
	} {
		p := undoSample()
		tt.change(p)
		if got := p.Digest(); (got == want) != tt.same {
			t.Errorf("%s: the digest is the same: %t, want %t", name, got == want, tt.same)
		}
	}
}

func underB(v provider.Version) provider.Version {
	v.Archive = "20261122100000!B.png"
	return v
}

// A plan of format 2.3 has all that it had.
func TestFormat23(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("testdata/saved-2.3-merge.json")
	if err != nil {
		t.Fatal(err)
	}
	p, err := Read(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	want := mergeSample()
	want.Format = format23
	if diff := cmp.Diff(want, p); diff != "" {
		t.Errorf("(-planned +read):\n%s", diff)
	}
	if !bytes.Equal(savedBytes(t, p), b) {
		t.Error("it is not written as it was")
	}
}
