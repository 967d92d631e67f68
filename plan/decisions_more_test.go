package plan

import (
	"wikiform/provider"
	"wikiform/spec"
)

func specAddress(t provider.Title) spec.Address { return spec.Address(t) }

// movedManyTable has moves that need one another.
func movedManyTable() decisionTable {
	table := decisionTable{
		title: "Moves that wait for one another", columns: []string{"moves", "where the files are", "account"},
		about: "Each row is about the move of A.png. A chain goes from its far end; in a circle one file passes through a free title, " +
			"which follows from the set and the titles alone, so that a run which goes on after another has died finds it there.",
	}
	rows := []struct {
		moves, state string
		claims       []Claim
		files        []provider.File
		logs         map[provider.Title][]provider.LoggedMove
	}{
		{"A → B, B → C", "A and B", []Claim{movedClaim("A.png", "B.png"), movedClaim("B.png", "C.png")}, []provider.File{ourFile("A.png"), ourFile("B.png"), nothing("C.png")}, nil},
		{"A → B, B → C", "A and C: the far end is done", []Claim{movedClaim("A.png", "B.png"), movedClaim("B.png", "C.png")}, []provider.File{ourFile("A.png"), nothing("B.png"), ourFile("C.png")},
			map[provider.Title][]provider.LoggedMove{"B.png": {{ID: 1, To: "C.png"}}}},
		{"A → B, B → C", "A and C, where nobody moved one from B", []Claim{movedClaim("A.png", "B.png"), movedClaim("B.png", "C.png")}, []provider.File{ourFile("A.png"), nothing("B.png"), ourFile("C.png")}, nil},
		{"A → B, B → C", "B and C: A was moved after B", []Claim{movedClaim("A.png", "B.png"), movedClaim("B.png", "C.png")}, []provider.File{nothing("A.png"), ourFile("B.png"), nothing("C.png")},
			map[provider.Title][]provider.LoggedMove{"B.png": {{ID: 1, To: "C.png"}}, "A.png": {{ID: 2, To: "B.png"}}}},
		{"A → B, B → A", "only B", []Claim{movedClaim("A.png", "B.png"), movedClaim("B.png", "A.png")}, []provider.File{nothing("A.png"), ourFile("B.png")}, nil},
		{"A → B, B → A", "only A, since B was moved there", []Claim{movedClaim("A.png", "B.png"), movedClaim("B.png", "A.png")}, []provider.File{ourFile("A.png"), redirectBy("Uploader", "File:A.png", 0)("B.png")},
			map[provider.Title][]provider.LoggedMove{"B.png": {{ID: 1, To: "A.png"}}}},
		{"A → B, B → C", "B and C: all is done", []Claim{movedClaim("A.png", "B.png"), movedClaim("B.png", "C.png")}, []provider.File{redirectBy("Uploader", "File:B.png", 0)("A.png"), ourFile("B.png"), ourFile("C.png")},
			map[provider.Title][]provider.LoggedMove{"B.png": {{ID: 1, To: "C.png"}}, "A.png": {{ID: 2, To: "B.png"}}}},
		{"A → B, B → C", "only A: the file was renamed twice", []Claim{movedClaim("A.png", "B.png"), movedClaim("B.png", "C.png")}, []provider.File{ourFile("A.png"), nothing("B.png"), nothing("C.png")}, nil},
		{"A → B, B → C", "A, B and, of others, C", []Claim{movedClaim("A.png", "B.png"), movedClaim("B.png", "C.png")}, []provider.File{ourFile("A.png"), ourFile("B.png"), theirFile("C.png")}, nil},
		{"A → B, B → A", "both, before", []Claim{movedClaim("A.png", "B.png"), movedClaim("B.png", "A.png")}, []provider.File{ourFile("A.png"), ourFile("B.png")}, nil},
		{"A → B, B → A", "both, afterwards", []Claim{movedClaim("A.png", "B.png"), movedClaim("B.png", "A.png")}, []provider.File{ourFile("A.png"), ourFile("B.png")},
			map[provider.Title][]provider.LoggedMove{"A.png": {{ID: 1, To: swapThrough}}, "B.png": {{ID: 2, To: "A.png"}}, swapThrough: {{ID: 3, To: "B.png"}}}},
		{"A → B, B → A", "B, and that of A half way", []Claim{movedClaim("A.png", "B.png"), movedClaim("B.png", "A.png")}, []provider.File{nothing("A.png"), ourFile("B.png"), ourFile(swapThrough)},
			map[provider.Title][]provider.LoggedMove{"A.png": {{ID: 1, To: swapThrough}}}},
		{"A → B, B → A", "A, and that of A half way", []Claim{movedClaim("A.png", "B.png"), movedClaim("B.png", "A.png")}, []provider.File{ourFile("A.png"), nothing("B.png"), ourFile(swapThrough)},
			map[provider.Title][]provider.LoggedMove{"A.png": {{ID: 1, To: swapThrough}}, "B.png": {{ID: 2, To: "A.png"}}}},
		{"A → B, B → A", "B, that of A half way, and somebody moved another one from A to C", []Claim{movedClaim("A.png", "B.png"), movedClaim("B.png", "A.png")}, []provider.File{nothing("A.png"), ourFile("B.png"), ourFile(swapThrough)},
			map[provider.Title][]provider.LoggedMove{"A.png": {{ID: 2, To: "C.png"}, {ID: 1, To: swapThrough}}}},
		{"A → B, B → A", "both, and the free title is taken", []Claim{movedClaim("A.png", "B.png"), movedClaim("B.png", "A.png")}, []provider.File{ourFile("A.png"), ourFile("B.png"), theirFile(swapThrough)}, nil},
		{"A → B, B → A", "only A: blocks that were kept, of one file", []Claim{movedClaim("A.png", "B.png"), movedClaim("B.png", "A.png")}, []provider.File{ourFile("A.png"), nothing("B.png")}, nil},
		{"A → B, B → A, and a file block for A", "only A", []Claim{movedClaim("A.png", "B.png"), wantedFrom("B.png", "A.png")}, []provider.File{ourFile("A.png"), nothing("B.png")}, nil},
		{"A → B, B → A, and a file block for B", "only A", []Claim{wantedFrom("A.png", "B.png"), movedClaim("B.png", "A.png")}, []provider.File{ourFile("A.png"), nothing("B.png")}, nil},
		{"A → B, and a file block for A", "A", []Claim{movedClaim("A.png", "B.png"), wanted()}, []provider.File{ourFile("A.png"), nothing("B.png")}, nil},
	}
	for _, row := range rows {
		for _, account := range []string{"with every right", "without suppressredirect"} {
			f := factsOf(row.files...)
			if account != "with every right" {
				without("suppressredirect")(&f)
			}
			for _, t := range []provider.Title{"A.png", "B.png", "C.png", swapThrough} {
				f.MoveLogs[t] = provider.MoveLog{Moves: row.logs[t]}
			}
			for _, t := range passingTitles(row.claims, &f) {
				if _, there := f.Have[t]; !there {
					f.Have[t] = nothing(t)
				}
			}
			table.rows = append(table.rows, decisionRow{[]string{row.moves, row.state, account}, row.claims, f})
		}
	}
	return table
}

