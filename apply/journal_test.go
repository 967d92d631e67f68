package apply

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/provider"
)

func entry(title provider.Title, content, key string, state provider.StashState, offset int64) Entry {
	return Entry{
		Wiki: "w", Account: "A", Title: title, Time: epoch,
		Stash: provider.Stash{Key: key, Offset: offset, Digest: digestOf(content), State: state},
	}
}

func read(t *testing.T, text string) []Entry {
	t.Helper()
	entries, garbage, err := ReadJournal(strings.NewReader(text))
	if err != nil || garbage != 0 {
		t.Fatalf("%d lines of garbage, %v:\n%s", garbage, err, text)
	}
	return entries
}

func TestJournalKeepsTheLastWord(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	for _, e := range []Entry{
		entry("A.png", "a", "k1", provider.Uploading, 0),
		entry("B.png", "b", "k2", provider.Queued, 1),
		entry("A.png", "a", "k1", provider.Uploading, 1),
		entry("C.png", "c", "k3", provider.Staged, 1),
		entry("C.png", "c", "", "", 0), // published
	} {
		b.Write(encode(e))
	}
	entries := read(t, b.String()+`{"v":1,"wiki":"torn`)
	want := []Entry{
		entry("A.png", "a", "k1", provider.Uploading, 1),
		entry("B.png", "b", "k2", provider.Queued, 1),
	}
	if d := cmp.Diff(want, read(t, string(CompactJournal(entries, epoch)))); d != "" {
		t.Error(d)
	}
	if b := CompactJournal(entries, epoch.Add(remembered+time.Second)); len(b) != 0 {
		t.Errorf("too old, and still there:\n%s", b)
	}
}

func TestJournalTrustsNothing(t *testing.T) {
	t.Parallel()
	good := string(encode(entry("A.png", "a", "k1", provider.Staged, 1)))
	for name, bad := range map[string]string{
		"no json":        "\x00\x01garbage",
		"other json":     `{"hello":"world"}`,
		"a newer format": strings.Replace(good, `"v":1`, `"v":2`, 1),
		"no sum":         strings.Replace(good, `"sha1":"8`, `"sha1":"x`, 1),
		"a strange key":  strings.Replace(good, `"k1"`, `"k1\u001b[2J"`, 1),
		"a long key":     strings.Replace(good, `"k1"`, `"`+strings.Repeat("k", 256)+`"`, 1),
		"a strange name": strings.Replace(good, `A.png`, `A\u0007.png`, 1),
		"offset beyond":  strings.Replace(good, `"offset":1`, `"offset":2`, 1),
		"no offset":      strings.Replace(good, `"offset":1`, `"offset":-1`, 1),
		"no such state":  strings.Replace(good, `"staged"`, `"done"`, 1),
		"a long line":    `{"v":1,"wiki":"` + strings.Repeat("x", 3*maxLine) + `"}`,
	} {
		if bad == good {
			t.Fatalf("%s: nothing was changed", name)
		}
		entries, garbage, err := ReadJournal(strings.NewReader(strings.TrimSpace(bad) + "\n" + good))
		if err != nil || garbage != 1 || len(entries) != 1 {
			t.Errorf("%s: %d entries, %d lines of garbage, %v", name, len(entries), garbage, err)
		}
	}
	if _, _, err := ReadJournal(errReader{}); !errors.Is(err, errFull) {
		t.Errorf("a disk that cannot be read: %v", err)
	}
}

type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, errFull }

// However a journal was cut off or damaged, what it still says it once said.
func TestJournalSurvivesDamage(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var b bytes.Buffer
		said := make(map[string]bool)
		for i := range rapid.IntRange(1, 8).Draw(t, "lines") {
			title := provider.Title(rapid.SampledFrom([]string{"A.png", "Ä b.png", "“C”.svg"}).Draw(t, "title"))
			e := entry(title, "abc", "k"+strings.Repeat("1", i), provider.Uploading, int64(i%4))
			said[string(encode(e))] = true
			b.Write(encode(e))
		}
		text := b.Bytes()
		text = text[:rapid.IntRange(0, len(text)).Draw(t, "cut")]
		entries, garbage, err := ReadJournal(bytes.NewReader(text))
		if err != nil || garbage != 0 {
			t.Fatalf("a torn line is no damage: %d, %v", garbage, err)
		}
		for _, e := range entries {
			if !said[string(encode(e))] {
				t.Fatalf("never said: %+v", e)
			}
		}
	})
}

