package cli_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"wikiform/provider"
)

// TestCuresOfOutcomes is [TestCures] for what comes of a file otherwise than by a
// refusal: somebody was faster, the wiki stores something else, nobody knows, the
// run stopped, the source is another one by then.
func TestCuresOfOutcomes(t *testing.T) {
	t.Parallel()
	again := "Run apply again to go on: what is done is not done a second time."
	manifest := "1 file fails again until the manifest, or what it names, is changed."
	replan := "Plan again for 1 file, which is no longer as the plan saw it."
	// changed has the file on the wiki, and another content and text in the manifest.
	changed := func(a *ailing) {
		a.run("apply", "-auto-approve")
		put(a.t, filepath.Join(a.dir, "a.png"), png(2))
		a.manifest("A.png", "another text", "")
	}
	theirs := func(a *ailing) { check(a.t, a.wiki.PutPage("File:A.png", "their text", "Anna")) }
	for name, tt := range map[string]cure{
		"stale: edited just before": {func(a *ailing) {
			a.run("apply", "-auto-approve")
			a.manifest("A.png", "another text", "")
			a.once("edit", theirs, nil)
		}, replan, provider.CureReplan, 6, nil},
		"failed: edited between content and text": {func(a *ailing) {
			changed(a)
			a.once("upload", theirs, nil)
		}, replan, provider.CureReplan, 4, nil},
		"failed: edited right after": {func(a *ailing) {
			changed(a)
			a.once("edit", nil, theirs)
		}, replan, provider.CureReplan, 4, nil},
		"failed: a new page is edited right after": {func(a *ailing) {
			a.once("upload", nil, theirs)
		}, replan, provider.CureReplan, 4, nil},
		"failed: the wiki stores another text": {func(a *ailing) {
			a.run("apply", "-auto-approve")
			a.manifest("A.png", "another text", "")
			a.rewrites()
		}, manifest, provider.CureManifest, 4, func(a *ailing) { a.meets(nil) }},
		"unknown: the answer is lost, and then the wiki": {func(a *ailing) {
			changed(a)
			lost := false
			a.meets(func(w http.ResponseWriter, r *http.Request) bool {
				if !lost && formValue(r, "action") != "upload" {
					return false
				}
				if !lost {
					a.wiki.ServeHTTP(httptest.NewRecorder(), r)
					lost = true
				}
				http.Error(w, "no", http.StatusBadGateway)
				return true
			})
		}, again, provider.CureRerun, 1, nil},
		"blocked in the plan": {func(a *ailing) {
			put(a.t, filepath.Join(a.dir, "b.png"), png(3))
			a.manifest("A.png", "text", second("B.exe"))
		}, "! file.b  File:B.exe", provider.CureManifest, 4, func(a *ailing) { a.manifest("A.png", "text", second("B.png")) }},
		"not started: a budget": {func(a *ailing) {
			put(a.t, filepath.Join(a.dir, "a.png"), append(png(1), bytes.Repeat([]byte("0123456789abcdef"), 1000)...))
			a.applies = []string{"-chunk-size=4KiB", "-max-bytes=10KiB"}
		}, again, provider.CureRerun, 9, nil},
		"not started: what stopped the run has to be mended": {func(a *ailing) {
			put(a.t, filepath.Join(a.dir, "b.png"), png(3))
			a.manifest("A.png", "text", second("B.png"))
			a.applies = []string{"-parallelism=1"}
			a.says("action", "upload", "blocked")
		}, "2 files fail again until an administrator of the wiki changes something there.", provider.CureWiki, 1, func(a *ailing) { a.meets(nil) }},
		"failed: the source was changed meanwhile": {func(a *ailing) {
			put(a.t, filepath.Join(a.dir, "b.png"), png(3))
			a.manifest("A.png", "text", second("B.png"))
			a.applies = []string{"-parallelism=1"}
			a.once("upload", nil, func(a *ailing) { put(a.t, filepath.Join(a.dir, "b.png"), append(png(4), "more"...)) })
		}, replan, provider.CureReplan, 4, nil},
		"failed: the source was changed meanwhile, and is as long": {func(a *ailing) {
			put(a.t, filepath.Join(a.dir, "b.png"), png(3))
			a.manifest("A.png", "text", second("B.png"))
			a.applies = []string{"-parallelism=1"}
			a.once("upload", nil, func(a *ailing) { put(a.t, filepath.Join(a.dir, "b.png"), png(4)) })
		}, replan, provider.CureReplan, 4, nil},
		"failed: a source of which the server wants to be left alone": {func(a *ailing) {
			busy := true
			a.pinned(func(w http.ResponseWriter) bool {
				if busy {
					w.Header().Set("Retry-After", "3600")
					http.Error(w, "later", http.StatusServiceUnavailable)
				}
				wasBusy := busy
				busy = false
				return wasBusy
			})
			a.flags = []string{"-allow-private-sources"}
		}, again, provider.CureRerun, 1, nil},
		"failed: a source at a private address": {func(a *ailing) { a.pinned(nil) },
			"1 file fails again with this command line.", provider.CureCommand, 1, func(a *ailing) { a.flags = []string{"-allow-private-sources"} }},
	} {
		t.Run(name, tt.test)
	}
}

// once has somebody be at work just before or just after the wiki carries out the
// first request of an action.
func (a *ailing) once(action string, before, after func(a *ailing)) {
	a.meets(func(w http.ResponseWriter, r *http.Request) bool {
		if formValue(r, "action") != action {
			return false
		}
		a.meets(nil)
		if before != nil {
			before(a)
		}
		a.wiki.ServeHTTP(w, r)
		if after != nil {
			after(a)
		}
		return true
	})
}

// rewrites has the wiki store another text than is sent, as it does with "~~~~".
func (a *ailing) rewrites() {
	a.meets(func(w http.ResponseWriter, r *http.Request) bool {
		if formValue(r, "action") != "edit" {
			return false
		}
		check(a.t, r.ParseMultipartForm(1<<20))
		form := url.Values(r.MultipartForm.Value)
		form.Set("text", "what the wiki makes of it")
		form.Del("md5")
		body := form.Encode()
		other := r.Clone(r.Context())
		other.Form, other.PostForm, other.MultipartForm = nil, nil, nil
		other.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		other.Body, other.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
		a.wiki.ServeHTTP(w, other)
		return true
	})
}

// second is the end of a block and the beginning of another, which has this title.
func second(title string) string {
	return fmt.Sprintf("}\nfile \"b\" {\n  source = \"b.png\"\n  title = %q\n  description = \"text\"", title)
}

// pinned has the manifest want a URL with a pin; trouble may answer in its place.
func (a *ailing) pinned(trouble func(w http.ResponseWriter) bool) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if trouble == nil || !trouble(w) {
			w.Write(png(1))
		}
	}))
	a.t.Cleanup(server.Close)
	put(a.t, filepath.Join(a.dir, "main.wiki.hcl"), []byte(fmt.Sprintf(`
wiki "w" {
  api = %q
}
file "a" {
  url   = "%s/a.png"
  via   = "client"
  sha1  = %q
  title = "A.png"
}
`, a.env["API"], server.URL, provider.TextSHA1(string(png(1))))))
}
