package landing

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// maxOthers is how many files of the import's directory are looked at.
const maxOthers = 1_000_000

// others walks through what has the import's name, and gives what is neither wanted nor
// noted. It finds what an earlier run wrote that this one does not, and what a killed one
// left half written.
func (l *Landing) others(ctx context.Context) (taken []string, err error) {
	for p := range l.note.files {
		if _, wanted := l.found[p]; !wanted && path.Dir(p) == "." {
			if err := l.other(ctx, p, &taken); err != nil {
				return nil, err
			}
		}
	}
	if _, err := l.dir.Lstat(l.temp(".")); err == nil {
		l.temps = append(l.temps, l.temp("."))
	}
	n := 0
	err = l.walk(l.load.Name, func(p string) error {
		if n++; n > maxOthers {
			return fmt.Errorf("%s has more than %d files", l.load.Name, maxOthers)
		}
		if _, wanted := l.found[p]; wanted {
			return nil
		}
		if strings.HasPrefix(path.Base(p), half) {
			l.temps = append(l.temps, p)
			return nil
		}
		return l.other(ctx, p, &taken)
	})
	slices.Sort(l.stale)
	return taken, err
}

// other looks at one file that is not wanted.
func (l *Landing) other(ctx context.Context, p string, taken *[]string) error {
	sum, err := l.sum(ctx, p)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil && !errors.Is(err, errNoFile):
		return err
	case err == nil && l.note.has(p, sum):
		l.stale = append(l.stale, p)
		l.noteWrote(p, sum)
	case path.Dir(p) == "." && p != l.load.Name: // beside the manifest, where others may have what they like
	default:
		*taken = append(*taken, p)
	}
	return nil
}

// walk visits all that is no directory below one, which need not be there; what is in its
// place is visited itself.
func (l *Landing) walk(dir string, visit func(string) error) error {
	info, err := l.dir.Lstat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return visit(dir)
	}
	entries, err := fs.ReadDir(l.dir.FS(), dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		p := path.Join(dir, e.Name())
		if e.IsDir() {
			err = l.walk(p, visit)
		} else {
			err = visit(p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
