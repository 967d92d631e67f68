package source

import (
	"path/filepath"
	"sync"
	"time"

	"wikiform/internal/filetype"
	"wikiform/provider"
)

const (
	// maxUnused is how many entries are kept of files that this run did not ask
	// for: another manifest or -target may ask for them again.
	maxUnused = 50_000
	// settle is how old a file must be when it is hashed to be remembered, by the later
	// of its times. A younger one could be written again without its times showing it;
	// and who writes a file can put its modification time back, but not its change time.
	settle = 2 * time.Second
)

// Cache remembers the digests and types of files by path, size, times and inode. It makes
// things faster and decides nothing: a file that is not exactly as remembered is
// read. Two runs at once may overwrite each other's entries, which costs time
// only. A nil Cache remembers nothing. It is safe for concurrent use.
type Cache struct {
	dir, name string
	now       func() time.Time // nil: the real one

	mu    sync.Mutex
	files map[string]entry // by path in the tree
	asked map[string]bool  // paths of this run
	dirty bool
}

// entry is what is remembered of one file.
type entry struct {
	stamp
	SHA1 provider.SHA1 `json:"sha1"`
	Type filetype.Type `json:"type"` // none: older versions did not tell it, and the file is read again
	Used int64         `json:"used"` // Unix time in seconds, kept to the day
}

// OpenCache reads the cache at path. A file that does not exist, is damaged or
// is something else gives an empty cache. The file's directory must be a
// directory itself, not a symbolic link, since what lies in a checkout may have
// been put there by a stranger; [Cache.Save] makes it when it does not exist.
func OpenCache(path string) (*Cache, error) {
	c := &Cache{dir: filepath.Dir(path), name: filepath.Base(path), asked: map[string]bool{}}
	files, err := readCache(c.dir, c.name)
	if err != nil {
		return nil, err
	}
	c.files = files
	return c, nil
}

func (c *Cache) lookup(name string, s stamp) (provider.Content, bool) {
	if c == nil {
		return provider.Content{}, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked[name] = true
	e, ok := c.files[name]
	if !ok || e.stamp != s || !e.SHA1.Known() || !e.Type.Known() {
		return provider.Content{}, false
	}
	if now := c.time(); now.Sub(time.Unix(e.Used, 0)) > 24*time.Hour {
		e.Used = now.Unix()
		c.files[name] = e
		c.dirty = true
	}
	return provider.Content{Digest: provider.Digest{SHA1: e.SHA1, Size: s.Size}, Type: string(e.Type)}, true
}

func (c *Cache) time() time.Time {
	if c.now == nil {
		return time.Now()
	}
	return c.now()
}

func (c *Cache) store(name string, s stamp, content provider.Content) {
	if c == nil {
		return
	}
	now := c.time()
	if now.Sub(time.Unix(0, max(s.Mtime, s.Ctime))) < settle {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.files[name] = entry{stamp: s, SHA1: content.SHA1, Type: filetype.Type(content.Type), Used: now.Unix()}
	c.dirty = true
}
