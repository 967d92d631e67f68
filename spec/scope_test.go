package spec

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/provider"
)

func TestScopeChoose(t *testing.T) {
	t.Parallel()
	files := []File{{Address: "file.logo", Title: "Museum - Logo.svg"}}
	for _, key := range []string{"a", "b", "[x]", `"q"`, "b*"} {
		files = append(files, File{Address: instanceOf("file", "plate", key), Title: provider.Title("Plate " + key + ".jpg")})
	}
	logo, a, b, bracket, quote, star := "file.logo", `file.plate["a"]`, `file.plate["b"]`, `file.plate["[x]"]`, `file.plate["\"q\""]`, `file.plate["b*"]`
	all := []string{logo, a, b, bracket, quote, star}
	for _, tt := range []struct {
		targets, excludes string
		want              []string
	}{
		{"", "", all},
		{"file.logo", "", []string{logo}},
		{"file.*", "", all},
		{"file.plate", "", []string{a, b, bracket, quote, star}},
		{`file.plate["?"]`, "", []string{a, b}},
		{`file.plate["[x]"]`, "", []string{bracket}},
		{`file.plate["\"q\""]`, "", []string{quote}},
		{`file.plate["b*"]`, "", []string{b, star}},
		{"File:Museum - *", "", []string{logo}},
		{"File:Museum_-_Logo.svg", "", []string{logo}},
		{"File:*.jpg", "", []string{a, b, bracket, quote, star}},
		{"File:Plate [x].jpg", "", []string{bracket}},
		{"file.plate", `file.plate["a"]`, []string{b, bracket, quote, star}},
		{"", "file.plate", []string{logo}},
		{"file.logo", "file.*", nil},
		{"file.logo|" + `file.plate["a"]`, "", []string{logo, a}},
	} {
		s := Scope{Targets: patterns(tt.targets), Excludes: patterns(tt.excludes)}
		chosen, err := s.Choose(files)
		if err != nil {
			t.Errorf("%+v: %v", s, err)
		}
		var got []string
		for _, f := range chosen {
			got = append(got, string(f.Address))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", s, diff)
		}
	}
}

func patterns(joined string) []string {
	if joined == "" {
		return nil
	}
	return strings.Split(joined, "|")
}

func TestScopeRefusesWhatMatchesNothing(t *testing.T) {
	t.Parallel()
	files := []File{{Address: "file.logo", Title: "Logo.svg"}, {Address: instanceOf("file", "plate", "0001"), Title: "Plate.jpg"}}
	for _, tt := range []struct {
		scope Scope
		want  string
	}{
		{Scope{Targets: []string{"file.lgo"}}, "-target=file.lgo matches nothing that the manifest declares; did you mean file.logo?"},
		{Scope{Targets: []string{"file.logo", "file.plates"}}, "-target=file.plates matches nothing that the manifest declares; did you mean file.plate?"},
		{Scope{Targets: []string{`file.plate["001"]`}}, `-target=file.plate["001"] matches nothing that the manifest declares; did you mean file.plate["0001"]?`},
		{Scope{Excludes: []string{"File:logo.svg"}}, "-exclude=File:logo.svg matches nothing that the manifest declares; did you mean File:Logo.svg?"},
		{Scope{Targets: []string{"file.logo"}, Excludes: []string{"x"}}, "-exclude=x matches nothing that the manifest declares"},
		{Scope{Targets: []string{""}}, "-target= matches nothing that the manifest declares"},
	} {
		_, err := tt.scope.Choose(files)
		if _, ok := errors.AsType[*PatternError](err); !ok || err.Error() != tt.want {
			t.Errorf("%+v: %v, want %s", tt.scope, err, tt.want)
		}
	}
}

