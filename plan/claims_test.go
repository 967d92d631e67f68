package plan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
	"wikiform/spec"
)

func TestClaims(t *testing.T) {
	t.Parallel()
	german := provider.Site{FileNamespaces: []string{"Datei", "Bild"}}
	at := func(line int) *spec.Ranges {
		return &spec.Ranges{
			Block: hcl.Range{Filename: "a.wiki.hcl", Start: hcl.Pos{Line: line}},
			Title: hcl.Range{Filename: "a.wiki.hcl", Start: hcl.Pos{Line: line + 1}},
		}
	}
	m := &spec.Manifest{Files: []spec.File{
		{Address: "file.plain", Title: "Plain.png", Source: spec.Source{Path: "plain.png"}, Description: ptr("a \r\nb \n\n"),
			Comment: "c", Tags: []string{"t"}, Accept: []provider.WarningKind{provider.WarnThumb}, Ranges: at(1)},
		{Address: "file.pinned", Title: "pinned_url.png", Source: spec.Source{URL: "https://x.example/", Pin: digest("u").SHA1, Size: 9}, Ranges: at(11)},
		{Address: "file.unpinned", Title: "Unpinned.png", Source: spec.Source{URL: "https://x.example/"}, Ranges: at(21)},
		{Address: "file.refused", Title: "Talk:Refused.png", Source: spec.Source{Path: "plain.png"}, Ranges: at(31)},
		{Address: "file.one", Title: "Twin.png", Source: spec.Source{Path: "plain.png"}, Ranges: at(41)},
		{Address: "file.two", Title: "Bild:twin.png", Source: spec.Source{Path: "plain.png"}, Ranges: at(51)},
		{Address: "file.unread", Title: "Unread.png", Source: spec.Source{Path: "gone.png"}, Ranges: at(61)},
	}}
	sums := map[spec.Address]provider.Content{
		"file.plain": {Digest: digest("p"), Type: "image/png"}, "file.refused": {Digest: digest("r")}, "file.one": {Digest: digest("1")}, "file.two": {Digest: digest("2")},
	}
	want := []Claim{
		{Address: "file.plain", Title: "Plain.png", Content: &Content{Source: m.Files[0].Source, Digest: digest("p"), Type: "image/png"}, Text: &Text{Text: "a \nb"},
			Comment: "c", Tags: []string{"t"}, Accept: []provider.WarningKind{provider.WarnThumb}, At: Position{"a.wiki.hcl", 1}},
		{Address: "file.pinned", Title: "pinned url.png", Content: &Content{Source: m.Files[1].Source, Digest: provider.Digest{SHA1: digest("u").SHA1, Size: 9}}, At: Position{"a.wiki.hcl", 11}},
		{Address: "file.unpinned", Title: "Unpinned.png", Content: &Content{Source: m.Files[2].Source}, At: Position{"a.wiki.hcl", 21}},
		{Address: "file.refused", Title: "Talk:Refused.png", Content: &Content{Source: m.Files[3].Source, Digest: digest("r")}, At: Position{"a.wiki.hcl", 31},
			Fault: &Problem{Reason: TitleRefused, Text: `title "Talk:Refused.png" contains :, which no file name can hold; "Talk-Refused.png" would do`, At: Position{"a.wiki.hcl", 32},
				Names: []string{`"Talk:Refused.png"`, `"Talk-Refused.png"`}}},
		{Address: "file.one", Title: "Twin.png", Content: &Content{Source: m.Files[4].Source, Digest: digest("1")}, At: Position{"a.wiki.hcl", 41}},
		{Address: "file.two", Title: "twin.png", Content: &Content{Source: m.Files[5].Source, Digest: digest("2")}, At: Position{"a.wiki.hcl", 51}},
		{Address: "file.unread", Title: "Unread.png", Content: &Content{Source: m.Files[6].Source}, At: Position{"a.wiki.hcl", 61},
			Fault: &Problem{Reason: UnknownContent, Text: `the content of "gone.png" is not known: the source was not read`, Names: []string{`"gone.png"`}}},
	}
	got := Claims(m, sums, german, spec.Wiki{})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}

	// What the wiki makes of the titles decides whether there is a double one.
	for _, c := range []struct {
		stores map[provider.Title]provider.Title
		want   []Action
	}{
		{nil, []Action{Create, Create, Create, Blocked, Create, Create, Blocked}},
		{map[provider.Title]provider.Title{"twin.png": "Twin.png", "pinned url.png": "Pinned url.png"},
			[]Action{Create, Create, Create, Blocked, Blocked, Blocked, Blocked}},
	} {
		wants, f := Claims(m, sums, german, spec.Wiki{}), Facts{}
		if err := Settle(t.Context(), &wiki{stores: c.stores}, wants, &f); err != nil {
			t.Fatal(err)
		}
		var actions []Action
		p := Compute(wants, f)
		for _, c := range p.Changes {
			actions = append(actions, c.Action())
		}
		if diff := cmp.Diff(c.want, actions); diff != "" {
			t.Errorf("stores %v: actions (-want +got):\n%s", c.stores, diff)
		}
		doubles := Doubles(m, wants)
		if c.stores == nil {
			if doubles != nil {
				t.Errorf("doubles: %v", doubles)
			}
			continue
		}
		if p.Changes[1].Claim.Title != "Pinned url.png" {
			t.Errorf("the title is %q, the wiki stores another", p.Changes[1].Claim.Title)
		}
		problem := `file.two (a.wiki.hcl:51) has the title "Twin.png" on this wiki as well: rename one of them`
		if problemLines(p.Changes[4].Problems) != problem || p.Changes[4].Reasons[0] != TitleTaken {
			t.Errorf("%v %q, want %q", p.Changes[4].Reasons, p.Changes[4].Problems, problem)
		}
		detail := `This wiki stores file.one ("Twin.png", a.wiki.hcl:42) and file.two ("Bild:twin.png", a.wiki.hcl:52) as "Twin.png". Give each a title of its own.`
		if len(doubles) != 1 || doubles[0].Detail != detail || doubles[0].Subject.Start.Line != 52 || !doubles.HasErrors() {
			t.Errorf("doubles: %v, want %s", doubles, detail)
		}
	}
}

