package reconcile_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"wikiform/apply"
	"wikiform/apply/reconcile"
	"wikiform/plan"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
	"wikiform/spec"
	"wikiform/spec/source"
)

// two is a project for two wikis; the second has one of its files.
const two = `
wikiform { set = "museum" }
wiki "first" { api = "https://first.test/w/api.php" }
wiki "second" { api = "https://second.test/w/api.php" }
file "a" {
  source      = "a.png"
  title       = "A.png"
  description = "The first."
}
file "b" {
  for_each = toset(["x", "y"])
  source   = "b.png"
  title    = "b ${each.key}.png"
  accept_warnings = ["duplicate"]
}
`

// folder is a directory with a manifest and its sources.
type folder struct {
	t    *testing.T
	dir  string
	root *os.Root
}

func newFolder(t *testing.T, manifest string) folder {
	t.Helper()
	f := folder{t: t, dir: t.TempDir()}
	f.write("main.wiki.hcl", manifest)
	f.write("a.png", "\x89PNG\r\n\x1a\n a")
	f.write("b.png", "\x89PNG\r\n\x1a\n b")
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	f.root = root
	return f
}

func (f folder) write(name, text string) {
	f.t.Helper()
	if err := os.WriteFile(filepath.Join(f.dir, name), []byte(text), 0o644); err != nil {
		f.t.Fatal(err)
	}
}

// open opens the project, of which nothing may change from then on.
func (f folder) open() *reconcile.Project {
	f.t.Helper()
	p, diags := f.read()
	if diags.HasErrors() {
		f.t.Fatal(diags)
	}
	before, parsed := files(p), len(p.Parsed())
	f.t.Cleanup(func() {
		if diff := cmp.Diff(before, files(p)); diff != "" || len(p.Parsed()) != parsed {
			f.t.Errorf("the manifest was changed (-before +after):\n%s", diff)
		}
	})
	return p
}

// read opens it, be it wrong.
func (f folder) read() (*reconcile.Project, hcl.Diagnostics) { return f.openFor("") }

// openFor is read for the wiki that is chosen.
func (f folder) openFor(wiki string) (*reconcile.Project, hcl.Diagnostics) {
	f.t.Helper()
	tree, err := source.OpenTree(f.root)
	if err != nil {
		f.t.Fatal(err)
	}
	hashes := func() (*source.Cache, error) {
		return source.OpenCache(filepath.Join(f.dir, ".wikiform", "hashes.json"))
	}
	return reconcile.Open(f.root.FS(), ".", spec.Inputs{Wiki: wiki, Version: "1.2.3"}, &reconcile.Disk{Tree: tree, Hashes: hashes, Warn: func(err error) { f.t.Error(err) }})
}

// files is a picture of the files of a manifest, pins included.
func files(p *reconcile.Project) (all []string) {
	for _, f := range slices.Concat(p.Manifest().Files, p.Files()) {
		all = append(all, fmt.Sprintf("%+v %v", f, f.Description))
	}
	return all
}

// target logs in to a sandbox wiki of its own, by the name of a wiki block.
func target(t *testing.T, p *reconcile.Project, name string, w *sandbox.Wiki, as mediawiki.Credentials) reconcile.Target {
	t.Helper()
	var declared spec.Wiki
	api := "http://localhost/w/api.php"
	if name != "" {
		var err error
		if declared, err = p.Manifest().WikiNamed(name); err != nil {
			t.Fatal(err)
		}
		api = declared.API
	}
	c, err := mediawiki.Dial(t.Context(), mediawiki.Config{API: api, Transport: w.Transport(), Credentials: as})
	if err != nil {
		t.Fatal(err)
	}
	return reconcile.Target{Declared: declared, Wiki: c}
}

var us = mediawiki.Credentials{User: sandbox.User, Password: sandbox.Password}

func newWiki(t *testing.T, options ...sandbox.Option) *sandbox.Wiki {
	t.Helper()
	w, err := sandbox.New(options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

func actions(p *plan.Plan) (all []string) {
	for c := range p.All() {
		all = append(all, fmt.Sprintf("%s %s", c.Action(), c.Claim.Title))
	}
	return all
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

func carryOut(t *testing.T, p *reconcile.Project, to reconcile.Target, made *plan.Plan) *apply.Report {
	t.Helper()
	run, err := p.Prepare(to, made, reconcile.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return run.Do(t.Context(), nil, reconcile.Means{})
}

// saved is a plan as it comes back from a file.
func saved(t *testing.T, made *plan.Plan) *plan.Plan {
	t.Helper()
	var b bytes.Buffer
	if err := plan.Write(&b, made); err != nil {
		t.Fatal(err)
	}
	back, err := plan.Read(&b)
	if err != nil {
		t.Fatal(err)
	}
	return back
}
