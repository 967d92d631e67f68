package sandbox

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What the operator of a wiki, or somebody else on it, keeps a client from.
func TestRefusals(t *testing.T) {
	t.Parallel()
	set := func(change func(*Settings)) func(*Wiki) error {
		return func(w *Wiki) error { w.Configure(change); return nil }
	}
	for _, c := range []struct {
		name         string
		given        func(*Wiki) error
		upload, edit any // codes; nil: it succeeds
	}{
		{"nothing", func(*Wiki) error { return nil }, nil, nil},
		{"read-only", func(w *Wiki) error { w.SetReadOnly("backup"); return nil }, "readonly", "readonly"},
		{"protected", func(w *Wiki) error { return w.Protect("File:A.png") }, "protectedpage", "protectedpage"},
		{"blocked", func(w *Wiki) error { return w.Block("Sandbox", "spam") }, "blocked", "blocked"},
		{"uploads off", set(func(s *Settings) { s.UploadsOff = true }), "uploaddisabled", nil},
		{"small files", set(func(s *Settings) { s.MaxUpload = 10 }), "file-too-large", nil},
		{"small PHP", set(func(s *Settings) { s.MaxPart = 10 }), "badupload", nil},
		{"other types", set(func(s *Settings) { s.Extensions = []string{"jpg"} }), "filetype-banned", nil},
		{"small pages", set(func(s *Settings) { s.MaxText = 3 }), nil, "contenttoobig"},
		{"shared, without the right", func(w *Wiki) error {
			w.accounts[0].Rights = []string{"read", "edit", "createpage", "upload", "applychangetags"}
			return w.Share("A.png", picture(7))
		}, "fileexists-shared-forbidden", nil},
		{"no tagging", func(w *Wiki) error {
			w.accounts[0].Rights = []string{"read", "edit", "createpage", "upload"}
			return nil
		}, "tags-apply-no-permission", "tags-apply-no-permission"},
		{"no creating", func(w *Wiki) error {
			w.accounts[0].Rights = []string{"read", "edit", "upload"}
			return nil
		}, "cantcreate", "cantcreate"},
		{"a file of somebody else", func(w *Wiki) error {
			w.accounts[0].Rights = []string{"read", "edit", "createpage", "upload", "reupload-own"}
			return w.PutFile("A.png", picture(9), "", "Admin")
		}, "fileexists-forbidden", "tags-apply-no-permission"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			client := enter(t, w)
			if err := c.given(w); err != nil {
				t.Fatal(err)
			}
			if got := code(client.send("file", picture(1), "filename", "A.png", "tags", "logo")); got != c.upload {
				t.Errorf("upload: %v, want %v", got, c.upload)
			}
			if got := code(client.post("action", "edit", "title", "File:A.png", "text", "text", "tags", "logo")); got != c.edit {
				t.Errorf("edit: %v, want %v", got, c.edit)
			}
		})
	}
}

func TestPreflight(t *testing.T) {
	t.Parallel()
	w := open(t)
	c := enter(t, w)
	if err := w.PutFile("A.png", picture(1), "", "Admin"); err != nil {
		t.Fatal(err)
	}
	if err := w.Protect("File:A.png"); err != nil {
		t.Fatal(err)
	}
	got := c.post("action", "query", "titles", "File:A.png", "prop", "info", "intestactions", "upload", "intestactionsdetail", "full")
	if code := at(got, "query", "pages", 0, "actions", "upload", 0, "code"); code != "protectedpage" {
		t.Errorf("a protected page: %v", got)
	}
	if err := w.Block("Sandbox", "spam"); err != nil {
		t.Fatal(err)
	}
	if got := c.post("action", "query", "meta", "userinfo", "uiprop", "blockinfo"); at(got, "query", "userinfo", "blockreason") != "spam" {
		t.Errorf("blockinfo: %v", got)
	}
}

func TestSharedFile(t *testing.T) {
	t.Parallel()
	w := open(t)
	c := enter(t, w)
	if err := w.Share("A.png", picture(1)); err != nil {
		t.Fatal(err)
	}
	page := at(c.post("action", "query", "titles", "File:A.png", "prop", "imageinfo", "iiprop", "sha1|user"), "query", "pages", 0)
	if at(page, "imagerepository") != "shared" || at(page, "known") != true || at(page, "missing") != true || at(page, "imageinfo", 0, "user") != "shared>Uploader" {
		t.Errorf("a shared file: %v", page)
	}
	if got := at(c.send("file", picture(1), "filename", "B.png"), "upload", "warnings", "duplicate", 0); got != "A.png" {
		t.Errorf("the same bytes: duplicate of %v", got)
	}
	// The name is no reason to warn (facts §4.3).
	if got := at(c.send("file", picture(2), "filename", "A.png"), "upload", "result"); got != "Success" {
		t.Errorf("the same name: %v", got)
	}
}

