package landing

import (
	"context"
	"crypto/sha1"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"wikiform/internal/working"
	"wikiform/provider"
)

// state is what is under the path of a file that is to be there.
type state int

const (
	missing state = iota
	same          // what is wanted is there
	ours          // something else, which this import wrote
	foreign       // something else
)

// TakenError is a name that something else has.
type TakenError struct {
	Name  string   // of the import
	Paths []string // the first of them, in the order of their letters
	Count int      // of all
}

// mostTaken is how many names are told to be taken.
const mostTaken = 10

func (e *TakenError) Error() string {
	if e.Count == 1 {
		return e.Paths[0] + " is there already, and is not what this import would write"
	}
	return fmt.Sprintf("%d files are there already, and are not what this import would write", e.Count)
}

// Hint implements [provider.Hinter].
func (e *TakenError) Hint() string {
	const goOn = "Nothing was written. Name another import with -out, or take away what is in the way."
	if e.Count == 1 {
		return goOn
	}
	list := strings.Join(e.Paths, "\n")
	if more := e.Count - len(e.Paths); more > 0 {
		list += fmt.Sprintf("\nand %d more", more)
	}
	return list + "\n" + goOn
}

// Decide looks at what is there, and changes nothing. What is in the way is a
// [*TakenError].
func Decide(ctx context.Context, dir *os.Root, notes Notes, load Load) (*Landing, error) {
	l := &Landing{load: load, dir: dir, notes: notes, found: map[string]state{}, wrote: map[string]provider.SHA1{}, step: func(string) error { return nil }}
	text, err := notes.Read()
	if err != nil {
		return nil, err
	}
	l.note = readNote(text, load.Name)
	if err := l.look(ctx); err != nil {
		return nil, err
	}
	others, err := l.others(ctx)
	if err != nil {
		return nil, err
	}
	taken := others
	for p, s := range l.found {
		if s == foreign {
			taken = append(taken, p)
		}
	}
	if len(taken) > 0 {
		slices.Sort(taken)
		return nil, &TakenError{load.Name, taken[:min(len(taken), mostTaken)], len(taken)}
	}
	return l, nil
}

// look finds the state of each path of the load.
func (l *Landing) look(ctx context.Context) error {
	task := working.Begin(ctx, "looking what is there", len(l.load.paths()))
	defer task.End()
	for _, f := range slices.Concat(l.load.Texts, l.load.Last) {
		if err := l.find(ctx, f.Path, provider.Digest{SHA1: sha1.Sum([]byte(f.Text)), Size: int64(len(f.Text))}); err != nil {
			return err
		}
		task.Done(1)
	}
	for _, o := range l.load.Originals {
		if err := l.find(ctx, o.Path, o.Digest); err != nil {
			return err
		}
		task.Done(1)
	}
	return nil
}

// find notes the state of one path, at which a content is wanted.
func (l *Landing) find(ctx context.Context, p string, want provider.Digest) error {
	if !Owns(l.load.Name, p) || !fs.ValidPath(p) {
		return fmt.Errorf("%s is no path of the import %s", p, l.load.Name)
	}
	if _, twice := l.found[p]; twice {
		return fmt.Errorf("two files of the import would be %s", p)
	}
	info, err := l.info(p)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		l.found[p] = missing
		return nil
	case err == nil && info.Size() != want.Size && len(l.note.files[p]) == 0:
		l.found[p] = foreign // whatever it is
		return nil
	}
	sum, err := l.sum(ctx, p)
	switch {
	case errors.Is(err, errNoFile):
		l.found[p] = foreign
	case err != nil:
		return err
	case sum == want.SHA1:
		l.found[p] = same
		l.noteWrote(p, sum)
	case l.note.has(p, sum):
		l.found[p] = ours
		l.noteWrote(p, sum)
	default:
		l.found[p] = foreign
	}
	return nil
}

// noteWrote keeps what the note says rightly of a file that is there.
func (l *Landing) noteWrote(p string, sum provider.SHA1) {
	if l.note.has(p, sum) {
		l.wrote[p] = sum
	}
}

// errNoFile is something that is no regular file, or is behind something that is no
// directory.
var errNoFile = errors.New("it is no regular file")

// sum reads a file.
func (l *Landing) sum(ctx context.Context, p string) (provider.SHA1, error) {
	info, err := l.info(p)
	if err != nil {
		return provider.SHA1{}, err
	}
	if !info.Mode().IsRegular() {
		return provider.SHA1{}, errNoFile
	}
	f, err := l.dir.Open(p)
	if err != nil {
		return provider.SHA1{}, err
	}
	defer f.Close()
	if now, err := f.Stat(); err != nil || !os.SameFile(now, info) {
		return provider.SHA1{}, errNoFile
	}
	h := sha1.New()
	_, err = io.Copy(h, reader{ctx, f})
	return provider.SHA1(h.Sum(nil)), err
}

// info looks at a path without following a symbolic link in any part of it.
func (l *Landing) info(p string) (fs.FileInfo, error) {
	for i := range len(p) {
		if p[i] != '/' {
			continue
		}
		info, err := l.dir.Lstat(p[:i])
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			return nil, errNoFile
		}
	}
	return l.dir.Lstat(p)
}

// reader ends with its context.
type reader struct {
	ctx context.Context
	io.Reader
}

func (r reader) Read(b []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(b)
}
