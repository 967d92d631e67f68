package cli_test

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider/sandbox"
)

// badPast is a page whose history does not tell what the manifest said last, or hardly.
type badPast struct {
	us   realWiki
	wiki *sandbox.Wiki
	dir  string
	set  string
	more string // attributes of the block
}

const (
	firstWords = "From the museum.\n\nPainted in 1901.\n\n[[Category:Paintings]]"
	nextWords  = "From the museum.\n\nPainted in 1902.\n\n[[Category:Paintings]]"
	her        = "\n[[Category:Hers]]"
)

func (p *badPast) run(t *testing.T, want int, text string, args ...string) string {
	t.Helper()
	p.us.block(t, p.dir)
	putFile(t, filepath.Join(p.dir, "main.wiki.hcl"), fmt.Sprintf(`wikiform {
  set = %q
}
file "f" {
  source           = "F.svg"
  description      = %q
  description_mode = "merge"
%s}
`, p.set, text, p.more))
	return strings.Join(strings.Fields(p.us.run(t, p.dir, want, args...)), " ")
}

// ids are the numbers of the page's revisions, the newest first.
func (p *badPast) ids(t *testing.T) (all []int64) {
	t.Helper()
	var a struct {
		Query struct {
			Pages []struct{ Revisions []struct{ RevID int64 } }
		}
	}
	p.us.ask(t, &a, "prop=revisions&rvprop=ids&rvlimit=max&titles="+url.QueryEscape("File:F.svg"))
	for _, r := range a.Query.Pages[0].Revisions {
		all = append(all, r.RevID)
	}
	return all
}

func (p *badPast) says(t *testing.T, text string) {
	t.Helper()
	check(t, p.wiki.PutPage("File:F.svg", text, "Anna"))
}

