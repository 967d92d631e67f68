package spec

import (
	"strings"

	"wikiform/provider"
)

// evalPrunes gives the parts of the titles that are owned exhaustively.
func (l *loader) evalPrunes(blocks []*block, d common) {
	var all []scoped
	for _, b := range blocks {
		a := l.args(b)
		p := a.prune(d)
		if a.enabled() && l.m.Settings.Set == "" {
			a.fault("", "Prune without a set", "Only files whose comments bear the name of a set are known as this manifest's, since all others may be somebody else's. "+
				"Name one: wikiform { set = \"…\" }.")
		}
		if a.counts() {
			l.m.Prunes = append(l.m.Prunes, p)
			all = append(all, scoped{p, a})
		}
	}
	if len(all) > maxPrunes {
		all[maxPrunes].fault("", "Too many prune blocks", "There are %s; the most is %s, since every file of ours is looked for in each.", grouped(len(all)), grouped(maxPrunes))
		return
	}
	for i := range all {
		for j := 0; j < i && !all[i].contradicts(all[j]); j++ {
		}
	}
}

// maxPrunes is how many prune blocks there may be.
const maxPrunes = 1000

// prune gives what one block says.
func (a *args) prune(d common) Prune {
	p := Prune{Action: PruneReport, Reason: a.reason(d), Tags: d.tags, Range: a.header}
	if text, ok := a.choice("action"); ok {
		p.Action = PruneAction(text)
	}
	switch {
	case a.has("prefix") && a.has("category"):
		a.fault("category", "Two scopes", "A prune block has either a prefix or a category. Remove one of them; another block can have it.")
	case a.has("prefix"):
		p.Prefix = a.prefix()
	case a.has("category"):
		p.Category = a.category()
	case !a.unclear: // else told already
		a.fault("", "No scope", "A prune block says which files it is about: prefix = \"…\", what their titles begin with, or category = \"…\".")
	}
	return p
}

// prefix writes the beginning of a title as the wiki does.
func (a *args) prefix() string {
	const rest, ext = "x", ".png" // what a title could go on with
	text, ok := a.text("prefix")
	if !ok {
		return ""
	}
	const whole = "Write what the titles of this manifest begin with."
	if strings.TrimSpace(strings.TrimLeft(text, " _")) == "" {
		a.fault("prefix", "No prefix", "An empty prefix would stand for all files of the wiki. "+whole)
		return ""
	}
	t, word, err := offline(text + rest + ext)
	prefix := strings.TrimSuffix(string(t), rest+ext)
	switch {
	case err != nil:
		a.fault("prefix", "Invalid prefix", "No title begins with %q: %s.", text, titleReason(err))
	case prefix == "":
		a.fault("prefix", "No prefix", "%q begins the titles of all files of the wiki. "+whole, text)
	case word != "":
		a.fault("prefix", "Invalid prefix", "No title begins with %q: what is before the colon can only be a namespace, and that of files is not written here. Try %q.", text, prefix)
	default:
		return prefix
	}
	return ""
}

func (a *args) category() string {
	text, ok := a.text("category")
	if !ok {
		return ""
	}
	name, err := provider.ParseCategory(text)
	if err != nil {
		a.fault("category", "Invalid category", "%s.", titleReason(err))
	}
	return name
}

// scoped is a prune block with where its values were written.
type scoped struct {
	Prune
	*args
}

// contradicts tells whether a block and an earlier one cannot both be, after saying why.
// A block that only reports takes what it names out of a wider one that deletes; the
// other way round, nothing would ever be deleted.
func (s scoped) contradicts(earlier scoped) bool {
	switch {
	case s.Prefix == earlier.Prefix && s.Category == earlier.Category:
		attr := "prefix"
		if s.Prefix == "" {
			attr = "category"
		}
		s.fault(attr, "Two prune blocks of one scope", "The block at %s has this %s already. Remove one of them.", fileAndLine(earlier.Range), attr)
		return true
	case s.Prefix == "" || earlier.Prefix == "":
		return false
	}
	return s.within(earlier) || earlier.within(s)
}

// within tells whether a block deletes within one that only reports, after saying so.
func (s scoped) within(wider scoped) bool {
	if s.Action != PruneDelete || wider.Action != PruneReport || !strings.HasPrefix(s.Prefix, wider.Prefix) {
		return false
	}
	s.fault("action", "Deletion of what is only reported", "Titles that begin with %q begin with %q as well, and the block at %s only reports those. "+
		"What is in several blocks is deleted only if all of them say so.", s.Prefix, wider.Prefix, fileAndLine(wider.Range))
	return true
}
