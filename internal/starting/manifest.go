package starting

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"wikiform/internal/localname"
	"wikiform/internal/number"
	"wikiform/provider"
	"wikiform/spec"
)

// writing is the state of one [Make].
type writing struct {
	Options
	has      map[string]string // columns of fields
	noTitles string            // why the column of titles cannot be used, whatever is tried; ""
	ends     []string          // extensions of the files as they are written, with their dots
	deep     bool              // there are files in directories below Dir
	key      string            // expression of which file a row names
}

// title is a way to make titles.
type title struct {
	column     string // "" for the file's name alone
	expression string
}

func (w *writing) arrange() {
	for _, f := range w.Folder.Files {
		w.deep = w.deep || strings.Contains(f, "/")
		w.end(f)
	}
	// What is put right later is found as well.
	for _, m := range w.Folder.Mistyped {
		w.end("." + m.Ext)
	}
	for _, u := range w.Folder.Unfit {
		w.end(u.Path)
	}
	if w.Match != nil {
		for _, c := range w.Match.NoFile {
			w.end(cleaned(c.Text))
		}
	}
	slices.Sort(w.ends)
	if w.Match == nil {
		w.has = map[string]string{}
		return
	}
	w.has = columnsOf(w.Table.Columns, w.Match.Column)
	w.key = w.Match.form.cellExpression(cellOf("row", w.Match.Column), w.Match.cells)
	if at := slices.Index(w.Table.Columns, w.has["title"]); at >= 0 {
		for _, p := range w.Match.Pairs {
			if strings.TrimSpace(p.Row.Cells[at]) == "" {
				w.noTitles = fmt.Sprintf("the row of line %d has none in the column %q", p.Row.Line, w.has["title"])
				break
			}
		}
	}
}

// end notes the extension of a file, as it is written.
func (w *writing) end(name string) {
	if end := path.Ext(name); IsMedia(extensionOf(name)) && !slices.Contains(w.ends, end) {
		w.ends = append(w.ends, end)
	}
}

// noTitleSigns are those that no title of a file can have, as a pattern.
const noTitleSigns = `[\x00-\x1f\x7f\[\]#<>|{}:/\\]`

// titles are the ways to make titles, the best first.
func (w *writing) titles() []title {
	file := w.fileOfEach()
	name := file
	if w.deep {
		name = "basename(" + file + ")"
	}
	var list []title
	if column := w.has["title"]; column != "" && w.noTitles == "" {
		cell := cellOf("each.value", column)
		for _, cell := range []string{cell, fmt.Sprintf("replace(%s, %s, %s)", cell, quoted("/"+noTitleSigns+"/"), quoted("-"))} {
			list = append(list, title{column, template(literal(w.Prefix), hole(cell), literal(" - "), hole(name))})
		}
	}
	list = append(list, title{"", template(literal(w.Prefix), hole(name))})
	if w.deep {
		list = append(list, title{"", template(literal(w.Prefix), hole(fmt.Sprintf("replace(%s, %s, %s)", file, quoted("/"), quoted(" - "))))})
	}
	return list
}

// fileOfEach is the expression of a file's path from Dir on.
func (w *writing) fileOfEach() string {
	switch {
	case w.Match == nil:
		return "each.value"
	case w.Match.plain():
		return "each.key"
	}
	return "local.files[each.key]"
}

// with makes the files with a way to make titles.
func (w *writing) with(t title) *Start {
	s := &Start{TitleColumn: t.column}
	s.Files = []File{
		{IgnoreName, strings.Join(Ignored, "\n") + "\n"},
		{DescriptionName, w.description(s)},
		{ManifestName, w.manifest(t)},
	}
	if w.Match != nil {
		for _, c := range w.Table.Columns {
			if c != w.Match.Column && c != t.column && !slices.Contains(s.used(w), c) {
				s.Unused = append(s.Unused, c)
			}
		}
	}
	return s
}

// used are the columns that the description is made of.
func (s *Start) used(w *writing) []string {
	var list []string
	for _, p := range parameters {
		if c := w.valueOf(p); c.column != "" {
			list = append(list, c.column)
		}
	}
	return list
}

func (w *writing) manifest(t title) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	comment := func(format string, args ...any) { line("# %s", provider.VisibleLine(fmt.Sprintf(format, args...))) }

	where := w.Folder.Dir
	if where == "." {
		where = "this directory"
	}
	comment("%s of %s, as wikiform init found them. Change what you like, and look what", number.Of(len(w.declared()), "file"), where)
	comment("comes of it: wikiform plan")
	if w.Wiki != nil {
		line("\nwiki \"%s\" {", w.Wiki.Name)
		line("api = %s", quoted(w.Wiki.API))
		if w.Wiki.Contact != "" {
			line("contact = %s", quoted(w.Wiki.Contact))
		}
		line("}")
	}
	if w.Match != nil {
		w.locals(line, comment)
	}
	line("\nfile \"%s\" {", w.label())
	w.forEach(line, comment)
	line("source = %s", template(literal(w.below()), hole(w.fileOfEach())))
	line("title = %s", t.expression)
	line("description = templatefile(%s, %s)", quoted(DescriptionName), w.variables())
	line("}")
	if w.Licence != "" {
		w.check(line, comment)
	}
	return string(hclwrite.Format([]byte(b.String())))
}

