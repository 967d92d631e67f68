package plan

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"wikiform/provider"
)

var update = flag.Bool("update", false, "rewrite golden files")

// decisionsHead is what docs/decisions.md says before its tables.
const decisionsHead = `# What is decided, for everything that a wiki can have

**Nothing is written to a title that no block of the manifest names, nothing is deleted that no ` + "`absent`" + ` block names and
no ` + "`prune`" + ` block has in its scope, nothing of somebody else's is moved, deleted or pointed elsewhere without ` + "`foreign = true`" + `, nothing of another set is
changed without ` + "`adopt = true`" + `, and whatever the wiki shows that the plan did not see stays as it is.**

This page is written by a test, which puts every state of a wiki before every kind of claim and asks the plan. *Ours* is a
file whose latest version one of the accounts of the wiki block uploaded (without them: the account logged in). Where the
manifest has a set, that version or an older one of ours has to bear its mark.

`

// A decision table has a row for everything that a wiki can have of what a claim is about.
type decisionTable struct {
	title, about string
	columns      []string
	rows         []decisionRow
	orphans      bool // the rows are about what no claim names
}

type decisionRow struct {
	state  []string // one for each column
	claims []Claim  // the first is what the row is about
	facts  Facts
}

func TestDecisions(t *testing.T) {
	t.Parallel()
	var doc strings.Builder
	doc.WriteString(decisionsHead)
	for _, table := range []decisionTable{fileTable(), movedTable(), movedManyTable(), renamedTable(), duplicateTable(), redirectTable(), absentTable(), ownTable(), historyTable(), setTable(), orphanTable(), tagTable(), keepTable()} {
		fmt.Fprintf(&doc, "## %s\n\n%s\n\n", table.title, table.about)
		fmt.Fprintf(&doc, "| %s | action | steps | why |\n|%s\n", strings.Join(table.columns, " | "), strings.Repeat(" --- |", len(table.columns)+3))
		seen := map[string]bool{}
		for _, row := range table.rows {
			key := strings.Join(row.state, " | ")
			if seen[key] || len(row.state) != len(table.columns) {
				t.Errorf("%s: the state %q is there twice, or is none", table.title, key)
			}
			seen[key] = true
			p := Compute(row.claims, row.facts)
			if table.orphans {
				action, steps, why := orphanRow(p)
				fmt.Fprintf(&doc, "| %s | %s | %s | %s |\n", key, action, steps, strings.ReplaceAll(why, "|", `\|`))
				continue
			}
			c := p.Changes[0]
			why := whyShown(&c)
			if p.TagsUntold > 0 {
				why = strings.TrimPrefix(why+"; # "+p.Notes[len(p.Notes)-1], "; ")
			}
			if note := keptNote(p.Changes); note != "" {
				why = strings.TrimPrefix(why+"; # "+note, "; ")
			}
			fmt.Fprintf(&doc, "| %s | %s | %s | %s |\n", key, c.Action(), stepsShown(&c), why)
			holdsAlways(t, table.title+": "+key, &c, row.facts)
		}
		doc.WriteString("\n")
	}
	pageHolds(t, "../docs/decisions.md", strings.TrimRight(doc.String(), "\n")+"\n")
}

// pageHolds holds a page against what the test that runs would write.
func pageHolds(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not what the plan decides; run go test ./plan -run %s -update, and read the difference", name, t.Name())
	}
}

// holdsAlways says of each decision what must be true of all.
func holdsAlways(t *testing.T, of string, c *Change, f Facts) {
	t.Helper()
	if (c.Verdict != VerdictClear) != (len(c.Problems) > 0) || c.Verdict == VerdictBlocked && c.Steps != nil {
		t.Errorf("%s: the verdict %d with the problems %v and the steps %v", of, c.Verdict, c.Problems, c.Steps)
	}
	if c.deletes() && !c.Claim.Gone {
		t.Errorf("%s: deletes what is not declared absent", of)
	}
	if m := c.Move(); m != nil && (c.From.Version == nil || c.Claim.From == nil || m.From == c.Claim.Title) {
		t.Errorf("%s: moves %+v", of, *m)
	}
	if what, _, allowed := c.takes(); what != "" && !allowed {
		if _, theirs := f.others(c.Was()); theirs {
			t.Errorf("%s: takes what is somebody else's", of)
		}
		if len(f.Accounts) == 0 && f.Account.Name == "" {
			t.Errorf("%s: takes what is nobody knows whose", of)
		}
	}
	if c.Redirects() != "" && c.Before.Version != nil {
		t.Errorf("%s: a redirect over a file", of)
	}
}

