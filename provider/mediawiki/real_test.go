package mediawiki

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha1"
	"encoding/hex"
	"image"
	"image/png"
	"io"
	"log/slog"
	"os"
	"testing"
	"time"

	"wikiform/provider"
)

// dialReal connects to the wiki that WIKIFORM_TEST_API names; without one the
// test is for another machine.
func dialReal(t *testing.T, change func(*Config)) *Client {
	t.Helper()
	cfg := Config{
		API:         os.Getenv("WIKIFORM_TEST_API"),
		UserAgent:   "wikiform-test/0 (mailto:maintainers@wikiform.invalid)",
		Credentials: Credentials{User: os.Getenv("WIKIFORM_TEST_USER"), Password: os.Getenv("WIKIFORM_TEST_PASSWORD")},
	}
	if cfg.API == "" {
		t.Skip("WIKIFORM_TEST_API is not set")
	}
	cfg.Log = slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelInfo}))
	if change != nil {
		change(&cfg)
	}
	c, err := Dial(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// picture is a PNG that no wiki has seen, of at least n bytes.
func picture(t *testing.T, n int) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 16, 16))
	rand.Read(img.Pix)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	// What follows the end of a PNG is ignored.
	pad := make([]byte, max(n-b.Len(), 0))
	rand.Read(pad)
	return append(b.Bytes(), pad...)
}

func bodyOf(b []byte) (*provider.Body, provider.Digest) {
	return &provider.Body{
			Size: int64(len(b)),
			Open: func() (io.ReadSeekCloser, error) { return nopCloser{bytes.NewReader(b)}, nil },
		},
		provider.Digest{SHA1: sha1.Sum(b), Size: int64(len(b))}
}

type nopCloser struct{ io.ReadSeeker }

func (nopCloser) Close() error { return nil }

func freshTitle(name string) provider.Title {
	b := make([]byte, 4)
	rand.Read(b)
	return provider.Title("Mwclient " + hex.EncodeToString(b) + " " + name)
}

func mustUpload(t *testing.T, c *Client, u provider.Upload) provider.Version {
	t.Helper()
	v, err := c.Upload(t.Context(), u)
	if err != nil {
		t.Fatalf("%s: %v", u.Title, err)
	}
	return v
}

func fileNow(t *testing.T, c *Client, title provider.Title) provider.File {
	t.Helper()
	files, err := c.Files(t.Context(), []provider.Title{title})
	if err != nil {
		t.Fatal(err)
	}
	return files[title]
}

func TestRealSite(t *testing.T) {
	c := dialReal(t, nil)
	if s := c.Site(); s.ID == "" || s.MaxUpload == 0 || s.MinChunk == 0 || len(s.Extensions) == 0 || len(s.Tags) == 0 {
		t.Errorf("site lacks facts: %+v", s)
	}
	if a := c.Account(); a.Anonymous() || !a.Can("upload") || len(a.Limits) == 0 {
		t.Errorf("account lacks facts: %+v", a)
	}
}

func TestRealUploads(t *testing.T) {
	upload := func(c *Client, title provider.Title, b []byte, before *provider.Version) provider.Version {
		t.Helper()
		body, d := bodyOf(b)
		v := mustUpload(t, c, provider.Upload{
			Title: title, Digest: d, Body: body, Text: "text of " + string(title), Comment: "by test", Before: before,
			Tags: []string{c.Site().Tags[0]},
		})
		if now := fileNow(t, c, title); now.Version == nil || now.Version.Digest != d || v.Digest != d {
			t.Fatalf("%s: answered %v, the wiki has %+v, want %v", title, v, now.Version, d)
		}
		return v
	}
	for name, size := range map[string]int64{"direct.png": 0, "chunked.png": 4096} {
		t.Run(name, func(t *testing.T) {
			c := dialReal(t, func(cfg *Config) { cfg.ChunkSize = size })
			title := freshTitle(name)
			first := upload(c, title, picture(t, 10_000), nil)
			if now := fileNow(t, c, title); now.Page.TextSHA1 != provider.TextSHA1("text of "+string(title)) {
				t.Errorf("page is %+v", now.Page)
			}
			time.Sleep(time.Until(first.Time.Add(2 * time.Second))) // one version a second (facts §4.5)
			b := picture(t, 11_000)
			second := upload(c, title, b, &first)

			body, d := bodyOf(b)
			again := mustUpload(t, c, provider.Upload{Title: title, Digest: d, Body: body, Before: &first})
			if again.Time != second.Time {
				t.Errorf("the same bytes made another version: %v, then %v", second, again)
			}
			_, err := c.Upload(t.Context(), func() provider.Upload {
				body, d := bodyOf(picture(t, 9000))
				return provider.Upload{Title: title, Digest: d, Body: body}
			}())
			if provider.KindOf(err) != provider.Conflict {
				t.Errorf("creating over a file: %v", err)
			}
			if now := fileNow(t, c, title); now.Version.Digest != d {
				t.Errorf("a refused upload changed the file: %+v", now.Version)
			}
		})
	}
}

