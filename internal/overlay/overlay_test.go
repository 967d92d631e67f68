package overlay

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestOverlay(t *testing.T) {
	t.Parallel()
	base := fstest.MapFS{"a/x.txt": {Data: []byte("x")}, "a/y.txt": {Data: []byte("y")}, "b.txt": {Data: []byte("b")}}
	o := New(base, map[string]string{"a/x.txt": "other", "a/new.txt": "new", "c/d/e.txt": "e"})
	for name, want := range map[string]string{"a/x.txt": "other", "a/y.txt": "y", "a/new.txt": "new", "b.txt": "b", "c/d/e.txt": "e"} {
		if got, err := fs.ReadFile(o, name); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		if info, err := fs.Stat(o, name); err != nil || info.Size() != int64(len(want)) || info.IsDir() {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	var found []string
	err := fs.WalkDir(o, ".", func(name string, e fs.DirEntry, err error) error {
		found = append(found, name)
		return err
	})
	want := []string{".", "a", "a/new.txt", "a/x.txt", "a/y.txt", "b.txt", "c", "c/d", "c/d/e.txt"}
	if diff := cmp.Diff(want, found); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}
