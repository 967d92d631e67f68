package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"

	"wikiform/internal/filetype"
	"wikiform/provider"
)

// entries are of every sort that a cache may have.
func entries() map[string]entry {
	files := map[string]entry{}
	for i, name := range []string{
		"a.png", "in/b.png", "}},\"x\":{", `back\slash`, `quote".png`, `\`, `\\"`, "<b>&amp;", "tab\t.png", "\x7f", nfc, nfd, "line\u2028", "\U0001F5BC.png",
		"long/" + strings.Repeat("a", 200<<10), "long/" + strings.Repeat(`"`, 100<<10), "",
	} {
		files[name] = entry{stamp{int64(i), -int64(i), 1<<63 - 1 - int64(i), 1<<64 - 1 - uint64(i)}, digestOf(name).SHA1, "image/png", -1 << 63}
	}
	files["zero"] = entry{}
	files["odd type"] = entry{Type: filetype.Type("<\"")}
	return files
}

// What is written piece by piece is what encoding/json writes, and is read as it reads it.
func TestCacheStream(t *testing.T) {
	t.Parallel()
	for _, files := range []map[string]entry{{}, {"a": {}}, entries()} {
		want, err := json.Marshal(cacheFile{cacheVersion, files})
		must(t, err)
		var got bytes.Buffer
		must(t, writeEntries(&got, files))
		if !bytes.Equal(got.Bytes(), want) {
			t.Errorf("%d files are written in another form than encoding/json's", len(files))
		}
		read, ok := readEntries(&got)
		if !ok || !maps.Equal(read, files) {
			t.Errorf("%d files are not read back (%v)", len(files), ok)
		}
	}
}

// What is not of the very form is left to encoding/json.
func TestCacheStreamElse(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	must(t, writeEntries(&b, map[string]entry{"a": {SHA1: digestOf("a").SHA1, Type: "image/png"}}))
	text := b.String()
	if _, ok := readEntries(strings.NewReader(text)); !ok {
		t.Fatal(text)
	}
	for i := range text {
		if files, ok := readEntries(strings.NewReader(text[:i])); ok {
			t.Errorf("%q is a cache of %v", text[:i], files)
		}
	}
	for old, new := range map[string]string{
		`:1,"files"`: `:2,"files"`, `"size":0`: `"size":00`, `"mtime":0`: `"mtime":-0`, `"ctime":0`: `"ctime":9223372036854775808`,
		`"inode":0`: `"inode":-1`, `"used":0`: `"used":1e3`, `"a"`: "\"\xff\"", `"type"`: `"typ"`, `"sha1":"86`: `"sha1":"zz`, `{"a"`: `{ "a"`, `}}}`: `}}} `,
	} {
		changed := strings.Replace(text, old, new, 1)
		if files, ok := readEntries(strings.NewReader(changed)); ok || changed == text {
			t.Errorf("%q is a cache of %v", changed, files)
		}
	}
}

func FuzzCacheStream(f *testing.F) {
	var b bytes.Buffer
	small := entries()
	maps.DeleteFunc(small, func(name string, _ entry) bool { return len(name) > 100 })
	must(f, writeEntries(&b, small))
	f.Add(b.Bytes())
	f.Add([]byte(`{"version":1,"files":{}}`))
	f.Add(fmt.Appendf(nil, `{"version":1,"files":{"a":{"size":1,"mtime":2,"ctime":3,"inode":4,"sha1":"%s","type":"","used":5}}}`, provider.SHA1{1}))
	f.Fuzz(func(t *testing.T, text []byte) {
		files, ok := readEntries(bytes.NewReader(text))
		if ok && !maps.Equal(files, decodeCache(text)) {
			t.Fatalf("%q: got %v, encoding/json says %v", text, files, decodeCache(text))
		}
	})
}
