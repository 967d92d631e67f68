package cli_test

import (
	"crypto/sha1"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/plan"
	"wikiform/provider"
)

// TestPromote and TestRealPromote approve a plan for one wiki and promote it to another
// one, where somebody has edited the page of one file and brought a new version of another.
func TestPromote(t *testing.T) {
	t.Parallel()
	promoteTo(t, sandboxOfNames(t))
}

func TestRealPromote(t *testing.T) { promoteTo(t, dialRealNames(t)) }

func digestOfPicture(what string) provider.Digest {
	b := []byte(picture(what))
	return provider.Digest{SHA1: sha1.Sum(b), Size: int64(len(b))}
}

// digestIn is the digest of a saved plan.
func digestIn(t *testing.T, name string) string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := plan.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	return p.Digest()
}

// promoteTo promotes from a sandbox.
func promoteTo(t *testing.T, production wikiOfNames) {
	staging := sandboxOfNames(t)
	production.env = staging.credentials(t)
	maps.Copy(production.env, production.credentials(t))
	dir, id := t.TempDir(), runID()
	put := func(name, format string, args ...any) {
		putFile(t, filepath.Join(dir, name), fmt.Sprintf(format, args...))
	}
	put("wikis.wiki.hcl", "wiki \"staging\" {\n  api = %q\n}\n\nwiki \"production\" {\n  api = %q\n}\n", staging.api, production.api)
	const files = `
defaults {
  comment = "Batch for ${wiki.name}"
}

file "old" {
  for_each    = toset(["a", "b", "c", "d"])
  source      = "${each.key}.svg"
  title       = "Promoted %[1]s ${each.key}.svg"
  description = "Of ${each.key}%[2]s."
}
`
	put("files.wiki.hcl", files, id, "")
	for _, name := range []string{"a", "b", "c", "d"} {
		put(name+".svg", "%s", picture(id+name))
	}
	for _, wiki := range []string{"staging", "production"} {
		production.run(t, dir, 0, "apply", "-wiki="+wiki, "-auto-approve")
	}
	anna := production.volunteer(t)
	title := func(name string) provider.Title { return provider.Title(fmt.Sprintf("Promoted %s %s.svg", id, name)) }
	have, err := anna.Files(t.Context(), []provider.Title{title("b"), title("c")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := anna.Edit(t.Context(), provider.Edit{Title: title("b"), Text: "By Anna.", Base: have[title("b")].Page.Rev}); err != nil {
		t.Fatal(err)
	}
	hers := provider.BodyOf([]byte(picture(id + "hers")))
	if _, err := anna.Upload(t.Context(), provider.Upload{Title: title("c"), Body: &hers, Digest: digestOfPicture(id + "hers"), Before: have[title("c")].Version}); err != nil {
		t.Fatal(err)
	}

	put("files.wiki.hcl", files+`
file "new" {
  source      = "new.svg"
  title       = "Promoted %[1]s new.svg"
  description = "New."
}

file "of-wiki" {
  source      = "of.svg"
  title       = "Promoted %[1]s of a wiki.svg"
  description = "Of ${wiki.name}."
}
`, id, ", and more")
	for _, name := range []string{"a", "c", "new", "of"} {
		put(name+".svg", "%s", picture(id+name+" 2"))
	}
	production.run(t, dir, 0, "plan", "-wiki=staging", "-out=staging.wikiplan")
	digest := digestIn(t, filepath.Join(dir, "staging.wikiplan"))
	production.run(t, dir, 0, "apply", "staging.wikiplan")

	production.run(t, dir, 1, "promote", "-wiki=production", "-expect-digest="+digest, "-out=production.wikiplan", "staging.wikiplan")
	production.run(t, dir, 4, "apply", "production.wikiplan")
	out := production.run(t, dir, 1, "promote", "-wiki=production", "-expect-digest="+digest, "-json", "staging.wikiplan")
	var doc struct {
		Changes []struct {
			Address string `json:"address"`
			Reason  string `json:"action_reason"`
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal([]byte(out), &doc); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, c := range doc.Changes {
		if c.Reason != "" {
			got[c.Address] = c.Reason
		}
	}
	want := map[string]string{`file.old["b"]`: "not_approved", `file.old["c"]`: "not_approved", "file.of-wiki": "not_approved"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what is left:\n%s", diff)
	}
	now, err := anna.Files(t.Context(), []provider.Title{title("a"), title("b"), title("c"), title("new")})
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"a": "a 2", "b": "b", "c": "hers", "new": "new 2"} {
		if v := now[title(name)].Version; v == nil || v.SHA1 != digestOfPicture(id+content).SHA1 {
			t.Errorf("%s: %+v", name, v)
		}
	}

	// What was approved is a file and a digest on the command line, and nothing else.
	if err := os.Rename(filepath.Join(dir, "production.wikiplan"), filepath.Join(dir, ".wikiform", "approved.wikiplan")); err != nil {
		t.Fatal(err)
	}
	production.run(t, dir, 64, "promote", "-wiki=production", "staging.wikiplan")
	production.run(t, dir, 6, "promote", "-wiki=production", "-expect-digest=sha256:00", "staging.wikiplan")
}
