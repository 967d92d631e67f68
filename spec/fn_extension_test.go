package spec

import (
	"strings"
	"testing"
	"testing/fstest"

	"wikiform/internal/specimen"
)

func TestWikiExtension(t *testing.T) {
	t.Parallel()
	dir := fstest.MapFS{"none.png": {Data: nil}, ".git/HEAD": {Data: []byte("ref")}}
	for _, kind := range []string{"tif big", "jpg", "svg late", "opus", "html", "txt", "noise", "appledouble"} {
		dir[kind+".jpg"] = &fstest.MapFile{Data: specimen.Of(kind, 1)}
	}
	l := newLoader(dir, ".", Inputs{})
	for name, want := range map[string]string{
		"tif big.jpg": "tif", "jpg.jpg": "jpg", "svg late.jpg": "svg", "opus.jpg": "ogg", "html.jpg": "html", "txt.jpg": "txt",
		"noise.jpg": "!noise.jpg: does not begin as a file of a known type does", "appledouble.jpg": "!does not begin as",
		"none.png": "!none.png: is empty", "gone.png": "!gone.png: ", ".git/HEAD": "!.git", "../a.png": "!below its own directory",
	} {
		got, diags := l.evaluate(`wiki::extension("` + name + `")`)
		want, fails := strings.CutPrefix(want, "!")
		switch {
		case fails && (!diags.HasErrors() || !strings.Contains(diags.Error(), want)):
			t.Errorf("%s: %v, want an error with %q", name, diags, want)
		case !fails && (diags.HasErrors() || got.AsString() != want):
			t.Errorf("%s: %v, %v; want %q", name, got, diags, want)
		}
	}
}
