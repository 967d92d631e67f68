package sandbox

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func look(t *testing.T, w *Wiki, path string) (*http.Response, string) {
	t.Helper()
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
	body, err := io.ReadAll(rec.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	return rec.Result(), string(body)
}

// Whatever somebody has written is text on a page.
func TestPagesEscape(t *testing.T) {
	t.Parallel()
	const evil = `</pre><script>alert(1)</script>"'`
	w := open(t, Clock(steps()))
	c := enter(t, w)
	name := `Q"'&?.png`
	c.send("file", picture(1), "filename", name, "comment", evil, "text", evil, "tags", "wikiform")
	c.send("file", picture(2), "filename", name, "comment", evil, "ignorewarnings", "1")
	c.post("action", "edit", "title", "File:"+name, "text", evil+"2", "summary", evil)
	for _, path := range []string{"/", `/wiki/File:Q%22'&%3F.png`, "/wiki/Special:Log"} {
		res, body := look(t, w, path)
		if res.StatusCode != http.StatusOK || strings.Contains(body, "<script") || strings.Contains(body, `"'&?`) {
			t.Errorf("%s: status %d, or not escaped:\n%s", path, res.StatusCode, body)
		}
		if policy := res.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: policy %q", path, policy)
		}
	}
	_, body := look(t, w, `/wiki/File:Q%22'&%3F.png`)
	for _, want := range []string{"&lt;script&gt;alert(1)&lt;/script&gt;", `<span class="tag">wikiform</span>`, "/w/images/archive/20261123", "overwrite"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q:\n%s", want, body)
		}
	}
}

func TestContentIsServed(t *testing.T) {
	t.Parallel()
	w := open(t, Clock(steps()))
	drawing := `<svg xmlns="http://www.w3.org/2000/svg" width="3" height="4"/>`
	for name, body := range map[string]string{"A.svg": drawing, "B.png": string(picture(1))} {
		if err := w.PutFile(name, []byte(body), "", "Admin"); err != nil {
			t.Fatal(err)
		}
	}
	res, body := look(t, w, "/w/images/A.svg")
	if body != drawing || res.Header.Get("Content-Type") != "image/svg+xml" || res.Header.Get("X-Content-Type-Options") != "nosniff" ||
		!strings.Contains(res.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("%q with %v", body, res.Header)
	}
	if err := w.PutFile("B.png", picture(2), "", "Admin"); err != nil {
		t.Fatal(err)
	}
	versions, err := w.Versions("B.png")
	if err != nil {
		t.Fatal(err)
	}
	if _, body := look(t, w, "/w/images/archive/"+versions[1].Archive); body != string(picture(1)) {
		t.Errorf("the older version is %q", body)
	}
	for _, path := range []string{"/w/images/None.png", "/w/images/archive/x!B.png", "/wiki/File:None.png", "/wiki/a%3Cb"} {
		if res, _ := look(t, w, path); res.StatusCode != http.StatusNotFound && res.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: status %d", path, res.StatusCode)
		}
	}
}

func TestManyFilesHavePages(t *testing.T) {
	t.Parallel()
	w := open(t)
	for i := range cardsOnPage + 1 {
		if err := w.PutFile("F"+itoa(1000+i)+".png", picture(byte(i)), "", "Admin"); err != nil {
			t.Fatal(err)
		}
	}
	_, first := look(t, w, "/")
	_, second := look(t, w, "/?skip=120")
	if strings.Count(first, "<li class") != cardsOnPage || strings.Count(second, "<li class") != 1 || !strings.Contains(first, "skip=120") {
		t.Errorf("%d and %d cards", strings.Count(first, "<li class"), strings.Count(second, "<li class"))
	}
}

func TestNamesHavePages(t *testing.T) {
	t.Parallel()
	w := open(t)
	must(t, w.PutFile("Old.png", picture(1), "", "Anna"), w.PutPage("Story", "[[File:Old.png|thumb]]", "Anna"), w.Move("Anna", "File:Old.png", "File:New.png", true),
		w.Redirect("Anna", "File:Double.png", "File:Old.png"), w.Redirect("Anna", "File:Broken.png", "File:Nowhere.png"))
	for path, wants := range map[string][]string{
		"/wiki/File:Old.png":          {`A redirect to <a href="/wiki/File:New.png">File:New.png</a>.`, "Redirects to this page", "File:Double.png", "Story"},
		"/wiki/File:New.png":          {"Redirects to this page", "File:Old.png", "Pages that show the file", "Story"},
		"/wiki/Special:Log":           {`File:Old.png</a> → <a href="/wiki/File:New.png">File:New.png</a>`, "moved"},
		"/wiki/Special:ListRedirects": {"File:Double.png", "a redirect itself", "where nothing is"},
	} {
		res, body := look(t, w, path)
		for _, want := range wants {
			if res.StatusCode != http.StatusOK || !strings.Contains(body, want) {
				t.Errorf("%s: status %d, lacks %q:\n%s", path, res.StatusCode, want, body)
			}
		}
	}
}
