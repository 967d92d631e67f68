package cli_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"wikiform/internal/cli"
	"wikiform/internal/term"
)

// realWiki is a MediaWiki that the environment names; CI boots one.
type realWiki struct {
	api               string
	tag               string
	sourceDir, source string
	env               map[string]string
}

// TestRealThreeWays takes examples/three-ways through its whole life on a real
// wiki: created, nothing to do, a new version, a new description, and every time
// exactly what was to happen happens once.
func TestRealThreeWays(t *testing.T) {
	w := dialReal(t)
	dir := t.TempDir()
	example := uniqueThreeWays(t, w, dir)

	w.run(t, dir, 0, "apply", "-auto-approve", "-chunk-size=64KiB")
	for title, file := range example.files {
		if got, want := w.sha1s(t, title), []string{sum(t, file)}; !slices.Equal(got, want) {
			t.Errorf("%s has the versions %v, want %v", title, got, want)
		}
	}
	w.run(t, dir, 0, "plan", "-detailed-exitcode", "-chunk-size=64KiB")
	for title := range example.files {
		w.waitForTag(t, title, 1)
	}

	medal := example.title("Medal.png")
	old := sum(t, example.files[medal])
	appendTo(t, example.files[medal], "a new version")
	out := w.run(t, dir, 2, "plan", "-detailed-exitcode")
	for _, want := range []string{"file.medal", old[:8], sum(t, example.files[medal])[:8], "1 to change"} {
		if !strings.Contains(out, want) {
			t.Errorf("the plan of a new version does not say %q:\n%s", want, out)
		}
	}
	w.run(t, dir, 0, "apply", "-auto-approve")
	if got, want := w.sha1s(t, medal), []string{sum(t, example.files[medal]), old}; !slices.Equal(got, want) {
		t.Errorf("%s has the versions %v, want %v", medal, got, want)
	}
	w.waitForTag(t, medal, 2)

	panorama := example.title("Panorama.png")
	before := w.revisions(t, panorama)
	replaceIn(t, filepath.Join(dir, "main.wiki.hcl"), "Mountains, sent in chunks.", "High mountains, sent in chunks.")
	w.run(t, dir, 2, "plan", "-detailed-exitcode")
	w.run(t, dir, 0, "apply", "-auto-approve")
	if got := w.revisions(t, panorama); got != before+1 {
		t.Errorf("%s has %d revisions after one edit, had %d", panorama, got, before)
	}
	if got := len(w.sha1s(t, panorama)); got != 1 {
		t.Errorf("%s has %d versions after an edit of its page", panorama, got)
	}
	w.run(t, dir, 0, "plan", "-detailed-exitcode")
}

// TestRealExamples applies the other examples, twice.
func TestRealExamples(t *testing.T) {
	w := dialReal(t)
	for _, name := range []string{"quickstart", "catalogue"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := copyTree(dir, filepath.Join("..", "..", "examples", name)); err != nil {
				t.Fatal(err)
			}
			id := runID()
			manifest := filepath.Join(dir, "main.wiki.hcl")
			for _, title := range []string{"Quickstart - ", "Herbarium "} {
				replaceIn(t, manifest, `"`+title, `"`+title+id+" ")
			}
			replaceIn(t, manifest, `source = "pictures/logo.svg"`, `source = "pictures/logo.svg"`+"\n  title = \"Logo "+id+".svg\"")
			w.block(t, dir)
			for _, ext := range []string{"png", "svg", "jpg", "tif"} {
				files, err := filepath.Glob(filepath.Join(dir, "*", "*."+ext))
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range files {
					appendTo(t, f, "<!-- "+id+" -->")
				}
			}
			w.run(t, dir, 0, "apply", "-auto-approve")
			out := w.run(t, dir, 0, "plan", "-detailed-exitcode")
			if !strings.Contains(out, "No changes.") {
				t.Errorf("the second plan is not empty:\n%s", out)
			}
		})
	}
}

func dialReal(t *testing.T) realWiki {
	t.Helper()
	w := realWiki{
		api: os.Getenv("WIKIFORM_TEST_API"), sourceDir: os.Getenv("WIKIFORM_TEST_SOURCE_DIR"), source: os.Getenv("WIKIFORM_TEST_SOURCE_URL"),
	}
	if w.api == "" {
		t.Skip("WIKIFORM_TEST_API names no wiki; .ci/run boots one")
	}
	if tags := strings.Fields(os.Getenv("WIKIFORM_TEST_TAGS")); len(tags) > 0 {
		w.tag = tags[0]
	}
	u, err := url.Parse(w.api)
	if err != nil {
		t.Fatal(err)
	}
	host := strings.NewReplacer("-", "__", ".", "_", ":", "_").Replace(u.Host)
	w.env = map[string]string{
		"WIKIFORM_USER_" + host:     os.Getenv("WIKIFORM_TEST_USER"),
		"WIKIFORM_PASSWORD_" + host: os.Getenv("WIKIFORM_TEST_PASSWORD"),
	}
	return w
}