// TestNarrowed chooses among everything that is declared.
func TestNarrowed(t *testing.T) {
	t.Parallel()
	m, diags := Load(inMuseum("main.wiki.hcl", `
		wiki "w" { api = "https://wiki.example.org/w/api.php" }
		file "bridge" {
			source = "scans/bridge.jpg"
			title  = "Bridge.jpg"
		}
		moved {
			from = "Foto_1.jpg"
			to   = "Bridge.jpg"
		}
		moved {
			for_each = { "Datei:Foto 2.jpg" = "Dam \"2\".jpg" }
			from     = each.key
			to       = each.value
		}
		redirect "old" {
			title = "Old bridge.jpg"
			to    = "Bridge.jpg"
		}
		absent "foto" {
			for_each = toset(["Foto 3.jpg", "Foto 4.jpg"])
			title    = each.key
		}`), ".", Inputs{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	bridge, one, two, old, three, four := "file.bridge", `moved["Foto_1.jpg"]`, `moved["Datei:Foto 2.jpg"]`, "redirect.old", `absent.foto["Foto 3.jpg"]`, `absent.foto["Foto 4.jpg"]`
	for _, tt := range []struct {
		targets, excludes string
		want              []string
	}{
		{"", "", []string{bridge, one, two, old, three, four}},
		{"moved", "", []string{one, two}},
		{"moved*", `moved["Datei*`, []string{one}},
		{"absent.*", "", []string{three, four}},
		{"absent.foto", `absent.foto["Foto 4.jpg"]`, []string{three}},
		{"", "file.*", []string{one, two, old, three, four}},
		{"redirect.old|file.bridge", "", []string{bridge, old}},
		{"File:Bridge.jpg", "", []string{bridge, one}},
		{"File:*bridge.jpg", "", []string{old}},
		{"File:Foto_*", "", []string{one, two, three, four}},
		{`File:Dam "2".jpg`, "", []string{two}},
		{"", "File:*", nil},
	} {
		s := Scope{Targets: patterns(tt.targets), Excludes: patterns(tt.excludes)}
		narrow, err := m.Narrowed(s)
		if err != nil {
			t.Errorf("%+v: %v", s, err)
			continue
		}
		var got []string
		for _, d := range narrow.Declared() {
			address, _ := d.called()
			got = append(got, string(address))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", s, diff)
		}
		if len(narrow.Wikis) != 1 || len(m.Declared()) != 6 {
			t.Errorf("%+v: something else has changed", s)
		}
	}
	for pattern, want := range map[string]string{
		"absent.fot":          "-target=absent.fot matches nothing that the manifest declares; did you mean absent.foto?",
		`moved["Foto 1.jpg"]`: `-target=moved["Foto 1.jpg"] matches nothing that the manifest declares; did you mean moved["Foto_1.jpg"]?`,
		"File:Old_bridge.png": "-target=File:Old_bridge.png matches nothing that the manifest declares; did you mean File:Old bridge.jpg?",
		"redirect.bridge":     "-target=redirect.bridge matches nothing that the manifest declares",
	} {
		_, err := m.Narrowed(Scope{Targets: []string{pattern}})
		if _, ok := errors.AsType[*PatternError](err); !ok || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// What is not enabled is neither chosen nor misspelt.
func TestNarrowedToWhatIsDisabled(t *testing.T) {
	t.Parallel()
	m, diags := Load(inMuseum("main.wiki.hcl", `
		file "plate" {
			for_each = { a = true, b = false }
			source   = "${each.key}.jpg"
			enabled  = each.value
		}
		moved {
			from    = "Foto_1.jpg"
			to      = "Datei:Bridge.jpg"
			enabled = false
		}`), ".", Inputs{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	for _, tt := range []struct {
		scope Scope
		want  string
	}{
		{Scope{Targets: []string{`file.plate["b"]`}}, `-target=file.plate["b"] matches nothing that is enabled: file.plate["b"] (main.wiki.hcl:2) is not`},
		{Scope{Targets: []string{"file.plate", "moved"}}, `-target=moved matches nothing that is enabled: moved["Foto_1.jpg"] (main.wiki.hcl:7) is not`},
		{Scope{Targets: []string{"File:Bridge.jpg"}}, `-target=File:Bridge.jpg matches nothing that is enabled: moved["Foto_1.jpg"] (main.wiki.hcl:7) is not`},
		{Scope{Targets: []string{"moves"}}, "-target=moves matches nothing that the manifest declares; did you mean moved?"},
		{Scope{Targets: []string{"file.plate"}}, ""},
		{Scope{Excludes: []string{`file.plate["b"]`, "moved", "File:Foto 1.jpg"}}, ""},
		{Scope{Excludes: []string{"file.plates"}}, "-exclude=file.plates matches nothing that the manifest declares; did you mean file.plate?"},
	} {
		narrow, err := m.Narrowed(tt.scope)
		got := ""
		if err != nil {
			got = err.Error()
		} else if len(narrow.Files) != 1 || len(narrow.Disabled) != 3 {
			t.Errorf("%+v: %d files, %d titles that are not enabled", tt.scope, len(narrow.Files), len(narrow.Disabled))
		}
		if got != tt.want {
			t.Errorf("%+v: %s, want %s", tt.scope, got, tt.want)
		}
	}
}

// A glob means what the regular expression means that it stands for.
func TestGlobIsARegexp(t *testing.T) {
	t.Parallel()
	texts := rapid.StringMatching(`[ab?*\[\]é"]{0,8}`)
	rapid.Check(t, func(t *rapid.T) {
		pattern, s := texts.Draw(t, "pattern"), texts.Draw(t, "text")
		same := strings.NewReplacer(`\*`, "(?s:.*)", `\?`, "(?s:.)").Replace(regexp.QuoteMeta(pattern))
		if want, got := regexp.MustCompile("^"+same+"$").MatchString(s), Glob(pattern, s); got != want {
			t.Fatalf("Glob(%q, %q) = %v", pattern, s, got)
		}
	})
}

func TestGlobIsQuick(t *testing.T) {
	t.Parallel()
	if Glob(strings.Repeat("*a", 1000)+"b", strings.Repeat("a", 10_000)) {
		t.Error("there is no b")
	}
}
