package plan

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wikiform/provider"
	"wikiform/spec"
)

const guardsHead = `# Guards: what may be written, and what never

A guard takes away from what a manifest asks for. There are two sorts: some let a difference **stay** as it is, which the plan
tells and never counts as a change; others **block** the file until somebody has decided. Any number of them hold for one file:
the policy of its wiki, that of its block or of the defaults, and its lifecycle. The strictest wins; words of which one could
then never mean anything are a mistake at the line.

| where | what |
| --- | --- |
| ` + "`wiki`, `defaults`, `file`" + ` | ` + "`policy = \"full\" \\| \"create-only\" \\| \"update-only\" \\| \"observe\"`" + `. That of the wiki is for everything on it, moves, redirects, absences and what is pruned too; one of the defaults is for files that do not say otherwise |
| ` + "`defaults`" + `, ` + "`file`" + ` | ` + "`description_mode = \"seed\"`" + `: the text is written where there is no page yet, and what anybody wrote there stays |
| ` + "`lifecycle` in `file`" + ` | ` + "`ignore_changes`, `prevent_overwrite`, `prevent_destroy`, `overwrite = \"own\"`" + ` |
| every block | ` + "`enabled = EXPR`" + `: where it is false nothing is planned of the block. Its title stays named by the manifest, so that nothing under it is pruned, and a file that is there stays |
| command line | ` + "`-only=…`" + `: leaves out changes of other kinds, and nothing of them is told. It never allows what a guard does not |

*Own* in ` + "`overwrite = \"own\"`" + ` is a content whose version one of the ` + "`accounts`" + ` uploaded, with a set one of a file that bears its mark, and a text that one of them wrote: not the
latest revision counts, which may be a bot's or that of a protection, but the one that brought the text that is there now. Where the
history does not tell who that was, the file is blocked. Where nobody is logged in and the wiki block names no ` + "`accounts`" + `, it is shown as ` + "`?`" + `.

` + "`prevent_destroy`" + ` guards the title: no ` + "`absent`" + ` block and nothing else deletes what is under it, also where the wiki takes two spellings for
one title and ` + "`-target`" + ` leaves the file's block out. Nothing else could: ` + "`prune`" + ` never takes a title that a block names, a redirect
is never made over a file, and ` + "`on_duplicate = \"redirect\"`" + ` makes one only where there is none. As in Terraform it goes with the block
that says it: who takes out the whole block has no guard any more.

A saved plan is held against the guards of the manifest at hand: what these hold back is refused or blocked, whatever the file says.
What a plan left as it was stays so when it is applied, also where the manifest allows more by then: plan again.

This page is written by a test, which asks the plan for every cell. *Ours* and *theirs* are whole files, with their texts;
**written** is done by a step, **stays** is told and not done, and – is nothing to do. Somebody else's file is moved and deleted here
with ` + "`foreign = true`" + `, without which both are blocked ([decisions.md](decisions.md)). *Change tags* are added afterwards to our last
revision of a file that is otherwise as wanted, if that lacks some, whoever wrote since; *not compared* is a note of the plan. What is
written for another reason carries all tags of the manifest with it, whatever ` + "`ignore_changes`" + ` says of them.

`

// guardedState is what the wiki has, under whichever title a cell is about.
type guardedState struct {
	words     string
	file      func(provider.Title) provider.File
	author    string // of the text
	anonymous bool
	wrote     bool // we have a revision of the page, before the latest
}

func withoutPage(f func(provider.Title) provider.File) func(provider.Title) provider.File {
	return func(t provider.Title) provider.File {
		file := f(t)
		file.Page = nil
		return file
	}
}

var guardedStates = []guardedState{
	{words: "missing", file: nothing},
	{words: "missing, somebody's page is there", file: pageOnly("Anna"), author: "Anna"},
	{words: "ours", file: ourFile, author: "Uploader"},
	{words: "ours, a bot edited our text", file: func(t provider.Title) provider.File {
		f := ourFile(t)
		f.Page.User = "Bot"
		return f
	}, author: "Uploader", wrote: true},
	{words: "ours, with somebody's text", file: ourFile, author: "Anna"},
	{words: "theirs, with our text", file: theirFile, author: "Uploader", wrote: true},
	{words: "theirs", file: theirFile, author: "Anna"},
	{words: "ours, without a page", file: withoutPage(ourFile)},
	{words: "theirs, without a page", file: withoutPage(theirFile)},
	{words: "there, and nobody says who we are", file: theirFile, author: "Anna", anonymous: true},
}

