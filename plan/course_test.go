package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
	"wikiform/spec"
)

// movedFile is a file with a content that is moved to its title.
func movedFile(from, to provider.Title, content string) Claim {
	return wanted(unmanaged, func(c *Claim) {
		c.Address, c.Title, c.Content = spec.Address("file."+string(to)), to, &Content{Source: spec.Source{Path: "x.png"}, Digest: digest(content)}
		c.From = movedClaim(from, to).From
	})
}

// fileWith is a file of ours with a content.
func fileWith(t provider.Title, content string) provider.File {
	f := ourFile(t)
	f.Version.Digest = digest(content)
	return f
}

func mayBeForeign(c Claim) Claim {
	from := *c.From
	from.Foreign = true
	c.From = &from
	return c
}

func to(titles ...provider.Title) provider.MoveLog {
	var log provider.MoveLog
	for _, t := range titles {
		log.Moves = append(log.Moves, provider.LoggedMove{ID: 1, To: t})
	}
	return log
}

// Moves that touch each other's titles end where they began to, and what is done stays
// as it is.
func TestMovesThatTouch(t *testing.T) {
	t.Parallel()
	redirect := Claim{Address: "redirect.r", Title: "A.png", Target: "B.png"}
	notLeft := movedClaim("A.png", "B.png")
	notLeft.From.Redirect = false
	for _, c := range []struct {
		name   string
		claims []Claim
		files  []provider.File
		logs   map[provider.Title]provider.MoveLog
		want   []Action
		reason Reason // of the last change
	}{
		{
			"a wiki that got the files of a circle under their last titles",
			[]Claim{movedFile("A.png", "B.png", "b"), movedFile("B.png", "A.png", "a")}, []provider.File{fileWith("A.png", "a"), fileWith("B.png", "b")}, nil,
			[]Action{NoOp, NoOp}, "",
		},
		{
			"a wiki that got the files of a chain under their last titles",
			[]Claim{movedFile("A.png", "B.png", "b"), movedFile("B.png", "C.png", "c")}, []provider.File{nothing("A.png"), fileWith("B.png", "b"), fileWith("C.png", "c")}, nil,
			[]Action{NoOp, NoOp}, "",
		},
		{
			"a file that was brought where it is wanted",
			[]Claim{movedFile("A.png", "B.png", "b"), movedFile("B.png", "C.png", "c")}, []provider.File{redirectBy("Uploader", "File:B.png", 0)("A.png"), fileWith("B.png", "old"), nothing("C.png")},
			map[provider.Title]provider.MoveLog{"A.png": to("B.png")},
			[]Action{Update, Create}, Missing,
		},
		{
			"a file is wanted where another one is, and does not come",
			[]Claim{movedFile("C.png", "A.png", "a"), movedFile("A.png", "B.png", "b"), movedClaim("B.png", "C.png")},
			[]provider.File{fileWith("A.png", "old"), nothing("B.png"), nothing("C.png")}, nil,
			[]Action{Blocked, Blocked, NoOp}, "",
		},
		{
			"the next one on its way",
			[]Claim{movedClaim("A.png", "B.png"), movedClaim("B.png", "C.png"), movedClaim("C.png", "D.png")},
			[]provider.File{ourFile("A.png"), ourFile("B.png"), nothing("C.png"), nothing("D.png")}, nil,
			[]Action{Move, NoOp, Move}, TitleDiffers,
		},
		{
			"somebody else's, of which only the last block says that it may be moved",
			[]Claim{movedClaim("A.png", "B.png"), mayBeForeign(movedClaim("B.png", "C.png"))}, []provider.File{theirFile("A.png"), nothing("B.png"), nothing("C.png")}, nil,
			[]Action{NoOp, Blocked}, SomebodyElses,
		},
		{
			"somebody else's, of which all blocks say so",
			[]Claim{mayBeForeign(movedClaim("A.png", "B.png")), mayBeForeign(movedClaim("B.png", "C.png"))}, []provider.File{theirFile("A.png"), nothing("B.png"), nothing("C.png")}, nil,
			[]Action{NoOp, Move}, TitleDiffers,
		},
		{
			"a redirect under a title that a file does not leave after all",
			[]Claim{movedClaim("A.png", "B.png"), redirect}, []provider.File{theirFile("A.png"), nothing("B.png")}, nil,
			[]Action{Blocked, Blocked}, MoveWaits,
		},
		{
			"nor where the move was to leave none",
			[]Claim{notLeft, redirect}, []provider.File{theirFile("A.png"), nothing("B.png")}, nil,
			[]Action{Blocked, Blocked}, MoveWaits,
		},
	} {
		f := factsOf(c.files...)
		for _, title := range []provider.Title{"A.png", "B.png", "C.png", "D.png"} {
			f.MoveLogs[title] = c.logs[title]
		}
		for _, title := range passingTitles(c.claims, &f) {
			f.Have[title] = nothing(title)
		}
		p := Compute(c.claims, f)
		var got []Action
		for i := range p.Changes {
			got = append(got, p.Changes[i].Action())
		}
		last := p.Changes[len(p.Changes)-1]
		if d := cmp.Diff(c.want, got); d != "" || c.reason != "" && last.Reasons[0] != c.reason {
			t.Errorf("%s: %v %v (-want +got):\n%s", c.name, last.Reasons, last.Problems, d)
		}
	}
}

