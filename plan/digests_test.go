package plan

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/provider"
)

func TestDigestsAreRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlan(t)
		p.Format = ""
		titles := map[provider.Title]bool{}
		p.Changes = slices.DeleteFunc(p.Changes, func(c Change) bool {
			again := titles[c.Title]
			titles[c.Title] = true
			return again
		})
		saved := p.Digests().String()
		for line := range strings.Lines(saved) {
			if provider.Visible(strings.TrimSuffix(line, "\n")) != strings.TrimSuffix(line, "\n") {
				t.Fatalf("a line that a terminal or a runner would obey: %q", line)
			}
		}
		d, err := ReadDigests(strings.NewReader(saved))
		if err != nil {
			t.Fatalf("%v\n%s", err, saved)
		}
		if d.Root() != p.Digest() || d.Len() != p.Digests().Len() || d.String() != saved {
			t.Fatalf("%d entries with the root %s became\n%s", p.Digests().Len(), p.Digest(), d)
		}
	})
}

func TestOtherListsAreRefused(t *testing.T) {
	t.Parallel()
	good := sample().Digests().String()
	lines := strings.SplitAfter(good, "\n")
	entry := strings.TrimSuffix(lines[1], "\n")
	for _, tt := range []struct{ name, in, want string }{
		{"nothing", "", `which begins with "wikiform digests 1"`},
		{"a plan", string(savedBytes(t, sample())), "not a list of digests that wikiform saved"},
		{"of the future", strings.Replace(good, "digests 1", "digests 2", 1), "not a list of digests"},
		{"cut off", good[:len(good)-1], "line 7 has no end"},
		{"a line twice", lines[0] + lines[1] + lines[1], "line 3 is there twice"},
		{"a sum twice", lines[0] + lines[1] + lines[1][:sumDigits] + " text \"File:B.png\"\n", "line 3 is there twice"},
		{"another order", lines[0] + lines[2] + lines[1], "line 3 is not in ascending order"},
		{"an empty line", lines[0] + "\n", "line 2 is no entry"},
		{"CRLF", strings.ReplaceAll(good, "\n", "\r\n"), "not a list of digests"},
		{"a sum only", lines[0] + entry[:sumDigits] + "\n", "line 2 is no entry"},
		{"a short sum", lines[0] + entry[1:] + "\n", "line 2 is no entry"},
		{"capitals", lines[0] + strings.ToUpper(entry[:sumDigits]) + entry[sumDigits:] + "\n", "line 2 is no entry"},
		{"no title", lines[0] + entry[:sumDigits] + " content \n", "line 2 is no entry"},
		{"a title that is none", lines[0] + entry[:sumDigits] + " content 1\n", "line 2 is no entry"},
		{"a title without an end", lines[0] + entry[:sumDigits] + " content \"File:A.png\n", "line 2 is no entry"},
		{"another aspect", lines[0] + entry[:sumDigits] + " data \"File:A.png\"\n", "line 2 is no entry"},
	} {
		_, err := ReadDigests(strings.NewReader(tt.in))
		if e, ok := errors.AsType[*FormatError](err); !ok || !strings.Contains(e.Problem, tt.want) || e.Hint == "" {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
	if _, err := ReadDigests(io.MultiReader(strings.NewReader("w"), broken{})); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("got %v, want the reader's error", err)
	}
}

// endless is a character that is repeated for ever.
type endless byte

func (e endless) Read(b []byte) (int, error) {
	b[0] = byte(e)
	for n := 1; n < len(b); n *= 2 {
		copy(b[n:], b[:n])
	}
	return len(b), nil
}

// A list is worth nothing before it was read to its end, so that must cost little,
// whatever is in it.
func TestListsAreBounded(t *testing.T) {
	// Not parallel: it measures the memory of the process.
	if _, err := ReadDigests(endless('x')); err == nil || !strings.Contains(err.Error(), "it is larger than 64.0 MiB") {
		t.Errorf("endless: %v", err)
	}
	const size = 4 << 20
	for c, want := range map[endless]string{'\n': "line 2 is no entry", '0': "line 2 has no end"} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		_, err := ReadDigests(io.MultiReader(strings.NewReader(digestsHead), io.LimitReader(c, size)))
		runtime.ReadMemStats(&after)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("of %q: %v, want %q", c, err, want)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 12*size {
			t.Errorf("of %q: %s were allocated", c, Size(int64(used)))
		}
	}
}

// FuzzReadDigests: what is read is what would be written, and nothing panics.
func FuzzReadDigests(f *testing.F) {
	good := sample().Digests().String()
	for _, s := range []string{good, digestsHead, "", "wikiform digests 1", digestsHead + "\n", strings.ToUpper(good),
		fmt.Sprintf("%s%064d content \"File:\\u202e.png\"\n", digestsHead, 0)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ReadDigests(strings.NewReader(s))
		if err != nil {
			return
		}
		if d.String() != s {
			t.Errorf("%q was read, and is not written so", s)
		}
		sample().Unreviewed(d)
	})
}

// The sums are what docs/plan-format.md says, so that others can compute them.
func TestDigestsAreAsDocumented(t *testing.T) {
	t.Parallel()
	p := sample()
	old, text := digest("old").SHA1, provider.TextSHA1("== New ==\n")
	var lines []string
	for entry, of := range map[string]string{
		` content "File:Logo.png"`: fmt.Sprintf(`{"aspect":"content","api":"https://wiki.example/w/api.php","title":"File:Logo.png","before":null,`+
			`"after":{"sha1":%q,"size":4},"comment":"batch","tags":["museum"],"accept_warnings":[]}`, digest("logo").SHA1),
		` text "File:Logo.png"`: fmt.Sprintf(`{"aspect":"text","api":"https://wiki.example/w/api.php","title":"File:Logo.png","before":null,`+
			`"after":{"sha1":%q},"comment":"batch","tags":["museum"]}`, text),
		` content "File:Plate.png"`: fmt.Sprintf(`{"aspect":"content","api":"https://wiki.example/w/api.php","title":"File:Plate.png",`+
			`"before":{"sha1":%q,"timestamp":"2026-11-22T10:00:00Z"},"after":{"sha1":%q,"size":3},"comment":"","tags":[],"accept_warnings":["duplicate"]}`, old, digest("new").SHA1),
		` text "File:Plate.png"`: fmt.Sprintf(`{"aspect":"text","api":"https://wiki.example/w/api.php","title":"File:Plate.png","before":{"sha1":%q},`+
			`"after":{"sha1":%q},"comment":"","tags":[]}`, provider.TextSHA1("== Old ==\n"), text),
		` content "File:URL.png"`: `{"aspect":"content","api":"https://wiki.example/w/api.php","title":"File:URL.png","before":null,` +
			`"after":{"url":"https://example.org/u","via":"auto"},"comment":"","tags":[],"accept_warnings":[]}`,
		` text "File:URL.png"`: fmt.Sprintf(`{"aspect":"text","api":"https://wiki.example/w/api.php","title":"File:URL.png","before":null,`+
			`"after":{"sha1":%q},"comment":"","tags":[]}`, provider.TextSHA1("")),
	} {
		lines = append(lines, fmt.Sprintf("%x%s\n", sha256.Sum256([]byte(of)), entry))
	}
	slices.Sort(lines)
	want := "wikiform digests 1\n" + strings.Join(lines, "")
	if diff := cmp.Diff(want, p.Digests().String()); diff != "" {
		t.Errorf("(-documented +got):\n%s", diff)
	}
	if want := fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(want))); p.Digest() != want {
		t.Errorf("the digest is %s, want %s", p.Digest(), want)
	}
}
