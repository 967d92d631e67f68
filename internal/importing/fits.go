package importing

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"wikiform/internal/number"
	"wikiform/spec"
)

// mostBlocks is less than what a manifest holds of blocks, each of which has more than
// thirty words and signs.
const mostBlocks = 20_000

// fits refuses what cannot be before anything is tried.
func (w *writing) fits(n int) error {
	most, than := spec.MaxInstances, "one block stands for"
	if w.Blocks {
		most, than = mostBlocks, "one manifest has blocks for"
	}
	switch {
	case n > most:
		return fmt.Errorf("these are %s, and %s at most %s: %s", number.Of(n, "file"), than, number.Grouped(most), inParts)
	case w.Blocks || w.Manifest == nil:
		return w.spelt()
	}
	for i := range w.Manifest.Files {
		if block, _, _ := w.Manifest.Files[i].Address.Block(); nameIn(block) == strings.ToLower(w.Name) {
			return fmt.Errorf("%s is declared already: choose another name than %q", block, w.Name)
		}
	}
	return w.spelt()
}

// spelt refuses a name that something in the directory has in other letters: on some systems
// it would be one with that. What is there under the very name is not looked at.
func (w *writing) spelt() error {
	entries, err := fs.ReadDir(w.FS, w.Dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		for _, name := range []string{w.Name, TableOf(w.Name), ManifestOf(w.Name)} {
			if e.Name() != name && strings.EqualFold(e.Name(), name) {
				return fmt.Errorf("there is %s, which is the same name as %s on some systems: choose another one than %q", e.Name(), name, w.Name)
			}
		}
	}
	return nil
}

const inParts = "import fewer files at a time, by their prefix for instance"