func stepsShown(c *Change) string {
	var all []string
	for _, s := range c.Steps {
		switch s := s.(type) {
		case Upload:
			if s.Page != nil {
				all = append(all, "upload with its text")
			} else {
				all = append(all, "upload")
			}
		case SetText:
			edit := "edit the text"
			if s.How == HowKeep {
				edit += ", with " + strings.Join(c.Merge.Kept, " and ") + " below"
			}
			all = append(all, edit)
		case Moving:
			step := "move"
			if s.Via != "" {
				step += " through a free title"
			}
			if s.From != c.Claim.From.Title {
				step += " on from " + s.From.Page()
			}
			all = append(all, step+map[bool]string{true: ", leave a redirect", false: ", leave no redirect"}[s.Redirect])
		case SetRedirect:
			all = append(all, map[bool]string{true: "create the redirect", false: "point the redirect elsewhere"}[c.Before.Page == nil])
		case SetTags:
			all = append(all, fmt.Sprintf("add tags to revision %d", s.Rev))
		case Deletion:
			all = append(all, "delete")
		}
	}
	return strings.Join(all, "; ")
}

func whyShown(c *Change) string {
	var all []string
	for i, p := range c.Problems {
		all = append(all, fmt.Sprintf("`%s`: %s", c.Reasons[i], p))
	}
	if c.Problems == nil {
		for _, r := range c.Reasons {
			all = append(all, fmt.Sprintf("`%s`", r))
		}
	}
	for _, r := range c.Remarks {
		if r.Kind != PageEmpty {
			all = append(all, "# "+r.Text)
		}
	}
	return strings.ReplaceAll(strings.Join(all, "; "), "|", `\|`)
}

// state is something that a wiki can have under a title.
type state struct {
	words string
	file  func(provider.Title) provider.File
}

func ourFile(t provider.Title) provider.File   { return theFile(t, "Uploader") }
func theirFile(t provider.Title) provider.File { return theFile(t, "Anna") }

func theFile(t provider.Title, user string) provider.File {
	p := page("text")
	p.ID, p.User = int64(len(t)), user
	return provider.File{Title: t, Version: &provider.Version{Digest: digest("new"), User: user, Time: noon}, Page: p}
}

func redirectBy(user, target string, parent int64) func(provider.Title) provider.File {
	return func(t provider.Title) provider.File {
		p := page("#REDIRECT")
		p.User, p.Parent = user, parent
		return provider.File{Title: t, Page: p, Redirect: true, Target: target}
	}
}

func nothing(t provider.Title) provider.File    { return provider.File{Title: t} }
func sharedOnly(t provider.Title) provider.File { return provider.File{Title: t, Shared: true} }
func sharedPage(t provider.Title) provider.File {
	return provider.File{Title: t, Shared: true, Page: page("text")}
}
func pageOnly(user string) func(provider.Title) provider.File {
	return func(t provider.Title) provider.File {
		p := page("text")
		p.User = user
		return provider.File{Title: t, Page: p}
	}
}
func pageless(t provider.Title) provider.File {
	f := ourFile(t)
	f.Page = nil
	return f
}
func ownRedirect(target string) func(provider.Title) provider.File {
	return func(t provider.Title) provider.File {
		f := ourFile(t)
		f.Redirect, f.Target = true, target
		return f
	}
}

// everyRight has all that a plan can need.
var everyRight = provider.Account{Name: "Uploader", Rights: []string{
	"upload", "edit", "createpage", "reupload", "reupload-own", "upload_by_url", "applychangetags", "move", "movefile", "suppressredirect", "delete",
}}

func factsOf(files ...provider.File) Facts {
	f := Facts{Site: site, Account: everyRight, Have: map[provider.Title]provider.File{}, MoveLogs: map[provider.Title]provider.MoveLog{}}
	for _, file := range files {
		f.Have[file.Title] = file
	}
	return f
}

func fileTable() decisionTable {
	table := decisionTable{
		title: "A file", columns: []string{"content on the wiki", "page on the wiki"},
		about: "A `file` block with a source and a description. What the wiki has is compared by sums.",
	}
	contents := []struct {
		words string
		set   func(*provider.File, *Claim)
	}{
		{"none", func(f *provider.File, _ *Claim) { f.Version = nil }},
		{"as wanted", func(*provider.File, *Claim) {}},
		{"another", func(f *provider.File, _ *Claim) { f.Version.Digest = digest("old") }},
		{"some, and the URL has no pin", func(_ *provider.File, c *Claim) { unpinnedURL(c) }},
		{"none here, one in a shared repository", func(f *provider.File, _ *Claim) { f.Version, f.Shared = nil, true }},
	}
	pages := []struct {
		words string
		set   func(*provider.File, *Claim)
	}{
		{"none", func(f *provider.File, _ *Claim) { f.Page = nil }},
		{"as wanted", func(*provider.File, *Claim) {}},
		{"another text", func(f *provider.File, _ *Claim) { f.Page = page("other") }},
		{"not managed", func(_ *provider.File, c *Claim) { c.Text = nil }},
		{"a redirect", func(f *provider.File, _ *Claim) { f.Page, f.Redirect, f.Target = page("#REDIRECT"), true, "File:B.png" }},
	}
	for _, content := range contents {
		for _, text := range pages {
			have, claim := has("new", "text"), wanted()
			content.set(&have, &claim)
			text.set(&have, &claim)
			table.rows = append(table.rows, decisionRow{[]string{content.words, text.words}, []Claim{claim}, factsOf(have)})
		}
	}
	moved := factsOf(redirectBy("Anna", "File:B.png", 0)("A.png"), theirFile("B.png"))
	moved.MoveLogs["A.png"] = provider.MoveLog{Moves: []provider.LoggedMove{{ID: 1, To: "B.png", User: "Anna", Time: noon, Reason: "better name"}}}
	moved.MoveLogs["B.png"] = provider.MoveLog{}
	table.rows = append(table.rows, decisionRow{[]string{"none", "a redirect, since Anna moved the file"}, []Claim{wanted()}, moved})
	return table
}

