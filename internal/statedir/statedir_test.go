package statedir

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Who no longer waits for the journal does not keep it from others.
func TestJournalIsOneRunsAlone(t *testing.T) {
	t.Parallel()
	d := In(t.TempDir())
	waiting := make(chan string, 1)
	note := func(text string, _ ...any) { waiting <- text }
	_, free, err := d.OpenJournal(t.Context(), "w", "a", note)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, _, err := d.OpenJournal(ctx, "w", "a", note)
		ended <- err
	}()
	select {
	case err := <-ended:
		t.Fatalf("it was opened twice: %v", err)
	case text := <-waiting:
		if !strings.Contains(text, "waiting until it ends") {
			t.Errorf("it says %q", text)
		}
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was cancelled", err)
	}
	free()
	ctx, cancel = context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	_, free, err = d.OpenJournal(ctx, "w", "a", note)
	if err != nil {
		t.Fatalf("nobody has it any more: %v", err)
	}
	free()
}

// No link is followed, and no file replaced that is none; the error says what to do.
func TestNothingIsFollowed(t *testing.T) {
	t.Parallel()
	elsewhere := t.TempDir()
	for name, at := range map[string]string{"the folder": Name, "a folder in it": Name + "/sandbox"} {
		dir := t.TempDir()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, at)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(elsewhere, filepath.Join(dir, at)); err != nil {
			t.Fatal(err)
		}
		_, err := In(dir).Sandbox()
		if e, ok := errors.AsType[*NotDirError](err); !ok || !strings.Contains(e.Hint(), "Remove it") {
			t.Errorf("%s is a link: %v", name, err)
		}
	}
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, Name, "journal.jsonl"), 0o755); err != nil {
		t.Fatal(err)
	}
	_, _, err := In(dir).OpenJournal(t.Context(), "w", "a", nil)
	if e, ok := errors.AsType[*OpenError](err); !ok || !strings.Contains(e.Error(), "not a regular file") {
		t.Errorf("the journal is a directory: %v", err)
	}
	if left, err := os.ReadDir(elsewhere); err != nil || len(left) > 0 {
		t.Errorf("%v was written elsewhere, %v", left, err)
	}
	if ignore, err := os.ReadFile(filepath.Join(dir, Name, ".gitignore")); err != nil || string(ignore) != "*\n" {
		t.Errorf("git is told %q, %v", ignore, err)
	}
}
