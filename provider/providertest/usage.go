package providertest

import (
	"slices"
	"strings"
	"testing"
)

// usage is facts §13.9: which pages show a file.
func (g *tour) usage(t *testing.T) {
	ask := func(t *testing.T, more params, titles ...string) answer {
		t.Helper()
		return g.bot.post(t, params{"action": "query", "prop": "fileusage", "fuprop": "title", "fulimit": "max", "titles": piped(titles...)}.and(more))
	}
	users := func(a answer, title string) (found []string) {
		a.t.Helper()
		for _, page := range a.list("query.pages") {
			if page.at("title") == title && page.at("fileusage") != nil {
				for _, u := range page.list("fileusage") {
					found = append(found, u.str("title"))
				}
			}
		}
		slices.Sort(found)
		return found
	}
	// used waits until the wiki has noted what shows a title: it does so after its answer.
	used := func(t *testing.T, title string, by ...string) {
		t.Helper()
		slices.Sort(by)
		var got []string
		defer func() {
			if t.Failed() {
				t.Logf("%s is used by %q, want %q", title, got, by)
			}
		}()
		eventually(t, "usage of "+title, func() bool {
			got = users(ask(t, nil, title), title)
			return slices.Equal(got, by)
		})
	}

	// §13.9: pictures, links to the content, and its own page; a link to the page is none.
	fact(t, "what counts", func(t *testing.T) {
		name := g.name("file") + ".png"
		title, shows, links, other, user := "File:"+name, g.name("shows"), g.name("links"), g.name("other"), "User:"+g.name("user")
		g.bot.upload(t, name, picture(8), params{"text": "[[" + title + "]]"}).is("upload.result", "Success")
		g.write(t, shows, "A [["+title+"|thumb|caption]] and again [["+title+"]].")
		g.write(t, links, "[[Media:"+name+"|sound]]")
		g.write(t, user, "[[File:"+name+"]]")
		g.write(t, other, "[[:"+title+"]]")
		used(t, title, title, shows, links, user)
		for _, row := range ask(t, nil, title).in("query.pages.0").list("fileusage") {
			ns := 0
			switch {
			case strings.HasPrefix(row.str("title"), "User:"):
				ns = 2
			case row.str("title") == title:
				ns = 6
			}
			row.is("ns", ns)
		}
	})

	// §13.9: nothing is no member at all; titles that nobody has can be used.
	fact(t, "none, and missing", func(t *testing.T) {
		title, missing, shows := "File:"+g.publish(t, "unused", picture(8), nil), "File:"+g.name("missing")+".png", g.name("shows")
		g.write(t, shows, "[["+missing+"]]")
		used(t, missing, shows)
		ask(t, nil, title).is("query.pages.0.title", title).is("query.pages.0.fileusage", nil)
	})

	// §13.9: through a redirect it counts for both.
	fact(t, "through a redirect", func(t *testing.T) {
		title, from, shows := "File:"+g.publish(t, "aim", picture(8), nil), "File:"+g.name("from")+".png", g.name("shows")
		g.write(t, from, redirecting(title))
		g.write(t, shows, "[["+from+"]]")
		used(t, from, shows)
		used(t, title, shows)
	})

	// §13.9: after a move nothing names the new title by itself.
	fact(t, "after a move", func(t *testing.T) {
		from, to, shows := "File:"+g.publish(t, "from", picture(8), nil), "File:"+g.name("to")+".png", g.name("shows")
		g.write(t, shows, "[["+from+"]]")
		used(t, from, shows)
		g.bot.move(t, from, to, silently).is("move.redirectcreated", false)
		used(t, from, shows)
		used(t, to)
	})

	// §13.9: the trap: the limit is for all titles together.
	fact(t, "the limit", func(t *testing.T) {
		one, two := "File:"+g.publish(t, "one", picture(8), nil), "File:"+g.publish(t, "two", picture(8), nil)
		pages := []string{g.name("shows"), g.name("shows"), g.name("shows")}
		for _, p := range pages {
			g.write(t, p, "[["+one+"]] [["+two+"]]")
		}
		used(t, one, pages...)
		used(t, two, pages...)
		var found []string
		more, answers := params{"fulimit": "4"}, 0
		for more != nil {
			got := ask(t, more, one, two)
			n := len(users(got, one)) + len(users(got, two))
			if answers++; n == 0 || n > 4 {
				got.fail("%d rows", n)
			}
			found = append(append(found, users(got, one)...), users(got, two)...)
			if more = nil; got.at("continue") != nil {
				more = params{"fulimit": "4", "continue": got.str("continue.continue"), "fucontinue": got.str("continue.fucontinue")}
			}
		}
		if len(found) != 6 || answers != 2 {
			t.Errorf("%d answers, in all %q", answers, found)
		}
	})

	// §13.9: other wikis are known where an extension is. What is not there is only
	// warned of.
	fact(t, "other wikis", func(t *testing.T) {
		about := g.bot.get(t, params{"action": "paraminfo", "modules": "query+globalusage"})
		if about.at("paraminfo.modules.0") != nil {
			about.is("paraminfo.modules.0.name", "globalusage").is("paraminfo.modules.0.path", "query+globalusage")
			return
		}
		about.is("warnings.0.code", "badmodule")
		title := "File:" + g.publish(t, "file", picture(8), nil)
		ask(t, params{"prop": "fileusage|globalusage"}, title).is("query.pages.0.title", title).is("warnings.0.code", "unrecognizedvalues")
	})
}
