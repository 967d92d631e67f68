package plan

import (
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
