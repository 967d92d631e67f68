package progress

import (
	"fmt"
	"strings"

	"wikiform/apply"
	"wikiform/internal/number"
	"wikiform/provider"
)

// commons is the id of Wikimedia Commons, where a delinker replaces the names of files
// on all wikis of Wikimedia.
const commons = "commonswiki"

// left says what still names the titles that the run took away.
func (s *summary) left(r *apply.Report) {
	if r.LeftErr != nil {
		s.printf("\n%s %s\n", s.paint.Warn("What still names the old titles could not be asked:"), words(r.LeftErr))
	}
	if len(r.Left) == 0 {
		return
	}
	s.printf("\n%s %s\n", s.paint.Warn("Still named:"), number.Of(len(r.Left), "old title"))
	shown := r.Left
	if !s.full && len(shown) > mostNamed {
		shown = shown[:mostNamed]
	}
	for _, l := range shown {
		s.printf("    %s\n", leftLine(l))
	}
	if rest := len(r.Left) - len(shown); rest > 0 {
		s.printf("    and %s more\n", number.Grouped(rest))
	}
	if r.Site != commons {
		return
	}
	if commands := delinking(r.Left); len(commands) > 0 {
		s.printf("  For User:CommonsDelinker/commands:\n    %s\n", strings.Join(commands, "\n    "))
	}
}

// leftLine: 12 pages still name File:Old.png, which is File:New.png now: Home, Help and 10 more
func leftLine(l apply.LeftOver) string {
	u := l.Usage
	var who string
	var names []string
	switch {
	case u.Count == 0:
		who = "pages of other wikis still name"
	case u.Count == 1 && !u.More:
		who = "1 page still names"
	default:
		who = number.Of(u.Count, "page") + " still name"
	}
	if u.More {
		who = "more than " + who
	}
	for _, p := range u.Pages[:min(len(u.Pages), provider.UsagePages)] {
		names = append(names, provider.Visible(p))
	}
	line := fmt.Sprintf("%s %s, %s", who, provider.Visible(l.Title.Page()), now(l))
	if len(names) > 0 {
		line += ": " + listed(names, u.Count, u.More)
	}
	if len(u.Wikis) == 0 {
		return line
	}
	var wikis []string
	for _, w := range u.Wikis[:min(len(u.Wikis), provider.UsagePages)] {
		wikis = append(wikis, fmt.Sprintf("%s (%s)", provider.Visible(w.Wiki), number.Grouped(w.Count)))
	}
	if u.Count > 0 {
		line += "; on other wikis"
	}
	return line + ": " + listed(wikis, len(u.Wikis), false)
}

// now says what has become of a title.
func now(l apply.LeftOver) string {
	switch to := provider.Visible(l.To.Page()); {
	case l.To == "":
		return "which was deleted"
	case l.Taken:
		return "which is another file now, the former one is " + to
	default:
		return "which is " + to + " now"
	}
}

// listed names the first of some.
func listed(names []string, of int, more bool) string {
	s := strings.Join(names, ", ")
	if more {
		return s + " and more"
	}
	if rest := of - len(names); rest > 0 {
		s += fmt.Sprintf(" and %s more", number.Grouped(rest))
	}
	return s
}

// inTemplate makes a text one that does not end the parameter of a template.
var inTemplate = strings.NewReplacer("|", "&#124;", "{", "&#123;", "}", "&#125;", "\n", " ")

// delinking gives the delinker's commands for the files that were moved. Where another
// file has the title now, nobody can tell which one a page means.
func delinking(left []apply.LeftOver) []string {
	var commands []string
	for _, l := range left {
		if l.To != "" && !l.Taken {
			commands = append(commands, provider.VisibleLine(fmt.Sprintf("{{universal replace|%s|%s|reason=%s}}", l.Title, l.To, inTemplate.Replace(l.Reason))))
		}
	}
	return commands
}
