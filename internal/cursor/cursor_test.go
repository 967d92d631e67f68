package cursor

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/plan"
	"wikiform/provider"
)

var noon = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

func sum(s string) (x plan.Sum) {
	copy(x[:], s+strings.Repeat("\x00", len(x)))
	return x
}

func sample() *Cursor {
	return &Cursor{
		Head: Head{Wiki: "wiki commons.example.org", Account: "Uploader\u202e", Fingerprint: sum("print"), Time: noon, Turn: 7,
			Mark: provider.Mark{Rev: 9, RevTime: noon.Add(-time.Hour), Log: 12, LogTime: noon.Add(-time.Minute)}},
		Files: []File{
			{Wanted: sum("J\xab"), Seen: sum("x")},
			{Wanted: sum("b"), Seen: sum("y"), Titles: []provider.Title{"Logo.png"}},
			{Wanted: sum("c"), Seen: sum("z"), Titles: []provider.Title{"Été \u202e<.png", "B.png"}},
		},
	}
}

// What was written is read, and nothing that differs from it by one byte.
func TestRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]*Cursor{"full": sample(), "empty": {Head: Head{Wiki: "w", Time: noon}}} {
		b := c.Bytes()
		got, err := Read(iotest.OneByteReader(bytes.NewReader(b)))
		if err != nil {
			t.Fatal(name, err)
		}
		if diff := cmp.Diff(c, got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
		for i := range b {
			for _, bit := range []byte{1, 0x20, 0x80} {
				bad := bytes.Clone(b)
				bad[i] ^= bit
				if _, err := Read(bytes.NewReader(bad)); !is(err) {
					t.Fatalf("%s: byte %d is another one: %v\n%s", name, i, err, bad)
				}
			}
			if _, err := Read(bytes.NewReader(b[:i])); !is(err) {
				t.Fatalf("%s: cut off at %d: %v", name, i, err)
			}
		}
		if _, err := Read(strings.NewReader(string(b) + "\n")); !is(err) {
			t.Errorf("%s: something follows: %v", name, err)
		}
	}
	if _, err := Read(iotest.ErrReader(errors.New("disk"))); err == nil || is(err) {
		t.Errorf("an error of reading: %v", err)
	}
}

func is(err error) bool { _, ok := errors.AsType[*FormatError](err); return ok }

// resealed is a cursor that somebody changed who can sum.
func resealed(text string) string {
	at := strings.LastIndex(text, endHead)
	return text[:at] + endHead + fmt.Sprintf("%x", sha256.Sum256([]byte(text[:at]))) + "\n"
}

