package mediawiki

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wikiform/provider"
)

// seedReal adds the answers of real wikis whose names begin with one of prefixes.
func seedReal(f *testing.F, prefixes ...string) {
	f.Helper()
	paths, err := filepath.Glob("testdata/answers/*.json")
	if err != nil || len(paths) == 0 {
		f.Fatalf("no answers: %v", err)
	}
	for _, path := range paths {
		for _, p := range prefixes {
			if strings.HasPrefix(filepath.Base(path), p) {
				b, err := os.ReadFile(path)
				if err != nil {
					f.Fatal(err)
				}
				f.Add(b)
			}
		}
	}
}

// decodeAny decodes what claims to be an answer and holds every decoder to the
// same promises: an error is a fault with a kind, and shows nothing of a body
// that is not the wiki's.
func decodeAny(t *testing.T, b []byte, out any) bool {
	t.Helper()
	err := jsonAnswer(b).decode(out)
	if err == nil {
		return true
	}
	f := asFault(err)
	if f == nil || f.err.Kind == "" || f.err.Info == "" && f.err.Code == "" {
		t.Fatalf("not a fault with a kind and words: %#v", err)
	}
	return false
}

func FuzzEnvelope(f *testing.F) {
	seedReal(f, "")
	f.Add([]byte(`{"error":{"code":"maxlag","info":"old wiki"}}`))
	f.Add([]byte(`{"errors":[{"code":"stashfailed","text":"x","data":[]}],"warnings":{"main":{"warnings":"old"}}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var any map[string]json.RawMessage
		decodeAny(t, b, &any)
	})
}

func FuzzQuery(f *testing.F) {
	seedReal(f, "query-")
	f.Fuzz(func(t *testing.T, b []byte) {
		var a queryAnswer
		if !decodeAny(t, b, &a) {
			return
		}
		for _, p := range a.Query.Pages {
			var seen sighting
			seen.add(p)
			file := seen.file("A.png")
			if file.Version == nil {
				continue
			}
			i := p.ImageInfo[0]
			if p.ImageRepository != "local" || i.FileMissing || i.CanonicalTitle != p.Title && (i.CanonicalTitle != "" || file.Redirect) {
				t.Errorf("a file that is not the title's own: %+v", file)
			}
		}
		for _, n := range a.Query.Normalized {
			follow(map[string]string{n.plain(): n.To}, n.From)
		}
		for _, v := range a.Continue {
			scalar(v)
		}
		for _, e := range a.Query.LogEvents {
			if m, _ := e.move(); len(m.To) > mostLine || m.To != "" && e.Params.NS != fileNS {
				t.Errorf("moved to %q", m.To)
			}
			if d, _ := e.deletion(); d.gone != nil && (len(d.gone.Version) > mostLine || d.gone.Hidden && d.gone.Version+d.gone.Reason != "") {
				t.Errorf("deleted: %+v", d.gone)
			}
		}
		for _, f := range a.Query.FileArchive {
			if v := f.version(); len(v.Archive) > mostLine || len(v.User) > mostLine || v.Size < 0 || v.Width < 0 || v.Height < 0 || f.UserHidden && v.User != "" {
				t.Errorf("deleted: %+v", v)
			}
		}
		w := written{pages: map[provider.Title]*share{}}
		for _, r := range a.Query.UserContribs {
			w.add(r)
		}
		for _, p := range w.all() {
			if len(p.Comments) > mostComments || len(p.Title) > mostLine {
				t.Errorf("written: %+v", p)
			}
		}
		for _, p := range a.Query.Pages {
			for _, r := range p.Revisions {
				v := r.revision(p.PageID)
				if text, told := r.text(); r.Slots.Main.TextHidden && (told || text != "") || v.Hidden && v.Comment != "" || len(v.User) > mostLine || r.SHA1Hidden && v.TextSHA1.Known() {
					t.Errorf("told of what is hidden: %+v", v)
				}
			}
			n := tally{}
			n.add(p)
			if u := n.usage(false); len(u.Pages) > min(u.Count, provider.UsagePages) || len(u.Wikis) > len(p.GlobalUsage) || !slices.IsSorted(u.Pages) {
				t.Errorf("used by %+v", u)
			}
			var by writers
			if by.add(p); len(by.Users) > len(p.Contributors) {
				t.Errorf("written by %q", by.Users)
			}
			p.versions()
		}
	})
}

func FuzzPreview(f *testing.F) {
	seedReal(f, "parse-")
	f.Add([]byte(`{"parse":{"text":"","templates":[{"title":"A","exists":false},{"title":null}],"categories":[{"category":"_","missing":true},{"missing":1}]}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var a parseAnswer
		if !decodeAny(t, b, &a) || a.Parse.Text == nil {
			return
		}
		p := a.preview()
		for _, names := range [][]string{p.Pages, p.Categories} {
			if len(names) > mostNames || !slices.IsSorted(names) || slices.Contains(names, "") || slices.ContainsFunc(names, func(s string) bool { return len(s) > mostLine }) {
				t.Errorf("lacking: %q", names)
			}
		}
	})
}

func FuzzSite(f *testing.F) {
	seedReal(f, "query-site")
	f.Fuzz(func(t *testing.T, b []byte) {
		var a queryAnswer
		if !decodeAny(t, b, &a) {
			return
		}
		a.site()
		for _, l := range a.account().Limits {
			if l.Hits <= 0 || l.Per <= 0 {
				t.Errorf("a limit that lets nothing through: %+v", l)
			}
		}
	})
}

func FuzzUpload(f *testing.F) {
	seedReal(f, "upload-", "stash-", "chunk-", "publish-", "status-")
	u := wanted()
	f.Fuzz(func(t *testing.T, b []byte) {
		var a uploadAnswer
		if !decodeAny(t, b, &a) {
			return
		}
		end := a.ending(transfer{Upload: u})
		if end.err == nil && end.how == published && (end.version.SHA1 != u.Digest.SHA1 || titleOfKey(a.Upload.Filename) != u.Title) {
			t.Errorf("took other content or another name for success: %+v", end.version)
		}
		if end.err == nil && end.how != published && end.stash.Key == "" {
			t.Error("neither published nor staged, and no error")
		}
	})
}

// FuzzStatus is about the answers to checkstatus, by which uploads are resumed.
func FuzzStatus(f *testing.F) {
	seedReal(f, "status-", "chunk-poll", "publish-")
	f.Add([]byte(`{"upload":{"result":"Continue","stage":"uploading","offset":-1}}`))
	f.Add([]byte(`{"upload":{"result":"Success","stage":"publish","warnings":[]}}`))
	f.Add([]byte(`{"upload":{"result":"Failure","stage":"publish","status":"x"}}`))
	u := wanted()
	f.Fuzz(func(t *testing.T, b []byte) {
		var a uploadAnswer
		if !decodeAny(t, b, &a) {
			return
		}
		if at := a.reached(u.Body.Size); at < 0 || at > u.Body.Size || a.whole() && at != u.Body.Size {
			t.Errorf("goes on at %d of %d", at, u.Body.Size)
		}
		if end := a.staging("status", transfer{Upload: u}); end.err == nil && (end.stash.Key == "" || a.Upload.Result == "Poll") {
			t.Errorf("took %+v for whole", end.stash)
		}
		if end := a.ending(transfer{Upload: u}); end.how == published && end.err == nil && end.version.SHA1 != u.Digest.SHA1 {
			t.Error("took other content for success")
		}
	})
}

func FuzzEdit(f *testing.F) {
	seedReal(f, "edit-")
	f.Fuzz(func(t *testing.T, b []byte) {
		var a editAnswer
		if !decodeAny(t, b, &a) {
			return
		}
		rev, err := a.revision(provider.Edit{Base: 7})
		if err == nil && rev != 0 && a.Edit.OldRevID != 7 {
			t.Error("took an edit of another base for success")
		}
	})
}

func FuzzMove(f *testing.F) {
	seedReal(f, "move-")
	m := provider.Move{From: "Mwc seed from.png", To: "Mwc seed to.png", Page: 7, Redirect: true}
	f.Fuzz(func(t *testing.T, b []byte) {
		var a moveAnswer
		if !decodeAny(t, b, &a) {
			return
		}
		did, err := a.moved(m)
		if err == nil && (!did.Redirect || a.Move.From != "" && titleOf(a.Move.From) != m.From || a.Move.To != "" && titleOf(a.Move.To) != m.To) {
			t.Errorf("took something else for what was asked: %+v", a.Move)
		}
		if len(did.Talk) > mostLine {
			t.Errorf("a sentence of %d bytes", len(did.Talk))
		}
	})
}

func FuzzDelete(f *testing.F) {
	seedReal(f, "delete-")
	d := provider.Delete{Title: "Mwc seed from.png"}
	f.Fuzz(func(t *testing.T, b []byte) {
		var a deleteAnswer
		if !decodeAny(t, b, &a) {
			return
		}
		if did, err := a.removed(d); err == nil && (a.Delete == nil || did.Queued != a.Delete.Scheduled || a.Delete.Title != "" && titleOf(a.Delete.Title) != d.Title) {
			t.Errorf("took something else for what was asked: %+v", a.Delete)
		}
	})
}

func FuzzUndo(f *testing.F) {
	seedReal(f, "revert-", "undelete-")
	for _, seed := range []string{
		`{"filerevert":{"result":"Success"}}`, `{"filerevert":{"result":"Failure","errors":[{"code":"backend-fail-alreadyexists","text":"The file \"x\" already exists."}]}}`,
		`{"filerevert":{"result":"Failure","errors":[]}}`, `{"undelete":{"title":"File:A.png","revisions":2,"fileversions":1,"reason":"back"}}`,
		`{"errors":[{"code":"undelete-no-results","text":"No.","module":"undelete"}],"undelete":{"title":"File:A.png","revisions":0,"fileversions":1}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var a revertAnswer
		if decodeAny(t, b, &a) && len(a.failure()) > 0 {
			t.Errorf("took a failure for none: %+v", a.FileRevert)
		}
		decodeAny(t, b, &undeleteAnswer{})
	})
}

func FuzzLogin(f *testing.F) {
	seedReal(f, "login-")
	f.Fuzz(func(t *testing.T, b []byte) {
		var a struct{ Login loginResult }
		if decodeAny(t, b, &a) && a.Login.refusal("U@x") == nil && a.Login.Result != "Success" {
			t.Error("logged in without success")
		}
	})
}

func FuzzWarnings(f *testing.F) {
	for _, s := range []string{
		`[]`, `{}`, `{"exists":"T_1.png","nochange":{"timestamp":"2026-11-22T10:00:00Z"}}`, `{"duplicate":["U_1.png"],"duplicate-archive":""}`,
		`{"large-file":[{"size":100},{"size":268}],"empty-file":true}`, `{"filetype-unwanted-type":["xcf","png, gif",2]}`, `["odd"]`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var w uploadWarnings
		if w.UnmarshalJSON(b) != nil {
			return
		}
		var kinds map[string]json.RawMessage
		if json.Unmarshal(b, &kinds) == nil && len(kinds) != len(w) {
			t.Errorf("%d warnings became %d", len(kinds), len(w))
		}
		for _, x := range w {
			if x.Kind == provider.WarnBadFilename && judge((&Client{}).transfer(wanted(accepting(x.Kind))), w) == nil {
				t.Error("another name was accepted")
			}
		}
	})
}