func FuzzReadJournal(f *testing.F) {
	f.Add([]byte(nil))
	f.Add(encode(entry("A.png", "a", "k1", provider.Staged, 1)))
	f.Add(encode(entry("A.png", "a", "", "", 0)))
	f.Add([]byte("{\"v\":1}\n{\"v\":1,\"sha1\":null}\nnull\n[]\n\n{"))
	f.Fuzz(func(t *testing.T, text []byte) {
		entries, garbage, err := ReadJournal(bytes.NewReader(text))
		if err != nil || garbage > bytes.Count(text, []byte("\n"))+1 {
			t.Fatalf("%d lines of garbage, %v", garbage, err)
		}
		for _, e := range entries {
			if e.Stash.Offset < 0 || e.Stash.Offset > e.Stash.Digest.Size || !e.Stash.Digest.Known() && e.Stash.Key != "" {
				t.Fatalf("%+v", e)
			}
			again, garbage, err := ReadJournal(bytes.NewReader(encode(e)))
			if err != nil || garbage != 0 || len(again) != 1 {
				t.Fatalf("%+v does not come back: %d, %v", e, garbage, err)
			}
		}
	})
}

func TestJournalIsAskedForWhatFits(t *testing.T) {
	t.Parallel()
	foreign := entry("A.png", "a", "foreign", provider.Staged, 1)
	foreign.Wiki = "another"
	j := NewJournal(&memory{}, "w", "A", []Entry{
		foreign,
		entry("A.png", "a", "a", provider.Uploading, 1),
		entry("B.png", "b", "b", provider.Queued, 1),
	})
	left := func(title provider.Title, content string) string {
		var d provider.Digest
		if content != "" {
			d = digestOf(content)
		}
		if s := j.left(title, d); s != nil {
			return s.Key
		}
		return ""
	}
	for _, c := range []struct {
		title         provider.Title
		content, want string
	}{
		{"C.png", "b", ""},  // the wiki may still publish it as B.png
		{"B.png", "", "b"},  // of unknown content, but it is the same publication
		{"B.png", "b", "b"}, // for whom it is
		{"A.png", "", ""},   // bytes of what nobody knows
		{"C.png", "a", "a"}, // staged for another title
		{"D.png", "a", ""},  // which only one can have
		{"A.png", "x", ""},
	} {
		if got := left(c.title, c.content); got != c.want {
			t.Errorf("%s with %q is offered %q, want %q", c.title, c.content, got, c.want)
		}
	}
	if q := j.queued("B.png", digestOf("new")); q == nil || q.Key != "b" {
		t.Errorf("queued under B.png: %+v", q)
	}
	if q := j.queued("B.png", digestOf("b")); q != nil {
		t.Errorf("its own publication is none of others: %+v", q)
	}
}

func TestJournalMovesAStash(t *testing.T) {
	t.Parallel()
	var m memory
	j := NewJournal(&m, "w", "A", []Entry{entry("Old.png", "a", "k", provider.Staged, 1)})
	s := *j.left("New.png", digestOf("a"))
	if err := j.keep("New.png", s); err != nil || m.syncs != 1 {
		t.Fatalf("%v, %d syncs", err, m.syncs)
	}
	for _, e := range read(t, m.String()) {
		if (e.Title == "New.png") != (e.Stash.Key == "k") {
			t.Errorf("%+v", e)
		}
	}
}

func TestJournalIsBounded(t *testing.T) {
	t.Parallel()
	var m memory
	j := NewJournal(&m, "w", "A", nil)
	s := provider.Stash{Key: "k", State: provider.Uploading, Digest: digestOf("abc")}
	for _, c := range []struct {
		offset int64
		state  provider.StashState
		noted  bool
	}{{1, provider.Uploading, true}, {2, provider.Uploading, false}, {3, provider.Staged, true}} {
		before := m.Len()
		s.Offset, s.State = c.offset, c.state
		if err := j.keep("A.png", s); err != nil || (m.Len() > before) != c.noted {
			t.Errorf("offset %d, %s: %d bytes were noted, %v", c.offset, c.state, m.Len()-before, err)
		}
		j.written = offsetsUntil + 1
	}
}

// two is a run over two files of four chunks, of a second each.
func two(t *testing.T, m *memory) (*stashing, Runner) {
	w := newFake(t)
	w.delay = time.Second
	s := newStashing(w)
	r := Runner{
		Wiki: s, Stager: s, Jobs: 1, Journal: NewJournal(m, "w", "A", nil),
		Body: sources(map[string]string{"aaaa": "aaaa", "bbbb": "bbbb"}),
	}
	return s, r
}

func TestStopsBetweenChunksAndGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m memory
		w, r := two(t, &m)
		p := planOf(w.fakeWiki, want("A.png", "aaaa", nil), want("B.png", "bbbb", nil))
		stop := make(chan struct{})
		time.AfterFunc(2500*time.Millisecond, func() { close(stop) })
		began := time.Now()
		report := r.Run(t.Context(), stop, p)
		if took := time.Since(began); took != 3*time.Second {
			t.Errorf("the chunk in flight ends, and no other begins: took %s", took)
		}
		if d := cmp.Diff([]Outcome{NotStarted, NotStarted}, outcomes(report)); d != "" {
			t.Error(d)
		}
		if k := report.Results[0].Kept; k.Offset != 3 || k.Key == "" || report.Changed() {
			t.Errorf("kept %+v", k)
		}

		r.Journal = NewJournal(&m, "w", "A", read(t, m.String()))
		var resumed int64
		r.Emit = func(e Event) {
			if e, ok := e.(Progressed); ok && e.Phase == provider.Resuming {
				resumed = e.Sent
			}
		}
		report = r.Run(t.Context(), nil, p)
		if report.Added() != 2 || w.sent != 8 || resumed != 3 {
			t.Errorf("%v: %d chunks were sent for 8, resumed at %d", outcomes(report), w.sent, resumed)
		}
		if left := CompactJournal(read(t, m.String()), time.Now()); len(left) != 0 {
			t.Errorf("what is published is still noted:\n%s", left)
		}
	})
}

func TestNothingIsBegunWithoutAJournal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &memory{room: 500}
		w, r := two(t, m)
		report := r.Run(t.Context(), nil, planOf(w.fakeWiki, want("A.png", "aaaa", nil), want("B.png", "bbbb", nil)))
		if d := cmp.Diff([]Outcome{Failed, NotStarted}, outcomes(report)); d != "" {
			t.Error(d)
		}
		err := report.Results[0].Err
		if _, ok := errors.AsType[*JournalError](err); !ok || !errors.Is(err, errFull) || !strings.Contains(provider.HintOf(err), "room") {
			t.Errorf("%v; %s", err, provider.HintOf(err))
		}
		if len(w.files) > 0 && len(w.files["A.png"].versions) > 0 {
			t.Error("it was published all the same")
		}
		// With room again it goes on from what is noted; the torn line is nothing.
		entries, garbage, err := ReadJournal(strings.NewReader(m.String()))
		if err != nil || garbage != 0 || len(entries) != 1 {
			t.Fatalf("%d entries, %d lines of garbage, %v", len(entries), garbage, err)
		}
		r.Journal = NewJournal(&memory{}, "w", "A", entries)
		report = r.Run(t.Context(), nil, planOf(w.fakeWiki, want("A.png", "aaaa", nil), want("B.png", "bbbb", nil)))
		if report.Added() != 2 || w.sent != 8 {
			t.Errorf("%v after %d chunks", outcomes(report), w.sent)
		}
	})
}

func TestFullDisk(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("this system has no /dev/full")
	}
	defer full.Close()
	j := NewJournal(full, "w", "A", nil)
	err = j.keep("A.png", provider.Stash{Key: "k", Digest: digestOf("a")})
	if _, ok := errors.AsType[*JournalError](err); !ok || !strings.Contains(err.Error(), "no space left") {
		t.Error(err)
	}
}

// A publication that waits in the wiki's job queue is never made a second time,
// and other content waits until it is known what becomes of it.
func TestQueuedPublication(t *testing.T) {
	still := func(string, *stashing) {}
	published := func(key string, w *stashing) {
		if title, waiting := w.queued[key]; waiting {
			delete(w.queued, key)
			w.put(title, w.kept[key], "", "Uploader", "")
			delete(w.kept, key)
		}
	}
	lost := func(key string, w *stashing) {
		delete(w.queued, key)
		delete(w.kept, key)
	}
	for name, c := range map[string]struct {
		fire     func(string, *stashing)
		content  string // that the manifest wants now
		want     []Outcome
		versions int
	}{
		"same, still queued":  {still, "aaaa", []Outcome{Unsure, Unsure}, 0},
		"same, published":     {published, "aaaa", []Outcome{Done, AlreadyDone}, 1},
		"same, lost":          {lost, "aaaa", []Outcome{Done, AlreadyDone}, 1},
		"other, still queued": {still, "bbbb", []Outcome{Unsure, Unsure}, 0},
		"other, published":    {published, "bbbb", []Outcome{Stale, Stale}, 1},
		"other, lost":         {lost, "bbbb", []Outcome{Done, AlreadyDone}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, r := two(t, &memory{})
				w.fire = c.fire
				w.kept["k"], w.queued["k"] = "aaaa", "A.png"
				e := entry("A.png", "aaaa", "k", provider.Queued, 4)
				p := planOf(w.fakeWiki, want("A.png", c.content, nil))
				var got []Outcome
				for range 2 {
					r.Journal = NewJournal(&memory{}, "w", "A", []Entry{e})
					report := r.Run(context.Background(), nil, p)
					got = append(got, report.Results[0].Outcome)
					if _, waiting := w.queued["k"]; waiting != (report.Results[0].Kept.State == provider.Queued) {
						t.Errorf("queued %v, kept %+v", waiting, report.Results[0].Kept)
					}
				}
				if d := cmp.Diff(c.want, got); d != "" {
					t.Error(d)
				}
				if n := len(w.file("A.png").versions); n != c.versions {
					t.Errorf("%d versions, want %d", n, c.versions)
				}
			})
		})
	}
}