// wantedFrom is a file block for the new title of a moved block.
func wantedFrom(from, to provider.Title) Claim {
	c := wanted()
	c.Title, c.From = to, movedClaim(from, to).From
	return c
}

// swapThrough is where a file passes when A.png and B.png change places without a set.
var swapThrough = passingTitles([]Claim{movedClaim("A.png", "B.png"), movedClaim("B.png", "A.png")}, &Facts{})[0]

func renamedTable() decisionTable {
	table := decisionTable{
		title: "A file that was renamed in the manifest", columns: []string{"renames", "who has the bytes"},
		about: "A `file` block whose title is missing, while the wiki has its bytes.",
	}
	for _, renames := range []spec.Renames{spec.RenamesPropose, spec.RenamesMove, spec.RenamesIgnore} {
		for _, h := range []struct {
			words string
			files []provider.File
			named []provider.Title
			more  int // claims with the same bytes
		}{
			{words: "one file of ours that nothing names", files: []provider.File{ourFile("Old.png")}},
			{words: "one of others that nothing names", files: []provider.File{theirFile("Old.png")}},
			{words: "one of ours that the manifest names, at least by another first letter", files: []provider.File{ourFile("Old.png")}, named: []provider.Title{"old.png"}},
			{words: "two of ours that nothing names", files: []provider.File{ourFile("Old.png"), ourFile("Older.png")}},
			{words: "one of ours that nothing names, and one of others", files: []provider.File{ourFile("Old.png"), theirFile("Theirs.png")}},
			{words: "one of ours with another extension of the type", files: []provider.File{ourFile("Old.apng")}},
			{words: "one of ours with an extension of another type", files: []provider.File{ourFile("Old.jpg")}},
			{words: "one of ours, and two files of the manifest want the bytes", files: []provider.File{ourFile("Old.png")}, more: 1},
		} {
			claims := []Claim{wanted()}
			f := factsOf(append(h.files, nothing("A.png"))...)
			f.Renames, f.Named = renames, map[provider.Title]bool{anyFirst("A.png"): true}
			for _, t := range h.named {
				f.Named[anyFirst(t)] = true
			}
			for range h.more {
				twin := wanted(func(c *Claim) { c.Address, c.Title = "file.twin", "Twin.png" })
				claims, f.Named["Twin.png"] = append(claims, twin), true
			}
			f.Holders = map[provider.SHA1][]provider.Title{}
			for _, file := range h.files {
				f.Holders[digest("new").SHA1] = append(f.Holders[digest("new").SHA1], file.Title)
			}
			table.rows = append(table.rows, decisionRow{[]string{string(renames), h.words}, claims, f})
		}
	}
	return table
}

