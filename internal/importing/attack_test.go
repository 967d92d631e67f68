package importing_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/internal/importing"
	"wikiform/provider"
)

// Pages that try to become more than texts: what their template becomes has holes for
// columns and calculates nothing.
func TestNothingOfAWikiIsEvaluated(t *testing.T) {
	t.Parallel()
	for _, evil := range []string{
		`${file("/etc/passwd")}`, `$${file(".env")}`, `$$${file(".env")}`, `%{ for x in [1] }${x}%{ endfor }`, `%%{ if true }`, `${description}`, `~}${"x"}`,
		"\nEOT\n}\nfile \"evil\" {\n  source = \"/etc/passwd\"\n}\n", `"}); file("x`, `\${x}`, "$", "%", "${", "%{", "$\u200b{x}",
	} {
		var wholes []provider.Whole
		for _, n := range []string{"1", "2", "3"} {
			wholes = append(wholes, whole("Plate "+n+".png", provider.NormalizeText(evil+"{{Information|"+strings.NewReplacer("|", "", "=", "").Replace(evil)+"="+evil+n+"|author="+n+"}}"+evil)))
		}
		o := options(t, nil)
		o.Template = "Information"
		im, files := made(t, wholes, o)
		if len(im.Layouts) != 1 || im.Layouts[0].Pages != 3 {
			t.Errorf("%q: %+v, others %v, unused %v, alone %v", evil, im.Layouts, im.Other, im.Unused, im.Alone)
		}
		evaluatesNothing(t, im)
		if strings.Contains(files["bridges.wiki.hcl"], "passwd") {
			t.Errorf("%q: %s", evil, files["bridges.wiki.hcl"])
		}
	}
}

// Titles that try to be other files stay below the folder, under names of their own.
func TestNoFileIsCalledByATitle(t *testing.T) {
	t.Parallel()
	titles := []string{
		".gitattributes.png", ".github.yml", ".gitlab-ci.yml", "X.wiki.json", "X.wiki.hcl", "X.auto.wikivars.json", "..png", "... .png", "-rf.png", "Con.png", "Aux.wiki.json", "COM1.txt",
		"Requirements.txt", "CMakeLists.txt", "Makefile.mk", "Action.yml", "Package.json", "=cmd.csv", "Straße.png", "STRASSE.png", "Bridge.png", "BRIDGE.PNG", "Git~1.png",
		"$(touch x).sh", "`id`.png", "A;b.png", "A&b.png", "A\"b.png", "A*b?.png", strings.Repeat("ä", 118) + ".png", strings.Repeat("ä", 117) + "x.png", "\u202egnp.png",
	}
	var wholes []provider.Whole
	for _, title := range titles {
		wholes = append(wholes, whole(title, "Text."))
	}
	o := options(t, nil)
	o.Name, o.Download = "in", true
	im, _ := made(t, wholes, o)
	want := []importing.Note{{Title: "\u202egnp.png", Why: `a manifest would have its title as "gnp.png"`}}
	if diff := cmp.Diff(want, im.Left); diff != "" || im.Declared != len(titles)-1 {
		t.Errorf("%d declared (-want +got):\n%s", im.Declared, diff)
	}
	safe(t, im)
}

// Somebody can look for two titles whose sums begin in the same way.
func TestTitlesWithOneName(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 120)
	a, b := collision(long)
	o := options(t, nil)
	o.Download = true
	im, files := made(t, []provider.Whole{whole(b, "B."), whole(a, "A.")}, o)
	var names []string
	for _, f := range im.Files[:2] {
		names = append(names, f.Path)
	}
	head := "bridges/texts/" + long + "-" + provider.TextSHA1(a).Short()
	first, second := "A.\n", "B.\n"
	if a > b {
		first, second = second, first
	}
	if len(im.Files) != 4 || names[0] != head+".wikitext" || names[1] != head+"-2.wikitext" || files[names[0]] != first || files[names[1]] != second || im.Originals[0].Path == im.Originals[1].Path {
		t.Errorf("%q, %+v", names, im.Originals)
	}
}

// collision finds two titles that the names of local files do not tell apart.
func collision(head string) (a, b string) {
	seen := map[string]string{}
	for n := 0; ; n++ {
		title := head + strings.Repeat("x", n%100) + "-" + strings.ToUpper(strings.Repeat("y", n/100%10)) + string(rune('a'+n%26)) + number(n) + ".png"
		sum := provider.TextSHA1(title).Short()
		if other, ok := seen[sum]; ok {
			return other, title
		}
		seen[sum] = title
	}
}

func number(n int) string {
	var b strings.Builder
	for ; n > 0; n /= 26 {
		b.WriteByte(byte('a' + n%26))
	}
	return b.String()
}

// Cells are announced, and stay as they are.
func TestFormulas(t *testing.T) {
	t.Parallel()
	o := options(t, nil)
	o.Template = "Information"
	im, files := made(t, []provider.Whole{
		whole("=HYPERLINK(1).png", "{{Information|author=@SUM(1)|date= -1 }}"), whole("Plain.png", "{{Information|author=a=b|date= +1 }}"),
	}, o)
	want := []importing.Formula{
		{Row: 2, Column: "title", Title: "=HYPERLINK(1).png", Cell: "=HYPERLINK(1).png"},
		{Row: 2, Column: "author", Title: "=HYPERLINK(1).png", Cell: "@SUM(1)"},
		{Row: 2, Column: "date", Title: "=HYPERLINK(1).png", Cell: "-1"},
		{Row: 3, Column: "date", Title: "Plain.png", Cell: "+1"},
	}
	if diff := cmp.Diff(want, im.Formulas); diff != "" || !strings.Contains(files["bridges.csv"], "\n=HYPERLINK(1).png,") {
		t.Errorf("(-want +got):\n%s%s", diff, files["bridges.csv"])
	}
}