// What fits its checksum is refused all the same where wikiform would not have written it.
func TestForged(t *testing.T) {
	t.Parallel()
	whole := string(sample().Bytes())
	a := digits(sum("J\xab"))
	for name, c := range map[string]struct{ from, to, want string }{
		"another format":      {`"cursor_version":"1.0"`, `"cursor_version":"1.1"`, `the format "1.1"`},
		"a blank":             {`,"turn":7`, `, "turn":7`, "not as wikiform wrote it"},
		"a turn too far":      {`"turn":7`, `"turn":100`, "not as wikiform wrote it"},
		"no time":             {`"time":"2026-11-27T12:00:00Z"`, `"time":""`, "not as wikiform wrote it"},
		"a time of elsewhere": {`"time":"2026-11-27T12:00:00Z"`, `"time":"2026-11-27T13:00:00+01:00"`, "not as wikiform wrote it"},
		"a number below 0":    {`"log":12`, `"log":-12`, "not as wikiform wrote it"},
		"more files":          {`"files":3`, `"files":4`, "files are missing"},
		"fewer files":         {`"files":3`, `"files":2`, "more files than"},
		"far more files":      {`"files":3`, `"files":1000001`, "which no manifest has"},
		"capitals":            {a, strings.ToUpper(a), "not as wikiform wrote it"},
		"an order":            {a, digits(sum("bb")), "not in their order"},
		"twice":               {a, digits(sum("b")), "not in their order"},
		"no titles":           {` ["Logo.png"]`, ` []`, "not as wikiform wrote it"},
		"titles of a number":  {` ["Logo.png"]`, ` [7]`, "not as wikiform wrote it"},
		"many titles":         {` ["Logo.png"]`, ` ["` + strings.Repeat(`a","`, 11) + `a"]`, "not as wikiform wrote it"},
		"a long line":         {`["Logo.png"]`, `["` + strings.Repeat("a", 20_000) + `"]`, "longer than any"},
	} {
		forged := strings.Replace(whole, c.from, c.to, 1)
		if forged == whole {
			t.Fatalf("%s: there is no %s", name, c.from)
		}
		_, err := Read(strings.NewReader(resealed(forged)))
		if !is(err) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, none := range []string{"", "x", "{}", `{"format_version":"2.5"`, strings.Repeat("x", 100_000)} {
		if _, err := Read(strings.NewReader(none)); !is(err) {
			t.Errorf("%.20q: %v", none, err)
		}
	}
}

// However large it is, no more is read and kept than a cursor may have.
func TestBounds(t *testing.T) {
	t.Parallel()
	c := &Cursor{Head: Head{Wiki: "w", Time: noon}}
	for i := range 1000 {
		c.Files = append(c.Files, File{Wanted: sum(fmt.Sprintf("%06d", i))})
	}
	b := c.Bytes()
	if _, err := readWithin(bytes.NewReader(b), int64(len(b)), 1000); err != nil {
		t.Error(err)
	}
	if _, err := readWithin(bytes.NewReader(b), int64(len(b))-1, 1000); !is(err) {
		t.Errorf("a byte too long: %v", err)
	}
	if _, err := readWithin(bytes.NewReader(b), int64(len(b)), 999); !is(err) {
		t.Errorf("a file too many: %v", err)
	}
}

// Files are found by what is wanted, and what two blocks want alike, by neither.
func TestFiles(t *testing.T) {
	t.Parallel()
	c := Cursor{Files: Sort([]File{{Wanted: sum("b")}, {Wanted: sum("a"), Seen: sum("x")}, {Wanted: sum("c")}, {Wanted: sum("b")}})}
	if f := c.At(sum("a")); f == nil || f.Seen != sum("x") || c.At(sum("b")) != nil || c.At(sum("c")) == nil || c.At(sum("d")) != nil {
		t.Errorf("%+v", c.Files)
	}
}

// All cursors come back as they were, and each file has its turn.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := &Cursor{Head: Head{
			Wiki: rapid.String().Draw(t, "wiki"), Account: rapid.String().Draw(t, "account"), Time: noon.Add(time.Duration(rapid.IntRange(0, 1e6).Draw(t, "s")) * time.Second),
			Turn: rapid.IntRange(0, Turns-1).Draw(t, "turn"), Mark: provider.Mark{Log: rapid.Int64Range(0, 1<<60).Draw(t, "log")},
		}}
		for range rapid.IntRange(0, 5).Draw(t, "files") {
			f := File{Wanted: sum(string(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "wanted")))}
			if rapid.Bool().Draw(t, "titled") {
				f.Titles = []provider.Title{provider.Title(rapid.String().Draw(t, "title"))}
			}
			if n := Turn(f.Wanted); n < 0 || n >= Turns {
				t.Fatalf("turn %d", n)
			}
			c.Files = append(c.Files, f)
		}
		c.Files = Sort(c.Files)
		got, err := Read(bytes.NewReader(c.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

// FuzzRead reads anything: what is taken is what would be written.
func FuzzRead(f *testing.F) {
	f.Add(sample().Bytes())
	f.Add((&Cursor{Head: Head{Wiki: "w", Time: noon}}).Bytes())
	f.Add([]byte(begins))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, text := range []string{string(b), sealedIfAny(string(b))} {
			c, err := Read(strings.NewReader(text))
			if err != nil {
				if !is(err) {
					t.Fatal(err)
				}
				continue
			}
			if string(c.Bytes()) != text {
				t.Fatalf("read:\n%s\nwritten:\n%s", text, c.Bytes())
			}
		}
	})
}

func sealedIfAny(text string) string {
	if !strings.Contains(text, endHead) {
		return text
	}
	return resealed(text)
}
