package cli_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestProtectedSince: what changes neither text nor content of a file makes no
// plan stale.
func TestProtectedSince(t *testing.T) {
	t.Parallel()
	us, them, wiki := twoAccounts(t)
	// The account Museum may edit what is protected, and Anna may not.
	protectedSince(t, us, them, func(title string, _ int) { check(t, wiki.Protect("File:"+title)) }, "c")
}

func TestRealProtectedSince(t *testing.T) {
	us := dialReal(t)
	user := os.Getenv("WIKIFORM_TEST_ADMIN_USER")
	if user == "" {
		t.Skip("WIKIFORM_TEST_ADMIN_USER names no administrator")
	}
	admin := logIn(t, us.api, user, os.Getenv("WIKIFORM_TEST_ADMIN_PASSWORD"))
	levels := []string{"move=sysop", "edit=autoconfirmed|move=sysop", "edit=autoconfirmed"}
	protectedSince(t, us, us.as("WIKIFORM_TEST_PLAIN_"), func(title string, nth int) {
		before := us.revisions(t, title)
		admin.post(t, url.Values{"action": {"protect"}, "title": {"File:" + title}, "protections": {levels[nth]}, "reason": {"test"}})
		if after := us.revisions(t, title); after != before+1 {
			t.Fatalf("protecting %s made %d revisions", title, after-before)
		}
	}, "")
}

// protectedSince saves a plan of three files, lets somebody protect their pages, and
// applies it; then the same with a text that somebody else really changes. Files of
// which they may not be written while they are protected are named in open.
func protectedSince(t *testing.T, us, them realWiki, protect func(title string, nth int), open string) {
	t.Helper()
	dir, id := t.TempDir(), runID()
	names := []string{"both", "content", "text"}
	title := func(name string) string { return fmt.Sprintf("Protected %s %s.svg", id, name) }
	project := func(dir, version string, names ...string) {
		var hcl strings.Builder
		for _, name := range names {
			content, text := version, version
			if name == "text" || strings.HasPrefix(version, "theirs") {
				content = "first"
			}
			if name == "content" {
				text = "first"
			}
			putFile(t, filepath.Join(dir, name+".svg"), picture(id+name+content))
			fmt.Fprintf(&hcl, "file %q {\n  source = \"%s.svg\"\n  title = %q\n  description = %q\n}\n", name, name, title(name), "The "+text+" text.")
		}
		putFile(t, filepath.Join(dir, "main.wiki.hcl"), hcl.String())
		us.block(t, dir)
	}
	project(dir, "first", names...)
	us.run(t, dir, 0, "apply", "-auto-approve")
	project(dir, "second", names...)
	us.run(t, dir, 2, "plan", "-out=p.wikiplan", "-detailed-exitcode")
	for i, name := range names { // one, two and three revisions more
		for nth := range i + 1 {
			protect(title(name), nth)
		}
	}
	if out := us.run(t, dir, 0, "apply", "p.wikiplan"); !strings.Contains(out, "Files: 0 added, 3 changed") {
		t.Errorf("a plan whose pages were protected since:\n%s", out)
	}
	us.run(t, dir, 0, "plan", "-detailed-exitcode")
	for name, n := range map[string]int{"both": 2, "content": 2, "text": 1} {
		if got := us.sha1s(t, title(name)); len(got) != n {
			t.Errorf("%s has %d versions, want %d", name, len(got), n)
		}
	}

	// Now a text is really another one, and then put back.
	if open != "" {
		names = append(names, open)
		project(dir, "first", names...)
		us.run(t, dir, 0, "apply", "-auto-approve", "-target=file."+open)
	}
	changed := names[len(names)-1]
	project(dir, "third", names...)
	us.run(t, dir, 2, "plan", "-out=q.wikiplan", "-detailed-exitcode")
	theirs := t.TempDir()
	for _, version := range []string{"theirs", "second"} {
		if open != "" && version == "second" {
			version = "first"
		}
		project(theirs, version, changed)
		them.run(t, theirs, 0, "apply", "-auto-approve", "-only=text")
		before := us.histories(t, title, names)
		if out := us.run(t, dir, 6, "apply", "q.wikiplan"); !strings.Contains(out, "1 stale") {
			t.Errorf("a plan after their text %q:\n%s", version, out)
		}
		if after := us.histories(t, title, names); !maps.EqualFunc(before, after, slices.Equal) {
			t.Errorf("a stale plan wrote: %v became %v", before, after)
		}
	}
	if out := us.run(t, dir, 4, "apply", "q.wikiplan", "-stale=skip"); !strings.Contains(out, fmt.Sprintf("%d done, 1 stale", len(names)-1)) {
		t.Errorf("the others were not done:\n%s", out)
	}
}

// loggedIn is somebody who acts on a wiki without wikiform.
type loggedIn struct {
	api    string
	client *http.Client
}

func logIn(t *testing.T, api, user, password string) loggedIn {
	t.Helper()
	jar, err := cookiejar.New(nil)
	check(t, err)
	l := loggedIn{api, &http.Client{Jar: jar}}
	var a struct {
		Login struct{ Result, Reason string }
	}
	l.send(t, url.Values{"action": {"login"}, "lgname": {user}, "lgpassword": {password}, "lgtoken": {l.token(t, "login")}}, &a)
	if a.Login.Result != "Success" {
		t.Fatalf("login of %s: %+v", user, a)
	}
	return l
}

func (l loggedIn) post(t *testing.T, params url.Values) {
	t.Helper()
	params.Set("token", l.token(t, "csrf"))
	l.send(t, params, &struct{}{})
}

func (l loggedIn) token(t *testing.T, kind string) string {
	t.Helper()
	var a struct {
		Query struct{ Tokens map[string]string }
	}
	l.send(t, url.Values{"action": {"query"}, "meta": {"tokens"}, "type": {kind}}, &a)
	return a.Query.Tokens[kind+"token"]
}

func (l loggedIn) send(t *testing.T, params url.Values, into any) {
	t.Helper()
	params.Set("format", "json")
	params.Set("formatversion", "2")
	resp, err := l.client.PostForm(l.api, params)
	check(t, err)
	defer resp.Body.Close()
	var raw json.RawMessage
	check(t, json.NewDecoder(resp.Body).Decode(&raw))
	var failed struct{ Error struct{ Code, Info string } }
	if json.Unmarshal(raw, &failed); failed.Error.Code != "" {
		t.Fatalf("%s: %+v", params.Get("action"), failed.Error)
	}
	check(t, json.Unmarshal(raw, into))
}