var guardRows = []struct {
	words   string
	rules   []Rule
	keeps   bool // prevent_destroy
	ofWikis bool // it can stand in a wiki block
}{
	{words: "none, `full`", ofWikis: true},
	{words: "`create-only`", rules: []Rule{CreateOnly}, ofWikis: true},
	{words: "`update-only`", rules: []Rule{UpdateOnly}, ofWikis: true},
	{words: "`observe`", rules: []Rule{Observe}, ofWikis: true},
	{words: "`create-only` and `update-only`, which no manifest can say of one file", rules: []Rule{CreateOnly, UpdateOnly}},
	{words: "`seed`", rules: []Rule{SeedText}},
	{words: "`ignore_changes` of the content", rules: []Rule{IgnoreContent}},
	{words: "`ignore_changes` of the description", rules: []Rule{IgnoreText}},
	{words: "`ignore_changes` of the tags", rules: []Rule{IgnoreTags}},
	{words: "`prevent_overwrite`", rules: []Rule{PreventOverwrite}},
	{words: "`ignore_changes` of the content and `prevent_overwrite`", rules: []Rule{IgnoreContent, PreventOverwrite}},
	{words: "`overwrite = \"own\"`", rules: []Rule{OverwriteOwn}},
	{words: "`prevent_destroy`", keeps: true},
}

// guardColumns are the claims whose doing is asked for, by what of a file they are about.
var guardColumns = []struct {
	aspect Aspect
	title  provider.Title // under which the state is
	claim  func() Claim
}{
	{ContentAspect, "A.png", func() Claim { return wanted(func(c *Claim) { c.Content.Digest, c.Text = digest("newer"), nil }) }},
	{TextAspect, "A.png", func() Claim { return wanted(func(c *Claim) { c.Text = &Text{Text: "another"} }) }},
	{TagsAspect, "A.png", func() Claim { return wanted(func(c *Claim) { c.Tags = []string{"museum-upload"} }) }},
	{NameAspect, oldTitle, func() Claim {
		c := wantedFrom(oldTitle, newTitle)
		c.From.Foreign, c.Text = true, nil
		return c
	}},
	{RedirectAspect, oldTitle, func() Claim {
		return Claim{Address: "redirect.r", Title: oldTitle, Target: newTitle, At: Position{"a.wiki.hcl", 1}, Foreign: true}
	}},
	{ExistenceAspect, oldTitle, func() Claim {
		return Claim{Address: "absent.a", Title: oldTitle, Gone: true, At: Position{"a.wiki.hcl", 1}, Foreign: true}
	}},
}

func (s guardedState) facts(t provider.Title, a Aspect) Facts {
	have := s.file(t)
	if a == RedirectAspect && have.Version != nil { // of redirects: one that leads elsewhere
		have = redirectBy(have.Version.User, "File:X.png", 0)(t)
	}
	f := factsOf(have, ourFile("Kept.png"))
	if a == RedirectAspect {
		f.Have[newTitle] = ourFile(newTitle)
	}
	f.Authors = map[provider.Title]Author{t: {User: s.author, Time: noon}}
	if a == TagsAspect {
		f.Site.Time = noon.Add(time.Hour)
		f.Account.Rights = append(slices.Clip(f.Account.Rights), rightToTag)
		f.LastRevisions = map[int64]provider.Revision{}
		if s.wrote {
			f.LastRevisions[have.Page.ID] = provider.Revision{ID: 5, Page: have.Page.ID, User: "Uploader", Time: noon}
		}
	}
	if s.anonymous {
		f.Account = provider.Account{}
	}
	return f
}

// cell is what becomes of a difference.
func cell(a Aspect, p *Plan) string {
	c := &p.Changes[0]
	written := slices.Contains(c.Aspects(), a) || a == TextAspect && c.NewText() != nil
	stays := slices.ContainsFunc(c.Held, func(h Held) bool { return h.Aspect == a || h.Reason == Missing && a == TextAspect })
	switch {
	case c.Verdict == VerdictBlocked:
		return fmt.Sprintf("blocked: `%s`", c.Reasons[0])
	case c.Verdict == VerdictUnknown:
		return "`?`"
	case written:
		return "written"
	case stays:
		return "stays"
	case a == TagsAspect && p.TagsUntold > 0:
		return "not compared"
	}
	return "–"
}

func TestGuards(t *testing.T) {
	t.Parallel()
	var doc strings.Builder
	doc.WriteString(guardsHead)
	doc.WriteString("| guard | the wiki has | content | text | change tags | name | redirect | deletion |\n|" + strings.Repeat(" --- |", 8) + "\n")
	for _, row := range guardRows {
		for _, state := range guardedStates {
			fmt.Fprintf(&doc, "| %s | %s |", row.words, state.words)
			for _, column := range guardColumns {
				claim, f := column.claim(), state.facts(column.title, column.aspect)
				inFile := column.aspect != RedirectAspect && column.aspect != ExistenceAspect
				if !inFile && !row.ofWikis && !(row.keeps && column.aspect == ExistenceAspect) {
					doc.WriteString(" |")
					continue
				}
				for i, r := range row.rules {
					claim.Guards = append(claim.Guards, Guard{r, Position{"a.wiki.hcl", 3 + i}})
				}
				if row.keeps {
					f.Keepers = map[provider.Title][]Keeper{anyFirst(oldTitle): {{oldTitle, "file.a", Position{"a.wiki.hcl", 9}}}}
				}
				p := Compute([]Claim{claim}, f)
				fmt.Fprintf(&doc, " %s |", cell(column.aspect, p))
				guardHolds(t, fmt.Sprintf("%s, %s, %s", row.words, state.words, column.aspect), &p.Changes[0], row.rules, row.keeps, state)
			}
			doc.WriteString("\n")
		}
	}
	pageHolds(t, "../docs/guards.md", doc.String())
}