// A file that seems to have been renamed is not moved by a plan that is for other things.
func TestRenamedByAPlanForOtherThings(t *testing.T) {
	t.Parallel()
	for want, only := range map[Action][]Kind{Move: {NewFiles, Moves}, Blocked: {NewFiles}} {
		f := factsOf(nothing("A.png"), fileWith("Old.png", "new"))
		f.Renames, f.Only = spec.RenamesMove, only
		f.Named, f.Holders = map[provider.Title]bool{"A.png": true}, map[provider.SHA1][]provider.Title{digest("new").SHA1: {"Old.png"}}
		if c := Compute(Narrow([]Claim{wanted()}, f, only), f).Changes[0]; c.Action() != want {
			t.Errorf("only %v: %s %v", only, c.Action(), c.Problems)
		}
	}
}

// What a plan for other things than moves is for does not change with what it leaves out.
func TestNarrowedMoves(t *testing.T) {
	t.Parallel()
	f := factsOf(fileWith("A.png", "old"), nothing("B.png"), nothing("C.png"))
	f.MoveLogs["B.png"], f.MoveLogs["A.png"] = provider.MoveLog{}, provider.MoveLog{}
	claims := []Claim{movedClaim("A.png", "B.png"), movedClaim("B.png", "C.png")}
	if p := Compute(Narrow(claims, f, []Kind{NewContents}), f); p.Pending() {
		t.Errorf("%+v", p.Changes)
	}
}

// A circle that was begun when the set had another name is finished, from where its file
// was left then.
func TestPassingOfAFormerSet(t *testing.T) {
	t.Parallel()
	claims := []Claim{movedClaim("A.png", "B.png"), movedClaim("B.png", "A.png")}
	left := passingTitles(claims, &Facts{Mark: "[wikiform scans]"})[0]
	for _, former := range [][]string{nil, {"[wikiform scans]"}} {
		f := factsOf(nothing("A.png"), ourFile("B.png"), ourFile(left))
		for title, file := range f.Have {
			if file.Version != nil {
				file.Version.Comment = "Batch [wikiform scans]"
			}
			f.Have[title] = file
		}
		f.Mark, f.FormerMarks = ourMark, former
		f.MoveLogs["B.png"], f.MoveLogs[left] = provider.MoveLog{}, provider.MoveLog{}
		f.MoveLogs["A.png"] = provider.MoveLog{Moves: []provider.LoggedMove{{ID: 1, To: left}}}
		p := Compute(claims, f)
		if m := p.Changes[0].Move(); (m != nil && m.From == left) != (former != nil) {
			t.Errorf("formerly %q: %s %v", former, p.Changes[0].Action(), p.Changes[0].Steps)
		}
	}
}
