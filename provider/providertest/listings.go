package providertest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// listings is facts §13.8: how files are found. What else is written meanwhile is in some
// of the lists, too, so that only what concerns a fact's own titles counts.
func (g *tour) listings(t *testing.T) {
	// shown asks for pages that a list makes, each with the file that it shows: "=" for its
	// own, "" for none.
	shown := func(t *testing.T, v *visitor, p params) (files map[string]string, answers int) {
		t.Helper()
		files = map[string]string{}
		for more := (params{}); more != nil; answers++ {
			got := v.post(t, params{"action": "query", "prop": "imageinfo|info", "iiprop": "canonicaltitle"}.and(p).and(more)).is("warnings", nil)
			if got.at("query.pages") != nil {
				for _, page := range got.list("query.pages") {
					file, _ := page.at("imageinfo.0.canonicaltitle").(string)
					if page.at("imagerepository") != "local" {
						file = ""
					}
					if file == page.str("title") {
						file = "="
					}
					files[page.str("title")] = file
				}
			}
			if more = nil; got.at("continue") != nil {
				more = params{}
				for name, value := range got.at("continue").(map[string]any) {
					more[name] = fmt.Sprint(value)
				}
				if !strings.HasSuffix(more["continue"], "continue||") && !strings.HasSuffix(more["continue"], "offset||") {
					got.fail("continued with %q", more["continue"])
				}
			}
		}
		return files, answers
	}
	all := func(t *testing.T, p params) (titles []string) {
		t.Helper()
		for _, row := range g.stranger().post(t, params{"action": "query", "list": "allimages", "aiprop": "", "ailimit": "max"}.and(p)).is("warnings", nil).list("query.allimages") {
			row.is("ns", 6)
			titles = append(titles, row.str("title"))
		}
		return titles
	}
	same := func(t *testing.T, got []string, want ...string) {
		t.Helper()
		if slices.Sort(want); !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}

	// The list of all files has no redirect without a file of its own, and no page without
	// one. It is asked for by the beginning of titles as they are stored.
	fact(t, "all files", func(t *testing.T) {
		start := g.name("all")
		name, also := start+" a.png", start+" b.png"
		for _, n := range []string{name, also} {
			g.bot.upload(t, n, picture(8), nil).is("upload.result", "Success")
		}
		g.write(t, "File:"+also, redirecting("File:"+name))
		g.write(t, "File:"+start+" c.png", redirecting("File:"+name))
		g.write(t, "File:"+start+" d.png", "text")
		for _, prefix := range []string{start, strings.ToLower(start[:1]) + start[1:], start + " ", start + "_", " " + start} {
			same(t, all(t, params{"aiprefix": prefix}), "File:"+name, "File:"+also)
		}
		same(t, all(t, params{"aiprefix": start + "x"}))
		same(t, all(t, params{"aiprefix": "File:" + start}))
		for _, bad := range []string{"a<b", "a#b", ":", "%41", "&amp;", "~~~"} {
			g.bot.get(t, params{"action": "query", "list": "allimages", "aiprefix": bad}).refused("invalidtitle")
		}
	})

	// Who has uploaded the current version: a new version or a revert by others takes a file
	// away, a move by others does not.
	fact(t, "by uploader", func(t *testing.T) {
		plain := g.need(t, g.Plain)
		other, _, _ := strings.Cut(g.Plain.User, "@")
		mine, theirs, moved := g.publish(t, "mine", picture(8), nil), g.publish(t, "theirs", picture(8), nil), g.name("moved")+".png"
		plain.upload(t, moved, picture(8), nil).is("upload.result", "Success")
		g.settle(t, theirs)
		plain.upload(t, theirs, picture(8), params{"ignorewarnings": "1"}).is("upload.result", "Success")
		to := g.name("to") + ".png"
		g.bot.move(t, "File:"+moved, "File:"+to, nil).is("move.to", "File:"+to)
		for _, user := range []string{other, "User:" + other, strings.ToLower(other[:1]) + other[1:]} {
			got := all(t, params{"aisort": "timestamp", "aiuser": user})
			for title, want := range map[string]bool{mine: false, theirs: true, moved: false, to: true} {
				if slices.Contains(got, "File:"+title) != want {
					t.Errorf("%s: %s: %v", user, title, !want)
				}
			}
		}
	})

	// Whether there is such an account, told beside the list.
	fact(t, "no such uploader", func(t *testing.T) {
		ask := func(user string) answer {
			t.Helper()
			return g.stranger().post(t, params{"action": "query", "list": "users|allimages", "ususers": "\x1f" + user, "aisort": "timestamp", "aiuser": user})
		}
		bot, _, _ := strings.Cut(g.Bot.User, "@")
		ask(bot).has("query.users.0.userid").is("query.users.0.missing", nil).is("query.users.0.name", bot)
		ask("nobody "+g.run).is("query.users.0.missing", true).is("query.users.0.name", "Nobody "+g.run).is("query.allimages", []any{})
		ask("127.0.0.1").is("query.users.0.invalid", true).is("query.allimages", []any{})
		for _, bad := range []string{"a<b", "a|b", "a#b", " "} {
			ask(bad).refused("baduser")
		}
	})

	// A category's pages of namespace 6 are redirects and pages without a file, too; what
	// they show tells them apart. Categories in it come on demand, and may lead back.
	fact(t, "a category", func(t *testing.T) {
		one, two := g.name("one"), g.name("two")
		in := " [[Category:" + one + "]]"
		name := "File:" + g.publish(t, "member", picture(8), params{"text": in})
		from, bare := "File:"+g.name("from")+".png", "File:"+g.name("bare")+".png"
		g.write(t, from, redirecting(name)+in)
		g.write(t, bare, "text"+in)
		g.write(t, "Category:"+two, in)
		g.write(t, "Category:"+one, "[[Category:"+two+"]]")
		g.write(t, g.name("page"), in)
		want := map[string]string{name: "=", from: name, bare: ""}
		members := params{"generator": "categorymembers", "gcmtitle": "Category:" + one, "gcmtype": "file"}
		eventually(t, "the members", func() bool {
			got, _ := shown(t, g.stranger(), members)
			return fmt.Sprint(got) == fmt.Sprint(want)
		})
		want["Category:"+two] = ""
		if got, n := shown(t, g.bot, members.and(params{"gcmtype": "file|subcat", "gcmlimit": "2", "gcmtitle": "category:" + strings.ToLower(one[:1]) + one[1:]})); n != 2 || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%d answers: %q", n, got)
		}
		if got, _ := shown(t, g.bot, params{"generator": "categorymembers", "gcmtitle": "Category:" + two, "gcmtype": "file|subcat"}); fmt.Sprint(got) != fmt.Sprint(map[string]string{"Category:" + one: ""}) {
			t.Errorf("%q", got)
		}
	})

	// Where only one of the pages of an answer is a file, its older versions come next,
	// before the list goes on.
	fact(t, "one file in an answer", func(t *testing.T) {
		category := g.name("versions")
		text := params{"text": "[[Category:" + category + "]]"}
		first, second := category+"-a.png", category+"-b.png"
		for _, name := range []string{first, second} {
			g.bot.upload(t, name, picture(8), text).is("upload.result", "Success")
		}
		for range 2 {
			g.settle(t, first)
			g.replace(t, first, picture(8), nil)
		}
		g.settle(t, first)
		members := params{"generator": "categorymembers", "gcmtitle": "Category:" + category}
		eventually(t, "the members", func() bool {
			got, _ := shown(t, g.bot, members)
			return len(got) == 2
		})
		ask := params{"action": "query", "gcmlimit": "1", "prop": "imageinfo|info", "iiprop": "canonicaltitle"}.and(members)
		got := g.bot.post(t, ask)
		got.is("query.pages.0.title", "File:"+first).is("query.pages.0.imageinfo.1", nil).is("batchcomplete", nil).
			is("continue.gcmcontinue", nil).is("continue.continue", "||info")
		got = g.bot.post(t, ask.and(params{"iistart": got.str("continue.iistart"), "continue": got.str("continue.continue"), "iilimit": "max"}))
		got.is("query.pages.0.title", "File:"+first).has("query.pages.0.imageinfo.1").is("query.pages.0.imageinfo.2", nil).is("query.pages.0.touched", nil).
			is("batchcomplete", true).is("continue.continue", "gcmcontinue||")
		g.bot.post(t, ask.and(params{"gcmcontinue": got.str("continue.gcmcontinue"), "continue": got.str("continue.continue")})).
			is("query.pages.0.title", "File:"+second).is("continue", nil)
	})

	// A category needs no page: that there is none shows where it has no members either.
	fact(t, "no such category", func(t *testing.T) {
		empty, used, none := g.name("empty"), g.name("used"), g.name("none")
		g.write(t, "Category:"+empty, "text")
		g.publish(t, "member", picture(8), params{"text": "[[Category:" + used + "]]"})
		ask := func(name string) answer {
			t.Helper()
			return g.stranger().post(t, params{"action": "query", "prop": "info|categoryinfo", "titles": "Category:" + name}).in("query.pages.0").is("ns", 14)
		}
		eventually(t, "what is in it", func() bool {
			return ask(used).is("missing", true).at("categoryinfo.files") == float64(1)
		})
		ask(used).is("categoryinfo.size", 1)
		ask(empty).is("missing", nil)
		ask(none).is("missing", true).is("categoryinfo", nil)
		if got, _ := shown(t, g.bot, params{"generator": "categorymembers", "gcmtitle": "Category:" + none, "gcmtype": "file"}); len(got) > 0 {
			t.Errorf("%q", got)
		}
		g.bot.get(t, params{"action": "query", "generator": "categorymembers", "gcmtitle": "File:" + used + ".png"}).refused("invalidcategory")
	})

	// The files that a page shows, as they are written, missing ones and redirects; of a
	// redirect its target, too.
	fact(t, "the files of a page", func(t *testing.T) {
		name, linked := "File:"+g.publish(t, "shown", picture(8), nil), "File:"+g.publish(t, "linked", picture(8), nil)
		from, missing := "File:"+g.name("from")+".png", "File:"+g.name("missing")+".png"
		g.write(t, from, redirecting(name))
		page, leads := g.name("page"), g.name("leads")
		g.write(t, page, "[["+from+"|thumb|text]] [["+missing+"]] [[:"+linked+"]]")
		g.write(t, leads, redirecting(page))
		images := params{"generator": "images", "gimlimit": "500", "titles": page}
		want := map[string]string{from: name, name: "=", missing: ""}
		eventually(t, "what it shows", func() bool {
			got, _ := shown(t, g.stranger(), images)
			return fmt.Sprint(got) == fmt.Sprint(want)
		})
		if got, n := shown(t, g.bot, images.and(params{"gimlimit": "1"})); n != 3 || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%d answers: %q", n, got)
		}
		g.bot.get(t, params{"action": "query", "prop": "info", "titles": leads, "redirects": "1"}).is("query.pages.0.title", page).is("query.pages.1", nil)
		// What is no page is told only where it is asked about itself.
		for _, none := range []string{g.name("none"), "Special:Version"} {
			g.bot.get(t, params{"action": "query", "generator": "images", "titles": none}).is("query.pages", nil).is("errors", nil)
		}
		g.bot.get(t, params{"action": "query", "prop": "info", "titles": "Special:Version"}).is("query.pages.0.special", true).is("query.pages.0.ns", -1)
	})

	// Without a search extension, words of titles are looked for, and words of texts only
	// where that is said.
	fact(t, "a search", func(t *testing.T) {
		word := "quagga" + g.run
		name, also := "File:"+g.publish(t, word, picture(8), params{"text": "text"}), "File:"+g.publish(t, "text", picture(8), params{"text": "A " + word + "."})
		g.write(t, g.name(word), word)
		for what, want := range map[string]string{"title": name, "text": also} {
			ask := params{"generator": "search", "gsrsearch": word, "gsrnamespace": "6", "gsrlimit": "500", "gsrwhat": what}
			eventually(t, word, func() bool {
				got, _ := shown(t, g.stranger(), ask)
				return fmt.Sprint(got) == fmt.Sprint(map[string]string{want: "="})
			})
			if got, _ := shown(t, g.bot, ask.and(params{"gsrsearch": word[:len(word)-2]})); len(got) > 0 {
				t.Errorf("a part of a word: %q", got)
			}
		}
		preset, _ := shown(t, g.bot, params{"generator": "search", "gsrsearch": word, "gsrnamespace": "6"})
		if fmt.Sprint(preset) != fmt.Sprint(map[string]string{name: "="}) {
			t.Errorf("%q", preset)
		}
		second := "File:" + g.publish(t, "more", picture(8), params{"text": word})
		eventually(t, "the second", func() bool {
			got, n := shown(t, g.bot, params{"generator": "search", "gsrsearch": word, "gsrnamespace": "6", "gsrwhat": "text", "gsrlimit": "1"})
			return n == 2 && fmt.Sprint(got) == fmt.Sprint(map[string]string{also: "=", second: "="})
		})
	})

	// All that there is to know of files comes in one answer.
	fact(t, "whole files", func(t *testing.T) {
		var titles []string
		for i := range 3 {
			titles = append(titles, "File:"+g.publish(t, "whole", picture(8), params{"text": fmt.Sprint("text ", i), "comment": "why"}))
		}
		got := g.stranger().post(t, params{"action": "query", "titles": piped(titles...), "prop": "imageinfo|info|revisions", "rvslots": "main",
			"iiprop": "timestamp|user|comment|size|sha1|mime|canonicaltitle|url", "rvprop": "ids|timestamp|user|tags|sha1|slotsha1|contentmodel|comment|content"}).is("continue", nil)
		for _, page := range got.list("query.pages") {
			i := slices.Index(titles, page.str("title"))
			page.is(storedText, fmt.Sprint("text ", i)).is("imageinfo.0.comment", "why").has("imageinfo.0.url", "imageinfo.0.sha1")
		}
	})

	// Texts that are too much for one answer come in the next one, alone.
	g.under(t, "more than one answer", Settings{MaxResult: 8192}, func(t *testing.T) {
		titles := []string{"File:" + g.publish(t, "long", picture(8), params{"text": strings.Repeat("x", 5000)}), "File:" + g.publish(t, "long", picture(8), params{"text": strings.Repeat("y", 5000)})}
		ask := params{"action": "query", "titles": piped(titles...), "prop": "imageinfo|revisions", "rvslots": "main", "iiprop": "canonicaltitle|url", "rvprop": "ids|content"}
		first := g.bot.post(t, ask).is("batchcomplete", nil).has("query.pages.0.imageinfo.0.url", "query.pages.1.imageinfo.0.url").is("query.pages.1.revisions.0", nil)
		second := g.bot.post(t, ask.and(params{"continue": first.str("continue.continue"), "rvcontinue": first.str("continue.rvcontinue")})).is("batchcomplete", true)
		second.is("query.pages.0.imageinfo", nil).is("query.pages.0.revisions", nil).has("query.pages.1.revisions.0.revid").is("continue", nil)
	})
}
