package source

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wikiform/provider"
)

// newTree makes a tree of a new directory with these files.
func newTree(t testing.TB, files map[string]string) (*Tree, string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		write(t, filepath.Join(dir, filepath.FromSlash(name)), text)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	tree, err := OpenTree(root)
	if err != nil {
		t.Fatal(err)
	}
	return tree, dir
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func content(t *testing.T, b provider.Body) string {
	t.Helper()
	r, err := b.Open()
	must(t, err)
	defer r.Close()
	text, err := io.ReadAll(r)
	must(t, err)
	return string(text)
}

const (
	nfc = "Caf\u00e9.png"
	nfd = "Cafe\u0301.png"
)

func TestTreeFindsFiles(t *testing.T) {
	t.Parallel()
	tree, dir := newTree(t, map[string]string{
		"logo.svg":                        "logo",
		"a/b/c.txt":                       "deep",
		nfd:                               "from a Mac",
		"Mus\u00e9e/" + nfc:               "as typed",
		"Zu\u0308rich/Stra\u00dfe/" + nfd: "all the way",
	})
	must(t, os.Symlink("a/b", filepath.Join(dir, "inner")))
	for name, want := range map[string]string{
		"logo.svg":                       "logo",
		"./a/../logo.svg":                "logo",
		"a/b/c.txt":                      "deep",
		"inner/c.txt":                    "deep",
		nfc:                              "from a Mac",
		nfd:                              "from a Mac",
		"Mus\u00e9e/" + nfc:              "as typed",
		"Z\u00fcrich/Stra\u00dfe/" + nfc: "all the way",
	} {
		body, err := tree.Body(name)
		if err != nil {
			t.Errorf("%+q: %v", name, err)
			continue
		}
		if got := content(t, body); got != want || body.Size != int64(len(want)) {
			t.Errorf("%+q: got %q with size %d, want %q", name, got, body.Size, want)
		}
	}
}

func TestBodyOfChangedFile(t *testing.T) {
	t.Parallel()
	tree, dir := newTree(t, map[string]string{"a.png": "before"})
	body, err := tree.Body("a.png")
	must(t, err)
	r, err := body.Open()
	must(t, err)
	defer r.Close()

	path := filepath.Join(dir, "a.png")
	write(t, path, "before and after")
	must(t, os.Chtimes(path, time.Time{}, time.Now().Add(time.Hour)))
	if text, _ := io.ReadAll(r); string(text) != "before" {
		t.Errorf("a reader opened before gives %q, more than its size", text)
	}
	_, err = body.Open()
	if provider.KindOf(err) != provider.Source || !strings.Contains(err.Error(), "was changed") {
		t.Errorf("opening again: got %v, want that it was changed", err)
	}
}

func TestDigestOfFileThatGrows(t *testing.T) {
	t.Parallel()
	tree, dir := newTree(t, map[string]string{"a.png": "before"})
	f, info, err := tree.open("a.png")
	must(t, err)
	defer f.Close()
	write(t, filepath.Join(dir, "a.png"), "after that")
	if _, err := read(t.Context(), "a.png", f, info); err == nil || !strings.Contains(err.Error(), "was changed") {
		t.Errorf("got %v, want that it was changed", err)
	}
}
