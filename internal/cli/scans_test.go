package cli_test

import (
	"bytes"
	"crypto/sha1"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/internal/cli"
	"wikiform/internal/specimen"
	"wikiform/internal/term"
	"wikiform/provider"
	"wikiform/provider/mediawiki"
)

// TestRealScans is TestScans on a real wiki.
func TestRealScans(t *testing.T) { planScans(t, dialReal(t)) }

// Of 60 mixed scans that somebody has all called .jpg, the plan blocks exactly those
// that the wiki refuses, and of the rest nothing fails.
func TestScans(t *testing.T) {
	t.Parallel()
	a := ail(t)
	planScans(t, realWiki{api: a.env["API"], env: a.env})
}

func planScans(t *testing.T, w realWiki) {
	dir, id := t.TempDir(), runID()
	w.block(t, dir)
	putFile(t, filepath.Join(dir, "main.wiki.hcl"), fmt.Sprintf(`
file "scan" {
  for_each    = fileset("scans", "*")
  source      = "scans/${each.value}"
  title       = "Scan %s ${each.key}.jpg"
  description = "A scan."
}
`, id))
	var numbers, refused []string
	content := map[string][]byte{}
	wiki := folder{t: t, api: w.api}.dial(t.Context(), w.credentials(), nil)
	kinds := []string{"jpg", "png", "tif little-endian", "svg headless", "pdf", "jpg head", "tif big", "svg", "png", "jpg"}
	for i := range 60 {
		number := fmt.Sprintf("%02d", i)
		body := fmt.Appendf(specimen.Of(kinds[i%len(kinds)], i), "<!-- %s -->", id)
		put(t, filepath.Join(dir, "scans", number), body)
		numbers, content[number] = append(numbers, number), body
		if refuses(t, wiki, provider.Title(fmt.Sprintf("Probe %s %s.jpg", id, number)), append(slices.Clone(body), '\n')) {
			refused = append(refused, number)
		}
	}
	if len(refused) != 42 {
		t.Fatalf("the wiki refuses %d of 60", len(refused))
	}

	out := w.prints(t, dir, "plan", "-json")
	if diff := cmp.Diff(refused, blockedScans(t, out)); diff != "" {
		t.Errorf("blocked in the plan (-refused by the wiki +blocked):\n%s", diff)
	}
	out = w.prints(t, dir, "apply", "-auto-approve")
	if !strings.Contains(out, "18 done, 42 blocked.") {
		t.Errorf("apply says:\n%s", out)
	}
	for _, number := range numbers {
		var want []string
		if !slices.Contains(refused, number) {
			want = []string{fmt.Sprintf("%x", sha1.Sum(content[number]))}
		}
		if got := w.sha1s(t, fmt.Sprintf("Scan %s %s.jpg", id, number)); !slices.Equal(got, want) {
			t.Errorf("scan %s has the versions %v, want %v", number, got, want)
		}
	}
}

// refuses asks the wiki itself, by an upload.
func refuses(t *testing.T, wiki *mediawiki.Client, title provider.Title, body []byte) bool {
	t.Helper()
	of := provider.BodyOf(body)
	_, err := wiki.Upload(t.Context(), provider.Upload{
		Title: title, Digest: provider.Digest{SHA1: sha1.Sum(body), Size: int64(len(body))}, Body: &of, Comment: "probe",
	})
	if err != nil && provider.KindOf(err) != provider.Rejected {
		t.Fatal(err)
	}
	return err != nil
}

// blockedScans are the keys of a plan in JSON whose files are blocked for their type.
func blockedScans(t *testing.T, text string) (keys []string) {
	t.Helper()
	var doc struct {
		Changes []struct {
			Index   string
			Reasons []string
			Verdict string
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	for _, c := range doc.Changes {
		if c.Verdict == "blocked" && slices.Equal(c.Reasons, []string{"type_refused"}) {
			keys = append(keys, c.Index)
		}
	}
	return keys
}

// prints is what a run says, whatever its exit code is.
func (w realWiki) prints(t *testing.T, dir string, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	cli.Main(append(args, "-chdir="+dir), term.Streams{In: strings.NewReader(""), Out: &out, Err: new(bytes.Buffer), Env: w.env})
	return out.String()
}

// credentials are those with which the program is run.
func (w realWiki) credentials() (c mediawiki.Credentials) {
	for name, value := range w.env {
		switch {
		case strings.HasPrefix(name, "WIKIFORM_USER_"):
			c.User = value
		case strings.HasPrefix(name, "WIKIFORM_PASSWORD_"):
			c.Password = value
		}
	}
	return c
}
