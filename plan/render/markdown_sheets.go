package render

import (
	"fmt"
	"slices"
	"strings"

	"wikiform/internal/columns"
	"wikiform/internal/number"
	"wikiform/provider"
)

// Sheet is a contact sheet, by the name of its file.
type Sheet struct {
	Name  string
	Files []SheetFile
}

// SheetFile is a file on a contact sheet, where it has a number.
type SheetFile struct {
	Number int
	Title  provider.Title
	Others bool // somebody else's work is replaced or taken away
}

const (
	sheetTitle = 80  // columns of a title beside a sheet
	linkRoom   = 128 // characters for a picture in the place of a mark, more than the mark has
	fewSheets  = 3   // that are shown without a click
)

// SheetMark is the hidden line that says where in a comment the picture of a contact
// sheet belongs. Who has the pictures puts them there.
func SheetMark(name string) string { return "<!-- wikiform " + name + " -->" }

// WithSheets shows sheets where a comment has the marks of them, each once, and reports
// whether that is within [CommentLimit] even where a forge names them by an address of its own.
func WithSheets(comment string, names []string) (text string, fits bool) {
	room := CommentLimit - characters(comment)
	for _, name := range names {
		mark := "\n" + SheetMark(name) + "\n"
		with := strings.Replace(comment, mark, fmt.Sprintf("\n![%s](%s)\n", name, name), 1)
		if with != comment {
			comment, room = with, room-linkRoom+characters(SheetMark(name))
		}
	}
	return comment, room >= 0
}

// sheetsSection names each sheet, whatever else there is room for, and what is on it as
// far as there is room; nil without sheets.
func sheetsSection(sheets []Sheet, unsheeted int) *mdSection {
	if len(sheets) == 0 {
		return nil
	}
	files, others := 0, 0
	for _, s := range sheets {
		files += len(s.Files)
		for _, f := range s.Files {
			if f.Others {
				others++
			}
		}
	}
	sec := &mdSection{open: len(sheets) <= fewSheets}
	sec.title = fmt.Sprintf("<b>Contact sheets (%s)</b>: %s", number.Grouped(len(sheets)), number.Of(files, "picture"))
	if others > 0 {
		sec.title += fmt.Sprintf(", %s of others' work, which come first, in bold", number.Grouped(others))
	}
	if unsheeted > 0 {
		sec.title += fmt.Sprintf("; %s found no room", number.Grouped(unsheeted))
	}
	for _, s := range sheets {
		p := &mdPart{name: s.heading(false), level: named, whole: func() string { return s.heading(true) }}
		p.shown, p.lists = p.name, slices.ContainsFunc(s.Files, func(f SheetFile) bool { return f.Others })
		sec.parts = append(sec.parts, p)
	}
	return sec
}

// roomOfSheets is what is taken by the sheets' names and, later, by their pictures.
func roomOfSheets(sec *mdSection) int {
	n := 0
	for _, p := range sec.parts {
		n += characters(p.shown) + linkRoom
	}
	return n
}

// heading names a sheet, and in whole what is on it.
func (s Sheet) heading(whole bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s: ", SheetMark(s.Name), codeSpan(s.Name))
	if !whole {
		fmt.Fprintf(&b, "%d to %d\n\n", s.Files[0].Number, s.Files[len(s.Files)-1].Number)
		return b.String()
	}
	for i, f := range s.Files {
		if i > 0 {
			b.WriteString(", ")
		}
		n := number.Grouped(f.Number)
		if f.Others {
			n = "**" + n + "**"
		}
		fmt.Fprintf(&b, "%s %s", n, codeSpan(columns.Shorten(provider.Visible(string(f.Title)), sheetTitle)))
	}
	b.WriteString("\n\n")
	return b.String()
}