func TestRealDuplicate(t *testing.T) {
	c := dialReal(t, nil)
	body, d := bodyOf(picture(t, 5000))
	mustUpload(t, c, provider.Upload{Title: freshTitle("one.png"), Digest: d, Body: body})
	u := provider.Upload{Title: freshTitle("two.png"), Digest: d, Body: body}
	_, err := c.Upload(t.Context(), u)
	if provider.KindOf(err) != provider.Warned {
		t.Fatalf("a duplicate was not stopped: %v", err)
	}
	t.Log(err)
	if f := fileNow(t, c, u.Title); f.Version != nil {
		t.Fatal("a stopped upload is there")
	}
	u.Accept = []provider.WarningKind{provider.WarnDuplicate}
	mustUpload(t, c, u)
	holders, err := c.Holders(t.Context(), []provider.SHA1{d.SHA1, {1}})
	if err != nil || len(holders) != 1 || len(holders[d.SHA1]) != 2 {
		t.Errorf("holders: %v, %v", holders, err)
	}
}

func TestRealByURL(t *testing.T) {
	c := dialReal(t, nil)
	dir, base := os.Getenv("WIKIFORM_TEST_SOURCE_DIR"), os.Getenv("WIKIFORM_TEST_SOURCE_URL")
	if dir == "" {
		t.Skip("WIKIFORM_TEST_SOURCE_DIR is not set")
	}
	b, title := picture(t, 7000), freshTitle("url.png")
	if err := os.WriteFile(dir+"/"+title.Key(), b, 0o644); err != nil {
		t.Fatal(err)
	}
	_, d := bodyOf(b)
	u := provider.Upload{Title: title, URL: base + title.Key(), Digest: provider.Digest{SHA1: provider.SHA1{1}}}
	_, err := c.Upload(t.Context(), u)
	if provider.KindOf(err) != provider.Source {
		t.Errorf("a URL that is not as pinned: %v", err)
	}
	if f := fileNow(t, c, title); f.Version != nil {
		t.Fatal("content that is not as pinned was published")
	}
	u.Digest = provider.Digest{}
	if v := mustUpload(t, c, u); v.Digest != d {
		t.Errorf("stored %v, want %v", v.Digest, d)
	}
	u.URL += ".nope"
	if _, err = c.Upload(t.Context(), u); provider.KindOf(err) != provider.Source {
		t.Errorf("a URL that is not there: %v", err)
	}
}

func TestRealEdit(t *testing.T) {
	c := dialReal(t, nil)
	title := freshTitle("edit.png")
	body, d := bodyOf(picture(t, 3000))
	mustUpload(t, c, provider.Upload{Title: title, Digest: d, Body: body, Text: "one\n\ntwo\n\nthree"})
	page := fileNow(t, c, title).Page
	edit := func(base int64, text string) (int64, error) {
		return c.Edit(t.Context(), provider.Edit{Title: title, Base: base, Text: text, Summary: "test"})
	}
	if rev, err := edit(page.Rev, "one\n\ntwo\n\nthree  \n"); rev != 0 || err != nil {
		t.Errorf("the same text: %d, %v", rev, err)
	}
	rev, err := edit(page.Rev, "ONE\n\ntwo\n\nthree")
	if err != nil || rev <= page.Rev {
		t.Fatalf("edit: %d, %v", rev, err)
	}
	texts, err := c.Texts(t.Context(), []provider.Title{title, freshTitle("missing.png")})
	if p := texts[title]; err != nil || p.ID != page.ID || p.ID == 0 || len(texts) != 1 || p.Text != "ONE\n\ntwo\n\nthree" || p.Rev != rev || p.TextSHA1 != provider.TextSHA1(p.Text) {
		t.Errorf("texts: %+v, %v", texts, err)
	}
	for _, text := range []string{"one!\n\ntwo\n\nthree", "one\n\ntwo\n\nTHREE"} {
		if _, err := edit(page.Rev, text); provider.KindOf(err) != provider.Conflict {
			t.Errorf("edit on an old base: %v", err)
		}
	}
	if _, err := edit(0, "x"); provider.KindOf(err) != provider.Conflict {
		t.Errorf("creating a page that is there: %v", err)
	}
}

