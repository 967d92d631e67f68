package provider

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Site is what a wiki says of itself (facts §2). The zero value has MediaWiki's
// usual rules and no limits.
type Site struct {
	ID        string // wikiid, which names the wiki in journals and plans
	Generator string // "MediaWiki 1.43.9"
	// Time is what the wiki's own clock said when it was asked; the zero value when not
	// known.
	Time time.Time
	// FileNamespaces are the local name and the aliases of namespace 6 beside
	// "File", which every wiki understands.
	FileNamespaces []string
	// CategoryNamespaces are those of namespace 14 beside "Category". CategoryCase: in it
	// the first letter is as it is written, so that a small and a capital one differ.
	CategoryNamespaces []string
	CategoryCase       bool
	// Languages are what begins a link from a page to the same subject in another language,
	// in small letters.
	Languages []string
	// RedirectWords begin the text of a redirect, as the wiki's language has them.
	RedirectWords []string
	// SubstWords substitute a template, with their colons, as the wiki's language has
	// them beside subst: and safesubst:.
	SubstWords []string
	// ContentTags are the tags, in small letters, of which the wiki takes what is
	// between them as it stands; nil when not known.
	ContentTags []string
	Extensions  []string // lower-case, without dot; empty when not known
	MaxUpload   int64    // bytes of one file; 0 when not known
	MinChunk    int64    // bytes of a chunk that is not the last; 0 when not known
	MaxText     int64    // bytes of a page's text; 0 when not known
	UploadsOff  bool     // the wiki takes no uploads at all
	// NoShared: the wiki has no shared repository, of which an upload could hide a file
	// without any warning (facts §4.3); false also when that is not known.
	NoShared bool
	ReadOnly string   // why the wiki takes no writes now, "" when it does
	Tags     []string // change tags that a client may apply; nil when not asked
}

// Takes reports whether the wiki takes files with this extension.
func (s Site) Takes(ext string) bool {
	return len(s.Extensions) == 0 || slices.Contains(s.Extensions, ext)
}

// FileTitle gives the title of a page that is named with its namespace, as the wiki
// names pages; false for one that is not in the namespace of files.
func (s Site) FileTitle(page string) (Title, bool) {
	if s.trimNamespace(page) == page {
		return "", false
	}
	t, err := ParseTitle(page, s)
	return t, err == nil
}

func (s Site) trimNamespace(title string) string {
	if rest, trimmed := trimName(title, append([]string{"File"}, s.FileNamespaces...)); trimmed {
		return rest
	}
	return title
}

// trimName takes one of the names of a namespace from the beginning of a title.
func trimName(title string, names []string) (rest string, trimmed bool) {
	head, rest, found := strings.Cut(title, ":")
	if !found {
		return "", false
	}
	name := strings.Join(strings.FieldsFunc(head, func(r rune) bool { return r == ' ' || r == '_' }), " ")
	for _, ns := range names {
		if sameName(name, strings.ReplaceAll(ns, "_", " ")) {
			return rest, true
		}
	}
	return "", false
}

// sameName compares names of namespaces, whose case does not count. Small and
// capital letters that are so for some wikis only, as ſ and S, or İ and i, are
// two: a word that is no namespace must not be dropped, while one that is may be
// written otherwise.
func sameName(a, b string) bool {
	small := func(s string) string { return strings.Map(unicode.ToLower, s) }
	return strings.EqualFold(a, b) && small(a) == small(b)
}

// UploadsAreEdits reports whether the wiki counts an upload against the rate
// limit of edits too: 1.43 does and 1.39 does not (facts §2); in doubt it does.
func (s Site) UploadsAreEdits() bool {
	var minor int
	n, err := fmt.Sscanf(s.Generator, "MediaWiki 1.%d", &minor)
	return n != 1 || err != nil || minor >= 40
}

// Account is who the wiki takes us for. The zero value is an anonymous reader,
// of whose rights, tags and limits nothing is concluded.
type Account struct {
	Name   string // without a bot password's "@app"
	Rights []string
	Limits []RateLimit
	Block  *Block // nil when not blocked
	// Edits is how many the account has made on this wiki, and Registered since when it is;
	// the zero value where the wiki does not say.
	Edits      int64
	Registered time.Time
}

// Anonymous reports whether nobody is logged in.
func (a Account) Anonymous() bool { return a.Name == "" }

// Can reports whether the account holds a right. Groups say nothing: a bot
// password's grants narrow the rights silently (facts §1.1).
func (a Account) Can(right string) bool { return slices.Contains(a.Rights, right) }

// RateLimit is one of the account's limits: at most Hits actions in Per.
type RateLimit struct {
	Action string // "upload", "edit", "move"
	Hits   int
	Per    time.Duration
}

// Block is why and until when an account may not write.
type Block struct {
	By     string
	Reason string
	Expiry string // as the wiki says it: a time, or "infinite"
}
