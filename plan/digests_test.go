package plan

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/provider"
	"wikiform/spec"
)

// wikiFile is what a wiki has under one title, in short: "" is nothing.
type wikiFile struct {
	content string
	text    string
	noPage  bool
	at      int // seconds after which the content came
}

func (f wikiFile) file(title provider.Title) provider.File {
	have := provider.File{Title: title}
	if f.content != "" {
		have.Version = &provider.Version{Digest: digest(f.content), User: "Anna", Time: time.Unix(int64(f.at), 0).UTC()}
	}
	if !f.noPage {
		have.Page = &provider.Page{Rev: int64(10 + f.at), TextSHA1: provider.TextSHA1(f.text), User: "Anna"}
	}
	return have
}

var nothingThere = wikiFile{noPage: true}

// between plans twice: for what a wiki has, and for what it has later.
func between(text *string, before, later wikiFile) (reviewed, now *Plan) {
	w := Want{Address: "file.a", Title: "A.png", Source: spec.Source{Path: "a.png"}, Digest: digest("new"), Text: text, Comment: "batch"}
	at := func(f wikiFile) *Plan {
		return Compute([]Want{w}, Facts{
			Wiki: Wiki{API: "https://wiki.example/w/api.php"}, Site: provider.Site{Extensions: []string{"png"}},
			Have: map[provider.Title]provider.File{w.Title: f.file(w.Title)},
		})
	}
	return at(before), at(later)
}

// What a run that broke leaves undone is in the list of what was reviewed, and
// what anybody else did is not.
func TestUnreviewed(t *testing.T) {
	t.Parallel()
	text := "new text"
	var (
		old     = wikiFile{content: "old", text: "old text", at: 1}
		pageOld = wikiFile{text: "old text"}
	)
	for _, tt := range []struct {
		name          string
		text          *string
		before, later wikiFile
		want          []Aspect // that the later plan writes and nobody reviewed
		left          []Aspect // that the later plan writes
	}{
		{"create, not begun", &text, nothingThere, nothingThere, nil, []Aspect{ContentAspect, TextAspect}},
		{"create, done", &text, nothingThere, wikiFile{content: "new", text: text}, nil, nil},
		{"create, its page is missing", &text, nothingThere, wikiFile{content: "new", noPage: true}, nil, []Aspect{TextAspect}},
		{"create, its page is there", &text, nothingThere, wikiFile{text: text}, nil, []Aspect{ContentAspect}},
		{"create, somebody made the page", &text, nothingThere, pageOld, []Aspect{TextAspect}, []Aspect{ContentAspect, TextAspect}},
		{"create, somebody made the file", &text, nothingThere, wikiFile{content: "theirs", text: text}, []Aspect{ContentAspect}, []Aspect{ContentAspect}},
		{"create below a page, killed between", &text, pageOld, wikiFile{content: "new", text: "old text", at: 1}, nil, []Aspect{TextAspect}},
		{"create below a page, and the page was deleted", &text, pageOld, nothingThere, []Aspect{TextAspect}, []Aspect{ContentAspect, TextAspect}},
		{"create without a text", nil, nothingThere, nothingThere, nil, []Aspect{ContentAspect, TextAspect}},
		{"create without a text, done", nil, nothingThere, wikiFile{content: "new"}, nil, nil},
		{"create without a text, somebody made the page", nil, nothingThere, pageOld, nil, []Aspect{ContentAspect}},
		{"create without a text, and the page was deleted", nil, pageOld, nothingThere, []Aspect{TextAspect}, []Aspect{ContentAspect, TextAspect}},

		{"update, not begun", &text, old, old, nil, []Aspect{ContentAspect, TextAspect}},
		{"update, killed between", &text, old, wikiFile{content: "new", text: "old text", at: 2}, nil, []Aspect{TextAspect}},
		{"update, the text alone is done", &text, old, wikiFile{content: "old", text: text, at: 1}, nil, []Aspect{ContentAspect}},
		{"update, done", &text, old, wikiFile{content: "new", text: text, at: 2}, nil, nil},
		{"update, somebody's version", &text, old, wikiFile{content: "theirs", text: text, at: 2}, []Aspect{ContentAspect}, []Aspect{ContentAspect}},
		{"update, done and reverted", &text, old, wikiFile{content: "old", text: text, at: 3}, []Aspect{ContentAspect}, []Aspect{ContentAspect}},
		{"update, somebody's text", &text, old, wikiFile{content: "old", text: "theirs", at: 1}, []Aspect{TextAspect}, []Aspect{ContentAspect, TextAspect}},
		{"update, and the page was deleted", &text, old, wikiFile{content: "old", noPage: true, at: 1}, []Aspect{TextAspect}, []Aspect{ContentAspect, TextAspect}},
		{"update, and all was deleted", &text, old, nothingThere, []Aspect{ContentAspect, TextAspect}, []Aspect{ContentAspect, TextAspect}},
		{"update of the content alone, somebody's text", nil, old, wikiFile{content: "old", text: "theirs", at: 1}, nil, []Aspect{ContentAspect}},

		{"nothing to do then", &text, wikiFile{content: "new", text: text}, old, []Aspect{ContentAspect, TextAspect}, []Aspect{ContentAspect, TextAspect}},
	} {
		reviewed, now := between(tt.text, tt.before, tt.later)
		var got, left []Aspect
		for _, u := range now.Unreviewed(reviewed.Digests()) {
			got = append(got, u.Aspect)
		}
		for _, l := range now.Changes[0].leaves("") {
			left = append(left, l.Aspect)
		}
		if !slices.Equal(got, tt.want) || !slices.Equal(left, tt.left) {
			t.Errorf("%s: %v of %v was not reviewed, want %v of %v", tt.name, got, left, tt.want, tt.left)
		}
	}
}

