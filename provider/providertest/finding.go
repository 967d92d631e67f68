package providertest

import (
	"strings"
	"testing"
)

// finding is facts §3: who has these bytes already.
func (g *tour) finding(t *testing.T) {
	bySum := func(t *testing.T, hash string) answer {
		t.Helper()
		return g.bot.get(t, params{"action": "query", "list": "allimages", "aisha1": hash, "aiprop": "sha1|size", "ailimit": "max"})
	}

	// §3: the name has underscores, the title spaces; the hash is hexadecimal.
	fact(t, "files by their hash", func(t *testing.T) {
		body := picture(8)
		name := g.name("by") + "_sum.png"
		g.bot.upload(t, name, body, nil).is("upload.result", "Success")
		bySum(t, sum(body)).is("query.allimages.0.name", name).is("query.allimages.0.sha1", sum(body)).
			is("query.allimages.0.title", "File:"+strings.ReplaceAll(name, "_", " ")).is("query.allimages.1", nil)
	})

	// §3: nobody has them.
	fact(t, "an unknown hash", func(t *testing.T) {
		bySum(t, sum(picture(8))).is("query.allimages", []any{})
	})

	// §3: no hash at all.
	fact(t, "a bad hash", func(t *testing.T) {
		bySum(t, "nonsense").refused("invalidsha1hash")
	})

	// §3: only the current version counts.
	fact(t, "an old version is not found", func(t *testing.T) {
		old := picture(8)
		name := g.publish(t, "old sum", old, nil)
		g.replace(t, name, picture(8), nil)
		bySum(t, sum(old)).is("query.allimages", []any{})
	})

	// §3: the same question, from a title.
	fact(t, "duplicate files", func(t *testing.T) {
		body := picture(8)
		one := g.publish(t, "one", body, nil)
		two := g.name("two") + ".png"
		g.bot.upload(t, two, body, params{"ignorewarnings": "1"}).is("upload.result", "Success")
		g.bot.get(t, params{"action": "query", "titles": "File:" + one, "prop": "duplicatefiles"}).
			is("query.pages.0.duplicatefiles.0.name", two).is("query.pages.0.duplicatefiles.0.shared", false)
	})
}
