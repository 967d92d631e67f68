package providertest

import "testing"

// conflict is facts §7: an edit of a text that is not the one that was read.
func (g *tour) conflict(t *testing.T) {
	save := func(t *testing.T, title, text string, base int) answer {
		t.Helper()
		return g.bot.write(t, params{"action": "edit", "title": title, "text": text, "baserevid": decimal(base)})
	}

	// §7: it touches what was changed since, be it by ourselves.
	fact(t, "overlapping", func(t *testing.T) {
		title := g.name("conflict")
		base := g.write(t, title, "one\ntwo\nthree")
		g.write(t, title, "one\n2\nthree")
		save(t, title, "one\nzwei\nthree", base).refused("editconflict")
		g.look(t, title).is(storedText, "one\n2\nthree")
	})

	// §7: a revision that nobody knows.
	fact(t, "an unknown revision", func(t *testing.T) {
		title := g.name("unknown base")
		g.write(t, title, "one")
		save(t, title, "two", 999_999_999).refused("editconflict")
	})

	// §7: a revision of another page: refused by 1.39, accepted by 1.43.
	fact(t, "another page's revision", func(t *testing.T) {
		title := g.name("foreign base")
		other := g.write(t, g.name("other"), "other")
		g.write(t, title, "one")
		got := save(t, title, "two", other)
		if g.minor < 43 {
			got.refused("editconflict")
		} else {
			got.is("edit.result", "Success")
		}
	})

	// §7: the trap: changes that do not touch are merged without a word. The
	// sign is that oldrevid is not the base.
	fact(t, "a silent merge", func(t *testing.T) {
		title := g.name("merge")
		base := g.write(t, title, "one\n\ntwo\n\nthree\n\nfour\n\nfive")
		theirs := g.write(t, title, "ONE\n\ntwo\n\nthree\n\nfour\n\nfive")
		save(t, title, "one\n\ntwo\n\nthree\n\nfour\n\nFIVE", base).is("edit.result", "Success").is("edit.oldrevid", theirs)
		g.look(t, title).is(storedText, "ONE\n\ntwo\n\nthree\n\nfour\n\nFIVE")
	})

	// §7: no base at all overwrites.
	fact(t, "no base", func(t *testing.T) {
		title := g.name("no base")
		g.write(t, title, "one")
		g.write(t, title, "two")
		g.write(t, title, "three")
		g.look(t, title).is(storedText, "three")
	})
}
