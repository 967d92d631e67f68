package importing_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/internal/importing"
	"wikiform/provider"
	"wikiform/spec"
)

// plate is a page that uses a template in one of two layouts.
func plate(n, layout int) provider.Whole {
	text := fmt.Sprintf("{{Information\n|description = Plate %d\n|Other versions = \n}}\n[[Category:P%[1]d]]", n)
	if layout == 2 {
		text = fmt.Sprintf("{{information|source=Box %d}}", n)
	}
	return whole(fmt.Sprintf("Plate %d.png", n), text)
}

// The expression for the texts is as short as what they are allows.
func TestDescriptions(t *testing.T) {
	t.Parallel()
	own, alone := whole("Own.png", "Own."), whole("Alone.png", "~~~~")
	one := []provider.Whole{plate(1, 1), plate(2, 1)}
	two := append(one[:2:2], plate(3, 1), plate(4, 1), plate(5, 2), plate(6, 2), plate(7, 2))
	const both = "(\n    each.value.template != \"\" ? %s :\n    each.value.text != \"\" ? file(each.value.text) : null\n  )"
	for name, tt := range map[string]struct {
		wholes            []provider.Whole
		columns, describe string
	}{
		"texts":                 {[]provider.Whole{own}, "text", "file(each.value.text)"},
		"nothing":               {[]provider.Whole{alone}, "", ""},
		"texts or nothing":      {[]provider.Whole{own, alone}, "text", `each.value.text == "" ? null : file(each.value.text)`},
		"a layout":              {one, "description,Other_versions,after", `templatefile("bridges/information.wikitext", each.value)`},
		"a layout or texts":     {append(one[:2:2], own), "text,description,Other_versions,after", `each.value.text == "" ? templatefile("bridges/information.wikitext", each.value) : file(each.value.text)`},
		"a layout or nothing":   {append(one[:2:2], alone), "template,description,Other_versions,after", `each.value.template == "" ? null : templatefile(each.value.template, each.value)`},
		"a layout and all":      {append(one[:2:2], own, alone), "template,text,description,Other_versions,after", fmt.Sprintf(both, "templatefile(each.value.template, each.value)")},
		"two layouts":           {two, "template,description,Other_versions,information_source,after", "templatefile(each.value.template, each.value)"},
		"two layouts and texts": {append(two[:7:7], own), "template,text,description,Other_versions,information_source,after", `each.value.text == "" ? templatefile(each.value.template, each.value) : file(each.value.text)`},
		"two layouts and all":   {append(two[:7:7], own, alone), "template,text,description,Other_versions,information_source,after", fmt.Sprintf(both, "templatefile(each.value.template, each.value)")},
	} {
		o := options(t, nil)
		o.Template = "Information"
		im, files := made(t, tt.wholes, o)
		if im.Declared != len(tt.wholes) || len(im.Left) > 0 {
			t.Errorf("%s: %+v", name, im)
		}
		header, _, _ := strings.Cut(files["bridges.csv"], "\n")
		if diff := cmp.Diff(strings.TrimSuffix("title,url,sha1,"+tt.columns, ","), header); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		want := "  title       = each.key\n  description = " + tt.describe + "\n\n"
		if got := regexp.MustCompile(` +=`).ReplaceAllString(files["bridges.wiki.hcl"], " ="); !strings.Contains(got, regexp.MustCompile(` +=`).ReplaceAllString(want, " =")) && tt.describe != "" {
			t.Errorf("%s: %s", name, got)
		}
		if tt.describe == "" && strings.Contains(files["bridges.wiki.hcl"], "description") {
			t.Errorf("%s: %s", name, files["bridges.wiki.hcl"])
		}
	}
}

