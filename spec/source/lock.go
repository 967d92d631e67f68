package source

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"

	"wikiform/internal/weburl"
	"wikiform/provider"
	"wikiform/spec"
)

// LockName is the name of the lock file, beside the manifest.
const LockName = ".wikiform.lock.hcl"

// Pin is what a URL held when it was last looked at. Only URL and SHA1 are always
// known: of content that the wiki fetched, the wiki tells no more.
type Pin struct {
	URL          string
	SHA1         provider.SHA1
	SHA256       [32]byte  // all zero when not known
	Size         int64     // bytes; 0 when not known
	MediaType    string    // without parameters
	ETag         string    // with its quotes, as the server sent it
	LastModified time.Time // UTC, whole seconds
}

// Lock is the content of a lock file. The zero value is an empty one. It is not
// safe for concurrent use.
type Lock struct {
	// Parsed is the lock file by name, for excerpts in diagnostics; nil when
	// there is none.
	Parsed map[string]*hcl.File

	pins   map[string]Pin // by the stable form of their URL
	pulled map[page]int64 // revisions
}

// Pin gives what is known of a URL. Signatures in its query make no difference.
func (l *Lock) Pin(url string) (Pin, bool) {
	p, ok := l.pins[weburl.Stable(url)]
	return p, ok
}

// Set adds a pin, whose SHA1 must be known, or replaces the one of its URL.
func (l *Lock) Set(p Pin) {
	if l.pins == nil {
		l.pins = map[string]Pin{}
	}
	p.URL = weburl.Stable(p.URL)
	p.MediaType = printable(p.MediaType)
	p.ETag = printable(p.ETag)
	p.LastModified = p.LastModified.UTC().Truncate(time.Second)
	l.pins[p.URL] = p
}

// Unused gives the URLs of pins that none of these files has, sorted.
func (l *Lock) Unused(files []spec.File) []string {
	used := map[string]bool{}
	for _, f := range files {
		used[weburl.Stable(f.Source.URL)] = true
	}
	var urls []string
	for _, url := range slices.Sorted(maps.Keys(l.pins)) {
		if !used[url] {
			urls = append(urls, url)
		}
	}
	return urls
}

// Remove forgets a URL.
func (l *Lock) Remove(url string) { delete(l.pins, weburl.Stable(url)) }

// printable is s, or "" when a server put something into it that does not belong
// into a file for people.
func printable(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
		return ""
	}
	return s
}

// Pinned gives the files with the pins and sizes of their URLs filled in. A pin in
// the manifest wins; the size then belongs to it only if the lock file has the same
// one. It is the same slice where there is nothing to fill in.
func (l *Lock) Pinned(files []spec.File) []spec.File {
	pinned := files
	for i := range files {
		s := files[i].Source
		p, ok := l.Pin(s.URL)
		if s.URL == "" || !ok || s.Pin.Known() && s.Pin != p.SHA1 {
			continue
		}
		if &pinned[0] == &files[0] {
			pinned = slices.Clone(files)
		}
		pinned[i].Source.Pin, pinned[i].Source.Size = p.SHA1, p.Size
	}
	return pinned
}

// Clone is a copy, which can be changed without l.
func (l *Lock) Clone() *Lock {
	return &Lock{Parsed: l.Parsed, pins: maps.Clone(l.pins), pulled: maps.Clone(l.pulled)}
}
