package spec

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// Embedded is what wiki.name is for a manifest without a wiki block, which is for the
// sandbox wiki that is inside the program.
const Embedded = "sandbox"

// chooseWiki finds the wiki that wiki.name stands for: the one that is chosen, or the only
// one. Where there are several and none of them is chosen, it is the first, and turns has
// all of them if what is declared depends on it. The names are known before anything is
// evaluated, so that what wiki blocks say may be made of local values.
func (l *loader) chooseWiki(all *block) {
	l.wikis = []string{}
	for _, b := range all.of("wiki") {
		if !slices.Contains(l.wikis, b.name) {
			l.wikis = append(l.wikis, b.name)
		}
	}
	name := l.in.Wiki
	if len(l.wikis) == 0 {
		name = Embedded
	} else if !slices.Contains(l.wikis, name) {
		name = l.wikis[0]
	}
	if all.refersTo("wiki") {
		l.m.For = name
		if l.unchosen() {
			l.turns = l.wikis
		}
	}
	l.setWiki(name)
}

func (l *loader) setWiki(name string) {
	l.eval.ctx.Variables["wiki"] = cty.ObjectVal(map[string]cty.Value{"name": cty.StringVal(name)})
}

// unchosen reports whether there are several wikis, of which none is chosen.
func (l *loader) unchosen() bool { return len(l.wikis) > 1 && !slices.Contains(l.wikis, l.in.Wiki) }

// refersTo reports whether an expression in a block, or in one within it, refers to
// anything below root.
func (b *block) refersTo(root string) bool {
	for _, x := range b.attrs {
		if x.mentions(root) {
			return true
		}
	}
	return slices.ContainsFunc(b.blocks, func(inner *block) bool { return inner.refersTo(root) })
}

// dependingOnWiki are the local values into which wiki.name goes, by themselves or by
// others, each with where that is written.
func dependingOnWiki(attrs map[string]*attr) map[string]hcl.Range {
	found, users := map[string]hcl.Range{}, map[string][]string{}
	var queue []string
	for _, name := range names(attrs) {
		for _, ref := range attrs[name].refs {
			if _, known := found[name]; ref.RootName() == "wiki" && !known {
				found[name] = ref.SourceRange()
				queue = append(queue, name)
			}
			if of, ok := step(ref, 1); ok && ref.RootName() == "local" {
				users[of] = append(users[of], name)
			}
		}
	}
	for len(queue) > 0 {
		name := queue[0]
		queue = queue[1:]
		for _, user := range users[name] {
			if _, known := found[user]; !known {
				found[user] = found[name]
				queue = append(queue, user)
			}
		}
	}
	return found
}

const fixedSummary = "Setting that depends on the wiki"

// fixed are the kinds of blocks that say the same whichever wiki is chosen, and why.
var fixed = map[string]string{
	"wiki": "A wiki block says what there is to choose from, so that nothing in it can depend on which wiki is chosen. " +
		"Each wiki has a block of its own: write its value there.",
	"wikiform": "The settings of a manifest hold for all its wikis, so that nothing in them can depend on which one is chosen.",
}

// scopeOf is what the attributes of a block can refer to that stands for itself.
func scopeOf(b *block) scope {
	s := global
	s.fixed = fixed[b.kind.name]
	return s
}

// checkWikiRef finds references to wiki where there is none, or to more of it than its name.
func (ev *evaluator) checkWikiRef(ref hcl.Traversal, s scope) *hcl.Diagnostic {
	at := ref.SourceRange()
	name, named := step(ref, 1)
	switch {
	case !s.locals:
		return problem(at, at, "Wiki in a rule about a variable", "A variable has one value for all wikis, so a rule about it refers to variables only.")
	case s.fixed != "":
		return problem(at, at, fixedSummary, "%s", s.fixed)
	case !named:
		return problem(at, at, "Incomplete reference", "wiki stands for no value by itself; write wiki.name.")
	case name != "name":
		return problem(at, at, "Unknown attribute of wiki", "wiki has wiki.name only, the name of the wiki block that is chosen.%s",
			or(didYouMean(name, []string{"name"}), fmt.Sprintf(" What else differs belongs into a map by that name: local.%s[wiki.name].", name)))
	case len(ev.unchosen) > 0:
		return problem(at, at, "No wiki is chosen", "wiki.name is the name of the wiki that is chosen, and of several none is. Choose one with -wiki=NAME: %s.", oneOf(ev.unchosen))
	}
	return nil
}

// checkFixedLocal finds local values that depend on the wiki where nothing may.
func (ev *evaluator) checkFixedLocal(name string, s scope, at hcl.Range) *hcl.Diagnostic {
	by, depends := ev.ofWiki[name]
	if s.fixed == "" || !depends {
		return nil
	}
	return problem(at, at, fixedSummary, "%s local.%s depends on it, by wiki.name at %s.", s.fixed, name, fileAndLine(by))
}
