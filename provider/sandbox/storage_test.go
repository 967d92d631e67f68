package sandbox

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// steps is a clock that goes on by a second each time it is asked.
func steps() func() time.Time {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	return func() time.Time {
		now = now.Add(time.Second)
		return now
	}
}

// shape is what a wiki holds, in a form to compare.
func shape(t *testing.T, w *Wiki) []string {
	t.Helper()
	var all []string
	for _, name := range []string{"A.png", "B.png", "Chunks.txt"} {
		versions, err := w.Versions(name)
		if err != nil {
			t.Fatal(err)
		}
		texts, err := w.Texts("File:" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range versions {
			all = append(all, fmt.Sprint(name, v.Archive, v.SHA1, v.Comment, v.User))
		}
		all = append(all, texts...)
	}
	return all
}

func TestFolderIsReopened(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w := open(t, Folder(dir), Clock(steps()))
	c := enter(t, w)
	c.send("file", picture(1), "filename", "A.png", "comment", "one", "text", "page", "tags", "wikiform")
	c.send("file", picture(2), "filename", "A.png", "comment", "two", "ignorewarnings", "1")
	c.send("file", picture(3), "filename", "B.png", "comment", "b")
	c.post("action", "edit", "title", "File:A.png", "text", "changed", "summary", "why")
	c.post("action", "delete", "title", "File:B.png")
	body := []byte(strings.Repeat("wikiform\n", 500))
	k1 := at(c.send("chunk", body[:2000], "filename", "Chunks.txt", "filesize", "4500", "offset", "0"), "upload", "filekey").(string)
	want := shape(t, w)
	if len(want) != 5 {
		t.Fatalf("two versions and three texts expected, not %q", want)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}

	again := open(t, Folder(dir), Clock(steps()))
	if diff := cmp.Diff(want, shape(t, again)); diff != "" {
		t.Errorf("the reopened wiki differs (-before +after):\n%s", diff)
	}
	// A chunked upload goes on in another process.
	c = enter(t, again)
	last := c.send("chunk", body[2000:], "filename", "Chunks.txt", "filesize", "4500", "offset", "2000", "filekey", k1)
	k2, _ := at(last, "upload", "filekey").(string)
	if got := at(c.post("action", "upload", "filename", "Chunks.txt", "filekey", k2), "upload", "imageinfo", "size"); got != 4500.0 {
		t.Errorf("published %v bytes, not 4500: %v", got, last)
	}
}

func TestTwoHandlesOnOneFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a, b := open(t, Folder(dir)), open(t, Folder(dir))
	ca, cb := enter(t, a), enter(t, b)
	done := make(chan bool)
	for i, c := range []*client{ca, cb} {
		go func() {
			defer func() { done <- true }()
			for n := range 20 {
				res, err := c.try("action", "edit", "title", "Shared", "appendtext", fmt.Sprintf("\n%d.%d", i, n))
				if err != nil {
					t.Error(err)
					return
				}
				res.Body.Close()
			}
		}()
	}
	<-done
	<-done
	for _, w := range []*Wiki{a, b} {
		texts, err := w.Texts("Shared")
		if err != nil || len(texts) != 40 || len(strings.Fields(texts[0])) != 40 {
			t.Errorf("%d revisions, the last is %q: %v; nothing may be lost", len(texts), texts[0], err)
		}
	}
}

func TestTornLine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w := open(t, Folder(dir))
	for _, name := range []string{"One", "Two"} {
		if err := w.PutPage(name, "text", "Admin"); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, "events.jsonl")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text[:len(text)-10], 0o666); err != nil {
		t.Fatal(err)
	}
	w = open(t, Folder(dir))
	if texts, _ := w.Texts("Two"); texts != nil {
		t.Errorf("half an event has happened: %q", texts)
	}
	if err := w.PutPage("Three", "text", "Admin"); err != nil {
		t.Fatal(err)
	}
	w = open(t, Folder(dir))
	one, _ := w.Texts("One")
	three, _ := w.Texts("Three")
	if len(one) != 1 || len(three) != 1 {
		t.Errorf("One is %q and Three is %q after the torn line", one, three)
	}
}

func TestDamagedFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "events.jsonl"), []byte("{\"do\":\"edit\",\"title\":\"A\"}\nnonsense\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	_, err := New(Folder(dir))
	if err == nil || !strings.Contains(err.Error(), "events.jsonl: at byte 26") {
		t.Errorf("the error does not say where: %v", err)
	}
}

// A write that could not be kept has not happened.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w := open(t, Folder(dir))
	if err := w.PutPage("One", "text", "Admin"); err != nil {
		t.Fatal(err)
	}
	name := w.events.name
	w.events.name = "none/" + name
	if err := w.PutPage("Two", "text", "Admin"); err == nil {
		t.Fatal("an event was kept nowhere, without an error")
	}
	w.events.name = name
	one, _ := w.Texts("One")
	two, _ := w.Texts("Two")
	if len(one) != 1 || two != nil {
		t.Errorf("One is %q and Two is %q", one, two)
	}
}

