package receipt

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

var noon = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

// memory is a file that notes when it is synced, and that has room for so much.
type memory struct {
	bytes.Buffer
	synced int // bytes
	room   int // 0 is for all
}

func (m *memory) Write(b []byte) (int, error) {
	if m.room > 0 && m.Len()+len(b) > m.room {
		n, _ := m.Buffer.Write(b[:m.room-m.Len()])
		return n, errFull
	}
	return m.Buffer.Write(b)
}

func (m *memory) Sync() error { m.synced = m.Len(); return nil }

var errFull = errors.New("no space left on device")

func sample() *Receipt {
	return &Receipt{
		Head: Head{
			Tool: "1.2.0", Plan: "sha256:" + strings.Repeat("ab", 32), Commit: strings.Repeat("0c", 20), Began: noon,
			Wiki: Wiki{Name: "museum", API: "https://wiki.example.org/w/api.php", ID: "museum", Account: "Museum bot"},
		},
		Writes: []Entry{
			{Address: `file.plate["a"]`, Line: 2, Write: provider.Write{Kind: provider.WroteTitle, Title: "B.png", From: "A.png", Page: 7, Revision: 70, Time: noon.Add(time.Second)}},
			{Address: `file.plate["a"]`, Line: 3, Write: provider.Write{Kind: provider.WroteVersion, Title: "B.png", Page: 7, Revision: 71, Time: noon.Add(2 * time.Second), SHA1: provider.SHA1{1, 2}}},
			{Address: `file.plate["a"]`, Line: 4, Write: provider.Write{Kind: provider.WroteText, Title: "B.png", Page: 7, Revision: 72, Time: noon.Add(3 * time.Second)}},
			{Address: "absent.\u202eold", Line: 5, Write: provider.Write{Kind: provider.WroteDeletion, Title: "Ümlaut \u200e.png", Page: 8, Log: 9}},
			{Address: "file.c", Line: 6, Write: provider.Write{Kind: provider.WroteTags, Title: "C.png", Page: 10, Revision: 11}},
		},
		Ended: noon.Add(time.Minute), Outcome: Incomplete,
	}
}

// written is a receipt as a run writes it; the end is there if the receipt has one.
func written(t testing.TB, r *Receipt) []byte {
	t.Helper()
	var m memory
	w, err := Begin(&m, r.Head)
	for _, e := range r.Writes {
		if err == nil {
			err = w.Add(e.Address, e.Write)
		}
	}
	if err == nil && r.Whole() {
		err = w.End(r.Ended, r.Outcome)
	}
	if err != nil {
		t.Fatal(err)
	}
	if m.synced != m.Len() {
		t.Errorf("%d bytes of %d are synced", m.synced, m.Len())
	}
	return m.Bytes()
}

func read(t testing.TB, b []byte) *Receipt {
	t.Helper()
	r, err := Read(bytes.NewReader(b))
	if err != nil {
		t.Fatalf("%v:\n%s", err, b)
	}
	return r
}

// What is written is valid JSON, shows nothing that a terminal would hide, and reads back
// as the same.
func TestWhole(t *testing.T) {
	t.Parallel()
	want := sample()
	b := written(t, want)
	got := read(t, b)
	want.Sum = got.Sum
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if !json.Valid(b) || strings.ContainsAny(string(b), "\u202e\u200e") || bytes.Count(b, []byte("\n")) != len(want.Writes)+2 {
		t.Errorf("it is\n%s", b)
	}
}

// Wherever a receipt breaks off, what is read is all that was added before, without an end.
func TestBrokenOff(t *testing.T) {
	t.Parallel()
	want := sample()
	b := written(t, want)
	head := bytes.IndexByte(b, '\n')
	writes := 0
	for n := head; n < len(b); n++ {
		got := read(t, b[:n])
		if got.Whole() || len(got.Writes) < writes {
			t.Fatalf("%d bytes give %d writes, an end: %v", n, len(got.Writes), got.Whole())
		}
		writes = len(got.Writes)
		if diff := cmp.Diff(want.Writes[:writes], got.Writes); writes > 0 && diff != "" {
			t.Fatalf("%d bytes (-want +got):\n%s", n, diff)
		}
	}
	if writes != len(want.Writes) {
		t.Errorf("without its last byte it has %d writes", writes)
	}
	for n := range head {
		if _, err := Read(bytes.NewReader(b[:n])); err == nil {
			t.Errorf("%d bytes of the head are a receipt", n)
		}
	}
}

// No byte of a whole receipt can be another one.
func TestChanged(t *testing.T) {
	t.Parallel()
	b := written(t, sample())
	for i := range b {
		for _, c := range []byte{b[i] ^ 1, b[i] ^ 0x20, '\n', ',', '}', '0'} {
			bad := bytes.Clone(b)
			if bad[i] = c; c == b[i] {
				continue
			}
			if r, err := Read(bytes.NewReader(bad)); err == nil && r.Whole() {
				t.Errorf("byte %d, %q, may be %q", i, b[i], c)
			} else if _, told := errors.AsType[*FormatError](err); err != nil && !told {
				t.Errorf("byte %d, %q for %q: %v", i, c, b[i], err)
			} else if err == nil {
				t.Errorf("byte %d, %q for %q, makes it one without an end", i, c, b[i])
			}
		}
	}
}
