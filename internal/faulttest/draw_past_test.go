package faulttest

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"
)

// The titles of a past, and what may be in its uploads.
var (
	pastTitles = []string{"Museum A.png", "Museum B.png", "Museum C.png", "Museum D.png", "Museum E.png", "Other F.png", "Other G.png"}
	inCategory = thereBefore + "\n[[Category:Museum]]"
)

// drawPast draws a wiki that had a life, and a manifest that knows nothing of it.
func drawPast(t *rapid.T) schedule {
	s := schedule{Jobs: rapid.SampledFrom([]int{1, 1, 2}).Draw(t, "jobs")}
	s.Set = rapid.SampledFrom([]string{ourSet, ourSet, ourSet, ""}).Draw(t, "set")
	s.Accounts = rapid.SampledFrom([][]string{{us, depot}, {us, depot}, {us}, nil}).Draw(t, "accounts")
	if s.Set != "" {
		s.Former = rapid.SampledFrom([][]string{nil, nil, {formerly}}).Draw(t, "former sets")
	}
	s.Renames = rapid.SampledFrom([]bool{false, false, false, true}).Draw(t, "renames")
	s.Deeds = rapid.SliceOfN(rapid.Custom(drawHappened), 0, 12).Draw(t, "deeds")
	drawBlocks(t, &s)
	if rapid.SampledFrom([]bool{false, false, true}).Draw(t, "breaks") {
		strikes := rapid.Custom(func(t *rapid.T) strike { return drawStrike(t, occasions(s.Files)) })
		s.Strikes = rapid.SliceOfN(strikes, 1, 4).Draw(t, "strikes")
		s.Journal = rapid.Bool().Draw(t, "journal")
	}
	return s
}

func drawHappened(t *rapid.T) happened {
	x := happened{
		By:    rapid.SampledFrom([]string{us, us, us, depot, anna, anna, bert}).Draw(t, "by"),
		Do:    rapid.SampledFrom([]deed{uploads, uploads, uploads, uploads, uploads, uploads, edits, edits, edits, moves, moves, moves, deletes, deletes, redirects, redirects, shows, protects}).Draw(t, "do"),
		Title: rapid.SampledFrom(pastTitles).Draw(t, "title"),
	}
	switch x.Do {
	case protects:
		x.By = ""
		return x
	case uploads:
		x.Bytes = rapid.IntRange(1, 4).Draw(t, "bytes")
		x.Text = rapid.SampledFrom([]string{thereBefore, inCategory}).Draw(t, "text")
	case edits:
		x.Text = rapid.SampledFrom([]string{thereBefore, another, inCategory, "by hand"}).Draw(t, "text")
	case moves, redirects:
		x.To = rapid.SampledFrom(pastTitles).Draw(t, "to")
		x.Quiet = x.Do == moves && rapid.SampledFrom([]bool{false, false, true}).Draw(t, "quiet")
	}
	x.Note = rapid.Custom(drawNote(x.By == us || x.By == depot)).Draw(t, "note")
	if rapid.SampledFrom([]bool{false, false, false, true}).Draw(t, "tagged") && x.Do != shows {
		x.Tags = []string{tag}
	}
	return x
}

// drawNote draws comments: those of ours bear a mark mostly, those of others hardly ever,
// and sometimes one does in the middle.
func drawNote(ours bool) func(*rapid.T) string {
	usual := []string{"by hand", "by hand", "by hand", "by hand", "by hand " + markOf(otherSet), "by hand " + markOf(ourSet), "see " + markOf(ourSet) + " there"}
	if ours {
		usual = []string{"a batch " + markOf(ourSet), "a batch " + markOf(ourSet), "a batch " + markOf(ourSet), "by hand", "a batch " + markOf(formerly),
			"a batch " + markOf(otherSet), "see " + markOf(ourSet) + " there"}
	}
	return func(t *rapid.T) string { return rapid.SampledFrom(usual).Draw(t, "which") }
}

