package cli

import (
	"fmt"
	"strings"

	"wikiform/apply/reconcile"
	"wikiform/internal/importing"
	"wikiform/internal/number"
	"wikiform/provider"
)

// mostNamed is how many files are named where there are more.
const mostNamed = 5

// nothingFound ends an import that has nothing to write. That all is declared is no error:
// an import that was made before may be run again.
func (j *job) nothingFound(c *connection, asked provider.Selection, found *reconcile.Found) error {
	j.unwatch()
	j.showLeftOut(found)
	switch {
	case len(found.Declared) > 0:
		fmt.Fprintf(j.Out, "%s %s already.\n", j.paint(j.Out).Good("Nothing to import."), declaredAre(len(found.Declared)))
		return nil
	}
	none, cure := "there is no such file", "Nothing was written."
	if asked.All {
		none = "the wiki has no files"
	}
	if c.embedded != nil {
		cure += " Another wiki is asked with -api=URL, or by a wiki block."
	}
	return hinted{fmt.Errorf("%s: %s", reconcile.Where(c.Declared), none), cure}
}

func declaredAre(n int) string {
	if n == 1 {
		return "The one file that there is, is declared"
	}
	return fmt.Sprintf("All %s are declared", number.Of(n, "file"))
}

// showLeftOut says what was found and is not written.
func (j *job) showLeftOut(found *reconcile.Found) {
	if n := len(found.Declared); n > 0 && len(found.Wholes) > 0 {
		j.note("Left out, since the manifest says something of them already: %s.", named(n, func(i int) string { return string(found.Declared[i]) }))
	}
	if n := len(found.Not); n > 0 {
		j.note("Left out, since they are no files of this wiki: %s.", named(n, func(i int) string { return fmt.Sprintf("%s (%s)", found.Not[i].Title, found.Not[i].Why) }))
	}
	if n := len(found.Unfit); n > 0 {
		j.note("Left out, since no manifest can have such titles: %s.", named(n, func(i int) string { return found.Unfit[i] }))
	}
}

// showImport says what was written, and what not.
func (j *job) showImport(c *connection, found *reconcile.Found, made *importing.Import, o *importOptions) {
	j.showLeftOut(found)
	j.showNotes("Not declared", made.Left)
	j.showNotes("Declared without their pages", made.Alone)
	out := func(format string, args ...any) {
		fmt.Fprintf(j.Out, "  %s\n", provider.VisibleInside(fmt.Sprintf(format, args...)))
	}
	fmt.Fprintf(j.Out, "%s %s of the %s in %s.\n", j.paint(j.Out).Bold("Import:"), number.Of(made.Declared, "file"), reconcile.Where(c.Declared), importing.ManifestOf(o.out))
	if !o.blocks {
		out("%s has a row for each.", importing.TableOf(o.out))
	}
	for _, l := range made.Layouts {
		out("%s makes the texts of %s.", l.Path, number.Of(l.Pages, "page"))
	}
	if n := len(made.Other); n > 0 {
		out("%s: %s.", counted(n, "page uses the template in another way, and keeps its text as a file", "pages use the template in other ways, and keep their texts as files"),
			named(n, func(i int) string { return string(made.Other[i]) }))
	}
	if n := len(made.Unused); n > 0 {
		out("%s: %s.", counted(n, "page does not use the template, and keeps its text as a file", "pages do not use the template, and keep their texts as files"),
			named(n, func(i int) string { return string(made.Unused[i]) }))
	}
	var bytes int64
	for _, f := range made.Originals {
		bytes += f.Size
	}
	if n := len(made.Originals); n > 0 {
		out("%s has %s, %s.", o.out, number.Of(n, "content"), number.Bytes(bytes))
	}
	j.showFormulas(made, o)
}

// counted is "1 page does", "2,000 pages do".
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number.Grouped(n) + " " + many
}

// showFormulas warns of cells that a spreadsheet would run. They are as the wiki has them.
func (j *job) showFormulas(made *importing.Import, o *importOptions) {
	n := len(made.Formulas)
	if n == 0 {
		return
	}
	j.note("%s, in %s. This is as the wiki has it, and a spreadsheet may run it: %s.",
		counted(n, "cell begins as a formula does", "cells begin as formulas do"), importing.TableOf(o.out), named(n, func(i int) string {
			f := made.Formulas[i]
			return fmt.Sprintf("row %d, %s: %s", f.Row, f.Column, quotedShort(f.Cell, 40))
		}))
}

// showNotes says why some files are not as the others.
func (j *job) showNotes(what string, notes []importing.Note) {
	if n := len(notes); n > 0 {
		j.note("%s: %s.", what, named(n, func(i int) string { return fmt.Sprintf("%s (%s)", notes[i].Title, notes[i].Why) }))
	}
}

// named are the first of n names, and how many there are more.
func named(n int, name func(int) string) string {
	var names []string
	for i := range min(n, mostNamed) {
		names = append(names, provider.VisibleLine(name(i)))
	}
	list := strings.Join(names, ", ")
	if n > mostNamed {
		list += fmt.Sprintf(" and %s more", number.Grouped(n-mostNamed))
	}
	return list
}
