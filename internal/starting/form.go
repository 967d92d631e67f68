package starting

import (
	"fmt"
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// form is in which form a column names files: by their paths or their names, with or
// without their extensions or now so and now so, with or without regard to capitals. What a
// form makes of a name here, its expressions make of it in the manifest.
type form struct{ base, fold, bare, either bool }

// forms are all of them, the strictest first.
var forms = []form{
	{}, {base: true}, {fold: true}, {base: true, fold: true},
	{bare: true}, {base: true, bare: true}, {fold: true, bare: true}, {base: true, fold: true, bare: true},
	{either: true}, {base: true, either: true}, {fold: true, either: true}, {base: true, fold: true, either: true},
}

// with and without are the two forms of which one that is either is made.
func (f form) with() form    { return form{base: f.base, fold: f.fold} }
func (f form) without() form { return form{base: f.base, fold: f.fold, bare: true} }

// ofFile is what a file is called in the form.
func (f form) ofFile(name string) string {
	if f.base {
		name = path.Base(name)
	}
	if f.bare {
		name = strings.TrimSuffix(name, path.Ext(name))
	}
	return f.folded(name)
}

// fileExpression gives that of an expression for a file. Ends are the extensions, as they
// are written, of all files.
func (f form) fileExpression(x string, ends []string) string {
	if f.base {
		x = "basename(" + x + ")"
	}
	switch {
	case f.bare && len(ends) == 1:
		x = fmt.Sprintf("trimsuffix(%s, %s)", x, quoted(ends[0]))
	case f.bare:
		x = fmt.Sprintf("replace(%s, %s, \"\")", x, quoted("/[.][^.]*$/"))
	}
	return f.foldedExpression(x)
}

// cells is what has to be done to the cells of a column before they name files: it is done
// where some cell needs it.
type cells struct{ trim, slashes, base bool }

// cleaned is a cell without what people and Windows put around names.
func cleaned(cell string) string {
	return strings.ReplaceAll(strings.TrimSpace(norm.NFC.String(cell)), `\`, "/")
}

// ofCell is which file a cleaned cell names in the form.
func (f form) ofCell(clean string) string {
	if f.base && strings.Contains(clean, "/") {
		clean = path.Base(clean)
	}
	return f.folded(clean)
}

// needs adds to c what a cell needs.
func (f form) needs(c cells, cell string) cells {
	cell = norm.NFC.String(cell)
	c.trim = c.trim || strings.TrimSpace(cell) != cell
	c.slashes = c.slashes || strings.Contains(cell, `\`)
	c.base = c.base || f.base && strings.Contains(cleaned(cell), "/")
	return c
}

// cellExpression gives which file an expression for a cell names.
func (f form) cellExpression(x string, c cells) string {
	if c.trim {
		x = "trimspace(" + x + ")"
	}
	if c.slashes {
		x = fmt.Sprintf("replace(%s, %s, %s)", x, quoted(`\`), quoted("/"))
	}
	if c.base {
		x = "basename(" + x + ")"
	}
	return f.foldedExpression(x)
}

func (f form) folded(name string) string {
	if f.fold {
		return strings.ToLower(name)
	}
	return name
}

func (f form) foldedExpression(x string) string {
	if f.fold {
		return "lower(" + x + ")"
	}
	return x
}
