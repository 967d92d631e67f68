package source

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A server is asked for what changed, and believed only about every byte.
func TestRefresh(t *testing.T) {
	t.Parallel()
	const text = "the picture"
	modified := time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC)
	etag := ""
	var asked http.Header
	sent := 0
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/moved" {
			http.Redirect(w, r, "/", http.StatusFound)
			return
		}
		asked = r.Header
		if etag != "" {
			w.Header().Set("ETag", etag)
		}
		if r.Header.Get("If-None-Match") == etag && etag != "" || etag == "" && r.Header.Get("If-Modified-Since") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		sent++
		w.Header().Set("Content-Type", "image/png")
		io.WriteString(w, text)
	})
	f := &Fetcher{AllowPrivate: true, Dir: "nowhere"} // it needs no disk
	now := Pin{URL: url + "/moved", SHA1: digestOf(text).SHA1, Size: int64(len(text)), MediaType: "image/png"}
	for _, c := range []struct {
		name, etag string
		known      Pin
		sends      bool
		header     string
	}{
		{"nothing is known", `"a"`, Pin{}, true, ""},
		{"a strong ETag", `"a"`, Pin{SHA1: now.SHA1, ETag: `"a"`, LastModified: modified}, false, `If-None-Match "a"`},
		{"another ETag", `"b"`, Pin{SHA1: now.SHA1, ETag: `"a"`}, true, `If-None-Match "a"`},
		{"a weak ETag says too little", `W/"a"`, Pin{SHA1: now.SHA1, ETag: `W/"a"`, LastModified: modified}, true, ""},
		{"a time, where there is no ETag", "", Pin{SHA1: now.SHA1, LastModified: modified}, false, "If-Modified-Since Thu, 01 Oct 2026 08:00:00 GMT"},
	} {
		etag, sent = c.etag, 0
		got, err := f.Refresh(t.Context(), url+"/moved", c.known, nil)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if sends := sent == 1; sends != c.sends || got.SHA1 != now.SHA1 || got.URL != now.URL {
			t.Errorf("%s: sent %d times, %v", c.name, sent, got)
		}
		var conditions []string
		for _, name := range []string{"If-None-Match", "If-Modified-Since"} {
			if v := asked.Get(name); v != "" {
				conditions = append(conditions, name+" "+v)
			}
		}
		if got := strings.Join(conditions, ", "); got != c.header {
			t.Errorf("%s: asked with %q, want %q", c.name, got, c.header)
		}
	}
}

// A server that says "not modified" to a plain question tells nothing.
func TestRefreshUnaskedNotModified(t *testing.T) {
	t.Parallel()
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) })
	_, err := (&Fetcher{AllowPrivate: true}).Refresh(t.Context(), url, Pin{}, nil)
	if err == nil || !strings.Contains(err.Error(), "304") {
		t.Errorf("got %v, want the status as an error", err)
	}
}

func TestDiffers(t *testing.T) {
	t.Parallel()
	p := Pin{SHA1: digestOf("a").SHA1, Size: 1, ETag: `"a"`, LastModified: time.Unix(1000, 500)}
	type answer struct{ Content, Facts bool }
	for name, c := range map[string]struct {
		change func(*Pin)
		want   answer
	}{
		"the same":        {func(p *Pin) { p.LastModified = time.Unix(1000, 0).UTC(); p.URL = "other" }, answer{}},
		"a new time":      {func(p *Pin) { p.LastModified = time.Unix(1001, 0) }, answer{false, true}},
		"another content": {func(p *Pin) { p.SHA1 = digestOf("b").SHA1 }, answer{true, false}},
	} {
		q := p
		c.change(&q)
		content, facts := q.Differs(p)
		if diff := cmp.Diff(c.want, answer{content, facts}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
