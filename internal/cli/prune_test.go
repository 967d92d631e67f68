package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wikiform/internal/cli"
	"wikiform/internal/term"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/provider/sandbox"
)

// shelf is a manifest of a table of files, some of whose rows leave it.
type shelf struct {
	realWiki
	dir  string
	wiki *sandbox.Wiki
}

func newShelf(t *testing.T) *shelf {
	t.Helper()
	us, _, wiki := twoAccounts(t)
	us.login(sandbox.User, sandbox.Password)
	s := &shelf{us, t.TempDir(), wiki}
	s.block(t, s.dir)
	return s
}

// declares writes the manifest of these rows.
func (s *shelf) declares(t *testing.T, more string, rows ...string) {
	t.Helper()
	var list []string
	for _, r := range rows {
		list = append(list, fmt.Sprintf("%q", r))
		putFile(t, filepath.Join(s.dir, r+".svg"), fileOf(r+".svg", ""))
	}
	putFile(t, filepath.Join(s.dir, "main.wiki.hcl"), fmt.Sprintf(`wikiform {
  set = "museum"
}
file "plate" {
  for_each    = { for k in [%s] : k => k }
  source      = "${each.key}.svg"
  title       = "Museum - ${each.key}.svg"
  description = "Plate ${each.key}."
}
%s
`, strings.Join(list, ", "), more))
}

const prunes = `prune {
  prefix = "museum - "
  action = "delete"
  reason = "No longer in the table"
}
`

var tableOfTwelve = []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"}

// has reports whether the wiki has a file.
func (s *shelf) has(t *testing.T, title string) bool {
	t.Helper()
	t.Helper()
	return len(s.sha1s(t, title)) > 0
}

// says runs a command, and gives all that it prints.
func (s *shelf) says(t *testing.T, want int, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if code := cli.Main(append(args, "-chdir="+s.dir), term.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Env: s.env}); code != want {
		t.Errorf("wikiform %s: exit code %d, want %d", strings.Join(args, " "), code, want)
	}
	return out.String()
}

// What left the table goes, unless somebody else had a hand in it or needs it.
func TestPrune(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	s.declares(t, "", tableOfTwelve...)
	s.run(t, s.dir, 0, "apply", "-auto-approve")

	check(t, s.wiki.PutPage("Bridge", "[[File:Museum - c.svg]]", "Vera"))
	check(t, s.wiki.PutFile("Museum - d.svg", []byte(fileOf("d.svg", "better")), "", "Anna"))
	check(t, s.wiki.PutPage("File:Museum - e.svg", "Plate e, at dusk.", "Vera"))
	check(t, s.wiki.Move("Vera", "File:Museum - f.svg", "File:Museum - f at dusk.svg", true))
	check(t, s.wiki.PutPage("File:Dusk.svg", "#REDIRECT [[File:Museum - g.svg]]", "Vera"))
	check(t, s.wiki.PutFile("Museum - theirs.svg", []byte(fileOf("t.svg", "")), "", "Anna"))

	s.declares(t, prunes, "a", "b")
	saved := filepath.Join(t.TempDir(), "p.wikiplan")
	said := s.run(t, s.dir, 0, "plan", "-out="+saved)
	for _, want := range []string{
		"Orphans (5)", "it is used by 1 page (Bridge)", "Anna uploaded a version", "Vera has edited, moved or protected its page",
		"File:Museum - f at dusk.svg", "redirects lead to it that are not ours: File:Dusk.svg", "Plan: 0 to add, 0 to change, 5 to destroy.",
		`prune["Museum - h.svg"]`,
	} {
		if !strings.Contains(strings.Join(strings.Fields(said), " "), strings.Join(strings.Fields(want), " ")) {
			t.Errorf("the plan does not say %q:\n%s", want, said)
		}
	}
	s.run(t, s.dir, 0, "apply", saved)
	for row, stays := range map[string]bool{"a": true, "b": true, "c": true, "d": true, "e": true, "f at dusk": true, "g": true, "h": false, "i": false, "j": false, "k": false, "l": false, "theirs": true} {
		if got := s.has(t, "Museum - "+row+".svg"); got != stays {
			t.Errorf("the wiki has %s: %v", row, got)
		}
	}
	if said = s.run(t, s.dir, 0, "plan", "-detailed-exitcode"); !strings.Contains(said, "No changes.") {
		t.Errorf("again:\n%s", said)
	}
	s.run(t, s.dir, 0, "apply", saved) // done already
}

