package source

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
	"wikiform/spec"
)

// age puts the modification time of a file into the past, where it is trusted.
func age(t testing.TB, path string) {
	t.Helper()
	must(t, os.Chtimes(path, time.Time{}, time.Now().Add(-time.Hour)))
}

// openCache gives a cache that is used in an hour, since no test can put a change time back.
func openCache(t testing.TB, path string) *Cache {
	t.Helper()
	c, err := OpenCache(path)
	must(t, err)
	c.now = inAnHour
	return c
}

func inAnHour() time.Time { return time.Now().Add(time.Hour) }

// poison gives every entry a wrong sum and type, so that an answer shows where it is from.
func poison(c *Cache) {
	for name, e := range c.files {
		e.SHA1, e.Type = digestOf("poison").SHA1, "image/gif"
		c.files[name] = e
	}
}

func TestCacheSparesReading(t *testing.T) {
	t.Parallel()
	tree, dir := newTree(t, map[string]string{"a.png": "one", "young.png": "two"})
	age(t, filepath.Join(dir, "a.png"))
	must(t, os.Chtimes(filepath.Join(dir, "young.png"), time.Time{}, inAnHour()))
	path := filepath.Join(dir, ".wikiform", "hashes.json")
	files := []spec.File{pathFile("file.a", "a.png", 1), pathFile("file.young", "young.png", 2)}

	cache := openCache(t, path)
	_, _, err := tree.Sum(t.Context(), files, Summing{Cache: cache, Jobs: 2})
	must(t, err)
	must(t, cache.Save())

	cache = openCache(t, path)
	poison(cache)
	got, _, err := tree.Sum(t.Context(), files, Summing{Cache: cache, Jobs: 2})
	must(t, err)
	want := map[spec.Address]provider.Content{
		"file.a":     {Digest: provider.Digest{SHA1: digestOf("poison").SHA1, Size: 3}, Type: "image/gif"},
		"file.young": textOf("two"), // could still change within its time stamp
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("second run (-want +got):\n%s", diff)
	}
}

// A file that was changed a moment ago may be changed again within its time stamps, also
// where its modification time was put back.
func TestCacheSettles(t *testing.T) {
	t.Parallel()
	tree, dir := newTree(t, map[string]string{"a.png": "one"})
	age(t, filepath.Join(dir, "a.png"))
	_, info, err := tree.stat("a.png")
	must(t, err)
	changed := time.Unix(0, stampOf(info).Ctime)
	for after, want := range map[time.Duration]bool{0: false, settle - 1: false, settle: true} {
		cache := openCache(t, filepath.Join(dir, "hashes.json"))
		cache.now = func() time.Time { return changed.Add(after) }
		_, err := tree.sum(t.Context(), "a.png", Summing{Cache: cache})
		must(t, err)
		if _, known := cache.lookup("a.png", stampOf(info)); known != want {
			t.Errorf("%s after its last change: remembered is %v, want %v", after, known, want)
		}
	}
}

func TestCacheNeverDecides(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(t *testing.T, path string){
		"size": func(t *testing.T, path string) { write(t, path, "longer"); age(t, path) },
		"mtime": func(t *testing.T, path string) {
			write(t, path, "new")
			must(t, os.Chtimes(path, time.Time{}, time.Now().Add(-2*time.Hour)))
		},
		"another file with the same times": func(t *testing.T, path string) {
			info, err := os.Stat(path)
			must(t, err)
			write(t, path+"2", "new")
			must(t, os.Chtimes(path+"2", time.Time{}, info.ModTime()))
			must(t, os.Rename(path+"2", path))
		},
		"edited in place with the time put back": func(t *testing.T, path string) {
			info, err := os.Stat(path)
			must(t, err)
			time.Sleep(20 * time.Millisecond) // the kernel's clock for change times is coarse
			write(t, path, "new")
			must(t, os.Chtimes(path, time.Time{}, info.ModTime()))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree, dir := newTree(t, map[string]string{"a.png": "old"})
			path := filepath.Join(dir, "a.png")
			age(t, path)
			cache := openCache(t, filepath.Join(dir, "hashes.json"))
			_, err := tree.sum(t.Context(), "a.png", Summing{Cache: cache})
			must(t, err)
			poison(cache)
			if d, err := tree.sum(t.Context(), "a.png", Summing{Cache: cache}); err != nil || d.SHA1 != digestOf("poison").SHA1 {
				t.Fatalf("before the change: %v, %v; want the entry of the cache", d, err)
			}

			change(t, path)
			text, err := os.ReadFile(path)
			must(t, err)
			if d, err := tree.sum(t.Context(), "a.png", Summing{Cache: cache}); err != nil || d != textOf(string(text)) {
				t.Errorf("got %v, %v; want the digest of %q", d, err, text)
			}
		})
	}
}

