package faulttest

import (
	"os"
	"path/filepath"
	"testing"

	"wikiform/internal/receipt"
	"wikiform/provider/sandbox"
)

// keptReceipts are those that runs leave in a directory.
type keptReceipts struct {
	wiki *sandbox.Wiki // nil: a real one, which does not tell all at once what was done
	dir  string
	// What was done before the runs, and what a run that was killed could not tell any more.
	before, untold []sandbox.Act
}

func (g *gate) keepReceipts(t *testing.T, dir string) *keptReceipts {
	t.Helper()
	k := &keptReceipts{dir: dir}
	w, known := g.wiki.(*sandbox.Wiki)
	if !known {
		return k
	}
	k.wiki = w
	var err error
	if k.before, err = k.wiki.Acts(us); err != nil {
		t.Fatal(err)
	}
	return k
}

// check holds the receipts of all runs so far against what they did; whole is whether the
// last run came to its end.
func (k *keptReceipts) check(t *testing.T, where string, whole bool) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(k.dir, ".wikiform", "receipts", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	var told []receipt.Entry
	ends := 0
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		kept, err := receipt.Read(f)
		f.Close()
		if err != nil {
			t.Fatalf("%s: %s: %v", where, path, err)
		}
		if told = append(told, kept.Writes...); kept.Whole() {
			ends++
		}
	}
	if whole && ends < len(paths)-1 || !whole && ends > 0 {
		t.Errorf("%s: %d receipts, %d with an end", where, len(paths), ends)
	}
	if k.wiki == nil {
		return
	}
	now, err := k.wiki.Acts(us)
	if err != nil {
		t.Fatal(err)
	}
	missing, excess := compared(told, since(append(k.before, k.untold...), now))
	if !whole {
		k.untold = missing
	}
	if len(excess) > 0 || whole && len(missing) > 0 || len(missing) > atOnce {
		t.Errorf("%s: %d receipts miss %+v and have %+v", where, len(paths), missing, excess)
	}
}
