package render

import (
	"fmt"

	"wikiform/internal/preview"
	"wikiform/plan"
	"wikiform/provider"
)

// previewed is a plan of texts that a wiki was asked to show, and what it said.
func previewed() (*plan.Plan, preview.Pages) {
	w := newWorld()
	page, other := information("Anna Schmidt", ""), information("Anna Schmitt", "")
	for i := range 6 {
		title := fmt.Sprintf("Plate %d.jpg", i)
		w.want(fmt.Sprintf("file.plate[%q]", fmt.Sprint(i)), title, title, 4000, text(other))
		w.have(title, title, 4000, page, "Uploader")
	}
	w.want("file.bridge", "Bridge.jpg", "bridge", 4096, text(page))
	w.want("file.dam", "Dam.jpg", "dam", 4096, text(page))
	w.want("file.cut", "Cut.jpg", "cut", 4096, text(page))
	p := w.plan()
	pages, lacking := preview.Pages{}, map[provider.Title]provider.Preview{}
	for i := range p.Changes {
		c := &p.Changes[i]
		said := provider.Preview{HTML: "<h2>Summary</h2><p>The <i>old</i> bridge</p>", Categories: []string{"Bridges"}}
		if c.Claim.Title == "Bridge.jpg" {
			said.Pages = []string{"Template:En", "Template:PD-old"}
		}
		lacking[c.Claim.Title] = said
		html, cut := preview.Clean(said.HTML)
		pages[c.Claim.Title] = preview.Page{HTML: html, Cut: cut}
	}
	p.RemarkLacking(lacking)
	pages["Plate 0.jpg"] = preview.Page{Missing: "The wiki made no preview."}
	pages["Dam.jpg"] = preview.Page{Missing: "The wiki was asked for previews of at most 100 texts."}
	pages["Cut.jpg"] = preview.Page{HTML: "<p>x</p>", Cut: true, Account: true, Lacking: []string{"the text brings in a page that the wiki does not have: Template:<b>\u202eMinutes"}}
	return p, pages
}

func previewedPlan() *plan.Plan {
	p, _ := previewed()
	return p
}
