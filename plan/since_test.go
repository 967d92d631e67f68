package plan

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
	"wikiform/spec"
)

// Each field of a claim, and of what is in it, makes another sum, but for those of which
// nothing that a wiki has is held against: a new field is one or the other.
func TestWantedHasEachField(t *testing.T) {
	t.Parallel()
	without := map[string]string{
		"Claim.At": "a place", "Claim.Comment": "no wiki is compared with it", "Origin.At": "a place", "Origin.Comment": "no wiki is compared with it",
		"Text.At": "a place", "Text.ModeAt": "a place", "Guard.At": "a place",
	}
	whole := func() Claim {
		return Claim{
			Content: &Content{}, Text: &Text{}, From: &Origin{}, Guards: Guards{{}}, Tags: []string{"a"}, Accept: []provider.WarningKind{"a"},
		}
	}
	seen := 0
	var walk func(name string, at func(*Claim) reflect.Value)
	walk = func(name string, at func(*Claim) reflect.Value) {
		c := whole()
		v := at(&c)
		before := c.Wanted(0)
		change := func() bool {
			switch v.Kind() {
			case reflect.String:
				v.SetString(v.String() + "x")
			case reflect.Bool:
				v.SetBool(!v.Bool())
			case reflect.Int, reflect.Int64:
				v.SetInt(v.Int() + 1)
			case reflect.Array:
				v.Index(0).SetUint(v.Index(0).Uint() + 1)
			case reflect.Pointer, reflect.Slice:
				if v.IsNil() {
					v.Set(map[reflect.Kind]func() reflect.Value{
						reflect.Pointer: func() reflect.Value { return reflect.New(v.Type().Elem()) },
						reflect.Slice:   func() reflect.Value { return reflect.MakeSlice(v.Type(), 1, 1) },
					}[v.Kind()]())
				} else {
					v.SetZero()
				}
			default:
				return false
			}
			return true
		}
		if v.Kind() != reflect.Struct || v.Type() == reflect.TypeFor[Position]() {
			if !change() && v.Type() == reflect.TypeFor[Position]() {
				v.FieldByName("Line").SetInt(7)
			}
			seen++
			if _, left := without[name]; (c.Wanted(0) == before) != left {
				t.Errorf("%s: the sum is another one: %t", name, !left)
			}
		}
		c = whole()
		switch v = at(&c); {
		case v.Type() == reflect.TypeFor[Position]():
		case v.Kind() == reflect.Struct:
			for i := range v.NumField() {
				walk(v.Type().Name()+"."+v.Type().Field(i).Name, func(c *Claim) reflect.Value { return at(c).Field(i) })
			}
		case v.Kind() == reflect.Pointer && !v.IsNil():
			walk(name, func(c *Claim) reflect.Value { return at(c).Elem() })
		case v.Kind() == reflect.Slice && v.Len() > 0:
			walk(name, func(c *Claim) reflect.Value { return at(c).Index(0) })
		}
	}
	walk("Claim", func(c *Claim) reflect.Value { return reflect.ValueOf(c).Elem() })
	if seen < 40 {
		t.Errorf("%d fields", seen)
	}
	c := whole()
	if c.Wanted(0) == c.Wanted(7) {
		t.Error("what git has taken in makes no difference")
	}
}

