package plan

import (
	"maps"
	"slices"

	"wikiform/provider"
)

// takings are the claims whose doing depends on whose something is.
func takings(foreign, adopt bool) []struct {
	words string
	claim Claim
} {
	move := movedClaim(oldTitle, newTitle)
	move.From.Foreign, move.From.Adopt = foreign, adopt
	return []struct {
		words string
		claim Claim
	}{
		{"a move of a file", move},
		{"a deletion of a file", Claim{Address: "absent.a", Title: oldTitle, Gone: true, At: Position{"a.wiki.hcl", 1}, Foreign: foreign, Adopt: adopt}},
		{"a redirect that leads elsewhere now", Claim{Address: "redirect.r", Title: oldTitle, Target: newTitle, At: Position{"a.wiki.hcl", 1}, Foreign: foreign}},
	}
}

func ownTable() decisionTable {
	table := decisionTable{
		title: "Who we are", columns: []string{"the block", "who brought what is there", "logged in", "accounts"},
		about: "What is done only to what is ours. OldBot is another account of ours.",
	}
	for _, foreign := range []bool{false, true} {
		for _, taking := range takings(foreign, false) {
			words := taking.words
			if foreign {
				words += ", with foreign = true"
			}
			for _, user := range []string{"Uploader", "OldBot", "Anna"} {
				for _, logged := range []string{"Uploader", "nobody"} {
					for _, accounts := range []string{"", "Uploader, OldBot"} {
						have := theFile(oldTitle, user)
						if taking.claim.Target != "" {
							have = redirectBy(user, "File:X.png", 0)(oldTitle)
						}
						f := factsOf(have)
						if taking.claim.Target != "" {
							f.Have[newTitle] = ourFile(newTitle)
						}
						if logged == "nobody" {
							f.Account = provider.Account{}
						}
						if accounts != "" {
							f.Accounts = []string{"Uploader", "OldBot"}
						}
						table.rows = append(table.rows, decisionRow{[]string{words, user, logged, accounts}, []Claim{taking.claim}, f})
					}
				}
			}
		}
	}
	return table
}

func setTable() decisionTable {
	table := decisionTable{
		title: "Sets", columns: []string{"the block", "the comment of the latest version", "the manifest's sets"},
		about: "The latest version is by one of our accounts. A file that is as wanted needs nothing, whosever mark it bears.",
	}
	blocks := []struct {
		words string
		claim func(adopt bool) Claim
	}{
		{"a file as wanted", func(adopt bool) Claim { return wanted(func(c *Claim) { c.Title, c.Adopt = oldTitle, adopt }) }},
		{"another text", func(adopt bool) Claim {
			return wanted(func(c *Claim) { c.Title, c.Adopt, c.Text = oldTitle, adopt, &Text{Text: "new"} })
		}},
		{"another content", func(adopt bool) Claim {
			return wanted(func(c *Claim) { c.Title, c.Adopt, c.Content.Digest = oldTitle, adopt, digest("newer") })
		}},
		{"a move", func(adopt bool) Claim { return takings(false, adopt)[0].claim }},
		{"a move and another text", func(adopt bool) Claim {
			c := wanted(func(c *Claim) { c.Title, c.Text = newTitle, &Text{Text: "new"} })
			c.From = takings(false, adopt)[0].claim.From
			return c
		}},
		{"a deletion", func(adopt bool) Claim { return takings(false, adopt)[1].claim }},
	}
	const byHand = "like [wikiform zoo], by hand"
	for _, block := range blocks {
		for _, adopt := range []bool{false, true} {
			words := block.words
			if adopt && words == blocks[0].words {
				continue
			}
			if adopt {
				words += ", with adopt = true"
			}
			for _, comment := range []string{"Batch", "Batch [wikiform museum]", "Batch [wikiform scans]", "Batch [wikiform zoo]", byHand} {
				if words != "another content" && comment == byHand {
					continue
				}
				for _, sets := range []string{"none", "museum, formerly scans"} {
					have := ourFile(oldTitle)
					have.Version.Comment, have.Page.User = comment, "Uploader"
					f := factsOf(have)
					if sets != "none" {
						f.Mark, f.FormerMarks = ourMark, []string{"[wikiform scans]"}
					}
					table.rows = append(table.rows, decisionRow{[]string{words, comment, sets}, []Claim{block.claim(adopt)}, f})
				}
			}
		}
	}
	return table
}

// historyTable is of files whose latest version does not say whether they are ours.
func historyTable() decisionTable {
	table := decisionTable{
		title: "Ours by an older version", columns: []string{"the block", "the latest version", "an older one"},
		about: "The manifest has the set museum, formerly scans. Anna is somebody else; a mark that she writes makes nothing ours.",
	}
	latest := map[string]provider.Version{
		"by Anna":                            {User: "Anna", Comment: "better"},
		"by Anna, [wikiform museum]":         {User: "Anna", Comment: "better [wikiform museum]"},
		"by us, without a mark":              {User: "Uploader", Comment: "by hand"},
		"by an account whose name is hidden": {},
	}
	older := map[string][]provider.Version{
		"none":                       nil,
		"by us, [wikiform museum]":   {{User: "Uploader", Comment: "Batch [wikiform museum]"}},
		"by us, [wikiform scans]":    {{User: "Uploader", Comment: "Batch [wikiform scans]"}},
		"by us, [wikiform zoo]":      {{User: "Uploader", Comment: "Batch [wikiform zoo]"}},
		"by us, without a mark":      {{User: "Uploader", Comment: "Batch"}},
		"by Anna, [wikiform museum]": {{User: "Anna", Comment: "Batch [wikiform museum]"}},
	}
	for _, taking := range takings(false, false)[:2] {
		for _, now := range slices.Sorted(maps.Keys(latest)) {
			for _, before := range slices.Sorted(maps.Keys(older)) {
				have := ourFile(oldTitle)
				v := latest[now]
				v.Digest, v.Time = have.Version.Digest, have.Version.Time
				have.Version = &v
				f := factsOf(have)
				f.Mark, f.FormerMarks = ourMark, []string{"[wikiform scans]"}
				f.Histories = map[provider.Title]provider.History{oldTitle: {Versions: append([]provider.Version{v}, older[before]...)}}
				table.rows = append(table.rows, decisionRow{[]string{taking.words, now, before}, []Claim{taking.claim}, f})
			}
		}
	}
	return table
}