// Many double titles are not as many messages.
func TestManyDoubles(t *testing.T) {
	t.Parallel()
	var files []spec.File
	var wants []Claim
	for i := range 50 {
		title := provider.Title(fmt.Sprintf("%02d.png", i))
		for range 2 {
			address := spec.Address(fmt.Sprintf("file.x%d", len(files)))
			files, wants = append(files, spec.File{Address: address, Title: title}), append(wants, Claim{Address: address, Title: title})
		}
	}
	doubles := Doubles(&spec.Manifest{Files: files}, wants)
	if len(doubles) != 10 || !strings.HasSuffix(doubles[9].Detail, "So it is with 40 more titles.") {
		t.Errorf("%d messages, the last: %v", len(doubles), doubles[len(doubles)-1])
	}
}

// A title that the wiki does not take, or makes one of that no file can have,
// blocks its file and no other.
func TestSettleRefuses(t *testing.T) {
	t.Parallel()
	long := provider.Title("ΐ" + strings.Repeat("x", 234) + ".png")
	wants := []Claim{{Title: "Bad.png"}, {Title: long}, {Title: "Odd.png"}, {Title: "Good.png"}}
	f := Facts{}
	err := Settle(t.Context(), &wiki{
		invalid: map[provider.Title]string{"Bad.png": "it has a\nnewline"},
		stores:  map[provider.Title]provider.Title{long: "Ϊ́" + long[2:], "Odd.png": "Odd\u202e.png"},
	}, wants, &f)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{`the wiki takes no title "Bad.png": it has a newline; choose another one`, "which has 242 bytes", "which is written in another way", ""} {
		if got := saidFault(wants[i]); !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%q: fault %q, want %q", wants[i].Title, got, want)
		}
	}
}

