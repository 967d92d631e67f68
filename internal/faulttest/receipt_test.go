package faulttest

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"wikiform/apply"
	"wikiform/internal/receipt"
	"wikiform/provider"
	"wikiform/provider/sandbox"
)

// receiptFile is the receipt that a process writes. Of what is written while it dies half
// is there.
type receiptFile struct {
	p    *process
	mu   sync.Mutex
	text bytes.Buffer
	torn bool
}

// Write implements [receipt.File].
func (f *receiptFile) Write(b []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.p.killed() {
		return f.text.Write(b)
	}
	if !f.torn {
		f.torn = true
		f.text.Write(b[:len(b)/2])
	}
	return 0, errKilled
}

// Sync implements [receipt.File].
func (f *receiptFile) Sync() error { return nil }

// begin begins a receipt for a run.
func (f *receiptFile) begin(account string) *receipt.Writer {
	kept, err := receipt.Begin(f, receipt.Head{Began: time.Now(), Wiki: receipt.Wiki{ID: "sandbox", Account: account}})
	if err != nil && !errors.Is(err, errKilled) {
		panic(err) // it is in memory
	}
	return kept
}

// receipts holds the receipt of a run against what the wiki's histories and logs show as
// made by its account since before.
func (w *world) receipts(o outcome, p *process, before []sandbox.Act) error {
	if p.receipt == nil {
		return nil // nothing was begun
	}
	now, err := w.wiki.Acts(us)
	if err != nil {
		return err
	}
	kept, err := receipt.Read(bytes.NewReader(p.receipt.text.Bytes()))
	switch _, broken := errors.AsType[*receipt.FormatError](err); {
	case broken && p.killed(): // before it had begun
		kept = &receipt.Receipt{}
	case err != nil:
		return fmt.Errorf("the receipt cannot be read: %w\n%s", err, &p.receipt.text)
	case kept.Whole() == p.killed():
		return fmt.Errorf("the process was killed: %t; the receipt has its end: %t", p.killed(), kept.Whole())
	}
	made := since(before, now)
	missing, excess := compared(kept.Writes, made)
	if !p.killed() {
		missing = slices.DeleteFunc(missing, func(a sandbox.Act) bool { return w.untold(o, a) })
	}
	if len(excess) > 0 || len(missing) > 0 && !p.killed() || len(missing) > cmp.Or(w.schedule.Jobs, atOnce) {
		return fmt.Errorf("the receipt misses %+v, and has what was not done, or not so: %+v\nmade: %+v\nkept:\n%s", missing, excess, made, &p.receipt.text)
	}
	return nil
}

// atOnce is how many files are written at a time when nobody says.
const atOnce = 4

// compared gives what was done and is not told, and what is told and was not done.
func compared(told []receipt.Entry, made []sandbox.Act) (missing []sandbox.Act, excess []receipt.Entry) {
	excess = slices.Clone(told)
	for _, a := range made {
		if i := slices.IndexFunc(excess, func(e receipt.Entry) bool { return fits(e.Write, a) }); i >= 0 {
			excess = slices.Delete(excess, i, i+1)
		} else {
			missing = append(missing, a)
		}
	}
	return missing, excess
}

// since gives what was done between two looks.
func since(before, now []sandbox.Act) []sandbox.Act {
	id := func(a sandbox.Act) sandbox.Act { // pages move and go, so that only its number tells an edit
		if a.Kind == "edit" {
			return sandbox.Act{Kind: a.Kind, Rev: a.Rev}
		}
		return a
	}
	old := map[sandbox.Act]int{}
	for _, a := range before {
		old[id(a)]++
	}
	return slices.DeleteFunc(slices.Clone(now), func(a sandbox.Act) bool {
		old[id(a)]--
		return old[id(a)] >= 0
	})
}

// fits reports whether a write is what was done. Where the title has moved on since, its
// page tells. What of it is not told may be anything.
func fits(e provider.Write, a sandbox.Act) bool {
	if string(e.Kind) != a.Kind || a.Page != 0 && cmp.Or(e.Page, a.Page) != a.Page || cmp.Or(e.Revision, a.Rev) != a.Rev || cmp.Or(e.Log, a.Log) != a.Log {
		return false
	}
	if !e.Time.IsZero() && !e.Time.Equal(a.Time.Truncate(time.Second)) {
		return false
	}
	switch e.Kind {
	case provider.WroteTitle:
		return e.From.Page() == a.Title && e.Title.Page() == a.To
	case provider.WroteDeletion:
		return e.Title.Page() == a.Title
	case provider.WroteVersion:
		return e.SHA1 == a.SHA1 && e.Title.Page() == a.Title
	}
	return e.Revision == a.Rev
}

// untold reports whether it may be that a run could not know of an act: its answer was
// lost, and the wiki did not tell either, or not in time, or what it showed was what a
// volunteer had put there between the last look and the write.
func (w *world) untold(o outcome, a sandbox.Act) bool {
	if o.report == nil {
		return false
	}
	return slices.ContainsFunc(o.report.Results, func(res apply.Result) bool {
		c := res.Change
		here := slices.Contains([]string{a.Title, a.To}, c.Claim.Title.Page())
		if m := c.Move(); m != nil {
			here = here || slices.Contains([]string{a.Title, a.To}, m.From.Page())
		}
		raced := w.raced[strings.TrimPrefix(a.Title, "File:")] || w.raced[strings.TrimPrefix(a.To, "File:")]
		return here && (res.Outcome == apply.Unsure || raced && res.Outcome != apply.Done)
	})
}
