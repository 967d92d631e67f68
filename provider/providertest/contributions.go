package providertest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// contributions is facts §13.5: what accounts have written to. What else is written
// meanwhile would be in the lists, so its facts follow one another.
func (g *tour) contributions(t *testing.T) {
	plain := g.need(t, g.Plain)
	bot, _, _ := strings.Cut(g.Bot.User, "@")
	other, _, _ := strings.Cut(g.Plain.User, "@")
	from := g.bot.get(t, params{"action": "query", "meta": "siteinfo"}).str("query.general.time")
	ask := func(t *testing.T, v *visitor, more params) answer {
		t.Helper()
		return v.post(t, params{"action": "query", "list": "usercontribs", "ucprop": "ids|title|comment|timestamp", "ucnamespace": "6",
			"uclimit": "max", "ucend": from}.and(more))
	}
	// by tells who has written to a title, with what comment.
	by := func(a answer, title string) (all []string) {
		a.t.Helper()
		for _, row := range a.list("query.usercontribs") {
			if row.at("title") == title {
				all = append(all, fmt.Sprintf("%s: %v", row.str("user"), row.at("comment")))
			}
		}
		return all
	}
	says := func(t *testing.T, a answer, title string, want ...string) {
		t.Helper()
		if got := by(a, title); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", title, got, want)
		}
	}

	// Uploads, edits, new versions and moves are revisions; a new version's has not the
	// comment of the upload. They are under the titles of today, whoever moved the page.
	t.Run("what counts", func(t *testing.T) {
		name, left, to, gone := g.publish(t, "mine", picture(8), params{"comment": "mark"}), g.publish(t, "left", picture(8), nil), g.name("to")+".png", g.publish(t, "gone", picture(8), nil)
		g.replace(t, name, picture(8), params{"comment": "mark"})
		plain.write(t, params{"action": "edit", "title": "File:" + name, "text": "theirs", "summary": "why"}).is("edit.result", "Success")
		g.write(t, "File talk:"+name, "talk")
		plain.move(t, "File:"+left, "File:"+to, nil).is("move.redirectcreated", true)
		g.bot.write(t, params{"action": "delete", "title": "File:" + gone, "reason": "test"}).has("delete.logid")

		ours := ask(t, g.bot, params{"ucuser": bot})
		says(t, ours, "File:"+name, bot+": "+bot+" uploaded a new version of [[File:"+name+"]]", bot+": mark")
		says(t, ours, "File:"+to, bot+": ")
		says(t, ours, "File:"+left)
		says(t, ours, "File:"+gone)
		says(t, ours, "File talk:"+name)
		moved := fmt.Sprintf("%s: %[1]s moved page [[File:%s]] to [[File:%s]]", other, left, to)
		theirs := ask(t, g.bot, params{"ucuser": other})
		says(t, theirs, "File:"+name, other+": why")
		says(t, theirs, "File:"+to, moved)
		says(t, theirs, "File:"+left, moved)
	})

	// Each revision names the one before it: those of one page make a line, in which
	// what others did is missing.
	t.Run("the line of a page", func(t *testing.T) {
		title := "File:" + g.publish(t, "line", picture(8), nil)
		first := g.look(t, title).num("revisions.0.revid")
		second := plain.write(t, params{"action": "edit", "title": title, "text": "theirs"}).num("edit.newrevid")
		third := g.write(t, title, "ours")
		var lines []string
		for _, row := range ask(t, g.bot, params{"ucuser": bot}).list("query.usercontribs") {
			if row.at("title") == title {
				row.has("pageid").is("ns", 6)
				lines = append(lines, fmt.Sprintf("%d on %d", row.num("revid"), row.num("parentid")))
			}
		}
		if want := []string{fmt.Sprintf("%d on %d", third, second), fmt.Sprintf("%d on 0", first)}; !slices.Equal(lines, want) {
			t.Errorf("%q, want %q", lines, want)
		}
	})

	// Several accounts in one request, one after the other and each with the newest
	// first, also where the answer is continued. Anybody may ask.
	t.Run("several accounts", func(t *testing.T) {
		for range 2 {
			g.publish(t, "several", picture(8), nil)
			plain.upload(t, g.name("several")+".png", picture(8), nil).is("upload.result", "Success")
		}
		all := ask(t, g.bot, params{"ucuser": piped(bot, other, "Nobody of this name")}).is("continue", nil).list("query.usercontribs")
		var rows []string
		changes := 0
		for i, row := range all {
			rows = append(rows, fmt.Sprint(row.num("revid")))
			if i == 0 {
				continue
			}
			switch before := all[i-1]; {
			case before.str("user") != row.str("user"):
				changes++
			case before.str("timestamp") < row.str("timestamp"):
				row.fail("an older revision came before")
			}
		}
		if changes != 1 || len(all) < 8 {
			t.Errorf("%d rows, and %d times another account", len(all), changes)
		}
		var again []string
		answers := 0
		for more := (params{}); more != nil; answers++ {
			got := ask(t, g.stranger(), params{"ucuser": piped(other, bot), "uclimit": "3"}.and(more))
			for _, row := range got.list("query.usercontribs") {
				again = append(again, fmt.Sprint(row.num("revid")))
			}
			if more = nil; got.at("continue") != nil {
				more = params{"continue": got.str("continue.continue"), "uccontinue": got.str("continue.uccontinue")}
			}
		}
		if !slices.Equal(rows, again) || answers != (len(rows)+2)/3 {
			t.Errorf("%d answers: %q, at once it was %q", answers, again, rows)
		}
	})

	// Whoever there is not has written nothing; a small first letter is none, and what
	// no name can be is an error, whoever else is asked about.
	t.Run("names", func(t *testing.T) {
		ask(t, g.bot, params{"ucuser": "Nobody of this name"}).is("errors", nil).is("query.usercontribs", []any{})
		ask(t, g.bot, params{"ucuser": g.Plain.User}).is("errors", nil).is("query.usercontribs", []any{})
		ask(t, g.bot, params{"ucuser": strings.ToLower(other[:1]) + other[1:]}).is("query.usercontribs.0.user", other)
		for _, bad := range []string{"Bad#name", "Bad/name", "Bad[name"} {
			ask(t, g.bot, params{"ucuser": piped(other, bad)}).refused("baduser")
		}
		ask(t, g.bot, params{"ucuser": ""}).refused("paramempty_ucuser")
		many := make([]string, 51)
		for i := range many {
			many[i] = fmt.Sprint("Nobody ", i)
		}
		ask(t, plain, params{"ucuser": piped(many[:50]...)}).is("errors", nil)
		ask(t, plain, params{"ucuser": piped(many...)}).refused("toomanyvalues")
	})

	// Namespaces have the wiki's names in the titles, and their numbers.
	g.under(t, "in German", Settings{Language: "de"}, func(t *testing.T) {
		name := g.publish(t, "german", picture(8), nil)
		row := ask(t, g.bot, params{"ucuser": bot}).in("query.usercontribs.0")
		row.is("title", "Datei:"+name).is("ns", 6)
	})
}
