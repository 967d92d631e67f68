package providertest

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// reading is facts §3: what a wiki has under a title.
func (g *tour) reading(t *testing.T) {
	// §3: file and page in one request; texts have a hash of their own.
	fact(t, "a file with its page", func(t *testing.T) {
		body, text := picture(8), "== Summary ==\nCafé."
		name := g.publish(t, "whole", body, params{"text": text, "comment": "why"})
		page := g.look(t, "File:"+name).is("ns", 6).is("title", "File:"+name).is("missing", nil).is("imagerepository", "local").
			is("redirect", nil).has("pageid")
		page.in("imageinfo.0").is("sha1", sum(body)).is("size", len(body)).is("mime", "image/png").is("width", 8).is("height", 8).
			is("comment", "why").is("archivename", nil).has("user")
		if _, err := time.Parse(time.RFC3339, page.str("imageinfo.0.timestamp")); err != nil {
			page.fail("the timestamp is not RFC 3339")
		}
		page.is(storedText, text).is("revisions.0.sha1", sum([]byte(text))).is("revisions.0.parentid", 0).
			is("revisions.0.slots.main.contentmodel", "wikitext").has("revisions.0.revid", "revisions.0.timestamp", "revisions.0.user")
	})

	// §3: texts only when asked for.
	fact(t, "hashes without texts", func(t *testing.T) {
		name := g.publish(t, "hashes", picture(8), params{"text": "text"})
		g.bot.get(t, params{"action": "query", "titles": "File:" + name, "prop": "revisions", "rvprop": "ids|sha1"}).
			is("query.pages.0.revisions.0.sha1", sum([]byte("text"))).is("query.pages.0.revisions.0.slots", nil)
	})

	// §3: a picture that is small already is its own thumbnail.
	fact(t, "thumbnails", func(t *testing.T) {
		body := picture(8)
		name := g.publish(t, "thumbnail", body, nil)
		info := g.bot.get(t, params{"action": "query", "titles": "File:" + name, "prop": "imageinfo", "iiprop": "url|sha1|size", "iiurlwidth": "960"}).
			in("query.pages.0.imageinfo.0").is("sha1", sum(body)).is("width", 8)
		info.is("thumburl", info.str("url"))
	})

	// §3: neither.
	fact(t, "nothing", func(t *testing.T) {
		g.look(t, "File:"+g.name("nothing")+".png").is("missing", true).is("imagerepository", "").
			is("imageinfo", nil).is("revisions", nil).is("pageid", nil)
	})

	// §3: a description that waits for its file.
	fact(t, "a page without a file", func(t *testing.T) {
		name := g.name("page only") + ".png"
		g.write(t, "File:"+name, "page")
		g.look(t, "File:"+name).is("missing", nil).is("imagerepository", "").is("imageinfo", nil).is(storedText, "page")
	})

	// §3: the trap: a redirect has the target's file. Only canonicaltitle tells.
	fact(t, "a redirect shows its target", func(t *testing.T) {
		body := picture(8)
		name, from := g.publish(t, "target", body, nil), g.name("redirect")+".png"
		g.write(t, "File:"+from, "#REDIRECT [[File:"+name+"]]")
		g.look(t, "File:"+from).is("title", "File:"+from).is("redirect", true).is("imagerepository", "local").
			is("imageinfo.0.sha1", sum(body)).is("imageinfo.0.canonicaltitle", "File:"+name)
		g.bot.get(t, params{"action": "query", "titles": "File:" + from, "redirects": "1", "prop": "imageinfo"}).
			is("query.redirects", []any{map[string]string{"from": "File:" + from, "to": "File:" + name}}).
			is("query.pages.0.title", "File:"+name)
	})

	// §3: a redirect may have a file of its own, which is then what it shows.
	fact(t, "a redirect with a file", func(t *testing.T) {
		own := picture(8)
		target, name := g.publish(t, "target", picture(8), nil), g.publish(t, "own", own, nil)
		shown := func(body []byte) {
			t.Helper()
			g.look(t, "File:"+name).is("redirect", true).is("imagerepository", "local").
				is("imageinfo.0.sha1", sum(body)).is("imageinfo.0.canonicaltitle", "File:"+name)
		}
		g.write(t, "File:"+name, "#REDIRECT [[File:"+target+"]]")
		shown(own)
		// A new version leaves the redirect, and so does a new text end it.
		own = picture(8)
		g.replace(t, name, own, params{"text": "no redirect"})
		shown(own)
		g.write(t, "File:"+name, "no redirect")
		g.look(t, "File:"+name).is("redirect", nil).is("imageinfo.0.sha1", sum(own))
	})

	// §3: the file of a shared repository is not the wiki's own. A redirect to one
	// shows nothing.
	t.Run("a shared file", func(t *testing.T) {
		if g.Share == nil {
			t.Skip("this wiki has no shared repository")
		}
		name, from, body := g.name("shared")+".png", g.name("redirect")+".png", picture(8)
		g.Share(t, name, body)
		g.look(t, "File:"+name).is("missing", true).is("known", true).is("imagerepository", "shared").
			is("imageinfo.0.sha1", sum(body)).is("imageinfo.0.canonicaltitle", "File:"+name)
		repos := g.bot.get(t, params{"action": "query", "meta": "filerepoinfo", "friprop": "name|local"}).in("query").list("repos")
		if !slices.ContainsFunc(repos, func(r answer) bool { return r.at("local") == false }) {
			t.Errorf("the repository is not among the %d that the wiki tells of", len(repos))
		}
		g.write(t, "File:"+from, "#REDIRECT [[File:"+name+"]]")
		g.look(t, "File:"+from).is("redirect", true).is("imagerepository", "").is("imageinfo", nil)
	})

	// §3: all versions, the current one first; older ones have an archive name.
	fact(t, "history", func(t *testing.T) {
		first, second := picture(8), picture(8)
		name := g.publish(t, "history", first, nil)
		g.replace(t, name, second, nil)
		page := g.look(t, "File:"+name).is("imageinfo.0.sha1", sum(second)).is("imageinfo.0.archivename", nil).
			is("imageinfo.1.sha1", sum(first)).is("imageinfo.2", nil)
		if archive := page.str("imageinfo.1.archivename"); len(archive) != len("20261122103120!")+len(name) || archive[15:] != name {
			page.fail("archivename %q", archive)
		}
	})

	// §3: 50 titles, 500 with apihighlimits; one more is an error.
	fact(t, "too many titles", func(t *testing.T) {
		titles := make([]string, 501)
		for i := range titles {
			titles[i] = fmt.Sprintf("File:%s-%d.png", g.run, i)
		}
		ask := func(v *visitor, n int) answer {
			t.Helper()
			return v.post(t, params{"action": "query", "prop": "imageinfo|info", "titles": piped(titles[:n]...)})
		}
		v := g.stranger()
		if got := ask(v, 50); len(got.list("query.pages")) != 50 {
			got.fail("not 50 pages")
		}
		ask(v, 51).refused("toomanyvalues").
			is("errors.0.data.limit", 50).is("errors.0.data.lowlimit", 50).is("errors.0.data.highlimit", 500)
		if got := ask(g.bot, 500); len(got.list("query.pages")) != 500 {
			got.fail("not 500 pages")
		}
		ask(g.bot, 501).refused("toomanyvalues").is("errors.0.data.limit", 500)
	})
}
