package render

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed web/preview.css
var previewStyle string

// previewPolicy is of the page in the frame: it loads nothing, and has one style, which
// is ours. Scripts the frame has none in any case.
var previewPolicy = fmt.Sprintf("default-src 'none'; style-src '%s'; base-uri 'none'; form-action 'none'", cspHash(previewStyle))

var previewHead = `<!DOCTYPE html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="` + previewPolicy +
	`"><title>Preview</title><style>` + previewStyle + `</style></head><body>`

// htmlPreview is how the wiki would show a text.
type htmlPreview struct {
	// Page is a document for a frame. It is escaped as any text: the template knows of no
	// HTML that it could trust.
	Page  string
	Short bool // it needs little room
	Aside string
}

const previewShort = 250 // bytes of HTML up to which a page is short

// preview is that of a change; nil where there is none.
func (b *htmlBuilder) preview(v *view) *htmlPreview {
	page, asked := b.previews[v.title]
	if !asked {
		return nil
	}
	if page.Missing != "" {
		return &htmlPreview{Aside: visible(page.Missing)}
	}
	aside := []string{"What the wiki makes of the text, without its styles, links and pictures."}
	if page.Account {
		aside = append(aside, "It is what the account may read, and not everybody.")
	}
	for _, what := range page.Lacking {
		aside = append(aside, strings.ToUpper(what[:1])+visible(what[1:])+".")
	}
	if page.Cut {
		aside = append(aside, "The page goes on.")
	}
	return &htmlPreview{Page: previewHead + page.HTML + "</body></html>", Short: len(page.HTML) <= previewShort, Aside: strings.Join(aside, " ")}
}

// previewOf is that of the first of many alike changes that has one; where none has, why not.
func (b *htmlBuilder) previewOf(changes []*view) *htmlPreview {
	var without *htmlPreview
	for _, v := range changes {
		switch p := b.preview(v); {
		case p == nil:
		case p.Page != "":
			p.Aside += " This is " + visible(string(v.title)) + "."
			return p
		case without == nil:
			without = p
		}
	}
	return without
}
