package mediawiki

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// recorded reads an answer that a MediaWiki gave, from testdata/answers.
func recorded(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "answers", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func jsonAnswer(b []byte) answer {
	return answer{op: "test", status: 200, body: b, header: http.Header{"Content-Type": {"application/json; charset=utf-8"}}}
}

func both(t *testing.T, name string, f func(t *testing.T, b []byte)) {
	for _, version := range []string{"1.39", "1.43"} {
		t.Run(version+"/"+name, func(t *testing.T) { f(t, recorded(t, name+"-"+version+".json")) })
	}
}

func TestFilesOfRecordedAnswers(t *testing.T) {
	t.Parallel()
	titles := []provider.Title{
		"Mwc seed moved.png", "Mwc seed redirect.png", "Mwc seed page.png", "Mwc seed missing.png", "Mwc seed café.png",
		"Mwc seed own.png",
	}
	both(t, "query-files", func(t *testing.T, b []byte) {
		// The one title that the wiki cannot hold is not what this is about.
		b = []byte(strings.ReplaceAll(string(b), `"invalid": true`, `"invalid": false`))
		b = []byte(strings.ReplaceAll(string(b), "image:mwc seed café.png", "File:Mwc seed café.png2"))
		c := dialWire(t, &wire{answer: func(asked) any { return json.RawMessage(b) }})
		files, err := c.Files(t.Context(), titles)
		if err != nil {
			t.Fatal(err)
		}
		got := map[provider.Title]string{}
		for title, f := range files {
			s := []string{}
			if f.Version != nil {
				s = append(s, "file of "+f.Version.User)
				if !f.Version.Known() || f.Version.Time.IsZero() || f.Version.MIME != "image/png" {
					t.Errorf("%s lacks facts: %+v", title, f.Version)
				}
			}
			if f.Page != nil {
				s = append(s, "page")
				if !f.Page.TextSHA1.Known() || f.Page.Rev == 0 || f.Page.ID == 0 || f.Page.HasText {
					t.Errorf("%s lacks facts: %+v", title, f.Page)
				}
			}
			if f.Redirect {
				s = append(s, "redirect")
			}
			got[title] = strings.Join(s, ", ")
		}
		want := map[provider.Title]string{
			"Mwc seed moved.png":    "file of Uploader, page",
			"Mwc seed redirect.png": "page, redirect",
			"Mwc seed page.png":     "page",
			"Mwc seed missing.png":  "",
			"Mwc seed café.png":     "file of Uploader, page",
			"Mwc seed own.png":      "file of Uploader, page, redirect",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTextsOfRecordedAnswers(t *testing.T) {
	t.Parallel()
	both(t, "query-texts", func(t *testing.T, b []byte) {
		c := dialWire(t, &wire{answer: func(asked) any { return json.RawMessage(b) }})
		texts, err := c.Texts(t.Context(), []provider.Title{"Mwc seed moved.png", "Mwc seed page.png", "Mwc seed missing.png"})
		if err != nil || len(texts) != 2 {
			t.Fatalf("%+v, %v", texts, err)
		}
		for title, p := range texts {
			if !p.HasText || p.Rev == 0 || p.ID == 0 || p.TextSHA1 != provider.TextSHA1(p.Text) {
				t.Errorf("%s lacks facts: %+v", title, p)
			}
		}
	})
}

func TestTitleForms(t *testing.T) {
	t.Parallel()
	both(t, "query-files", func(t *testing.T, b []byte) {
		var a queryAnswer
		if err := jsonAnswer(b).decode(&a); err != nil {
			t.Fatal(err)
		}
		names := map[string]string{}
		for _, n := range a.Query.Normalized {
			names[n.plain()] = n.To
		}
		if got := follow(names, "image:mwc seed cafe\u0301.png"); got != "File:Mwc seed café.png" {
			t.Errorf("not NFC: %q", got)
		}
		c := dialWire(t, &wire{answer: func(asked) any { return json.RawMessage(b) }})
		files, err := c.Files(t.Context(), []provider.Title{"a<b.png", "Mwc seed moved.png"})
		if f := files["a<b.png"]; err != nil || !strings.Contains(f.Invalid, "invalid characters") || files["Mwc seed moved.png"].Invalid != "" {
			t.Errorf("invalid title: %+v, %v", files, err)
		}
		// Silence about a title is not its absence.
		_, err = c.Files(t.Context(), []provider.Title{"Mwc seed moved.png", "Not asked.png"})
		if provider.KindOf(err) != provider.Unavailable {
			t.Errorf("silence: %v", err)
		}
	})
}

func TestSharedAndHidden(t *testing.T) {
	t.Parallel()
	w := &wire{answer: func(asked) any {
		return obj{"query": obj{"pages": []obj{
			{"title": "File:S.png", "missing": true, "known": true, "imagerepository": "shared", "imageinfo": []obj{{"user": "shared>Uploader", "sha1": sumOf(newBytes)}}},
			{"title": "File:H.png", "imagerepository": "local", "imageinfo": []obj{{"filehidden": true, "timestamp": "2026-11-22T10:00:00Z"}}},
			{"title": "Datei:D.png", "imagerepository": "local", "imageinfo": []obj{infoOf(newBytes)}},
		}, "normalized": []obj{{"from": "File:D.png", "to": "Datei:D.png"}}}}
	}}
	files, err := dialWire(t, w).Files(t.Context(), []provider.Title{"S.png", "H.png", "D.png"})
	if err != nil {
		t.Fatal(err)
	}
	if f := files["S.png"]; !f.Shared || f.Version != nil || f.Page != nil {
		t.Errorf("shared: %+v", f)
	}
	if f := files["H.png"]; f.Version == nil || f.Version.Known() {
		t.Errorf("hidden: %+v", f.Version)
	}
	if f := files["D.png"]; f.Version == nil || f.Title != "D.png" {
		t.Errorf("another language: %+v", f)
	}
}

// TestContinuation: a file's facts may come in pieces, and its history is not
// mistaken for its present.
func TestContinuation(t *testing.T) {
	t.Parallel()
	w := &wire{answer: func(q asked) any {
		if q.Get("continue") == "" {
			return obj{
				"continue": obj{"rvcontinue": 7, "continue": "||"},
				"query":    obj{"pages": []obj{{"title": "File:A.png", "imagerepository": "local", "imageinfo": []obj{infoOf(newBytes)}}, {"title": "File:B.png", "missing": true}}},
			}
		}
		if q.Get("rvcontinue") != "7" || q.Get("titles") == "" {
			t.Errorf("continues with %v", q.Values)
		}
		return obj{"query": obj{"pages": []obj{{"title": "File:A.png", "revisions": []obj{{"revid": 9}}}, {"title": "File:B.png", "missing": true}}}}
	}}
	files, err := dialWire(t, w).Files(t.Context(), []provider.Title{"A.png", "B.png"})
	if f := files["A.png"]; err != nil || f.Version == nil || f.Page == nil || f.Page.Rev != 9 || len(w.seen) != 2 {
		t.Errorf("%+v, %v after %v", f, err, w.asks())
	}
	w = &wire{answer: func(q asked) any {
		a := fileAnswer(q, newBytes)
		a["continue"] = obj{"iistart": "2020-01-01T00:00:00Z", "continue": "||info|revisions"}
		return a
	}}
	if _, err := dialWire(t, w).Files(t.Context(), []provider.Title{"A.png"}); err != nil || len(w.seen) != 1 {
		t.Errorf("history: %v after %v", err, w.asks())
	}
	w = &wire{answer: func(q asked) any {
		a := fileAnswer(q, newBytes)
		a["continue"] = obj{"rvcontinue": "1", "continue": "||"}
		return a
	}}
	if _, err := dialWire(t, w).Files(t.Context(), []provider.Title{"A.png"}); provider.KindOf(err) != provider.Unavailable {
		t.Errorf("a wiki that turns in circles: %v", err)
	}
}

func TestBatches(t *testing.T) {
	t.Parallel()
	titles := make([]provider.Title, 1001)
	for i := range titles {
		titles[i] = provider.Title(strings.Repeat("x", i%200+1) + string(rune('a'+i%26)) + time.Duration(i).String() + ".png")
	}
	for right, want := range map[string]int{"read": 21, "apihighlimits": 3} {
		w := &wire{answer: func(q asked) any {
			if q.HTTP.Method != http.MethodPost || q.HTTP.Header.Get("Promise-Non-Write-API-Action") == "" {
				t.Error("titles go in the URL, or a proxy is not told that it only reads")
			}
			pages := []obj{}
			for _, name := range strings.Split(q.Get("titles"), "|") {
				pages = append(pages, obj{"title": name, "missing": true})
			}
			return obj{"query": obj{"pages": pages}}
		}}
		c := dialWire(t, w)
		c.account.Rights = []string{right}
		files, err := c.Files(t.Context(), titles)
		if err != nil || len(files) != len(titles) || len(w.seen) != want {
			t.Errorf("with %s: %d files, %v, %d requests, want %d", right, len(files), err, len(w.seen), want)
		}
	}
}

func TestSiteOfRecordedAnswers(t *testing.T) {
	t.Parallel()
	both(t, "query-site", func(t *testing.T, b []byte) {
		var a queryAnswer
		if err := jsonAnswer(b).decode(&a); err != nil {
			t.Fatal(err)
		}
		s, acc := a.site(), a.account()
		if s.MaxUpload != 512<<20 || s.MinChunk != 1024 || s.MaxText != 2<<20 || s.UploadsOff || s.ReadOnly != "" || !s.Takes("png") {
			t.Errorf("%+v", s)
		}
		if diff := cmp.Diff([]string{"File", "Image"}, s.FileNamespaces); diff != "" {
			t.Error(diff)
		}
		if acc.Name != "Uploader" || !acc.Can("upload_by_url") || acc.Block != nil {
			t.Errorf("%+v", acc)
		}
		want := provider.RateLimit{Action: "edit", Hits: 90, Per: time.Minute}
		for _, l := range acc.Limits {
			if l.Action == "edit" && l != want {
				t.Errorf("limit %+v, want %+v", l, want)
			}
		}
		if len(acc.Limits) < 5 {
			t.Errorf("limits: %v", acc.Limits)
		}
	})
	both(t, "query-site-anonymous", func(t *testing.T, b []byte) {
		var a queryAnswer
		if err := jsonAnswer(b).decode(&a); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(provider.Account{}, a.account()); diff != "" {
			t.Errorf("an anonymous reader is somebody: %s", diff)
		}
	})
}

func TestSite(t *testing.T) {
	t.Parallel()
	w := &wire{answer: func(q asked) any {
		if q.Has("tgcontinue") {
			return obj{"query": obj{"tags": []obj{{"name": "two", "active": true, "source": []string{"extension", "manual"}}}}}
		}
		return obj{
			"continue": obj{"tgcontinue": "x", "continue": "-||"},
			"query": obj{
				"general":          obj{"generator": "MediaWiki 1.43.9", "uploadsenabled": false, "readonly": true, "readonlyreason": "Moving."},
				"namespaces":       obj{"6": obj{"id": 6, "name": "Datei", "canonical": "File"}, "14": obj{"id": 14, "name": "Kategorie", "canonical": "Category", "case": "case-sensitive"}},
				"interwikimap":     []obj{{"prefix": "de", "language": "Deutsch", "url": "https://de.example.org/$1"}, {"prefix": "commons", "url": "https://c.example.org/$1"}, {"prefix": "XX", "extralanglink": true}},
				"namespacealiases": []obj{{"id": 6, "alias": "Bild"}, {"id": 7, "alias": "Bild Diskussion"}},
				"fileextensions":   []obj{{"ext": "PNG"}},
				"magicwords":       []obj{{"name": "subst", "aliases": []string{"ERS:", "SUBST:"}}, {"name": "redirect", "aliases": []string{"#WEITERLEITUNG", "#REDIRECT"}}},
				"extensiontags":    []string{"<pre>", "<REF>", "<" + strings.Repeat("x", 200) + ">"},
				"tags": []obj{
					{"name": "one", "active": true, "source": []string{"manual"}},
					{"name": "off", "active": false, "source": []string{"manual"}},
					{"name": "mw-undo", "active": true, "source": []string{"software"}},
				},
				"userinfo": obj{
					"id": 5, "name": "Bot", "rights": []string{"upload"}, "blockid": 7, "blockedby": "Admin", "blockreason": "spam", "blockexpiry": "infinite",
					"ratelimits": obj{"upload": obj{"user": obj{"hits": 380, "seconds": 4320}, "patroller": obj{"hits": 999, "seconds": 1}}, "edit": obj{"user": obj{"hits": 90, "seconds": 60}, "newbie": obj{"hits": 8, "seconds": 60}}},
				},
			},
		}
	}}
	c, err := Dial(t.Context(), Config{API: "https://w.example.org/api.php", Transport: w, Credentials: Credentials{Token: "t"}})
	if err != nil {
		t.Fatal(err)
	}
	want := provider.Site{
		Generator: "MediaWiki 1.43.9", FileNamespaces: []string{"Datei", "Bild"}, CategoryNamespaces: []string{"Kategorie"}, CategoryCase: true, Languages: []string{"de", "xx"}, RedirectWords: []string{"#WEITERLEITUNG", "#REDIRECT"},
		SubstWords: []string{"ERS:", "SUBST:"}, ContentTags: []string{"pre", "ref"}, Extensions: []string{"png"},
		UploadsOff: true, ReadOnly: "Moving.", Tags: []string{"one", "two"},
	}
	if diff := cmp.Diff(want, c.Site()); diff != "" {
		t.Error(diff)
	}
	account := provider.Account{
		Name: "Bot", Rights: []string{"upload"}, Block: &provider.Block{By: "Admin", Reason: "spam", Expiry: "infinite"},
		Limits: []provider.RateLimit{{Action: "edit", Hits: 8, Per: time.Minute}, {Action: "upload", Hits: 999, Per: time.Second}},
	}
	if diff := cmp.Diff(account, c.Account()); diff != "" {
		t.Error(diff)
	}
	if len(w.seen) != 2 {
		t.Errorf("asked %v", w.asks())
	}
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]uploadWarnings{
		`[]`: nil,
		`{}`: nil,
		`{"exists":"T_1.png","nochange":{"timestamp":"2026-11-22T10:00:00Z"}}`: {{Kind: "exists", Names: []string{"T 1.png"}}, {Kind: "nochange"}},
		`{"duplicate":["U_1.png","V.png"],"duplicate-archive":""}`:             {{Kind: "duplicate", Names: []string{"U 1.png", "V.png"}}, {Kind: "duplicate-archive"}},
		`{"large-file":[{"size":100},{"size":268}],"empty-file":true}`:         {{Kind: "empty-file"}, {Kind: "large-file"}},
		`{"filetype-unwanted-type":["xcf","png, gif",2],"what-is-this":"x"}`:   {{Kind: "filetype-unwanted-type"}, {Kind: "what-is-this"}},
		`["odd"]`: {{Kind: "odd"}},
	} {
		var got uploadWarnings
		if err := json.Unmarshal([]byte(in), &got); err != nil {
			t.Errorf("%s: %v", in, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", in, diff)
		}
	}
}

func TestErrorsOfRecordedAnswers(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]fault{
		"chunk-offset":       {arrived: new(int64(4000)), err: &provider.Error{Kind: provider.Busy, Code: "stashfailed"}},
		"publish-gone":       {err: &provider.Error{Kind: provider.Busy, Code: "uploadstash-file-not-found"}},
		"badtags":            {err: &provider.Error{Kind: provider.Rejected, Code: "badtags"}},
		"verification-error": {err: &provider.Error{Kind: provider.Rejected, Code: "verification-error"}},
		"edit-conflict":      {err: &provider.Error{Kind: provider.Conflict, Code: "editconflict"}},
		"edit-new-exists":    {err: &provider.Error{Kind: provider.Conflict, Code: "articleexists"}},
		"badtoken":           {err: &provider.Error{Kind: provider.Auth, Code: "badtoken"}},
		"assertuserfailed":   {err: &provider.Error{Kind: provider.Auth, Code: "assertuserfailed"}},
	} {
		both(t, name, func(t *testing.T, b []byte) {
			f := asFault(jsonAnswer(b).decode(&struct{}{}))
			if f == nil || f.err.Kind != want.err.Kind || f.err.Code != want.err.Code || !cmp.Equal(f.arrived, want.arrived) || f.limit != want.limit {
				t.Errorf("%+v", f)
			}
		})
	}
	both(t, "chunk-clamped", func(t *testing.T, b []byte) {
		var a uploadAnswer
		if err := jsonAnswer(b).decode(&a); err != nil || a.Warnings.about("filesize") == "" {
			t.Errorf("a clamped size goes unseen: %+v, %v", a, err)
		}
	})
	both(t, "edit-merged", func(t *testing.T, b []byte) {
		var a editAnswer
		if err := jsonAnswer(b).decode(&a); err != nil || a.Edit.OldRevID == 0 {
			t.Fatalf("%+v, %v", a, err)
		}
		rev, err := a.revision(provider.Edit{Base: a.Edit.OldRevID - 1})
		if rev != a.Edit.NewRevID || provider.KindOf(err) != provider.Conflict {
			t.Errorf("%d, %v", rev, err)
		}
	})
}

// TestWhatStandsBeforeTheJSON: a byte order mark is no part of it, and a message of
// PHP's is named, not taken for an answer that broke off.
func TestWhatStandsBeforeTheJSON(t *testing.T) {
	t.Parallel()
	const good = `{"query":{"general":{"generator":"MediaWiki 1.43"}}}`
	for name, tt := range map[string]struct{ body, says string }{
		"nothing":             {good, ""},
		"a byte order mark":   {"\ufeff" + good, ""},
		"a notice":            {"\nNotice: Undefined index: x in /srv/s3cret.php on line 3\n" + good, "before the wiki's answer stands a message of PHP's (57 bytes)"},
		"a warning with tags": {"<br />\n<b>Warning</b>:  Undefined variable in <b>/srv/s3cret.php</b> on line <b>3</b><br />\n" + good, "before the wiki's answer stands a message of PHP's (92 bytes)"},
		"something else":      {"hello s3cret " + good, "before the wiki's answer stands something that is no JSON (13 bytes)"},
		"half an answer":      {good[:20], "the answer is not whole"},
		"half behind a mark":  {"\ufeff" + good[:20], "the answer is not whole"},
	} {
		var a queryAnswer
		err := jsonAnswer([]byte(tt.body)).decode(&a)
		switch {
		case tt.says == "":
			if err != nil || a.Query.General.Generator == "" {
				t.Errorf("%s: %v", name, err)
			}
		case err == nil || !strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), "s3cret"):
			t.Errorf("%s: %v, want %q", name, err, tt.says)
		}
	}
}

func TestPreviewOfRecordedAnswers(t *testing.T) {
	t.Parallel()
	both(t, "parse-text", func(t *testing.T, b []byte) {
		var a parseAnswer
		if err := jsonAnswer(b).decode(&a); err != nil {
			t.Fatal(err)
		}
		p := a.preview()
		if !strings.Contains(p.HTML, ">Summary</span></h2>") || !strings.Contains(p.HTML, "&lt;script&gt;") {
			t.Errorf("shown: %s", p.HTML)
		}
		p.HTML = ""
		want := provider.Preview{Pages: []string{"Secret", "Template:Nope"}, Categories: []string{"Bridges", "Pages with broken file links"}}
		if diff := cmp.Diff(want, p); diff != "" {
			t.Errorf("lacking (-want +got):\n%s", diff)
		}
	})
}
