package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"wikiform/internal/cli"
	"wikiform/internal/term"
)

// previewed is a run of plan with every report; kept has what was written, by name.
type previewed struct {
	code int
	said string
	kept map[string]string
}

func planPreview(t *testing.T, dir string, env map[string]string, args ...string) previewed {
	t.Helper()
	to := t.TempDir()
	args = append([]string{"plan", "-chdir=" + dir, "-log-file=" + filepath.Join(to, "log"), "-out=" + filepath.Join(to, "plan")}, args...)
	for _, format := range []string{"markdown", "github", "gitlab-terraform", "html", "json"} {
		args = append(args, "-report="+format+":"+filepath.Join(to, format))
	}
	var out bytes.Buffer
	p := previewed{kept: map[string]string{}}
	p.code = cli.Main(args, term.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Env: env})
	p.said = out.String()
	files, err := os.ReadDir(to)
	check(t, err)
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(to, f.Name()))
		check(t, err)
		p.kept[f.Name()] = string(b)
	}
	return p
}

// digest is that of the saved plan.
func (p previewed) digest(t *testing.T) string {
	t.Helper()
	var saved struct{ Digest string }
	check(t, json.Unmarshal([]byte(p.kept["plan"]), &saved))
	return saved.Digest
}

var frame = regexp.MustCompile(`<iframe sandbox srcdoc="([^"]*)"`)

// frames are what the previews of the page have in them.
func (p previewed) frames() string {
	var all []string
	for _, m := range frame.FindAllStringSubmatch(p.kept["html"], -1) {
		all = append(all, html.UnescapeString(m[1]))
	}
	return strings.Join(all, "\n")
}

// TestPreviewOfPrivatePages: a text brings in a page of a wiki that nobody reads without
// logging in. It is shown nowhere unless the user asks as the account, and then on the page only.
func TestPreviewOfPrivatePages(t *testing.T) {
	t.Parallel()
	w := newPrivateWiki(t)
	w.describe(t, "a description with {{:Secret page}} and {{Secret}}", "{{File:Secret.txt}}", "{{:Links of the board}}")
	check(t, w.wiki.PutPage("Links of the board", "{{The "+marker+"}} [[Category:The "+marker+"]]", "Anna"))

	p := planPreview(t, w.dir, w.env, "-preview")
	if p.code != 1 || !strings.Contains(p.said, "Error: wiki w (127.0.0.1:") || !strings.Contains(p.said, "not logged in") || !strings.Contains(p.said, "-preview=account") {
		t.Errorf("exit code %d:\n%s", p.code, p.said)
	}
	if all := fmt.Sprint(p.said, p.kept); strings.Contains(all, marker) || p.kept["plan"] != "" || p.kept["html"] != "" {
		t.Errorf("a plan was made:\n%s", all)
	}
	if w.asked.Load() != 1 || w.asAccount.Load() != 0 {
		t.Errorf("the wiki was asked %d times, %d as the account", w.asked.Load(), w.asAccount.Load())
	}

	p = planPreview(t, w.dir, w.env, "-preview=account")
	if p.code != 0 || strings.Count(p.frames(), marker) < 3 {
		t.Errorf("exit code %d, previews:\n%s\n%s", p.code, p.frames(), p.said)
	}
	if !strings.Contains(p.said, "The previews are what Museum may read") || !strings.Contains(p.kept["html"], "It is what the account may read, and not everybody.") {
		t.Errorf("nobody is told as whom the wiki was asked:\n%s", p.said)
	}
	for _, lacks := range []string{"The text brings in a page that the wiki does not have: Template:The " + marker + ".", "The text is in a category that has no page: The " + marker + "."} {
		if !strings.Contains(p.kept["html"], lacks) {
			t.Errorf("the page does not say: %s", lacks)
		}
	}
	delete(p.kept, "html")
	if all := fmt.Sprint(p.said, p.kept); strings.Contains(all, marker) {
		t.Errorf("what the account may read is not on the page alone:\n%s", all)
	}
	if w.asked.Load() != 7 || w.asAccount.Load() != 4 { // before planning both ways once, and then
		t.Errorf("the wiki was asked %d times, %d as the account", w.asked.Load(), w.asAccount.Load())
	}

	if p := planPreview(t, w.dir, nil, "-preview=account"); p.code != 1 || strings.Contains(fmt.Sprint(p.said, p.kept), marker) {
		t.Errorf("without an account: exit code %d\n%s", p.code, p.said)
	}
	if p := planPreview(t, w.dir, w.env, "-preview=acount"); p.code != 64 || !strings.Contains(p.said, "account") {
		t.Errorf("exit code %d:\n%s", p.code, p.said)
	}
}

// strangeWiki answers action=parse with a page of its own.
type strangeWiki struct {
	*privateWiki
	page    string
	creds   atomic.Int64 // requests of action=parse with a cookie or a token
	answers atomic.Int64
}

