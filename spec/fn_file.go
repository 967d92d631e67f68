package spec

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"path"
	"strings"

	"wikiform/internal/fileerr"
	"wikiform/internal/filetype"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// functions are the functions that read files, by name.
func (r *reader) functions() map[string]function.Function {
	return map[string]function.Function{
		"csvdecode":       r.csvdecode(),
		"xlsxdecode":      r.xlsxdecode(),
		"xmldecode":       r.xmldecode(),
		"file":            onText("path", naming(r.text)),
		"filesha1":        onText("path", naming(func(s string) (string, error) { return r.sum(s, sha1.New()) })),
		"filesha256":      onText("path", naming(func(s string) (string, error) { return r.sum(s, sha256.New()) })),
		"wiki::extension": onText("path", naming(r.extension)),
		"fileexists": function.New(&function.Spec{
			Params: []function.Parameter{{Name: "path", Type: cty.String}},
			Type:   function.StaticReturnType(cty.Bool),
			Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
				ok, err := r.exists(args[0].AsString())
				return cty.BoolVal(ok), err
			},
		}),
		"fileset": function.New(&function.Spec{
			Params: []function.Parameter{{Name: "path", Type: cty.String}, {Name: "pattern", Type: cty.String}},
			Type:   function.StaticReturnType(cty.Set(cty.String)),
			Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
				return r.fileset(args[0].AsString(), args[1].AsString())
			},
		}),
	}
}

// naming puts the path into errors.
func naming(read func(string) (string, error)) func(string) (string, error) {
	return func(name string) (string, error) {
		s, err := read(name)
		if err != nil {
			err = fmt.Errorf("%s: %w", name, fileerr.Bare(err))
		}
		return s, err
	}
}

// sum hashes a file of any size.
func (r *reader) sum(name string, h hash.Hash) (string, error) {
	f, err := r.open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	r.meter.spend(int(info.Size()))
	if _, err := io.Copy(h, io.LimitReader(f, info.Size())); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// extension is the usual one of what a file is by its first bytes.
func (r *reader) extension(name string) (string, error) {
	f, err := r.open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, filetype.HeadSize))
	if err != nil {
		return "", err
	}
	r.meter.spend(len(head))
	ext := filetype.Of(head).Extension()
	switch {
	case len(head) == 0:
		err = errors.New("is empty")
	case ext == "":
		err = errors.New("does not begin as a file of a known type does; look whether it is damaged")
	}
	return ext, err
}

func (r *reader) exists(name string) (bool, error) {
	f, err := r.open(name)
	if _, absent := errors.AsType[*missing](err); absent || errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("%s: %w", name, fileerr.Bare(err))
	}
	return true, f.Close()
}

// fileset gives the regular files below dir whose paths, relative to it, match
// a pattern. Case counts on every system; .git and .wikiform are passed over.
func (r *reader) fileset(dir, pattern string) (cty.Value, error) {
	if len(pattern) > maxGlob {
		return cty.NilVal, function.NewArgErrorf(1, "a pattern of %s letters; the most is %s", grouped(len(pattern)), grouped(maxGlob))
	}
	if !doublestar.ValidatePattern(pattern) {
		return cty.NilVal, function.NewArgErrorf(1, "%q is no pattern; it can have *, **, ?, [a-z] and {a,b}", pattern)
	}
	if path.IsAbs(pattern) || strings.HasPrefix(path.Clean(pattern), "..") {
		return cty.NilVal, function.NewArgErrorf(1, "the pattern is matched below the path of the first argument, where %q leads out of", pattern)
	}
	base, err := r.find(or(dir, "."))
	if err != nil {
		return cty.NilVal, function.NewArgErrorf(0, "%s: %s", dir, fileerr.Bare(err))
	}
	s := search{reader: r, base: base, pattern: path.Clean(pattern), depth: strings.Count(pattern, "/")}
	if strings.Contains(pattern, "**") {
		s.depth = -1
	}
	if err := fs.WalkDir(r.fsys, base, s.visit); err != nil {
		return cty.NilVal, fmt.Errorf("%s: %w", or(dir, "."), fileerr.Bare(err))
	}
	if len(s.found) == 0 {
		r.meter.void(s.nothing(dir, pattern))
		return cty.SetValEmpty(cty.String), nil
	}
	return r.meter.set(s.found), nil
}

// maxGlob is how long the pattern of a fileset may be.
const maxGlob = 1000

// search is one walk of fileset.
type search struct {
	*reader
	base, pattern string
	depth         int // of directories that can match, -1 for any
	entries       int
	found         []cty.Value
	near          string // a file that matches but for the case of its letters
}

// nothing says that a pattern found no file, and which one it nearly found.
func (s *search) nothing(dir, pattern string) string {
	text := fmt.Sprintf("No file matches fileset(%s, %s)", quotedText(dir), quotedText(pattern))
	if s.near != "" {
		text += fmt.Sprintf("; %s would if the case of letters did not count", quotedText(path.Join(dir, s.near)))
	}
	return text + "."
}

func (s *search) visit(full string, e fs.DirEntry, err error) error {
	if err != nil {
		return err
	}
	s.meter.spend(entryWork)
	if s.entries++; s.entries > maxElements {
		return fmt.Errorf("there are more than %s files; name a directory further down", grouped(maxElements))
	}
	rel := strings.TrimPrefix(strings.TrimPrefix(full, s.base), "/")
	switch {
	case full == s.base:
		if !e.IsDir() {
			return errors.New("is not a directory")
		}
		return nil
	case s.base == ".":
		rel = full
	}
	if e.IsDir() {
		if e.Name() == ".git" || e.Name() == ".wikiform" || s.depth >= 0 && strings.Count(rel, "/") >= s.depth {
			return fs.SkipDir
		}
		return nil
	}
	match, _ := doublestar.Match(s.pattern, rel)
	switch {
	case match && s.regular(full, e):
		s.found = append(s.found, cty.StringVal(rel))
	case match || len(s.found) > 0 || s.near != "":
	default:
		if near, _ := doublestar.Match(strings.ToLower(s.pattern), strings.ToLower(rel)); near && s.regular(full, e) {
			s.near = rel
		}
	}
	return nil
}

// regular takes links for what they lead to, if that is below the root.
func (s *search) regular(full string, e fs.DirEntry) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return e.Type().IsRegular()
	}
	info, err := fs.Stat(s.fsys, full)
	return err == nil && info.Mode().IsRegular()
}
