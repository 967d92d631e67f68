package spec

import (
	"slices"

	"wikiform/provider"
)

// markup is what of wikitext is one wiki's own.
type markup struct {
	takes func(tag string) bool // what is between these tags is taken as it stands
	// substs are the words that substitute a template, with their colons.
	substs []string
}

// anyWiki is the markup of a wiki of which nothing is known: a tag may be that of an
// extension, and what is in it is left to the plan.
var anyWiki = markup{mayTake, englishSubsts}

// markupOf is the markup of a wiki.
func markupOf(site provider.Site) markup {
	tags := append([]string{includeonly}, coreTags...)
	return markup{tagsOf(append(tags, site.ContentTags...)...), append(slices.Clone(englishSubsts), site.SubstWords...)}
}

// englishSubsts are understood by every wiki.
var englishSubsts = []string{"subst:", "safesubst:"}

// coreTags are those that every wiki has.
var coreTags = []string{"nowiki", "pre", "gallery", "indicator"}

// mayTake reports whether a tag may be that of an extension: all are that HTML does
// not have, but for two, around which wikis look at a text as anywhere.
func mayTake(tag string) bool { return !plainTags[tag] }

// plainTags are the tags of HTML that wikitext knows (Help:HTML in wikitext), and
// those that say what is transcluded.
var plainTags = func() map[string]bool {
	names := map[string]bool{}
	for _, name := range []string{
		"noinclude", "onlyinclude",
		"abbr", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code", "data", "dd", "del", "dfn",
		"div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "link", "mark",
		"meta", "ol", "p", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
		"table", "td", "th", "time", "tr", "tt", "u", "ul", "var", "wbr",
	} {
		names[name] = true
	}
	return names
}()
