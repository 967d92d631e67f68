package landing

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// one is an import of a text and a content.
func one(w wiki) Load {
	return Load{
		Name: "x", Texts: []File{{"x/texts/a", "text"}}, Originals: []Original{w.original("a.png", "0123456789")},
		Last: []File{{"x.csv", "table"}, {"x.wiki.hcl", "manifest"}},
	}
}

// TestTaken: what this import did not write is in the way, and then nothing is written.
func TestTaken(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		make func(d *desk) error
		want []string
	}{
		"a manifest":            {func(d *desk) error { d.put(t, "x.wiki.hcl", "mine"); return nil }, []string{"x.wiki.hcl"}},
		"an empty table":        {func(d *desk) error { d.put(t, "x.csv", ""); return nil }, []string{"x.csv"}},
		"another text":          {func(d *desk) error { d.put(t, "x/texts/a", "mine"); return nil }, []string{"x/texts/a"}},
		"a content as large":    {func(d *desk) error { d.put(t, "x/files/a.png", "9876543210"); return nil }, []string{"x/files/a.png"}},
		"a file in between":     {func(d *desk) error { d.put(t, "x/mine", "mine"); return nil }, []string{"x/mine"}},
		"a file for the folder": {func(d *desk) error { d.put(t, "x", "mine"); return nil }, []string{"x", "x/files/a.png", "x/texts/a"}},
		"a link for the folder": {func(d *desk) error { return os.Symlink(t.TempDir(), filepath.Join(d.dir, "x")) }, []string{"x", "x/files/a.png", "x/texts/a"}},
		"a link below": {func(d *desk) error {
			d.put(t, "elsewhere/a", "text")
			return errors.Join(os.Mkdir(filepath.Join(d.dir, "x"), 0o755), os.Symlink("../elsewhere", filepath.Join(d.dir, "x/texts")))
		}, []string{"x/texts", "x/texts/a"}},
		"a link to the very text": {func(d *desk) error {
			d.put(t, "a", "table")
			return os.Symlink("a", filepath.Join(d.dir, "x.csv"))
		}, []string{"x.csv"}},
		"a directory": {func(d *desk) error { return os.Mkdir(filepath.Join(d.dir, "x.csv"), 0o755) }, []string{"x.csv"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, t.TempDir())
			if err := test.make(d); err != nil {
				t.Fatal(err)
			}
			before := d.files(t)
			w := wiki{}
			err := d.land(t.Context(), one(w), Fetching{Fetch: w.fetch}, nil)
			taken, ok := errors.AsType[*TakenError](err)
			if !ok {
				t.Fatalf("got %v", err)
			}
			if diff := cmp.Diff(test.want, taken.Paths); diff != "" || taken.Count != len(test.want) {
				t.Errorf("%d in the way (-want +got):\n%s", taken.Count, diff)
			}
			if diff := cmp.Diff(before, d.files(t)); diff != "" || d.notes.text != nil {
				t.Errorf("something was written (-before +after):\n%s", diff)
			}
		})
	}
}

// TestThereAlready: the very bytes are not in the way, and are not the import's to take
// away.
func TestThereAlready(t *testing.T) {
	t.Parallel()
	d, w := newDesk(t, t.TempDir()), wiki{}
	d.put(t, "x/texts/a", "text")
	d.put(t, "x/files/a.png", "0123456789")
	if err := d.land(t.Context(), one(w), Fetching{}, killedAfter(1)); !errors.Is(err, errKilled) {
		t.Fatal(err)
	}
	l := one(w)
	l.Texts, l.Originals = nil, nil
	err := d.land(t.Context(), l, Fetching{}, nil)
	taken, ok := errors.AsType[*TakenError](err)
	if !ok || !cmp.Equal(taken.Paths, []string{"x/files/a.png", "x/texts/a"}) {
		t.Errorf("an import that has neither: %v", err)
	}
	if err := d.land(t.Context(), one(w), Fetching{}, nil); err != nil {
		t.Error(err)
	}
}

// TestForgedNote: a note that a branch brings gives nothing away but what has the import's
// name, and of that only what it knows the sum of.
func TestForgedNote(t *testing.T) {
	t.Parallel()
	const sum = "f7ff9e8b7bb2e09b70935a5d785e0cc5d9d0abf0" // of Hello
	for name, note := range map[string]string{
		"others' names": `{"version":1,"files":{"../x.csv":["` + sum + `"],"main.wiki.hcl":["` + sum + `"],"x/../main.wiki.hcl":["` + sum + `"],"xy.csv":["` + sum + `"],"/x.csv":["` + sum + `"]}}`,
		"another time":  `{"version":2,"files":{"x.csv":["` + sum + `"]}}`,
		"no sums":       `{"version":1,"files":{"x.csv":["Hello"]}}`,
		"garbage":       `{"version":1,"files":`,
		"another kind":  `[1]`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, w := newDesk(t, t.TempDir()), wiki{}
			for _, name := range []string{"main.wiki.hcl", "xy.csv", "x.csv"} {
				d.put(t, name, "Hello")
			}
			d.notes.text = []byte(note)
			err := d.land(t.Context(), one(w), Fetching{Fetch: w.fetch}, nil)
			if _, ok := errors.AsType[*TakenError](err); !ok {
				t.Errorf("got %v", err)
			}
			if err := os.Remove(filepath.Join(d.dir, "x.csv")); err != nil {
				t.Fatal(err)
			}
			if err := d.land(t.Context(), one(w), Fetching{Fetch: w.fetch}, nil); err != nil {
				t.Error(err)
			}
			if got := d.files(t); got["main.wiki.hcl"] != "Hello" || got["xy.csv"] != "Hello" {
				t.Errorf("there is %v", got)
			}
		})
	}
}

