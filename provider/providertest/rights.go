package providertest

import (
	"testing"
)

// rights is facts §2 and §1.1: what an account may not do, asked beforehand
// and tried.
func (g *tour) rights(t *testing.T) {
	may := params{"action": "query", "prop": "info", "intestactions": "edit|upload", "intestactionsdetail": "full"}

	// §2: no refusals is an empty list, also for a title that nobody has.
	fact(t, "nothing against it", func(t *testing.T) {
		g.bot.get(t, may.and(params{"titles": "File:" + g.name("new") + ".png"})).
			is("query.pages.0.actions", map[string][]string{"edit": {}, "upload": {}})
	})

	// §2: the preflight gives the reasons as the write would.
	fact(t, "refusals beforehand", func(t *testing.T) {
		got := g.need(t, g.NoRights).get(t, may.and(params{"titles": "File:" + g.name("new") + ".png"})).in("query.pages.0.actions")
		got.is("upload.0.code", "permissiondenied").has("upload.0.text")
		got.is("edit.0.code", "permissiondenied").has("edit.0.text")
	})

	// §2: 50 titles with two actions are more than the limit; the rest is continued.
	fact(t, "titles times actions are limited", func(t *testing.T) {
		titles := make([]string, 50)
		for i := range titles {
			titles[i] = "File:" + g.name("many") + ".png"
		}
		v := g.stranger()
		first := v.post(t, may.and(params{"titles": piped(titles...)})).has("continue.incontinue", "continue.continue")
		answered := countActions(first)
		if answered != 25 {
			first.fail("%d of 50 titles were answered, not 25", answered)
		}
		rest := v.post(t, may.and(params{"titles": piped(titles...),
			"continue": first.str("continue.continue"), "incontinue": first.str("continue.incontinue")})).is("continue", nil)
		if n := countActions(rest); n != 25 {
			rest.fail("%d titles were answered by the continuation, not 25", n)
		}
	})

	// §9: the write itself.
	fact(t, "permissiondenied", func(t *testing.T) {
		v := g.need(t, g.NoRights)
		v.upload(t, g.name("denied")+".png", picture(8), nil).refused("permissiondenied")
		v.write(t, params{"action": "edit", "title": g.name("denied"), "text": "x"}).refused("permissiondenied")
	})

	// §5.1: by URL as well.
	fact(t, "permissiondenied by URL", func(t *testing.T) {
		g.need(t, g.NoRights).write(t, params{"action": "upload", "filename": "X.png", "url": "http://127.0.0.1/x.png"}).
			refused("permissiondenied")
	})

	// §1.1: grants narrow the rights silently: the group is still there.
	fact(t, "a narrow grant", func(t *testing.T) {
		v := g.need(t, g.Basic)
		user := v.get(t, params{"action": "query", "meta": "userinfo", "uiprop": "rights|groups"}).in("query.userinfo")
		if !user.holds("groups", "bot") || user.holds("rights", "bot") || user.holds("rights", "upload") || user.holds("rights", "apihighlimits") {
			user.fail("not: group bot, without the rights bot, upload and apihighlimits")
		}
		v.upload(t, g.name("grant")+".png", picture(8), nil).refused("permissiondenied")
	})
}

// countActions is the number of pages that were told with their actions.
func countActions(a answer) (n int) {
	for _, page := range a.list("query.pages") {
		if page.at("actions") != nil {
			n++
		}
	}
	return n
}
