package importing_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/internal/importing"
	"wikiform/provider"
	"wikiform/spec"
)

// Whatever cannot be declared as it is, is told with the reason.
func TestReasons(t *testing.T) {
	t.Parallel()
	file := func(title string, change func(*provider.Whole)) provider.Whole {
		w := whole(title, "Text.")
		change(&w)
		return w
	}
	o := options(t, map[string]string{"main.wiki.hcl": `file "own" {
  source = "Own.png"
}
file "off" {
  source  = "Off.png"
  enabled = false
}
moved {
  from = "From.png"
  to   = "To.png"
}
redirect "led" {
  title = "Led.png"
  to    = "Elsewhere.png"
}
absent "gone" {
  title = "Gone.png"
}
`})
	o.Site.RedirectWords = []string{"#WEITERLEITUNG"}
	im, _ := made(t, []provider.Whole{
		whole("Good.png", "Text."), whole("Good.png", "Twice."),
		whole("Own.png", ""), whole("Off.png", ""), whole("From.png", ""), whole("To.png", ""), whole("Led.png", ""), whole("Gone.png", ""),
		whole("Noextension", ""), whole("a_b.png", ""), whole("%41.png", ""),
		file("Nothing.png", func(w *provider.Whole) { w.Version = nil }),
		file("Shared.png", func(w *provider.Whole) { w.Version, w.Shared = nil, true }),
		file("Redirect.png", func(w *provider.Whole) { w.Version, w.Redirect = nil, true }),
		file("Unknown.png", func(w *provider.Whole) { w.Version.SHA1 = provider.SHA1{} }),
		file("Nowhere.png", func(w *provider.Whole) { w.URL = "" }),
		file("Relative.png", func(w *provider.Whole) { w.URL = "/images/x.png" }),
		file("Script.png", func(w *provider.Whole) { w.URL = "javascript:alert(1)" }),
		file("Secret.png", func(w *provider.Whole) { w.URL = "https://w.example/x.png?token=abc" }),
		file("User.png", func(w *provider.Whole) { w.URL = "https://a:b@w.example/x.png#y" }),
		file("Signed.png", func(w *provider.Whole) {
			w.URL = "https://w.example/x.png?X-Amz-Signature=abc&X-Amz-Date=1"
			w.Page.Text = "Text."
		}),
		file("Both.png", func(w *provider.Whole) { w.Redirect = true }),
		file("No page.png", func(w *provider.Whole) { w.Page = nil }),
		file("Hidden.png", func(w *provider.Whole) { w.Page.HasText = false }),
		file("Model.png", func(w *provider.Whole) { w.Page.Model = "json" }),
		whole("Signature.png", "a\n~~~~"), whole("Pipe.png", "[[Help:Foo (bar)|]]"), whole("Leads.png", "#REDIRECT [[File:X.png]]"), whole("Leitet.png", "#weiterleitung [[File:X.png]]"),
		whole("CR.png", "a\r\nb"), whole("NFD.png", "e\u0301"), whole("Blank.png", "a "), whole("Mark.png", "\uFEFFa"), whole("Control.png", "a\x01"), whole("Bytes.png", "a\xff"),
	}, o)
	var left, alone []string
	for _, n := range im.Left {
		left = append(left, fmt.Sprintf("%s: %s", n.Title, n.Why))
	}
	for _, n := range im.Alone {
		alone = append(alone, fmt.Sprintf("%s: %s", n.Title, n.Why))
	}
	want := []string{
		`%41.png: a manifest cannot have its title: title "%41.png" contains a percent-encoded character, which the wiki refuses`,
		`From.png: moved["From.png"] is about this title already`,
		`Gone.png: absent.gone is about this title already`,
		`Led.png: redirect.led is about this title already`,
		`Noextension: a manifest cannot have its title: title "Noextension" has no extension`,
		`Nothing.png: there is no file`,
		`Nowhere.png: the wiki does not tell where its content is`,
		`Off.png: file.off is about this title already`,
		`Own.png: file.own is about this title already`,
		`Redirect.png: its page is a redirect, and there is no file`,
		`Relative.png: the address of its content does not begin with https:// or http://`,
		`Script.png: the address of its content does not begin with https:// or http://`,
		`Secret.png: the address of its content has a secret in it`,
		`Shared.png: it is in a shared repository, and this wiki has no file of its own`,
		`To.png: moved["From.png"] is about this title already`,
		`Unknown.png: the wiki does not tell the SHA-1 of its content`,
		`User.png: the address of its content has a # in it, and what follows is not sent; write %23 if it is part of the name`,
		`a_b.png: a manifest would have its title as "a b.png"`,
	}
	if diff := cmp.Diff(want, left); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
	const other = "the text of its page has characters that a wiki would write otherwise now"
	want = []string{
		"Blank.png: " + other,
		"Both.png: its page is a redirect",
		"Bytes.png: " + other,
		"CR.png: " + other,
		"Control.png: " + other,
		"Hidden.png: the wiki does not show the text of its page",
		"Leads.png: the text of its page is a redirect: #REDIRECT [[File:X.png]]",
		"Leitet.png: the text of its page is a redirect: #weiterleitung [[File:X.png]]",
		"Mark.png: the text of its page begins with a byte order mark, which is no part of a file's text",
		`Model.png: its page is no wikitext but "json"`,
		"NFD.png: " + other,
		"No page.png: it has no page",
		"Pipe.png: the text of its page has a pipe trick ([[Help:Foo (bar)|]]) in line 1: the wiki fills in the text of the link",
		"Signature.png: the text of its page has a signature (~~~~) in line 2: the wiki puts the uploader's name and the time in its place",
	}
	if diff := cmp.Diff(want, alone); diff != "" || im.Declared != len(want)+2 {
		t.Errorf("left alone, %d declared (-want +got):\n%s", im.Declared, diff)
	}
}

