package statedir

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"

	"wikiform/apply"
)

// suffix is what the names of a shard's files have beside those of a run of the whole.
func (d Dir) suffix() string {
	if d.shard.Whole() {
		return ""
	}
	return fmt.Sprintf("-%d-of-%d", d.shard.Number, d.shard.Of)
}

// journal is the name of the journal.
func (d Dir) journal() string { return "journal" + d.suffix() + ".jsonl" }

// journalName is that of any journal.
var journalName = regexp.MustCompile(`^journal(-[0-9]{1,4}-of-[0-9]{1,4})?\.jsonl$`)

// mostOthers is how much is read of other journals, in bytes.
const mostOthers = 4 * apply.MaxJournal

// otherJournals are those of other shards and of runs of the whole.
type otherJournals struct {
	names   []string
	entries []apply.Entry
}

// others reads the other journals of the folder. They are hints, too: what cannot be read
// of one is left to its own run, which says so.
func (d Dir) others(dir *os.Root) (found otherJournals) {
	files, err := fs.ReadDir(dir.FS(), ".")
	if err != nil {
		return found
	}
	left := int64(mostOthers)
	for _, f := range files {
		info, err := f.Info()
		if err != nil || !info.Mode().IsRegular() || !journalName.MatchString(f.Name()) || f.Name() == d.journal() || info.Size() > left {
			continue
		}
		entries, _, err := readJournal(dir, f.Name())
		if err != nil {
			continue
		}
		left -= info.Size()
		found.names = append(found.names, f.Name())
		found.entries = apply.MergeJournals(found.entries, entries)
	}
	return found
}
