package render

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"wikiform/internal/number"
	"wikiform/plan"
	"wikiform/provider"
)

// DriftFormats has the writer of each format in which a drift can be written.
var DriftFormats = map[Format]func(w io.Writer, d *plan.Drift, s Style) error{
	FormatText:     DriftText,
	FormatMarkdown: DriftMarkdown,
	FormatJSON:     func(w io.Writer, d *plan.Drift, _ Style) error { return plan.WriteDrift(w, d) },
}

// drifted is a file as a drift shows it.
type drifted struct {
	address, title string
	declared       plan.Position
	deeds          []deed
	text           *texts // nil: it does not differ, or is not told
}

// deed is what somebody did, as a sentence.
type deed struct {
	symbol
	text string
}

func driftedOf(f *plan.Drifted, p palette) drifted {
	d := drifted{address: string(f.Address), title: f.Title.Page(), declared: f.At}
	if f.Now != "" && f.Now != f.Title {
		d.title += " → " + f.Now.Page()
	}
	for _, e := range f.Deeds {
		d.deeds = append(d.deeds, deed{p.deed(e.Kind), sentence(e)})
	}
	if f.Text != nil {
		d.text = &texts{before: &provider.Page{Text: f.Text.Before, HasText: true}, after: f.Text.After}
	}
	return d
}

// deed is how a kind of deeds is shown; the meaning counts files.
func (p palette) deed(k plan.DriftKind) symbol {
	switch k {
	case plan.DriftDeleted:
		return symbol{"-", "deleted", p.remove}
	case plan.DriftPageDeleted:
		return symbol{"-", "without a page", p.remove}
	case plan.DriftMoved:
		return symbol{">", "moved", p.away}
	case plan.DriftRedirected:
		return symbol{">", "made a redirect", p.away}
	case plan.DriftUploaded:
		return symbol{"~", "with another content", p.change}
	case plan.DriftReverted:
		return symbol{"~", "with an earlier content", p.change}
	case plan.DriftText:
		return symbol{"~", "with another text", p.change}
	case plan.DriftKept:
		return symbol{"=", "with what we left there", p.dim}
	}
	return symbol{"!", "protected", p.stop}
}

// did are the words for what somebody did, and for what was done by nobody knows whom.
var did = map[plan.DriftKind][2]string{
	plan.DriftDeleted:     {"deleted the file", "the file was deleted"},
	plan.DriftPageDeleted: {"deleted the page and left its file", "the page is gone and its file is there"},
	plan.DriftMoved:       {"moved the file", "the file was moved"},
	plan.DriftRedirected:  {"made the page a redirect", "the page was made a redirect"},
	plan.DriftUploaded:    {"uploaded another content", "another content was uploaded"},
	plan.DriftReverted:    {"brought an earlier content back", "an earlier content was brought back"},
	plan.DriftText:        {"changed the text", "the text was changed"},
	plan.DriftKept:        {"changed the text before we last wrote it, and we left that there", "the text has what we left there"},
	plan.DriftProtected:   {"protected the page", "the page is protected"},
}

func sentence(e plan.Deed) string {
	words := did[e.Kind]
	s := words[1]
	if e.Unknown == "" {
		s = cmp.Or(e.User, "a hidden account") + " " + words[0]
	}
	switch {
	case e.Kind == plan.DriftMoved && e.To == "":
		s += " out of the namespace of files"
	case e.To != "":
		s += " to " + e.To
	}
	if !e.Time.IsZero() {
		s += e.Time.UTC().Format(" on 2006-01-02 15:04 UTC")
	}
	if e.Content.Known() {
		s += fmt.Sprintf(", %s with sha1 %s", number.Bytes(e.Content.Size), e.Content.SHA1)
	}
	if len(e.Levels) > 0 {
		s += ", " + strings.Join(e.Levels, ", ")
	}
	switch comment := oneComment(e.Comment); {
	case e.Unknown != "":
		s += "; it is not told by whom: " + e.Unknown
	case e.Hidden:
		s += " (the comment is hidden)"
	case comment != "":
		s += fmt.Sprintf(" (%s)", comment)
	}
	return s
}

// oneComment is a comment in one line, which may be long.
func oneComment(s string) string {
	const most = 200
	return quotedComment(provider.VisibleInside(strings.Join(strings.Fields(s), " ")), most)
}

// driftLine is a drift in numbers.
func driftLine(d *plan.Drift) (head, rest string) {
	looked := number.Of(d.Looked, "file")
	if !d.Any() {
		return "No drift.", " Nobody else has changed what we wrote in " + looked + "."
	}
	var kinds []string
	for _, k := range plan.DriftKinds {
		if n := d.Count(k); n > 0 {
			kinds = append(kinds, number.Grouped(n)+" "+palette{}.deed(k).meaning)
		}
	}
	return "Drift:", fmt.Sprintf(" others have changed %s of %s: %s.", number.Grouped(len(d.Files)), looked, strings.Join(kinds, ", "))
}

// driftNotes are remarks on a drift as a whole.
func driftNotes(d *plan.Drift) []string {
	var notes []string
	if n := d.Foreign; n > 0 {
		notes = append(notes, "Of the files that differ or are missing, "+number.Of(n, "file")+" we never wrote, as far as the wiki tells. That is no drift: wikiform plan shows how they differ.")
	}
	if d.LeftOut > 0 {
		notes = append(notes, "This is about a part of the manifest: "+number.Of(d.LeftOut, "other file")+" left out.")
	}
	return notes
}
