package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
	"wikiform/spec"
)

func TestWants(t *testing.T) {
	t.Parallel()
	german := provider.Site{FileNamespaces: []string{"Datei", "Bild"}}
	at := func(line int) spec.Ranges {
		return spec.Ranges{
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
	sums := map[spec.Address]provider.Digest{
		"file.plain": digest("p"), "file.refused": digest("r"), "file.one": digest("1"), "file.two": digest("2"),
	}
	want := []Want{
		{Address: "file.plain", Title: "Plain.png", Source: m.Files[0].Source, Digest: digest("p"), Text: ptr("a \nb"),
			Comment: "c", Tags: []string{"t"}, Accept: []provider.WarningKind{provider.WarnThumb}, At: Position{"a.wiki.hcl", 1}},
		{Address: "file.pinned", Title: "Pinned url.png", Source: m.Files[1].Source, Digest: provider.Digest{SHA1: digest("u").SHA1, Size: 9}, At: Position{"a.wiki.hcl", 11}},
		{Address: "file.unpinned", Title: "Unpinned.png", Source: m.Files[2].Source, At: Position{"a.wiki.hcl", 21}},
		{Address: "file.refused", Title: "Talk:Refused.png", Source: m.Files[3].Source, Digest: digest("r"), At: Position{"a.wiki.hcl", 32},
			Fault: Fault{TitleRefused, `title "Talk:Refused.png" contains :, which no file name can hold; "Talk-Refused.png" would do`}},
		{Address: "file.one", Title: "Twin.png", Source: m.Files[4].Source, Digest: digest("1"), At: Position{"a.wiki.hcl", 41},
			Fault: Fault{TitleTaken, `file.two (a.wiki.hcl:51) has the title "Twin.png" on this wiki as well: rename one of them`}},
		{Address: "file.two", Title: "Twin.png", Source: m.Files[5].Source, Digest: digest("2"), At: Position{"a.wiki.hcl", 51},
			Fault: Fault{TitleTaken, `file.one (a.wiki.hcl:41) has the title "Twin.png" on this wiki as well: rename one of them`}},
		{Address: "file.unread", Title: "Unread.png", Source: m.Files[6].Source, At: Position{"a.wiki.hcl", 61},
			Fault: Fault{UnknownContent, `the content of "gone.png" is not known: the source was not read`}},
	}
	got := Wants(m, sums, german)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}

	var actions []Action
	for _, c := range Compute(got, Facts{}).Changes {
		actions = append(actions, c.Action)
	}
	if diff := cmp.Diff([]Action{Create, Create, Create, Blocked, Blocked, Blocked, Blocked}, actions); diff != "" {
		t.Errorf("actions (-want +got):\n%s", diff)
	}

	site := german
	site.CaseSensitive = true
	if got := Wants(m, sums, site); got[4].Fault.Reason != "" || got[5].Title != "twin.png" {
		t.Errorf("where case counts: %q %v, want twin.png without a fault", got[5].Title, got[4].Fault)
	}
}

func TestSize(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{
		0: "0 bytes", 1: "1 byte", 1023: "1023 bytes", 1024: "1.0 KiB", 12595: "12.3 KiB",
		1<<20 - 30: "1.0 MiB", 1 << 20: "1.0 MiB", 1932735283: "1.8 GiB", 1<<63 - 1: "8.0 EiB",
	} {
		if got := Size(n); got != want {
			t.Errorf("Size(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	options := []string{"museum-upload", "reconciler-edit", "Rollback"}
	for given, want := range map[string]string{
		"museum-uplod": "museum-upload", "museum": "museum-upload", "rolback": "Rollback", "x": "", "": "", "something-else": "",
	} {
		if got := nearest(given, options); got != want {
			t.Errorf("nearest(%q) = %q, want %q", given, got, want)
		}
	}
}

// The wiki's own rules decide what title a written name is.
func TestWantsByTheRulesOfTheWiki(t *testing.T) {
	german := provider.Site{FileNamespaces: []string{"Datei", "Bild"}}
	for _, tt := range []struct {
		name  string
		site  provider.Site
		want  provider.Title
		fault Reason
	}{
		{"Datei:logo.svg", german, "Logo.svg", ""},
		{"Datei:logo.svg", provider.Site{}, "", TitleRefused},
		{"logo.svg", provider.Site{CaseSensitive: true}, "logo.svg", ""},
		{"logo.svg", provider.Site{}, "Logo.svg", ""},
	} {
		m := &spec.Manifest{Files: []spec.File{{Address: "file.a", Name: tt.name, Title: "Logo.svg", Source: spec.Source{Path: "a.svg"}}}}
		got := Wants(m, map[spec.Address]provider.Digest{"file.a": {SHA1: provider.SHA1{1}, Size: 1}}, tt.site)[0]
		if got.Fault.Reason != tt.fault || tt.fault == "" && got.Title != tt.want {
			t.Errorf("%q became %q, fault %q; want %q, %q", tt.name, got.Title, got.Fault.Reason, tt.want, tt.fault)
		}
	}
}
