package source

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/provider"
	"wikiform/spec"
)

func lockText(t interface{ Fatal(...any) }, l *Lock) string {
	var b bytes.Buffer
	if err := l.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func lockOf(pins ...Pin) *Lock {
	l := &Lock{}
	for _, p := range pins {
		l.Set(p)
	}
	return l
}

var (
	fullPin = Pin{
		URL: "https://data.example.org/aerial.tif", SHA1: digestOf("aerial").SHA1, SHA256: sha256.Sum256([]byte("aerial")),
		Size: 73400320, MediaType: "image/tiff", ETag: `"abc"`, LastModified: time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC),
	}
	shortPin = Pin{URL: "https://a.example.org/${x}?%{if}=\"1\"", SHA1: digestOf("short").SHA1}
)

func TestLockIsWritten(t *testing.T) {
	t.Parallel()
	want := `# Maintained by "wikiform lock". Manual edits may be lost.

source "https://a.example.org/$${x}?%%{if}=\"1\"" {
  sha1 = "` + shortPin.SHA1.String() + `"
}

source "https://data.example.org/aerial.tif" {
  sha1          = "` + fullPin.SHA1.String() + `"
  sha256        = "` + fmt.Sprintf("%x", fullPin.SHA256) + `"
  size          = 73400320
  media_type    = "image/tiff"
  etag          = "\"abc\""
  last_modified = "2026-10-01T08:00:00Z"
}
`
	if diff := cmp.Diff(want, lockText(t, lockOf(fullPin, shortPin))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestLockOfAnEditor: some editors put a byte order mark before what they save.
func TestLockOfAnEditor(t *testing.T) {
	t.Parallel()
	lock, diags := ReadLock(fstest.MapFS{LockName: {Data: []byte("\uFEFF" + lockText(t, lockOf(shortPin)))}}, ".")
	if pin, ok := lock.Pin(shortPin.URL); len(diags) > 0 || !ok || pin.SHA1 != shortPin.SHA1 {
		t.Errorf("%+v, %v", pin, diags)
	}
}

func TestLockReadsBack(t *testing.T) {
	t.Parallel()
	lock, diags := ReadLock(fstest.MapFS{
		"wikis/prod/.wikiform.lock.hcl": {Data: []byte(lockText(t, lockOf(fullPin, shortPin)))},
	}, "wikis/prod")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	for _, want := range []Pin{fullPin, shortPin} {
		got, ok := lock.Pin(want.URL)
		if diff := cmp.Diff(want, got); !ok || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", want.URL, ok, diff)
		}
	}
	if _, ok := lock.Parsed["wikis/prod/.wikiform.lock.hcl"]; !ok {
		t.Error("the lock file is not there for excerpts")
	}

	lock, diags = ReadLock(fstest.MapFS{}, ".")
	if _, ok := lock.Pin(fullPin.URL); ok || len(diags) > 0 {
		t.Errorf("without a file: %v, %v; want nothing", ok, diags)
	}
}

func TestLockRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		lock := &Lock{}
		for range rapid.IntRange(0, 5).Draw(t, "pins") {
			lock.Set(Pin{
				URL:          "https://example.org/" + rapid.StringMatching(`([a-z%$"{}\\?=&]|\pL|\n)*`).Draw(t, "url"),
				SHA1:         provider.SHA1{1, byte(rapid.Int().Draw(t, "sha1"))},
				SHA256:       sha256.Sum256([]byte(rapid.String().Draw(t, "sha256"))),
				Size:         rapid.Int64Min(0).Draw(t, "size"),
				MediaType:    rapid.String().Draw(t, "type"),
				ETag:         rapid.String().Draw(t, "etag"),
				LastModified: time.Unix(rapid.Int64Range(0, 1e11).Draw(t, "modified"), 5),
			})
		}
		for url := range lock.pins {
			if _, err := parseURL(url); err != nil {
				delete(lock.pins, url) // would be refused before it is downloaded
			}
		}
		text := lockText(t, lock)
		got, diags := parseLock(LockName, []byte(text))
		if diags.HasErrors() {
			t.Fatalf("%v\n%s", diags, text)
		}
		if diff := cmp.Diff(lock.pins, got.pins); len(lock.pins) > 0 && diff != "" {
			t.Fatalf("(-want +got):\n%s\n%s", diff, text)
		}
		if again := lockText(t, got); again != text {
			t.Fatalf("written again it is\n%s\nand was\n%s", again, text)
		}
	})
}

