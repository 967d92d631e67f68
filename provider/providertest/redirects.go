package providertest

import (
	"strings"
	"testing"
)

// redirects is facts §13.2: pages that send their readers on.
func (g *tour) redirects(t *testing.T) {
	fresh := func(what string) string { return "File:" + g.name(what) + ".png" }
	file := func(t *testing.T, what string) string {
		t.Helper()
		return "File:" + g.publish(t, what, picture(8), nil)
	}
	save := func(t *testing.T, title, to string, more params) answer {
		t.Helper()
		return g.bot.write(t, params{"action": "edit", "title": title, "text": redirecting(to)}.and(more))
	}
	follow := func(t *testing.T, titles ...string) answer {
		t.Helper()
		return g.bot.post(t, params{"action": "query", "titles": piped(titles...), "redirects": "1"}).in("query")
	}

	// §13.2: it is an edit, of a title with any extension.
	fact(t, "made", func(t *testing.T) {
		to := file(t, "to")
		for _, from := range []string{fresh("from"), "File:" + g.name("other type") + ".jpg", "File:" + g.name("no type")} {
			save(t, from, to, params{"createonly": "1", "summary": "why", "tags": g.manual[0]}).is("edit.result", "Success").
				is("edit.new", true).is("edit.oldrevid", 0).is("edit.title", from)
			g.look(t, from).is("redirect", true).is("imageinfo.0.canonicaltitle", to).is(storedText, redirecting(to)).is("revisions.0.comment", "why")
			eventually(t, "the tags", func() bool {
				page := g.look(t, from)
				return page.holds("revisions.0.tags", g.manual[0]) && page.holds("revisions.0.tags", "mw-new-redirect")
			})
		}
	})

	// §13.2: never over anything.
	fact(t, "a title that is taken", func(t *testing.T) {
		to, page, other := file(t, "to"), fresh("page"), fresh("redirect")
		g.write(t, page, "text")
		g.write(t, other, redirecting(to))
		for _, from := range []string{file(t, "file"), page, other} {
			rev := g.look(t, from).num("revisions.0.revid")
			save(t, from, to, params{"createonly": "1"}).refused("articleexists")
			g.look(t, from).is("revisions.0.revid", rev)
		}
	})

	// §13.2: nor does a file of a shared repository keep it from being made.
	t.Run("a shared file", func(t *testing.T) {
		if g.Share == nil {
			t.Skip("this wiki has no shared repository")
		}
		name := g.name("shared") + ".png"
		g.Share(t, name, picture(8))
		from, to := "File:"+name, file(t, "to")
		g.look(t, from).is("imagerepository", "shared")
		save(t, from, to, params{"createonly": "1"}).is("edit.result", "Success").is("edit.new", true).is("warnings", nil)
		g.look(t, from).is("redirect", true).is("imagerepository", "local").is("imageinfo.0.canonicaltitle", to)
	})

	// §13.3: the trap: nor what was deleted there.
	fact(t, "a title that was deleted", func(t *testing.T) {
		from, to := file(t, "from"), file(t, "to")
		g.bot.write(t, params{"action": "delete", "title": from, "reason": "test"}).is("delete.title", from)
		save(t, from, to, params{"nocreate": "1"}).refused("missingtitle")
		save(t, from, to, params{"createonly": "1"}).is("edit.result", "Success").is("warnings", nil)
	})

	// §13.2: to another target, on the revision that was seen.
	fact(t, "repointed", func(t *testing.T) {
		from, one, two, three := fresh("from"), file(t, "one"), file(t, "two"), file(t, "three")
		rev := g.write(t, from, redirecting(one))
		again := save(t, from, two, params{"nocreate": "1", "baserevid": decimal(rev)}).is("edit.result", "Success").is("edit.oldrevid", rev).num("edit.newrevid")
		g.look(t, from).is("imageinfo.0.canonicaltitle", two).is("revisions.0.revid", again)
		eventually(t, "the tag", func() bool { return g.look(t, from).holds("revisions.0.tags", "mw-changed-redirect-target") })
		save(t, from, three, params{"nocreate": "1", "baserevid": decimal(rev)}).refused("editconflict")
		// The trap: to what it was on that revision is no change, of another text.
		save(t, from, one, params{"nocreate": "1", "baserevid": decimal(rev)}).is("edit.result", "Success").is("edit.nochange", true)
		g.look(t, from).is("imageinfo.0.canonicaltitle", two).is("revisions.0.revid", again)
	})

	// §13.2: a target need not be there.
	fact(t, "a missing target", func(t *testing.T) {
		from, to := fresh("from"), fresh("to")
		save(t, from, to, params{"createonly": "1"}).is("edit.result", "Success")
		g.look(t, from).is("redirect", true).is("imagerepository", "").is("imageinfo", nil)
		follow(t, from).is("redirects", []any{map[string]string{"from": from, "to": to}}).is("pages.0.title", to).is("pages.0.missing", true)
	})

	// §13.2: every step is told, in whatever order, each once.
	fact(t, "redirects to redirects", func(t *testing.T) {
		aim, one, two := file(t, "aim"), fresh("one"), fresh("two")
		g.write(t, one, redirecting(aim))
		g.write(t, two, redirecting(one))
		got := follow(t, two)
		sends(got, map[string]string{two: one, one: aim})
		got.is("pages.0.title", aim).is("pages.1", nil)
		got = follow(t, two, one, aim)
		sends(got, map[string]string{two: one, one: aim})
		got.is("pages.0.title", aim).is("pages.1", nil)
		g.look(t, two).is("redirect", true).is("imageinfo", nil)
	})

	// §13.2: the trap: of a circle there are no pages at all.
	fact(t, "circles", func(t *testing.T) {
		self, one, two := fresh("self"), fresh("one"), fresh("two")
		g.write(t, self, redirecting(self))
		g.write(t, one, redirecting(two))
		g.write(t, two, redirecting(one))
		got := follow(t, self).is("pages", nil)
		sends(got, map[string]string{self: self})
		got = follow(t, one, two).is("pages", nil)
		sends(got, map[string]string{one: two, two: one})
	})

	// §13.2: to elsewhere: an article, a talk page, another wiki, a section.
	fact(t, "other targets", func(t *testing.T) {
		aim, article, page := file(t, "aim"), g.name("article"), fresh("page")
		want := map[string]string{}
		for _, to := range []string{article, "File talk:" + strings.TrimPrefix(aim, "File:"), "Media:" + strings.TrimPrefix(aim, "File:"), "Special:Upload"} {
			from := fresh("from")
			g.write(t, from, redirecting(to))
			want[from] = to
		}
		section := fresh("section")
		g.write(t, section, redirecting(aim+"#part"))
		want[section] = aim
		g.write(t, page, "[["+aim+"]]")
		titles := []string{page, fresh("missing")}
		for from := range want {
			titles = append(titles, from)
		}
		got := follow(t, titles...)
		sends(got, want)
		for _, r := range got.list("redirects") {
			if r.at("from") == section {
				r.is("tofragment", "part")
			} else {
				r.is("tofragment", nil)
			}
		}
	})

	// §13.2: what is sent and what is answered are told apart, whatever the language.
	g.under(t, "in German", Settings{Language: "de"}, func(t *testing.T) {
		from, to := g.name("from")+".png", g.name("to")+".png"
		g.bot.upload(t, to, picture(8), nil).is("upload.result", "Success")
		save(t, "File:"+from, "File:"+to, params{"createonly": "1"}).is("edit.title", "Datei:"+from)
		follow(t, "File:"+from).is("normalized", []any{map[string]any{"fromencoded": false, "from": "File:" + from, "to": "Datei:" + from}}).
			is("redirects", []any{map[string]string{"from": "Datei:" + from, "to": "Datei:" + to}}).is("pages.0.title", "Datei:"+to)
		g.look(t, "File:"+from).is("redirect", true).is(storedText, redirecting("File:"+to))
	})
}

// sends says where the redirects of an answer lead, all of them.
func sends(a answer, want map[string]string) {
	a.t.Helper()
	got := map[string]string{}
	for _, r := range a.list("redirects") {
		got[r.str("from")] = r.str("to")
	}
	if len(got) != len(a.list("redirects")) {
		a.fail("a redirect is told twice")
	}
	for from, to := range want {
		if got[from] != to {
			a.fail("%s leads to %q, want %q", from, got[from], to)
		}
	}
	if len(got) != len(want) {
		a.fail("%d redirects, want %d", len(got), len(want))
	}
}
