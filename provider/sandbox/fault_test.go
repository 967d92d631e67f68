package sandbox

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func TestFaultsOfTheConnection(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		fault Fault
		err   error // of the request, or of its body
		done  bool  // the edit has happened
	}{
		{Fault{Kind: Refuse}, syscall.ECONNREFUSED, false},
		{Fault{Kind: Reset}, syscall.ECONNRESET, false},
		{Fault{Kind: Reset, Done: true}, syscall.ECONNRESET, true},
		{Fault{Kind: Truncate}, io.ErrUnexpectedEOF, true},
	} {
		t.Run(c.fault.String(), func(t *testing.T) {
			w := open(t)
			cl := enter(t, w)
			w.Fail(Edit, 2, c.fault)
			cl.post("action", "edit", "title", "T", "text", "first")
			res, err := cl.try("action", "edit", "title", "T", "text", "second")
			if err == nil {
				_, err = io.ReadAll(res.Body)
			}
			if !errors.Is(err, c.err) {
				t.Errorf("error %v, want %v", err, c.err)
			}
			if texts, _ := w.Texts("T"); (texts[0] == "second") != c.done {
				t.Errorf("the page is %q", texts[0])
			}
			if got := code(cl.post("action", "edit", "title", "T", "text", "third")); got != nil {
				t.Errorf("the third request fails as well: %v", got)
			}
		})
	}
}

// On a socket the client sees the same, but for a refusal.
func TestFaultsOnASocket(t *testing.T) {
	t.Parallel()
	w := open(t, Fail(Query, 1, Fault{Kind: Reset}), Fail(Query, 2, Fault{Kind: Truncate}))
	server := httptest.NewServer(w)
	defer server.Close()
	ask := func() error {
		// A connection of its own, so that the transport does not ask again.
		client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		res, err := client.Get(server.URL + "/w/api.php?action=query&format=json&formatversion=2")
		if err != nil {
			return err
		}
		defer res.Body.Close()
		_, err = io.ReadAll(res.Body)
		return err
	}
	if err := ask(); !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, io.EOF) {
		t.Errorf("a reset: %v", err)
	}
	if err := ask(); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a truncated answer: %v", err)
	}
	if err := ask(); err != nil {
		t.Errorf("no fault: %v", err)
	}
}

func TestFaultsOfTheProxy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		fault  Fault
		status int
		retry  string
		done   bool
	}{
		{Fault{Kind: Status, Status: 503, RetryAfter: 7 * time.Second}, 503, "7", false},
		{Fault{Kind: Status, Status: 504, Done: true}, 504, "", true},
		{Fault{Kind: Status, Status: 413}, 413, "", false},
		{Fault{Kind: HTML}, 200, "", false},
		{Fault{Kind: HTML, Done: true}, 200, "", true},
	} {
		t.Run(c.fault.String(), func(t *testing.T) {
			w := open(t)
			cl := enter(t, w)
			w.Fail(Edit, 1, c.fault)
			res, err := cl.try("action", "edit", "title", "T", "text", "x")
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			if res.StatusCode != c.status || res.Header.Get("Retry-After") != c.retry || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
				t.Errorf("%d, %v", res.StatusCode, res.Header)
			}
			if texts, _ := w.Texts("T"); (texts != nil) != c.done {
				t.Errorf("the page is %q", texts)
			}
		})
	}
}

func TestFaultsOfTheWiki(t *testing.T) {
	t.Parallel()
	for kind, want := range map[FaultKind]string{
		MaxLag: "maxlag", RateLimited: "ratelimited", ReadOnly: "readonly", BadToken: "badtoken", LoseSession: "assertuserfailed",
	} {
		w := open(t)
		c := enter(t, w)
		w.Fail(Edit, 1, Fault{Kind: kind, Wait: 9 * time.Second})
		res, err := c.try("action", "edit", "title", "T", "text", "x", "assert", "user")
		if err != nil {
			t.Fatal(err)
		}
		if got := code(c.decode(res)); got != want || res.Header.Get("MediaWiki-API-Error") != want {
			t.Errorf("%s: %v, want %s", kind, got, want)
		}
		if kind == MaxLag && res.Header.Get("Retry-After") != "5" {
			t.Errorf("maxlag says Retry-After %q", res.Header.Get("Retry-After"))
		}
		if texts, _ := w.Texts("T"); texts != nil {
			t.Errorf("%s: the edit was done", kind)
		}
	}
}

