package render

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/internal/number"
	"wikiform/internal/picture"
	"wikiform/plan"
)

// withoutAssets leaves out of a page what is the same in every one, so that a
// golden file changes with what the page says.
func withoutAssets(page string) string {
	page = strings.Replace(page, htmlStyle, "/* style */", 1)
	page = strings.Replace(page, htmlScript, "/* script */", 1)
	return policyInPage.ReplaceAllString(page, `content="policy"`)
}

var policyInPage = regexp.MustCompile(`content="default-src [^"]*"`)

func page(t testing.TB, p *plan.Plan, pictures picture.Album) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := HTML(&b, p, Style{Pictures: pictures}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The policy allows exactly the style and the script that are in the page, and
// no element has either of its own.
func TestHTMLPolicy(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"empty", "mixed", "blocked", "hostile"} {
		p := corpus()[name]
		if p == nil {
			t.Fatalf("the corpus has no plan %q", name)
		}
		doc := string(page(t, p, nil))
		for _, tag := range []string{"style", "script"} {
			all := regexp.MustCompile("(?s)<"+tag+"[^>]*>(.*?)</"+tag+">").FindAllStringSubmatch(doc, -1)
			if len(all) != 1 {
				t.Fatalf("%s: %d elements %s", name, len(all), tag)
			}
			if !strings.Contains(strings.ReplaceAll(doc, "&#43;", "+"), tag+"-src &#39;"+cspHash(all[0][1])+"&#39;") {
				t.Errorf("%s: the policy does not allow its %s", name, tag)
			}
		}
		if m := regexp.MustCompile(`<[^>]*\s(style|on[a-z]+)=[^>]*>`).FindString(strings.NewReplacer(htmlStyle, "", htmlScript, "").Replace(doc)); m != "" {
			t.Errorf("%s: %s", name, m)
		}
	}
}

// A page may be printed in a job. What is shown stays the same.
func TestHTMLCommandsNoRunner(t *testing.T) {
	t.Parallel()
	for name, p := range corpus() {
		if !strings.HasPrefix(name, "hostile") {
			continue
		}
		for line := range strings.Lines(string(page(t, p, nil))) {
			if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") || strings.Contains(strings.ToLower(line), "##vso[") {
				t.Errorf("%s: command to a runner: %q", name, line)
			}
		}
	}
	for line, want := range map[string]string{
		"::error::x\n": "&#58;:error::x\n", "  ::x": "  &#58;:x", "a::b": "a::b", "##[x]": "&#35;#[x]", "###[x]##VSO[y": "#&#35;#[x]&#35;#VSO[y", "## x": "## x",
	} {
		var b bytes.Buffer
		g := &lineGuard{w: &b}
		for i := range len(line) { // whatever a template writes at once
			g.Write([]byte(line[i : i+1]))
		}
		if err := g.flush(); err != nil || b.String() != want {
			t.Errorf("%q becomes %q, want %q, %v", line, b.String(), want, err)
		}
	}
}

// A difference that many files share is in the page once.
func TestHTMLSharesDifferences(t *testing.T) {
	t.Parallel()
	doc := string(page(t, large(), nil))
	if shared, own := strings.Count(doc, "The same difference as in"), strings.Count(doc, `<pre class="diff">`); shared < 160 || own > 310 {
		t.Errorf("%d differences, %d references to one", own, shared)
	}
}

// What is to be said of many files is said once, and each is named; what replaces
// somebody else's work has a card of its own.
func TestHTMLGroups(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, says     string
		plan           *plan.Plan
		cards, members int
	}{
		{"blocked", "extension_refused", many(30, blockedOne), 1, 30},
		{"few blocked", "extension_refused", many(examples, blockedOne), examples, 0},
		{"equal edits", "The same words change in each", many(59, sameWord), 1, 59},
		{"edits of one's own among others'", "Schmidt", many(30, alikeEdit), 21, 10},
		{"new files", "New files", many(30, createOne), 30, 0},
		{"deletions", "Deletions", names(func(w *world) { each(60, w, deleteOne) }), 60, 0},
		{"kept", "30 links that others added", keepsOf(30), 1, 30},
	} {
		doc := string(page(t, c.plan, nil))
		if got := strings.Count(doc, `<details class="change`); got != c.cards {
			t.Errorf("%s: %d cards, want %d", c.name, got, c.cards)
		}
		if got := strings.Count(doc, `<li class="member"`); got != c.members {
			t.Errorf("%s: %d names on cards, want %d", c.name, got, c.members)
		}
		if !strings.Contains(doc, c.says) {
			t.Errorf("%s: does not say %q", c.name, c.says)
		}
	}
}

