package source

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"wikiform/internal/writefile"
	"wikiform/spec"
)

// Strings of a manifest are NFC, whatever was typed: cty sees to that. Names on
// disk are what somebody's file system made of them, and archives that come from
// a Mac hold NFD. So a name is looked for by its NFC in the listing of its
// directory.

// listing is what one directory holds: names as they are, by their NFC.
type listing struct {
	read  sync.Once
	names map[string][]string
	err   error
}

// find gives the real name of the file that name, a clean local path, means.
func (t *Tree) find(name string) (string, error) {
	// Only beyond ASCII does a name have several spellings worth looking for
	// when the given one exists.
	if isASCII(name) {
		if _, err := t.root.Lstat(name); err == nil {
			return name, nil
		}
	}
	real := "."
	elems := strings.Split(name, "/")
	for i, elem := range elems {
		l := t.list(real)
		spellings := l.names[norm.NFC.String(elem)]
		switch {
		case l.err != nil:
			// A directory may be searched and not listed; opening will tell.
			real = path.Join(real, elem)
		case len(spellings) == 1:
			real = path.Join(real, spellings[0])
		case len(spellings) > 1:
			return "", ambiguous(name, spellings)
		default:
			at := strings.Join(elems[:i+1], "/")
			return "", missing(name, at, func() string { return t.near(real, elem) })
		}
	}
	return real, nil
}

// list reads the directory of this real name, once.
func (t *Tree) list(dir string) *listing {
	t.mu.Lock()
	l, ok := t.dirs[dir]
	if !ok {
		l = &listing{}
		t.dirs[dir] = l
	}
	t.mu.Unlock()
	l.read.Do(func() { l.names, l.err = t.readNames(dir) })
	return l
}

func (t *Tree) readNames(dir string) (map[string][]string, error) {
	info, err := t.root.Stat(dir)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, errors.New("not a directory")
	}
	f, err := t.root.OpenFile(dir, os.O_RDONLY|writefile.Nonblock, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	entries, err := f.Readdirnames(-1)
	if err != nil {
		return nil, err
	}
	slices.Sort(entries)
	names := make(map[string][]string, len(entries))
	for _, e := range entries {
		key := norm.NFC.String(e)
		names[key] = append(names[key], e)
	}
	return names, nil
}

// unreadable says why the file at a real name cannot be opened.
func (t *Tree) unreadable(name, real string, err error) error {
	if link, target := t.brokenLink(real); link != "" {
		return badLink(name, link, target, errors.Is(err, fs.ErrNotExist))
	}
	return cannotRead(name, err)
}

// brokenLink finds the symbolic link on the way to name that cannot be followed.
func (t *Tree) brokenLink(name string) (link, target string) {
	at := ""
	for elem := range strings.SplitSeq(name, "/") {
		at = path.Join(at, elem)
		info, err := t.root.Lstat(at)
		if err != nil {
			return "", ""
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			continue
		}
		if _, err := t.root.Stat(at); err != nil {
			target, _ := t.root.Readlink(at)
			return at, target
		}
	}
	return "", ""
}

// near is the entry of a directory that somebody probably meant by elem, as a
// path; "" when there is none. One that differs in case only is the usual one:
// it worked on the author's Mac. One that differs in its number only is another file of a
// series, and no slip.
func (t *Tree) near(dir, elem string) string {
	if best := spec.Suggest(elem, slices.Sorted(maps.Keys(t.list(dir).names))); best != "" && numberless(best) != numberless(elem) {
		return path.Join(dir, best)
	}
	return ""
}

func numberless(name string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return -1
		}
		return r
	}, name)
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}