// What a comparison can go by makes another sum of what a wiki has.
func TestSeen(t *testing.T) {
	t.Parallel()
	file := func() provider.File {
		return provider.File{Title: "A.png", Version: &provider.Version{Digest: digest("a"), User: "Anna", Time: time.Unix(7, 0), Comment: "c"},
			Page: &provider.Page{ID: 1, Rev: 2, TextSHA1: provider.TextSHA1("t"), User: "Anna", Time: time.Unix(7, 0), Tags: []string{"a"}}}
	}
	sum := func(f provider.File) Sum {
		return Seen([]provider.Title{"A.png"}, func(provider.Title) provider.File { return f })
	}
	for name, change := range map[string]func(*provider.File){
		"title": func(f *provider.File) { f.Title = "B.png" }, "invalid": func(f *provider.File) { f.Invalid = "x" }, "no version": func(f *provider.File) { f.Version = nil },
		"no page": func(f *provider.File) { f.Page = nil }, "shared": func(f *provider.File) { f.Shared = true }, "redirect": func(f *provider.File) { f.Redirect = true },
		"content": func(f *provider.File) { f.Version.Digest = digest("b") }, "size": func(f *provider.File) { f.Version.Size++ }, "uploader": func(f *provider.File) { f.Version.User = "Vera" },
		"time": func(f *provider.File) { f.Version.Time = time.Unix(8, 0) }, "comment": func(f *provider.File) { f.Version.Comment = "" }, "hidden": func(f *provider.File) { f.Version.Hidden = true },
		"id": func(f *provider.File) { f.Page.ID++ }, "revision": func(f *provider.File) { f.Page.Rev++ }, "text": func(f *provider.File) { f.Page.TextSHA1 = provider.SHA1{} },
		"editor": func(f *provider.File) { f.Page.User = "Vera" }, "saved": func(f *provider.File) { f.Page.Time = time.Unix(8, 0) }, "tags": func(f *provider.File) { f.Page.Tags = nil },
		"model": func(f *provider.File) { f.Page.Model = "text" },
	} {
		f := file()
		if change(&f); sum(f) == sum(file()) {
			t.Errorf("%s makes no difference", name)
		}
	}
	f := file() // what other questions bring
	f.Page.Text, f.Page.HasText, f.Page.Comment, f.Target, f.Version.MIME = "t", true, "why", "File:X.png", "image/png"
	if sum(f) != sum(file()) {
		t.Error("what is asked of some files only makes a difference")
	}
}

// What all comparisons depend on makes another fingerprint; what changes by itself does not.
func TestFingerprint(t *testing.T) {
	t.Parallel()
	base := func() Facts {
		return Facts{Wiki: Wiki{Name: "w", Account: "Uploader"}, Site: provider.Site{ID: "w", Generator: "MediaWiki 1.43.9", Time: time.Unix(7, 0)}, Mark: "[wikiform a]", Accounts: []string{"Uploader"}}
	}
	f := base()
	first := f.Fingerprint("1.0")
	for name, change := range map[string]func(*Facts){
		"generator": func(f *Facts) { f.Site.Generator = "MediaWiki 1.44.0" }, "languages": func(f *Facts) { f.Site.Languages = []string{"de"} }, "tags": func(f *Facts) { f.Site.Tags = []string{"a"} },
		"wiki": func(f *Facts) { f.Wiki.ID = "other" }, "account": func(f *Facts) { f.Wiki.Account = "" }, "mark": func(f *Facts) { f.Mark = "" },
		"former": func(f *Facts) { f.FormerMarks = []string{"[wikiform b]"} }, "accounts": func(f *Facts) { f.Accounts = nil }, "renames": func(f *Facts) { f.Renames = spec.RenamesMove },
	} {
		f := base()
		if change(&f); f.Fingerprint("1.0") == first {
			t.Errorf("%s makes no difference", name)
		}
	}
	f.Site.Time, f.Site.ReadOnly = time.Unix(8, 0), "backup"
	if f.Fingerprint("1.0") != first || f.Fingerprint("1.1") == first {
		t.Error("the clock makes a difference, or the version does not")
	}
}

// The titles of a block that were noted are its own, but for a first letter.
func TestStoredTitles(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		written, as string
		want        bool
	}{
		{"logo.png", "Logo.png", true}, {"Logo.png", "Logo.png", true}, {"logo.png", "Other.png", false}, {"logo.png", "LOGO.png", false},
		{"logo.png", "Logo.png\n", false}, {"logo.png", "File:Logo.png", false}, {"logo.png", "Logo_.png", false}, {"logo.png", "", false},
	} {
		b := Block{Written: []provider.Title{provider.Title(c.written)}}
		if got := b.Stored([]provider.Title{provider.Title(c.as)}); got != c.want || got && b.Titles[0] != provider.Title(c.as) {
			t.Errorf("%q as %q: %t", c.written, c.as, got)
		}
		if b.Stored(nil) || b.Stored([]provider.Title{"Logo.png", "B.png"}) {
			t.Error("another number of titles is taken")
		}
	}
}

