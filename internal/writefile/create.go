package writefile

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// New is a file that is made and written bit by bit, and may be taken back.
type New struct {
	File
	dir  *os.Root
	base string
}

// Create makes the file that a name stands for, with mode less the umask. What is there
// already, whatever it is, is an error that wraps [fs.ErrExist].
func (p Place) Create(name string, mode fs.FileMode) (*New, error) {
	t, err := p.find(name)
	if err != nil {
		return nil, err
	}
	if t.info != nil {
		return nil, named("write", name, fs.ErrExist)
	}
	dir, err := OpenDir(filepath.Dir(t.path))
	if err != nil {
		return nil, named("write", name, err)
	}
	return create(dir, filepath.Base(t.path), name, mode)
}

// CreateIn does so in dir, which it closes.
func CreateIn(dir *os.Root, name string, mode fs.FileMode) (*New, error) {
	return create(dir, name, filepath.Join(dir.Name(), name), mode)
}

func create(dir *os.Root, name, shown string, mode fs.FileMode) (*New, error) {
	f, err := dir.OpenFile(name, os.O_WRONLY|os.O_APPEND|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		dir.Close()
		return nil, named("write", shown, err)
	}
	if d, err := dir.Open("."); err == nil {
		d.Sync() // so that it is there after a loss of power; not every system can
		d.Close()
	}
	return &New{File{file: f, name: shown}, dir, name}, nil
}

// Close implements [io.Closer].
func (n *New) Close() error {
	n.dir.Close()
	return n.File.Close()
}

// Remove closes the file and takes it back.
func (n *New) Remove() error {
	defer n.dir.Close()
	made, err := n.file.Stat()
	n.File.Close()
	if err == nil {
		var there fs.FileInfo
		if there, err = n.dir.Lstat(n.base); err == nil && !os.SameFile(made, there) {
			err = fmt.Errorf("it was replaced meanwhile")
		}
	}
	if err == nil {
		err = n.dir.Remove(n.base)
	}
	if err != nil {
		return named("remove", n.name, err)
	}
	return nil
}
