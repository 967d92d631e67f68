package spec

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"pgregory.net/rapid"

	"wikiform/provider"
)

func list(t interface{ Fatal(...any) }, text string) List {
	l, err := ReadList("list", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// ofEachKind declares one of each kind, instances whose keys look like patterns among them.
func ofEachKind() *Manifest {
	m := &Manifest{
		Files:     []File{{Address: "file.logo", Title: "Museum - Logo.svg", Name: "museum - Logo.svg"}},
		Moves:     []Move{{Address: `moved["Old.png"]`, From: "Old.png", FromName: "Old.png", To: "New.png", ToName: "New.png"}},
		Absences:  []Absence{{Address: "absent.gone", Title: "Gone.png", Name: "Gone.png"}},
		Redirects: []Redirect{{Address: "redirect.r", Title: "R.png", Name: "R.png", To: "Museum - Logo.svg", ToName: "Museum - Logo.svg"}},
		Disabled:  []Disabled{{Address: "file.off", Title: "Off.png", Range: hcl.Range{Filename: "main.wiki.hcl", Start: hcl.Pos{Line: 7}}}},
	}
	for _, key := range []string{"a", "b", "*"} {
		title := provider.Title("Plate " + key + ".jpg")
		m.Files = append(m.Files, File{Address: instanceOf("file", "plate", key), Title: title, Name: string(title)})
	}
	return m
}

func addresses(m *Manifest) []string {
	var got []string
	for _, d := range m.Declared() {
		address, _ := d.called()
		got = append(got, string(address))
	}
	return got
}

func TestLists(t *testing.T) {
	t.Parallel()
	logo, a, b, star, moved := "file.logo", `file.plate["a"]`, `file.plate["b"]`, `file.plate["*"]`, `moved["Old.png"]`
	for name, tt := range map[string]struct {
		scope Scope
		want  []string
	}{
		"nothing":                  {Scope{TargetLists: []List{list(t, "")}}, nil},
		"nothing but remarks":      {Scope{TargetLists: []List{list(t, "\ufeff# none\r\n\r\n")}}, nil},
		"addresses":                {Scope{TargetLists: []List{list(t, logo+"\n"+b+"\n")}}, []string{logo, b}},
		"no end of the last line":  {Scope{TargetLists: []List{list(t, logo+"\r\n"+b)}}, []string{logo, b}},
		"twice":                    {Scope{TargetLists: []List{list(t, logo+"\n"+logo+"\n")}}, []string{logo}},
		"no pattern":               {Scope{TargetLists: []List{list(t, star)}}, []string{star}},
		"objects":                  {Scope{TargetLists: []List{list(t, `{"state":"failed","address":"file.plate[\"a\"]","title":"File:Nowhere.png","more":{"x":[1]}}`)}}, []string{a}},
		"titles":                   {Scope{TargetLists: []List{list(t, `{"title":"File:Plate_b.jpg"}`+"\n"+`{"title":"Plate a.jpg"}`)}}, []string{a, b}},
		"a title as it is stored":  {Scope{TargetLists: []List{list(t, "File:Museum - Logo.svg")}}, []string{logo}},
		"a title as it is written": {Scope{TargetLists: []List{list(t, "File:museum - Logo.svg")}}, []string{logo}},
		"the old title of a move":  {Scope{TargetLists: []List{list(t, "File:Old.png")}}, []string{moved}},
		"other kinds":              {Scope{TargetLists: []List{list(t, "absent.gone\nredirect.r\n"+moved)}}, []string{moved, "redirect.r", "absent.gone"}},
		"beside a pattern":         {Scope{Targets: []string{"file.logo"}, TargetLists: []List{list(t, a)}}, []string{logo, a}},
		"two lists":                {Scope{TargetLists: []List{list(t, a), list(t, b)}}, []string{a, b}},
		"an empty one beside":      {Scope{Targets: []string{"file.logo"}, TargetLists: []List{list(t, "")}}, []string{logo}},
		"less a pattern":           {Scope{Excludes: []string{"file.plate"}, TargetLists: []List{list(t, logo+"\n"+a)}}, []string{logo}},
		"less a list":              {Scope{Targets: []string{"file.plate"}, ExcludeLists: []List{list(t, a+"\n"+star)}}, []string{b}},
		"less what is off already": {Scope{Targets: []string{"file.logo"}, ExcludeLists: []List{list(t, "file.off")}}, []string{logo}},
		"all less an empty list":   {Scope{ExcludeLists: []List{list(t, "")}}, addresses(ofEachKind())},
	} {
		got, err := ofEachKind().Narrowed(tt.scope)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(tt.want, addresses(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if tt.scope.Complete() {
			t.Errorf("%s: everything is in", name)
		}
	}
}

func TestListNamesNothing(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"file.logo\n\nfile.logq":      "-target-file=list: line 3 names file.logq, which the manifest does not declare; did you mean file.logo?",
		"File:Museum - Loga.svg":      "-target-file=list: line 1 names File:Museum - Loga.svg, which the manifest does not declare; did you mean File:Museum - Logo.svg?",
		"file.off":                    "-target-file=list: line 1 names file.off, which is not enabled (main.wiki.hcl:7)",
		"File:Off.png":                "-target-file=list: line 1 names File:Off.png, which is not enabled (main.wiki.hcl:7)",
		"file.plate":                  `-target-file=list: line 1 names the block file.plate and none of its instances, such as file.plate["a"]; -target=file.plate is all of them`,
		"file.*":                      "-target-file=list: line 1 names file.*, which the manifest does not declare",
		`{"address":"file.\nx"}`:      `-target-file=list: line 1 names file.; x, which the manifest does not declare`,
		"file.x1\nfile.x2\nfile.logo": "-target-file=list: 2 lines name what cannot be planned",
	} {
		_, err := ofEachKind().Narrowed(Scope{TargetLists: []List{list(t, text)}})
		if _, ok := errors.AsType[*ListError](err); !ok || err.Error() != want {
			t.Errorf("%q: %v\nwant %s", text, err, want)
		}
	}
	many := strings.Repeat("file.none\n", 5000)
	_, err := ofEachKind().Narrowed(Scope{ExcludeLists: []List{list(t, many)}})
	if hint := provider.HintOf(err); strings.Count(hint, "\n") != mostUnlisted+1 || !strings.Contains(hint, "and 4990 more") {
		t.Errorf("%v\n%s", err, hint)
	}
}

func TestListIsRefused(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"file.a\n{":               "line 2 begins as an object of JSON and is none with the strings address or title",
		`{"address":5}`:           "line 1 begins as an object of JSON and is none with the strings address or title",
		`{"address":"file.a"} {}`: "line 1 begins as an object of JSON and is none with the strings address or title",
		`{"reason":"x"}`:          "line 1 has neither an address nor a title",
		"\n\xff":                  "line 2 is not UTF-8",
		"a\n" + strings.Repeat("x", maxListLine+1): "line 2 has more than 1 MiB, which no line of a list has",
		strings.Repeat("#\n", MaxList/2+1):         "it has more than 64 MiB, which no list has",
	} {
		if _, err := ReadList("list", strings.NewReader(text)); err == nil || err.Error() != want {
			t.Errorf("%.40q: %v, want %s", text, err, want)
		}
	}
}

// A list of any of the addresses chooses these and no others, whatever keys they have.
func TestListIsExact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-c*?\[\]"\\# {]{0,3}`), 1, 8, rapid.ID[string]).Draw(t, "keys")
		m := &Manifest{}
		var text strings.Builder
		var want []string
		for i, key := range keys {
			f := File{Address: instanceOf("file", "f", key), Title: provider.Title(fmt.Sprintf("%d.png", i))}
			m.Files = append(m.Files, f)
			if rapid.Bool().Draw(t, "listed") {
				fmt.Fprintln(&text, f.Address)
				want = append(want, string(f.Address))
			}
		}
		got, err := m.Narrowed(Scope{TargetLists: []List{list(t, text.String())}})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, addresses(got)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}
