package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"

	"wikiform/apply"
	"wikiform/internal/writefile"
	"wikiform/plan"
)

const (
	journalName = "journal.jsonl"
	damagedName = "journal.damaged"
	lockName    = "apply.lock"
)

// journal is the open journal of a run, which has it alone.
type journal struct {
	*apply.Journal
	file   *writefile.File
	unlock func()
}

func (j *journal) close() {
	if j != nil {
		j.file.Close()
		j.unlock()
	}
}

// remember opens the journal, if p uploads anything. A run that cannot keep one
// is not begun: what it left on the wiki would be lost.
func (s *session) remember(ctx context.Context, p *plan.Plan) error {
	if !slices.ContainsFunc(p.Changes, func(c plan.Change) bool { return c.Content }) {
		return nil
	}
	unlock, err := s.alone(ctx)
	if err == nil {
		s.journal, err = s.openJournal()
		if err != nil {
			unlock()
		} else {
			s.journal.unlock = unlock
		}
	}
	if err == nil || ctx.Err() != nil {
		return err
	}
	return hinted{fmt.Errorf("the journal %s/%s cannot be kept: %w", stateDir, journalName, err),
		"It is what a broken run is gone on with, so nothing was written to the wiki. Let that file be read and written, or remove it, and run again."}
}

// alone waits until no other apply works in this directory. What that one did is
// found done afterwards.
func (s *session) alone(ctx context.Context) (unlock func(), err error) {
	path, err := s.ws.stateFile(lockName)
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
			s.app.note("Another wikiform apply works in this directory: waiting until it ends.")
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// openJournal reads what earlier runs left, and begins a new file with what of
// it still matters. Garbage is never guessed at: its file is set aside.
func (s *session) openJournal() (*journal, error) {
	path, err := s.ws.state()
	if err != nil {
		return nil, err
	}
	dir, err := writefile.OpenDir(path)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	entries, garbage, err := readJournal(dir)
	if err != nil {
		return nil, err
	}
	if garbage > 0 {
		if err := dir.Rename(journalName, damagedName); err != nil {
			return nil, err
		}
		s.app.note("The journal had %s that nobody can read; it was set aside as %s/%s. At worst, files that were half uploaded are sent again.",
			count(garbage, "line"), stateDir, damagedName)
	}
	if err := writefile.ReplaceIn(dir, journalName, apply.CompactJournal(entries, time.Now()), 0o600); err != nil {
		return nil, err
	}
	file, err := writefile.AppendIn(dir, journalName, 0o600)
	if err != nil {
		return nil, err
	}
	return &journal{Journal: apply.NewJournal(file, s.wikiID(), s.client.Account().Name, entries), file: file}, nil
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

// wikiID tells wikis apart: many have MediaWiki's default id.
func (s *session) wikiID() string {
	if s.embedded != nil {
		return "sandbox"
	}
	return s.client.Site().ID + " " + host(s.wiki.API)
}