func redirectTable() decisionTable {
	table := decisionTable{
		title: "A redirect", columns: []string{"under its title"}, about: "A `redirect` block that leads to New.png, which the wiki has.",
	}
	claim := Claim{Address: "redirect.r", Title: oldTitle, Target: newTitle, At: Position{"a.wiki.hcl", 1}}
	for _, s := range []state{
		{"nothing", nothing}, {"the redirect", redirectBy("Anna", newTitle.Page(), 0)}, {"a redirect of ours elsewhere", redirectBy("Uploader", "File:X.png", 0)},
		{"a redirect of others elsewhere", redirectBy("Anna", "File:X.png", 0)}, {"a redirect to where the wiki does not tell", redirectBy("Uploader", "", 0)},
		{"a file", ourFile}, {"a redirect with a file of its own", ownRedirect(newTitle.Page())}, {"a page without a file", pageOnly("Uploader")}, {"a shared file", sharedOnly},
		{"a file without its page", pageless},
	} {
		table.rows = append(table.rows, decisionRow{[]string{s.words}, []Claim{claim}, factsOf(s.file(oldTitle), ourFile(newTitle))})
	}
	allowed := claim
	allowed.Foreign = true
	table.rows = append(table.rows, decisionRow{[]string{"a redirect of others elsewhere, with foreign = true"}, []Claim{allowed}, factsOf(redirectBy("Anna", "File:X.png", 0)(oldTitle), ourFile(newTitle))})
	table.rows = append(table.rows, decisionRow{[]string{"nothing, and New.png is missing"}, []Claim{claim}, factsOf(nothing(oldTitle), nothing(newTitle))})
	table.rows = append(table.rows, decisionRow{[]string{"nothing, and New.png is a redirect"}, []Claim{claim}, factsOf(nothing(oldTitle), redirectBy("Anna", "File:X.png", 0)(newTitle))})
	deleted := factsOf(nothing(oldTitle), ourFile(newTitle))
	deleted.Prospects = map[provider.Title]provider.Prospect{oldTitle: {Deleted: true}}
	deleted.DeletionLogs = map[provider.Title]provider.DeletionLog{oldTitle: {Deletions: []provider.Deletion{{User: "Anna", Time: noon, Reason: "wrong"}}}}
	table.rows = append(table.rows, decisionRow{[]string{"nothing, since Anna deleted it"}, []Claim{claim}, deleted})
	for words, m := range map[string]Claim{"a file that is moved to New.png": movedClaim(oldTitle, newTitle)} {
		table.rows = append(table.rows, decisionRow{[]string{words}, []Claim{claim, m}, factsOf(ourFile(oldTitle), nothing(newTitle))})
	}
	elsewhere := movedClaim(oldTitle, "Else.png")
	table.rows = append(table.rows, decisionRow{[]string{"a file that is moved to Else.png"}, []Claim{claim, elsewhere}, factsOf(ourFile(oldTitle), nothing("Else.png"), ourFile(newTitle))})
	bare := movedClaim(oldTitle, "Else.png")
	bare.From.Redirect = false
	table.rows = append(table.rows, decisionRow{[]string{"a file that is moved to Else.png with redirect = false"}, []Claim{claim, bare}, factsOf(ourFile(oldTitle), nothing("Else.png"), ourFile(newTitle))})
	return table
}

func absentTable() decisionTable {
	table := decisionTable{title: "An absence", columns: []string{"under its title", "the block and the account"}, about: "An `absent` block."}
	for _, s := range []state{
		{"nothing", nothing}, {"a file of ours", ourFile}, {"a file of others", theirFile}, {"a file without its page", pageless},
		{"a redirect of ours", redirectBy("Uploader", "File:X.png", 0)}, {"a redirect of others", redirectBy("Anna", "File:X.png", 0)},
		{"a redirect with a file of its own", ownRedirect("File:X.png")},
		{"a page of ours without a file", pageOnly("Uploader")}, {"a page of others without a file", pageOnly("Anna")},
		{"only a shared file", sharedOnly}, {"a shared file with a page here", sharedPage},
	} {
		for _, how := range []string{"", "foreign = true", "without the right delete"} {
			claim := Claim{Address: "absent.a", Title: oldTitle, Gone: true, Comment: "Replaced | by {{PAGENAME}} [wikiform museum]", At: Position{"a.wiki.hcl", 1}, Foreign: how == "foreign = true"}
			f := factsOf(s.file(oldTitle))
			if how == "without the right delete" {
				without("delete")(&f)
			}
			table.rows = append(table.rows, decisionRow{[]string{s.words, how}, []Claim{claim}, f})
		}
	}
	return table
}