// What a saved plan deletes is looked at again: on the word of a file nothing goes.
func TestSavedPrune(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	s.declares(t, "", "a", "b", "c")
	s.run(t, s.dir, 0, "apply", "-auto-approve")
	check(t, s.wiki.PutFile("Museum - theirs.svg", []byte(fileOf("t.svg", "")), "", "Anna"))
	s.declares(t, prunes, "a", "b")
	saved := filepath.Join(t.TempDir(), "p.wikiplan")
	s.run(t, s.dir, 0, "plan", "-out="+saved)

	for name, c := range map[string]struct {
		more string
		rows []string
		says string
	}{
		"the row came back":                {prunes, []string{"a", "b", "c"}, "it is no orphan"},
		"no prune block":                   {"", []string{"a", "b"}, "1 blocked."},
		"another reason":                   {strings.Replace(prunes, "No longer", "Not", 1), []string{"a", "b"}, "its comment is"},
		"another set":                      {strings.Replace(prunes, "museum - ", "zoo - ", 1), []string{"a", "b"}, "1 blocked."},
		"the block only reports":           {strings.Replace(prunes, "delete", "report", 1), []string{"a", "b"}, "1 blocked."},
		"the table is empty":               {prunes, nil, "1 blocked."},
		"a block that is not enabled":      {prunes + "absent \"c\" {\n  title   = \"museum_-  c.svg\"\n  enabled = false\n}\n", []string{"a", "b"}, "it is no orphan"},
		"a redirect leads there":           {prunes + "redirect \"c\" {\n  title = \"C.svg\"\n  to    = \"Museum - c.svg\"\n}\n", []string{"a", "b"}, "it is no orphan"},
		"the whole title in small letters": {prunes + "absent \"c\" {\n  title = \"museum - c.svg\"\n}\n", []string{"a", "b"}, "it is no orphan"},
	} {
		s.declares(t, c.more, c.rows...)
		if said := s.says(t, 1, "apply", saved); !strings.Contains(said, c.says) {
			t.Errorf("%s: said\n%s", name, said)
		}
		if !s.has(t, "Museum - c.svg") {
			t.Fatalf("%s: it went", name)
		}
	}

	// Forged plans are refused: theirs, and one of ours that is wanted.
	s.declares(t, prunes, "a", "b")
	for _, title := range []provider.Title{"Museum - theirs.svg", "Museum - a.svg", "museum - a.svg"} {
		b, err := os.ReadFile(saved)
		check(t, err)
		p, err := plan.Read(bytes.NewReader(b))
		check(t, err)
		for i := range p.Changes {
			if c := &p.Changes[i]; c.Claim.Orphan {
				c.Claim.Title, c.Before.Title = title, title
			}
		}
		var out bytes.Buffer
		check(t, plan.Write(&out, p))
		forged := filepath.Join(t.TempDir(), "forged.wikiplan")
		putFile(t, forged, out.String())
		if said := s.says(t, 1, "apply", forged); !strings.Contains(said, "it is no orphan of the manifests at hand") {
			t.Errorf("%s: said\n%s", title, said)
		}
		if !s.has(t, "Museum - theirs.svg") || !s.has(t, "Museum - a.svg") {
			t.Errorf("%s went by a forged plan", title)
		}
	}

	// A page that uses it came after the plan.
	check(t, s.wiki.PutPage("Bridge", "[[File:Museum - c.svg]]", "Vera"))
	s.run(t, s.dir, 1, "apply", saved)
	if !s.has(t, "Museum - c.svg") {
		t.Error("it went while it is used")
	}
	check(t, s.wiki.PutPage("Bridge", "nothing", "Vera"))
	s.run(t, s.dir, 0, "apply", saved)
	if s.has(t, "Museum - c.svg") {
		t.Error("it is still there")
	}
}

// An empty table takes nothing off the wiki, and a part of the manifest does not either.
func TestNothingIsPrunedByMistake(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	s.declares(t, "", "a", "b", "c")
	s.run(t, s.dir, 0, "apply", "-auto-approve")
	s.declares(t, prunes)
	if said := s.run(t, s.dir, 0, "plan"); !strings.Contains(strings.Join(strings.Fields(said), " "), "the for_each of the block at main.wiki.hcl:4 has no element: if that is meant, plan with -allow-empty") {
		t.Errorf("an empty table:\n%s", said)
	}
	s.run(t, s.dir, 0, "apply", "-auto-approve")
	if said := s.run(t, s.dir, 0, "plan", "-allow-empty"); !strings.Contains(said, "3 to destroy") {
		t.Errorf("with -allow-empty:\n%s", said)
	}
	s.declares(t, prunes, "a", "b")
	for _, part := range []string{"-target=file.plate[\"a\"]", "-exclude=file.plate[\"a\"]", "-only=create"} {
		if said := s.run(t, s.dir, 0, "plan", part); strings.Contains(said, "to destroy") {
			t.Errorf("%s:\n%s", part, said)
		}
	}
	if !s.has(t, "Museum - c.svg") {
		t.Error("it went")
	}
}
