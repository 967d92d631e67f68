package plan

import (
	"strings"

	"wikiform/provider"
	"wikiform/spec"
)

// keepTable is what becomes of links that others add to a page with an exact text.
func keepTable() decisionTable {
	table := decisionTable{
		title: "Links that others added", columns: []string{"keep", "the page", "links that the description does not have", "what the manifest said last"},
		about: "A `file` block with a `description` and `keep`, whose content the wiki has. A link that is kept stands where somebody put it as\nlong as nothing else differs, and below the text where it is written.",
	}
	for _, keep := range []struct {
		words string
		sorts []spec.Keep
	}{{"categories", []spec.Keep{spec.KeepCategories}}, {"categories, interwiki", []spec.Keep{spec.KeepCategories, spec.KeepInterwiki}}} {
		for _, page := range []struct{ words, text string }{{"says what the manifest says", "wanted"}, {"says something else", "older"}, {"says something else, and the description leaves a comment open", "wanted <!--"}} {
			for _, links := range []struct{ words, text string }{
				{"none", ""}, {"a category", "[[Category:Dams]]\n"}, {"a language", "[[de:Damm]]\n"}, {"a category and a language", "[[Category:Dams]]\n[[de:Damm]]\n"},
				{"ordinary links to both", "[[:Category:Dams]]\n[[:de:Damm]]\n"},
			} {
				for _, said := range []struct {
					words string
					base  *Base
				}{
					{"without them", &Base{Text: "older", Rev: 3}}, {"with the category", &Base{Text: "[[Category:Dams]] older", Rev: 3}},
					{"nothing", &Base{Unknown: nothingOurs}}, {"is not told", &Base{Unknown: "who made revision 3 is hidden"}},
				} {
					claim, file := wanted(), theFile("A.png", "Anna")
					claim.Text.Text, claim.Text.Keep = "wanted", keep.sorts
					open := strings.HasSuffix(page.text, "<!--")
					if open {
						claim.Text.Text = page.text
						file.Page.Text = links.text + "older"
					} else {
						file.Page.Text = links.text + page.text
					}
					file.Page.HasText, file.Page.TextSHA1 = true, provider.TextSHA1(file.Page.Text)
					none := links.text == "" || links.words == "ordinary links to both"
					if said.words != "without them" && (none || open) || open && (links.words != "a category" || len(keep.sorts) > 1) {
						continue
					}
					f := facts(file)
					f.Site.Languages, f.Bases = []string{"de"}, map[provider.Title]Base{"A.png": *said.base}
					table.rows = append(table.rows, decisionRow{[]string{keep.words, page.words, links.words, said.words}, []Claim{claim}, f})
				}
			}
		}
	}
	return table
}
