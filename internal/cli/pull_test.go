package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wikiform/provider"
	"wikiform/provider/mediawiki"
)

func TestPull(t *testing.T) {
	t.Parallel()
	testPull(t, sandboxOfNames(t))
}

func TestRealPull(t *testing.T) { testPull(t, dialRealNames(t)) }

// written are texts that would be something else to somebody who evaluates, formats or
// shows them; the wiki saves them as they are.
var written = map[string]string{
	"template": "${file(\"main.wiki.hcl\")} %{ if true }x%{ endif } $${y} %%{z}\n[[Category:Pulled]]",
	"hcl":      "EOT\n}\nfile \"evil\" {\n  source = \"../../etc/passwd\"\n}\n<<<<<<< HEAD\n=======",
	"signs":    "\"quotes\" 'and' \\n backslashes \\ \t tab\n\n\n  blanks  \nlast",
	"letters":  "Brücke \u200f\u202e 𝔘 ﬁ e\u0301 ~ ~~ <nowiki>~~~~</nowiki> &amp; <!-- {{subst:x}} -->",
	"ci":       "::set-output name=x::y\n::warning::z\n##[error]x\n$(id) `id`; rm -rf /",
}

// testPull has a volunteer write, and looks that git gets what the wiki has, that the plan
// is empty then, and that what was pulled can be removed again.
func testPull(t *testing.T, w wikiOfNames) {
	dir := t.TempDir()
	stem := fmt.Sprintf("Pull %d", time.Now().UnixNano())
	var manifest strings.Builder
	manifest.WriteString("wikiform {\n  set = \"pull\"\n}\ndefaults {\n  accept_warnings = [\"duplicate\"]\n}\n")
	title := func(name string) provider.Title { return provider.Title(stem + " " + name + ".svg") }
	for name := range written {
		fmt.Fprintf(&manifest, "file %q {\n  source = %q\n  title = %q\n  description = file(%q)\n  description_mode = \"merge\"\n}\n", name, name+".svg", title(name), name+".wikitext")
		putFile(t, filepath.Join(dir, name+".wikitext"), "Before.\nOurs.\n")
		putFile(t, filepath.Join(dir, name+".svg"), fileOf(string(title(name)), ""))
	}
	fmt.Fprintf(&manifest, "file \"row\" {\n  for_each = { for r in csvdecode(file(\"rows.csv\")) : r.id => r }\n  source = \"hcl.svg\"\n  title = \"%s row ${each.key}.svg\"\n  description = templatefile(\"row.wikitext\", each.value)\n}\n", stem)
	putFile(t, filepath.Join(dir, "rows.csv"), "id,place\n1,Basel\n2,Bern\n")
	putFile(t, filepath.Join(dir, "row.wikitext"), "In ${place}.\n")
	putFile(t, filepath.Join(dir, "main.wiki.hcl"), manifest.String())
	w.wikiform(t, dir, 0, "apply", "-auto-approve")
	w.wikiform(t, dir, 0, "pull", "-detailed-exitcode")

	them := w.volunteer(t)
	for name, text := range written {
		edit(t, them, title(name), "Before.\n"+text)
	}
	edit(t, them, title("row 2"), "In Genève.")
	out := w.wikiform(t, dir, 2, "pull", "-detailed-exitcode", "-input=false")
	for _, want := range []string{`it would say so if place had "Genève" in place of "Bern"`, "line 3 of rows.csv", "Pull: 5 files to write, 1 to take over by hand, 0 refused"} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
	w.wikiform(t, dir, 0, "pull", "-auto-approve")
	for name := range written {
		got, err := os.ReadFile(filepath.Join(dir, name+".wikitext"))
		if want := textOf(t, them, title(name)) + "\n"; err != nil || string(got) != want {
			t.Errorf("%s: %q, %v; the wiki has %q", name, got, err, want)
		}
	}
	w.wikiform(t, dir, 0, "plan", "-detailed-exitcode", "-exclude=file.row")
	w.wikiform(t, dir, 2, "plan", "-detailed-exitcode")

	// What was pulled is the manifest's from now on.
	putFile(t, filepath.Join(dir, "rows.csv"), "id,place\n1,Basel\n2,Genève\n")
	putFile(t, filepath.Join(dir, "hcl.wikitext"), "Before.\nEOT\n}\nlast")
	w.wikiform(t, dir, 0, "apply", "-auto-approve")
	if got := textOf(t, them, title("hcl")); got != "Before.\nEOT\n}\nlast" {
		t.Errorf("what was removed in git is %q on the wiki", got)
	}
	w.wikiform(t, dir, 0, "plan", "-detailed-exitcode")
	if out := w.wikiform(t, dir, 0, "pull", "-detailed-exitcode"); !strings.Contains(out, "Nothing to pull") {
		t.Errorf("there is something to pull:\n%s", out)
	}
}

func edit(t *testing.T, c *mediawiki.Client, title provider.Title, text string) {
	t.Helper()
	have, err := c.Files(t.Context(), []provider.Title{title})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Edit(t.Context(), provider.Edit{Title: title, Text: text, Base: have[title].Page.Rev, Summary: "by a volunteer"}); err != nil {
		t.Fatal(err)
	}
}

func textOf(t *testing.T, c *mediawiki.Client, title provider.Title) string {
	t.Helper()
	pages, err := c.Texts(t.Context(), []provider.Title{title})
	if err != nil {
		t.Fatal(err)
	}
	return pages[title].Text
}