// What breaks an upload or an edit breaks a move and a deletion.
func TestFaultsOfMovesAndDeletions(t *testing.T) {
	t.Parallel()
	writes := map[Step][]string{
		Move:   {"action", "move", "from", "File:A.png", "to", "File:B.png"},
		Delete: {"action", "delete", "title", "File:A.png"},
	}
	for step, write := range writes {
		for _, f := range []struct {
			fault Fault
			done  bool
		}{
			{Fault{Kind: Refuse}, false}, {Fault{Kind: Reset}, false}, {Fault{Kind: Reset, Done: true}, true}, {Fault{Kind: Truncate}, true},
			{Fault{Kind: Status, Status: 502, Done: true}, true}, {Fault{Kind: Status, Status: 502}, false}, {Fault{Kind: HTML}, false},
			{Fault{Kind: Duplicate}, true}, {Fault{Kind: MaxLag}, false}, {Fault{Kind: RateLimited}, false}, {Fault{Kind: ReadOnly}, false},
			{Fault{Kind: BadToken}, false}, {Fault{Kind: LoseSession}, false},
		} {
			var seen []Request
			w := open(t, Watch(func(r Request) {
				if r.Step == Move || r.Step == Delete {
					seen = append(seen, r)
				}
			}))
			c := enter(t, w)
			must(t, w.PutFile("A.png", picture(1), "", "Anna"))
			w.Fail(step, 1, f.fault)
			if res, err := c.try(write...); err == nil {
				res.Body.Close()
			}
			if a := holdings(t, w)["File:A.png"]; (a.Versions == nil) != f.done {
				t.Errorf("%s, %s: %+v", step, f.fault, a)
			}
			if len(seen) != 1 || seen[0].Step != step || seen[0].Title != "File:A.png" || step == Move && seen[0].To != "File:B.png" {
				t.Errorf("%s, %s: the watcher saw %v", step, f.fault, seen)
			}
		}
	}
}

func TestFaultsOfTheStash(t *testing.T) {
	t.Parallel()
	w := open(t)
	c := enter(t, w)
	body := []byte(strings.Repeat("0123456789", 300))
	part := func(from, to, offset, key string, n, m int) any {
		pairs := []string{"filename", "A.txt", "filesize", "3000", "offset", offset}
		if key != "" {
			pairs = append(pairs, "filekey", key)
		}
		return c.send("chunk", body[n:m], pairs...)
	}
	key := at(part("", "", "0", "", 0, 1100), "upload", "filekey").(string)
	w.Fail(Any, 1, Fault{Kind: LoseChunk})
	if got := part("", "", "1100", key, 1100, 2200); code(got) != "stashfailed" || at(got, "errors", 0, "data", "offset") != "1099" {
		t.Errorf("a lost chunk: %v", got)
	}
	w.Heal()
	if got := at(part("", "", "1099", key, 1099, 3000), "upload", "result"); got != "Success" {
		t.Errorf("going on where the wiki stands: %v", got)
	}
	key = at(part("", "", "0", "", 0, 1100), "upload", "filekey").(string)
	w.Fail(LastChunk, 1, Fault{Kind: LoseStash})
	if got := code(part("", "", "1100", key, 1100, 3000)); got != "uploadstash-file-not-found" {
		t.Errorf("a lost stash: %v", got)
	}
	// The note of its progress is still there (facts §6.3).
	if got := at(c.post("action", "upload", "filekey", key, "checkstatus", "1"), "upload", "offset"); got != 1100.0 {
		t.Errorf("checkstatus of what was lost: %v", got)
	}
}

func TestDuplicateDelivery(t *testing.T) {
	t.Parallel()
	for _, dir := range []string{"", t.TempDir()} {
		w := open(t)
		if dir != "" {
			w = open(t, Folder(dir))
		}
		c := enter(t, w)
		w.Fail(Direct, 1, Fault{Kind: Duplicate})
		if got := c.send("file", picture(1), "filename", "A.png"); at(got, "upload", "warnings", "nochange") == nil {
			t.Errorf("the second of two deliveries: %v", got)
		}
		if versions, _ := w.Versions("A.png"); len(versions) != 1 {
			t.Errorf("%d versions", len(versions))
		}
	}
}

func TestDelay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := open(t, Fail(Token, 1, Fault{Kind: Delay, Wait: time.Hour}))
		start := time.Now()
		enter(t, w)
		if waited := time.Since(start); waited != time.Hour {
			t.Errorf("logged in after %v", waited)
		}
	})
}

func TestSteps(t *testing.T) {
	t.Parallel()
	var seen []Step
	w := open(t, Watch(func(r Request) { seen = append(seen, r.Step) }))
	c := enter(t, w)
	c.send("file", picture(1), "filename", "A.png", "stash", "1")
	c.send("chunk", make([]byte, 2000), "filename", "A.txt", "filesize", "3000", "offset", "0")
	c.send("chunk", []byte("x"), "filename", "A.txt", "filesize", "1", "offset", "0")
	c.post("action", "upload", "filename", "A.txt", "filekey", "a.b.1.txt")
	c.post("action", "upload", "filekey", "a.b.1.txt", "checkstatus", "1")
	c.post("action", "upload", "filename", "A.txt", "url", "http://example.org/")
	c.post("action", "edit", "title", "A")
	c.post("action", "query", "titles", "A")
	for _, action := range []string{"move", "delete", "undelete", "filerevert", "tag"} {
		c.post("action", action)
	}
	want := []Step{Token, Login, Token, Direct, Chunk, LastChunk, Publish, CheckStatus, ByURL, Edit, Query, Move, Delete, Undelete, Revert, Label}
	if len(seen) != len(want) {
		t.Fatalf("steps %q, want %q", seen, want)
	}
	for i := range want {
		if seen[i] != want[i] {
			t.Errorf("step %d is %q, want %q", i, seen[i], want[i])
		}
	}
}
