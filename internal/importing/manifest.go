package importing

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"wikiform/internal/number"
	"wikiform/provider"
)

// manifest writes the manifest.
func (w *writing) manifest() string {
	f := hclwrite.NewEmptyFile()
	body := f.Body()
	comment(body, w.head()...)
	if w.Wiki != nil {
		body.AppendNewline()
		b := body.AppendNewBlock("wiki", []string{w.Wiki.Name}).Body()
		b.SetAttributeValue("api", cty.StringVal(w.Wiki.API))
		if w.Wiki.Contact != "" {
			b.SetAttributeValue("contact", cty.StringVal(w.Wiki.Contact))
		}
	}
	if !w.Blocks {
		body.AppendNewline()
		w.whole(body.AppendNewBlock("file", []string{w.Name}).Body())
		return string(f.Bytes())
	}
	w.labels()
	for _, r := range w.rows {
		body.AppendNewline()
		w.single(body.AppendNewBlock("file", []string{r.label}).Body(), r)
	}
	return string(f.Bytes())
}

// head says where all this came from. There is no day in it: who runs an import that was
// broken off once more gets the same.
func (w *writing) head() []string {
	lines := []string{number.Of(len(w.rows), "file") + " of " + w.API}
	if w.Command != "" {
		lines = append(lines, "as found by: "+w.Command)
	}
	return lines
}

// comment writes lines that cannot be anything else, whatever is in them.
func comment(b *hclwrite.Body, lines ...string) {
	for _, line := range lines {
		b.AppendUnstructuredTokens(hclwrite.Tokens{{Type: hclsyntax.TokenComment, Bytes: []byte("# " + provider.VisibleLine(line) + "\n")}})
	}
}

// whole writes the block that stands for all rows of the table.
func (w *writing) whole(b *hclwrite.Body) {
	b.SetAttributeRaw("for_each", expression(fmt.Sprintf(`{ for row in csvdecode(file(%s)) : row.title => row }`, quoted(TableOf(w.Name)))))
	if w.Download {
		b.SetAttributeRaw("source", expression("each.value.source"))
	} else {
		b.SetAttributeRaw("url", expression("each.value.url"))
		b.SetAttributeRaw("sha1", expression("each.value.sha1"))
	}
	b.SetAttributeRaw("title", expression("each.key"))
	if text := w.describes(); text != "" {
		b.SetAttributeRaw("description", expression(text))
	}
	w.guard(b)
}

// describes is the expression that gives each row its text, as short as what the rows have
// allows; "" where none has one.
func (w *writing) describes() string {
	layouts := w.layouts()
	own, none := w.some(ownText), w.some(noText)
	template := "templatefile(each.value.template, each.value)"
	if !w.choosesTemplate() && len(layouts) == 1 {
		template = fmt.Sprintf("templatefile(%s, each.value)", quoted(layouts[0].path))
	}
	text := "file(each.value.text)"
	if own && none {
		text = `each.value.text == "" ? null : ` + text
	}
	switch {
	case len(layouts) == 0 && !own:
		return ""
	case len(layouts) == 0:
		return text
	case own && none:
		return "(\n    each.value.template != \"\" ? " + template + " :\n    each.value.text != \"\" ? file(each.value.text) : null\n  )"
	case own:
		return `each.value.text == "" ? ` + template + " : " + text
	case none:
		return `each.value.template == "" ? null : ` + template
	}
	return template
}

// choosesTemplate reports whether a column has to say which template a row is for.
func (w *writing) choosesTemplate() bool {
	n := len(w.layouts())
	return n > 1 || n == 1 && w.some(noText)
}

// sort is where a row has its text from.
type sort int

const (
	noText sort = iota
	ownText
	layoutText
)

func (r *row) sort() sort {
	switch {
	case r.layout != nil:
		return layoutText
	case r.own != "":
		return ownText
	}
	return noText
}

func (w *writing) some(s sort) bool {
	return slices.ContainsFunc(w.rows, func(r *row) bool { return r.sort() == s })
}

// single writes the block of one file.
func (w *writing) single(b *hclwrite.Body, r *row) {
	if w.Download {
		b.SetAttributeValue("source", cty.StringVal(w.original(r)))
	} else {
		b.SetAttributeValue("url", cty.StringVal(r.url))
		b.SetAttributeValue("sha1", cty.StringVal(r.Version.SHA1.String()))
	}
	b.SetAttributeValue("title", cty.StringVal(string(r.Title)))
	switch r.sort() {
	case ownText:
		b.SetAttributeRaw("description", expression("file("+quoted(r.own)+")"))
	case layoutText:
		b.SetAttributeRaw("description", r.filled())
	}
	w.guard(b)
}

// guard keeps the wiki's contents as they are: nobody has the bytes here.
func (w *writing) guard(b *hclwrite.Body) {
	if w.Download {
		return
	}
	b.AppendNewline()
	b.AppendNewBlock("lifecycle", nil).Body().SetAttributeRaw("ignore_changes", expression(`["content"]`))
}

// quoted writes a text as HCL has it.
func quoted(text string) string {
	return string(hclwrite.TokensForValue(cty.StringVal(text)).Bytes())
}

// expression are the tokens of an expression of ours.
func expression(text string) hclwrite.Tokens {
	f, diags := hclwrite.ParseConfig([]byte("x = "+text), "", hcl.InitialPos)
	if diags.HasErrors() {
		panic(fmt.Sprintf("%s: %v", text, diags))
	}
	tokens := f.Body().GetAttribute("x").Expr().BuildTokens(nil)
	for len(tokens) > 0 && strings.TrimSpace(string(tokens[len(tokens)-1].Bytes)) == "" {
		tokens = tokens[:len(tokens)-1]
	}
	return tokens
}
