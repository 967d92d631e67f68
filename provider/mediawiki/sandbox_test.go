package mediawiki_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha1"
	"io"
	"testing"

	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
)

// TestSandbox takes one file through everything that the client does.
func TestSandbox(t *testing.T) {
	t.Parallel()
	for name, chunk := range map[string]int64{"direct": 0, "chunked": 2048} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, err := sandbox.New()
			if err != nil {
				t.Fatal(err)
			}
			defer w.Close()
			c, err := mediawiki.Dial(t.Context(), mediawiki.Config{
				API: "http://127.0.0.1/w/api.php", Transport: w.Transport(), ChunkSize: chunk,
				Credentials: mediawiki.Credentials{User: sandbox.User, Password: sandbox.Password},
			})
			if err != nil {
				t.Fatal(err)
			}
			if c.Account().Anonymous() || c.Site().ID == "" {
				t.Errorf("%+v at %+v", c.Account(), c.Site())
			}
			take(t, c, "Barn red.png")
		})
	}
}

func take(t *testing.T, c *mediawiki.Client, title provider.Title) {
	var before *provider.Version
	for range 2 {
		body, d := content(t, 5000)
		_, err := c.Upload(t.Context(), provider.Upload{
			Title: title, Digest: d, Body: body, Before: before, Text: "A barn.", Comment: "test",
		})
		if err != nil {
			t.Fatal(err)
		}
		files, err := c.Files(t.Context(), []provider.Title{title, "Missing.png"})
		f := files[title]
		if err != nil || f.Version == nil || f.Version.Digest != d || f.Page == nil || f.Page.TextSHA1 != provider.TextSHA1("A barn.") {
			t.Fatalf("want %v: version %+v, page %+v, %v", d, f.Version, f.Page, err)
		}
		if m, ok := files["Missing.png"]; !ok || m.Version != nil || m.Page != nil {
			t.Errorf("missing: %+v", m)
		}
		if before != nil && before.SHA1 == d.SHA1 {
			t.Error("the content is not another")
		}
		before = f.Version

		holders, err := c.Holders(t.Context(), []provider.SHA1{d.SHA1})
		if err != nil || len(holders[d.SHA1]) != 1 || holders[d.SHA1][0] != title {
			t.Errorf("holders: %v, %v", holders, err)
		}
	}
	pages, err := c.Texts(t.Context(), []provider.Title{title})
	if err != nil || pages[title].Text != "A barn." {
		t.Fatalf("%v, %v", pages, err)
	}
	base := pages[title].Rev
	rev, err := c.Edit(t.Context(), provider.Edit{Title: title, Base: base, Text: "A red barn.", Summary: "colour"})
	if err != nil || rev <= base {
		t.Fatalf("%d, %v", rev, err)
	}
	if rev, err := c.Edit(t.Context(), provider.Edit{Title: title, Base: rev, Text: "A red barn."}); rev != 0 || err != nil {
		t.Errorf("no change: %d, %v", rev, err)
	}
	if _, err := c.Edit(t.Context(), provider.Edit{Title: title, Base: base, Text: "A blue barn."}); provider.KindOf(err) != provider.Conflict {
		t.Errorf("edit of an old revision: %v", err)
	}
	if refusals, err := c.Refusals(t.Context(), []provider.Title{title}, []string{"edit", "upload"}); err != nil || len(refusals) != 0 {
		t.Errorf("refusals: %v, %v", refusals, err)
	}
}

func content(t *testing.T, n int) (*provider.Body, provider.Digest) {
	t.Helper()
	b := make([]byte, n)
	rand.Read(b)
	copy(b, "\x89PNG\r\n\x1a\n")
	return &provider.Body{Size: int64(n), Open: func() (io.ReadSeekCloser, error) {
		return struct {
			io.ReadSeeker
			io.Closer
		}{bytes.NewReader(b), io.NopCloser(nil)}, nil
	}}, provider.Digest{SHA1: sha1.Sum(b), Size: int64(n)}
}

// TestSandboxNames takes files through the names that they can have.
func TestSandboxNames(t *testing.T) {
	t.Parallel()
	w, err := sandbox.New()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	c, err := mediawiki.Dial(t.Context(), mediawiki.Config{
		API: "http://127.0.0.1/w/api.php", Transport: w.Transport(), Credentials: mediawiki.Credentials{User: sandbox.User, Password: sandbox.Password},
	})
	if err != nil {
		t.Fatal(err)
	}
	body, d := content(t, 3000)
	if _, err := c.Upload(t.Context(), provider.Upload{Title: "One.png", Digest: d, Body: body, Text: "A barn."}); err != nil {
		t.Fatal(err)
	}
	for title, text := range map[provider.Title]string{"From.png": "#REDIRECT [[File:One.png]]", "Shows.png": "[[File:One.png]]"} {
		if _, err := c.Edit(t.Context(), provider.Edit{Title: title, Text: text}); err != nil {
			t.Fatal(err)
		}
	}
	look := func(title provider.Title) provider.File {
		t.Helper()
		files, err := c.Files(t.Context(), []provider.Title{title})
		if err != nil {
			t.Fatal(err)
		}
		return files[title]
	}
	before := look("One.png")
	used, err := c.Usage(t.Context(), []provider.Title{"One.png", "Two.png"})
	if u := used["One.png"]; err != nil || u.Count != 1 || u.Pages[0] != "File:Shows.png" || used["Two.png"].Used() {
		t.Errorf("%+v, %v", used, err)
	}
	did, err := c.Move(t.Context(), provider.Move{From: "One.png", To: "Two.png", Page: before.Page.ID, Reason: "why", Redirect: true})
	if err != nil || did != (provider.Moved{Redirect: true}) {
		t.Errorf("%+v, %v", did, err)
	}
	if f := look("Two.png"); f.Page.ID != before.Page.ID || f.Page.ID == 0 || *f.Version != *before.Version {
		t.Errorf("%+v, it was %+v", f, before)
	}
	logs, err := c.Moves(t.Context(), []provider.Title{"One.png", "Two.png"})
	if m := logs["One.png"].Moves; err != nil || len(m) != 1 || m[0].To != "Two.png" || m[0].Page != before.Page.ID || m[0].Reason != "why" || len(logs["Two.png"].Moves) != 0 {
		t.Errorf("%+v, %v", logs, err)
	}
	targets, err := c.Targets(t.Context(), []provider.Title{"From.png", "One.png", "Two.png"})
	if err != nil || len(targets) != 2 || targets["From.png"] != "File:One.png" || targets["One.png"] != "File:Two.png" {
		t.Errorf("%v, %v", targets, err)
	}
	gone, err := c.Delete(t.Context(), provider.Delete{Title: "One.png", Page: look("One.png").Page.ID})
	if f := look("One.png"); gone.Queued || gone.Log == 0 || err != nil || f.Page != nil || look("Two.png").Version == nil {
		t.Errorf("%+v, %+v, %v", f, gone, err)
	}
	if _, err := c.Delete(t.Context(), provider.Delete{Title: "One.png"}); provider.KindOf(err) != provider.Conflict {
		t.Errorf("once more: %v", err)
	}
}
