package providertest

import (
	"strings"
	"testing"
)

// saving is facts §7.1: what a wiki makes of a text when it is saved.
func (g *tour) saving(t *testing.T) {
	for _, c := range []struct{ name, sent, stored string }{
		{"white space at the end", "a \n b \t\n\n \n", "a \n b"},
		{"white space at the start", "  \n a", "  \n a"},
		{"only white space", " \n\t\n", ""},
		{"no-break space and its like", "a\u00a0", "a\u00a0"},
		{"line separator at the end", "a\u2028", "a\u2028"},
		{"zero-width space at the end", "a\u200b", "a\u200b"},
		{"marks and tabs", "\ufeffa\u200eb\tc", "\ufeffa\u200eb\tc"},
		{"line ends", "a\r\nb\rc", "a\nb\nc"},
		{"not NFC", "Cafe\u0301 \u1112\u1161\u11ab \u212b", "Café 한 Å"},
		{"control characters", "a\x01b\x1fc", "a\ufffdb\ufffdc"},
		{"not a character", "a\ufffeb", "a\ufffdb"},
		{"tildes in nowiki", "<nowiki>~~~~</nowiki>", "<nowiki>~~~~</nowiki>"},
		{"pipe trick", "[[Help:Foo (bar)|]]", "[[Help:Foo (bar)|Foo]]"},
		{"a missing template", "{{subst:Wf-nothing-here}}", "{{subst:Wf-nothing-here}}"},
		{"everything else", "[[category:foo]] <ref name=a> <!-- c --> {{T|a = b}}", "[[category:foo]] <ref name=a> <!-- c --> {{T|a = b}}"},
	} {
		// §7.1: a row of its table.
		fact(t, c.name, func(t *testing.T) {
			title := g.name("saving")
			g.write(t, title, c.sent)
			g.look(t, title).is(storedText, c.stored).is("revisions.0.sha1", sum([]byte(c.stored)))
		})
	}

	// §7.1: who, and when: such a text never equals what was sent.
	fact(t, "signatures", func(t *testing.T) {
		title := g.name("signature")
		g.write(t, title, "~~~ ~~~~ ~~~~~")
		stored := g.look(t, title)
		user, _, _ := strings.Cut(g.Bot.User, "@")
		if text := stored.str(storedText); strings.Contains(text, "~~~") || strings.Count(text, user) < 2 || strings.Count(text, "(UTC)") != 2 {
			stored.fail("the signatures became %q", text)
		}
	})

	// §7.1: substitution copies a template's text.
	fact(t, "substitution", func(t *testing.T) {
		template, title := g.name("substituted"), g.name("substitution")
		g.write(t, "Template:"+template, "copied")
		g.write(t, title, "{{subst:"+template+"}} {{"+template+"}}")
		g.look(t, title).is(storedText, "copied {{"+template+"}}")
	})

	// §7.1: what was changed for its encoding is told in a warning.
	fact(t, "a warning of bad encoding", func(t *testing.T) {
		g.bot.write(t, params{"action": "edit", "title": g.name("encoding"), "text": "e\u0301\x01"}).
			is("edit.result", "Success").is("warnings.0.code", "badutf8")
	})
}
