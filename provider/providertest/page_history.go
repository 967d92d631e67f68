package providertest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// pageHistory is facts §13.6: the revisions of one page, and their texts.
func (g *tour) pageHistory(t *testing.T) {
	history := func(t *testing.T, title string, more params) answer {
		t.Helper()
		return g.bot.post(t, params{"action": "query", "prop": "revisions", "titles": title, "rvprop": "ids|user|timestamp|comment|tags|slotsha1",
			"rvslots": "main"}.and(more))
	}
	// written is a page that was saved three times.
	written := func(t *testing.T, what string) (title string, revs [3]int) {
		t.Helper()
		title = g.name(what)
		for i, text := range []string{"one", "two", "three"} {
			revs[i] = g.bot.write(t, params{"action": "edit", "title": title, "text": text, "summary": "why " + text}).is("edit.result", "Success").num("edit.newrevid")
		}
		return title, revs
	}

	// From one revision on back, that one included, in parts.
	fact(t, "from a revision on back", func(t *testing.T) {
		title, revs := written(t, "history")
		got := history(t, title, params{"rvstartid": decimal(revs[1]), "rvlimit": "1"}).has("continue.rvcontinue")
		got.in("query.pages.0").is("revisions.0.revid", revs[1]).is("revisions.0.parentid", revs[0]).is("revisions.0.comment", "why two").
			is("revisions.0.slots.main.sha1", sum([]byte("two"))).is("revisions.1", nil)
		got = history(t, title, params{"rvstartid": decimal(revs[1]), "rvlimit": "1", "rvcontinue": got.str("continue.rvcontinue")}).is("continue", nil)
		got.in("query.pages.0").is("revisions.0.revid", revs[0]).is("revisions.0.parentid", 0).is("revisions.1", nil)
		history(t, title, params{"rvlimit": "max"}).is("continue", nil).
			is("query.pages.0.revisions.0.revid", revs[2]).is("query.pages.0.revisions.2.revid", revs[0]).is("query.pages.0.revisions.3", nil)
	})

	// A revision of another page stands for its time, also when that page is gone.
	fact(t, "from another page's revision", func(t *testing.T) {
		title, revs := written(t, "history")
		other := g.name("other")
		later := g.write(t, other, "later")
		for range 2 {
			history(t, title, params{"rvstartid": decimal(later), "rvlimit": "max"}).is("errors", nil).is("query.pages.0.revisions.0.revid", revs[2]).
				is("query.pages.0.revisions.2.revid", revs[0])
			g.bot.write(t, params{"action": "delete", "title": other})
		}
		history(t, title, params{"rvstartid": "999999999", "rvlimit": "max"}).refused("badid_rvstartid")
		history(t, g.name("missing"), params{"rvstartid": decimal(revs[0]), "rvlimit": "max"}).is("errors", nil).is("query.pages.0.missing", true).
			is("query.pages.0.revisions", nil)
	})

	// A new version, a move, a protection and its end make revisions with their maker's
	// name and their parent's text.
	fact(t, "revisions that change nothing", func(t *testing.T) {
		admin, plain := g.need(t, g.Admin), g.need(t, g.Plain)
		name, to := g.publish(t, "unchanged", picture(8), params{"text": "ours"}), "File:"+g.name("moved")+".png"
		theirs := plain.write(t, params{"action": "edit", "title": "File:" + name, "text": "theirs"}).num("edit.newrevid")
		g.replace(t, name, picture(8), nil)
		admin.write(t, params{"action": "protect", "title": "File:" + name, "protections": "upload=sysop"}).is("errors", nil)
		admin.write(t, params{"action": "protect", "title": "File:" + name, "protections": ""}).is("errors", nil)
		g.bot.move(t, "File:"+name, to, nil).is("move.to", to)
		all := history(t, to, params{"rvlimit": "max"}).list("query.pages.0.revisions")
		if len(all) != 6 {
			t.Fatalf("%d revisions", len(all))
		}
		for i, rev := range all[:4] {
			rev.is("slots.main.sha1", sum([]byte("theirs"))).is("parentid", all[i+1].num("revid"))
		}
		all[4].is("revid", theirs).is("parentid", all[5].num("revid"))
		all[5].is("slots.main.sha1", sum([]byte("ours"))).is("parentid", 0)
	})

	// Texts of revisions of several pages; the other parameters are for one page.
	fact(t, "texts by number", func(t *testing.T) {
		title, revs := written(t, "history")
		other := g.write(t, g.name("other"), "other")
		ids := piped(decimal(revs[2]), decimal(other), decimal(revs[0]), "999999999")
		got := g.bot.post(t, params{"action": "query", "prop": "revisions", "revids": ids, "rvprop": "ids|sha1|content", "rvslots": "main"}).
			is("continue", nil).has("query.badrevids.999999999")
		for _, page := range got.list("query.pages") {
			if page.at("title") != title {
				page.is("revisions.0.revid", other).is("revisions.0.slots.main.content", "other").is("revisions.1", nil)
				continue
			}
			page.is("revisions.0.revid", revs[0]).is("revisions.0.slots.main.content", "one").is("revisions.0.sha1", sum([]byte("one"))).
				is("revisions.1.revid", revs[2]).is("revisions.1.slots.main.content", "three").is("revisions.2", nil)
		}
		g.bot.post(t, params{"action": "query", "prop": "revisions", "revids": ids, "rvlimit": "2"}).refused("invalidparammix")
	})

	// Texts that are too long together come in the order of their revisions' numbers,
	// whatever pages they are of; and so do those of several titles.
	g.under(t, "long texts", Settings{MaxResult: 3000}, func(t *testing.T) {
		one, two := g.name("long"), g.name("long")
		var revs []int
		for i := range 6 {
			title := one
			if i%2 == 0 {
				title = two
			}
			revs = append(revs, g.write(t, title, strings.Repeat("x", 800)+decimal(i)))
		}
		read := func(what params) (seen []int, answers int) {
			more := params{}
			for ; answers < 10; answers++ {
				got := g.bot.post(t, params{"action": "query", "prop": "revisions", "rvprop": "ids|content", "rvslots": "main"}.and(what).and(more))
				for _, page := range got.list("query.pages") {
					for i := 0; page.at("revisions."+decimal(i)) != nil; i++ {
						seen = append(seen, page.has("revisions."+decimal(i)+".slots.main.content").num("revisions."+decimal(i)+".revid"))
					}
				}
				switch next := got.at("continue.rvcontinue").(type) {
				case nil:
					slices.Sort(seen)
					return seen, answers + 1
				case float64:
					more = params{"rvcontinue": decimal(int(next))}
				default:
					more = params{"rvcontinue": fmt.Sprint(next)}
				}
			}
			return nil, answers
		}
		if seen, answers := read(params{"revids": piped(decimal(revs[5]), decimal(revs[0]), decimal(revs[3]), decimal(revs[1]), decimal(revs[4]), decimal(revs[2]))}); answers != 2 || !slices.Equal(seen, revs) {
			t.Errorf("%v in %d answers, want %v in 2", seen, answers, revs)
		}
		if seen, answers := read(params{"titles": piped(one, two)}); answers != 1 || !slices.Equal(seen, revs[4:]) {
			t.Errorf("%v in %d answers, want %v in 1", seen, answers, revs[4:])
		}
	})
}
