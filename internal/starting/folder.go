package starting

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"wikiform/internal/fileerr"
	"wikiform/internal/number"
	"wikiform/provider"
	"wikiform/spec"
)

// media are the extensions of what wikis have as files. Tables are none of them here.
var media = []string{
	"apng", "avif", "bmp", "djv", "djvu", "gif", "heic", "heif", "ico", "jp2", "jpe", "jpeg", "jpg", "jxl", "png", "psd", "svg", "tif", "tiff", "webp", "xcf",
	"aif", "aiff", "flac", "kar", "m4a", "mid", "midi", "mp2", "mp3", "mpga", "oga", "ogg", "opus", "spx", "wav",
	"avi", "m4v", "mkv", "mov", "mp4", "mpeg", "mpg", "ogm", "ogv", "ogx", "qt", "webm",
	"epub", "eps", "pdf", "ps", "stl",
}

// tables are the extensions of what can be read as a table.
var tables = []string{"csv", "tsv", "xlsx"}

// unread are those of tables in forms that are not read.
var unread = []string{"xls", "xlsb", "ods", "numbers"}

// mostEntries is how many names of a folder are looked at.
const mostEntries = 1_000_000

// Folder is what a folder has that a manifest can declare. All names are composed (NFC),
// as they are in a manifest.
type Folder struct {
	Dir      string     // in which all the files are, from the manifest's directory on; "." for that
	Files    []string   // their slash-separated paths from Dir on, sorted
	Hidden   []string   // media that begin with a dot, or are below such a directory
	Unfit    []Unfit    // media that cannot be declared under their names
	Mistyped []Mistyped // files whose names say another type than they have
	Out      []string   // links that lead out of the manifest's directory, or nowhere
	Tables   []string   // from the manifest's directory on: those beside the manifest, or beside the files
	Unread   []string   // tables beside the manifest or the files, in forms that are not read
}

// Unfit is a file that cannot be declared.
type Unfit struct {
	Path string
	Why  string // a clause: "contains #, which no title can hold"
	Try  string // a name that would do; "" when none is obvious
}

// ErrNoFiles is a folder without a file that a wiki would have.
var ErrNoFiles = errors.New("there is no picture, sound, film or document")