const oldTitle, newTitle = provider.Title("Old.png"), provider.Title("New.png")

func movedClaim(from, to provider.Title) Claim {
	return Claim{
		Address: "moved[\"" + specAddress(from) + "\"]", Title: to, At: Position{"a.wiki.hcl", 1},
		From: &Origin{Title: from, Address: "moved[\"" + specAddress(from) + "\"]", Redirect: true, At: Position{"a.wiki.hcl", 1}},
	}
}

func movedTable() decisionTable {
	table := decisionTable{
		title: "A moved file", columns: []string{"under from", "under to", "move log"},
		about: "A `moved` block alone. With a `file` block for the new title the content and the text are then compared as above, " +
			"with what the file has under its old title.",
	}
	froms := []state{
		{"nothing", nothing}, {"a file of ours", ourFile}, {"a file of others", theirFile}, {"a file without its page", pageless},
		{"a redirect to the new title", redirectBy("Uploader", newTitle.Page(), 0)}, {"a redirect elsewhere", redirectBy("Anna", "File:X.png", 0)},
		{"a page without a file", pageOnly("Anna")}, {"a shared file", sharedOnly},
	}
	tos := []state{
		{"nothing", nothing}, {"a file", theirFile}, {"a redirect to the old title", redirectBy("Anna", oldTitle.Page(), 0)},
		{"the same, edited once", redirectBy("Anna", oldTitle.Page(), 6)}, {"a redirect elsewhere", redirectBy("Anna", "File:X.png", 0)},
		{"a redirect with a file of its own", ownRedirect(oldTitle.Page())},
		{"a page without a file", pageOnly("Anna")}, {"a shared file", sharedOnly},
	}
	for _, from := range froms {
		for _, to := range tos {
			logs := []string{""}
			have := factsOf(from.file(oldTitle), to.file(newTitle))
			if have.Have[oldTitle].Version != nil && have.Have[newTitle].Version != nil {
				logs = []string{"not moved", "moved", "moved and back", "not readable"}
			}
			for _, log := range logs {
				f := factsOf(from.file(oldTitle), to.file(newTitle))
				f.MoveLogs[oldTitle], f.MoveLogs[newTitle] = provider.MoveLog{}, provider.MoveLog{}
				switch there := (provider.MoveLog{Moves: []provider.LoggedMove{{ID: 1, To: newTitle}}}); log {
				case "not readable":
					delete(f.MoveLogs, oldTitle)
				case "moved":
					f.MoveLogs[oldTitle] = there
				case "moved and back":
					f.MoveLogs[oldTitle], f.MoveLogs[newTitle] = there, provider.MoveLog{Moves: []provider.LoggedMove{{ID: 2, To: oldTitle}}}
				}
				table.rows = append(table.rows, decisionRow{[]string{from.words, to.words, log}, []Claim{movedClaim(oldTitle, newTitle)}, f})
			}
		}
	}
	for _, words := range []string{"with foreign = true", "with redirect = false", "with redirect = false, without suppressredirect", "without movefile", "to another type"} {
		claim, f := movedClaim(oldTitle, newTitle), factsOf(ourFile(oldTitle), nothing(newTitle))
		switch words {
		case "with foreign = true":
			claim.From.Foreign = true
			f.Have[oldTitle] = theirFile(oldTitle)
		case "to another type":
			claim.Title = "New.jpg"
			f.Have["New.jpg"] = nothing("New.jpg")
		case "without movefile":
			without("movefile")(&f)
		default:
			claim.From.Redirect = false
			if strings.HasSuffix(words, "suppressredirect") {
				without("suppressredirect")(&f)
			}
		}
		table.rows = append(table.rows, decisionRow{[]string{"a file, " + words, "nothing", ""}, []Claim{claim}, f})
	}
	return table
}
