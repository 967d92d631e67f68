package providertest

import (
	"fmt"
	"testing"
)

// beforehand is facts §12.5 and §13.3: what is asked about fifty titles in one
// question before anything is sent, and what can be read of what was deleted.
func (g *tour) beforehand(t *testing.T) {
	// gone makes a page of so many revisions, with a file or without, and deletes it.
	gone := func(t *testing.T, what string, file bool, revisions int, reason string) (title string) {
		t.Helper()
		name := g.name(what) + ".png"
		if file {
			g.bot.upload(t, name, picture(8), params{"ignorewarnings": "1", "text": "text"}).is("upload.result", "Success")
			revisions--
		}
		for i := range revisions {
			g.write(t, "File:"+name, fmt.Sprint("text ", i))
		}
		g.bot.write(t, params{"action": "delete", "title": "File:" + name, "reason": reason}).is("delete.title", "File:"+name)
		return "File:" + name
	}
	question := func(titles []string, more params) params {
		return params{"action": "query", "prop": "imageinfo|deletedrevisions|info", "iiprop": "uploadwarning", "uselang": "qqx",
			"drvprop": "ids", "drvlimit": "max", "intestactions": "create", "intestactionsdetail": "boolean", "titles": piped(titles...)}.and(more)
	}
	others := func(titles ...string) []string {
		for len(titles) < 50 {
			titles = append(titles, "File:"+g.name("other")+".png")
		}
		return titles
	}

	// Fifty titles, complete in one answer, for anybody.
	fact(t, "fifty titles", func(t *testing.T) {
		file, page := gone(t, "file", true, 4, "why"), gone(t, "page", false, 8, "why")
		titles := others(file, page, "File:120px-"+g.name("thumb")+".png")
		for _, v := range []*visitor{g.bot, g.stranger()} {
			got := v.post(t, question(titles, nil)).is("continue", nil).is("errors", nil)
			pages := map[string]answer{}
			for _, p := range got.list("query.pages") {
				pages[p.str("title")] = p
			}
			for title, n := range map[string]int{file: 4, page: 8} {
				if revs := pages[title].is("missing", true).is("imageinfo.0.filemissing", true).is("actions.create", true).list("deletedrevisions"); len(revs) != n {
					got.fail("%s has %d deleted revisions, not %d", title, len(revs), n)
				}
			}
			pages[titles[2]].is("imageinfo.0.html", "(file-thumbnail-no: 120px-)").is("deletedrevisions", nil)
			pages[titles[49]].is("imageinfo.0.html", "").is("deletedrevisions", nil).is("actions.create", true)
		}
	})

	// A second action makes two answers of it, but for who has higher limits.
	fact(t, "two actions", func(t *testing.T) {
		g.stranger().post(t, question(others(), params{"intestactions": "create|upload"})).has("continue.incontinue")
	})

	// Without drvlimit=max there are ten rows for all titles.
	fact(t, "few rows", func(t *testing.T) {
		titles := []string{gone(t, "rows", false, 6, ""), gone(t, "rows", false, 6, "")}
		q := question(titles, nil)
		delete(q, "drvlimit")
		rows := 0
		got := g.bot.post(t, q).has("continue.drvcontinue")
		for _, p := range got.list("query.pages") {
			if p.at("deletedrevisions") != nil {
				rows += len(p.list("deletedrevisions"))
			}
		}
		if rows != 10 {
			got.fail("%d rows", rows)
		}
		q["drvcontinue"], q["continue"] = got.str("continue.drvcontinue"), got.str("continue.continue")
		g.bot.post(t, q).is("continue", nil)
	})

	// A title that has no more than a deleted page is warned of as well.
	fact(t, "a page without a file", func(t *testing.T) {
		title := gone(t, "description", false, 1, "why")
		name := title[len("File:"):]
		g.bot.upload(t, name, picture(8), nil).is("upload.result", "Warning").is("upload.warnings.was-deleted", name)
	})

	// Who deleted it, when and why; anybody may ask.
	fact(t, "the log", func(t *testing.T) {
		title := gone(t, "log", true, 1, "not ours [wikiform museum]")
		v := g.stranger()
		ask := func(more params) answer {
			return v.get(t, params{"action": "query", "list": "logevents", "letype": "delete", "leprop": "title|type|user|timestamp|comment", "lelimit": "max"}.and(more))
		}
		entry := ask(params{"letitle": title}).is("query.logevents.1", nil).in("query.logevents.0")
		entry.is("title", title).is("type", "delete").is("action", "delete").is("comment", "not ours [wikiform museum]").has("user", "timestamp")
		found := false
		for _, e := range ask(params{"lenamespace": "6"}).list("query.logevents") {
			e.is("ns", 6).is("type", "delete")
			found = found || e.at("title") == title
		}
		if !found {
			entry.fail("the log of the namespace does not have %s", title)
		}
		ask(params{"letitle": "File:" + g.name("never") + ".png"}).is("query.logevents", []any{})
		ask(params{"letitle": title, "lenamespace": "6"}).refused("invalidparammix")
	})

	// The bytes of deleted files, a row for each version.
	fact(t, "the archive", func(t *testing.T) {
		body := picture(8)
		name := g.publish(t, "archive", body, nil)
		g.replace(t, name, picture(8), nil)
		g.bot.write(t, params{"action": "delete", "title": "File:" + name, "reason": "why"}).has("delete.title")
		v := g.stranger()
		ask := func(more params) answer {
			return v.get(t, params{"action": "query", "list": "filearchive", "faprop": "sha1", "falimit": "max"}.and(more))
		}
		ask(params{"fasha1": sum(body)}).is("query.filearchive.0.title", "File:"+name).is("query.filearchive.0.sha1", sum(body)).is("query.filearchive.1", nil)
		ask(params{"fasha1": sum(picture(8))}).is("query.filearchive", []any{})
		first := ask(params{"faprefix": name, "falimit": "1"}).has("continue.facontinue", "query.filearchive.0.sha1")
		ask(params{"faprefix": name, "falimit": "1", "facontinue": first.str("continue.facontinue")}).is("continue", nil).has("query.filearchive.0.sha1")
		ask(params{"faprop": "sha1|description"}).refused("permissiondenied")
	})

	// How many files there are, and which, with their sums.
	fact(t, "all files", func(t *testing.T) {
		body := picture(8)
		name := g.publish(t, "listed", body, nil)
		v := g.stranger()
		if n := v.get(t, params{"action": "query", "meta": "siteinfo", "siprop": "statistics"}).num("query.statistics.images"); n < 1 {
			t.Errorf("%d files", n)
		}
		got := v.get(t, params{"action": "query", "list": "allimages", "aiprop": "sha1", "ailimit": "1", "aifrom": name})
		got.is("query.allimages.0.title", "File:"+name).is("query.allimages.0.sha1", sum(body)).is("query.allimages.1", nil)
	})
}
