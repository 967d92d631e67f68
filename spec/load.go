package spec

import (
	"io/fs"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"wikiform/provider"
)

// Load reads the manifest of one directory.
//
// fsys is the root below which the manifest may read, and dir the manifest's
// directory in it, "." or a slash-separated path. Ranges and [Manifest.Parsed]
// name files by their paths in fsys.
//
// The manifest is never nil; when the diagnostics have errors it is good for
// showing excerpts and for nothing else.
//
// What it declares may depend on the wiki that is chosen: see [Manifest.For]. Where there
// are several and none of them is chosen, the manifest is the one for the first, and the
// diagnostics are those for all of them.
func Load(fsys fs.FS, dir string, in Inputs) (*Manifest, hcl.Diagnostics) {
	return LoadEach(fsys, dir, in, nil)
}

func newLoader(fsys fs.FS, dir string, in Inputs) *loader {
	m := &Manifest{Parsed: map[string]*hcl.File{}, wordings: &wordings{}}
	l := &loader{fsys: fsys, dir: dir, in: in, m: m, claims: map[provider.Title]claim{}, near: near{}}
	l.files = &reader{fsys: fsys, dir: dir, parsed: m.Parsed}
	m.wordings.loader = l
	l.eval = &evaluator{faults: &l.faults}
	l.eval.ctx = &hcl.EvalContext{
		Functions: newFunctions(l.files, &l.eval.meter),
		Variables: map[string]cty.Value{"path": cty.ObjectVal(map[string]cty.Value{"module": cty.StringVal(".")})},
	}
	return l
}

// loader is the state of one [Load].
type loader struct {
	fsys       fs.FS
	dir        string
	in         Inputs
	m          *Manifest
	files      *reader
	eval       *evaluator
	sources    []string // manifest files, in order
	wikis      []string // names of the wiki blocks; nil as long as they are not known
	turns      []string // of the wikis that are to be looked at one after the other
	locals     map[string]*attr
	blocks     *block           // all that is declared
	ctxOfFiles *hcl.EvalContext // see context
	ctxOfPlan  *hcl.EvalContext
	// frugal: nothing is evaluated after this but what [loader.recall] prepares for.
	// Then letGo and spare drop values that were of use only for others.
	frugal bool
	uses   map[string]int // of local values, in what is still to be evaluated
	// secrets: a variable is sensitive, so files of values are.
	secrets  bool
	faults   faults
	claims   map[provider.Title]claim // of the files that were evaluated
	near     near                     // the same by the titles' usual forms
	mentions []mention
	helped   int // instances that helpers have evaluated
	// failed and doubtful are not faults of the manifest: see [Manifest].
	failed, doubtful faults
}

// load goes from what stands alone to what refers to it. It stops early only
// where everything after would be a consequence.
func (l *loader) load() {
	bodies := l.readManifests()
	if l.faults.errors || !l.checkVersion(bodies) {
		return
	}
	all := &block{}
	for _, body := range bodies {
		all.blocks = append(all.blocks, l.decode(body, manifest).blocks...)
	}
	l.blocks = all
	l.distinct(all.blocks)
	l.chooseWiki(all)
	l.evalVariables(all.of("variable"))
	l.evalLocals(all.of("locals"))
	l.evalSettings(all.of("wikiform"))
	l.evalWikis(all.of("wiki"))
	d := l.evalDefaults(all.of("defaults"))
	l.evalFiles(all.of("file"), d)
	l.evalMoves(all.of("moved"), d)
	l.evalRedirects(all.of("redirect"), d)
	l.evalAbsences(all.of("absent"), d)
	l.checkMentions()
	l.evalPrunes(all.of("prune"), d)
	l.evalChecks(all.of("check"))
}

// guarded turns a manifest that costs too much into a diagnostic where nothing
// nearer to the place has done so.
func (l *loader) guarded(load func(*loader)) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *exhausted:
			l.faults.add(&hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Too large to evaluate", Detail: upperFirst(r.reason) + "."})
		default:
			panic(r)
		}
	}()
	load(l)
}

// of gives the inner blocks of one kind.
func (b *block) of(kind string) []*block {
	var list []*block
	for _, x := range b.blocks {
		if x.kind.name == kind {
			list = append(list, x)
		}
	}
	return list
}
