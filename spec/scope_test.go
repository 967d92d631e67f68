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
		{Scope{Targets: []string{"file.lgo"}}, "-target=file.lgo matches no file of the manifest; did you mean file.logo?"},
		{Scope{Targets: []string{"file.logo", "file.plates"}}, "-target=file.plates matches no file of the manifest; did you mean file.plate?"},
		{Scope{Targets: []string{`file.plate["001"]`}}, `-target=file.plate["001"] matches no file of the manifest; did you mean file.plate["0001"]?`},
		{Scope{Excludes: []string{"File:logo.svg"}}, "-exclude=File:logo.svg matches no file of the manifest; did you mean File:Logo.svg?"},
		{Scope{Targets: []string{"file.logo"}, Excludes: []string{"x"}}, "-exclude=x matches no file of the manifest"},
		{Scope{Targets: []string{""}}, "-target= matches no file of the manifest"},
	} {
		_, err := tt.scope.Choose(files)
		if _, ok := errors.AsType[*PatternError](err); !ok || err.Error() != tt.want {
			t.Errorf("%+v: %v, want %s", tt.scope, err, tt.want)
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
