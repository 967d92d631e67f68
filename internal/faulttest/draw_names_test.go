package faulttest

import (
	"fmt"

	"pgregory.net/rapid"

	"wikiform/provider/sandbox"
)

// group is a part of a schedule whose titles nobody else has. Within it they are
// letters, and files have their numbers.
type group struct {
	Files []file
	names
}

// drawNames draws groups, and what volunteers do to their titles.
func drawNames(t *rapid.T, s *schedule) {
	for i, g := range rapid.SliceOfN(rapid.Custom(drawGroup), 0, 3).Draw(t, "groups") {
		g.join(s, fmt.Sprintf("Name %d", i))
	}
}

// join gives the titles of a group a name, and adds it to a schedule.
func (g group) join(s *schedule, name string) {
	full := func(letter *string) {
		if *letter != "" {
			*letter = name + *letter + ".png"
		}
	}
	first := len(s.Files)
	for _, f := range g.Files {
		full(&f.Title)
		s.Files = append(s.Files, f)
	}
	for _, x := range g.There {
		full(&x.Title)
		full(&x.To)
		full(&x.Left)
		if x.Have == current {
			x.Of += first
		}
		s.There = append(s.There, x)
	}
	for _, m := range g.Moves {
		full(&m.From)
		full(&m.To)
		s.Moves = append(s.Moves, m)
	}
	for _, r := range g.Redirects {
		full(&r.Title)
		full(&r.To)
		s.Redirects = append(s.Redirects, r)
	}
	for _, a := range g.Absences {
		full(&a.Title)
		s.Absences = append(s.Absences, a)
	}
	s.Renames = s.Renames || g.Renames
}

func drawGroup(t *rapid.T) (g group) {
	switch rapid.SampledFrom([]string{"chain", "chain", "ring", "ring", "redirect", "absent", "renamed", "followed"}).Draw(t, "group") {
	case "chain":
		g.drawMoves(t, rapid.IntRange(1, 3).Draw(t, "moves"), false)
	case "ring":
		g.drawMoves(t, rapid.SampledFrom([]int{2, 2, 3, 4}).Draw(t, "moves"), true)
	case "redirect":
		g.Redirects = []redirect{{Title: "a", To: "b", Foreign: rapid.Bool().Draw(t, "foreign")}}
		g.drawThere(t, "a", nothing, leads, leads, leads, page, other)
		g.drawThere(t, "b", other, nothing)
	case "absent":
		g.Absences = []absence{{Title: "a", Foreign: rapid.Bool().Draw(t, "foreign")}}
		g.drawThere(t, "a", other, leads, page, nothing)
	case "renamed":
		g.Renames = true
		g.Files = []file{drawNewFile(t, "b")}
		g.There = []there{{Title: "a", Have: current, By: drawOwner(t)}}
		g.drawThere(t, "b", nothing, nothing, nothing, leads)
	case "followed":
		f := drawNewFile(t, "b")
		f.Follow = rapid.SampledFrom([]bool{true, true, false}).Draw(t, "follow")
		g.Files = []file{f}
		g.There = []there{{Title: "a", Have: rapid.SampledFrom([]have{current, other}).Draw(t, "have"), By: drawOwner(t)}}
		if rapid.Bool().Draw(t, "moved before") {
			g.There[0].Left = "b"
		} else {
			g.There[0].Title = "b"
		}
	}
	return g
}

