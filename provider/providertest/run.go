package providertest

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
)

// Run holds every fact against w. The chapters follow one another; the facts
// of a chapter are independent and run in parallel.
func Run(t *testing.T, w Wiki) {
	g := arrive(t, w)
	for _, chapter := range []struct {
		name string
		tell func(*testing.T)
	}{
		{"login", g.login},
		{"tokens", g.tokens},
		{"envelope", g.envelope},
		{"site", g.site},
		{"rights", g.rights},
		{"reading", g.reading},
		{"titles", g.titles},
		{"letters", g.letters},
		{"finding", g.finding},
		{"authors", g.authors},
		{"links", g.links},
		{"page history", g.pageHistory},
		{"upload", g.upload},
		{"description", g.description},
		{"tags", g.tags},
		{"tagging", g.tagging},
		{"warnings", g.warnings},
		{"neighbours", g.neighbours},
		{"deleted", g.deleted},
		{"beforehand", g.beforehand},
		{"names", g.names},
		{"refusals", g.refusals},
		{"types", g.types},
		{"parameters", g.parameters},
		{"stash", g.stash},
		{"versions", g.versions},
		{"url", g.byURL},
		{"chunks", g.chunks},
		{"chunk errors", g.chunkErrors},
		{"resuming", g.resuming},
		{"edit", g.edit},
		{"conflict", g.conflict},
		{"saving", g.saving},
		{"markup", g.markup},
		{"previews", g.previews},
		{"moves", g.moves},
		{"move targets", g.moveTargets},
		{"move log", g.moveLog},
		{"redirects", g.redirects},
		{"removal", g.removal},
		{"usage", g.usage},
		{"moved away", g.movedAway},
		{"protection", g.protection},
		{"reverts", g.reverts},
		{"restoring", g.restoring},
		{"contributions", g.contributions},
		{"contributors", g.contributors},
		{"categories", g.categories},
		{"listings", g.listings},
		{"originals", g.originals},
		{"settings", g.settings},
		{"changed", g.changed},
		{"hiding", g.hiding},
	} {
		t.Run(chapter.name, chapter.tell)
	}
}

// fact is one subtest of a chapter.
func fact(t *testing.T, name string, tell func(t *testing.T)) {
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		tell(t)
	})
}

// tour is one run of the suite on one wiki.
type tour struct {
	Wiki
	run   string // part of every title of this run
	count atomic.Int64

	bot *visitor // logged in as Wiki.Bot
	// What the wiki says of itself.
	minor    int      // 43 of "MediaWiki 1.43.9"
	minChunk int      // bytes of a chunk that is not the last
	maxText  int      // bytes of a page
	manual   []string // tags that a client may apply
	software string   // a tag that none may
}

// arrive logs the bot in and asks what the chapters need to know.
func arrive(t *testing.T, w Wiki) *tour {
	t.Helper()
	id := make([]byte, 4)
	rand.Read(id)
	g := &tour{Wiki: w, run: hex.EncodeToString(id)}
	g.bot = g.enter(t, w.Bot)

	about := g.bot.get(t, params{"action": "query", "meta": "siteinfo", "list": "tags",
		"tgprop": "active|source", "tglimit": "max"}).in("query")
	if _, err := fmt.Sscanf(about.str("general.generator"), "MediaWiki 1.%d.", &g.minor); err != nil {
		t.Fatalf("generator %q: %v", about.str("general.generator"), err)
	}
	g.minChunk = about.num("general.minuploadchunksize")
	g.maxText = about.num("general.maxarticlesize")
	for _, tag := range about.list("tags") {
		switch source := fmt.Sprint(tag.at("source")); {
		case strings.Contains(source, "manual") && tag.at("active") == true:
			g.manual = append(g.manual, tag.str("name"))
		case !strings.Contains(source, "manual"):
			g.software = tag.str("name")
		}
	}
	if len(g.manual) < 2 || g.software == "" {
		t.Fatalf("the wiki must have two tags to apply and one of its software, it has %q and %q", g.manual, g.software)
	}
	return g
}

// name is a new title in database form, without namespace and extension.
func (g *tour) name(what string) string {
	return fmt.Sprintf("Wf-%s-%d-%s", g.run, g.count.Add(1), strings.ReplaceAll(what, " ", "-"))
}

// need is a visitor logged in as an account that a wiki may not have.
func (g *tour) need(t *testing.T, a Account) *visitor {
	t.Helper()
	if !a.given() {
		t.Skip("this wiki has no such account")
	}
	return g.enter(t, a)
}