// guardHolds says of every cell what its guards promise.
func guardHolds(t *testing.T, of string, c *Change, rules []Rule, keeps bool, s guardedState) {
	t.Helper()
	has := func(r Rule) bool { return slices.Contains(rules, r) }
	there := s.file("A.png")
	content, text := c.Upload() != nil && c.Was().Version != nil, c.Edits() && c.Was().Page != nil
	fail := func(when bool, what string) {
		if when {
			t.Errorf("%s: %s by %v", of, what, c.Aspects())
		}
	}
	fail(has(Observe) && c.Writes(), "observe writes")
	fail(has(CreateOnly) && has(UpdateOnly) && c.Writes(), "two policies that leave nothing write")
	fail(has(CreateOnly) && c.Writes() && (c.Before.Version != nil || c.Was().Version != nil || text), "create-only changes what is there")
	fail(has(UpdateOnly) && (c.Action() == Create || c.deletes()), "update-only creates or deletes")
	fail(has(SeedText) && text, "seed replaces a text")
	fail(has(IgnoreContent) && content, "an ignored content is replaced")
	fail(has(IgnoreText) && text, "an ignored text is replaced")
	fail(has(IgnoreTags) && c.Tags() != nil, "ignored tags are added")
	fail(has(PreventOverwrite) && content, "a content is replaced")
	fail(has(OverwriteOwn) && content && there.Version.User != "Uploader", "somebody's content is replaced")
	fail(has(OverwriteOwn) && text && s.author != "Uploader", "somebody's text is replaced")
	fail(has(OverwriteOwn) && (content || text) && s.anonymous, "what is nobody knows whose is replaced")
	fail(keeps && c.deletes(), "what nobody may delete is deleted")
	for _, h := range c.Held {
		if h.Guard.At == (Position{}) || h.Reason == "" || !slices.Contains(rules, h.Guard.Rule) {
			t.Errorf("%s: held by %+v", of, h)
		}
	}
	for _, p := range c.Problems {
		if slices.Contains([]Reason{OverwritePrevented, DestroyPrevented, SomebodyElses, OwnerUnchecked}, p.Reason) && (p.At == (Position{}) || p.Hint == "") {
			t.Errorf("%s: %+v has no line, or says not what to do", of, p)
		}
	}
	holdsAlways(t, of, c, factsOf())
}

// What guards hold is asked of claims that are made of a manifest.
func TestGuardsOfManifest(t *testing.T) {
	t.Parallel()
	m := &spec.Manifest{Files: []spec.File{{Address: "file.a", Title: "A.png", Name: "A.png", Source: spec.Source{Path: "a.png"},
		Policy: spec.PolicyUpdateOnly, Mode: spec.ModeSeed, Lifecycle: spec.Lifecycle{Ignore: []string{"content", "description", "tags"}, PreventOverwrite: true, PreventDestroy: true, Overwrite: spec.OverwriteOwn}}},
		Moves:     []spec.Move{{Address: `moved["B.png"]`, FromName: "B.png", ToName: "C.png"}},
		Redirects: []spec.Redirect{{Address: "redirect.r", Name: "R.png", ToName: "A.png"}},
		Absences:  []spec.Absence{{Address: "absent.x", Name: "X.png"}},
	}
	for _, c := range Claims(m, nil, site, spec.Wiki{Policy: spec.PolicyObserve}) {
		var got []Rule
		for _, g := range c.Guards {
			got = append(got, g.Rule)
		}
		want := []Rule{Observe}
		if c.Address == "file.a" {
			want = append(want, UpdateOnly, SeedText, IgnoreContent, IgnoreText, IgnoreTags, PreventOverwrite, OverwriteOwn)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", c.Address, got, want)
		}
	}
	if c := Claims(m, nil, site, spec.Wiki{Policy: spec.PolicyFull})[1]; c.Guards != nil {
		t.Errorf("without a guard: %v", c.Guards)
	}
	if k := Keepers(m)[anyFirst("A.png")]; len(k) != 1 || k[0].Address != "file.a" {
		t.Errorf("kept: %v", k)
	}
}