func TestRealManyTitles(t *testing.T) {
	c := dialReal(t, nil)
	titles := []provider.Title{"Café | x.png"}
	titles[0] = "Cafe\u0301 nfd.png" // not what ParseTitle gives, but the wiki must be understood
	for range 620 {
		titles = append(titles, freshTitle("missing.png"))
	}
	files, err := c.Files(t.Context(), titles)
	if err != nil || len(files) != len(titles) {
		t.Fatalf("%d of %d files, %v", len(files), len(titles), err)
	}
	refusals, err := c.Refusals(t.Context(), titles, []string{"edit", "upload"})
	if err != nil || len(refusals) != 0 {
		t.Errorf("refusals: %v, %v", refusals, err)
	}
}

// TestRealRedirects tells a redirect's own file from its target's.
func TestRealRedirects(t *testing.T) {
	c := dialReal(t, nil)
	upload := func(title provider.Title) provider.Digest {
		body, d := bodyOf(picture(t, 3000))
		mustUpload(t, c, provider.Upload{Title: title, Digest: d, Body: body, Text: "text"})
		return d
	}
	aim, own, bare := freshTitle("aim.png"), freshTitle("own.png"), freshTitle("bare.png")
	upload(aim)
	d := upload(own)
	for title, base := range map[provider.Title]int64{own: fileNow(t, c, own).Page.Rev, bare: 0} {
		if _, err := c.Edit(t.Context(), provider.Edit{Title: title, Base: base, Text: "#REDIRECT [[" + aim.Page() + "]]"}); err != nil {
			t.Fatal(err)
		}
	}
	if f := fileNow(t, c, own); !f.Redirect || f.Version == nil || f.Version.Digest != d {
		t.Errorf("a redirect with a file: %+v", f)
	}
	if f := fileNow(t, c, bare); !f.Redirect || f.Version != nil || f.Page == nil {
		t.Errorf("a redirect without one: %+v", f)
	}
	thumbs, err := c.Thumbs(t.Context(), []provider.Title{aim, own, bare}, 100)
	if err != nil || len(thumbs) != 2 || thumbs[own].SHA1 != d.SHA1 {
		t.Errorf("thumbs: %+v, %v", thumbs, err)
	}
}

// TestRealStoredTitles asks for titles that the wiki stores in other forms, by
// which it answers an upload as well.
func TestRealStoredTitles(t *testing.T) {
	c := dialReal(t, nil)
	tail := freshTitle("x.png")
	var titles []provider.Title
	for _, letter := range []string{"z", "é", "ß", "ﬁ", "ǆ", "თ", "ΐ", "i̇", "日"} {
		titles = append(titles, provider.Title(letter)+tail)
	}
	files, err := c.Files(t.Context(), titles)
	if err != nil {
		t.Fatal(err)
	}
	for _, asked := range titles {
		stored := files[asked].Title
		if f := fileNow(t, c, stored); f.Title != stored || f.Version != nil {
			t.Errorf("%q is stored as %q, and that as %q", asked, stored, f.Title)
		}
		body, d := bodyOf(picture(t, 3000))
		mustUpload(t, c, provider.Upload{Title: stored, Digest: d, Body: body})
		if f := fileNow(t, c, stored); f.Version == nil || f.Version.Digest != d {
			t.Errorf("%q: %+v", stored, f)
		}
	}
}

func TestRealLostSession(t *testing.T) {
	c := dialReal(t, nil)
	c.session = newSession() // as if the wiki had forgotten it
	c.session.csrf = `+\`
	body, d := bodyOf(picture(t, 3000))
	mustUpload(t, c, provider.Upload{Title: freshTitle("session.png"), Digest: d, Body: body})
	c.current().csrf = "stale+\\"
	body, d = bodyOf(picture(t, 3000))
	mustUpload(t, c, provider.Upload{Title: freshTitle("token.png"), Digest: d, Body: body})
}

func TestRealRefusals(t *testing.T) {
	dialReal(t, nil)
	for name, creds := range map[string]Credentials{
		"wrong password":    {User: os.Getenv("WIKIFORM_TEST_USER"), Password: "wrong"},
		"token not checked": {Token: "not-a-token"},
	} {
		_, err := Dial(context.Background(), Config{API: os.Getenv("WIKIFORM_TEST_API"), Credentials: creds})
		if provider.KindOf(err) != provider.Auth {
			t.Errorf("%s: %v", name, err)
		}
	}
	c := dialReal(t, nil)
	body, d := bodyOf(picture(t, 3000))
	_, err := c.Upload(t.Context(), provider.Upload{Title: freshTitle("tags.png"), Digest: d, Body: body, Tags: []string{"no such tag"}})
	if provider.KindOf(err) != provider.Rejected {
		t.Errorf("unknown tag: %v", err)
	}
}
