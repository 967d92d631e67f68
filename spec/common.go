package spec

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"wikiform/provider"
)

// common is what a file can take from the defaults block; other blocks take what
// they have of it.
type common struct {
	comment string
	tags    []string
	accept  []provider.WarningKind
	via     Via
	onMoved OnMoved
	policy  Policy
	mode    Mode
	keep    []Keep
	// onDuplicate is "" where nothing is said of it but by what is accepted.
	onDuplicate OnDuplicate
	words       []word // of the defaults
	ofWikis     []word
	at          Ranges // of Comment, Tags, Accept, Policy, Mode and Keep
}

// evalDefaults gives the defaults block, or what holds without one.
func (l *loader) evalDefaults(blocks []*block) common {
	d := common{via: ViaAuto, onMoved: OnMovedBlock, policy: PolicyFull, mode: ModeExact, ofWikis: l.wordsOfWikis()}
	if len(blocks) == 0 {
		return d
	}
	a := l.args(blocks[0])
	d = a.common(d)
	d.words = a.words(ofDefaults, nil)
	a.checkWords(d.words, d.ofWikis)
	return d
}

// common gives the attributes that files and defaults share, from d where they
// are not written.
func (a *args) common(d common) common {
	if a.has("comment") {
		d.comment, d.at.Comment = a.oneLine("comment"), a.at("comment")
	}
	if a.has("tags") {
		d.tags, d.at.Tags = a.tags(), a.at("tags")
	}
	if a.has("accept_warnings") {
		d.accept, d.at.Accept = a.accept(), a.at("accept_warnings")
	}
	if via, ok := a.choice("via"); ok {
		d.via = Via(via)
	}
	if text, ok := a.choice("on_moved"); ok {
		d.onMoved = OnMoved(text)
	}
	if text, ok := a.choice("policy"); ok {
		d.policy, d.at.Policy = Policy(text), a.at("policy")
	}
	if text, ok := a.choice("description_mode"); ok {
		d.mode, d.at.Mode = Mode(text), a.at("description_mode")
	}
	if a.has("keep") {
		d.keep, d.at.Keep = a.kept(), a.at("keep")
	}
	d.onDuplicate = a.onDuplicate(d)
	return d
}

// toldHow is what says in a comment of ours how its text came out of the manifest's, with
// the first digits of that one's SHA-1.
var toldHow = regexp.MustCompile(`\[(?:whole|merge|keep) [0-9a-f]{10}\]`)

// oneLine gives a text that is a comment in the wiki's log.
func (a *args) oneLine(name string) string {
	text, _ := a.text(name)
	switch n := utf8.RuneCountInString(text); {
	case strings.ContainsAny(text, "\r\n"):
		a.fault(name, "Line break in a comment", "A comment is one line. Put a longer text into the description; "+
			"a heredoc ends in a line break, which chomp() removes.")
	case strings.ContainsFunc(text, unicode.IsControl):
		a.fault(name, "Control character in a comment", "A comment is plain text in one line.")
	case strings.Contains(text, "[wikiform "):
		a.fault(name, "Mark of a set in a comment", "A comment with [wikiform …] is that of a set, by which its files are known. "+
			"Name the set in the wikiform block: its mark is written behind every comment.")
	case toldHow.MatchString(text):
		a.fault(name, "Word of a text in a comment", "A comment with %s says of a revision what kind of text it holds, by which later plans tell what is whose. Write it in other words.", toldHow.FindString(text))
	case n > provider.MaxComment:
		a.fault(name, "Comment too long", "The comment has %s characters. The wiki keeps %d and cuts the rest without a word.", grouped(n), provider.MaxComment)
	}
	return text
}

func (a *args) tags() []string {
	list, _ := a.list("tags")
	for i, tag := range list {
		switch {
		case strings.TrimSpace(tag) == "":
			a.faultAt("tags", i, "Empty change tag", "A change tag has a name, such as those on the wiki's page Special:Tags.")
		case strings.ContainsAny(tag, "|,"):
			a.faultAt("tags", i, "Invalid change tag", "No change tag has a | or a comma in its name. Write several tags as several elements of the list.")
		case slices.Contains(list[:i], tag):
			a.faultAt("tags", i, "Change tag twice", "%q is in the list already. Remove one of them.", tag)
		}
	}
	return list
}

func (a *args) accept() []provider.WarningKind {
	list, _ := a.list("accept_warnings")
	var kinds []provider.WarningKind
	for i, text := range list {
		kind := provider.WarningKind(text)
		known := a.kind.attr("accept_warnings").values
		switch {
		case slices.Contains(known, text):
			kinds = append(kinds, kind)
		case slices.Contains(provider.Acceptable, kind):
			a.faultAt("accept_warnings", i, "Warning that no "+a.kind.name+" has",
				"%q is about the content of a file, and a %s is a page without one. What it can accept is %s.", text, a.kind.name, allOf(known))
		case kind == provider.WarnBadFilename || kind == provider.WarnEmptyFile:
			a.faultAt("accept_warnings", i, "Warning that cannot be accepted",
				"With %q the wiki would store something else than this manifest says.%s", text, map[provider.WarningKind]string{
					provider.WarnBadFilename: " Change the title instead.", provider.WarnEmptyFile: " Give the file content instead.",
				}[kind])
		case slices.Contains(expected, kind):
			a.faultAt("accept_warnings", i, "Warning that needs no accepting",
				"wikiform knows from its plan whether %q is as it should be, and stops the upload when it is not. Remove it here.", text)
		default:
			a.faultAt("accept_warnings", i, "Unknown warning", "A wiki has no warning %q that could be accepted.%s", text,
				or(didYouMean(text, known), thereAre(known)))
		}
	}
	return kinds
}

// thereAre lists warnings as a sentence with a blank before it.
func thereAre(known []string) string {
	if len(known) == 1 {
		return fmt.Sprintf(" There is %q.", known[0])
	}
	return " There are " + allOf(known) + "."
}

// expected are warnings that belong to what a plan does.
var expected = []provider.WarningKind{
	provider.WarnExists, provider.WarnNoChange, provider.WarnDuplicateVersions,
	provider.WarnPageExists, provider.WarnLargeFile,
}