func TestBearerTokens(t *testing.T) {
	t.Parallel()
	w := open(t, Accounts(Account{Name: "Owner", Token: "secret", Rights: BotRights()}))
	ask := func(token string) any {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, api+"?"+form("", []string{"action", "query", "meta", "userinfo|tokens"}).Encode(), nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+token)
		res, err := w.Transport().RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		return (&client{t: t}).decode(res)
	}
	if got := ask("secret"); at(got, "query", "userinfo", "name") != "Owner" || at(got, "query", "tokens", "csrftoken") == `+\` {
		t.Errorf("the right token: %v", got)
	}
	if got := ask("wrong"); code(got) != "mwoauth-invalid-authorization" {
		t.Errorf("a wrong token: %v", got)
	}
	w.Configure(func(s *Settings) { s.NoOAuth = true })
	if got := ask("secret"); at(got, "query", "userinfo", "anon") != true {
		t.Errorf("a wiki without the extension: %v", got)
	}
}

func TestProxyLimit(t *testing.T) {
	t.Parallel()
	w := open(t, Configure(func(s *Settings) { s.MaxBody = 4096 }))
	c := enter(t, w)
	res, err := c.trySend("file", io.LimitReader(&endless{}, 10_000), "filename", "A.txt")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d for a large body", res.StatusCode)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func TestFetch(t *testing.T) {
	t.Parallel()
	hops := 0
	source := roundTrip(func(req *http.Request) (*http.Response, error) {
		res := &http.Response{StatusCode: 200, Status: "200 OK", Header: http.Header{}, Request: req, Body: io.NopCloser(strings.NewReader(string(picture(1))))}
		switch req.URL.Path {
		case "/none":
			res.StatusCode, res.Status = 404, "404 Not Found"
		case "/empty":
			res.Body = http.NoBody
		case "/html":
			res.Body = io.NopCloser(strings.NewReader("<!DOCTYPE html><title>no</title>"))
		case "/loop":
			res.StatusCode = 302
			res.Header.Set("Location", "/loop")
			hops++
		case "/short":
			res.Body = io.NopCloser(io.MultiReader(strings.NewReader("x"), readerFunc(func([]byte) (int, error) { return 0, io.ErrUnexpectedEOF })))
		case "/large":
			res.Body = io.NopCloser(io.LimitReader(&endless{}, 5000))
		}
		return res, nil
	})
	w := open(t, Fetch(source), Configure(func(s *Settings) { s.MaxUpload, s.CopyHosts = 4000, []string{"*.example.org"} }))
	c := enter(t, w)
	for path, want := range map[string]any{"https://a.example.org/none": "http-bad-status", "https://a.example.org/empty": "empty-file",
		"https://a.example.org/html": "verification-error", "https://a.example.org/loop": "upload-too-many-redirects",
		"https://a.example.org/short": "http-curl-error", "https://a.example.org/large": "file-too-large", "ftp://a.example.org/": "http-invalid-url",
		"https://example.org/": "copyuploadbaddomain", "https://a.example.org/ok": nil} {
		if got := code(c.post("action", "upload", "filename", "A.png", "url", path)); got != want {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
	if hops != maxRedirects+1 {
		t.Errorf("%d requests of the loop", hops)
	}
	if got := code(enter(t, open(t)).post("action", "upload", "filename", "A.png", "url", "https://a.example.org/ok")); got != "copyuploaddisabled" {
		t.Errorf("without the option: %v", got)
	}
}

func TestContinuation(t *testing.T) {
	t.Parallel()
	w := open(t, Configure(func(s *Settings) { s.MaxResult = 100 }))
	c := enter(t, w)
	var titles []string
	for _, name := range []string{"A", "B", "C"} {
		if err := w.PutPage(name, strings.Repeat(name, 60), "Admin"); err != nil {
			t.Fatal(err)
		}
		titles = append(titles, name)
	}
	query := []string{"action", "query", "titles", strings.Join(titles, "|"), "prop", "revisions|info", "rvprop", "content", "rvslots", "main"}
	seen := map[any]int{}
	requests := 0
	for more := []string(nil); ; requests++ {
		got := c.post(append(query, more...)...)
		for i := range titles {
			page := at(got, "query", "pages", i)
			if at(page, "revisions") != nil {
				seen[at(page, "title")]++
			}
		}
		next, ok := at(got, "continue").(map[string]any)
		if ok == (at(got, "batchcomplete") == true) {
			t.Fatalf("batchcomplete and continue do not fit: %v", got)
		}
		if !ok {
			break
		}
		more = nil
		for key, value := range next {
			more = append(more, key, value.(string))
		}
	}
	if requests != 2 || seen["A"] != 1 || seen["B"] != 1 || seen["C"] != 1 {
		t.Errorf("texts %v in %d continuations", seen, requests)
	}
}

// What a wiki has is told title by title, with the pages' ids and all that they were.
func TestHoldings(t *testing.T) {
	t.Parallel()
	w, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		w.PutPage("File:A.png", "one", "Anna"), w.PutPage("File:A.png", "two", "Berta"), w.Redirect("Anna", "File:R.png", "File:A.png"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	got, err := w.Holdings()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]Holding{
		"File:A.png": {Page: 1, Revisions: []Revision{{Text: "two", User: "Berta"}, {Text: "one", User: "Anna"}}},
		"File:R.png": {Page: 2, Redirect: "File:A.png", Revisions: []Revision{{Text: "#REDIRECT [[File:A.png]]", User: "Anna", Tags: []string{"mw-new-redirect"}}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
