package importing

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"wikiform/internal/fileerr"
)

// Obstacle is why a file cannot be written, a clause.
type Obstacle struct {
	Path string
	Why  string
	// Other: it is a file with another content, and nothing else is wrong with it.
	Other bool
}

// Place looks at where the files are to be written: there has what is there already, just
// as it would be. An original that is there is looked at by whoever has its content.
func (im *Import) Place(fsys fs.FS, dir string) (there map[string]bool, obstacles []Obstacle) {
	there = map[string]bool{}
	p := places{fsys: fsys, dir: dir, known: map[string]string{}}
	for _, f := range im.Files {
		why := p.blocked(f.Path)
		if why == "" {
			same, err := p.same(f)
			switch {
			case errors.Is(err, fs.ErrNotExist):
			case err != nil:
				why = fileerr.Bare(err).Error()
			case same:
				there[f.Path] = true
			default:
				obstacles = append(obstacles, Obstacle{f.Path, "it is there and has another content", true})
			}
		}
		if why != "" {
			obstacles = append(obstacles, Obstacle{f.Path, why, false})
		}
	}
	for _, o := range im.Originals {
		if why := p.blocked(o.Path); why != "" {
			obstacles = append(obstacles, Obstacle{o.Path, why, false})
		}
	}
	return there, obstacles
}

// places are the directories of an import.
type places struct {
	fsys  fs.FS
	dir   string
	known map[string]string            // why nothing can be written in a directory
	names map[string]map[string]string // of a directory, by their small letters
}

// blocked is why there can be no file, or no other one: a part of its path is a link, or
// something else, or is there in other letters.
func (p *places) blocked(name string) string {
	if why := p.closed(path.Dir(name)); why != "" {
		return why
	}
	return p.wrong(name, false)
}

// closed is why nothing can be in a directory.
func (p *places) closed(dir string) string {
	if dir == "." {
		return ""
	}
	why, ok := p.known[dir]
	if !ok {
		if why = p.closed(path.Dir(dir)); why == "" {
			why = p.wrong(dir, true)
		}
		p.known[dir] = why
	}
	return why
}

// wrong is what is wrong with the last part of a path.
func (p *places) wrong(name string, dir bool) string {
	if other := p.spelt(name); other != "" {
		return fmt.Sprintf("there is %s, which is the same name on some systems", other)
	}
	info, err := fs.Lstat(p.fsys, path.Join(p.dir, name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return ""
	case err != nil:
		return fileerr.Bare(err).Error()
	case info.Mode()&fs.ModeSymlink != 0:
		return name + " is a symbolic link"
	case dir && !info.IsDir():
		return name + " is no directory"
	case !dir && !info.Mode().IsRegular():
		return name + " is no regular file"
	}
	return ""
}

// spelt is what a directory has under a name in other letters.
func (p *places) spelt(name string) string {
	dir, base := path.Split(name)
	names, ok := p.names[dir]
	if !ok {
		names = map[string]string{}
		list, _ := fs.ReadDir(p.fsys, path.Join(p.dir, dir)) // what cannot be listed is told by Lstat
		for _, e := range list {
			names[strings.ToLower(e.Name())] = e.Name()
		}
		if p.names == nil {
			p.names = map[string]map[string]string{}
		}
		p.names[dir] = names
	}
	if other := names[strings.ToLower(base)]; other != "" && other != base {
		if _, err := fs.Lstat(p.fsys, path.Join(p.dir, name)); errors.Is(err, fs.ErrNotExist) {
			return path.Join(dir, other)
		}
	}
	return ""
}

// same reports whether a file has its content already.
func (p *places) same(f File) (bool, error) {
	info, err := fs.Lstat(p.fsys, path.Join(p.dir, f.Path))
	if err != nil || info.Size() != int64(len(f.Text)) {
		return false, err
	}
	opened, err := p.fsys.Open(path.Join(p.dir, f.Path))
	if err != nil {
		return false, err
	}
	defer opened.Close()
	b, err := io.ReadAll(io.LimitReader(opened, int64(len(f.Text))+1))
	return bytes.Equal(b, []byte(f.Text)), err
}
