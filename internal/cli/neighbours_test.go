package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wikiform/internal/cli"
)

// TestNeighbours: no file is created beside one of nearly the same name without a
// word.
func TestNeighbours(t *testing.T) {
	t.Parallel()
	us, them, _ := twoAccounts(t)
	neighbours(t, us, them, "Harbour")
}

func TestRealNeighbours(t *testing.T) {
	us := dialReal(t)
	neighbours(t, us, us, "Harbour "+runID())
}

func neighbours(t *testing.T, we, they realWiki, name string) {
	t.Helper()
	accept := `accept_warnings = ["exists-normalized"]`
	us, them := newDesk(t, we), newDesk(t, they)
	blocked := func(title, by string) {
		t.Helper()
		us.wants(t, title, title, "ours")
		out := us.wiki(t, "plan")
		if !strings.Contains(out, "! file.f") || !strings.Contains(out, by) || !strings.Contains(out, "exists-normalized") {
			t.Errorf("%s beside %s:\n%s", title, by, out)
		}
		out = us.wiki(t, "apply", "-auto-approve")
		if strings.Contains(out, "1 added") || strings.Contains(out, "1 done") {
			t.Errorf("%s was created:\n%s", title, out)
		}
	}

	// The same type in another spelling is blocked, and can be accepted.
	them.apply(t, name+".SVG", "theirs", "theirs")
	blocked(name+".svg", "File:"+name+".SVG")
	us.wants(t, name+".svg", "accepted", "ours", accept)
	if out := us.wiki(t, "plan"); !strings.Contains(out, "+ file.f") || !strings.Contains(out, "# the wiki has a file of nearly the same name: File:"+name+".SVG") {
		t.Errorf("accepted:\n%s", out)
	}
	us.run(t, us.dir, 0, "apply", "-auto-approve")
	us.run(t, us.dir, 0, "plan", "-detailed-exitcode")

	// A title is wikitext to the wiki, and may hold commas.
	for i, odd := range []string{name + ", Tom & Jerry, 1", name + " ''Mona'' Lisa", name + " '''''who ? it's"} {
		them.apply(t, odd+".SVG", fmt.Sprint("odd ", i), "theirs")
		blocked(odd+".svg", "File:"+odd+".SVG")
	}

	// Another type is said, and goes on.
	us.wants(t, name+" plan.txt", "a text", "ours")
	us.run(t, us.dir, 0, "apply", "-auto-approve")
	if said := us.plan(t, name+" plan.svg", "a picture", "ours"); said != "the wiki has a file of nearly the same name: File:"+name+" plan.txt" {
		t.Errorf("beside another type the plan says %q", said)
	}
	us.run(t, us.dir, 0, "apply", "-auto-approve")

	// What came since the plan is not answered with yes.
	us.wants(t, name+" later.svg", "later", "ours")
	us.run(t, us.dir, 0, "plan", "-out=plan.wikiplan")
	them.apply(t, name+" later.SVG", "first", "theirs")
	out := us.wiki(t, "apply", "plan.wikiplan")
	if !strings.Contains(out, "File:"+name+" later.SVG") || !strings.Contains(out, "exists-normalized") || strings.Contains(out, "1 added") || strings.Contains(out, "1 done") {
		t.Errorf("a neighbour since the plan:\n%s", out)
	}

	// Files of one manifest expect each other; but not the same type twice.
	d := newDesk(t, we)
	manifest := ""
	for i, title := range []string{"pair.svg", "pair.txt", "twice.svg", "twice.SVG"} {
		source := fmt.Sprintf("%d%s", i, strings.ToLower(filepath.Ext(title)))
		if err := os.WriteFile(filepath.Join(d.dir, source), []byte(fileOf(name+" "+title, "")), 0o644); err != nil {
			t.Fatal(err)
		}
		manifest += fmt.Sprintf("file \"f%d\" {\n  title = %q\n  source = %q\n  description = \"x\"\n}\n", i, name+" "+title, source)
	}
	if err := os.WriteFile(filepath.Join(d.dir, "main.wiki.hcl"), []byte(manifest), 0o644); err != nil {
		t.Fatal(err)
	}
	out = d.wiki(t, "apply", "-auto-approve")
	for _, want := range []string{"! file.f2", "! file.f3", "File:" + name + " twice.svg (file.f2)", "2 done, 2 blocked"} {
		if !strings.Contains(out, want) {
			t.Errorf("a manifest with pairs does not say %q:\n%s", want, out)
		}
	}
}

// wiki runs a command of which only the words count.
func (d desk) wiki(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	code := cli.Main(append(args, "-chdir="+d.dir), cli.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Env: d.env})
	return fmt.Sprintf("%sexit code %d", strings.Join(strings.Fields(out.String()), " "), code)
}