// drawMoves draws files that are moved to the titles of each other, and what the wiki
// has under these.
func (g *group) drawMoves(t *rapid.T, n int, ring bool) {
	letters := []string{"a", "b", "c", "d", "e"}
	for i := range n {
		to := letters[i+1]
		if ring && i == n-1 {
			to = "a"
		}
		g.Moves = append(g.Moves, move{
			From: letters[i], To: to, NoRedirect: rapid.SampledFrom([]bool{false, false, true}).Draw(t, "no redirect"), Foreign: rapid.Bool().Draw(t, "foreign"),
		})
		x := there{Title: letters[i], Have: rapid.SampledFrom([]have{other, other, other, other, other, other, nothing}).Draw(t, "have"), By: drawOwner(t)}
		if rapid.Bool().Draw(t, "wanted") {
			f := drawNewFile(t, to)
			if x.Have == other && rapid.Bool().Draw(t, "as wanted") {
				x.Have, x.Of = current, len(g.Files)
			}
			g.Files = append(g.Files, f)
		}
		if x.Have != nothing {
			g.There = append(g.There, x)
		}
	}
	if ring {
		return
	}
	last := letters[n]
	switch rapid.SampledFrom([]string{"", "", "", "", "back", "done", "taken", "elsewhere", "page"}).Draw(t, "far end") {
	case "back":
		g.There = append(g.There, there{Title: last, Have: leads, To: letters[n-1], By: drawOwner(t), Deep: rapid.SampledFrom([]bool{false, false, true}).Draw(t, "deep")})
	case "done": // by a volunteer, who was first
		if i := len(g.There) - 1; i >= 0 && g.There[i].Title == letters[n-1] {
			g.There[i].Title, g.There[i].Left = last, letters[n-1]
		}
	case "taken":
		g.There = append(g.There, there{Title: last, Have: other, By: drawOwner(t)})
	case "elsewhere":
		g.There = append(g.There, there{Title: last, Have: leads, To: "x", By: drawOwner(t)})
	case "page":
		g.There = append(g.There, there{Title: last, Have: page, By: drawOwner(t)})
	}
	if n == 1 && rapid.SampledFrom([]bool{false, false, true}).Draw(t, "redirect block") {
		g.Redirects = []redirect{{Title: "a", To: "b", Foreign: rapid.Bool().Draw(t, "foreign redirect")}}
	}
}

func (g *group) drawThere(t *rapid.T, title string, some ...have) {
	x := there{Title: title, Have: rapid.SampledFrom(some).Draw(t, "have")}
	if x.Have == nothing {
		return
	}
	x.By = drawOwner(t)
	x.Deep = rapid.SampledFrom([]bool{false, false, true}).Draw(t, "deep")
	if x.Have == leads {
		x.To = rapid.SampledFrom([]string{"b", "x"}).Draw(t, "leads to")
	}
	g.There = append(g.There, x)
}

func drawOwner(t *rapid.T) string { return rapid.SampledFrom([]string{"", "", anna}).Draw(t, "by") }

// drawNewFile draws a file of the manifest under a title of a group.
func drawNewFile(t *rapid.T, title string) file {
	f := drawFile(t)
	f.Have, f.Unpinned, f.Title = nothing, false, title
	return f
}

// drawActs draws what volunteers do to the titles of a schedule.
func drawActs(t *rapid.T, s *schedule) {
	titles := append(s.titles(), "Elsewhere.png")
	if len(s.Moves) > 1 {
		titles = append(titles, passing)
	}
	for _, a := range s.Absences { // much hangs on a look at these
		titles = append(titles, a.Title, a.Title, a.Title)
	}
	for _, m := range s.Moves {
		titles = append(titles, m.From)
	}
	one := rapid.Custom(func(t *rapid.T) act {
		a := act{
			On: rapid.SampledFrom([]sandbox.Step{onRun, onRun, onRun, sandbox.Query, sandbox.Query, sandbox.Query, sandbox.Token, sandbox.Move, sandbox.Edit, sandbox.Delete}).Draw(t, "on"),
			Do: rapid.SampledFrom([]deed{uploads, edits, moves, moves, moves, deletes, redirects}).Draw(t, "do"),
		}
		most := 3
		if a.On == sandbox.Query {
			most = 30
		}
		a.Nth = rapid.IntRange(1, most).Draw(t, "nth")
		a.Title = rapid.SampledFrom(titles).Draw(t, "title")
		if a.Do == moves || a.Do == redirects {
			a.To = rapid.SampledFrom(titles).Draw(t, "to")
		}
		if a.Do == moves {
			a.Quiet = rapid.SampledFrom([]bool{false, false, true}).Draw(t, "quiet")
		}
		return a
	})
	s.Acts = rapid.SliceOfN(one, 0, 3).Draw(t, "acts")
	for i := range s.Files {
		// Where a volunteer uploads, nobody could tell what an unpinned file is to be.
		s.Files[i].Unpinned = s.Files[i].Unpinned && len(s.Acts) == 0
	}
}
