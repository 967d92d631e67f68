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

	// §7: so are several that lie between one another, and what both have done.
	fact(t, "several stretches", func(t *testing.T) {
		title := g.name("stretches")
		base := g.write(t, title, "a\nb\nc\nd\ne\nf\ng\nh\ni")
		theirs := g.write(t, title, "A\nb\nc\nd\nd2\ne\nf\ng\nh\nI")
		save(t, title, "A\nb\nc\nD\ne\nf\ng\nh\ni", base).refused("editconflict") // beside d2
		save(t, title, "A\nb\nC\nd\ne\nf\ng\nh\ni", base).is("edit.result", "Success").is("edit.oldrevid", theirs)
		g.look(t, title).is(storedText, "A\nb\nC\nd\nd2\ne\nf\ng\nh\nI")
	})

	// §7: a line between them has to be as it was; the last line ends, too.
	fact(t, "behind the last line", func(t *testing.T) {
		title := g.name("behind")
		base := g.write(t, title, "a\nb\nc")
		g.write(t, title, "a\nb\nc\nd")
		save(t, title, "a\nB\nc", base).is("edit.result", "Success")
		g.look(t, title).is(storedText, "a\nB\nc\nd")
	})
	fact(t, "beside one another", func(t *testing.T) {
		for name, texts := range map[string][3]string{
			"neighbours":    {"a\nb\nc\nd", "a\nB\nc\nd", "a\nb\nC\nd"},
			"behind":        {"a\nb", "a\nb\nc", "a\nB"},
			"at one place":  {"a\nb", "a\n1\nb", "a\n2\nb"},
			"behind, twice": {"a\nb", "a\nb\n1", "a\nb\n2"},
		} {
			title := g.name(name)
			base := g.write(t, title, texts[0])
			g.write(t, title, texts[1])
			save(t, title, texts[2], base).refused("editconflict")
			g.look(t, title).is(storedText, texts[1])
		}
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
