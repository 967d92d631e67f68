package faulttest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"

	"pgregory.net/rapid"
)

// tended is the life of two pages to which we and two volunteers write, as plain data.
type tended struct {
	Set       string    `json:",omitempty"`
	Agreement agreement `json:",omitempty"`
	// Polite: volunteers only add lines behind ours, in which nobody has to be asked.
	Polite bool `json:",omitempty"`
	// Compare: the plans of all accounts are held against each other.
	Compare bool `json:",omitempty"`
	Beats   []beat
	Strikes []strike `json:",omitempty"`
}

// beat is one thing that somebody does. What cannot be done comes to nothing.
type beat struct {
	By   string `json:",omitempty"` // "" is the manifest
	Do   deed
	Page int    `json:",omitempty"`
	At   int    `json:",omitempty"` // a line, counted round and round; of a revert how many revisions back
	What kind   `json:",omitempty"` // of line
	Mode mode   `json:",omitempty"`
	Note string `json:",omitempty"` // comment of an edit
	// Before is the request of the next run before which it happens; 0: it does not wait.
	Before int `json:",omitempty"`
}

// What happens to a page beside the deeds of volunteers elsewhere.
const (
	adds    deed = "add"
	rewords deed = "reword"
	drops   deed = "drop"
	fills   deed = "fill" // a parameter of a call
	reverts deed = "revert"
	frees   deed = "free" // from protection
	hides   deed = "hide" // text, comment and user of an older revision
	sets    deed = "mode"
	pulls   deed = "pull" // the manifest takes what the wiki has
	applies deed = "apply"
)

// kind is which line somebody writes.
type kind string

const (
	plainLine kind = ""
	emptyLine kind = "empty"
	again     kind = "again" // one that is there already
	category  kind = "category"
)

// mode is how a block says that its text is written.
type mode string

const (
	merges  mode = ""
	exactly mode = "exact"
	keeps   mode = "keep" // categories, beside exact
)

// String gives one line for each beat and strike.
func (x tended) String() string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\n  \"Set\": %q, \"Agreement\": %q, \"Polite\": %t, \"Compare\": %t,\n  \"Beats\": [\n", x.Set, x.Agreement, x.Polite, x.Compare)
	writeLines(&b, x.Beats)
	b.WriteString("  ],\n  \"Strikes\": [\n")
	writeLines(&b, x.Strikes)
	b.WriteString("  ]\n}\n")
	return b.String()
}

// TestTended draws pages that we and two volunteers write to, and looks at every revision
// of ours: it takes away no line that a volunteer added and that is still there, unless the
// block says that it may; what is blocked writes nothing; and in the end nothing is left to
// do but what the plan tells.
func TestTended(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var n tally
	for rounds := amount(t); rounds.more(); {
		rapid.Check(t, func(rt *rapid.T) {
			x := drawTended(rt)
			rounds.count()
			if err := tend(t, x, dir, &n); err != nil {
				rt.Fatalf("%v\n\n%v", err, x)
			}
		})
		if t.Failed() {
			return
		}
	}
	t.Logf("%+v", n)
}

// tally counts what happened.
type tally struct{ Runs, Merged, Whole, Kept, Conflicts, Unknown, Told, Meanwhile int }

// tend lets it all happen on a wiki of its own.
func tend(t *testing.T, x tended, dir string, n *tally) (err error) {
	synctest.Test(t, func(t *testing.T) {
		w := newTending(t, x, dir, n)
		defer w.wiki.Close()
		for i, b := range x.Beats {
			if err = w.happens(b); err != nil {
				err = fmt.Errorf("beat %d, %s: %w", i+1, oneLine(b), err)
				return
			}
		}
	})
	return err
}

// TestTendedAgain repeats what once went wrong.
func TestTendedAgain(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("testdata/tended/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatal("nothing to repeat", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var x tended
			in := json.NewDecoder(bytes.NewReader(b))
			in.DisallowUnknownFields()
			if err := in.Decode(&x); err != nil {
				t.Fatal(err)
			}
			if err := tend(t, x, t.TempDir(), &tally{}); err != nil {
				t.Error(err)
			}
		})
	}
}
