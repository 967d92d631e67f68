package source

import (
	"os"
	"path/filepath"
	"testing"

	"wikiform/internal/filetype"
	"wikiform/internal/specimen"
	"wikiform/provider"
	"wikiform/spec"
)

// What a file is by its bytes is told with its sum, and told again without reading it.
func TestTypes(t *testing.T) {
	t.Parallel()
	tree, dir := newTree(t, map[string]string{
		"a.jpg": string(specimen.Of("tif head", 1)), "._b.png": string(specimen.Of("appledouble", 1)), "late.svg": string(specimen.Of("svg late", 1)),
	})
	path := filepath.Join(dir, ".wikiform", "hashes.json")
	want := map[string]string{"a.jpg": "image/tiff", "._b.png": "multipart/appledouble", "late.svg": "image/svg+xml"}
	var files []spec.File
	for name := range want {
		age(t, filepath.Join(dir, name))
		files = append(files, pathFile("file."+name, name, 1))
	}
	for _, from := range []string{"the files", "the cache"} {
		cache := openCache(t, path)
		got, _, err := tree.Sum(t.Context(), files, Summing{Cache: cache})
		must(t, err)
		must(t, cache.Save())
		for name, mime := range want {
			if is := got[spec.Address("file."+name)].Type; is != mime {
				t.Errorf("%s is %q by %s, want %q", name, is, from, mime)
			}
		}
		for name := range want { // must not be read again
			stat, err := os.Stat(filepath.Join(dir, name))
			must(t, err)
			if _, known := cache.lookup(name, stampOf(stat)); !known {
				t.Errorf("%s is not in the cache", name)
			}
		}
	}
}

// A cache of an older version, which has no types, and one that somebody wrote say
// nothing.
func TestCacheTypes(t *testing.T) {
	t.Parallel()
	for is, known := range map[string]bool{
		"image/png": true, "application/octet-stream": true, "": false, "image/x-png": false, "nonsense": false, "image/png\x1b[2J": false,
	} {
		c := &Cache{files: map[string]entry{"a": {SHA1: provider.SHA1{1}, Type: filetype.Type(is)}}, asked: map[string]bool{}}
		if got, ok := c.lookup("a", stamp{}); ok != known || got.Type != map[bool]string{true: is}[known] {
			t.Errorf("type %q: %v, %v; want known to be %v", is, got, ok, known)
		}
	}
}