func newStrangeWiki(t *testing.T, page string) *strangeWiki {
	t.Helper()
	w := &strangeWiki{privateWiki: newPublicWiki(t), page: page}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("action") != "parse" {
			w.wiki.ServeHTTP(rw, r)
			return
		}
		w.answers.Add(1)
		if r.Header.Get("Cookie") != "" || r.Header.Get("Authorization") != "" {
			w.creds.Add(1)
		}
		rw.Header().Set("Content-Type", "application/json; charset=utf-8")
		json.NewEncoder(rw).Encode(map[string]any{"parse": map[string]any{"text": w.page, "templates": []any{
			map[string]any{"ns": 10, "title": "Template:\u202e::add-mask::x\n## <b>", "exists": false}}, "categories": []any{}}})
	}))
	t.Cleanup(server.Close)
	w.pointAt(t, server.URL)
	return w
}

// TestPreviewsAreHarmless: whatever a wiki shows, the page has words and plain elements of
// it, in frames that may do nothing; and the account is not told to it.
func TestPreviewsAreHarmless(t *testing.T) {
	t.Parallel()
	for name, page := range map[string]string{
		"scripts":     `<p>seen</p><script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)></svg>`,
		"styles":      `<p style="position:fixed;inset:0;background:url(https://evil.example/x)">seen</p><style>@import "https://evil.example/"</style><link rel=stylesheet href=https://evil.example/>`,
		"links":       `<p>seen</p><a href="javascript:alert(1)" ping="https://evil.example/">x</a><base href="https://evil.example/"><meta http-equiv=refresh content="0;url=https://evil.example/"><form action=https://evil.example/><input autofocus onfocus=alert(1)></form>`,
		"attributes":  `<p>seen</p>"></iframe><script>alert(1)</script><iframe srcdoc="<script>parent.hit=1</script>"></iframe>' srcdoc='`,
		"frames":      `<p>seen</p><iframe src="https://evil.example/"></iframe><object data="javascript:alert(1)"></object><embed src=x><video src=https://evil.example/><audio autoplay src=x>`,
		"nested":      `<p>seen</p>` + strings.Repeat(`<table><tr><td>`, 20_000) + "x",
		"never ended": `<p>seen</p><textarea><noscript><plaintext></plaintext></iframe></body></html><script>alert(1)</script>`,
		"huge":        `<p>seen</p>` + strings.Repeat("<b>x</b>", 300<<10),
		"commands":    "<pre>seen\n::set-output name=x::y\n##vso[task.x]\n</pre>",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newStrangeWiki(t, page)
			w.describe(t, "A text.")
			p := planPreview(t, w.dir, w.env, "-preview")
			if p.code != 0 {
				t.Fatalf("exit code %d:\n%s", p.code, p.said)
			}
			if w.answers.Load() != 2 || w.creds.Load() != 0 { // before planning, and then
				t.Errorf("asked %d times, %d with credentials", w.answers.Load(), w.creds.Load())
			}
			in := p.frames()
			if strings.Count(in, "<!DOCTYPE html>") != 1 || !strings.Contains(in, "seen") {
				t.Fatalf("no preview:\n%.3000s", in)
			}
			head, body, _ := strings.Cut(in, "<body>")
			if !strings.Contains(head, `content="default-src 'none'; `) {
				t.Errorf("the frame has no policy: %s", head)
			}
			body = strings.TrimSuffix(body, "</body></html>")
			if bad := regexp.MustCompile(`(?i)<(script|style|img|svg|a|base|meta|link|form|input|iframe|object|embed|video|audio|textarea|body|html)\b|<[^>]*\s(on\w+|style|href|src\w*|action|ping|id)\s*=`).FindString(body); bad != "" {
				t.Errorf("%q is in the frame:\n%.3000s", bad, body)
			}
			if len(body) > 200<<10 || strings.Count(body, "<table>") > 5 {
				t.Errorf("%d bytes are in the frame, with %d tables", len(body), strings.Count(body, "<table>"))
			}
			if n := strings.Count(p.kept["html"], "<script"); n != 1 {
				t.Errorf("the page has %d scripts", n)
			}
			for _, kept := range p.kept {
				for line := range strings.Lines(kept) {
					if strings.HasPrefix(strings.TrimSpace(line), "::") && !strings.HasPrefix(line, "::notice") && !strings.HasPrefix(line, "::warning") && !strings.HasPrefix(line, "::group") && !strings.HasPrefix(line, "::endgroup") || strings.Contains(line, "##vso[") {
						t.Errorf("a command: %q", line)
					}
				}
			}
			if strings.Contains(p.said, "\u202e") || !strings.Contains(p.said, "a page that the wiki does not have") {
				t.Errorf("the remark is not there, or as the wiki wrote it:\n%s", p.said)
			}
		})
	}
}

