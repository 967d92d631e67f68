package spec

import (
	"maps"
	"runtime"
	"sync"

	"github.com/zclconf/go-cty/cty"

	"wikiform/provider"
)

// The instances of a large block are evaluated by several at once. An expression keeps
// what it is at, and the meter counts; so each helper has a loader of its own, which has
// parsed the manifest again. What helpers find is taken only if nothing is to be said of
// any instance and no limit is near. Else it is forgotten, and the instances are evaluated
// one after the other: what is told, and in which order, depends on nobody's speed.

const (
	// enough instances make it worth while, and fewWords let the manifest be parsed again.
	enough   = 2_000
	fewWords = 50_000
	// stretch is how many instances are evaluated before any of them is taken.
	stretch = 4_096
	// firstAlone are evaluated before there are helpers.
	firstAlone = 16
)

// ahead evaluates the instances of one block of files.
type ahead struct {
	*loader
	shared  constants
	d       common
	at      *places
	helpers []*helper
}

// helper is a loader that evaluates some instances of a block.
type helper struct {
	*loader
	block *block
	at    *places
	known found
	done  []outcome
}

// outcome is what one instance declares.
type outcome struct {
	file            File
	enabled, counts bool
}

// found is how much a loader has told and read, which evaluating ahead must not change.
type found struct{ faults, doubts, texts, templates, dirs, words, read, guessed, searched, voids, remarks int }

func (l *loader) found() found {
	m := &l.eval.meter
	return found{
		len(l.faults.list), len(l.doubtful.list), len(l.files.texts), len(l.files.tmpls), len(l.files.dirs), l.files.words,
		m.read, m.guessed, l.files.searched, len(m.voids), len(m.remarks),
	}
}

// newAhead gives nil where instances are better evaluated one after the other. The first
// of them have been, so that what all of them read has been read.
func (l *loader) newAhead(b *block, shared constants, d common, at *places, key, value cty.Value) *ahead {
	n := runtime.GOMAXPROCS(0)
	if n < 2 || l.files.words > fewWords || l.faults.errors {
		return nil
	}
	a := &ahead{loader: l, shared: shared, d: d, at: at}
	for range n {
		h := l.helper(b)
		if h == nil || !h.evaluate(a, []cty.Value{key}, []cty.Value{value}) {
			return nil
		}
		a.helpers = append(a.helpers, h)
	}
	return a
}

// helper gives a loader that has parsed what l has, and sees the values that l has
// evaluated; nil where that cannot be.
func (l *loader) helper(b *block) *helper {
	w := newLoader(l.fsys, l.dir, l.in)
	w.files.texts, w.files.encodings, w.files.dirs = maps.Clone(l.files.texts), maps.Clone(l.files.encodings), maps.Clone(l.files.dirs)
	at := -1
	for i, x := range l.blocks.blocks {
		if x == b {
			at = i
		}
	}
	w.blocks = &block{}
	for _, name := range l.sources {
		body, diags := w.parse(name, l.m.Parsed[name].Bytes)
		if diags.HasErrors() {
			return nil
		}
		w.blocks.blocks = append(w.blocks.blocks, w.decode(body, manifest).blocks...)
	}
	if len(w.blocks.blocks) != len(l.blocks.blocks) || w.blocks.blocks[at].header != b.header {
		return nil
	}
	w.eval.variables, w.eval.locals, w.eval.voidsByLocal = l.eval.variables, l.eval.locals, l.eval.voidsByLocal
	w.eval.ctx.Variables, w.secrets = maps.Clone(l.eval.ctx.Variables), l.secrets
	return &helper{loader: w, block: w.blocks.blocks[at], at: &places{}}
}

