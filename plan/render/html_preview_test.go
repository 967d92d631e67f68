package render

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"testing"

	"wikiform/internal/preview"
	"wikiform/plan"
)

func pageWith(t testing.TB, p *plan.Plan, previews preview.Pages) string {
	t.Helper()
	var b bytes.Buffer
	if err := HTML(&b, p, Style{Previews: previews}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var frames = regexp.MustCompile(`<iframe ([^>]*?)srcdoc="([^"]*)"([^>]*)></iframe>`)

// A preview is in a frame that may do nothing, with a policy and a style of its own; a
// page without previews allows neither.
func TestHTMLPreviews(t *testing.T) {
	t.Parallel()
	p, previews := previewed()
	doc := pageWith(t, p, previews)
	found := frames.FindAllStringSubmatch(doc, -1)
	if len(found) != 3 { // of the alike edits, of the bridge, and of the one that is cut
		t.Fatalf("%d frames, want 3:\n%s", len(found), doc)
	}
	allowed := func(doc string) bool {
		return strings.Contains(html.UnescapeString(doc[:strings.Index(doc, "<title>")]), cspHash(previewStyle))
	}
	for _, f := range found {
		if f[1] != "sandbox " || strings.Contains(f[3], "allow") {
			t.Errorf("a frame has the attributes %q and %q", f[1], f[3])
		}
		in := html.UnescapeString(f[2])
		if !strings.HasPrefix(in, previewHead) || !strings.HasSuffix(in, "</body></html>") {
			t.Errorf("the frame has %q", in)
		}
		if !strings.Contains(in, "content=\"default-src 'none'; style-src '"+cspHash(previewStyle)+"'; base-uri 'none'; form-action 'none'\"") {
			t.Errorf("the frame has another policy: %q", in)
		}
	}
	for _, want := range []string{
		"This is Plate 1.jpg.", // the first of the alike edits has none
		"The page goes on.", "It is what the account may read, and not everybody.",
		"<p class=\"aside\">The wiki was asked for previews of at most 100 texts.</p>",
		"and not everybody. The text brings in a page that the wiki does not have: Template:&lt;b&gt;\\u202eMinutes. The page goes on.",
		"The text brings in 2 pages that the wiki does not have: Template:En, Template:PD-old.",
	} {
		if !strings.Contains(doc, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if !allowed(doc) {
		t.Error("the page does not allow the style of its previews, which inherit its policy")
	}
	if without := pageWith(t, p, nil); allowed(without) || strings.Contains(without, "<iframe") {
		t.Error("a page without previews allows their style, or has a frame")
	}
}

// Whatever stands in a preview does not get out of its attribute.
func TestHTMLPreviewStaysInside(t *testing.T) {
	t.Parallel()
	for _, evil := range []string{`"></iframe><script>x</script>`, `'><b>`, "\n::add-mask::x\n##[group]", "&quot;><i>", "</body></html><script>"} {
		p, previews := previewed()
		for title := range previews {
			previews[title] = preview.Page{HTML: evil, Missing: ""}
		}
		doc := pageWith(t, p, previews)
		found := frames.FindAllStringSubmatch(doc, -1)
		if len(found) != 4 {
			t.Fatalf("%q: %d frames", evil, len(found))
		}
		for _, f := range found {
			if in := html.UnescapeString(f[2]); in != previewHead+evil+"</body></html>" {
				t.Errorf("%q: the frame has %q", evil, in)
			}
		}
		if n := strings.Count(doc, "<script>"); n != 1 {
			t.Errorf("%q: %d scripts", evil, n)
		}
		for line := range strings.Lines(doc) {
			if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") {
				t.Errorf("%q: a line is a command: %q", evil, line)
			}
		}
	}
}

// What is not cleaned away runs nothing, loads nothing and reaches nothing in a browser.
func TestBrowserPreviews(t *testing.T) {
	b := openBrowser(t)
	p, previews := previewed()
	b.open([]byte(pageWith(t, p, previews)))
	for _, theme := range []string{"light", "dark"} {
		b.call("Emulation.setEmulatedMedia", values{"features": []values{{"name": "prefers-color-scheme", "value": theme}}}, nil)
		b.frame()
		b.keep("previews-"+theme, true)
	}
	b.is(`document.querySelectorAll("iframe").length`, 3)
	b.is(`[...document.querySelectorAll("iframe")].every(f => f.sandbox.length === 0 && f.hasAttribute("sandbox") && f.contentDocument === null)`, true)
	b.quiet() // the styles are allowed

	for title := range previews {
		previews[title] = preview.Page{HTML: `<script>top.hit = 1; parent.postMessage("hit", "*")</script><img src="http://127.0.0.1:9/x.png" onerror="top.hit = 1">` +
			`<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/"><link rel="stylesheet" href="http://127.0.0.1:9/x.css"><style>body { background: url(http://127.0.0.1:9/y) }</style>` +
			`<form action="http://127.0.0.1:9/" id="f"><input autofocus onfocus="top.hit = 1"></form><iframe src="http://127.0.0.1:9/"></iframe><a href="javascript:top.hit = 1" ping="http://127.0.0.1:9/">x</a>`}
	}
	b.open([]byte(pageWith(t, p, previews)))
	b.frame()
	b.is(`window.hit === undefined`, true)
	b.is(`[...document.querySelectorAll("iframe")].every(f => f.contentDocument === null)`, true)
	b.is(`performance.getEntriesByType("resource").length`, 0)
}

// A card of alike edits without any preview says why there is none.
func TestHTMLPreviewOfNone(t *testing.T) {
	t.Parallel()
	p, previews := previewed()
	for title := range previews {
		previews[title] = preview.Page{Missing: "The wiki made no preview: it is at lunch."}
	}
	doc := pageWith(t, p, previews)
	if n := strings.Count(doc, "it is at lunch"); n != 4 || strings.Contains(doc, "<iframe") {
		t.Errorf("the reason stands there %d times", n)
	}
}
