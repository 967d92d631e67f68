package plan

import (
	"time"

	"wikiform/provider"
)

// tagTable is what becomes of change tags that were not written.
func tagTable() decisionTable {
	table := decisionTable{
		title: "Change tags", columns: []string{"the latest revision", "our last one before it", "the account"},
		about: "A `file` block with `tags = [\"museum-upload\"]`, whose content and text the wiki has. Whatever else is written carries the\ntags with it, so that they are compared only where nothing is. None is ever taken away.",
	}
	lacks := provider.Revision{ID: 5, Page: 70, User: "Uploader", Time: noon}
	has, young := lacks, lacks
	has.Tags, young.Time = []string{"museum-upload"}, noon.Add(time.Hour-time.Second)
	older := []struct {
		words string
		last  map[int64]provider.Revision
	}{
		{"none", nil}, {"has the tag", map[int64]provider.Revision{70: has}}, {"lacks it", map[int64]provider.Revision{70: lacks}},
		{"lacks it, and is seconds old", map[int64]provider.Revision{70: young}}, {"was not looked for so far back", map[int64]provider.Revision{70: {}}},
	}
	accounts := []struct {
		words string
		make  func(*Facts)
	}{
		{"may add tags", func(*Facts) {}},
		{"may not", func(f *Facts) { f.Account = uploader }},
		{"nobody, with accounts", func(f *Facts) { f.Account, f.Accounts = provider.Account{}, []string{"Uploader"} }},
		{"nobody", anonymous},
	}
	add := func(latest, before, account string, user string, tags []string, more ...func(*Facts)) {
		claim, f := tagged(user, tags...)
		claim.Tags = []string{"museum-upload"}
		for _, m := range more {
			m(&f)
		}
		table.rows = append(table.rows, decisionRow{[]string{latest, before, account}, []Claim{claim}, f})
	}
	for _, a := range accounts {
		add("ours, has the tag", "", a.words, "Uploader", []string{"museum-upload"}, a.make)
		add("ours, lacks it", "", a.words, "Uploader", nil, a.make)
		add("ours, lacks it, and is seconds old", "", a.words, "Uploader", nil, a.make, func(f *Facts) { f.Site.Time = noon.Add(time.Second) })
		for _, o := range older {
			if a.words != "nobody" {
				add("Anna's", o.words, a.words, "Anna", nil, a.make, func(f *Facts) { f.LastRevisions = o.last })
			}
		}
		if a.words == "nobody" {
			add("Anna's", "not asked for", a.words, "Anna", nil, a.make)
		}
	}
	return table
}
