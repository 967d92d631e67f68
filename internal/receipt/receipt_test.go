package receipt

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
	"wikiform/spec"
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

// An address that is longer than any that a person writes is cut, and the receipt is read.
func TestLongAddress(t *testing.T) {
	t.Parallel()
	for n := range 8 {
		r := sample()
		r.Writes[0].Address = spec.Address("file." + strings.Repeat("x", n) + strings.Repeat("é\u202e", maxAddress))
		got := read(t, written(t, r))
		if address := string(got.Writes[0].Address); len(address) > maxAddress || !strings.HasSuffix(address, "…") || !utf8.ValidString(address) {
			t.Errorf("it is cut to %d bytes", len(address))
		}
	}
}

// What a hostile receipt may not be.
func TestRefused(t *testing.T) {
	t.Parallel()
	good := string(written(t, sample()))
	head, writes, _ := strings.Cut(good, "\n")
	first, _, _ := strings.Cut(writes, "\n")
	for name, c := range map[string]struct{ text, why string }{
		"empty":                     {"", "not a receipt that wikiform wrote"},
		"a plan":                    {`{"format_version":"2.3","wikis":{}}`, "it is not a receipt that wikiform wrote"},
		"of a later version":        {strings.Replace(good, `"1.0"`, `"1.1\u001b[31m"`, 1), `the format "1.1\\u001b[31m", and this wikiform reads 1.0`},
		"of a shard, but older":     {strings.Replace(good, `"wiki":`, `"shard":"3/8","wiki":`, 1), "line 1: it is not as wikiform wrote it"},
		"newer, of no shard":        {strings.Replace(good, `"1.0"`, `"1.1"`, 1), "line 1: it is not as wikiform wrote it"},
		"formatted":                 {strings.ReplaceAll(good, `":`, `": `), "not"},
		"an unknown member":         {strings.Replace(good, `"kind":"edit"`, `"kind":"edit","note":"x"`, 1), "line 4: it is not as wikiform wrote it"},
		"a member twice":            {strings.Replace(good, `"kind":"edit"`, `"kind":"edit","kind":"edit"`, 1), "line 4"},
		"another kind":              {strings.Replace(good, `"kind":"edit"`, `"kind":"pro\u001btect"`, 1), `line 4: "pro\x1btect" is no kind of a write`},
		"of another namespace":      {strings.Replace(good, `"title":"File:C.png"`, `"title":"User:C.png"`, 1), `line 6: "User:C.png" is no title of a file`},
		"two titles":                {strings.Replace(good, `"title":"File:C.png"`, `"title":"File:C.png|D.png"`, 1), "no title of a file"},
		"a title with a line":       {strings.Replace(good, `"title":"File:C.png"`, `"title":"File:C\n.png"`, 1), `"File:C\n.png" is no title of a file`},
		"a long title":              {strings.Replace(good, `"title":"File:C.png"`, `"title":"File:`+strings.Repeat("C", 300)+`"`, 1), "no title of a file"},
		"a move from nowhere":       {strings.Replace(good, `"from":"File:A.png",`, ``, 1), "line 2: a move has a title that it comes from"},
		"an edit from somewhere":    {strings.Replace(good, `"kind":"move"`, `"kind":"edit"`, 1), "line 2: a move has"},
		"a number below 0":          {strings.Replace(good, `"log_id":9`, `"log_id":-9`, 1), "line 5: a number is below 0"},
		"a number beyond":           {strings.Replace(good, `"log_id":9`, `"log_id":9e99`, 1), "line 5"},
		"a time that is none":       {strings.Replace(good, `12:00:01Z`, `12:00:01+01:00`, 1), "line 2: it is not as wikiform wrote it"},
		"a secret in the api":       {strings.Replace(good, `https://`, `https://me:secret@`, 1), "line 1: it is not as wikiform wrote it"},
		"a line without its comma":  {strings.Replace(good, first, strings.TrimSuffix(first, ","), 1), "line 3: nothing may follow the last write but the end"},
		"an end after a comma":      {strings.Replace(good, "\n],", ",\n],", 1), "line 7: a write is missing before it"},
		"two ends":                  {good + good[strings.LastIndex(good, "\n]"):], "line 8: something follows the end"},
		"more after the end":        {good + "x", "line 8: something follows the end"},
		"another outcome":           {strings.Replace(good, `"incomplete"`, `"killed"`, 1), "line 7"},
		"without a write":           {strings.Replace(good, first+"\n", "", 1), "another checksum"},
		"writes in another order":   {strings.Replace(good, `"revision":71`, `"revision":72`, 1), "another checksum"},
		"a line without an end":     {head + "\n" + strings.Repeat("x", maxLine+1), "longer than any that apply writes"},
		"a first line without one":  {head[:len(head)-1] + strings.Repeat(" ", maxLine), "longer than any that apply writes"},
		"an end that breaks off on": {good[:len(good)-1] + "  ", "something follows the end"},
	} {
		_, err := Read(strings.NewReader(c.text))
		if e, ok := errors.AsType[*FormatError](err); !ok || e.Hint() == "" {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if text := err.Error(); strings.ContainsAny(text, "\n\x1b") || len(text) > 300 {
			t.Errorf("%s: the error is %q", name, text)
		} else if !strings.Contains(text, c.why) {
			t.Errorf("%s: the error is %q, want one with %q", name, text, c.why)
		}
	}
}

// What a newer wikiform wrote is not said to be wrong, and a plan not to be a newer receipt.
func TestNewer(t *testing.T) {
	t.Parallel()
	good := string(written(t, sample()))
	for name, c := range map[string]struct{ text, hint string }{
		"newer":   {strings.Replace(good, `"1.0"`, `"2.0"`, 1), "If another wikiform wrote it, take that one"},
		"changed": {good + "x", "take the file that it wrote"},
		"a plan":  {`{"format_version":"2.3","wikis":{}}`, "take the file that it wrote"},
	} {
		_, err := Read(strings.NewReader(c.text))
		if e, ok := errors.AsType[*FormatError](err); !ok || !strings.Contains(e.Hint(), c.hint) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What is larger than any receipt is not read to its end, and is not kept.
func TestTooLarge(t *testing.T) {
	t.Parallel()
	b := written(t, sample())
	for name, c := range map[string]struct {
		size, writes int
		why          string
	}{
		"all there is": {len(b), 5, ""}, "a byte": {len(b) - 1, 5, "it is larger than"}, "half": {len(b) / 2, 5, "it is larger than"}, "a write": {len(b), 4, "it has more than 4 writes"},
	} {
		if _, err := readWithin(bytes.NewReader(b), c.size, c.writes); (err == nil) != (c.why == "") || err != nil && !strings.Contains(err.Error(), c.why) {
			t.Errorf("too much by %s: %v", name, err)
		}
	}
	if _, err := Read(io.MultiReader(bytes.NewReader(b), endless{})); err == nil {
		t.Error("what has no end was read")
	}
}

// endless is a line without an end.
type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }

// An error of the reader is not taken for the end of the receipt.
func TestReadError(t *testing.T) {
	t.Parallel()
	b := written(t, sample())
	if _, err := Read(io.MultiReader(bytes.NewReader(b[:len(b)/2]), iotest.ErrReader(errFull))); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
}

// A receipt that cannot be written on is not written on: what was added before is what
// there is, and no write after it.
func TestFull(t *testing.T) {
	t.Parallel()
	want := sample()
	whole := written(t, want)
	for room := 1; room < len(whole); room += 7 {
		m := memory{room: room}
		w, err := Begin(&m, want.Head)
		kept := 0
		for _, e := range want.Writes {
			if err == nil {
				if err = w.Add(e.Address, e.Write); err == nil {
					kept++
				}
			} else if w != nil {
				if again := w.Add(e.Address, e.Write); again == nil {
					t.Errorf("room for %d: a write after one that failed", room)
				}
			}
		}
		if w == nil {
			continue
		}
		if w.End(want.Ended, want.Outcome) == nil || w.Entries() != kept {
			t.Errorf("room for %d: it has an end, or %d entries and not %d", room, w.Entries(), kept)
		}
		if got := read(t, m.Bytes()); got.Whole() || len(got.Writes) < kept || len(got.Writes) > kept+1 {
			t.Errorf("room for %d: %d writes are read, %d were added", room, len(got.Writes), kept)
		}
	}
}

// FuzzRead holds that reading never fails but with an error of its own, and that what it
// takes is what a writer writes.
func FuzzRead(f *testing.F) {
	small := sample()
	small.Head = Head{Began: noon}
	small.Writes = small.Writes[3:4]
	whole := written(f, small)
	f.Add(whole)
	f.Add(whole[:len(whole)-40])
	f.Add(whole[:bytes.IndexByte(whole, '\n')])
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := Read(bytes.NewReader(text))
		if err != nil {
			if _, told := errors.AsType[*FormatError](err); !told || strings.ContainsAny(err.Error(), "\n\r\x1b") {
				t.Errorf("%q", err)
			}
			return
		}
		again := written(t, got)
		if got.Whole() && !bytes.Equal(again, text) || !bytes.HasPrefix(append(text, ",\n"...), again) {
			t.Errorf("%q was written as\n%q", text, again)
		}
	})
}

