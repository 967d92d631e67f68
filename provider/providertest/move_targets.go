package providertest

import (
	"strings"
	"testing"
)

// moveTargets is facts §8 and §13.1.2: which titles a file can be moved to, and by whom.
func (g *tour) moveTargets(t *testing.T) {
	file := func(t *testing.T, what string) string {
		t.Helper()
		return "File:" + g.publish(t, what, picture(8), nil)
	}
	fresh := func(what string) string { return "File:" + g.name(what) + ".png" }

	// §13.1.2: a page or a file.
	fact(t, "a title that is taken", func(t *testing.T) {
		from, page := file(t, "from"), fresh("page")
		g.write(t, page, "text")
		for _, to := range []string{file(t, "file"), page} {
			g.bot.move(t, from, to, nil).refused("articleexists")
			g.bot.move(t, from, to, params{"ignorewarnings": "1"}).refused("articleexists")
		}
	})

	// §13.1.2: a redirect to the source gives way, whoever moves.
	fact(t, "over a redirect to the source", func(t *testing.T) {
		v := g.need(t, g.Plain)
		from, to := file(t, "from"), fresh("to")
		g.write(t, to, redirecting(from))
		v.move(t, from, to, nil).is("move.moveoverredirect", true).is("move.redirectcreated", true)
		v.move(t, to, from, nil).is("move.moveoverredirect", true).is("move.redirectcreated", true)
		g.look(t, from).is("redirect", nil).is("imageinfo.0.canonicaltitle", from)
		g.look(t, to).is("redirect", true)
	})

	// §13.1.2: but not one that has a history.
	fact(t, "over a redirect that was edited", func(t *testing.T) {
		from, to := file(t, "from"), fresh("to")
		g.write(t, to, redirecting(from))
		g.write(t, to, redirecting(from)+"\n[[Category:X]]")
		g.bot.move(t, from, to, nil).refused("articleexists")
	})

	// §13.1.2: nor one to elsewhere.
	fact(t, "over a redirect to elsewhere", func(t *testing.T) {
		from, to := file(t, "from"), fresh("to")
		g.write(t, to, redirecting(file(t, "other")))
		g.bot.move(t, from, to, nil).refused("redirectexists")
	})

	// §13.1.2: nor one that has a file, whatever it has for a history.
	fact(t, "over a redirect with a file", func(t *testing.T) {
		from, to := file(t, "from"), g.name("to")+".png"
		g.bot.upload(t, to, picture(8), params{"text": redirecting(from)}).is("upload.result", "Success")
		g.bot.move(t, from, "File:"+to, nil).refused("redirectexists")
		g.replace(t, to, picture(8), nil)
		g.bot.move(t, from, "File:"+to, nil).refused("articleexists")
	})

	// §13.1.2: names that no file can have, or not this one.
	fact(t, "names", func(t *testing.T) {
		from := file(t, "from")
		name := strings.TrimSuffix(strings.TrimPrefix(from, "File:"), ".png")
		for to, code := range map[string]string{
			from: "selfmove",
			"File:w" + strings.TrimPrefix(from, "File:W"): "selfmove",
			"File:" + name + ".jpg":                       "filetypemismatch",
			"File:" + name:                                "filetypemismatch",
			"File:" + name + "/x.png":                     "imageinvalidfilename",
			name + ".png":                                 "nonfilenamespace",
			"File:" + name + "<.png":                      "invalidtitle",
		} {
			g.bot.move(t, from, to, nil).refused(code)
		}
		g.write(t, name, "no file")
		g.bot.move(t, name, fresh("to"), nil).refused("nonfile-cannot-move-to-file")
		g.bot.move(t, fresh("missing"), fresh("to"), nil).refused("missingtitle")
	})

	// §13.1.2: the trap: what an upload would warn of or refuse is taken without a word.
	fact(t, "names that an upload may not have", func(t *testing.T) {
		from := file(t, "from")
		for _, to := range []string{"File:" + g.name("caps") + ".PNG", "File:" + g.name("script") + ".php.png", "File:120px-" + g.name("thumb") + ".png"} {
			g.bot.move(t, from, to, silently).is("move.to", to).is("warnings", nil)
			from = to
		}
	})

	// §13.1.2: nor is there a word about what was deleted.
	fact(t, "a title that was deleted", func(t *testing.T) {
		from, to := file(t, "from"), file(t, "to")
		g.bot.write(t, params{"action": "delete", "title": to, "reason": "test"}).is("delete.title", to)
		g.bot.move(t, from, to, nil).is("move.to", to).is("move.moveoverredirect", false).is("warnings", nil)
	})

	// §13.1.2: a redirect is a page like any other; its target stays.
	fact(t, "a redirect is moved", func(t *testing.T) {
		aim, from, to := file(t, "aim"), fresh("from"), fresh("to")
		g.write(t, from, redirecting(aim))
		id := g.look(t, from).num("pageid")
		g.bot.move(t, from, to, nil).is("move.redirectcreated", true)
		g.look(t, to).is("pageid", id).is("redirect", true).is("imageinfo.0.canonicaltitle", aim)
		g.look(t, from).is("redirect", true).is("imageinfo", nil)
		g.look(t, aim).is("redirect", nil).is("imageinfo.0.canonicaltitle", aim)
	})

	// §13.1.2: a name that a shared repository has.
	t.Run("a shared file", func(t *testing.T) {
		if g.Share == nil {
			t.Skip("this wiki has no shared repository")
		}
		name := g.name("shared") + ".png"
		g.Share(t, name, picture(8))
		from, to := file(t, "from"), "File:"+name
		g.bot.move(t, from, to, nil).refused("fileexists-sharedrepo-perm")
		g.look(t, from).has("imageinfo.0.sha1")
		g.bot.move(t, from, to, params{"ignorewarnings": "1"}).is("move.to", to)
	})

	// §13.1.2: every reason in one answer.
	fact(t, "without rights", func(t *testing.T) {
		from := file(t, "from")
		got := g.need(t, g.NoRights).move(t, from, fresh("to"), nil).refused("cantmovefile")
		for i, code := range []string{"cantmovefile", "cantmove", "permissiondenied", "cantcreate"} {
			got.is("errors."+decimal(i)+".code", code)
		}
		v := g.stranger()
		v.token = `+\`
		v.move(t, from, fresh("to"), nil).refused("cantmovefile").is("errors.1.code", "cantmove-anon").is("errors.2.code", "cantmove")
		v.move(t, from, fresh("to"), params{"assert": "user"}).refused("assertuserfailed").is("errors.1", nil)
	})

	// §13.1.2: the tags are looked at, too.
	fact(t, "badtags", func(t *testing.T) {
		from := file(t, "from")
		g.bot.move(t, from, fresh("to"), params{"tags": "no such tag"}).refused("badtags")
		g.look(t, from).is("redirect", nil)
	})

	// §2: what is known beforehand, also of a title that nobody has.
	fact(t, "asked beforehand", func(t *testing.T) {
		from := file(t, "from")
		for _, title := range []string{from, fresh("missing")} {
			ask := params{"action": "query", "prop": "info", "intestactions": "move|delete", "intestactionsdetail": "full", "titles": title}
			g.bot.get(t, ask).is("query.pages.0.actions", map[string][]string{"move": {}, "delete": {}})
			g.need(t, g.Plain).get(t, ask).is("query.pages.0.actions.move", []any{}).
				is("query.pages.0.actions.delete.0.code", "permissiondenied").is("query.pages.0.actions.delete.1", nil)
			no := g.need(t, g.NoRights).get(t, ask).in("query.pages.0.actions")
			no.is("move.0.code", "cantmovefile").is("move.1.code", "cantmove").is("move.2", nil).is("delete.0.code", "permissiondenied")
			g.stranger().get(t, ask).is("query.pages.0.actions.move.0.code", "cantmovefile").is("query.pages.0.actions.move.1.code", "cantmove-anon")
		}
	})

	// §12.1: where a small first letter stays, it makes another title.
	g.under(t, "a small first letter", Settings{FileCase: "case-sensitive"}, func(t *testing.T) {
		from := file(t, "from")
		small := "File:w" + strings.TrimPrefix(from, "File:W")
		g.bot.move(t, from, small, silently).is("move.to", small)
		g.look(t, small).has("imageinfo.0.sha1").is("imageinfo.0.canonicaltitle", small)
		g.look(t, from).is("missing", true)
	})

	// §13.1.6: moves have a limit of their own.
	g.under(t, "ratelimited", Settings{Moves: 1}, func(t *testing.T) {
		v := g.need(t, g.Plain) // without noratelimit
		v.hasty = true
		from, one, two := file(t, "from"), fresh("one"), fresh("two")
		v.get(t, params{"action": "query", "meta": "userinfo", "uiprop": "ratelimits"}).
			is("query.userinfo.ratelimits.move.user", map[string]int{"hits": 1, "seconds": 60})
		v.move(t, from, one, nil) // the one move, or one too many after those of the last minute
		if g.look(t, from).at("redirect") == true {
			from = one
		}
		v.move(t, from, two, nil).refused("ratelimited")
	})
}