func TestDamagedCacheIsEmpty(t *testing.T) {
	t.Parallel()
	sum := digestOf("a").SHA1
	for name, text := range map[string]string{
		"nothing":         "",
		"garbage":         "\x00\xff{",
		"torn":            `{"version":1,"files":{"a.png":{"size":1`,
		"another version": `{"version":2,"files":{"a.png":{"size":1,"sha1":"` + sum.String() + `"}}}`,
		"another program": `{"files":["a.png"]}`,
		"bad sum":         `{"version":1,"files":{"a.png":{"size":1,"sha1":"xyz"}}}`,
		"two documents":   `{"version":1,"files":{}} {}`,
	} {
		path := filepath.Join(t.TempDir(), "hashes.json")
		write(t, path, text)
		c := openCache(t, path)
		if len(c.files) > 0 {
			t.Errorf("%s: got %v, want an empty cache", name, c.files)
		}
		c.store("a.png", stamp{Size: 1}, textOf("a"))
		must(t, c.Save())
		if again := openCache(t, path); len(again.files) != 1 {
			t.Errorf("%s: after saving there are %d entries, want 1", name, len(again.files))
		}
	}
}

func TestCacheThroughSymlink(t *testing.T) {
	t.Parallel()
	outer, dir := t.TempDir(), t.TempDir()
	must(t, os.Symlink(outer, filepath.Join(dir, ".wikiform")))
	path := filepath.Join(dir, ".wikiform", "hashes.json")
	if _, err := OpenCache(path); err == nil || !strings.Contains(err.Error(), ".wikiform is not a directory") {
		t.Errorf("OpenCache: got %v, want a refusal", err)
	}
	// The same between opening and saving.
	c := &Cache{dir: filepath.Dir(path), name: "hashes.json", files: map[string]entry{}, dirty: true}
	if err := c.Save(); err == nil {
		t.Error("Save wrote through a symbolic link")
	}
	if left, _ := os.ReadDir(outer); len(left) > 0 {
		t.Errorf("%v was written outside", left)
	}
}

func TestCacheSave(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, ".wikiform", "hashes.json")
	must(t, openCache(t, path).Save())
	if _, err := os.Stat(filepath.Dir(path)); !os.IsNotExist(err) {
		t.Errorf("an empty cache left something: %v", err)
	}
	var none *Cache
	none.store("a", stamp{}, provider.Content{})
	must(t, none.Save())

	c := openCache(t, path)
	for i := range maxUnused + 10 {
		c.files[fmt.Sprint(i)] = entry{SHA1: digestOf("x").SHA1, Used: int64(i)}
	}
	c.asked["0"] = true
	c.dirty = true
	must(t, c.Save())
	again := openCache(t, path)
	_, oldest := again.files["1"]
	_, asked := again.files["0"]
	if len(again.files) != maxUnused+1 || oldest || !asked {
		t.Errorf("kept %d entries, the oldest: %v, the one of this run: %v", len(again.files), oldest, asked)
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("%v is left in the directory, want one file", left)
	}
}

func FuzzCache(f *testing.F) {
	for _, seed := range []string{
		"", "null", `{"version":1}`, `{"version":1,"files":{"a":{"size":-1,"mtime":9e99}}}`,
		`{"version":1,"files":{"a":{"size":1,"mtime":2,"ctime":3,"inode":4,"sha1":"` + digestOf("a").SHA1.String() + `","used":5}}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		files := decodeCache(text)
		if files == nil {
			t.Fatal("no map to store into")
		}
		for name, e := range files {
			c := &Cache{files: files, asked: map[string]bool{}}
			if d, ok := c.lookup(name, e.stamp); ok && (!d.Known() || d.Size != e.Size) {
				t.Fatalf("%q: the cache answers %v", name, d)
			}
		}
		again, err := json.Marshal(cacheFile{cacheVersion, files})
		must(t, err)
		if len(decodeCache(again)) != len(files) {
			t.Fatalf("%s does not read back", again)
		}
	})
}