// TestBadPasts is about histories that somebody has hidden, cut, brought in or made long: it
// is said why nothing can be done, and nothing is written; or it makes no difference.
func TestBadPasts(t *testing.T) {
	t.Parallel()
	long := time.Unix(1_500_000_000, 0)
	for name, c := range map[string]struct {
		happens func(t *testing.T, p *badPast)
		says    string // "": the manifest's change is merged
		want    string
	}{
		"nothing": {func(t *testing.T, p *badPast) { p.says(t, firstWords+her) }, "", nextWords + her},
		"a comment of ours is hidden": {func(t *testing.T, p *badPast) {
			p.says(t, firstWords+her)
			check(t, p.wiki.Hide(p.ids(t)[1], "comment"))
		}, "the comment of revision 1, which is ours, is hidden", ""},
		"a text of ours is hidden": {func(t *testing.T, p *badPast) {
			p.says(t, firstWords+her)
			check(t, p.wiki.Hide(p.ids(t)[1], "content"))
		}, "the text of revision 1, which is ours, is hidden", ""},
		"our name is hidden": {func(t *testing.T, p *badPast) {
			p.says(t, firstWords+her)
			check(t, p.wiki.Hide(p.ids(t)[1], "user"))
		}, "who made revision 1 is hidden", ""},
		"her name is hidden": {func(t *testing.T, p *badPast) {
			p.says(t, firstWords+her)
			check(t, p.wiki.Hide(p.ids(t)[0], "user"))
		}, "who made revision 2 is hidden", ""},
		"her comment is hidden": {func(t *testing.T, p *badPast) {
			p.says(t, firstWords+her)
			check(t, p.wiki.Hide(p.ids(t)[0], "comment"))
		}, "", nextWords + her},
		"an older text of hers is hidden": {func(t *testing.T, p *badPast) {
			p.says(t, firstWords+"\nNothing for anybody.")
			p.says(t, firstWords+her)
			check(t, p.wiki.Hide(p.ids(t)[1], "content"))
		}, "", nextWords + her},
		"a history of fifteen hundred": {func(t *testing.T, p *badPast) {
			for i := range 1500 {
				p.says(t, firstWords+fmt.Sprintf("\nAnna was here %d times.", i))
			}
			p.says(t, firstWords+her)
		}, "", nextWords + her},
		"a history of five thousand": {func(t *testing.T, p *badPast) {
			for i := range 5000 {
				p.says(t, firstWords+fmt.Sprintf("\nAnna was here %d times.", i))
			}
		}, "further back in its history than the plan looks", ""},
		"a long history before us": {func(t *testing.T, p *badPast) {
			for i := range 5000 {
				check(t, p.wiki.PutPage("File:F.svg", fmt.Sprintf("%d", i), "Anna"))
			}
			p.exactly(t, firstWords)
			p.says(t, firstWords+her)
		}, "", nextWords + her},
		"older revisions are imported": {func(t *testing.T, p *badPast) {
			p.says(t, firstWords+her)
			check(t, p.wiki.Import("File:F.svg", "xx>Old", "Old words.", "from another wiki", long))
		}, "", nextWords + her},
		"a later one is imported": {func(t *testing.T, p *badPast) {
			check(t, p.wiki.Import("File:F.svg", "xx>Old", firstWords+her, "from another wiki", time.Unix(1_999_000_000, 0)))
		}, "", nextWords + her},
		"one is imported that calls itself ours": {func(t *testing.T, p *badPast) {
			check(t, p.wiki.Import("File:F.svg", "Museum", "Old words.", "Update [whole 0123456789] [wikiform museum]", long))
			p.says(t, firstWords+her)
		}, "", nextWords + her},
		"the page was deleted and made again": {func(t *testing.T, p *badPast) {
			check(t, p.wiki.DeletePage("File:F.svg"))
			p.says(t, "Made anew.\n\nPainted in 1901.")
		}, "nothing of ours is in its history", ""},
		"the file was deleted and brought again": {func(t *testing.T, p *badPast) {
			check(t, p.wiki.Delete("File:F.svg", "no source"))
			check(t, p.wiki.PutFile("F.svg", []byte(picture("f")), "Made anew.", "Anna"))
		}, "nothing of ours is in its history", ""},
		"it is of another set": {func(t *testing.T, p *badPast) {
			p.says(t, firstWords+her)
			p.set = "zoo"
		}, "is of another set", ""},
		"it was of another set": {func(t *testing.T, p *badPast) {
			p.says(t, firstWords+her)
			p.set, p.more = "zoo", "  adopt = true\n"
		}, "nothing of ours is in its history", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			us, _, wiki := twoAccounts(t)
			p := &badPast{us, wiki, t.TempDir(), "museum", ""}
			putFile(t, filepath.Join(p.dir, "F.svg"), picture("f"))
			p.run(t, 0, firstWords, "apply", "-auto-approve")
			c.happens(t, p)
			before, err := wiki.Holdings()
			check(t, err)
			if c.says == "" {
				p.run(t, 0, nextWords, "apply", "-auto-approve")
				texts, err := wiki.Texts("File:F.svg")
				check(t, err)
				if texts[0] != c.want {
					t.Errorf("the page says\n%s\nwant\n%s", texts[0], c.want)
				}
				p.run(t, 0, nextWords, "plan", "-detailed-exitcode")
				return
			}
			out := p.run(t, 1, nextWords, "plan")
			for _, says := range []string{"1 blocked", c.says} {
				if !strings.Contains(out, says) {
					t.Errorf("the plan does not say %q: %s", says, out)
				}
			}
			p.run(t, 1, nextWords, "apply", "-auto-approve")
			after, err := wiki.Holdings()
			check(t, err)
			if diff := cmp.Diff(before["File:F.svg"], after["File:F.svg"]); diff != "" {
				t.Errorf("it is blocked, and something was written:\n%s", diff)
			}
		})
	}
}

// exactly applies once as exact does.
func (p *badPast) exactly(t *testing.T, text string) {
	t.Helper()
	p.us.block(t, p.dir)
	putFile(t, filepath.Join(p.dir, "main.wiki.hcl"), fmt.Sprintf("wikiform {\n  set = %q\n}\nfile \"f\" {\n  source = \"F.svg\"\n  description = %q\n}\n", p.set, text))
	p.us.run(t, p.dir, 0, "apply", "-auto-approve")
}