// A part of a plan was reviewed with it, and nothing else was, in whatever order
// both are.
func TestEveryPartIsReviewed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlan(t)
		p.Format = ""
		api := p.Wiki.API
		titles := map[string]bool{}
		p.Changes = slices.DeleteFunc(p.Changes, func(c Change) bool { // a wiki's plan has a title once
			again := titles[c.Title.Page()]
			titles[c.Title.Page()] = true
			return again
		})
		list := p.Digests()
		part := *p
		part.Changes = rapid.Permutation(p.Changes).Draw(t, "order")
		if part.Digest() != p.Digest() {
			t.Fatalf("another order has the digest %s instead of %s", part.Digest(), p.Digest())
		}
		part.Changes = part.Changes[:rapid.IntRange(0, len(p.Changes)).Draw(t, "part")]
		if us := part.Unreviewed(list); us != nil {
			t.Fatalf("a part was not reviewed: %v", us[0].Why())
		}
		for _, c := range p.Changes {
			if c.leaves(api) == nil {
				continue
			}
			twice := Plan{Wiki: p.Wiki, Changes: []Change{c, c}}
			if us := twice.Unreviewed(list); len(us) != len(c.leaves(api)) {
				t.Fatalf("%d of %d are not reviewed the second time", len(us), len(c.leaves(api)))
			}
			c.Comment += "!"
			other := Plan{Wiki: p.Wiki, Changes: []Change{c}}
			us := other.Unreviewed(list)
			if len(us) != len(c.leaves(api)) || !us[0].Otherwise {
				t.Fatalf("another comment was reviewed: %+v", us)
			}
			elsewhere := Plan{Wiki: Wiki{API: api + "x"}, Changes: []Change{c}}
			if len(elsewhere.Unreviewed(list)) != len(us) {
				t.Fatal("the same on another wiki was reviewed")
			}
		}
	})
}

