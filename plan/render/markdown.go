package render

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf16"

	"wikiform/internal/columns"
	"wikiform/internal/number"
	"wikiform/plan"
	"wikiform/provider"
)

// CommentLimit is how long a comment on a pull request may be, in characters
// as GitHub counts them; GitLab takes more.
const CommentLimit = 65_536

// keptBack is for a line that a pipeline adds.
const keptBack = 1_536

// Markdown writes a plan as a comment on a pull request: counts first, then the
// sections in the order in which they need a decision, each in a fold. It stays
// within what a forge takes, and says what it left out for that.
//
// The first line is hidden. It names the wiki, so that a pipeline finds the
// comment that it made before and updates it in place.
func Markdown(w io.Writer, p *plan.Plan, s Style) error {
	m := &markdown{full: s.Full, links: linksTo(p.Wiki.API)}
	views := viewsOf(p, s.Pictures)
	sections := inSections(views, s.Show...)
	var parts []*mdSection
	changes := 0
	for _, s := range sections {
		changes += len(s.changes)
		parts = append(parts, m.section(s))
	}
	for _, s := range parts {
		s.open = s.open || changes <= foldAbove/2
	}
	if orphans := m.orphans(p); orphans != nil && len(s.Show) == 0 {
		parts = append(parts, orphans)
	}
	head := m.head(p, hidden(views, s.Show))
	room := CommentLimit - keptBack - characters(head)
	if sheets := sheetsSection(s.Sheets, s.Unsheeted); sheets != nil {
		parts = slices.Insert(parts, 0, sheets)
		room -= roomOfSheets(sheets)
	}
	cut := fit(parts, room)

	var b strings.Builder
	b.WriteString(marker(p, cut != ""))
	b.WriteString(head)
	b.WriteString(cut)
	for _, s := range parts {
		b.WriteString(s.String())
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// markdown is what all parts of one comment share.
type markdown struct {
	full  bool
	links wikiLinks
}

// marker is the hidden line. A comment that was shortened does not count as the
// text that was reviewed.
func marker(p *plan.Plan, truncated bool) string {
	facts := struct {
		Wiki      string `json:"wiki"`
		Host      string `json:"host"`
		Digest    string `json:"digest"`
		Truncated bool   `json:"truncated"`
	}{brief(p.Wiki.Name), brief(host(p.Wiki.API)), p.Digest(), truncated}
	b, err := json.Marshal(facts) // escapes < and >
	if err != nil {
		panic(err) // strings and a bool
	}
	return "<!-- wikiform plan " + strings.ReplaceAll(string(b), "--", `-\u002d`) + " -->\n"
}

// notesShown bounds what a plan says as a whole.
const notesShown = 10

func (m *markdown) head(p *plan.Plan, hidden int) string {
	var b strings.Builder
	first, rest := lastLine(p)
	if p.Since != nil {
		fmt.Fprintf(&b, "**%s.**\n\n", prose(p.Since.String()))
	}
	fmt.Fprintf(&b, "### %s%s\n\n", first, rest)
	fmt.Fprintf(&b, "Wiki **%s**", prose(brief(p.Wiki.Name)))
	if h := host(p.Wiki.API); h != "" {
		fmt.Fprintf(&b, " at %s", codeSpan(brief(h)))
	}
	if p.Wiki.Generator != "" {
		fmt.Fprintf(&b, ", %s", prose(brief(p.Wiki.Generator)))
	}
	if p.Wiki.Account == "" {
		b.WriteString(", read without an account")
	} else {
		fmt.Fprintf(&b, ", read as %s", codeSpan(brief(p.Wiki.Account)))
	}
	b.WriteString(".")
	if n := asWanted(p); n > 0 {
		fmt.Fprintf(&b, " %s unchanged.", number.Of(n, "file"))
	}
	if hidden > 0 {
		fmt.Fprintf(&b, " %s not shown, as was asked for.", number.Of(hidden, "change"))
	}
	b.WriteString("\n\n")
	if before, receipt := rollback(p); receipt != "" {
		fmt.Fprintf(&b, "%s%s.\n\n", before, codeSpan(brief(receipt)))
	}
	if e := effort(p); e != "" {
		fmt.Fprintf(&b, "%s\n\n", prose(abstract(e))) // a saved plan may hold anything
	}
	if p.Pending() {
		fmt.Fprintf(&b, "Digest: %s\n\n", codeSpan(p.Digest()))
	}
	b.WriteString(renamesMarkdown(p))
	if p.Unsought != "" {
		fmt.Fprintf(&b, "**Note:** %s %s\n\n", sign(plan.Unknown), prose(abstract(p.Unsought)))
	}
	for _, n := range p.Notes[:min(len(p.Notes), notesShown)] {
		fmt.Fprintf(&b, "**Note:** %s\n\n", prose(abstract(n)))
	}
	return b.String()
}

// brief and abstract bound a name and a sentence, in columns.
func brief(s string) string    { return columns.Shorten(provider.Visible(s), 250) }
func abstract(s string) string { return columns.Shorten(provider.Visible(s), 1000) }

// characters counts as forges do at worst: code units of UTF-16.
func characters(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}
