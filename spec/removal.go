package spec

import (
	"strings"

	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
)

// evalMoves gives the renamings.
func (l *loader) evalMoves(blocks []*block) {
	from, to := map[provider.Title]hcl.Range{}, map[provider.Title]hcl.Range{}
	wanted := l.wanted()
	for _, b := range blocks {
		a := l.args(b)
		m := Move{From: a.titleIn("from"), To: a.titleIn("to"), Redirect: true, Ranges: MoveRanges{Block: b.header}}
		switch first, again := from[m.From]; {
		case a.failed:
			continue
		case m.From == m.To:
			a.fault("to", "Move to itself", "Both titles are the same once they are written as the wiki writes them.")
		case again:
			a.fault("from", "Two moves of one file", "%q is moved at %s already. Remove one of them.", string(m.From), fileAndLine(first))
		case wanted[m.From] != nil:
			a.fault("from", "Moved and wanted", "%q is still the title of %s. Give that file the new title.", string(m.From), wanted[m.From].Address)
		}
		a.doubt(l.near, "from", m.From, "%q is the title of %s (%s), and %q, which is moved (%s), differs from it in the first letter only.")
		if first, again := to[m.To]; again {
			a.fault("to", "Two moves to one title", "Another file is moved to %q at %s. Remove one of them.", string(m.To), fileAndLine(first))
		}
		if !a.failed {
			from[m.From], to[m.To] = a.at("from"), a.at("to")
			l.m.Moves = append(l.m.Moves, m)
		}
	}
}

// evalAbsences gives the files that must not be there.
func (l *loader) evalAbsences(blocks []*block) {
	first := map[provider.Title]hcl.Range{}
	wanted := l.wanted()
	for _, b := range blocks {
		a := l.args(b)
		x := Absence{Name: b.name, Title: a.titleIn("title"), Reason: a.oneLine("reason"), Ranges: AbsenceRanges{Block: b.header}}
		switch before, again := first[x.Title]; {
		case a.failed:
			continue
		case wanted[x.Title] != nil:
			a.fault("title", "Absent and wanted", "%q is the title of %s (%s). Remove one of the two blocks.",
				string(x.Title), wanted[x.Title].Address, fileAndLine(wanted[x.Title].Ranges.Title))
		case again:
			a.fault("title", "Absent twice", "%q is declared absent at %s already. Remove one of them.", string(x.Title), fileAndLine(before))
		}
		a.doubt(l.near, "title", x.Title, "%q is the title of %s (%s), and %q, which is declared absent (%s), differs from it in the first letter only.")
		if !a.failed {
			first[x.Title] = a.at("title")
			l.m.Absences = append(l.m.Absences, x)
		}
	}
}

// evalPrunes gives the parts of the titles that are owned exhaustively.
func (l *loader) evalPrunes(blocks []*block) {
	for _, b := range blocks {
		a := l.args(b)
		p := Prune{Action: PruneReport, Range: b.header}
		if text, ok := a.choice("action"); ok {
			p.Action = PruneAction(text)
		}
		if text, ok := a.text("prefix"); ok {
			p.Prefix = a.prefix(text)
		}
		switch set := l.m.Settings.Set; {
		case a.failed:
			continue
		case set == "" && p.Action == PruneDelete:
			a.fault("action", "Deletion without a set", "Only files whose comments bear the name of a set can be deleted, since all others may be somebody else's. "+
				"Name one: wikiform { set = \"…\" }.")
			continue
		}
		l.m.Prunes = append(l.m.Prunes, p)
	}
}

// prefix writes the beginning of a title as the wiki does.
func (a *args) prefix(text string) string {
	const rest, ext = "x", ".png" // what a title could go on with
	if strings.TrimSpace(strings.TrimLeft(text, " _")) == "" {
		a.fault("prefix", "No prefix", "An empty prefix would stand for all files of the wiki. Write what the titles of this manifest begin with.")
		return ""
	}
	t, err := provider.ParseTitle(text+rest+ext, provider.Site{})
	if err != nil {
		a.fault("prefix", "Invalid prefix", "No title begins with %q: %s.", text, titleReason(err))
		return ""
	}
	return strings.TrimSuffix(string(t), rest+ext)
}

// titleIn gives the title that an attribute holds, "" after saying what is
// wrong with it.
func (a *args) titleIn(name string) provider.Title {
	text, ok := a.text(name)
	if !ok {
		a.failed = true
		return ""
	}
	t, err := provider.ParseTitle(text, provider.Site{})
	if err != nil {
		a.fault(name, "Invalid title", "%s.", titleReason(err))
	}
	return t
}

// wanted gives the files by title.
func (l *loader) wanted() map[provider.Title]*File {
	byTitle := make(map[provider.Title]*File, len(l.m.Files))
	for i := range l.m.Files {
		byTitle[l.m.Files[i].Title] = &l.m.Files[i]
	}
	return byTitle
}
