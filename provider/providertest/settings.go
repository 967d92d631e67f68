package providertest

import (
	"net/http"
	"strings"
	"testing"
)

// Settings are what an operator can set, as far as the suite tests it. The
// zero value changes nothing.
type Settings struct {
	ReadOnly   string // why nothing can be written
	MaxUpload  int64  // bytes of a file
	MaxResult  int64  // bytes of texts in one answer
	WarnSize   int64  // bytes above which large-file warns
	NoUploads  bool
	NoCopies   bool   // no uploads by URL
	CopiesFrom string // the only host to upload from by URL
	Edits      int    // that an account may make in a minute
	Moves      int    // likewise
	// DeleteBatch is of how many revisions a deletion gets rid at once; what has more
	// goes later. LargeHistory is of how many none may delete a page without the right
	// bigdelete.
	DeleteBatch, LargeHistory int

	Small    bool     // titles keep a small first letter
	FileCase string   // how it is in namespace 6: "first-letter", "case-sensitive", or "" for as in the others
	Keep     []string // letters that have no capital
	Language string   // of the content
	// Languages are what begins links to other languages, and Elsewhere what begins links to
	// other wikis beside them.
	Languages, Elsewhere []string
	Private              bool // nobody reads without logging in, and contents are served as MediaWiki says
	Open                 bool // everybody may edit without logging in

	HideRevisions bool // administrators may hide revisions, and entries of the log
}

// under runs a test while the wiki obeys s.
func (g *tour) under(t *testing.T, name string, s Settings, tell func(t *testing.T)) {
	t.Run(name, func(t *testing.T) {
		if g.Set == nil {
			t.Skip("the settings of this wiki are fixed")
		}
		g.Set(t, s)
		tell(t)
	})
}

// settings is facts §2, §4.3, §5.1, §6.5 and §9: answers that the operator of
// a wiki decides about. It changes the wiki for everybody, so its facts follow
// one another.
func (g *tour) settings(t *testing.T) {
	under := func(name string, s Settings, tell func(t *testing.T)) { g.under(t, name, s, tell) }
	general := func(t *testing.T) answer {
		t.Helper()
		return g.bot.get(t, params{"action": "query", "meta": "siteinfo"}).in("query.general")
	}

	// §2, §9: everybody can read, and see why nobody can write.
	under("read-only", Settings{ReadOnly: "moving house"}, func(t *testing.T) {
		general(t).is("readonly", true).is("readonlyreason", "moving house")
		name := g.name("read-only") + ".png"
		g.look(t, "File:"+name).is("missing", true)
		g.bot.upload(t, name, picture(8), nil).refused("readonly").is("errors.0.data.readonlyreason", "moving house")
		g.bot.write(t, params{"action": "edit", "title": name, "text": "x"}).refused("readonly")
	})

	// §1.1: a login is a write.
	under("read-only at login", Settings{ReadOnly: "moving house"}, func(t *testing.T) {
		v := g.stranger()
		v.post(t, v.credentials(t, g.Bot)).refused("readonly").is("login", nil)
	})

	// §2, §9: no uploads at all.
	under("no uploads", Settings{NoUploads: true}, func(t *testing.T) {
		general(t).is("uploadsenabled", false)
		g.bot.upload(t, g.name("off")+".png", picture(8), nil).refused("uploaddisabled")
	})

	// §4.3: the limit, then the size.
	under("large-file", Settings{WarnSize: 100}, func(t *testing.T) {
		name, body := g.name("large")+".png", picture(8)
		g.bot.upload(t, name, body, nil).is("upload.result", "Warning").
			is("upload.warnings", map[string]any{"large-file": []any{map[string]int{"size": 100}, map[string]int{"size": len(body)}}})
		g.bot.upload(t, name, body, params{"ignorewarnings": "1"}).is("upload.result", "Success")
	})

	// §2, §4.8: the limit is known beforehand.
	under("file-too-large", Settings{MaxUpload: 5000}, func(t *testing.T) {
		general(t).is("maxuploadsize", 5000)
		g.bot.upload(t, g.name("too large")+".png", picture(40), nil).refused("file-too-large")
	})

	// §6.5: the trap: in chunks, a size above the limit is taken for the limit
	// with no more than a warning of the API, and when a chunk ends there the
	// upload has succeeded, cut off.
	under("silent truncation", Settings{MaxUpload: 5000}, func(t *testing.T) {
		body := picture(40)
		got := g.bot.part(t, g.name("cut")+".png", body, 0, 5000, "", nil).is("upload.result", "Success").
			is("upload.imageinfo.size", 5000).is("upload.imageinfo.sha1", sum(body[:5000]))
		if !strings.Contains(got.str("warnings.0.text"), "filesize") {
			got.fail("no warning about filesize")
		}
	})

	// §6.5: otherwise the chunk that crosses the limit is refused.
	under("a chunk across the limit", Settings{MaxUpload: 5000}, func(t *testing.T) {
		name, body := g.name("across")+".png", picture(40)
		key := g.bot.part(t, name, body, 0, 4000, "", nil).is("upload.result", "Continue").str("upload.filekey")
		g.bot.part(t, name, body, 4000, len(body), key, nil).refused("invalid-chunk")
	})

	// §2, §9: no Retry-After says how long to wait; the limit's window does.
	under("ratelimited", Settings{Edits: 1}, func(t *testing.T) {
		v := g.need(t, g.Plain) // without noratelimit
		v.hasty = true
		v.get(t, params{"action": "query", "meta": "userinfo", "uiprop": "ratelimits"}).
			is("query.userinfo.ratelimits.edit.user", map[string]int{"hits": 1, "seconds": 60})
		edit := params{"action": "edit", "title": g.name("limit"), "text": "x"}
		v.write(t, edit) // the one edit, or one too many after those of the last minute
		got := v.write(t, edit).refused("ratelimited")
		if got.status != http.StatusOK || got.header.Get("Retry-After") != "" {
			got.fail("not status 200 without Retry-After")
		}
	})

	// §5.1: nothing shows it beforehand.
	under("no uploads by URL", Settings{NoCopies: true}, func(t *testing.T) {
		g.bot.write(t, params{"action": "upload", "filename": g.name("copy") + ".png", "url": "http://127.0.0.1/x.png"}).
			refused("copyuploaddisabled")
	})

	// §5.1: hosts may be listed.
	under("a host that is not listed", Settings{CopiesFrom: "files.example.org"}, func(t *testing.T) {
		g.bot.write(t, params{"action": "upload", "filename": g.name("host") + ".png", "url": "http://127.0.0.1/x.png"}).
			refused("copyuploadbaddomain")
	})
}