// Of a group each file says what is its own: whose work it is, what stays, what is
// meant by … in the reason.
func TestHTMLMembersSayTheirOwn(t *testing.T) {
	t.Parallel()
	doc := string(page(t, others(), nil))
	for title, want := range map[string]string{"Page 5.jpg": "Replaces our own text that Bob brought back on 2026-11-20 09:15 UTC"} {
		_, found, _ := strings.Cut(doc, "<li class=\"member\"><bdi>"+title)
		found, _, _ = strings.Cut(found, "</li>")
		if !strings.Contains(strings.ToLower(found), strings.ToLower(want)) {
			t.Errorf("of %s it says %q", title, found)
		}
	}
}

// A picture is in the page once where the contact sheet shows all of it, and pictures
// that many come before are not read at once.
func TestHTMLContactSheet(t *testing.T) {
	t.Parallel()
	p, album := icons(600)
	doc := string(page(t, p, album))
	tiles, cards, _ := strings.Cut(doc, "<main>")
	count := func(in, what string) int { return strings.Count(in, what) }
	got := map[string]int{
		"tiles": count(tiles, `<a class="tile `), "read with the tiles": count(tiles, "<img src="), "read later": count(tiles, " data-src="),
		"read with the cards": count(cards, "<img src="), "later on cards": count(cards, " data-src="), "of the tiles": count(cards, " data-from="),
	}
	// 200 changed icons have both sides, 400 are new.
	want := map[string]int{"tiles": 600, "read with the tiles": 400, "read later": 400, "read with the cards": 400, "later on cards": 0, "of the tiles": 400}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pictures (-want +got):\n%s", diff)
	}
	for _, m := range regexp.MustCompile(`data-from="([^"]*)"`).FindAllStringSubmatch(doc, -1) {
		if count(doc, ` id="`+m[1]+`"`) != 1 {
			t.Fatalf("there is no picture %q", m[1])
		}
	}
	// What has no picture is on the sheet where it replaces somebody else's work.
	p, album = gallery()
	film := func() string {
		tiles, _, _ := strings.Cut(string(page(t, p, album)), "<main>")
		for tile := range strings.SplitSeq(tiles, "<a ") {
			if strings.Contains(tile, "1911.ogv") {
				return tile
			}
		}
		return ""
	}
	if f := film(); f != "" {
		t.Errorf("a film is on the contact sheet: %s", f)
	}
	for i := range p.Changes {
		if c := &p.Changes[i]; strings.HasSuffix(string(c.Claim.Title), ".ogv") {
			c.Remarks = append(c.Remarks, plan.Remark{Kind: plan.ReplacesVersion, Text: "replaces the version that Anna uploaded"})
		}
	}
	if f := film(); !strings.Contains(f, "<small>Files of this type are not drawn here.</small>") || !strings.Contains(f, "replaces others’ work") {
		t.Errorf("somebody else's film is on the contact sheet as %q", f)
	}
	if strings.Contains(string(page(t, mixed(), nil)), `id="sheet"`) {
		t.Error("a page without pictures has a contact sheet")
	}
}

// A page stays of a size that a browser takes, whatever the texts are.
func TestHTMLIsBounded(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for i := range 12 {
		title := fmt.Sprintf("Page %02d.jpg", i)
		w.want(fmt.Sprintf("file.page_%02d", i), title, title, 10, text(strings.Repeat(fmt.Sprintf("%d words\n", i), 20_000)))
		w.want(fmt.Sprintf("file.line_%02d", i), "Line "+title, title+"l", 10, text(strings.Repeat(fmt.Sprintf("%d words ", i), 20_000)))
	}
	doc := page(t, w.plan(), nil)
	if len(doc) > 1<<20 {
		t.Errorf("the page has %s", number.Bytes(int64(len(doc))))
	}
	for _, say := range []string{"The difference goes on.", "more characters"} {
		if !bytes.Contains(doc, []byte(say)) {
			t.Errorf("the page does not say %q", say)
		}
	}
}

func BenchmarkHTML(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		p := thousands(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := HTML(io.Discard, p, Style{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
