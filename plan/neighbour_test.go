package plan

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/provider"
	"wikiform/spec"
)

// titled is a file to be created with bytes of its own.
func titled(title string, more ...func(*Claim)) Claim {
	w := wanted(more...)
	w.Address, w.Title, w.Content.Digest = spec.Address("file."+title), provider.Title(title), digest(title)
	return w
}

func acceptNeighbours(w *Claim) { w.Accept = []provider.WarningKind{provider.WarnExistsNormalized} }

// What is beside a new file on the wiki is said; the same type in another
// spelling stops it.
func TestNeighboursOnTheWiki(t *testing.T) {
	t.Parallel()
	const accept = `: use that title, choose another one, or accept it with accept_warnings = ["exists-normalized"]`
	for name, tt := range map[string]struct {
		want    Claim
		there   []string
		page    bool     // a page without a file is under the title
		named   string   // what the wiki names; "-" for what it does not name
		asked   []string // the spellings that were asked for
		beside  []provider.Title
		problem string
		remark  string
	}{
		"nothing":            {want: titled("Logo.png")},
		"another type":       {want: titled("Logo.png"), named: "Logo.svg", asked: []string{"Logo.PNG", "Logo.Png"}, beside: []provider.Title{"Logo.svg"}, remark: "File:Logo.svg"},
		"another name":       {want: titled("Logo.png"), named: "Logo.old.png", asked: []string{"Logo.PNG", "Logo.Png"}, beside: []provider.Title{"Logo.old.png"}, remark: "File:Logo.old.png"},
		"another spelling":   {want: titled("Logo.png"), named: "Logo.PNG", problem: "File:Logo.PNG" + accept},
		"another extension":  {want: titled("Logo.jpg"), named: "Logo.jpeg", problem: "File:Logo.jpeg" + accept},
		"accepted":           {want: titled("Logo.png", acceptNeighbours), named: "Logo.PNG", beside: []provider.Title{"Logo.PNG"}, remark: "File:Logo.PNG"},
		"hidden by a GIF":    {want: titled("Logo.png"), there: []string{"Logo.PNG"}, named: "Logo.GIF", asked: []string{"Logo.PNG", "Logo.Png"}, problem: "File:Logo.PNG" + accept},
		"hidden by a page":   {want: titled("Logo.png"), there: []string{"Logo.PNG"}, page: true, asked: []string{"Logo.PNG", "Logo.Png"}, problem: "File:Logo.PNG" + accept},
		"a page alone":       {want: titled("Logo.png"), page: true, asked: []string{"Logo.PNG", "Logo.Png"}},
		"hidden by another":  {want: titled("Logo.jpg"), there: []string{"Logo.JPEG"}, named: "Logo.gif", asked: []string{"Logo.JPG", "Logo.Jpg", "Logo.jpeg", "Logo.JPEG", "Logo.Jpeg"}, problem: "File:Logo.JPEG" + accept},
		"one without a name": {want: titled("Logo.png"), named: "-", asked: []string{"Logo.PNG", "Logo.Png"}, problem: `accept it with accept_warnings = ["exists-normalized"]`},
		"that is accepted":   {want: titled("Logo.png", acceptNeighbours), named: "-", asked: []string{"Logo.PNG", "Logo.Png"}, beside: []provider.Title{""}, remark: "one that the wiki does not name"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &wiki{files: map[provider.Title]provider.File{}, prospects: map[provider.Title]provider.Prospect{}}
			for _, there := range tt.there {
				r.files[provider.Title(there)] = has(there, "text")
			}
			if tt.page {
				r.files[tt.want.Title] = has("", "text")
			}
			if tt.named != "" {
				name, _ := cutDash(tt.named)
				r.prospects[tt.want.Title] = provider.Prospect{Warning: provider.WarnExistsNormalized, Neighbour: provider.Title(name)}
			}
			f := Facts{Site: provider.Site{Extensions: []string{"gif", "jpg", "jpeg", "png", "svg"}}, Account: uploader}
			if err := Survey(t.Context(), r, []Claim{tt.want}, &f); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(append([]string{string(tt.want.Title)}, tt.asked...), r.asked["files"]); diff != "" {
				t.Errorf("asked (-want +got):\n%s", diff)
			}
			c := Compute([]Claim{tt.want}, f).Changes[0]
			if tt.problem != "" {
				if c.Action() != Blocked || c.Reasons[0] != NearlyTaken || !strings.Contains(problemLines(c.Problems), tt.problem) {
					t.Errorf("%s %v: %q", c.Action(), c.Reasons, c.Problems)
				}
				return
			}
			if diff := cmp.Diff(tt.beside, c.Neighbours); c.Action() != Create || diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.Action(), diff)
			}
			var said []string
			for _, r := range c.Remarks {
				if r.Kind == HasNeighbours {
					said = append(said, r.Text)
				}
			}
			if want := "the wiki has a file of nearly the same name: " + tt.remark; tt.remark != "" && !slices.Equal(said, []string{want}) || tt.remark == "" && said != nil {
				t.Errorf("says %q, want %q", said, want)
			}
		})
	}
}

