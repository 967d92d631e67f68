package faulttest

import (
	"bytes"
	"sync"
	"time"

	"wikiform/apply"
)

// memoryJournal is a journal's file from run to run.
type memoryJournal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// open reads the journal for a run of p, as the command line does.
func (j *memoryJournal) open(p *process, wiki, account string) *apply.Journal {
	j.mu.Lock()
	defer j.mu.Unlock()
	entries, _, err := apply.ReadJournal(bytes.NewReader(j.text.Bytes()))
	if err != nil {
		panic(err) // it is in memory
	}
	j.text.Reset()
	j.text.Write(apply.CompactJournal(entries, time.Now()))
	return apply.NewJournal(journalFile{j, p}, wiki, account, entries)
}

// journalFile is the journal's file as one process writes it.
type journalFile struct {
	*memoryJournal
	p *process
}

// Write implements [apply.JournalFile]. Of what is written while the process
// dies half a line is there.
func (f journalFile) Write(b []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.p.killed() {
		if there := f.text.Bytes(); len(there) == 0 || there[len(there)-1] == '\n' {
			f.text.Write(b[:len(b)/2])
		}
		return 0, errKilled
	}
	return f.text.Write(b)
}

// Sync implements [apply.JournalFile].
func (f journalFile) Sync() error { return nil }