// What cannot be at all is one error, and nothing is to be written.
func TestErrors(t *testing.T) {
	t.Parallel()
	one := []provider.Whole{whole("A.png", "A.")}
	many := func(n int) []provider.Whole {
		list := make([]provider.Whole, n)
		for i := range list {
			list[i] = whole(fmt.Sprintf("%d.png", i), "")
		}
		return list
	}
	big := many(40)
	for i := range big {
		big[i].Page.Text = "{{I|a=" + strings.Repeat("x", 500_000) + "}}"
	}
	wide := many(5100)
	for i := range wide {
		wide[i].Page.Text = "{{I"
		for n := range 199 {
			wide[i].Page.Text += fmt.Sprintf("|p%d=", n)
		}
		wide[i].Page.Text += "}}"
	}
	for name, tt := range map[string]struct {
		wholes []provider.Whole
		change func(*importing.Options)
		files  map[string]string
		want   string
	}{
		"a path":          {one, func(o *importing.Options) { o.Name = "../x" }, nil, `"../x" is no name for an import`},
		"a hidden name":   {one, func(o *importing.Options) { o.Name = ".git" }, nil, `".git" is no name for an import`},
		"an option":       {one, func(o *importing.Options) { o.Name = "-x" }, nil, `"-x" is no name for an import`},
		"a manifest":      {one, func(o *importing.Options) { o.Name = "x.wiki.hcl" }, nil, `"x.wiki.hcl" is no name for an import`},
		"a device":        {one, func(o *importing.Options) { o.Name = "Con" }, nil, `Windows takes it for a device`},
		"no template":     {one, func(o *importing.Options) { o.Template = "a|b" }, nil, `"a|b" is no name of a template`},
		"nothing":         {nil, nil, nil, "there is nothing to declare"},
		"too many":        {many(100_001), nil, nil, "these are 100,001 files, and one block stands for at most 100,000: import fewer files at a time"},
		"too many blocks": {many(20_001), func(o *importing.Options) { o.Blocks = true }, nil, "these are 20,001 files, and one manifest has blocks for at most 20,000"},
		"long blocks":     {wide[:900], func(o *importing.Options) { o.Blocks, o.Template = true, "I" }, nil, "bridges.wiki.hcl has more than 600,000 words and signs, which no manifest may: leave out -blocks"},
		"a long table":    {big, func(o *importing.Options) { o.Template = "I" }, nil, "bridges.csv has more than 16 MiB, which no table may: import fewer files at a time"},
		"a wide table":    {wide, func(o *importing.Options) { o.Template = "I" }, nil, "bridges.csv has more than 1,000,000 cells, which no table may"},
		"the same name":   {one, nil, map[string]string{"a.wiki.hcl": "file \"Bridges\" {\n  source = \"x.png\"\n}\n"}, `file.Bridges is declared already: choose another name than "bridges"`},
		"other letters":   {one, nil, map[string]string{"Bridges.CSV": ""}, "there is Bridges.CSV, which is the same name as bridges.csv on some systems"},
		"another folder":  {one, nil, map[string]string{"BRIDGES/x": ""}, "there is BRIDGES, which is the same name as bridges on some systems"},
		"the same wiki": {one, func(o *importing.Options) { o.Wiki = &spec.Wiki{Name: "w", API: "https://w.example/api.php"} }, map[string]string{"a.wiki.hcl": "wiki \"w\" {\n  api = \"https://w.example/api.php\"\n}\n"},
			"the manifest would be wrong with what is to be written: bridges.wiki.hcl:3"},
		"a fileset": {one, nil, map[string]string{"a.wiki.hcl": "file \"x\" {\n  for_each = fileset(\".\", \"**/*.{png,csv}\")\n  source = each.key\n title = \"${basename(each.key)}.png\"\n}\n", "x.png": ""},
			"what the manifest says already would become something else"},
	} {
		o := options(t, tt.files)
		if tt.change != nil {
			tt.change(&o)
		}
		im, err := importing.Make(tt.wholes, o)
		if err == nil || im != nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %.300v, want %q", name, err, tt.want)
		}
	}
}