func TestWhy(t *testing.T) {
	t.Parallel()
	p := sample()
	var got []string
	for _, u := range p.Unreviewed(Digests{}) {
		got = append(got, string(u.Change.Address)+": "+u.Why())
	}
	p.Changes[1].Comment = "another"
	for _, u := range p.Unreviewed(sample().Digests()) {
		got = append(got, string(u.Change.Address)+": "+u.Why())
	}
	want := []string{
		"file.logo: its content is not in the reviewed plan; this plan puts content with sha1 5807dd60 in the place of nothing",
		"file.logo: its text is not in the reviewed plan; this plan puts a text of 10 bytes in the place of no page",
		"file.plate[\"a\\nb\"]: its content is not in the reviewed plan; this plan puts content with sha1 c2a6b03f in the place of sha1 c00dbbc9 by Anna of 2026-11-22T10:00:00Z",
		"file.plate[\"a\\nb\"]: its text is not in the reviewed plan; this plan puts a text of 10 bytes in the place of revision 7 by Anna of 2026-11-22T10:00:00Z",
		"file.url: its content is not in the reviewed plan; this plan puts content that is not known yet in the place of nothing",
		"file.url: its text is not in the reviewed plan; this plan puts a text of 0 bytes in the place of no page",
		"file.plate[\"a\\nb\"]: its content was reviewed otherwise; this plan puts content with sha1 c2a6b03f in the place of sha1 c00dbbc9 by Anna of 2026-11-22T10:00:00Z",
		"file.plate[\"a\\nb\"]: its text was reviewed otherwise; this plan puts a text of 10 bytes in the place of revision 7 by Anna of 2026-11-22T10:00:00Z",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDigestsAreRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlan(t)
		p.Format = ""
		titles := map[provider.Title]bool{}
		p.Changes = slices.DeleteFunc(p.Changes, func(c Change) bool {
			again := titles[c.Title]
			titles[c.Title] = true
			return again
		})
		saved := p.Digests().String()
		for line := range strings.Lines(saved) {
			if provider.Visible(strings.TrimSuffix(line, "\n")) != strings.TrimSuffix(line, "\n") {
				t.Fatalf("a line that a terminal or a runner would obey: %q", line)
			}
		}
		d, err := ReadDigests(strings.NewReader(saved))
		if err != nil {
			t.Fatalf("%v\n%s", err, saved)
		}
		if d.Root() != p.Digest() || d.Len() != p.Digests().Len() || d.String() != saved {
			t.Fatalf("%d entries with the root %s became\n%s", p.Digests().Len(), p.Digest(), d)
		}
	})
}

func TestOtherListsAreRefused(t *testing.T) {
	t.Parallel()
	good := sample().Digests().String()
	lines := strings.SplitAfter(good, "\n")
	entry := strings.TrimSuffix(lines[1], "\n")
	for _, tt := range []struct{ name, in, want string }{
		{"nothing", "", `which begins with "wikiform digests 1"`},
		{"a plan", string(savedBytes(t, sample())), "not a list of digests that wikiform saved"},
		{"of the future", strings.Replace(good, "digests 1", "digests 2", 1), "not a list of digests"},
		{"cut off", good[:len(good)-1], "line 7 has no end"},
		{"a line twice", lines[0] + lines[1] + lines[1], "line 3 is there twice"},
		{"a sum twice", lines[0] + lines[1] + lines[1][:sumDigits] + " text \"File:B.png\"\n", "line 3 is there twice"},
		{"another order", lines[0] + lines[2] + lines[1], "line 3 is not in ascending order"},
		{"an empty line", lines[0] + "\n", "line 2 is no entry"},
		{"CRLF", strings.ReplaceAll(good, "\n", "\r\n"), "not a list of digests"},
		{"a sum only", lines[0] + entry[:sumDigits] + "\n", "line 2 is no entry"},
		{"a short sum", lines[0] + entry[1:] + "\n", "line 2 is no entry"},
		{"capitals", lines[0] + strings.ToUpper(entry[:sumDigits]) + entry[sumDigits:] + "\n", "line 2 is no entry"},
		{"no title", lines[0] + entry[:sumDigits] + " content \n", "line 2 is no entry"},
		{"a title that is none", lines[0] + entry[:sumDigits] + " content 1\n", "line 2 is no entry"},
		{"a title without an end", lines[0] + entry[:sumDigits] + " content \"File:A.png\n", "line 2 is no entry"},
		{"another aspect", lines[0] + entry[:sumDigits] + " data \"File:A.png\"\n", "line 2 is no entry"},
	} {
		_, err := ReadDigests(strings.NewReader(tt.in))
		if e, ok := errors.AsType[*FormatError](err); !ok || !strings.Contains(e.Problem, tt.want) || e.Hint == "" {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
	if _, err := ReadDigests(io.MultiReader(strings.NewReader("w"), broken{})); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("got %v, want the reader's error", err)
	}
}

// endless is a text that is repeated for ever.
type endless string

func (e endless) Read(b []byte) (int, error) {
	return copy(b, strings.Repeat(string(e), 1+len(b)/len(e))), nil
}

// A list is worth nothing before it was read to its end, so that must cost little,
// whatever is in it.
func TestListsAreBounded(t *testing.T) {
	// Not parallel: it measures the memory of the process.
	for _, tt := range []struct {
		name string
		r    io.Reader
		want string
	}{
		{"endless", endless("x"), "it is larger than 64.0 MiB"},
		{"of empty lines", io.LimitReader(endless("\n"), MaxDigests-100), "line 2 is no entry"},
		{"of one line", io.LimitReader(endless("0"), MaxDigests-100), "line 2 has no end"},
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		_, err := ReadDigests(io.MultiReader(strings.NewReader(digestsHead), tt.r))
		runtime.ReadMemStats(&after)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 8*MaxDigests {
			t.Errorf("%s: %s were allocated", tt.name, Size(int64(used)))
		}
	}
}

// FuzzReadDigests: what is read is what would be written, and nothing panics.
func FuzzReadDigests(f *testing.F) {
	good := sample().Digests().String()
	for _, s := range []string{good, digestsHead, "", "wikiform digests 1", digestsHead + "\n", strings.ToUpper(good),
		fmt.Sprintf("%s%064d content \"File:\\u202e.png\"\n", digestsHead, 0)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ReadDigests(strings.NewReader(s))
		if err != nil {
			return
		}
		if d.String() != s {
			t.Errorf("%q was read, and is not written so", s)
		}
		sample().Unreviewed(d)
	})
}

