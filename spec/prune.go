package spec

import (
	"strings"

	"wikiform/provider"
)

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
		case !a.counts():
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