func cutDash(s string) (string, bool) {
	if s == "-" {
		return "", true
	}
	return s, false
}

// Files of one manifest are each other's neighbours, in whatever order they come
// to the wiki.
func TestNeighboursInTheManifest(t *testing.T) {
	t.Parallel()
	f := Facts{Site: provider.Site{}, Account: uploader, Have: map[provider.Title]provider.File{"Plan.gif": has("x", "text")}}
	p := Compute([]Claim{titled("Plan.png"), titled("Plan.svg"), titled("Plan.old.png"), titled("Planet.png"), titled("Plan.gif"),
		titled("Map.png"), titled("Map.PNG"), titled("Sea.jpg", acceptNeighbours), titled("Sea.jpeg"), titled("Sky.tif", acceptNeighbours), titled("Sky.tiff", acceptNeighbours),
	}, f)
	type fate struct {
		Action Action
		Beside []provider.Title
	}
	got := map[provider.Title]fate{}
	for _, c := range p.Changes {
		got[c.Claim.Title] = fate{c.Action(), c.Neighbours}
		if c.Action() == Create && slices.ContainsFunc(c.Remarks, func(r Remark) bool { return r.Kind == HasNeighbours }) {
			t.Errorf("%s: %+v, which the plan itself shows", c.Claim.Title, c.Remarks)
		}
	}
	want := map[provider.Title]fate{
		"Plan.png":     {Create, []provider.Title{"Plan.old.png", "Plan.svg"}},
		"Plan.svg":     {Create, []provider.Title{"Plan.old.png", "Plan.png"}},
		"Plan.old.png": {Create, nil},
		"Planet.png":   {Create, nil},
		"Plan.gif":     {Update, nil},
		"Map.png":      {Blocked, []provider.Title{"Map.PNG"}},
		"Map.PNG":      {Blocked, []provider.Title{"Map.png"}},
		"Sea.jpg":      {Create, []provider.Title{"Sea.jpeg"}},
		"Sea.jpeg":     {Blocked, []provider.Title{"Sea.jpg"}},
		"Sky.tif":      {Create, []provider.Title{"Sky.tiff"}},
		"Sky.tiff":     {Create, []provider.Title{"Sky.tif"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	const says = `the title differs only in how its extension is written from File:Map.PNG (file.Map.PNG): use that title, choose another one, or accept it with accept_warnings = ["exists-normalized"]`
	if got := problemLines(p.Changes[5].Problems); got != says {
		t.Errorf("says %q", got)
	}
}

// Whatever files a manifest creates, of two that differ in the spelling of their
// extension only none is made without being accepted, and every other one that a
// wiki could warn of is foreseen.
func TestNeighboursAreMutual(t *testing.T) {
	t.Parallel()
	title := rapid.Custom(func(t *rapid.T) string {
		return rapid.SampledFrom([]string{"A", "A.b", "A.b.c", "B", "A "}).Draw(t, "stem") + "." +
			rapid.SampledFrom([]string{"png", "PNG", "jpg", "jpeg", "JPG", "svg", "ogg", "ogv"}).Draw(t, "extension")
	})
	rapid.Check(t, func(t *rapid.T) {
		var wants []Claim
		for _, name := range rapid.SliceOfNDistinct(title, 1, 12, rapid.ID).Draw(t, "titles") {
			w := titled(name)
			if rapid.Bool().Draw(t, "accepts") {
				acceptNeighbours(&w)
			}
			wants = append(wants, w)
		}
		p := Compute(wants, Facts{Account: uploader})
		for _, a := range p.Changes {
			for _, b := range p.Changes {
				if a.Action() != Create || b.Action() != Create || a.Claim.Title == b.Claim.Title {
					continue
				}
				begins := bytes.HasPrefix([]byte(b.Claim.Title), []byte(stem(a.Claim.Title)))
				if begins != slices.Contains(a.Neighbours, b.Claim.Title) {
					t.Fatalf("%s is beside %s: %v", b.Claim.Title, a.Claim.Title, a.Neighbours)
				}
				if respelled(a.Claim.Title, b.Claim.Title) && !(a.Claim.accepts(provider.WarnExistsNormalized) && b.Claim.accepts(provider.WarnExistsNormalized)) {
					t.Fatalf("both %s and %s are made", a.Claim.Title, b.Claim.Title)
				}
			}
		}
	})
}

// However many files of a manifest begin alike, what is kept of them is bounded;
// the pages of a book are few enough.
func TestManyNeighbours(t *testing.T) {
	t.Parallel()
	wants := []Claim{titled("Book.png")}
	for i := range 1000 {
		wants = append(wants, titled(fmt.Sprintf("Book.%03d.png", i)))
	}
	if n := len(Compute(wants, Facts{Account: uploader}).Changes[0].Neighbours); n != 1000 {
		t.Errorf("a book of 1000 pages has %d neighbours", n)
	}
	wants = nil
	for i := range 3000 {
		wants = append(wants, titled(fmt.Sprintf("A.x%04d", i)))
	}
	n := 0
	for _, c := range Compute(wants, Facts{Account: uploader}).Changes {
		n += len(c.Neighbours)
	}
	if n < neighboursKept/2 || n > neighboursKept {
		t.Errorf("%d neighbours are kept", n)
	}
}

// A saved plan carries what was seen beside a file, and is still the plan when it
// is declared anew, where that is no longer asked.
func TestSavedNeighbours(t *testing.T) {
	t.Parallel()
	wants := []Claim{titled("Logo.png"), titled("Plan.png"), titled("Plan.svg"), titled("Sea.png", acceptNeighbours)}
	f := facts(has("", ""), func(f *Facts) {
		f.Neighbours = map[provider.Title][]provider.Title{"Logo.png": {"Logo.gif"}, "Sea.png": {"Sea.PNG"}}
	})
	f.Site = provider.Site{}
	p := Compute(wants, f)
	back, err := Read(bytes.NewReader(savedBytes(t, p)))
	if err != nil {
		t.Fatal(err)
	}
	again, bad := back.Declared(wants, Facts{Account: uploader})
	if bad != nil {
		t.Fatalf("%+v", bad)
	}
	for i, want := range [][]provider.Title{{"Logo.gif"}, {"Plan.svg"}, {"Plan.png"}, {"Sea.PNG"}} {
		c := again.Changes[i]
		if diff := cmp.Diff(want, c.Neighbours); c.Action() != Create || diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.Claim.Title, diff)
		}
		if diff := cmp.Diff(p.Changes[i].Remarks, c.Remarks); diff != "" {
			t.Errorf("%s says otherwise (-planned +declared):\n%s", c.Claim.Title, diff)
		}
	}
	// Who forges a plan cannot get beside the same type what the manifest does not
	// accept.
	back.Changes[0].Neighbours = []provider.Title{"Logo.PNG"}
	forged, _ := back.Declared(wants, Facts{Account: uploader})
	if forged.Changes[0].Action() != Blocked {
		t.Errorf("forged: %s", forged.Changes[0].Action())
	}
}

func TestSpellings(t *testing.T) {
	t.Parallel()
	site := provider.Site{Extensions: []string{"png", "jpg", "tif", "tiff"}}
	for title, want := range map[provider.Title][]provider.Title{
		"A.png":  {"A.PNG", "A.Png"},
		"A.Png":  {"A.png", "A.PNG"},
		"A.pNG":  {"A.png", "A.PNG", "A.Png"},
		"A.JPEG": {"A.jpg", "A.JPG", "A.Jpg"},
		"A.tif":  {"A.TIF", "A.Tif", "A.tiff", "A.TIFF", "A.Tiff"},
		"A.":     nil,
		"A":      nil,
	} {
		if diff := cmp.Diff(want, spellings(title, site)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", title, diff)
		}
	}
	if s := spellings("A.é", provider.Site{}); !slices.Equal(s, []provider.Title{"A.É"}) {
		t.Errorf("%q", s)
	}
	for _, tt := range []struct {
		a, b provider.Title
		want bool
	}{
		{"A.png", "A.PNG", true}, {"A.jpg", "A.JPeG", true}, {"A.tif", "A.tiff", true}, {"A.ogv", "A.ogg", true},
		{"A.png", "A.png", false}, {"A.png", "A.gif", false}, {"A.png", "a.png", false}, {"A.b.png", "A.png", false}, {"A.png", "", false}, {"A", "B", false},
	} {
		if respelled(tt.a, tt.b) != tt.want {
			t.Errorf("%s and %s: %v", tt.a, tt.b, !tt.want)
		}
	}
}
