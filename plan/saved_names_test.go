package plan

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wikiform/provider"
	"wikiform/spec"
)

// namesSample is a plan with something of everything that changes which titles there
// are.
func namesSample() *Plan {
	day := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	has := func(title provider.Title, content, text string) provider.File {
		f := provider.File{Title: title}
		if content != "" {
			f.Version = &provider.Version{Digest: digest(content), MIME: "image/png", Width: 8, Height: 6, User: "Anna", Time: day}
		}
		if text != "" {
			f.Page = &provider.Page{ID: 70, Rev: 7, TextSHA1: provider.TextSHA1(text), Text: text, HasText: true, User: "Bob", Time: day}
		}
		return f
	}
	redirect := func(f provider.File, target string) provider.File {
		f.Redirect, f.Target = true, target
		return f
	}
	content := &Content{Source: spec.Source{Path: "bridge.png"}, Digest: digest("new bridge")}
	return &Plan{
		Made: day, Wiki: Wiki{Name: "prod", API: "https://wiki.example/w/api.php"},
		Changes: []Change{
			{ // moved through another title, onto a file that moves away, and gets another content
				Claim: Claim{Address: "file.bridge", Title: "Bridge.png", Content: content, Comment: "batch", At: Position{"a.wiki.hcl", 1},
					From: &Origin{"Old bridge.png", `moved["Old bridge.png"]`, Position{"a.wiki.hcl", 9}, "it is the bridge", true, true, false}},
				Before: has("Bridge.png", "dam", "the dam"), From: has("Old bridge.png", "bridge", "the bridge"),
				Steps: []Step{Moving{From: "Old bridge.png", Via: "Bridge 5c1e.png"}, Upload{Content: *content}}, Reasons: []Reason{TitleDiffers, ContentDiffers},
				Usages: map[provider.Title]provider.Usage{"Old bridge.png": {Count: 2, More: true, Pages: []string{"Bridges", "Rivers"}, Wikis: []provider.WikiUsage{{Wiki: "de.wikipedia.org", Count: 3}}}},
			},
			{ // of which no file block says anything, over a redirect to it
				Claim:  Claim{Address: `moved["Dam.png"]`, Title: "The dam.png", From: &Origin{Title: "Dam.png", Address: `moved["Dam.png"]`, Redirect: true}, At: Position{"a.wiki.hcl", 20}},
				Before: redirect(has("The dam.png", "", "#REDIRECT [[File:Dam.png]]"), "File:Dam.png"), From: has("Dam.png", "dam", ""),
				Steps: []Step{Moving{From: "Dam.png", Redirect: true}}, Reasons: []Reason{TitleDiffers},
			},
			{ // cannot be moved
				Claim:  Claim{Address: `moved["Tower.png"]`, Title: "Keep.png", From: &Origin{Title: "Tower.png", Address: `moved["Tower.png"]`}},
				Before: has("Keep.png", "keep", "the keep"), From: has("Tower.png", "tower", "the tower"),
				Verdict: VerdictBlocked, Reasons: []Reason{TargetTaken}, Problems: []Problem{{Reason: TargetTaken, Text: "there is a file"}},
			},
			{
				Claim:  Claim{Address: "redirect.old", Title: "Old.png", Target: "Bridge.png", Comment: "batch", Tags: []string{"museum"}},
				Before: provider.File{Title: "Old.png"}, Steps: []Step{SetRedirect{"Bridge.png"}}, Reasons: []Reason{Missing},
			},
			{
				Claim:  Claim{Address: `redirect.older["a"]`, Title: "Older.png", Target: "Bridge.png", Foreign: true},
				Before: redirect(has("Older.png", "", "#REDIRECT [[Talk:X]]"), "Talk:X"), Steps: []Step{SetRedirect{"Bridge.png"}}, Reasons: []Reason{TargetDiffers},
			},
			{
				Claim:  Claim{Address: "absent.logo", Title: "Logo.png", Gone: true, Foreign: true, Comment: "replaced by the SVG", Tags: []string{"museum"}, At: Position{"a.wiki.hcl", 30}},
				Before: has("Logo.png", "logo", "the logo"), Steps: []Step{Deletion{}}, Reasons: []Reason{Unwanted},
				Usages: map[provider.Title]provider.Usage{"Logo.png": {Wikis: []provider.WikiUsage{}}},
			},
			{ // moved on the wiki
				Claim:  Claim{Address: "file.mill", Title: "The mill.png", Declared: "Mill.png", Content: &Content{Source: spec.Source{Path: "mill.png"}, Digest: digest("mill")}},
				Before: provider.File{Title: "The mill.png"},
			},
			{ // renamed in the manifest
				Claim:   Claim{Address: "file.well", Title: "The well.png", Content: &Content{Source: spec.Source{Path: "well.png"}, Digest: digest("well")}},
				Before:  provider.File{Title: "The well.png"},
				Verdict: VerdictBlocked, Reasons: []Reason{Renamed}, Problems: []Problem{{Reason: Renamed, Text: "it is there"}}, Found: "Well.png",
			},
			{
				Claim:  Claim{Address: "absent.gone", Title: "Gone.png", Gone: true},
				Before: provider.File{Title: "Gone.png", Shared: true},
			},
		},
	}
}