// drawBlocks draws a manifest: every title is in one block at most, but for what a move
// and a file say of one.
func drawBlocks(t *rapid.T, s *schedule) {
	free := rapid.Permutation(pastTitles).Draw(t, "order")
	take := func() string {
		title := free[0]
		free = free[1:]
		return title
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "files") {
		s.Files = append(s.Files, drawPastFile(t, take(), i))
	}
	switch rapid.SampledFrom([]string{"", "", "moved", "moved", "redirect", "absent"}).Draw(t, "names") {
	case "moved":
		m := move{From: take(), To: take(), Foreign: rapid.Bool().Draw(t, "foreign"), NoRedirect: rapid.SampledFrom([]bool{false, false, true}).Draw(t, "no redirect")}
		s.Moves = append(s.Moves, m)
		if rapid.Bool().Draw(t, "wanted") {
			s.Files = append(s.Files, drawPastFile(t, m.To, len(s.Files)))
		}
	case "redirect":
		s.names.Redirects = append(s.names.Redirects, redirect{Title: take(), To: rapid.SampledFrom(pastTitles).Draw(t, "to"), Foreign: rapid.Bool().Draw(t, "foreign")})
	case "absent":
		s.Absences = append(s.Absences, absence{Title: take(), Foreign: rapid.Bool().Draw(t, "foreign")})
	}
	s.names.Redirects = slices.DeleteFunc(s.names.Redirects, func(r redirect) bool { return r.Title == r.To })
	drawMore(t, s)
}

func drawPastFile(t *rapid.T, title string, i int) file {
	f := file{Way: direct, Title: title}
	f.Bytes = rapid.IntRange(0, 4).Draw(t, fmt.Sprint("bytes of file ", i))
	f.Text = rapid.SampledFrom([]string{"", another, thereBefore}).Draw(t, "text")
	f.Follow = rapid.SampledFrom([]bool{false, false, true}).Draw(t, "follow")
	f.Adopt = rapid.SampledFrom([]bool{false, false, true}).Draw(t, "adopt")
	if rapid.SampledFrom([]bool{false, false, true}).Draw(t, "tagged") {
		f.Tags = []string{tag}
	}
	return f
}

// agree takes back words that contradict one another, which no manifest may have.
func (f *file) agree(ofWiki string) {
	if f.Policy == "update-only" && ofWiki == "create-only" || f.Policy == "create-only" && ofWiki == "update-only" {
		f.Policy = ""
	}
	if f.Policy == "update-only" || f.Policy == "observe" {
		f.Seed = false
	}
	if f.Policy == "update-only" && f.Duplicate == "redirect" {
		f.Duplicate = ""
	}
}

// drawMore draws what the language has of guards and of a manifest's own titles.
func drawMore(t *rapid.T, s *schedule) {
	policies := []string{"", "", "", "", "full", "create-only", "update-only", "observe"}
	s.Policy = rapid.SampledFrom([]string{"", "", "", "", "", "", "create-only", "update-only", "observe"}).Draw(t, "policy of the wiki")
	for i := range s.Files {
		f := &s.Files[i]
		f.Policy = rapid.SampledFrom(policies).Draw(t, "policy")
		f.Duplicate = rapid.SampledFrom([]string{"", "", "allow", "redirect", "redirect", "adopt", "adopt"}).Draw(t, "on duplicate")
		f.Off = rapid.SampledFrom([]bool{false, false, false, false, true}).Draw(t, "off")
		f.Seed = f.Text != "" && rapid.SampledFrom([]bool{false, false, false, true}).Draw(t, "seed")
		f.Keep = rapid.SampledFrom([]bool{false, false, false, false, true}).Draw(t, "prevent overwrite")
		f.Stay = rapid.SampledFrom([]bool{false, false, false, true}).Draw(t, "prevent destroy")
		f.Own = rapid.SampledFrom([]bool{false, false, true}).Draw(t, "overwrite own")
		f.Ignore = rapid.SampledFrom([][]string{nil, nil, nil, {"content"}, {"description"}, {"tags"}}).Draw(t, "ignore")
		f.agree(s.Policy)
	}
	if s.Set != "" {
		s.Prunes = rapid.SampledFrom([][]prune{nil, {{Prefix: "Museum ", Delete: true}}, {{Prefix: "Museum ", Delete: true}}, {{Prefix: "Museum "}},
			{{Category: "Museum", Delete: true}}, {{Prefix: "Museum ", Delete: true}, {Category: "Museum"}}, {{Prefix: "M", Delete: true}, {Prefix: "Other ", Delete: true}}}).Draw(t, "prunes")
	}
}
