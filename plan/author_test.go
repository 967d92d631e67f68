package plan

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/provider"
)

// past makes the revisions of one page, from the oldest on, each by its own user:
// "text" or "text tag", "" for a hidden text. Numbers and times go backwards, as
// those of imported revisions may.
func past(w *wiki, file provider.File, texts ...string) provider.File {
	if w.revisions == nil {
		w.revisions = map[int64]provider.Revision{}
	}
	var parent int64
	first := int64(1000 * (len(w.revisions) + 1))
	var last provider.Revision
	var tags []string
	for i, text := range texts {
		text, tag, _ := cutTag(text)
		tags = tag
		last = provider.Revision{ID: first - int64(i), Parent: parent, User: fmt.Sprint("User ", i), Time: noon.Add(-time.Duration(i) * time.Hour), Reverts: provider.Reverts(tag)}
		if text != "" {
			last.TextSHA1 = provider.TextSHA1(text)
		}
		w.revisions[last.ID], parent = last, last.ID
	}
	text, _, _ := cutTag(texts[len(texts)-1])
	file.Page = &provider.Page{Rev: last.ID, Parent: last.Parent, TextSHA1: last.TextSHA1, Text: text, HasText: true,
		User: last.User, Time: last.Time, Tags: tags}
	return file
}

func cutTag(s string) (text string, tags []string, tagged bool) {
	for i := range s {
		if s[i] == ' ' {
			return s[:i], []string{s[i+1:]}, true
		}
	}
	return s, nil, false
}

// Whose text it is that an edit replaces: of the revision that brought it, and of
// the one that brought it first where it was brought back.
func TestAuthors(t *testing.T) {
	t.Parallel()
	long := func(n int, texts ...string) []string {
		for range n {
			texts = append(texts, "a")
		}
		return texts
	}
	for name, tt := range map[string]struct {
		texts   []string
		user    int // who it was; -1: not known
		back    int // who brought it back, 0 for nobody
		unknown string
		steps   int // questions
	}{
		"the first revision":                    {texts: []string{"a"}},
		"an edit":                               {texts: []string{"x", "a"}, user: 1, steps: 1},
		"a protection of the first":             {texts: []string{"a", "a"}, steps: 1},
		"a protection and a move after an edit": {texts: []string{"x", "a", "a", "a"}, user: 1, steps: 3},
		"the same text long ago":                {texts: []string{"a", "x", "a"}, user: 2, steps: 1},
		"a revert":                              {texts: []string{"x", "a", "a", "y", "a mw-manual-revert", "a"}, user: 1, back: 4, steps: 5},
		"a revert of the first":                 {texts: []string{"a", "y", "a mw-rollback"}, back: 2, steps: 2},
		"a revert of a revert":                  {texts: []string{"a", "y", "a mw-undo", "z", "a mw-manual-revert"}, back: 4, steps: 4},
		"a revert to what nobody had":           {texts: []string{"x", "y", "a mw-undo"}, user: 2, steps: 2},
		"another tag":                           {texts: []string{"a", "y", "a mobile edit"}, user: 2, steps: 1},
		"a hidden text":                         {texts: []string{"a", "", "a"}, user: -1, unknown: "an older text is hidden", steps: 1},
		"a hidden text further down":            {texts: []string{"", "x", "a", "a"}, user: 2, steps: 2},
		"twenty steps":                          {texts: long(20, "x"), user: 1, steps: 20},
		"twenty-one":                            {texts: long(21, "x"), user: -1, unknown: "the page's history goes further back than the plan looks", steps: 20},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &wiki{files: map[provider.Title]provider.File{}}
			r.files["A.png"] = past(r, has("new", ""), tt.texts...)
			f := Facts{Site: site, Account: uploader}
			if err := Survey(t.Context(), r, []Claim{wanted()}, &f); err != nil {
				t.Fatal(err)
			}
			want := Author{Unknown: tt.unknown}
			if tt.user >= 0 {
				want = Author{User: fmt.Sprint("User ", tt.user), Time: noon.Add(-time.Duration(tt.user) * time.Hour)}
			}
			if tt.back > 0 {
				want.Back = &Act{fmt.Sprint("User ", tt.back), noon.Add(-time.Duration(tt.back) * time.Hour)}
			}
			if diff := cmp.Diff(want, f.Authors["A.png"]); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if n := r.times["revisions"]; n != tt.steps {
				t.Errorf("%d questions, want %d", n, tt.steps)
			}
		})
	}
}