func TestNamesSample(t *testing.T) {
	t.Parallel()
	p := namesSample()
	b := savedBytes(t, p)
	back, err := Read(bytes.NewReader(b))
	if err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	if diff := cmp.Diff(p, back); diff != "" {
		t.Errorf("(-saved +read):\n%s", diff)
	}
	for _, part := range []string{
		`"summary":{"add":1,"change":1,"remove":1,"move":2,"blocked":2,"unknown":0,`,
		`"type":"moved"`, `"type":"redirect"`, `"previous_title":"File:Old bridge.png"`, `"moved_at":{"filename":"a.wiki.hcl","line":9}`,
		`"actions":["move"]`, `"actions":["delete"],"before":{"sha1":`, `"after":null,`,
		`{"step":"move","from":"File:Old bridge.png","via":"File:Bridge 5c1e.png","redirect":false}`,
		`{"step":"set_redirect","target":"File:Bridge.png"}`, `{"step":"delete"}`,
		`"from":{"title":"File:Old bridge.png","exists":true,"file_sha1":`, `"occupied":{"text_sha1":`,
		`{"title":"File:Old bridge.png","count":2,"more":true,"pages":["Bridges","Rivers"],"wikis":[{"wiki":"de.wikipedia.org","count":3}]}`,
	} {
		if !strings.Contains(string(b), part) {
			t.Errorf("%s is not in\n%s", part, b)
		}
	}
}

// A file that moves is told of as it is, under its old title; what is under the new
// one is told beside.
func TestBeforeOfAMoveIsTheFile(t *testing.T) {
	t.Parallel()
	m := namesSample().Changes[0].member(Wiki{})
	if m.Change.Before.SHA1 != digest("bridge").SHA1 || m.BeforeText != provider.TextSHA1("the bridge") {
		t.Errorf("before is %+v", m.Change.Before)
	}
	if m.Occupied.SHA1 != digest("dam").SHA1 || m.Precondition.FileSHA1 != digest("dam").SHA1 || m.Precondition.From.FileSHA1 != digest("bridge").SHA1 {
		t.Errorf("occupied is %+v, the precondition %+v", m.Occupied, m.Precondition)
	}
}

// What is written of names is what docs/plan-format.md says.
func TestDigestsOfNamesAreAsDocumented(t *testing.T) {
	t.Parallel()
	const wiki, at = `"api":"https://wiki.example/w/api.php"`, `"timestamp":"2026-11-22T10:00:00Z"`
	sum := func(content string) provider.SHA1 { return digest(content).SHA1 }
	var lines []string
	for entry, of := range map[string]string{
		` name "File:Bridge.png"`: fmt.Sprintf(`{"aspect":"name",%s,"title":"File:Bridge.png","before":{"title":"File:Old bridge.png","sha1":%q,%s},`+
			`"after":{"redirect":false},"comment":"it is the bridge","tags":[]}`, wiki, sum("bridge"), at),
		` content "File:Bridge.png"`: fmt.Sprintf(`{"aspect":"content",%s,"title":"File:Bridge.png","before":{"sha1":%q,%s},`+
			`"after":{"sha1":%q,"size":10},"comment":"batch","tags":[],"accept_warnings":[]}`, wiki, sum("bridge"), at, sum("new bridge")),
		` name "File:The dam.png"`: fmt.Sprintf(`{"aspect":"name",%s,"title":"File:The dam.png","before":{"title":"File:Dam.png","sha1":%q,%s,"over":{"sha1":%q}},`+
			`"after":{"redirect":true},"comment":"","tags":[]}`, wiki, sum("dam"), at, provider.TextSHA1("#REDIRECT [[File:Dam.png]]")),
		` redirect "File:Old.png"`: fmt.Sprintf(`{"aspect":"redirect",%s,"title":"File:Old.png","before":null,`+
			`"after":{"target":"File:Bridge.png"},"comment":"batch","tags":["museum"]}`, wiki),
		` redirect "File:Older.png"`: fmt.Sprintf(`{"aspect":"redirect",%s,"title":"File:Older.png","before":{"sha1":%q},`+
			`"after":{"target":"File:Bridge.png"},"comment":"","tags":[]}`, wiki, provider.TextSHA1("#REDIRECT [[Talk:X]]")),
		` existence "File:Logo.png"`: fmt.Sprintf(`{"aspect":"existence",%s,"title":"File:Logo.png","before":{"sha1":%q,%s,"text":{"sha1":%q}},`+
			`"after":null,"comment":"replaced by the SVG","tags":["museum"]}`, wiki, sum("logo"), at, provider.TextSHA1("the logo")),
	} {
		lines = append(lines, fmt.Sprintf("%x%s\n", sha256.Sum256([]byte(of)), entry))
	}
	slices.Sort(lines)
	if diff := cmp.Diff(digestsHead+strings.Join(lines, ""), namesSample().Digests().String()); diff != "" {
		t.Errorf("(-documented +got):\n%s", diff)
	}
}

