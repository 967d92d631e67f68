package spec

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"golang.org/x/text/unicode/norm"
)

// reader reads files for a manifest: below the root, regular ones only, and of
// bounded size. Paths are as a manifest writes them, relative to dir.
type reader struct {
	fsys   fs.FS
	dir    string
	parsed map[string]*hcl.File // gets every text that diagnostics can point into
	texts  map[string]string
	// encodings are how the texts of tables were read.
	encodings map[string]encoding
	tmpls     map[string]*template
	places    map[string]hcl.Range // see only
	// searched counts the texts that origin looked through.
	searched int
	fence    Fence
	dirs     map[string]*listing
	words    int    // of what was parsed so far
	reads    *reads // gets what is read, while somebody wants to know
	meter    *meter
}

var (
	errOutside = errors.New("a manifest reads only below its own directory, or below the one named with -root=DIR")
	errBinary  = errors.New("is not UTF-8 text. To upload a file as it is, name it as the source of a file block")
)

// resolve gives the path below the root of one that a manifest in dir writes.
func resolve(dir, name string) (string, error) {
	switch full := path.Join(dir, name); {
	case name == "":
		return "", errors.New("the path is empty")
	case drive.MatchString(name):
		return "", errOutside
	case strings.Contains(name, `\`):
		return "", fmt.Errorf("paths have / between their parts on every system; write %s", strings.ReplaceAll(name, `\`, "/"))
	case path.IsAbs(name), full == "..", strings.HasPrefix(full, "../"):
		return "", errOutside
	case strings.ContainsRune(name, 0), !utf8.ValidString(name):
		return "", errors.New("the path has a character that no path has")
	default:
		return full, nil
	}
}

// bytes gives the content of a file.
func (r *reader) bytes(name string) ([]byte, error) {
	f, err := r.open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxText+1))
	if err == nil && len(b) > maxText {
		err = fmt.Errorf("is larger than %d MiB", maxText>>20)
	}
	return b, err
}

// text gives the content of a text file without the byte order mark that
// spreadsheets and editors put before it.
func (r *reader) text(name string) (string, error) {
	r.note(name)
	if s, ok := r.texts[name]; ok {
		return s, nil
	}
	b, err := r.bytes(name)
	if err != nil {
		return "", err
	}
	b = bytes.TrimPrefix(b, []byte(mark))
	if !utf8.Valid(b) {
		return "", notText(string(b))
	}
	if r.texts == nil {
		r.texts = map[string]string{}
	}
	r.meter.keep(len(b))
	r.texts[name] = string(b)
	return string(b), nil
}

// open opens a regular file. What is no regular file is not even opened: a
// named pipe would block for ever.
func (r *reader) open(name string) (fs.File, error) {
	full, err := r.find(name)
	if err != nil {
		return nil, err
	}
	info, err := fs.Stat(r.fsys, full)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errors.New("is a directory")
	case !info.Mode().IsRegular():
		return nil, errors.New("is not a regular file")
	}
	return r.fsys.Open(full)
}

// notText is the error of a file that is no UTF-8: a table or a text that an editor
// saved otherwise, with the line to look at, or no text at all.
func notText(s string) error {
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\n\v\f\r", r) }) {
		return errBinary
	}
	line, rest := 1, s
	for {
		r, size := utf8.DecodeRuneInString(rest)
		if r == utf8.RuneError && size <= 1 {
			return fmt.Errorf("is not UTF-8 text, first in line %d. Save it as UTF-8; a table of another encoding is read where file() stands right within csvdecode(), and a document where it does within xmldecode()", line)
		}
		if r == '\n' {
			line++
		}
		rest = rest[size:]
	}
}

// find resolves a path to the name that the file really has. HCL composes
// every string (NFC), while archives from a Mac hold decomposed names.
func (r *reader) find(name string) (string, error) {
	real, err := r.look(name)
	if err == nil {
		err = r.fence.Check(r.fsys, real)
	}
	return real, err
}

func (r *reader) look(name string) (string, error) {
	full, err := resolve(r.dir, name)
	if err != nil {
		return "", err
	}
	if _, err := fs.Stat(r.fsys, full); !errors.Is(err, fs.ErrNotExist) {
		return full, nil
	}
	real := "."
	for _, want := range strings.Split(full, "/") {
		l, err := r.list(real)
		if err != nil {
			return full, nil // the error is that of opening it
		}
		found, ok := l.find(want)
		if !ok {
			at := path.Join(real, want)
			return "", &missing{at, at != full && !strings.HasSuffix(full, "/"+want), r.near(want, l)}
		}
		real = path.Join(real, found)
	}
	return real, nil
}

// listing is what one directory holds.
type listing struct {
	names  []string          // sorted
	byName map[string]string // by the composed form of the name
}

// find gives the entry that a name means, itself before one that is spelt otherwise.
func (l *listing) find(name string) (string, bool) {
	if _, ok := slices.BinarySearch(l.names, name); ok {
		return name, true
	}
	real, ok := l.byName[norm.NFC.String(name)]
	return real, ok
}

// list reads a directory, once: many files may be looked for in it in vain.
func (r *reader) list(dir string) (*listing, error) {
	if l := r.dirs[dir]; l != nil {
		return l, nil
	}
	entries, err := fs.ReadDir(r.fsys, dir)
	if err != nil {
		return nil, err
	}
	l := &listing{byName: make(map[string]string, len(entries))}
	for _, e := range entries {
		r.meter.spend(entryWork)
		r.meter.keep(2*len(e.Name()) + slot)
		l.names = append(l.names, e.Name())
		if key := norm.NFC.String(e.Name()); l.byName[key] == "" {
			l.byName[key] = e.Name()
		}
	}
	if r.dirs == nil {
		r.dirs = map[string]*listing{}
	}
	r.dirs[dir] = l
	return l, nil
}

// near is a name of a directory that looks like the one that is not there.
func (r *reader) near(want string, l *listing) string {
	if r.meter.guessed += len(l.names); r.meter.guessed > maxGuessed {
		return ""
	}
	return Suggest(want, l.names)
}

// missing is a file that is not there.
type missing struct {
	path   string // its first part that does not exist
	folder bool   // more would follow
	near   string // a name beside it that looks like it, or ""
}

func (m *missing) Error() string {
	s := "there is no such file"
	if m.folder {
		s = fmt.Sprintf("there is no directory %q", m.path)
	}
	if strings.ContainsAny(m.path, "\b\f\n\r\t") { // and nobody names a file so
		s += `; in quotes \ begins an escape, such as \n for the end of a line: in a path write / instead`
	}
	if m.near != "" {
		s += fmt.Sprintf("; did you mean %q?", m.near)
	}
	return s
}
