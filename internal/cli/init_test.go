package cli_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wikiform/internal/cli"
	"wikiform/internal/specimen"
	"wikiform/internal/term"
)

// begins runs init without a terminal, and gives its exit code and all that it says.
func begins(t *testing.T, dir string, args ...string) (code int, said string) {
	t.Helper()
	var out bytes.Buffer
	code = cli.Main(append([]string{"init", "-input=false", "-chdir=" + dir, "-licence=none", "-prefix="}, args...),
		term.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Env: map[string]string{}})
	return code, out.String()
}

// Files whose names try to be more than names are declared under them or left out, and the
// plan is as it would be of others.
func TestInitOddNames(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	scans := filepath.Join(dir, "scans")
	check(t, os.Mkdir(scans, 0o755))
	names := []string{
		`${file("x")}.svg`, `$${x}.svg`, `%{ if true }.svg`, `a"b'.svg`, "a`id`.svg", "$(touch x).svg", "a\nb.svg", "a\x1b[31mb.svg", "a\x01b.svg", "\xff.svg", "a\u202eb.svg",
		"{{subst:X}}.svg", "~~~~.svg", "-rf.svg", "=1+1.svg", "plain.svg", "::error::x.svg", `a\b.svg`,
	}
	for i, name := range names {
		putFile(t, filepath.Join(scans, name), `<svg xmlns="http://www.w3.org/2000/svg">`+strings.Repeat("<g/>", i)+`</svg>`)
	}
	putFile(t, filepath.Join(dir, "secret.svg"), "secret")
	check(t, os.Symlink("/etc/passwd", filepath.Join(scans, "passwd.svg")))
	check(t, os.Symlink("../..", filepath.Join(scans, "up")))
	code, said := begins(t, dir, "-api=sandbox", "-table=none", "scans")
	if code != 0 {
		t.Fatalf("exit code %d\n%s", code, said)
	}
	contains(t, said, "declares 7 files", `"scans/passwd.svg"`)
	for _, raw := range []string{"\x1b", "\xff", "\u202e", "\n::error"} {
		if strings.Contains(said, raw) {
			t.Errorf("it prints %q raw", raw)
		}
	}
	var out bytes.Buffer
	if code := cli.Main([]string{"plan", "-detailed-exitcode", "-chdir=" + dir}, term.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Env: map[string]string{}}); code != 2 {
		t.Errorf("plan: exit code %d", code)
	}
	contains(t, out.String(), "Plan: 7 to add, 0 to change, 0 to destroy.")
}

// A page can send whoever looks for its wiki elsewhere. Nobody goes there.
func TestInitLedAstray(t *testing.T) {
	t.Parallel()
	asked := 0
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	defer elsewhere.Close()
	mux := http.NewServeMux()
	mux.Handle("/redirect", http.RedirectHandler(elsewhere.URL+"/w/api.php", http.StatusFound))
	mux.HandleFunc("/link", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, "<link rel=EditURI href='%s/w/api.php?action=rsd'>", elsewhere.URL)
	})
	mux.Handle("/plain", http.RedirectHandler("http://wiki.example.org/wiki/", http.StatusFound))
	mux.HandleFunc("/endless", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		for r.Context().Err() == nil {
			if _, err := fmt.Fprint(w, "<p>more and more ", strings.Repeat("x", 1<<16)); err != nil {
				return
			}
		}
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	dir := t.TempDir()
	putFile(t, filepath.Join(dir, "a.svg"), "<svg/>")
	for path, want := range map[string]string{
		"/redirect": "leads to " + elsewhere.URL + "/w/api.php, which was not asked",
		"/link":     "the link of the page to its API leads to " + elsewhere.URL,
		"/plain":    "leads to http://wiki.example.org/wiki/, which was not asked",
		"/endless":  "no api.php of a MediaWiki was found",
	} {
		code, said := begins(t, dir, "-api="+server.URL+path)
		if code != 64 {
			t.Errorf("%s: exit code %d", path, code)
		}
		contains(t, said, want)
	}
	if asked > 0 {
		t.Errorf("the other host was asked %d times", asked)
	}
	for _, name := range []string{"main.wiki.hcl", "description.wikitext", ".gitignore", ".wikiform"} {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s was written", name)
		}
	}
}

// What is in the way of a file stays, be it a link to nowhere.
func TestInitWritesOverNothing(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"main.wiki.hcl", "other.wiki.json", "description.wikitext"} {
		dir, outside := t.TempDir(), filepath.Join(t.TempDir(), "outside")
		putFile(t, filepath.Join(dir, "a.svg"), "<svg/>")
		check(t, os.Symlink(outside, filepath.Join(dir, name)))
		code, said := begins(t, dir, "-api=sandbox")
		if code != 1 {
			t.Errorf("%s: exit code %d\n%s", name, code, said)
		}
		if _, err := os.Lstat(outside); err == nil {
			t.Errorf("%s was followed", name)
		}
	}
	dir, outside := t.TempDir(), filepath.Join(t.TempDir(), "outside")
	putFile(t, filepath.Join(dir, "a.svg"), "<svg/>")
	check(t, os.Symlink(outside, filepath.Join(dir, ".gitignore")))
	if code, said := begins(t, dir, "-api=sandbox"); code != 0 {
		t.Errorf("exit code %d\n%s", code, said)
	}
	if _, err := os.Lstat(outside); err == nil {
		t.Error(".gitignore was followed")
	}
}