// What moves, from where to where, and what goes counts; what a reviewer is told
// beside, and which way a file takes, does not.
func TestDigestOfNames(t *testing.T) {
	t.Parallel()
	want := namesSample().Digest()
	for name, change := range map[string]func(cs []Change){
		"usage":   func(cs []Change) { cs[0].Usages = nil },
		"the way": func(cs []Change) { cs[0].Steps[0] = Moving{From: "Old bridge.png", Via: "Bridge 77.png"} },
		"a broken run": func(cs []Change) {
			cs[0].Steps[0], cs[0].From.Title = Moving{From: "Bridge 5c1e.png"}, "Bridge 5c1e.png"
		},
		"what moves off": func(cs []Change) { cs[0].Before = provider.File{Title: "Bridge.png"} },
		"remark":         func(cs []Change) { cs[5].Remarks = []Remark{{Text: "x"}} },
		"page id":        func(cs []Change) { cs[5].Before.Page.ID++ },
		"who may":        func(cs []Change) { cs[5].Claim.Foreign = false },
		"moved at":       func(cs []Change) { cs[0].Claim.From.At.Line++ },
	} {
		p := namesSample()
		if change(p.Changes); p.Digest() != want {
			t.Errorf("%s changes the digest", name)
		}
	}
	for name, change := range map[string]func(cs []Change){
		"old title":       func(cs []Change) { cs[0].Claim.From.Title = "Other.png" },
		"its content":     func(cs []Change) { cs[0].From.Version.SHA1 = digest("other").SHA1 },
		"its version":     func(cs []Change) { cs[0].From.Version.Time = time.Unix(9, 0) },
		"redirect left":   func(cs []Change) { cs[1].Steps[0] = Moving{From: "Dam.png"} },
		"what it ends":    func(cs []Change) { cs[1].Before.Page.TextSHA1 = provider.TextSHA1("other") },
		"reason":          func(cs []Change) { cs[0].Claim.From.Comment = "other" },
		"target":          func(cs []Change) { cs[3].Steps[0] = SetRedirect{"Other.png"} },
		"its old target":  func(cs []Change) { cs[4].Before.Page.TextSHA1 = provider.TextSHA1("other") },
		"why it goes":     func(cs []Change) { cs[5].Claim.Comment = "other" },
		"what goes":       func(cs []Change) { cs[5].Before.Version.SHA1 = digest("other").SHA1 },
		"when it came":    func(cs []Change) { cs[5].Before.Version.Time = time.Unix(9, 0) },
		"the text of it":  func(cs []Change) { cs[5].Before.Page.TextSHA1 = provider.TextSHA1("other") },
		"no text of it":   func(cs []Change) { cs[5].Before.Page = nil },
		"no file of it":   func(cs []Change) { cs[5].Before.Version = nil },
		"nothing goes":    func(cs []Change) { cs[5].Steps = nil },
		"tags":            func(cs []Change) { cs[5].Claim.Tags = nil },
		"it is not moved": func(cs []Change) { cs[0].Steps = cs[0].Steps[1:] },
	} {
		p := namesSample()
		if change(p.Changes); p.Digest() == want {
			t.Errorf("%s does not change the digest", name)
		}
	}
}

// A plan of a format that knew no such thing has none of it.
func TestOlderFormatsHaveNoNames(t *testing.T) {
	t.Parallel()
	for _, format := range []string{format10, format11, format20} {
		for i, c := range namesSample().Changes {
			p := &Plan{Format: format, Wiki: Wiki{Name: "prod"}, Changes: []Change{c}}
			if c.Claim.Gone && format == format10 {
				continue // its digest is of what comes after
			}
			b := savedBytes(t, p)
			if back, err := Read(bytes.NewReader(b)); err == nil && cmp.Equal(p, back, cmpopts.EquateEmpty()) {
				t.Errorf("%s: change %d was read back from\n%s", format, i, b)
			}
			text := strings.Replace(string(b), `"type":"file"`, `"type":"moved"`, 1)
			mustRefuse(t, []byte(text), b)
		}
	}
}

