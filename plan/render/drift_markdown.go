package render

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"wikiform/internal/number"
	"wikiform/plan"
)

// DriftMarkdown writes a drift as the text of one issue, which a pipeline edits in place:
// what was seen twice gives the same text twice, without a date. It stays within what a
// forge takes, and says what it left out for that.
//
// The first line is hidden and names the wiki, so that the issue is found again.
func DriftMarkdown(w io.Writer, d *plan.Drift, s Style) error {
	m := &markdown{full: s.Full, links: linksTo(d.Wiki.API)}
	sec := &mdSection{title: fmt.Sprintf("<b>Files (%s)</b>", number.Grouped(len(d.Files))), open: true}
	for _, f := range worstFirst(d.Files) {
		sec.parts = append(sec.parts, m.drifted(driftedOf(&f, palette{})))
	}
	head := m.driftHead(d)
	room := CommentLimit - keptBack - characters(head) - frameRoom - cutRoom
	left, all := raise(sec.parts, named, room)
	if all {
		_, all = raise(sec.parts, wholly, left)
	}
	var b strings.Builder
	b.WriteString(head)
	if !all {
		b.WriteString("> **Shortened:** an issue holds " + number.Grouped(CommentLimit) + " characters. `wikiform drift -full` shows all of it.\n\n")
	}
	if len(sec.parts) > 0 {
		b.WriteString(sec.String())
	}
	_, err := io.WriteString(w, driftMarker(d, b.String())+b.String())
	return err
}

// driftMarker is the hidden line. The digest is of the text behind it.
func driftMarker(d *plan.Drift, text string) string {
	sum := sha256.Sum256([]byte(text))
	facts := struct {
		Wiki   string `json:"wiki"`
		Host   string `json:"host"`
		Files  int    `json:"files"`
		Digest string `json:"digest"`
	}{brief(d.Wiki.Name), brief(host(d.Wiki.API)), len(d.Files), "sha256:" + hex.EncodeToString(sum[:])}
	b, err := json.Marshal(facts) // escapes < and >
	if err != nil {
		panic(err) // strings and a number
	}
	return "<!-- wikiform drift " + strings.ReplaceAll(string(b), "--", `-\u002d`) + " -->\n"
}

func (m *markdown) driftHead(d *plan.Drift) string {
	var b strings.Builder
	first, rest := driftLine(d)
	fmt.Fprintf(&b, "### %s%s\n\nWiki **%s**", first, rest, prose(brief(d.Wiki.Name)))
	if h := host(d.Wiki.API); h != "" {
		fmt.Fprintf(&b, " at %s", codeSpan(brief(h)))
	}
	b.WriteString(".")
	if d.Any() {
		b.WriteString(" `wikiform plan` shows what the manifest would make of it.")
	}
	b.WriteString("\n\n")
	for _, n := range driftNotes(d) {
		fmt.Fprintf(&b, "**Note:** %s\n\n", prose(n))
	}
	return b.String()
}

// drifted is a file, named with the first thing that was done to it, or whole.
func (m *markdown) drifted(d drifted) *mdPart {
	first := d.deeds[0]
	heading := fmt.Sprintf("`%s` %s %s", first.sign, codeSpan(brief(d.address)), codeSpan(brief(d.title)))
	name := fmt.Sprintf("- %s: %s\n", heading, prose(abstract(first.text)))
	return &mdPart{changes: 1, name: name, whole: func() string {
		var b strings.Builder
		fmt.Fprintf(&b, "**%s**\n\n", heading)
		deeds := d.deeds
		if len(deeds) > driftDeeds && !m.full {
			deeds = deeds[:driftDeeds]
		}
		for _, e := range deeds {
			fmt.Fprintf(&b, "- `%s` %s\n", e.sign, prose(abstract(e.text)))
		}
		if more := len(d.deeds) - len(deeds); more > 0 {
			fmt.Fprintf(&b, "- … and %s more\n", number.Grouped(more))
		}
		if at := d.declared.String(); at != "" {
			fmt.Fprintf(&b, "- declared at %s\n", codeSpan(brief(at)))
		}
		b.WriteString("\n" + m.description(d.text))
		return b.String()
	}}
}