// TestFetched: a content comes from where an earlier run ended, and is held against what
// the wiki said of it.
func TestFetched(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		part, sent string
		asked      []int64
		fails      string
	}{
		"whole":                   {"", "0123456789", []int64{0}, ""},
		"gone on with":            {"01234", "0123456789", []int64{5}, ""},
		"all there":               {"0123456789", "", nil, ""},
		"a part of something":     {"abcde", "0123456789", []int64{5, 0}, ""},
		"a part that is too long": {"0123456789a", "0123456789", []int64{0}, ""},
		"another content":         {"", "9876543210", []int64{0}, "what came has 10 bytes"},
		"another, gone on with":   {"01234", "9876543210", []int64{5, 0}, "what came has 10 bytes"},
		"too short":               {"", "01234567", []int64{0}, "what came has 8 bytes"},
		"too long":                {"", "0123456789a", []int64{0}, "and the wiki says 10"},
		"nothing":                 {"", "", []int64{0}, "404"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, w := newDesk(t, t.TempDir()), wiki{}
			l := one(w)
			if test.part != "" {
				d.put(t, part(l.Originals[0]), test.part)
			}
			delete(w, urlOf(l.Originals[0]))
			if test.sent != "" {
				w[urlOf(l.Originals[0])] = test.sent
			}
			var asked []int64
			err := d.land(t.Context(), l, Fetching{Fetch: func(ctx context.Context, o Original, from int64, to io.Writer) error {
				asked = append(asked, from)
				return w.fetch(ctx, o, from, to)
			}}, nil)
			if test.fails == "" && err != nil || test.fails != "" && (err == nil || !strings.Contains(err.Error(), test.fails)) {
				t.Errorf("got the error %v, want %q", err, test.fails)
			}
			if diff := cmp.Diff(test.asked, asked); diff != "" {
				t.Errorf("asked from (-want +got):\n%s", diff)
			}
			got := d.files(t)
			if _, declared := got["x.wiki.hcl"]; declared != (test.fails == "") {
				t.Errorf("the manifest is there: %v", declared)
			}
			if test.fails == "" && got["x/files/a.png"] != "0123456789" {
				t.Errorf("there is %v", got)
			}
		})
	}
}

// TestBudget: a run ends when so many bytes have come, and the next ones go on.
func TestBudget(t *testing.T) {
	t.Parallel()
	d, w := newDesk(t, t.TempDir()), wiki{}
	l := one(w)
	l.Originals = append(l.Originals, w.original("b.png", "abcdefghij"), w.original("c.png", ""))
	fetched := 0
	how := Fetching{Most: 7, Fetch: func(ctx context.Context, o Original, from int64, to io.Writer) error {
		return w.fetch(ctx, o, from, counting{to, &fetched})
	}}
	for _, want := range []error{ErrBudget, ErrBudget, nil} {
		if err := d.land(t.Context(), l, how, nil); !errors.Is(err, want) {
			t.Fatalf("got %v, want %v", err, want)
		}
		if fetched > 7 {
			t.Errorf("%d bytes came in one run", fetched)
		}
		fetched = 0
	}
	if got := d.files(t); got["x/files/a.png"] != "0123456789" || got["x/files/b.png"] != "abcdefghij" || got["x.wiki.hcl"] == "" {
		t.Errorf("there is %v", got)
	}
}

type counting struct {
	io.Writer
	n *int
}

func (c counting) Write(b []byte) (int, error) {
	n, err := c.Writer.Write(b)
	*c.n += n
	return n, err
}

// TestManyFail: what the wiki does not give is told, what it does is kept, and a wiki that
// gives nothing is not asked for all.
func TestManyFail(t *testing.T) {
	t.Parallel()
	d, w := newDesk(t, t.TempDir()), wiki{}
	l := one(w)
	for range 100 {
		o := w.original("missing-"+strings.Repeat("x", len(l.Originals))+".png", "gone")
		delete(w, urlOf(o))
		l.Originals = append(l.Originals, o)
	}
	asked := 0
	err := d.land(t.Context(), l, Fetching{Fetch: func(ctx context.Context, o Original, from int64, to io.Writer) error {
		asked++
		return w.fetch(ctx, o, from, to)
	}}, nil)
	failed, ok := errors.AsType[*FetchError](err)
	if !ok || failed.Count != mostFailed || asked != mostFailed+1 {
		t.Errorf("%d requests, %v", asked, err)
	}
	if got := d.files(t); got["x/files/a.png"] != "0123456789" || got["x.wiki.hcl"] != "" {
		t.Errorf("there is %v", got)
	}
}