// A plan of format 2.1 is read and written as it was, keeps its digest, and has nothing
// that came later.
func TestFormat21(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("testdata/saved-2.1-names.json")
	if err != nil {
		t.Fatal(err)
	}
	p, err := Read(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	want := namesSample()
	want.Format = format21
	if diff := cmp.Diff(want, p, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-planned +read):\n%s", diff)
	}
	if !bytes.Equal(savedBytes(t, p), b) || p.Digest() != namesSample().Digest() {
		t.Errorf("it is not written as it was, or its digest changed: %s", p.Digest())
	}
	mustRefuse(t, bytes.Replace(b, []byte(`"problem":"there is a file"`), []byte(`"problem":"there is a file","other_title":"File:X.png"`), 1), b)
	mustRefuse(t, bytes.Replace(b, []byte(`"cause":[`), []byte(`"held":[{"aspect":"text","reason":"text_differs","guard":"policy = \"observe\""}],"cause":[`), 1), b)
	mustRefuse(t, bytes.Replace(b, []byte(`"excludes":[]`), []byte(`"excludes":[],"target_files":["x"]`), 1), b)
}

// A plan of names that was saved and read is carried out as it was planned.
func TestSavedNamesAreDeclared(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	have := map[provider.Title]provider.File{}
	for i, title := range []provider.Title{"A.png", "B.png", "Dam.png", "Logo.png"} {
		have[title] = provider.File{
			Title:   title,
			Version: &provider.Version{Digest: digest(string(title)), User: "Up", Time: day},
			Page:    &provider.Page{ID: int64(70 + i), Rev: 7, TextSHA1: provider.TextSHA1("x"), User: "Up", Time: day},
		}
	}
	moved := func(from, to provider.Title) Claim {
		address := spec.Address(fmt.Sprintf("moved[%q]", string(from)))
		at := Position{"a.wiki.hcl", 3}
		return Claim{Address: address, At: at, Title: to, From: &Origin{Title: from, Address: address, At: at, Comment: "renamed", Redirect: true}}
	}
	content := &Content{Source: spec.Source{Path: "dam.png"}, Digest: digest("new dam")}
	claims := []Claim{
		moved("A.png", "B.png"), moved("B.png", "A.png"),
		{Address: "file.dam", Title: "The dam.png", Content: content, From: &Origin{Title: "Dam.png", Address: `moved["Dam.png"]`, Comment: "it is the dam", Redirect: true}},
		{Address: "redirect.old", Title: "Old.png", Target: "A.png"},
		{Address: "absent.logo", Title: "Logo.png", Gone: true, Comment: "replaced"},
	}
	rights := []string{"upload", "edit", "createpage", "reupload", "reupload-own", "move", "movefile", "suppressredirect", "delete"}
	f := Facts{
		Wiki: Wiki{Name: "prod"}, Site: provider.Site{Extensions: []string{"png"}}, Account: provider.Account{Name: "Up", Rights: rights},
		Have: have, Usages: map[provider.Title]provider.Usage{"Logo.png": {Count: 1, Pages: []string{"Logos"}}},
		MoveLogs: map[provider.Title]provider.MoveLog{"A.png": {}, "B.png": {}},
	}
	for _, title := range passingTitles(claims, &f) {
		have[title] = provider.File{Title: title}
	}
	p := Compute(claims, f)
	var does []string
	for i := range p.Changes {
		c := &p.Changes[i]
		if c.Before.Title == "" { // as the wiki tells
			c.Before.Title = c.Claim.Title
		}
		does = append(does, fmt.Sprint(c.Action(), c.Aspects()))
	}
	if want := []string{"move[name]", "move[name]", "move[name content]", "create[redirect]", "delete[existence]"}; !slices.Equal(does, want) {
		t.Fatalf("it is planned to %q, want %q", does, want)
	}
	read, err := Read(bytes.NewReader(savedBytes(t, p)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p, read, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-saved +read):\n%s", diff)
	}
	declared, bad := read.Declared(claims, Facts{Site: f.Site, Account: f.Account})
	if bad != nil {
		t.Fatalf("%+v", bad)
	}
	if diff := cmp.Diff(p, declared, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-planned +declared):\n%s", diff)
	}
	if us := declared.Unreviewed(p.Digests()); us != nil {
		t.Errorf("not reviewed: %+v", us)
	}
	read.Changes[3].Steps = []Step{SetRedirect{"Evil.png"}}
	if _, bad := read.Declared(claims, Facts{Site: f.Site, Account: f.Account}); len(bad) != 1 || !strings.Contains(bad[0].Why, "the plan would let it lead to File:Evil.png") {
		t.Errorf("of a redirect elsewhere: %+v", bad)
	}
}