// What is connected by titles or contents is read with what is read, and nothing else.
func TestConnected(t *testing.T) {
	t.Parallel()
	sum := func(s string) provider.SHA1 { return digest(s).SHA1 }
	blocks := []Block{
		0: {Titles: []provider.Title{"A.png"}, Content: sum("a")},
		1: {Titles: []provider.Title{"B.png", "A.png"}},
		2: {Titles: []provider.Title{"C.png", "B.png"}, Content: sum("c")},
		3: {Titles: []provider.Title{"D.png"}, Content: sum("c")},
		4: {Titles: []provider.Title{"E.png"}},
		5: {Titles: []provider.Title{"F.png"}},
		6: {Titles: []provider.Title{"G.png"}, Content: sum("g")},
	}
	some := map[int]bool{0: true, 6: true}
	Connected(blocks, some)
	if diff := cmp.Diff(map[int]bool{0: true, 1: true, 2: true, 3: true, 6: true}, some); diff != "" {
		t.Error(diff)
	}
}

// A plan of what changed comes back from its file; what it says there counts for its digest,
// its limits and for whether it is complete, and no older format has it.
func TestSavedSince(t *testing.T) {
	t.Parallel()
	p := sample()
	whole := p.Digest()
	p.Since = &Since{Time: time.Date(2026, 11, 27, 6, 0, 0, 0, time.UTC), Unread: 1000, Files: 990, Looked: 10}
	b := savedBytes(t, p)
	got, err := Read(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p.Since, got.Since); diff != "" || got.Complete() || got.Digest() != p.Digest() || p.Digest() == whole {
		t.Errorf("complete: %t, digest %s, before %s\n%s", got.Complete(), got.Digest(), whole, diff)
	}
	if first := p.Since.String(); first != "1,000 files were not read: no change since 2026-11-27 06:00 UTC is told of; 10 were looked at" {
		t.Error(first)
	}
	list, err := ReadDigests(strings.NewReader(p.Digests().String()))
	if err != nil || list.Root() != p.Digest() || list.Len() != sample().Digests().Len() {
		t.Errorf("%v, %d entries", err, list.Len())
	}
	if extra := sample().Unreviewed(list); extra != nil {
		t.Errorf("the same without it is not reviewed: %+v", extra)
	}
	for name, c := range map[string][2]string{
		"an older format": {`"format_version":"2.5"`, `"format_version":"2.4"`},
		"fewer than some": {`"unread":1000`, `"unread":100`},
		"below nothing":   {`"looked_at":10`, `"looked_at":-10`},
		"no time":         {`"since":{"time":"2026-11-27T06:00:00Z"`, `"since":{"time":""`},
		"complete":        {`"complete":false`, `"complete":true`},
	} {
		forged := strings.Replace(string(b), c[0], c[1], 1)
		if forged == string(b) {
			t.Fatalf("%s: there is no %s", name, c[0])
		}
		if _, err := Read(strings.NewReader(sealed(forged))); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

// Files that were not read are on the wiki: a limit is no smaller by them.
func TestBrakesOfSince(t *testing.T) {
	t.Parallel()
	p := &Plan{}
	for range 8 {
		p.Changes = append(p.Changes, Change{Claim: Claim{Gone: true}, Before: provider.File{Version: &provider.Version{}}, Steps: []Step{Deletion{}}})
	}
	if len(p.Brakes(spec.Settings{})) != 1 {
		t.Fatal("8 deletions of 8 files are no limit")
	}
	p.Since = &Since{Unread: 1000, Files: 1000}
	if b := p.Brakes(spec.Settings{}); b != nil {
		t.Errorf("%v", b)
	}
}
