package statedir

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"

	"wikiform/apply"
	"wikiform/internal/number"
	"wikiform/internal/writefile"
)

const (
	journalName = "journal.jsonl"
	damagedName = "journal.damaged"
	lockName    = "apply.lock"
)

// OpenError says why there can be no journal.
type OpenError struct{ Err error }

func (e *OpenError) Error() string {
	return fmt.Sprintf("the journal %s/%s cannot be kept: %v", Name, journalName, e.Err)
}

// Unwrap gives the cause.
func (e *OpenError) Unwrap() error { return e.Err }

// Hint says what to do.
func (e *OpenError) Hint() string {
	return "It is what a broken run is gone on with, so nothing was written to the wiki. Let that file be read and written, or remove it, and run again."
}

// OpenJournal opens the journal for a run on a wiki by an account, which has it
// alone until it calls free. It waits until no other run has it, and tells note what
// a person should know. Every error but that of ctx is a [*OpenError].
func (d Dir) OpenJournal(ctx context.Context, wiki, account string, note func(format string, args ...any)) (j *apply.Journal, free func(), err error) {
	unlock, err := d.Lock(ctx, note)
	if err == nil {
		var file *writefile.File
		if j, file, err = d.openJournal(wiki, account, note); err == nil {
			return j, func() { file.Close(); unlock() }, nil
		}
		unlock()
	}
	if ctx.Err() != nil {
		return nil, nil, err
	}
	return nil, nil, &OpenError{err}
}

// Journal reads what earlier runs on a wiki by an account left, to look at. It changes
// nothing, and what cannot be read is left to [Dir.OpenJournal], which says so.
func (d Dir) Journal(wiki, account string) *apply.Journal {
	dir, err := writefile.OpenDir(filepath.Join(d.manifests, Name))
	if err != nil {
		return nil
	}
	defer dir.Close()
	entries, _, err := readJournal(dir)
	if err != nil {
		return nil
	}
	return apply.NewJournal(nil, wiki, account, entries)
}

// Lock waits until no other run works with the folder, and keeps others from doing so until
// unlock is called. What another one did is found done afterwards.
func (d Dir) Lock(ctx context.Context, note func(format string, args ...any)) (unlock func(), err error) {
	path, err := d.file(lockName)
	if err != nil {
		return nil, err
	}
	type locked struct {
		unlock func()
		err    error
	}
	got := make(chan locked, 1)
	go func() {
		unlock, err := lockedfile.MutexAt(path).Lock()
		got <- locked{unlock, err}
	}()
	patience := time.After(time.Second)
	for {
		select {
		case l := <-got:
			return l.unlock, l.err
		case <-patience:
			note("Another run of wikiform works in this directory: waiting until it ends.")
		case <-ctx.Done():
			go func() { // nobody wants it any more
				if l := <-got; l.err == nil {
					l.unlock()
				}
			}()
			return nil, ctx.Err()
		}
	}
}

// openJournal reads what earlier runs left, and begins a new file with what of it
// still matters. Garbage is never guessed at: its file is set aside.
func (d Dir) openJournal(wiki, account string, note func(format string, args ...any)) (*apply.Journal, *writefile.File, error) {
	path, err := d.folder()
	if err != nil {
		return nil, nil, err
	}
	dir, err := writefile.OpenDir(path)
	if err != nil {
		return nil, nil, err
	}
	defer dir.Close()
	entries, garbage, err := readJournal(dir)
	if err != nil {
		return nil, nil, err
	}
	if garbage > 0 {
		if err := dir.Rename(journalName, damagedName); err != nil {
			return nil, nil, err
		}
		note("The journal had %s that nobody can read; it was set aside as %s/%s. At worst, files that were half uploaded are sent again.",
			number.Of(garbage, "line"), Name, damagedName)
	}
	if err := writefile.ReplaceIn(dir, journalName, apply.CompactJournal(entries, time.Now()), 0o600); err != nil {
		return nil, nil, err
	}
	file, err := writefile.AppendIn(dir, journalName, 0o600)
	if err != nil {
		return nil, nil, err
	}
	return apply.NewJournal(file, wiki, account, entries), file, nil
}

func readJournal(dir *os.Root) (entries []apply.Entry, garbage int, err error) {
	info, err := dir.Lstat(journalName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is not a regular file")
	}
	if err != nil {
		return nil, 0, err
	}
	f, err := dir.Open(journalName)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	return apply.ReadJournal(f)
}
