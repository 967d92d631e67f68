package spec

import (
	"fmt"

	"wikiform/internal/filetype"
)

// evalMoves gives the renamings in order of declaration, and of their keys within a
// block.
func (l *loader) evalMoves(blocks []*block, d common) {
	for _, b := range blocks {
		for a := range l.instances(b, global) {
			m := a.move(d)
			a.mention(movedFrom, "from", m.From, m.To, m.Address)
			a.mention(movedTo, "to", m.To, "", m.Address)
			if a.counts() {
				l.m.Moves = append(l.m.Moves, m)
			}
		}
	}
}

// move gives the renaming that one instance of a moved block declares.
func (a *args) move(d common) Move {
	m := Move{Redirect: a.unless("redirect"), Foreign: a.flag("foreign"), Adopt: a.flag("adopt"), Tags: d.tags,
		Ranges: MoveRanges{Block: a.header, From: a.at("from"), To: a.at("to")}}
	m.FromName, m.From = a.titleIn("from")
	m.ToName, m.To = a.titleIn("to")
	m.Address = moveAddress(m.FromName)
	m.Reason = a.reason(d)
	switch {
	case m.From == "" || m.To == "": // told already
	case m.From == m.To:
		a.fault("to", "Move to itself", "%q and %q are one title once they are written as the wiki writes them.", m.FromName, m.ToName)
		m.To = ""
	case !filetype.Alike(m.From.Ext(), m.To.Ext()):
		a.fault("to", "Move to another type", "A file keeps its type when it is moved, and .%s stands for another one than .%s. "+
			"Upload the file under its new title, and declare the old one absent or a redirect.", m.To.Ext(), m.From.Ext())
	case usualForm(m.From) == usualForm(m.To):
		a.doubt("to", fmt.Sprintf("%q is the title that the file has, and %q (%s)", string(m.From), string(m.To), fileAndLine(a.at("to"))))
	}
	return m
}

// reason gives the comment of a move or a deletion.
func (a *args) reason(d common) string {
	if a.has("reason") {
		return a.oneLine("reason")
	}
	return d.comment
}

// moveAddress is the address of a move, which has no label but the title that it
// is from, as that is written.
func moveAddress(from string) Address { return keyed("moved", from) }