// The sums are what docs/plan-format.md says, so that others can compute them.
func TestDigestsAreAsDocumented(t *testing.T) {
	t.Parallel()
	p := sample()
	old, text := digest("old").SHA1, provider.TextSHA1("== New ==\n")
	var lines []string
	for entry, of := range map[string]string{
		` content "File:Logo.png"`: fmt.Sprintf(`{"aspect":"content","api":"https://wiki.example/w/api.php","title":"File:Logo.png","before":null,`+
			`"after":{"sha1":%q,"size":4},"comment":"batch","tags":["museum"],"accept_warnings":[]}`, digest("logo").SHA1),
		` text "File:Logo.png"`: fmt.Sprintf(`{"aspect":"text","api":"https://wiki.example/w/api.php","title":"File:Logo.png","before":null,`+
			`"after":{"sha1":%q},"comment":"batch","tags":["museum"]}`, text),
		` content "File:Plate.png"`: fmt.Sprintf(`{"aspect":"content","api":"https://wiki.example/w/api.php","title":"File:Plate.png",`+
			`"before":{"sha1":%q,"timestamp":"2026-11-22T10:00:00Z"},"after":{"sha1":%q,"size":3},"comment":"","tags":[],"accept_warnings":["duplicate"]}`, old, digest("new").SHA1),
		` text "File:Plate.png"`: fmt.Sprintf(`{"aspect":"text","api":"https://wiki.example/w/api.php","title":"File:Plate.png","before":{"sha1":%q},`+
			`"after":{"sha1":%q},"comment":"","tags":[]}`, provider.TextSHA1("== Old ==\n"), text),
		` content "File:URL.png"`: `{"aspect":"content","api":"https://wiki.example/w/api.php","title":"File:URL.png","before":null,` +
			`"after":{"url":"https://example.org/u","via":"auto"},"comment":"","tags":[],"accept_warnings":[]}`,
		` text "File:URL.png"`: fmt.Sprintf(`{"aspect":"text","api":"https://wiki.example/w/api.php","title":"File:URL.png","before":null,`+
			`"after":{"sha1":%q},"comment":"","tags":[]}`, provider.TextSHA1("")),
	} {
		lines = append(lines, fmt.Sprintf("%x%s\n", sha256.Sum256([]byte(of)), entry))
	}
	slices.Sort(lines)
	want := "wikiform digests 1\n" + strings.Join(lines, "")
	if diff := cmp.Diff(want, p.Digests().String()); diff != "" {
		t.Errorf("(-documented +got):\n%s", diff)
	}
	if want := fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(want))); p.Digest() != want {
		t.Errorf("the digest is %s, want %s", p.Digest(), want)
	}
}