// What a preview says is for people: the digest of the plan is the same without it, and a
// saved plan is carried out as any other.
func TestPreviewIsNoPartOfThePlan(t *testing.T) {
	t.Parallel()
	w := newPublicWiki(t)
	w.describe(t, "A text with {{Nothing there}}. [[Category:Nothing]]", "Another one.")
	with, without := planPreview(t, w.dir, w.env, "-preview"), planPreview(t, w.dir, w.env)
	if with.digest(t) != without.digest(t) {
		t.Error("the plan has another digest with previews")
	}
	if !strings.Contains(with.kept["plan"], `"page_lacking"`) || strings.Contains(with.kept["plan"], "<p>") || strings.Contains(without.kept["plan"], `"page_lacking"`) {
		t.Errorf("the plan has the previews, or no remarks:\n%s", with.kept["plan"])
	}
	if strings.Contains(without.kept["html"], "<iframe") {
		t.Error("a page has previews that nobody asked for")
	}
	for _, report := range []string{"markdown", "html", "json"} {
		if !strings.Contains(with.kept[report], "a page that the wiki does not have") {
			t.Errorf("%s does not say what the text lacks:\n%s", report, with.kept[report])
		}
	}
	saved := filepath.Join(t.TempDir(), "saved.wikiplan")
	put(t, saved, []byte(with.kept["plan"]))
	var out bytes.Buffer
	if code := cli.Main([]string{"apply", "-chdir=" + w.dir, saved}, term.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Env: w.env}); code != 0 {
		t.Errorf("exit code %d:\n%s", code, out.String())
	}
}

// TestRealPreview: a real wiki shows what a text would look like, and what is missing. Once
// it is private, nobody but the account is shown what a text brings in.
func TestRealPreview(t *testing.T) {
	w := dialReal(t)
	conf := os.Getenv("WIKIFORM_TEST_CONF_DIR")
	if conf == "" {
		t.Skip("WIKIFORM_TEST_CONF_DIR is not set: the wiki cannot be made private")
	}
	dir, id := t.TempDir(), runID()
	w.block(t, dir)
	const words = "Words of the board"
	write := func(text string) {
		put(t, filepath.Join(dir, "a.txt"), []byte(text))
		put(t, filepath.Join(dir, "main.wiki.hcl"), fmt.Appendf(nil, "file \"a\" {\n  source      = \"a.svg\"\n  title       = \"Preview %s.svg\"\n  description = file(\"a.txt\")\n}\n", id))
	}
	put(t, filepath.Join(dir, "a.svg"), []byte(picture(id)))
	write(words)
	w.run(t, dir, 0, "apply", "-auto-approve") // the page that is secret later

	write("== Summary ==\nA '''bridge'''. {{Nothing " + id + "}} [[Category:Nothing " + id + "]] {{:File:Preview " + id + ".svg}}\n" +
		"<div style=\"position:fixed\" onclick=\"x()\">framed</div><script>alert(1)</script> [javascript:alert(1) x] [[Not " + id + "|red]]\n{|\n|a\n|}\n")
	p := planPreview(t, dir, w.env, "-preview")
	if p.code != 0 {
		t.Fatalf("exit code %d:\n%s", p.code, p.said)
	}
	body := p.frames()
	for _, want := range []string{"Summary</span></h2>", "<b>bridge</b>", "&lt;script&gt;alert(1)", "<div>framed</div>", `<u class="new">red</u>`, "<td>a", words} {
		if !strings.Contains(body, want) && !(strings.HasPrefix(want, "Summary") && strings.Contains(body, "Summary</h2>")) {
			t.Errorf("%q is not in the preview:\n%s", want, body)
		}
	}
	for _, want := range []string{"Template:Nothing " + id, "that has no page: Nothing " + id} {
		if !strings.Contains(strings.Join(strings.Fields(p.said), " "), want) {
			t.Errorf("%q is no remark:\n%s", want, p.said)
		}
	}

	private := filepath.Join(conf, "90-preview.php")
	t.Cleanup(func() { os.Remove(private) })
	put(t, private, []byte("<?php\n$wgGroupPermissions['*']['read'] = false; $wgGroupPermissions['user']['read'] = true;\n"))
	write("{{:File:Preview " + id + ".svg}} and more")
	p = planPreview(t, dir, w.env, "-preview")
	if p.code != 1 || p.kept["html"] != "" || strings.Contains(fmt.Sprint(p.said, p.kept), words) || !strings.Contains(p.said, "-preview=account") {
		t.Errorf("a private wiki: exit code %d\n%s", p.code, p.said)
	}
	p = planPreview(t, dir, w.env, "-preview=account")
	if p.code != 0 || !strings.Contains(p.frames(), words) {
		t.Errorf("as the account: exit code %d\n%s\n%s", p.code, p.said, p.frames())
	}
}
