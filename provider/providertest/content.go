package providertest

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"image"
	"image/png"
	"math/rand/v2"
	"testing"
)

// picture is a PNG that no wiki has seen before, of about 4·side² bytes: its
// noise does not compress.
func picture(side int) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, side, side))
	for i := range img.Pix {
		img.Pix[i] = byte(rand.Uint32())
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err) // bytes.Buffer takes everything
	}
	return b.Bytes()
}

func sum(b []byte) string {
	s := sha1.Sum(b)
	return hex.EncodeToString(s[:])
}

// publish makes a new file and gives its name in database form.
func (g *tour) publish(t *testing.T, what string, body []byte, more params) string {
	t.Helper()
	name := g.name(what) + ".png"
	g.bot.upload(t, name, body, more).is("upload.result", "Success").is("upload.imageinfo.sha1", sum(body))
	return name
}

// replace makes a new version of a file. It repeats a request that came within
// a second of the last replacement (facts §4.5).
func (g *tour) replace(t *testing.T, name string, body []byte, more params) answer {
	t.Helper()
	var got answer
	eventually(t, "the next second", func() bool {
		got = g.bot.upload(t, name, body, params{"ignorewarnings": "1"}.and(more))
		return got.code() != "backend-fail-alreadyexists"
	})
	return got.is("upload.result", "Success")
}

// look reads everything about one title; the answer is the page's object.
func (g *tour) look(t *testing.T, title string) answer {
	t.Helper()
	return g.bot.get(t, params{"action": "query", "titles": title, "prop": "imageinfo|info|revisions",
		"iiprop": "sha1|size|mime|timestamp|user|comment|archivename|canonicaltitle", "iilimit": "max",
		"rvprop": "ids|content|sha1|timestamp|tags|comment|user", "rvslots": "main"}).in("query.pages.0")
}

// write gives a page a text and gives the revision's id.
func (g *tour) write(t *testing.T, title, text string) int {
	t.Helper()
	return g.bot.write(t, params{"action": "edit", "title": title, "text": text}).
		is("edit.result", "Success").num("edit.newrevid")
}

// storedText is where look has the text of a page.
const storedText = "revisions.0.slots.main.content"