func TestLockProblems(t *testing.T) {
	t.Parallel()
	sum := digestOf("a").SHA1.String()
	block := func(url, body string) string { return fmt.Sprintf("source %q {\n%s\n}\n", url, body) }
	good := block("https://example.org/a", `sha1 = "`+sum+`"`)
	for _, tt := range []struct {
		name, text string
		want       []string // line and summary
	}{
		{"syntax", "source \"https://example.org/a\" {\n", []string{"1 Unclosed configuration block"}},
		{"unknown attribute", block("https://example.org/a", "sha1 = \""+sum+"\"\nmd5 = \"x\""), []string{"3 Unsupported argument"}},
		{"unknown block", "url \"x\" {}\n", []string{"1 Unsupported block type"}},
		{"no sum", block("https://example.org/a", ""), []string{"1 Missing required argument"}},
		{"bad values, all told", block("ftp://example.org/a", `
			sha1 = "abc"
			sha256 = "0"
			size = 0
			last_modified = "yesterday"`) + good + good,
			[]string{"1 Invalid URL", "3 Invalid SHA-1", "4 Invalid SHA-256", "5 Invalid size", "6 Invalid time", "11 Two pins for one URL"}},
		{"sum of zeros", block("https://example.org/a", `sha1 = "`+strings.Repeat("0", 40)+`"`), []string{"2 Invalid SHA-1"}},
		{"half a size", block("https://example.org/a", "sha1 = \""+sum+"\"\nsize = 1.5"), []string{"3 Unsuitable value type"}},
		{"variable", block("https://example.org/a", "sha1 = var.x"), []string{"2 Not a lock file"}},
		{"template", block("https://example.org/a", `sha1 = "${1}"`), []string{"2 Not a lock file"}},
		{"signed twice", block("https://example.org/a?Expires=1&Signature=x", `sha1 = "`+sum+`"`) + block("https://example.org/a?Expires=2&Signature=y", `sha1 = "`+sum+`"`),
			[]string{"4 Two pins for one URL"}},
		{"merge conflict", good + "<<<<<<< ours\n" + good + "=======\n>>>>>>> theirs\n", []string{"4 Merge conflict in the lock file"}},
		{"deep brackets", "a = " + strings.Repeat("[", 2e5), []string{"1 Not a lock file"}},
		{"deep signs", "a = " + strings.Repeat("!", 2e5), []string{"1 Not a lock file"}},
		{"deep blocks", strings.Repeat("a {\n", 1e5), []string{"2 Not a lock file"}},
	} {
		_, diags := parseLock(LockName, []byte(tt.text))
		var got []string
		for _, d := range diags {
			got = append(got, fmt.Sprintf("%d %s", d.Subject.Start.Line, d.Summary))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s\n%v", tt.name, diff, diags)
		}
	}
}

func TestUnreadableLock(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	must(t, os.Mkdir(dir+"/"+LockName, 0o755))
	root, err := os.OpenRoot(dir)
	must(t, err)
	defer root.Close()
	lock, diags := ReadLock(root.FS(), ".")
	if lock == nil || !diags.HasErrors() || !strings.Contains(diags[0].Detail, "no regular file") {
		t.Errorf("got %v, want that a directory is no lock file", diags)
	}
}

func TestLockPinned(t *testing.T) {
	t.Parallel()
	other := digestOf("other").SHA1
	files := []spec.File{
		{Source: spec.Source{URL: fullPin.URL}},
		{Source: spec.Source{URL: fullPin.URL, Pin: fullPin.SHA1}},
		{Source: spec.Source{URL: fullPin.URL, Pin: other}},
		{Source: spec.Source{URL: "https://example.org/not-locked"}},
		{Source: spec.Source{Path: "a.png"}},
	}
	want := []spec.Source{
		{URL: fullPin.URL, Pin: fullPin.SHA1, Size: fullPin.Size},
		{URL: fullPin.URL, Pin: fullPin.SHA1, Size: fullPin.Size},
		{URL: fullPin.URL, Pin: other},
		{URL: "https://example.org/not-locked"},
		{Path: "a.png"},
	}
	before := slices.Clone(files)
	pinned := lockOf(fullPin).Pinned(files)
	if diff := cmp.Diff(before, files); diff != "" {
		t.Errorf("the files of the manifest changed (-before +after):\n%s", diff)
	}
	for i, w := range want {
		if diff := cmp.Diff(w, pinned[i].Source); diff != "" {
			t.Errorf("file %d (-want +got):\n%s", i, diff)
		}
	}
}

func FuzzLock(f *testing.F) {
	f.Add([]byte(""))
	f.Add([]byte("source \"x\" {"))
	f.Add([]byte("<<<<<<< x\n"))
	f.Add([]byte("source \"https://example.org/\" {\n  sha1 = null\n  size = 1e9\n}\n"))
	var b bytes.Buffer
	lock := lockOf(fullPin, shortPin)
	lock.SetPulled("production", "Bridge ${x}.png", 4711)
	must(f, lock.Write(&b))
	f.Add([]byte("description \"w\" \"a.png\" {\n  revision = 1e3\n}\n"))
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, text []byte) {
		lock, diags := parseLock(LockName, text)
		for _, d := range diags {
			if d.Subject == nil {
				t.Fatalf("%v names no line", d)
			}
		}
		if diags.HasErrors() {
			return
		}
		again, diags := parseLock(LockName, []byte(lockText(t, lock)))
		if diags.HasErrors() {
			t.Fatalf("what was read cannot be written: %v", diags)
		}
		if diff := cmp.Diff(lock.pins, again.pins); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(lock.pulled, again.pulled, cmp.AllowUnexported(page{})); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}
