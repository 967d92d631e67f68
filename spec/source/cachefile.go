package source

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"

	"wikiform/internal/writefile"
)

const (
	cacheVersion  = 1
	maxCacheBytes = 64 << 20 // some 300,000 entries; more is not ours
)

// cacheFile is the JSON of a cache.
type cacheFile struct {
	Version int              `json:"version"`
	Files   map[string]entry `json:"files"`
}

// Save writes the cache if there is anything new in it. The file is replaced as
// a whole or not at all. An error means that the next run will be slower.
func (c *Cache) Save() error {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.dirty {
		return nil
	}
	c.forget()
	if err := c.write(); err != nil {
		return fmt.Errorf("hash cache: %w", err)
	}
	c.dirty = false
	return nil
}

// forget drops the entries that were not used for longest, above the bound.
func (c *Cache) forget() {
	var unused []string
	for name := range c.files {
		if !c.asked[name] {
			unused = append(unused, name)
		}
	}
	if len(unused) <= maxUnused {
		return
	}
	slices.SortFunc(unused, func(a, b string) int { return cmp.Compare(c.files[b].Used, c.files[a].Used) })
	for _, name := range unused[maxUnused:] {
		delete(c.files, name)
	}
}

func (c *Cache) write() error {
	if err := os.Mkdir(c.dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	dir, err := writefile.OpenDir(c.dir)
	if err != nil {
		return err
	}
	defer dir.Close()
	return writefile.StreamIn(dir, c.name, func(w io.Writer) error { return writeEntries(w, c.files) }, 0o644)
}

// readCache gives the entries of a cache file. Only a directory that must not
// be used is an error.
func readCache(dirname, name string) (map[string]entry, error) {
	dir, err := writefile.OpenDir(dirname)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]entry{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("hash cache: %w", err)
	}
	defer dir.Close()
	if info, err := dir.Lstat(name); err != nil || !info.Mode().IsRegular() || info.Size() > maxCacheBytes {
		return map[string]entry{}, nil
	}
	f, err := dir.OpenFile(name, os.O_RDONLY|writefile.Nonblock, 0)
	if err != nil {
		return map[string]entry{}, nil
	}
	defer f.Close()
	if files, ok := readEntries(io.LimitReader(f, maxCacheBytes)); ok {
		return files, nil
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return map[string]entry{}, nil
	}
	text, err := io.ReadAll(io.LimitReader(f, maxCacheBytes))
	if err != nil {
		return map[string]entry{}, nil
	}
	return decodeCache(text), nil
}

// decodeCache never fails: what is not a cache is an empty one.
func decodeCache(text []byte) map[string]entry {
	var file cacheFile
	if json.Unmarshal(text, &file) != nil || file.Version != cacheVersion || file.Files == nil {
		return map[string]entry{}
	}
	return file.Files
}
