package plan

import (
	"crypto/sha1"
	"fmt"
	"regexp"
	"strings"

	"wikiform/provider"
	"wikiform/spec"
)

// Where a text is merged with what others wrote, the page's history is the only place that
// knows what the manifest said: the text of our own revision holds their lines as well. So
// the comment of such an edit says what its text is, and which text of the manifest it comes
// from, by the first digits of that one's SHA-1:
//
//	Update [merge 1a2b3c4d5e] [wikiform museum]
//
// It stands at the end, before the mark of a set, since a wiki cuts comments there last.

// saying is what a comment of ours says of the revision's text.
type saying struct {
	how    How
	digits string // "": it says nothing, and how is HowExact
}

// saysDigits is how many digits of a SHA-1 a comment names.
const saysDigits = 10

var says = regexp.MustCompile(`\[(whole|merge|keep) ([0-9a-f]{10})\]$`)

// sayingOf reads the comment of a revision of ours.
func sayingOf(comment string) saying {
	said, _ := cutMark(comment)
	found := says.FindStringSubmatch(said)
	if found == nil {
		return saying{}
	}
	return saying{How(found[1]), found[2]}
}

// of reports whether it is the text with this sum of which a comment speaks.
func (s saying) of(sum provider.SHA1) bool {
	return s.digits != "" && strings.HasPrefix(sum.String(), s.digits)
}

// TextComment is the comment of the edit that writes the text of a page.
func (c *Change) TextComment() string {
	e := c.edit()
	if e == nil || e.How == HowExact || c.Claim.Text == nil {
		return c.Claim.Comment
	}
	word := fmt.Sprintf("[%s %s]", e.How, provider.TextSHA1(c.Claim.Text.Text).String()[:saysDigits])
	said, mark := cutMark(c.Claim.Comment)
	return provider.EndComment(said, strings.TrimSpace(word+" "+mark))
}

// cutMark takes the mark of a set from the end of a comment.
func cutMark(comment string) (said, mark string) {
	comment, mark = strings.TrimSpace(comment), markOf(comment)
	return strings.TrimSpace(strings.TrimSuffix(comment, mark)), mark
}

// joins reports whether something that others wrote may stay in the page.
func (t *Text) joins() bool { return t.Mode == spec.ModeMerge || len(t.Keep) > 0 }

// before is the manifest's text within one that has links of others in its last lines.
func (s saying) before(text string) (ours string, found bool) {
	text = provider.NormalizeText(text)
	found = s.of(provider.TextSHA1(""))
	sum, end := sha1.New(), 0
	for line := range strings.SplitAfterSeq(text, "\n") {
		words := strings.TrimSuffix(line, "\n")
		sum.Write([]byte(words))
		if s.of(provider.SHA1(sum.Sum(nil))) {
			ours, found = text[:end+len(words)], true
		}
		sum.Write([]byte(line[len(words):]))
		end += len(line)
	}
	return ours, found
}