// check writes the rule that no page comes without the licence, whatever becomes of the
// description and the table.
func (w *writing) check(line, comment printer) {
	line("")
	comment("No file goes to the wiki without a licence. Name all that the files have.")
	line("check \"licence\" {")
	line("for_each = file")
	line("condition = wiki::has_template(each.value.description, [%s])", quoted(spec.TemplateName(w.Licence)))
	line("error_message = %s", template(hole("each.value.title"), literal(": the description has no licence template, such as {{"+w.Licence+"}}; give it one, or add the one that it has to the list of this check")))
	line("}")
}

type printer func(format string, args ...any)

// locals writes the rows, and the files by what the rows call them.
func (w *writing) locals(line, comment printer) {
	line("\nlocals {")
	line("rows = %s", w.Table.expression)
	if !w.Match.plain() {
		line("")
		comment("The files by what the column %q calls them.", w.Match.Column)
		source, conditions := w.found()
		filesBy := func(f form) string {
			expression := fmt.Sprintf("{ for f in %s : %s => f", source, f.fileExpression("f", w.ends))
			if len(conditions) > 0 {
				expression += " if " + strings.Join(conditions, " && ")
			}
			return expression + " }"
		}
		if f := w.Match.form; f.either {
			line("files = merge(\n%s,\n%s,\n)", filesBy(f.without()), filesBy(f.with()))
		} else {
			line("files = %s", filesBy(f))
		}
	}
	line("}")
}

func (w *writing) forEach(line, comment printer) {
	source, conditions := w.found()
	switch {
	case w.Match == nil && len(conditions) == 0:
		line("for_each = %s", source)
	case w.Match == nil:
		comment("Files that are hidden or whose names cannot be titles are passed over.")
		line("for_each = toset([for f in %s : f if %s])", source, strings.Join(conditions, " && "))
	case len(w.Match.NoFile) == 0:
		line("for_each = { for row in local.rows : %s => row }", w.key)
	default:
		comment("Rows whose file is not there yet are passed over.")
		line("for_each = { for row in local.rows : %s => row if can(local.files[%s]) }", w.key, w.key)
	}
}

// found is the expression of the media that there are, and the conditions for those that
// can be declared.
func (w *writing) found() (source string, conditions []string) {
	pattern := "*"
	if w.deep {
		pattern = "**/*"
	}
	if len(w.ends) == 1 {
		pattern += w.ends[0]
	} else {
		var ends []string
		for _, e := range w.ends {
			ends = append(ends, strings.TrimPrefix(e, "."))
		}
		pattern += ".{" + strings.Join(ends, ",") + "}"
	}
	source = fmt.Sprintf("fileset(%s, %s)", quoted(w.Folder.Dir), quoted(pattern))
	if len(w.Folder.Hidden) > 0 {
		conditions = append(conditions, fmt.Sprintf("!can(regex(%s, f))", quoted(hiddenPattern)))
	}
	if len(w.Folder.Unfit) > 0 {
		conditions = append(conditions, "can(wiki::title(basename(f)))")
		if slices.ContainsFunc(w.Folder.Unfit, func(u Unfit) bool { return odd(path.Dir(u.Path)) }) {
			conditions = append(conditions, fmt.Sprintf("!can(regex(%s, f))", quoted(oddPattern)))
		}
	}
	return source, conditions
}

// variables are what the description is filled with.
func (w *writing) variables() string {
	name := w.fileOfEach()
	if w.deep {
		name = "basename(" + name + ")"
	}
	if w.Match == nil {
		return "{ name = " + name + " }"
	}
	return "{ name = " + name + ", row = each.value }"
}

// below is Dir with what goes between it and the path of a file.
func (w *writing) below() string {
	if w.Folder.Dir == "." {
		return ""
	}
	return w.Folder.Dir + "/"
}

// label is a name for the block, made of that of the folder.
func (w *writing) label() string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '_', r == '-':
			return r
		}
		return -1
	}, strings.ToLower(path.Base(w.Folder.Dir)))
	const most = 40
	name = name[:min(len(name), most)]
	if !hclsyntax.ValidIdentifier(name) || localname.Reserved(name) {
		return "file"
	}
	return name
}

// cellOf is the expression of a cell of a row.
func cellOf(row, column string) string {
	if plain := hclsyntax.ValidIdentifier(column) && !strings.Contains(column, "-"); plain {
		return row + "." + column
	}
	return row + "[" + quoted(column) + "]"
}

// quoted writes a text as HCL has it.
func quoted(text string) string {
	return string(hclwrite.TokensForValue(cty.StringVal(text)).Bytes())
}

// template puts together parts of a quoted text with holes.
func template(parts ...string) string {
	text := strings.Join(parts, "")
	// One hole and nothing else is that expression.
	if len(parts) > 0 && strings.Count(text, "${") == 1 && strings.HasPrefix(text, "${") && strings.HasSuffix(text, "}") {
		return text[2 : len(text)-1]
	}
	return `"` + text + `"`
}

// literal is a part that stands for itself. What ends in a sign that would escape the hole
// behind it is a hole itself.
func literal(text string) string {
	if strings.HasSuffix(text, "$") || strings.HasSuffix(text, "%") {
		return hole(quoted(text))
	}
	q := quoted(text)
	return q[1 : len(q)-1]
}

func hole(expression string) string { return "${" + expression + "}" }
