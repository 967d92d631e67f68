package spec

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/hashicorp/hcl/v2"
)

// Guards keep a file from what would otherwise be done to it. Where several hold, the
// strictest wins; words of which one can then never mean anything are a mistake.

// word is a guard as it is written, such as policy = "observe".
type word struct {
	text string
	from level
	of   string // " of wiki …" for one of a wiki
	at   hcl.Range
	*args
	attr string // of args
}

// level is where a word stands, from near to far.
type level int

const (
	ofFile level = iota
	ofDefaults
	ofWiki
)

// clash is what two words cannot be together.
type clash struct {
	first, second string // a fault is told at the second, which is not farther from the file
	reach         level  // the first counts as far as this; ofFile: only beside the second
	summary, why  string
}

// everything is all that can be ignored.
const everything = `["content", "description", "tags"]`

// keepsLinks is said of a list with something in it.
const keepsLinks = "keep"

// clashes are looked for in this order, and the first of a word is told.
var clashes = []clash{
	{`policy = "create-only"`, `policy = "update-only"`, ofWiki, "Nothing to be done", "On that wiki what is there stays as it is, and what is missing is not made."},
	{`policy = "update-only"`, `policy = "create-only"`, ofWiki, "Nothing to be done", "On that wiki what is missing is not made, and what is there stays as it is."},
	{`policy = "update-only"`, "ignore_changes = " + everything, ofWiki, "Nothing to be done", "What is missing is not made, and of what is there everything may differ."},
	{`policy = "update-only"`, `description_mode = "seed"`, ofDefaults, "Text that is never written", "It is written with a new file only, and none is made."},
	{`policy = "observe"`, `description_mode = "seed"`, ofDefaults, "Text that is never written", "It is written with a new file only, and none is made."},
	{`policy = "create-only"`, `description_mode = "merge"`, ofDefaults, "Text that is never merged", "The page of a file that is there stays as it is."},
	{`ignore_changes = ["description"]`, `description_mode = "merge"`, ofFile, "Text that is never merged", "The page of a file that is there may differ. Write description_mode = \"seed\" for a text that only a new file gets."},
	{`description_mode = "seed"`, keepsLinks, ofDefaults, "Links that are never kept", "The page is written once, and whatever others add to it stays."},
	{`description_mode = "merge"`, keepsLinks, ofDefaults, "Links that are kept in any case", "A text that is merged keeps all that others add, links too."},
	{`ignore_changes = ["description"]`, keepsLinks, ofFile, "Links that are never kept", "The page of a file that is there may differ, and stays as it is with all links."},
	{`prevent_overwrite = true`, `overwrite = "any"`, ofFile, "Overwriting that is prevented", "No version is replaced, whoever uploaded it."},
	{`policy = "create-only"`, `overwrite = "any"`, ofFile, "Overwriting that is prevented", "A file that is there stays as it is, whoever uploaded it."},
	{`policy = "update-only"`, `on_duplicate = "redirect"`, ofFile, "Redirect that is never made", "What is missing is not made, and a redirect would be."},
}

// words gives the guards that a block has, of which the ignored changes are known.
func (a *args) words(from level, ignored []string) []word {
	var list []word
	add := func(b *args, attr, value string) {
		list = append(list, word{attr + " = " + value, from, "", b.at(attr), b, attr})
	}
	for _, attr := range []string{"policy", "on_duplicate", "description_mode"} {
		if text, ok := a.text(attr); ok {
			add(a, attr, strconv.Quote(text))
		}
	}
	if kept, _ := a.list("keep"); len(kept) > 0 {
		list = append(list, word{keepsLinks, from, "", a.at("keep"), a, "keep"})
	}
	for _, b := range a.inner {
		if text, ok := b.text("overwrite"); ok {
			add(b, "overwrite", strconv.Quote(text))
		}
		if b.flag("prevent_overwrite") {
			add(b, "prevent_overwrite", "true")
		}
		for _, what := range ignored {
			add(b, "ignore_changes", fmt.Sprintf("[%q]", what))
		}
		if len(ignored) == len(b.kind.attr("ignore_changes").values) { // each of them once
			add(b, "ignore_changes", everything)
		}
	}
	return list
}

// wordsOfWikis are the policies of the wikis, of which the plan is for one; each policy
// is that of the first wiki that has it. Where the manifest depends on the wiki, it is that
// of the one that it is evaluated for.
func (l *loader) wordsOfWikis() []word {
	var list []word
	for _, w := range l.m.Wikis {
		if l.m.For != "" && w.Name != l.m.For {
			continue // what is said beside it is said for one wiki only
		}
		text := fmt.Sprintf("policy = %q", string(w.Policy))
		if !slices.ContainsFunc(list, func(x word) bool { return x.text == text }) {
			list = append(list, word{text: text, from: ofWiki, of: fmt.Sprintf(" of wiki %q", w.Name), at: w.Range})
		}
	}
	return list
}

// checkWords tells which of a block's words contradict one of its own or a wider one.
func (a *args) checkWords(own, wider []word) {
	for _, second := range own {
		for _, c := range clashes {
			if c.second == second.text && second.contradicts(c, own, wider) {
				a.failed = true
				break
			}
		}
	}
}

// contradicts tells whether a word is the second one of a clash, after saying so.
func (second word) contradicts(c clash, own, wider []word) bool {
	for _, first := range slices.Concat(own, wider) {
		if first.text == c.first && (first.from == second.from || first.from <= c.reach) {
			second.fault(second.attr, c.summary, "%s contradicts %s%s (%s). %s Remove one of the two.", second.text, first.text, first.of, fileAndLine(first.at), c.why)
			return true
		}
	}
	return false
}

// wider are the words of the defaults that a file does not say otherwise, and of wikis.
func (a *args) wider(d common) []word {
	list := slices.Clone(d.ofWikis)
	for _, w := range d.words {
		if !a.has(w.attr) {
			list = append(list, w)
		}
	}
	return list
}