// An upload that was written down as the wiki answered, and again as it was seen, is one
// write; so is one that nobody has seen.
func TestCompleted(t *testing.T) {
	t.Parallel()
	var f memory
	w, err := Begin(&f, sample().Head)
	if err != nil {
		t.Fatal(err)
	}
	bare := func(title provider.Title, second int) provider.Write {
		return provider.Write{Kind: provider.WroteVersion, Title: title, Time: noon.Add(time.Duration(second) * time.Second), SHA1: provider.SHA1{byte(second)}}
	}
	full := func(w provider.Write, page int64) provider.Write {
		w.Page, w.Revision = page, page*10
		return w
	}
	for i, title := range []provider.Title{"A.png", "B.png", "C.png"} {
		if err := w.Add("file.x", bare(title, i+1)); err != nil || f.synced != f.Len() {
			t.Fatalf("%v, %d bytes of %d are on the disk", err, f.synced, f.Len())
		}
	}
	w.Complete("file.x", full(bare("A.png", 1), 7))
	w.Complete("file.x", full(bare("C.png", 3), 9))
	if n := w.Entries(); n != 3 {
		t.Errorf("%d writes", n)
	}
	other := full(bare("B.png", 9), 8) // of another second: another version
	if err := w.Add("file.x", other); err != nil {
		t.Fatal(err)
	}
	if err := w.End(noon, Complete); err != nil {
		t.Fatal(err)
	}
	got, err := Read(bytes.NewReader(f.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	var writes []provider.Write
	for _, e := range got.Writes {
		writes = append(writes, e.Write)
	}
	if d := cmp.Diff([]provider.Write{full(bare("A.png", 1), 7), bare("B.png", 2), full(bare("C.png", 3), 9), other}, writes); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}