func saidFault(w Claim) string {
	if w.Fault == nil {
		return ""
	}
	return w.Fault.String()
}

func reasonOf(p *Problem) Reason {
	if p == nil {
		return ""
	}
	return p.Reason
}

// A saved plan is settled by asking about the titles that it has otherwise.
func TestSettleSaved(t *testing.T) {
	t.Parallel()
	p := &Plan{Changes: []Change{
		{Claim: Claim{Address: "file.a", Title: "A.png"}}, {Claim: Claim{Address: "file.b", Title: "B.png"}}, {Claim: Claim{Address: "file.c", Title: "Evil.png"}},
	}}
	wants := []Claim{{Address: "file.a", Title: "A.png"}, {Address: "file.b", Title: "b.png"}, {Address: "file.c", Title: "C.png"}}
	r := &wiki{stores: map[provider.Title]provider.Title{"b.png": "B.png"}}
	f := Facts{}
	if err := p.Settle(t.Context(), r, wants, &f); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"b.png", "C.png"}, r.asked["files"]); diff != "" {
		t.Errorf("asked: %s", diff)
	}
	var got []provider.Title
	for _, w := range wants {
		got = append(got, w.Title)
	}
	if diff := cmp.Diff([]provider.Title{"A.png", "B.png", "C.png"}, got); diff != "" {
		t.Error(diff)
	}
}

// The titles by which -target chooses are the wiki's.
func TestStored(t *testing.T) {
	t.Parallel()
	files := []spec.File{{Name: "a.png", Title: "a.png"}, {Name: "Datei:b.png", Title: "b.png"}, {Name: "c:d.png", Title: "d.png"}, {Name: "bad.png", Title: "bad.png"}}
	r := &wiki{stores: map[provider.Title]provider.Title{"a.png": "A.png", "b.png": "B.png"}, invalid: map[provider.Title]string{"bad.png": "no"}}
	f := Facts{Site: provider.Site{FileNamespaces: []string{"Datei"}}}
	if err := Stored(t.Context(), r, files, &f); err != nil {
		t.Fatal(err)
	}
	for i, want := range []provider.Title{"A.png", "B.png", "d.png", "bad.png"} {
		if files[i].Title != want {
			t.Errorf("%s: %q, want %q", files[i].Name, files[i].Title, want)
		}
	}
	// What is known is not asked for again.
	wants := []Claim{{Title: "a.png"}, {Title: "B.png"}}
	if err := Settle(t.Context(), r, wants, &f); err != nil || wants[0].Title != "A.png" || wants[1].Title != "B.png" {
		t.Errorf("%+v, %v", wants, err)
	}
	if got := len(r.asked["files"]); got != 3 {
		t.Errorf("asked for %q", r.asked["files"])
	}
}

// The wiki's own rules decide what title a written name is.
func TestClaimsByTheRulesOfTheWiki(t *testing.T) {
	german := provider.Site{FileNamespaces: []string{"Datei", "Bild"}}
	for _, tt := range []struct {
		name  string
		site  provider.Site
		want  provider.Title
		fault Reason
	}{
		{"Datei:logo.svg", german, "logo.svg", ""},
		{"Datei:logo.svg", provider.Site{}, "Datei:logo.svg", TitleRefused}, // not a part of it
		{"logo.svg", provider.Site{}, "logo.svg", ""},
	} {
		m := &spec.Manifest{Files: []spec.File{{Address: "file.a", Name: tt.name, Title: "Logo.svg", Source: spec.Source{Path: "a.svg"}}}}
		got := Claims(m, map[spec.Address]provider.Content{"file.a": {Digest: provider.Digest{SHA1: provider.SHA1{1}, Size: 1}}}, tt.site, spec.Wiki{})[0]
		if reason := reasonOf(got.Fault); reason != tt.fault || got.Title != tt.want {
			t.Errorf("%q became %q, fault %q; want %q, %q", tt.name, got.Title, reason, tt.want, tt.fault)
		}
	}
}