// evaluate evaluates instances, and reports whether what it found can be taken.
func (h *helper) evaluate(a *ahead, keys, values []cty.Value) (good bool) {
	defer func() {
		if r := recover(); r != nil {
			if _, limit := r.(*exhausted); !limit {
				panic(r)
			}
			good = false
		}
	}()
	h.done = h.done[:0]
	for i, k := range keys {
		h.eval.instance(true)
		x := h.instance(h.block, withEach(h.eval.ctx, k, values[i]), instanceOf(h.block.kind.name, h.block.name, k.AsString()), a.shared)
		f := x.file(a.d, h.at)
		h.done = append(h.done, outcome{f, x.enabled(), x.counts()})
	}
	return h.eval.over == nil && !h.eval.spent
}

// next evaluates instances and takes what they declare, or reports that this is to be
// done by the loader itself.
func (a *ahead) next(keys, values []cty.Value) bool {
	each := (len(keys) + len(a.helpers) - 1) / len(a.helpers)
	good := make([]bool, len(a.helpers))
	var wait sync.WaitGroup
	for i, h := range a.helpers {
		from, to := min(i*each, len(keys)), min((i+1)*each, len(keys))
		h.eval.begin()
		h.known = h.found()
		wait.Go(func() { good[i] = h.evaluate(a, keys[from:to], values[from:to]) && h.found() == h.known })
	}
	wait.Wait()
	if !a.within(good) || !a.distinctTitles() {
		return false
	}
	for _, h := range a.helpers {
		a.eval.include(&h.eval.meter)
		for i := range h.done {
			a.take(&h.done[i])
		}
		a.helped += len(h.done)
	}
	return true
}

// within reports whether all helpers are good, and together stay below every limit.
func (a *ahead) within(good []bool) bool {
	sum := a.eval.meter
	for i, h := range a.helpers {
		if m := &h.eval.meter; !good[i] || sum.held+m.peak+sum.read > maxHeld {
			return false
		}
		sum.include(&h.eval.meter)
	}
	return sum.steps <= maxSteps && sum.nodes <= maxNodes && sum.declared <= maxDeclared && sum.work <= maxWork && sum.pages <= maxPages
}

// distinctTitles reports whether there is nothing to be said of a title, alone or beside
// others.
func (a *ahead) distinctTitles() bool {
	forms := map[string]bool{}
	for _, h := range a.helpers {
		for i := range h.done {
			f := &h.done[i].file
			if !h.done[i].enabled {
				continue
			}
			form := usualForm(f.Title)
			_, taken := a.claims[f.Title]
			_, near := a.nearby(form)
			if f.Title == "" || worded(f.Title) || taken || near || forms[form] {
				return false
			}
			forms[form] = true
		}
	}
	return true
}

// take does what evalFiles does of an instance of which nothing is to be said.
func (a *ahead) take(o *outcome) {
	f := &o.file
	f.Ranges = a.at.share(f.Ranges)
	switch {
	case !o.enabled:
		a.m.Disabled = append(a.m.Disabled, Disabled{Address: f.Address, Title: f.Title, Range: f.Ranges.Block})
	default:
		a.remember(f)
	}
	if o.counts {
		a.m.Files = append(a.m.Files, *f)
	}
}

// remember keeps the title of a file that no other has, nor one of the same usual form.
func (l *loader) remember(f *File) {
	c := claim{f.Address, &f.Ranges.Title}
	l.claims[f.Title] = c
	if form := usualForm(f.Title); provider.Title(form) != f.Title {
		l.near[form] = nearby{c, f.Title}
	}
}

// begin lets a helper's meter count anew.
func (m *meter) begin() {
	m.steps, m.nodes, m.declared, m.work, m.held, m.peak, m.pages = 0, 0, 0, 0, 0, 0, 0
}

// include takes into account what another meter has counted since it began.
func (m *meter) include(more *meter) {
	m.steps, m.nodes, m.declared, m.work = m.steps+more.steps, m.nodes+more.nodes, m.declared+more.declared, m.work+more.work
	m.held, m.pages = m.held+more.held, m.pages+more.pages
}
