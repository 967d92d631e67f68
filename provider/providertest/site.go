package providertest

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// site is facts §2: what a wiki says of itself in one request.
func (g *tour) site(t *testing.T) {
	about := g.bot.get(t, params{"action": "query", "meta": "siteinfo|userinfo", "list": "tags",
		"siprop": "general|fileextensions|namespaces|namespacealiases|magicwords", "uiprop": "rights|groups|ratelimits|blockinfo|editcount|registrationdate",
		"tgprop": "defined|active|source|hitcount", "tglimit": "max"}).in("query")

	// §2: every fact that decides whether a plan is possible.
	fact(t, "general", func(t *testing.T) {
		general := about.in("general").is("uploadsenabled", true).is("readonly", false).
			has("legaltitlechars", "wikiid", "maxarticlesize", "maxuploadsize", "minuploadchunksize", "server", "scriptpath")
		if c := general.str("case"); c != "first-letter" && c != "case-sensitive" {
			general.fail("case %q", c)
		}
		if clock, err := time.Parse(time.RFC3339, general.str("time")); err != nil || clock.Location() != time.UTC {
			general.fail("time is not RFC 3339 in UTC")
		}
	})

	// §4.3: where files come from; no upload is warned of one that hides a file of another.
	fact(t, "repositories", func(t *testing.T) {
		repos := g.bot.get(t, params{"action": "query", "meta": "filerepoinfo", "friprop": "name|local"}).in("query").list("repos")
		if len(repos) == 0 || !slices.ContainsFunc(repos, func(r answer) bool { return r.at("name") == "local" && r.at("local") == true }) {
			t.Errorf("no local one among %d", len(repos))
		}
	})

	// §2: extensions, lower-case and without dot.
	fact(t, "file extensions", func(t *testing.T) {
		var all []string
		for _, e := range about.list("fileextensions") {
			all = append(all, e.str("ext"))
		}
		if !slices.Contains(all, "png") || !slices.Contains(all, "txt") {
			about.fail("no png or no txt among %q; the suite uploads both", all)
		}
	})

	// §2: namespace 6 has a local name, a canonical one and aliases.
	fact(t, "the file namespace", func(t *testing.T) {
		about.is("namespaces.6.id", 6).is("namespaces.6.canonical", "File").has("namespaces.6.name", "namespaces.6.case")
		if !slices.ContainsFunc(about.list("namespacealiases"), func(a answer) bool { return a.num("id") == 6 && a.at("alias") == "Image" }) {
			about.fail("no alias Image of namespace 6")
		}
	})

	// §12.2: what makes a redirect in the wiki's language, and on every wiki.
	fact(t, "words of a redirect", func(t *testing.T) {
		if !slices.ContainsFunc(about.list("magicwords"), func(a answer) bool {
			words, _ := a.at("aliases").([]any)
			return a.at("name") == "redirect" && slices.Contains(words, any("#REDIRECT"))
		}) {
			about.fail("no #REDIRECT among the aliases of the magic word redirect")
		}
	})

	// §2: usable is what is active and has the source "manual"; the wiki's own tags are not.
	fact(t, "change tags", func(t *testing.T) {
		for _, tag := range about.list("tags") {
			switch tag.str("name") {
			case g.manual[0]:
				tag.is("defined", true).is("active", true).is("source", []string{"manual"}).num("hitcount")
			case g.software:
				source := []string{"software", "extension"}
				if g.minor < 43 {
					source = source[1:]
				}
				tag.is("source", source)
			}
		}
	})

	// §2: rights, not groups, say what the account can do.
	fact(t, "the account", func(t *testing.T) {
		name, _, _ := strings.Cut(g.Bot.User, "@")
		user := about.in("userinfo").is("name", name).is("anon", nil).has("id", "groups", "ratelimits").is("blockid", nil)
		for _, right := range []string{"upload", "reupload", "upload_by_url", "edit", "createpage", "applychangetags", "apihighlimits", "bot"} {
			if !user.holds("rights", right) {
				user.fail("the bot account lacks the right %s; the suite needs it", right)
			}
		}
	})

	// §12.4: how much the account has done, and since when it is, where the wiki knows.
	fact(t, "what the account has done", func(t *testing.T) {
		user := about.in("userinfo")
		if n := user.num("editcount"); n < 0 {
			user.fail("%v edits", n)
		}
		if since, told := user.at("registrationdate").(string); told {
			if _, err := time.Parse(time.RFC3339, since); err != nil {
				user.fail("the date of the registration is no RFC 3339")
			}
		}
	})

	// §2: a limit is so many hits in so many seconds.
	fact(t, "rate limits", func(t *testing.T) {
		limit := g.need(t, g.Plain).get(t, params{"action": "query", "meta": "userinfo", "uiprop": "ratelimits"}).
			in("query.userinfo.ratelimits.edit")
		for group := range limit.value.(map[string]any) {
			limit.num(group + ".hits")
			limit.num(group + ".seconds")
		}
	})

	// §2: nobody is told apart by a flag.
	fact(t, "nobody", func(t *testing.T) {
		g.stranger().get(t, params{"action": "query", "meta": "userinfo", "uiprop": "rights"}).
			is("query.userinfo.anon", true).is("query.userinfo.id", 0).has("query.userinfo.rights")
	})
}