func (w realWiki) run(t *testing.T, dir string, want int, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	code := cli.Main(append(args, "-chdir="+dir), term.Streams{In: strings.NewReader(""), Out: &out, Err: &errs, Env: w.env})
	if code != want {
		t.Fatalf("wikiform %s: exit code %d, want %d\n%s%s", strings.Join(args, " "), code, want, out.String(), errs.String())
	}
	return out.String()
}

// block points the manifest in dir at the wiki.
func (w realWiki) block(t *testing.T, dir string) {
	t.Helper()
	block := fmt.Sprintf("wiki \"real\" {\n  api = %q\n}\n", w.api)
	if err := os.WriteFile(filepath.Join(dir, "wiki.wiki.hcl"), []byte(block), 0o644); err != nil {
		t.Fatal(err)
	}
}

type threeWays struct {
	id    string
	files map[string]string // title -> path of the same bytes
}

func (e threeWays) title(name string) string { return "Three ways " + e.id + " - " + name }

// uniqueThreeWays copies the example with titles and bytes that the wiki has
// never seen, so that a used wiki will do.
func uniqueThreeWays(t *testing.T, w realWiki, dir string) threeWays {
	t.Helper()
	if err := copyTree(dir, filepath.Join("..", "..", "examples", "three-ways")); err != nil {
		t.Fatal(err)
	}
	e := threeWays{id: runID(), files: map[string]string{}}
	for name, path := range map[string]string{"Medal.png": "pictures/medal.png", "Panorama.png": "pictures/panorama.png", "Coin.png": "served/coin.png"} {
		e.files[e.title(name)] = filepath.Join(dir, path)
	}
	manifest := filepath.Join(dir, "main.wiki.hcl")
	coin := e.files[e.title("Coin.png")]
	pin := sum(t, coin)
	for _, f := range e.files {
		appendTo(t, f, e.id)
	}
	replaceIn(t, manifest, pin, sum(t, coin))
	replaceIn(t, manifest, "Three ways - ", "Three ways "+e.id+" - ")
	served := "coin-" + e.id + ".png"
	replaceIn(t, manifest, "/coin.png", "/"+served)
	b, err := os.ReadFile(coin)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(w.sourceDir, served), b, 0o644); err != nil {
		t.Fatal(err)
	}
	w.block(t, dir)
	values := fmt.Sprintf("source = %q\ntags = [%q]\n", strings.TrimSuffix(w.source, "/"), w.tag)
	if err := os.WriteFile(filepath.Join(dir, "real.auto.wikivars.hcl"), []byte(values), 0o644); err != nil {
		t.Fatal(err)
	}
	return e
}

// sha1s are the SHA-1s of all versions of a file, the newest first.
func (w realWiki) sha1s(t *testing.T, title string) []string {
	t.Helper()
	var a struct {
		Query struct {
			Pages []struct {
				ImageInfo []struct{ SHA1 string }
			}
		}
	}
	w.ask(t, &a, "prop=imageinfo&iiprop=sha1&iilimit=max&titles="+url.QueryEscape("File:"+title))
	var sums []string
	for _, i := range a.Query.Pages[0].ImageInfo {
		sums = append(sums, i.SHA1)
	}
	return sums
}

func (w realWiki) revisions(t *testing.T, title string) int {
	t.Helper()
	var a struct {
		Query struct {
			Pages []struct{ Revisions []struct{ RevID int } }
		}
	}
	w.ask(t, &a, "prop=revisions&rvprop=ids&rvlimit=max&titles="+url.QueryEscape("File:"+title))
	return len(a.Query.Pages[0].Revisions)
}

// waitForTag waits for the tag on n upload log entries of a file; the wiki
// writes tags after it has answered (facts §3).
func (w realWiki) waitForTag(t *testing.T, title string, n int) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for tagged := -1; tagged != n; time.Sleep(100 * time.Millisecond) {
		var a struct {
			Query struct{ LogEvents []struct{ Tags []string } }
		}
		w.ask(t, &a, "list=logevents&letype=upload&leprop=tags&lelimit=max&letitle="+url.QueryEscape("File:"+title))
		tagged = 0
		for _, e := range a.Query.LogEvents {
			if slices.Contains(e.Tags, w.tag) {
				tagged++
			}
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d upload log entries of %s carry the tag %s, want %d", tagged, title, w.tag, n)
		}
	}
}

func (w realWiki) ask(t *testing.T, into any, query string) {
	t.Helper()
	resp, err := http.Get(w.api + "?action=query&format=json&formatversion=2&" + query)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func runID() string { return rand.Text()[:10] }

func sum(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := sha1.Sum(b)
	return hex.EncodeToString(s[:])
}

// appendTo puts bytes behind the end of a picture, where no reader looks.
func appendTo(t *testing.T, path, text string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, append(b, text...), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func replaceIn(t *testing.T, path, old, new string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, bytes.ReplaceAll(b, []byte(old), []byte(new)), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}