// workbook makes one with a sheet of three columns for each name.
func workbook(t *testing.T, path string, sheets ...string) {
	t.Helper()
	const rels = `<Relationships>%s</Relationships>`
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	put := func(name, text string) {
		w, err := z.Create(name)
		check(t, err)
		_, err = w.Write([]byte(text))
		check(t, err)
	}
	list, links := "", ""
	for i, name := range sheets {
		list += fmt.Sprintf(`<sheet name="%s" r:id="r%d"/>`, name, i)
		links += fmt.Sprintf(`<Relationship Id="r%d" Type="x/worksheet" Target="sheet%d.xml"/>`, i, i)
		row := func(cells ...string) string {
			return `<row><c t="str"><v>` + strings.Join(cells, `</v></c><c t="str"><v>`) + `</v></c></row>`
		}
		put(fmt.Sprintf("sheet%d.xml", i), `<worksheet><sheetData>`+row("Inventar-Nr.", "Titel", "Datum")+row("0001", "Bridge", "1902-01-04")+row("0002", "Mill", "1911")+`</sheetData></worksheet>`)
	}
	put("_rels/.rels", fmt.Sprintf(rels, `<Relationship Id="a" Type="x/officeDocument" Target="workbook.xml"/>`))
	put("workbook.xml", `<workbook><sheets>`+list+`</sheets></workbook>`)
	put("_rels/workbook.xml.rels", fmt.Sprintf(rels, links))
	check(t, z.Close())
	putFile(t, path, b.String())
}

// A workbook with one sheet needs no more than to be there; of several sheets somebody says
// which.
func TestInitWorkbook(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for i, name := range []string{"0001.svg", "0002.svg"} {
		putFile(t, filepath.Join(dir, name), `<svg xmlns="http://www.w3.org/2000/svg">`+strings.Repeat("<g/>", i)+`</svg>`)
	}
	workbook(t, filepath.Join(dir, "list.xlsx"), "Plates", "Notes")
	workbook(t, filepath.Join(dir, "~$list.xlsx"), "Plates")
	code, said := begins(t, dir, "-api=sandbox")
	if code != 64 {
		t.Errorf("exit code %d", code)
	}
	contains(t, said, `list.xlsx has several sheets, and it is not said which one is meant: "Plates", "Notes"`, "-sheet=Plates")
	code, said = begins(t, dir, "-api=sandbox", "-sheet=Plate")
	if code != 1 {
		t.Errorf("exit code %d", code)
	}
	contains(t, said, `list.xlsx has no sheet "Plate"`)
	if code, said = begins(t, dir, "-api=sandbox", "-sheet=Notes"); code != 0 {
		t.Fatalf("exit code %d\n%s", code, said)
	}
	contains(t, said, `Table: list.xlsx, 2 rows, its sheet "Notes".`, "declares 2 files")
	manifest, err := os.ReadFile(filepath.Join(dir, "main.wiki.hcl"))
	check(t, err)
	contains(t, string(manifest), `xlsxdecode("list.xlsx", "Notes")`)
	var out bytes.Buffer
	if code := cli.Main([]string{"plan", "-detailed-exitcode", "-chdir=" + dir}, term.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Env: map[string]string{}}); code != 2 {
		t.Errorf("plan: exit code %d\n%s", code, out.String())
	}
	contains(t, out.String(), "Bridge - 0001.svg", "Plan: 2 to add")
}

// A scan whose name says another type than it has is told before the plan blocks it.
func TestInitWrongTypes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	putFile(t, filepath.Join(dir, "a.jpg"), string(specimen.Of("tif big", 1)))
	putFile(t, filepath.Join(dir, "b.jpg"), string(specimen.Of("jpg", 2)))
	code, said := begins(t, dir, "-api=sandbox")
	if code != 0 {
		t.Fatalf("exit code %d\n%s", code, said)
	}
	contains(t, said, `the plan blocks them: "a.jpg" (it is image/tiff; try "a.tif"). Rename them`)
	var out bytes.Buffer
	if code := cli.Main([]string{"plan", "-chdir=" + dir}, term.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Env: map[string]string{}}); code != 1 {
		t.Errorf("plan: exit code %d\n%s", code, out.String())
	}
	contains(t, out.String(), "1 to add", "1 blocked")
	check(t, os.Rename(filepath.Join(dir, "a.jpg"), filepath.Join(dir, "a.tif")))
	out.Reset()
	if code := cli.Main([]string{"plan", "-chdir=" + dir}, term.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Env: map[string]string{}}); code != 0 {
		t.Errorf("plan of the renamed: exit code %d\n%s", code, out.String())
	}
	contains(t, out.String(), "2 to add")
}

// A page of a real wiki names its api, and nobody without a terminal can confirm that.
func TestRealInit(t *testing.T) {
	w := dialReal(t)
	dir := t.TempDir()
	putFile(t, filepath.Join(dir, "a.svg"), `<svg xmlns="http://www.w3.org/2000/svg"/>`)
	code, said := begins(t, dir, "-api="+strings.TrimSuffix(w.api, "api.php")+"index.php?title=Special:Version", "-table=none")
	if code != 64 {
		t.Errorf("exit code %d", code)
	}
	contains(t, said, "the api of its wiki was found at "+w.api, "Nothing was written")
	code, said = begins(t, dir, "-api="+w.api, "-table=none")
	if code != 0 {
		t.Errorf("exit code %d", code)
	}
	contains(t, said, "declares 1 file")
}
