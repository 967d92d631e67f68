package providertest

import (
	"sync"
	"testing"
)

// versions is facts §4.5: files that have a past.
func (g *tour) versions(t *testing.T) {
	// §4.5: the wanted state is there already; said as an error.
	fact(t, "no change at all", func(t *testing.T) {
		body := picture(8)
		name := g.publish(t, "no change", body, nil)
		g.bot.upload(t, name, body, params{"ignorewarnings": "1"}).refused("fileexists-no-change").is("upload", nil)
		g.look(t, "File:"+name).is("imageinfo.0.sha1", sum(body)).is("imageinfo.1", nil)
	})

	// §4.5, §10: old versions are filed by the second in which they were
	// replaced, so that of two replacements in one second the later fails. Its
	// key stays valid, and a second later it is published.
	fact(t, "two versions in one second", func(t *testing.T) {
		name := g.publish(t, "one second", picture(8), nil)
		for range 20 { // until two do fall into one second
			g.settle(t, name)
			bodies, keys := [][]byte{picture(8), picture(8)}, make([]string, 2)
			for i, body := range bodies {
				keys[i] = g.bot.upload(t, name, body, nil).is("upload.result", "Warning").str("upload.filekey")
			}
			publish := func(i int) answer {
				return g.bot.write(t, params{"action": "upload", "filename": name, "filekey": keys[i], "ignorewarnings": "1"})
			}
			for i, got := range together(2, publish) {
				if got.code() == "" {
					continue
				}
				got.refused("backend-fail-alreadyexists").says("archive")
				eventually(t, "the same key a second later", func() bool { return publish(i).code() == "" })
				g.look(t, "File:"+name).is("imageinfo.0.sha1", sum(bodies[i]))
				return
			}
		}
		t.Fatal("of twenty pairs of new versions none fell into one second")
	})

	// §10: of several new files with one name one wins, the others are asked.
	fact(t, "at once under a new name", func(t *testing.T) {
		name := g.name("at once") + ".png"
		results := map[any]int{}
		for _, got := range together(3, func(int) answer { return g.bot.upload(t, name, picture(8), nil) }) {
			results[got.at("upload.result")]++
		}
		if results["Success"] != 1 || results["Warning"] != 2 {
			t.Errorf("results %v, want one Success and two Warnings", results)
		}
		g.look(t, "File:"+name).is("imageinfo.1", nil)
	})
}

// together makes n requests at once.
func together(n int, request func(i int) answer) []answer {
	answers := make([]answer, n)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() { answers[i] = request(i) })
	}
	all.Wait()
	return answers
}

// settle waits until the wiki's clock has left the second of a file's newest
// version: within it the wiki itself delays the next one.
func (g *tour) settle(t *testing.T, name string) {
	t.Helper()
	newest := g.look(t, "File:"+name).str("imageinfo.0.timestamp")
	eventually(t, "the next second of the wiki's clock", func() bool {
		return g.bot.get(t, params{"action": "query", "meta": "siteinfo"}).str("query.general.time") > newest
	})
}
