package importing_test

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"wikiform/internal/importing"
	"wikiform/internal/localname"
	"wikiform/provider"
	"wikiform/spec"
)

// hostile are pieces of texts and titles that mean something to somebody.
var hostile = []string{
	"${", "%{", "$${", "%%{", "$", "%", "{", "}", "${file(\"/etc/passwd\")}", "%{ for x in y }", "~}", "<<EOT\n", "\nEOT\n", `"`, `\`, `\n`, "'", ",", ";", "\n", "\n\n", "\t", " ",
	"=", "+", "-", "@", "|", "{{", "}}", "[[", "]]", "{{Information", "{{Information|a=", "{{{1}}}", "<!--", "-->", "<nowiki>", "</nowiki>", "#", "//", "/*",
	"é", "e\u0301", "\u0301", "ß", "İ", "\u202e", "\u200b", "\uFEFF", "\uFFFD", "\u2028", "\u0085", "\x7f", "𝔘", "a", "B", "0", "null", "each.value", "*", ".", "..", "/", ":",
}

func hostileText(t *rapid.T, name string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(hostile), 0, 14).Draw(t, name), "")
}

// hostileTitle is a title as a wiki has them.
var hostileTitle = rapid.Custom(func(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(slices.Concat(hostile, []string{"x.wiki.hcl", ".git", "con", "CMD", "Straße"})), 1, 6).Draw(t, "pieces"), "") +
		rapid.SampledFrom([]string{".png", ".JPG", ".wiki.json", ".csv", ".txt", ".php"}).Draw(t, "extension")
}).Filter(func(s string) bool {
	title, err := provider.ParseTitle(s, provider.Site{})
	return err == nil && string(title) == s
})

// Whatever titles and texts are: what is written and read gives just them.
func TestWhatIsWrittenIsWhatTheWikiHas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var wholes []provider.Whole
		for _, title := range rapid.SliceOfNDistinct(hostileTitle, 1, 6, rapid.ID).Draw(t, "titles") {
			text := hostileText(t, "text")
			if rapid.Bool().Draw(t, "call") {
				text = hostileText(t, "before") + "\n{{Information\n|a = " + hostileText(t, "a") + "\n|b=" + hostileText(t, "b") + "\n}}\n" + hostileText(t, "after")
			}
			wholes = append(wholes, whole(title, provider.NormalizeText(text)))
		}
		o := importing.Options{
			Name: "in", FS: fstest.MapFS{}, Dir: rapid.SampledFrom([]string{".", "a/b"}).Draw(t, "directory"), API: "https://w.example/api.php",
			Blocks: rapid.Bool().Draw(t, "blocks"), Download: rapid.Bool().Draw(t, "download"), Template: rapid.SampledFrom([]string{"", "information"}).Draw(t, "template"),
		}
		o.Load = loader(o.Dir)
		im, err := importing.Make(wholes, o)
		if err != nil {
			t.Fatal(err)
		}
		if len(im.Left) > 0 {
			t.Fatalf("left: %v", im.Left)
		}
		confirm(t, wholes, o, im)
	})
}

// confirm reads what an import wrote.
func confirm(t *rapid.T, wholes []provider.Whole, o importing.Options, im *importing.Import) {
	files := fstest.MapFS{}
	for _, f := range im.Files {
		files[path.Join(o.Dir, f.Path)] = &fstest.MapFile{Data: []byte(f.Text)}
	}
	m, diags := spec.Load(files, o.Dir, spec.Inputs{})
	if diags.HasErrors() || len(m.Files) != len(wholes) {
		t.Fatalf("%d files, %v", len(m.Files), diags)
	}
	alone := map[provider.Title]bool{}
	for _, n := range im.Alone {
		alone[n.Title] = true
	}
	for i := range m.Files {
		f := &m.Files[i]
		at := slices.IndexFunc(wholes, func(w provider.Whole) bool { return w.Title == f.Title })
		if at < 0 {
			t.Fatalf("nobody has %q", f.Title)
		}
		w := wholes[at]
		text := w.Page.Text
		refused := strings.HasPrefix(text, "\uFEFF") || spec.Undescribable(text) != ""
		switch {
		case !o.Download && (f.Source.URL != w.URL || f.Source.Pin != w.Version.SHA1 || !slices.Equal(f.Lifecycle.Ignore, []string{"content"})):
			t.Fatalf("%q: %+v", f.Title, f.Source)
		case o.Download && !slices.ContainsFunc(im.Originals, func(x importing.Original) bool {
			return x.Title == f.Title && path.Join(o.Dir, x.Path) == f.Source.Path
		}):
			t.Fatalf("%q: %+v", f.Title, f.Source)
		case alone[f.Title] != refused, refused != (f.Description == nil):
			t.Fatalf("%q, %q: left alone %v", f.Title, text, alone[f.Title])
		case !refused && provider.NormalizeText(*f.Description) != text:
			t.Fatalf("%q says %q in place of %q", f.Title, *f.Description, text)
		}
	}
	safe(t, im)
}

// safeName is what a file of an import can be called.
var safeName = regexp.MustCompile(`^(in\.wiki\.hcl|in\.csv|in/information(-[2-5])?\.wikitext|in/texts/[\pL\pN][^/]*-[0-9a-f]{8}\.wikitext|in/originals/[\pL\pN][^/]*-[0-9a-f]{8}\.(png|jpg|bin))$`)

// safe looks at the names.
func safe(t interface{ Fatalf(string, ...any) }, im *importing.Import) {
	var names []string
	for _, f := range im.Files {
		names = append(names, f.Path)
	}
	for _, o := range im.Originals {
		names = append(names, o.Path)
	}
	folded := map[string]string{}
	for _, name := range names {
		fold := norm.NFKC.String(cases.Fold().String(norm.NFD.String(name)))
		if !safeName.MatchString(name) || !fs.ValidPath(name) || localname.Reserved(path.Base(name)) || folded[fold] != "" || strings.ContainsAny(name, "\\:*?\"<>|\x00\u202e\u200b\uFEFF") || len(path.Base(name)) > 200 {
			t.Fatalf("%q is written, and %q", name, folded[fold])
		}
		folded[fold] = name
	}
}

// value is what a parameter may have: all is closed in it that is opened.
var value = rapid.Custom(func(t *rapid.T) string {
	pieces := rapid.SliceOfN(rapid.SampledFrom([]string{
		"${", "%{", "$${x}", "%%{", "$", "%", "${file(\"/etc/passwd\")}", "%{ if x }", "\"", `\`, ",", ";", "\n", " ", "=", "+", "-", "@", "'", "{{en|1=x}}", "{{!}}", "[[a|b=c]]", "<nowiki>|}}</nowiki>",
		"<!-- | -->", "{{a|{{b|c=[[d|e]]}}}}", "{{{1|x}}}", "é", "\u0301", "\uFEFF", "\u202e", "\u2028", "<pre>}}</pre>", "{| class=x\n{{!}}-\n|}", "a", "#", "EOT",
	}), 0, 8).Draw(t, "pieces")
	return strings.Trim(provider.NormalizeText(strings.Join(pieces, "")), " \t\n")
}).Filter(func(s string) bool {
	return !strings.HasPrefix(s, "\u0301") && !strings.Contains(s, "$ {") && balanced(s)
})

// balanced reports whether a value stays one where it stands: pieces can come to open
// something together.
func balanced(s string) bool {
	for _, pair := range []string{"{{", "}}"} {
		plain := s
		for _, whole := range []string{"{{a|{{b|c=[[d|e]]}}}}", "{{{1|x}}}", "{{en|1=x}}", "{{!}}", "<nowiki>|}}</nowiki>", "<pre>}}</pre>"} {
			plain = strings.ReplaceAll(plain, whole, "x")
		}
		if strings.Contains(plain, pair) || strings.Contains(strings.ReplaceAll(strings.ReplaceAll(plain, "[[a|b=c]]", ""), "<!-- | -->", ""), "|") {
			return false
		}
	}
	return true
}

// Pages that differ in nothing but values are made from one file, in which nothing of the
// wiki is evaluated; and each value has its cell.
func TestPagesOfOneLayout(t *testing.T) {
	t.Parallel()
	literal := rapid.Map(value, func(s string) string { return strings.NewReplacer("\n", " ", "=", "-", "{", "(", "[", "(").Replace(s) })
	rapid.Check(t, func(t *rapid.T) {
		around := [2]string{strings.TrimRight(hostileBlanked(t, "before"), "{"), strings.TrimLeft(hostileBlanked(t, "after"), "}")}
		gap := rapid.SampledFrom([]string{"\n", "\n\n"}).Draw(t, "gap")
		key := strings.TrimSpace(literal.Draw(t, "key"))
		if key == "" || strings.ContainsAny(key, "|<>") || key == "b" {
			key = "x"
		}
		n := rapid.IntRange(1, 5).Draw(t, "pages")
		var wholes []provider.Whole
		values := map[provider.Title][2]string{}
		for i := range n {
			v := [2]string{value.Draw(t, "first"), value.Draw(t, "second")}
			text := around[0] + "{{Information" + gap + "|" + key + "=" + v[0] + gap + "|b =  " + v[1] + gap + "}}" + around[1]
			if provider.NormalizeText(text) != text || strings.HasPrefix(text, "\uFEFF") {
				t.Skip("another text")
			}
			wholes = append(wholes, whole(fmt.Sprintf("P%d.png", i), text))
			values[wholes[i].Title] = v
		}
		o := importing.Options{Name: "in", FS: fstest.MapFS{}, Dir: ".", API: "https://w.example/api.php", Template: "Information", Blocks: rapid.Bool().Draw(t, "blocks"), Load: loader(".")}
		im, err := importing.Make(wholes, o)
		if err != nil {
			t.Fatal(err)
		}
		confirm(t, wholes, o, im)
		if want := []importing.Layout{{Path: "in/information.wikitext", Pages: n}}; len(im.Alone) == 0 && !cmp.Equal(im.Layouts, want) {
			t.Fatalf("%q: %+v, others %v, unused %v", wholes[0].Page.Text, im.Layouts, im.Other, im.Unused)
		}
		evaluatesNothing(t, im)
	})
}

// hostileBlanked is a text around a call that opens nothing.
func hostileBlanked(t *rapid.T, name string) string {
	return strings.NewReplacer("{{", "((", "}}", "))", "[[", "((", "<!--", "", "-->", "", "<nowiki>", "", "</nowiki>", "", "#", "").Replace(hostileText(t, name))
}