// Survey looks what is below a directory of fsys, of which the manifest's is ".". With
// extensions, in small letters, only files that have one of them count. Links to files
// count where they lead to one below ".", as they do in a manifest.
func Survey(ctx context.Context, fsys fs.FS, start string, extensions []string) (*Folder, error) {
	s := &survey{fsys: fsys, start: start, wanted: extensions, folder: &Folder{}, seen: map[string]string{}}
	if len(s.wanted) == 0 {
		s.wanted = media
	}
	if err := s.besideManifest(); err != nil {
		return nil, err
	}
	entries := 0
	err := fs.WalkDir(fsys, start, func(name string, e fs.DirEntry, err error) error {
		if entries++; entries > mostEntries {
			return fmt.Errorf("there are more than %s files; name a folder further down", number.Grouped(mostEntries))
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil && ctx.Err() == nil && name != start {
			return fmt.Errorf("%q cannot be read: %w", name, fileerr.Bare(err))
		}
		if err != nil {
			return err
		}
		return s.visit(name, e)
	})
	if err != nil {
		return nil, err
	}
	err = s.settle()
	s.beside()
	if err == nil {
		err = s.types(ctx)
	}
	return s.folder, err
}

type survey struct {
	fsys   fs.FS
	start  string
	wanted []string
	fence  spec.Fence
	folder *Folder
	seen   map[string]string // composed names to those on disk
	all    []string          // paths of the files, from the manifest's directory on
}

func (s *survey) visit(name string, e fs.DirEntry) error {
	if e.IsDir() {
		if name != "." && spec.Private(name) {
			return fs.SkipDir
		}
		return nil
	}
	if name == s.start {
		return errors.New("it is no folder")
	}
	f, ext := s.folder, extensionOf(name)
	switch {
	case slices.Contains(tables, ext):
		if isTable(e) && !slices.Contains(f.Tables, name) {
			f.Tables = append(f.Tables, name)
		}
		return nil
	case slices.Contains(unread, ext):
		if e.Type().IsRegular() && !strings.HasPrefix(e.Name(), ".") && slices.Contains([]string{".", s.start}, path.Dir(name)) && !slices.Contains(f.Unread, name) {
			f.Unread = append(f.Unread, name)
		}
		return nil
	case !slices.Contains(s.wanted, ext):
		return nil
	}
	if leads, err := s.leads(name, e); err != nil || !leads {
		return err
	}
	rel := name
	if s.start != "." {
		rel = strings.TrimPrefix(name, s.start+"/")
	}
	if hidden(rel) {
		f.Hidden = append(f.Hidden, name)
		return nil
	}
	return s.take(name)
}

// take counts a file.
func (s *survey) take(name string) error {
	composed := norm.NFC.String(name)
	if twin, double := s.seen[composed]; double {
		return fmt.Errorf("%q and %q differ only in how their letters are composed, and are one name in a manifest: rename one of them", twin, name)
	}
	s.seen[composed] = name
	if s.all = append(s.all, composed); len(s.all) > spec.MaxInstances {
		return fmt.Errorf("there are more than %s files, and one block stands for at most that many; name a folder further down", number.Grouped(spec.MaxInstances))
	}
	return nil
}

// leads reports whether a name is a file, or a link to one that a manifest may read.
func (s *survey) leads(name string, e fs.DirEntry) (bool, error) {
	if e.Type().IsRegular() {
		return true, nil
	}
	if e.Type()&fs.ModeSymlink == 0 {
		return false, nil // a pipe, a device
	}
	info, err := fs.Stat(s.fsys, name)
	if err != nil {
		s.folder.Out = append(s.folder.Out, name)
		return false, nil
	}
	if !info.Mode().IsRegular() {
		return false, nil
	}
	if err := s.fence.Check(s.fsys, name); err != nil {
		return false, fmt.Errorf("%q is a link to where a manifest must not read: %w. Remove it", name, err)
	}
	return true, nil
}

// settle finds the directory that has all files, names them from there on, and takes out
// those that cannot be declared.
func (s *survey) settle() error {
	f := s.folder
	slices.Sort(f.Tables)
	if len(s.all) == 0 {
		return ErrNoFiles
	}
	f.Dir = path.Dir(s.all[0])
	for _, name := range s.all {
		for f.Dir != "." && !strings.HasPrefix(name, f.Dir+"/") {
			f.Dir = path.Dir(f.Dir)
		}
	}
	if odd(f.Dir) {
		return fmt.Errorf("the folder %q has a sign in its name that no path in a manifest can have: rename it", f.Dir)
	}
	for _, name := range s.all {
		rel := f.below(name)
		if why := unfit(rel); why != nil {
			f.Unfit = append(f.Unfit, *why)
		} else {
			f.Files = append(f.Files, rel)
		}
	}
	slices.Sort(f.Files)
	f.Hidden = slices.DeleteFunc(f.Hidden, func(name string) bool { return f.Dir != "." && !strings.HasPrefix(norm.NFC.String(name), f.Dir+"/") })
	if len(f.Files) == 0 {
		return &NoneFitError{f.Unfit}
	}
	return nil
}

// NoneFitError is a folder all of whose files have names that cannot be declared.
type NoneFitError struct{ Unfit []Unfit }

func (e *NoneFitError) Error() string {
	return fmt.Sprintf("none of %s can be declared under its name: %q %s", number.Of(len(e.Unfit), "file"), e.Unfit[0].Path, e.Unfit[0].Why)
}

// below is a path from Dir on.
func (f *Folder) below(name string) string {
	if f.Dir == "." {
		return name
	}
	return strings.TrimPrefix(name, f.Dir+"/")
}

// besideManifest finds the tables that are right in the manifest's directory.
func (s *survey) besideManifest() error {
	entries, err := fs.ReadDir(s.fsys, ".")
	for _, e := range entries {
		if slices.Contains(unread, extensionOf(e.Name())) && e.Type().IsRegular() && !strings.HasPrefix(e.Name(), ".") {
			s.folder.Unread = append(s.folder.Unread, e.Name())
		}
		if isTable(e) {
			s.folder.Tables = append(s.folder.Tables, e.Name())
		}
	}
	return err
}

// isTable reports whether an entry of a directory is a table, and not what Excel keeps beside
// one that is open.
func isTable(e fs.DirEntry) bool {
	return slices.Contains(tables, extensionOf(e.Name())) && e.Type().IsRegular() && !strings.HasPrefix(e.Name(), ".") && !strings.HasPrefix(e.Name(), "~$")
}

// beside keeps the tables that are right in the manifest's directory, in the folder that was
// named, or in the one that has the files.
func (s *survey) beside() {
	f := s.folder
	f.Tables = slices.DeleteFunc(f.Tables, func(name string) bool { return !slices.Contains([]string{".", s.start, f.Dir}, path.Dir(name)) })
}

// hidden reports whether any part of a path begins with a dot, as [hiddenPattern] does.
func hidden(name string) bool { return strings.HasPrefix(name, ".") || strings.Contains(name, "/.") }

const hiddenPattern = "(^|/)[.]"

// unfit tells why a file cannot be declared under its path from Dir on; nil when it can.
// Its name has to be a title, and its path one that a manifest can have. The expressions of
// [fits] say the same.
func unfit(name string) *Unfit {
	if _, err := provider.ParseTitle(path.Base(name), provider.Site{}); err != nil {
		u := &Unfit{Path: name, Why: err.Error()}
		if e, ok := errors.AsType[*provider.TitleError](err); ok {
			u.Why, u.Try = e.Reason, e.Try
		}
		return u
	}
	if odd(name) {
		return &Unfit{Path: name, Why: "is in a directory whose name no path in a manifest can have"}
	}
	return nil
}

// odd reports whether a path has what no path in a manifest has, as [oddPattern] does.
func odd(name string) bool {
	return !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return r < 0x20 || r == 0x7f || r == 0x5c || r == utf8.RuneError })
}

const oddPattern = `[\x00-\x1f\x7f\\\x{FFFD}]`

// extensionOf is the extension of a name in small letters, without its dot.
func extensionOf(name string) string { return strings.ToLower(strings.TrimPrefix(path.Ext(name), ".")) }

// IsMedia reports whether an extension, in small letters, is that of a picture, a sound, a
// film or a document that a wiki may have.
func IsMedia(ext string) bool { return slices.Contains(media, ext) }
