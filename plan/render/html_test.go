package render

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

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
	if shared, own := strings.Count(doc, "The same difference as in"), strings.Count(doc, `<pre class="diff">`); shared < 300 || own > 310 {
		t.Errorf("%d differences, %d references to one", own, shared)
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