// A revision that the wiki does not show ends the walk: what is known is that
// nothing is known.
func TestAuthorOfAGap(t *testing.T) {
	t.Parallel()
	r := &wiki{files: map[provider.Title]provider.File{}}
	f := past(r, has("new", ""), "x", "a", "a")
	r.files["A.png"] = f
	delete(r.revisions, f.Page.Parent)
	facts := Facts{Site: site, Account: uploader}
	if err := Survey(t.Context(), r, []Claim{wanted()}, &facts); err != nil {
		t.Fatal(err)
	}
	if a := facts.Authors["A.png"]; a.Unknown != "an older revision is not shown" {
		t.Errorf("%+v", a)
	}
}

// TestTrails walks through histories of any kind and compares with what somebody
// finds who has all of the history.
func TestTrails(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "a mw-undo", "b mw-undo", "a mw-manual-revert"}), 1, 30).Draw(t, "texts")
		r := &wiki{}
		file := past(r, provider.File{}, texts...)
		tr := newTrail("A.png", *file.Page)
		if err := walk(context.Background(), r, []*trail{tr}); err != nil {
			t.Fatal(err)
		}
		got := tr.author()

		sums := make([]string, len(texts))
		reverted := make([]bool, len(texts))
		for i, s := range texts {
			var tag []string
			sums[i], tag, _ = cutTag(s)
			reverted[i] = provider.Reverts(tag)
		}
		now := sums[len(sums)-1]
		begin := func(i int) int { // of the run of one text that revision i is in
			for i > 0 && sums[i-1] == sums[i] {
				i--
			}
			return i
		}
		at := begin(len(sums) - 1)
		lowest, back := max(at-1, 0), -1
		for reverted[at] && at > 0 {
			older := at - 1
			for older >= 0 && sums[older] != now {
				older--
			}
			if older < 0 {
				lowest = 0
				break
			}
			if back < 0 {
				back = at
			}
			at = begin(older)
			lowest = max(at-1, 0)
		}
		if len(sums)-1-lowest > trailSteps {
			if got.Unknown == "" {
				t.Fatalf("%q: %+v, and that is too far", texts, got)
			}
			return
		}
		want := Author{User: fmt.Sprint("User ", at), Time: noon.Add(-time.Duration(at) * time.Hour)}
		if back >= 0 {
			want.Back = &Act{fmt.Sprint("User ", back), noon.Add(-time.Duration(back) * time.Hour)}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q (-want +got):\n%s", texts, diff)
		}
	})
}

// However many pages there are and whatever the wiki answers, the number of steps
// and of revisions is bounded. A wiki whose revisions have no beginning ends it as
// well as one.
func TestTrailsEnd(t *testing.T) {
	t.Parallel()
	sum := provider.TextSHA1("a")
	endless := &wiki{revisions: map[int64]provider.Revision{}}
	var trails []*trail
	for i := range int64(1500) {
		for n := range int64(40) {
			id := 1 + i*40 + n
			endless.revisions[id] = provider.Revision{ID: id, Parent: 1 + i*40 + (n+1)%40, TextSHA1: sum}
		}
		trails = append(trails, newTrail(provider.Title(fmt.Sprint(i)), provider.Page{Rev: 1 + i*40, Parent: 2 + i*40, TextSHA1: sum}))
	}
	if err := walk(context.Background(), endless, trails); err != nil {
		t.Fatal(err)
	}
	if n := endless.times["revisions"]; n > trailSteps {
		t.Errorf("%d questions", n)
	}
	if n := len(endless.asked["revisions"]); n != len(trails)+trailsFar {
		t.Errorf("%d revisions, want %d", n, len(trails)+trailsFar)
	}
	for _, tr := range trails {
		if a := tr.author(); a.Unknown == "" {
			t.Fatalf("%s: %+v", tr.title, a)
		}
	}
	// One question is for many pages.
	few := &wiki{revisions: endless.revisions}
	if err := walk(context.Background(), few, []*trail{
		newTrail("A.png", provider.Page{Rev: 1, Parent: 2, TextSHA1: sum}), newTrail("B.png", provider.Page{Rev: 41, Parent: 42, TextSHA1: sum}),
	}); err != nil || few.times["revisions"] != trailSteps {
		t.Errorf("%d questions, %v", few.times["revisions"], err)
	}
}

