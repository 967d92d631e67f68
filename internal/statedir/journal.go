package statedir

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"wikiform/apply"
	"wikiform/internal/number"
	"wikiform/internal/writefile"
)

// OpenError says why there can be no journal.
type OpenError struct {
	Journal string // the name of its file
	Err     error
}

func (e *OpenError) Error() string {
	return fmt.Sprintf("the journal %s/%s cannot be kept: %v", Name, e.Journal, e.Err)
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
	return nil, nil, &OpenError{d.journal(), err}
}

// Journal reads what earlier runs on a wiki by an account left, to look at. It changes
// nothing, and what cannot be read is left to [Dir.OpenJournal], which says so.
func (d Dir) Journal(wiki, account string) *apply.Journal {
	dir, err := writefile.OpenDir(filepath.Join(d.manifests, Name))
	if err != nil {
		return nil
	}
	defer dir.Close()
	own, _, err := readJournal(dir, d.journal())
	if err != nil {
		return nil
	}
	return apply.NewJournal(nil, wiki, account, apply.MergeJournals(d.others(dir).entries, own))
}

// openJournal reads what earlier runs left, and begins a new file with what of it
// still matters. Garbage is never guessed at: its file is set aside.
//
// A shard also reads what the others left, and leaves that to them. A run of the whole,
// beside which there is none of a shard, takes it over.
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
	name := d.journal()
	own, garbage, err := readJournal(dir, name)
	if err != nil {
		return nil, nil, err
	}
	if garbage > 0 {
		damaged := strings.TrimSuffix(name, ".jsonl") + ".damaged"
		if err := dir.Rename(name, damaged); err != nil {
			return nil, nil, err
		}
		note("The journal had %s that nobody can read; it was set aside as %s/%s. At worst, files that were half uploaded are sent again.",
			number.Of(garbage, "line"), Name, damaged)
	}
	others := d.others(dir)
	entries := apply.MergeJournals(others.entries, own)
	text := apply.CompactJournal(entries, time.Now())
	if !d.shard.Whole() {
		text = apply.CompactBeside(own, others.entries, time.Now())
	}
	if err := writefile.ReplaceIn(dir, name, text, 0o600); err != nil {
		return nil, nil, err
	}
	if d.shard.Whole() {
		for _, name := range others.names {
			if err := dir.Remove(name); err != nil {
				return nil, nil, err
			}
		}
	}
	file, err := writefile.AppendIn(dir, name, 0o600)
	if err != nil {
		return nil, nil, err
	}
	return apply.NewJournal(file, wiki, account, entries), file, nil
}

func readJournal(dir *os.Root, name string) (entries []apply.Entry, garbage int, err error) {
	info, err := dir.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is not a regular file")
	}
	if err != nil {
		return nil, 0, err
	}
	f, err := dir.Open(name)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	return apply.ReadJournal(f)
}
