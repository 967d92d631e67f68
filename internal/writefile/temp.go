package writefile

import "os"

// Temp is a file that is gone when it is closed, and after a crash too where an
// open file can be removed.
type Temp struct {
	*os.File
	removed bool
}

// NewTemp makes one in dir, "" for the system's place.
func NewTemp(dir string) (*Temp, error) {
	f, err := os.CreateTemp(dir, "wikiform-*")
	if err != nil {
		return nil, err
	}
	return &Temp{f, os.Remove(f.Name()) == nil}, nil
}

// Close implements [io.Closer].
func (t *Temp) Close() error {
	err := t.File.Close()
	if !t.removed {
		os.Remove(t.Name())
		t.removed = true
	}
	return err
}
