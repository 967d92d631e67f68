package providertest

import (
	"strings"
	"testing"
)

// contributors is facts §13.5: who has written to a page.
func (g *tour) contributors(t *testing.T) {
	bot, _, _ := strings.Cut(g.Bot.User, "@")
	other, _, _ := strings.Cut(g.Plain.User, "@")
	ask := func(t *testing.T, more params, titles ...string) answer {
		t.Helper()
		return g.stranger().post(t, params{"action": "query", "prop": "contributors", "pclimit": "max", "titles": piped(titles...)}.and(more))
	}
	file := func(t *testing.T, what string) string {
		t.Helper()
		return "File:" + g.publish(t, what, picture(8), nil)
	}
	both := func(t *testing.T, page answer) {
		t.Helper()
		if page.is("contributors.2", nil).is("anoncontributors", nil); page.at("contributors.0.name") == bot {
			page.is("contributors.1.name", other)
			return
		}
		page.is("contributors.0.name", other).is("contributors.1.name", bot)
	}

	// Everything that makes a revision counts: an edit, a new version, a move.
	fact(t, "whatever they did", func(t *testing.T) {
		plain := g.need(t, g.Plain)
		edited, replaced, moved, to := file(t, "edited"), file(t, "replaced"), file(t, "moved"), "File:"+g.name("to")+".png"
		plain.write(t, params{"action": "edit", "title": edited, "text": "theirs"}).is("edit.result", "Success")
		eventually(t, "the next second", func() bool {
			return plain.upload(t, strings.TrimPrefix(replaced, "File:"), picture(8), params{"ignorewarnings": "1"}).code() != "backend-fail-alreadyexists"
		})
		plain.move(t, moved, to, nil).is("move.to", to)
		for _, title := range []string{edited, replaced, to} {
			both(t, ask(t, nil, title).in("query.pages.0"))
		}
		ask(t, nil, moved).is("query.pages.0.contributors.0.name", other).is("query.pages.0.contributors.1", nil)
	})

	// Without a page there is nobody.
	fact(t, "a missing page", func(t *testing.T) {
		ask(t, nil, "File:"+g.name("missing")+".png").is("errors", nil).is("query.pages.0.contributors", nil).is("query.pages.0.anoncontributors", nil)
	})

	// The trap: the limit is for all titles together.
	fact(t, "the limit", func(t *testing.T) {
		plain := g.need(t, g.Plain)
		one, two := file(t, "one"), file(t, "two")
		for _, title := range []string{one, two} {
			plain.write(t, params{"action": "edit", "title": title, "text": "theirs"}).is("edit.result", "Success")
		}
		found, answers := map[string]int{}, 0
		for more := (params{"pclimit": "3"}); more != nil; answers++ {
			got := ask(t, more, one, two)
			for _, page := range got.list("query.pages") {
				for i := 0; page.at("contributors."+decimal(i)) != nil; i++ {
					found[page.str("title")+" "+page.str("contributors."+decimal(i)+".name")]++
				}
			}
			if more = nil; got.at("continue") != nil {
				more = params{"pclimit": "3", "continue": got.str("continue.continue"), "pccontinue": got.str("continue.pccontinue")}
			}
		}
		if len(found) != 4 || answers != 2 {
			t.Errorf("%d answers, in all %v", answers, found)
		}
	})

	// Those without an account are a number, which each piece of an answer repeats.
	g.under(t, "strangers", Settings{Open: true}, func(t *testing.T) {
		title := file(t, "open")
		g.need(t, g.Plain).write(t, params{"action": "edit", "title": title, "text": "theirs"}).is("edit.result", "Success")
		v := g.stranger()
		v.token = `+\`
		v.write(t, params{"action": "edit", "title": title, "text": "a stranger's"}).is("edit.result", "Success")
		first := ask(t, params{"pclimit": "1"}, title).is("query.pages.0.anoncontributors", 1).is("query.pages.0.contributors.1", nil)
		ask(t, params{"pclimit": "1", "pccontinue": first.str("continue.pccontinue"), "continue": first.str("continue.continue")}, title).
			is("query.pages.0.anoncontributors", 1).has("query.pages.0.contributors.0").is("continue", nil)
	})
}
