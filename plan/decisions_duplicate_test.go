package plan

import (
	"wikiform/provider"
	"wikiform/spec"
)

// onDuplicate are the words of the attribute, as claims have them.
var onDuplicate = []struct {
	words string
	set   func(*Claim)
}{
	{"block", func(*Claim) {}},
	{"allow", accepting(provider.WarnDuplicate)},
	{"redirect", func(c *Claim) { c.OnDuplicate = spec.DuplicateRedirect }},
	{"adopt", func(c *Claim) { c.OnDuplicate = spec.DuplicateAdopt }},
	{"adopt, with adopt = true", func(c *Claim) { c.OnDuplicate, c.Adopt = spec.DuplicateAdopt, true }},
}

// shared gives the claims of a row what Survey does, and the facts that it asks for.
func sharedRow(state []string, f Facts, holders []provider.File, claims ...Claim) decisionRow {
	f.Named, f.Holders = map[provider.Title]bool{}, map[provider.SHA1][]provider.Title{}
	for _, c := range claims {
		f.Named[anyFirst(c.Title)] = true
	}
	for _, file := range holders {
		f.Have[file.Title] = file
		if v := file.Version; v != nil {
			f.Holders[v.SHA1] = append(f.Holders[v.SHA1], file.Title)
		}
	}
	adopt(claims, &f)
	return decisionRow{state, claims, f}
}

// holding is a file with the wanted bytes.
func holding(t provider.Title, user, comment string, days int) provider.File {
	file := theFile(t, user)
	file.Version.Comment, file.Version.Time = comment, noon.AddDate(0, 0, days)
	return file
}

func duplicateTable() decisionTable {
	table := decisionTable{
		title: "A file whose content is there under another title", columns: []string{"on_duplicate", "who has the bytes", "under the title"},
		about: "A `file` block that wants no title which has a file. Of several files with its bytes the canonical one is ours, else the " +
			"one that was uploaded first; that it is ours and nothing names it, is a rename only where `on_duplicate` says nothing else. " +
			"`another block` is one that is before it in the order of addresses.",
	}
	other := func(sum string, more ...func(*Claim)) Claim {
		return wanted(append([]func(*Claim){func(c *Claim) { c.Address, c.Title, c.Content.Digest = "file.0", "Other.png", digest(sum) }}, more...)...)
	}
	theirs, ours := holding("Theirs.png", "Anna", "", 2), holding("Ours.png", "Uploader", "", 9)
	for _, how := range onDuplicate {
		for _, h := range []struct {
			words  string
			files  []provider.File
			others []Claim
		}{
			{words: "nobody"},
			{words: "one file of others", files: []provider.File{theirs}},
			{words: "one of ours", files: []provider.File{ours}},
			{words: "one of others and, later, one of ours", files: []provider.File{theirs, ours}},
			{words: "two of others", files: []provider.File{holding("Third.png", "Bob", "", 1), theirs}},
			{words: "one of another set", files: []provider.File{holding("Zoo.png", "Uploader", "Batch [wikiform zoo]", 1)}},
			{words: "one that is a redirect as well", files: []provider.File{ownRedirect("File:X.png")("Odd.png")}},
			{words: "one of ours, to which this plan gives other bytes", files: []provider.File{ourFile("Other.png")}, others: []Claim{other("newer")}},
			{words: "one of ours, which another block wants so", files: []provider.File{ourFile("Other.png")}, others: []Claim{other("new")}},
			{words: "one of ours, which this plan moves", files: []provider.File{ourFile(oldTitle)}, others: []Claim{movedClaim(oldTitle, newTitle)}},
			{words: "nobody, and another block wants them", others: []Claim{other("new", how.set)}},
			{words: "nobody, and another block, whose title was deleted, wants them", others: []Claim{other("new", how.set, func(c *Claim) { c.Title = "Gone.png" })}},
		} {
			f := factsOf(nothing("A.png"))
			f.Prospects = map[provider.Title]provider.Prospect{"Gone.png": {Deleted: true}}
			claims := append([]Claim{wanted(how.set)}, h.others...)
			table.rows = append(table.rows, sharedRow([]string{how.words, h.words, "nothing"}, f, h.files, claims...))
		}
	}
	for _, how := range onDuplicate[2:] {
		for _, s := range []state{
			{"the redirect", redirectBy("Uploader", "File:Theirs.png", 0)}, {"the redirect, by others", redirectBy("Anna", "File:Theirs.png", 0)},
			{"a redirect of ours elsewhere", redirectBy("Uploader", "File:X.png", 0)}, {"a redirect of others elsewhere", redirectBy("Anna", "File:X.png", 0)},
			{"a page without a file", pageOnly("Anna")}, {"a shared file", sharedOnly}, {"other bytes", func(t provider.Title) provider.File {
				file := ourFile(t)
				file.Version.Digest = digest("old")
				return file
			}},
		} {
			table.rows = append(table.rows, sharedRow([]string{how.words, "one file of others", s.words}, factsOf(s.file("A.png")), []provider.File{theirs}, wanted(how.set)))
		}
		lost := theirs
		lost.Version = &provider.Version{Digest: digest("other"), User: "Anna", Time: noon}
		table.rows = append(table.rows, sharedRow([]string{how.words, "nobody any more", "the redirect"}, factsOf(redirectBy("Uploader", "File:Theirs.png", 0)("A.png")), []provider.File{lost}, wanted(how.set)))
		moved := factsOf(redirectBy("Anna", "File:Theirs.png", 0)("A.png"))
		moved.MoveLogs["A.png"], moved.MoveLogs["Theirs.png"] = provider.MoveLog{Moves: []provider.LoggedMove{{ID: 1, To: "Theirs.png", User: "Anna", Time: noon}}}, provider.MoveLog{}
		table.rows = append(table.rows, sharedRow([]string{how.words, "the file that was moved away", "the redirect that Anna left"}, moved, []provider.File{theirs}, wanted(how.set)))
		gone := factsOf(nothing("A.png"))
		gone.DeletedContents = map[provider.SHA1][]provider.Title{digest("new").SHA1: {"Gone.png"}}
		table.rows = append(table.rows, sharedRow([]string{how.words, "one file of others, and Anna deleted another", "nothing"}, gone, []provider.File{theirs}, wanted(how.set)))
		for n, files := range [][]provider.File{{theirs}, {theirs, ours}} {
			f := factsOf(nothing("A.png"))
			f.Account = provider.Account{}
			table.rows = append(table.rows, sharedRow([]string{how.words, []string{"one file", "two files"}[n] + ", and nobody says who we are", "nothing"}, f, files, wanted(how.set)))
		}
	}
	adopting := onDuplicate[4].set
	taken := wanted(adopting, func(c *Claim) { c.Address, c.Title = "file.0", "Other.png" })
	table.rows = append(table.rows, sharedRow([]string{"adopt, with adopt = true", "one file of others, which another block adopts", "nothing"}, factsOf(nothing("A.png"), nothing("Other.png")), []provider.File{theirs}, wanted(adopting), taken))
	table.rows = append(table.rows, sharedRow([]string{"adopt, with adopt = true", "one file of others with another text", "nothing"}, factsOf(nothing("A.png")), []provider.File{theirs},
		wanted(adopting, func(c *Claim) { c.Text = &Text{Text: "new"} })))
	return table
}