// What lies in the folder may have been put there by a stranger: a sandbox that
// finds anything but directories and regular files in it does not open it.
func TestFolderWithLinks(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"events.jsonl", "blobs", "parts/a", "lock", "anything"} {
		outside, dir := filepath.Join(t.TempDir(), "outside"), t.TempDir()
		if err := os.WriteFile(outside, []byte("text"), 0o600); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(outside, path); err != nil {
			t.Fatal(err)
		}
		if _, err := New(Folder(dir)); err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "symbolic link") {
			t.Errorf("a folder with the link %s: %v", name, err)
		}
		if _, err := New(Folder(path)); err == nil {
			t.Errorf("a link to a file was opened as a folder")
		}
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(t.TempDir(), link); err != nil {
		t.Fatal(err)
	}
	if _, err := New(Folder(link)); err == nil || !strings.Contains(err.Error(), "symbolic link") {
		t.Errorf("a link to a folder: %v", err)
	}
}

// A link that comes later is not followed out of the folder either.
func TestFolderStaysInItself(t *testing.T) {
	t.Parallel()
	outside, dir := filepath.Join(t.TempDir(), "outside"), t.TempDir()
	w := open(t, Folder(dir))
	if err := os.WriteFile(outside, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "events.jsonl")); err != nil {
		t.Fatal(err)
	}
	if err := w.PutPage("One", "text", "Admin"); err == nil {
		t.Error("an event was written through a link")
	}
	if text, err := os.ReadFile(outside); err != nil || string(text) != "text" {
		t.Errorf("outside there is %q, %v", text, err)
	}
}

// Events name no number: the same events make the same wiki.
func TestWritesAreAppended(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w := open(t, Folder(dir))
	var before []byte
	for i := range 5 {
		if err := w.PutFile("A.png", picture(byte(i)), "text", "Admin"); err != nil {
			t.Fatal(err)
		}
		after, err := os.ReadFile(filepath.Join(dir, "events.jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(after, before) || bytes.Count(after, []byte("\n")) != i+1 {
			t.Fatalf("write %d did not append one line:\n%s", i, after)
		}
		before = after
	}
}

func FuzzReplay(f *testing.F) {
	f.Add([]byte(`{"do":"edit","title":"A","text":"x"}` + "\n" + `{"do":"delete","title":"A"}` + "\n"))
	f.Add([]byte(`{"do":"upload","ns":6,"title":"A.png","content":{"SHA1":"da39a3ee5e6b4b0d3255bfef95601890afd80709","Size":1}}` + "\n" +
		`{"do":"upload","ns":6,"title":"A.png","content":{"SHA1":"da39a3ee5e6b4b0d3255bfef95601890afd80709","Size":1},"tags":["x"]}` + "\n" +
		`{"do":"delete","ns":6,"title":"A.png"}` + "\n"))
	f.Add([]byte(`{"do":"stash","user":"A","key":"a.b.1.png","content":{"Size":5}}` + "\n" + `{"do":"grow","key":"a.b.1.png","offset":7}` + "\n" +
		`{"do":"join","key":"a.b.1.png","into":"c.d.1.png","content":{"Size":7}}` + "\n" + `{"do":"lose","user":"A"}` + "\n"))
	f.Add([]byte(`{"do":"upload","ns":6,"title":"A.png","content":{"SHA1":"da39a3ee5e6b4b0d3255bfef95601890afd80709","Size":1}}` + "\n" +
		`{"do":"move","ns":6,"title":"A.png","to_ns":6,"to":"B.png","text":"#REDIRECT [[File:B.png]]","summary":"x"}` + "\n" +
		`{"do":"move","ns":6,"title":"B.png","to_ns":6,"to":"A.png","over":"y"}` + "\n" +
		`{"do":"delete","ns":6,"title":"A.png","part":"file"}` + "\n" + `{"do":"delete","ns":6,"title":"A.png","part":"page"}` + "\n"))
	f.Add([]byte("null\n{}\n"))
	f.Fuzz(func(t *testing.T, log []byte) {
		s := newState()
		n, err := replay(bytes.NewReader(log), s)
		if n > int64(len(log)) {
			t.Fatalf("read %d of %d bytes", n, len(log))
		}
		if err == nil && n < int64(len(log)) && bytes.Contains(log[n:], []byte("\n")) {
			t.Fatalf("stopped at %d without an error", n)
		}
		// What was replayed can be shown.
		w := &Wiki{state: s, set: defaults(), clock: time.Now}
		for title := range s.pages {
			w.pageView(title)
		}
		for _, file := range w.latestFiles() {
			w.versionView(file.name, file.current())
		}
	})
}