// Which pages are told from which: three are a layout, and what a template has twice is none.
func TestCounts(t *testing.T) {
	t.Parallel()
	o := options(t, nil)
	o.Template = "Information"
	im, _ := made(t, []provider.Whole{
		plate(1, 1), plate(2, 1), plate(3, 1), plate(4, 2), plate(5, 2), whole("Bare.png", "{{Information}}"), whole("Twice 1.png", "{{Information|a=1|a=1}}"), whole("Twice 2.png", "{{Information|a=2|a=1}}"), whole("Twice 3.png", "{{Information|a=3|a=1}}"),
		whole("None.png", "{{Artwork|a=1}}"), whole("Alone.png", "{{Information|a=~~~~}}"),
	}, o)
	got := fmt.Sprint(im.Layouts, im.Other, im.Unused, len(im.Alone))
	if want := "[{bridges/information.wikitext 3}] [Bare.png Plate 4.png Plate 5.png Twice 1.png Twice 2.png Twice 3.png] [None.png] 1"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	var many []provider.Whole
	for i := range 18 {
		many = append(many, whole(fmt.Sprintf("%02d.png", i), fmt.Sprintf("{{Information|p%d=%d}}", i/3, i)))
	}
	im, _ = made(t, many, o)
	got = fmt.Sprint(len(im.Layouts), im.Other)
	if want := "5 [15.png 16.png 17.png]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// What pull asks of a manifest it answers for an imported one: where each text comes from.
func TestWordings(t *testing.T) {
	t.Parallel()
	o := options(t, nil)
	o.Template = "Information"
	_, files := made(t, []provider.Whole{plate(1, 1), plate(2, 1), whole("Own.png", "Own.")}, o)
	m, diags := loader(".")(options(t, files).FS)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	w, _ := m.Wording(`file.bridges["Own.png"]`)
	if w.File != "bridges/texts/Own.png-27a773d1.wikitext" || m.IsTemplate(w.File) {
		t.Errorf("%+v", w)
	}
	w, _ = m.Wording(`file.bridges["Plate 2.png"]`)
	if w.Template != "bridges/information.wikitext" || w.Row == nil || w.Row.File != "bridges.csv" || w.Row.Line != 4 {
		t.Errorf("%+v, row %+v", w, w.Row)
	}
	cells := m.Cells(`file.bridges["Plate 2.png"]`, strings.Replace(plate(2, 1).Page.Text, "Plate 2", "The second plate", 1))
	if len(cells) != 1 || cells[0].New != "The second plate" {
		t.Errorf("%+v", cells)
	}
}

func TestBlocks(t *testing.T) {
	t.Parallel()
	o := options(t, map[string]string{"main.wiki.hcl": "file \"own\" {\n  source = \"a.png\"\n}\nfile \"Plate-2\" {\n  for_each = toset([\"x\"])\n  source = each.key\n  title = \"X.png\"\n}\n"})
	o.Template, o.Blocks, o.Wiki = "Information", true, &spec.Wiki{Name: "museum", API: "https://wiki.example.org/w/api.php", Contact: "mailto:a@b.example"}
	im, files := made(t, []provider.Whole{plate(1, 1), plate(2, 1), whole("Own.png", "Own ${x}."), whole("100%.png", ""), whole("…Файл ß.png", "a"), whole("Alone.png", "~~~~"), whole("x.y.png", "b"), whole("X,y.png", "c")}, o)
	want := `# 8 files of https://wiki.example.org/w/api.php

wiki "museum" {
  api     = "https://wiki.example.org/w/api.php"
  contact = "mailto:a@b.example"
}

file "file-100" {
  url         = "https://wiki.example.org/images/43d6ac31.png"
  sha1        = "43d6ac319d1fdbd8f0df3f1ba6d1c9ba0ba5c0cb"
  title       = "100%.png"
  description = file("bridges/texts/100_.png-0ff8d72d.wikitext")

  lifecycle {
    ignore_changes = ["content"]
  }
}

file "alone" {
  url   = "https://wiki.example.org/images/43d6ac31.png"
  sha1  = "43d6ac319d1fdbd8f0df3f1ba6d1c9ba0ba5c0cb"
  title = "Alone.png"

  lifecycle {
    ignore_changes = ["content"]
  }
}

file "own-2" {
  url         = "https://wiki.example.org/images/43d6ac31.png"
  sha1        = "43d6ac319d1fdbd8f0df3f1ba6d1c9ba0ba5c0cb"
  title       = "Own.png"
  description = file("bridges/texts/Own.png-27a773d1.wikitext")

  lifecycle {
    ignore_changes = ["content"]
  }
}

file "plate-1" {
  url   = "https://wiki.example.org/images/43d6ac31.png"
  sha1  = "43d6ac319d1fdbd8f0df3f1ba6d1c9ba0ba5c0cb"
  title = "Plate 1.png"
  description = templatefile("bridges/information.wikitext", {
    description    = "Plate 1"
    Other_versions = ""
    after          = "[[Category:P1]]"
  })

  lifecycle {
    ignore_changes = ["content"]
  }
}
`
	sums := regexp.MustCompile(`[0-9a-f]{40}|/[0-9a-f]{8}\.png`)
	got := sums.ReplaceAllString(files["bridges.wiki.hcl"], "…")
	if want = sums.ReplaceAllString(want, "…"); !strings.HasPrefix(got, want) {
		t.Errorf("(-want +got):\n%s", cmp.Diff(want, got[:min(len(got), len(want)+200)]))
	}
	var labels []string
	for _, m := range regexp.MustCompile(`file "(.*)"`).FindAllStringSubmatch(files["bridges.wiki.hcl"], -1) {
		if !strings.Contains(m[1], "/") {
			labels = append(labels, m[1])
		}
	}
	if diff := cmp.Diff([]string{"file-100", "alone", "own-2", "plate-1", "plate-2-2", "x-y", "x-y-2", "файл-ß"}, labels); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, there := files["bridges.csv"]; there || im.Declared != 8 {
		t.Errorf("%+v", im)
	}
}

func TestOriginals(t *testing.T) {
	t.Parallel()
	o := options(t, nil)
	o.Download = true
	a, b := whole("Bridge.JPG", "A."), whole("Data.wiki.json", "B.")
	b.URL = "" // nobody needs it to declare a source
	im, files := made(t, []provider.Whole{b, a}, o)
	want := []importing.Original{
		{Path: "bridges/originals/Bridge.JPG-75984aec.jpg", Title: "Bridge.JPG", URL: a.URL, Digest: a.Version.Digest},
		{Path: "bridges/originals/Data.wiki.json-ac65d33b.bin", Title: "Data.wiki.json", Digest: b.Version.Digest},
	}
	if diff := cmp.Diff(want, im.Originals); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	wants(t, files, map[string]string{
		"bridges/texts/Bridge.JPG-75984aec.wikitext":     "A.\n",
		"bridges/texts/Data.wiki.json-ac65d33b.wikitext": "B.\n",
		"bridges.csv": "title,source,text\n" +
			"Bridge.JPG,bridges/originals/Bridge.JPG-75984aec.jpg,bridges/texts/Bridge.JPG-75984aec.wikitext\n" +
			"Data.wiki.json,bridges/originals/Data.wiki.json-ac65d33b.bin,bridges/texts/Data.wiki.json-ac65d33b.wikitext\n",
		"bridges.wiki.hcl": `# 2 files of https://wiki.example.org/w/api.php

file "bridges" {
  for_each    = { for row in csvdecode(file("bridges.csv")) : row.title => row }
  source      = each.value.source
  title       = each.key
  description = file(each.value.text)
}
`,
	})
}