// Whose picture it is: the oldest version's that has these bytes.
func TestFirstUploader(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		contents string // of the versions, newest first; "-" is hidden
		cut      bool
		want     Author
	}{
		"one version":            {contents: "a", want: Author{User: "0"}},
		"others before":          {contents: "abcb", want: Author{User: "0"}},
		"brought back":           {contents: "aba", want: Author{User: "2", Back: &Act{User: "0"}}},
		"brought back twice":     {contents: "abaca", want: Author{User: "4", Back: &Act{User: "0"}}},
		"hidden before":          {contents: "ab-", want: Author{Unknown: "an older version is hidden"}},
		"hidden since":           {contents: "a-a", want: Author{User: "2", Back: &Act{User: "0"}}},
		"longer than was looked": {contents: "aba", cut: true, want: Author{Unknown: "the file has more versions than the plan looks at"}},
		"another moment":         {contents: "ba", want: Author{User: "now"}},
		"gone":                   {contents: "", want: Author{User: "now"}},
	} {
		h := provider.History{Cut: tt.cut}
		for i, c := range tt.contents {
			v := provider.Version{User: fmt.Sprint(i)}
			if c != '-' {
				v.Digest = digest(string(c))
			}
			h.Versions = append(h.Versions, v)
		}
		now := provider.Version{Digest: digest("a"), User: "now"}
		if len(h.Versions) > 0 && h.Versions[0].Digest == now.Digest {
			now = h.Versions[0]
		}
		if diff := cmp.Diff(tt.want, firstUploader(now, h)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// What is asked about whose work it is follows from what would be replaced.
func TestSurveyOfAuthors(t *testing.T) {
	t.Parallel()
	named := func(name, content string, text *Text) Claim {
		w := wanted()
		w.Title, w.Content.Digest, w.Text = provider.Title(name), digest(content), text
		return w
	}
	r := &wiki{files: map[provider.Title]provider.File{}}
	theirs := &Text{Text: "theirs"}
	r.files["Text.png"] = past(r, has("c1", ""), "theirs", "theirs", "a")
	r.files["Both.png"] = past(r, has("c2", ""), "theirs", "theirs")
	r.files["Content.png"] = past(r, has("c3", ""), "theirs", "theirs")
	r.files["Same.png"] = past(r, has("c4", ""), "theirs", "theirs")
	r.files["First.png"] = past(r, has("c5", ""), "other")
	r.histories = map[provider.Title]provider.History{"Both.png": {Versions: []provider.Version{{Digest: digest("c2"), User: "B"}, {}, {Digest: digest("c2"), User: "A"}}}}
	wants := []Claim{named("Text.png", "c1", theirs), named("Both.png", "n2", &Text{Text: "ours"}), named("Content.png", "n3", theirs),
		named("Same.png", "c4", theirs), named("First.png", "c5", theirs), named("New.png", "n6", theirs)}
	f := Facts{Site: site, Account: uploader}
	if err := Survey(t.Context(), r, wants, &f); err != nil {
		t.Fatal(err)
	}
	asked := slices.Sorted(slices.Values(append(r.asked["histories"], r.asked["prospects"]...)))
	if diff := cmp.Diff([]string{"Both.png", "Content.png", "New.png"}, asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	for title, user := range map[provider.Title]string{"Text.png": "User 2", "Both.png": "User 0", "First.png": "User 0"} {
		if got := f.Authors[title].User; got != user {
			t.Errorf("%s is by %q, want %q", title, got, user)
		}
	}
	if got := f.Uploaders["Both.png"]; got.User != "A" || got.Back == nil || got.Back.User != "Anna" {
		t.Errorf("the picture is by %+v", got)
	}
	if len(f.Authors) != 3 || len(f.Uploaders) != 2 {
		t.Errorf("%d authors, %d uploaders", len(f.Authors), len(f.Uploaders))
	}
}
