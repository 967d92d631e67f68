package landing

import (
	"context"
	"crypto/sha1"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"

	"wikiform/internal/working"
	"wikiform/internal/writefile"
	"wikiform/provider"
)

// half begins the names of files that are not whole yet. What is called so in the
// directory of an import is a killed one's.
const half = ".wikiform-import-"

// temp is the name, in a directory, of a text that is being written.
func (l *Landing) temp(dir string) string { return path.Join(dir, half+l.load.Name) }

// Write puts down what is not there yet. An error is ctx's, [ErrBudget], a
// [*FetchError], or that of a file; the next run goes on.
func (l *Landing) Write(ctx context.Context, how Fetching) error {
	if _, left := l.Left(); left == 0 && len(l.stale)+len(l.temps) == 0 {
		return nil
	}
	for _, part := range []func(context.Context) error{
		l.begin, l.texts, func(ctx context.Context) error { return l.originals(ctx, how) }, l.last, l.tidy,
	} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return nil
}

// begin writes the note, and takes away what must not be there as long as the rest is not
// whole: a manifest that an earlier run wrote, and what a killed one left.
func (l *Landing) begin(context.Context) error {
	wanted := note{map[string][]provider.SHA1{}}
	for p, sum := range l.wrote {
		wanted.add(p, sum)
	}
	for _, f := range slices.Concat(l.load.Texts, l.load.Last) {
		if l.found[f.Path] != same {
			wanted.add(f.Path, sha1.Sum([]byte(f.Text)))
		}
	}
	for _, o := range l.load.Originals {
		if l.found[o.Path] != same {
			wanted.add(o.Path, o.SHA1)
		}
	}
	text, err := wanted.text()
	if err != nil {
		return err
	}
	if err := l.step("note"); err != nil {
		return err
	}
	if err := l.notes.Write(text); err != nil {
		return err
	}
	manifest := l.load.Last[len(l.load.Last)-1].Path
	if _, wrote := l.wrote[manifest]; wrote {
		if err := l.remove(manifest); err != nil {
			return err
		}
		l.found[manifest] = missing
	}
	parts := l.parts()
	for _, p := range l.temps {
		if !parts[p] {
			if err := l.remove(p); err != nil {
				return err
			}
		}
	}
	return nil
}

func (l *Landing) texts(ctx context.Context) error {
	return l.files(ctx, "writing texts", l.load.Texts)
}

func (l *Landing) last(ctx context.Context) error {
	return l.files(ctx, "writing the manifest", l.load.Last)
}

// files writes whole texts that are not there.
func (l *Landing) files(ctx context.Context, what string, files []File) error {
	task := working.Begin(ctx, what, len(files))
	defer task.End()
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if l.found[f.Path] != same {
			if err := l.file(f); err != nil {
				return err
			}
		}
		task.Done(1)
	}
	return nil
}

func (l *Landing) file(f File) error {
	if err := l.step(f.Path); err != nil {
		return err
	}
	dir, err := writefile.OpenBelow(l.dir, path.Dir(f.Path))
	if err != nil {
		return err
	}
	defer dir.Close()
	if err := l.free(dir, f.Path); err != nil {
		return err
	}
	return writefile.ReplaceBy(dir, path.Base(l.temp(".")), path.Base(f.Path), []byte(f.Text), 0o644)
}

// free looks again before a file is put under a name that had none, or had what this
// import wrote: somebody may have been there meanwhile.
func (l *Landing) free(dir *os.Root, p string) error {
	if l.found[p] != missing {
		return nil
	}
	if _, err := dir.Lstat(path.Base(p)); !errors.Is(err, fs.ErrNotExist) {
		return &TakenError{l.load.Name, []string{p}, 1}
	}
	return nil
}

// tidy takes away what an earlier run wrote and this one does not.
func (l *Landing) tidy(context.Context) error {
	for _, p := range l.stale {
		if err := l.remove(p); err != nil {
			return err
		}
	}
	return l.prune(l.load.Name)
}

// prune takes away directories in which nothing is.
func (l *Landing) prune(dir string) error {
	info, err := l.dir.Lstat(dir)
	if err != nil || !info.IsDir() {
		return nil
	}
	entries, err := fs.ReadDir(l.dir.FS(), dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.IsDir() {
			if err := l.prune(path.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	_ = l.dir.Remove(dir) // unless there is something in it
	return nil
}

// remove takes a file away. [Landing.info] has found it behind no link.
func (l *Landing) remove(p string) error {
	if err := l.step("-" + p); err != nil {
		return err
	}
	if _, err := l.info(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := l.dir.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
