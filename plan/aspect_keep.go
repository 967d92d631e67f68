package plan

import (
	"slices"
	"strings"

	"wikiform/internal/number"
	"wikiform/internal/wikilinks"
	"wikiform/provider"
)

// compareKept compares a text beside which links of others stay: those that the manifest
// neither has nor had when it was written last. Where nothing else differs nothing is
// written, wherever in the page they are; else they come below the text. Where the page has
// no such link it takes no base.
func compareKept(c *Claim, s situation) difference {
	d := difference{step: SetText{Text: c.Text.Text, How: HowWhole}, reason: TextDiffers}
	theirs := provider.NormalizeText(s.file().Page.Text)
	added := c.Text.addedIn(theirs, *s.site)
	if len(added) == 0 {
		return d
	}
	d.step = SetText{Text: c.Text.Text}
	if s.base == nil {
		return d
	}
	d.merge = &Merge{Base: *s.base}
	nothing := s.base.Unknown == nothingOurs // so that all are those of others
	if s.base.Unknown != "" && !nothing {
		return d
	}
	had := wikilinks.In(s.base.Text, *s.site)
	kept := slices.DeleteFunc(added, func(l wikilinks.Link) bool {
		return slices.ContainsFunc(had, func(h wikilinks.Link) bool { return h.Sort == l.Sort && h.Key == l.Key })
	})
	rest := provider.NormalizeText(wikilinks.Without(theirs, kept))
	d.merge.Only = rest == s.base.Text && !nothing
	kept = onceEach(kept)
	for _, l := range kept {
		d.merge.Kept = append(d.merge.Kept, l.Text)
	}
	switch text := wikilinks.Below(c.Text.Text, kept); {
	case len(kept) == 0:
		d.step = SetText{Text: c.Text.Text, How: HowWhole}
	case rest == c.Text.Text:
		return difference{merge: d.merge}
	case slices.EqualFunc(c.Text.addedIn(text, *s.site), kept, func(a, b wikilinks.Link) bool { return a.Text == b.Text }):
		d.step = SetText{Text: text, How: HowKeep}
	}
	return d
}

// addedIn gives the links of a page that may be kept and that the text does not have. A page
// has one link to each language, which is the text's where it has one.
func (t *Text) addedIn(page string, site provider.Site) []wikilinks.Link {
	ours := wikilinks.In(t.Text, site)
	return slices.DeleteFunc(wikilinks.In(page, site), func(l wikilinks.Link) bool {
		return !slices.Contains(t.Keep, l.Sort) || slices.ContainsFunc(ours, func(o wikilinks.Link) bool {
			return o.Sort == l.Sort && (o.Key == l.Key || l.Language != "" && o.Language == l.Language)
		})
	})
}

// onceEach leaves out what is written twice.
func onceEach(links []wikilinks.Link) []wikilinks.Link {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(links), func(l wikilinks.Link) bool {
		twice := seen[l.Text]
		seen[l.Text] = true
		return twice
	})
}

// keptNote names the links of others that stay where nothing is written, which is the only
// place where they are told.
func keptNote(changes []Change) string {
	const most = 50
	var pages []string
	left, files := most, 0
	for i := range changes {
		c := &changes[i]
		if c.Merge == nil || len(c.Merge.Kept) == 0 || c.Edits() || c.Verdict != VerdictClear {
			continue
		}
		files++
		if links := c.Merge.Kept; len(links) <= left {
			left -= len(links)
			pages = append(pages, strings.Join(links, ", ")+" in "+c.at().Page())
		}
	}
	if files == 0 {
		return ""
	}
	if more := files - len(pages); more > 0 {
		pages = append(pages, "and those of "+number.Of(more, "more file"))
	}
	return "Links that others added stay: " + strings.Join(pages, "; ") + "."
}
