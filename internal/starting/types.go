package starting

import (
	"context"
	"io"
	"io/fs"
	"path"

	"wikiform/internal/filetype"
)

// Mistyped is a file whose content is of another type than its name says, so that a wiki
// refuses it.
type Mistyped struct {
	Path string // from Dir on
	Is   string // "image/tiff", or "empty"
	Ext  string // that fits, without a dot; "" for what is empty
}

// headSize is enough of a file to tell pictures, sound and films from each other.
const headSize = 4 << 10

// types looks into the files. What cannot be read, or told by a few bytes, is left to the
// plan.
func (s *survey) types(ctx context.Context) error {
	f := s.folder
	for _, name := range f.Files {
		if err := ctx.Err(); err != nil {
			return err
		}
		head, err := headOf(s.fsys, path.Join(f.Dir, name))
		if err != nil {
			continue
		}
		t := filetype.Of(head)
		switch ext := t.Extension(); {
		case len(head) == 0:
			f.Mistyped = append(f.Mistyped, Mistyped{name, "empty", ""})
		case ext != "" && !t.IsText() && t.Under(extensionOf(name)) == filetype.Refused:
			f.Mistyped = append(f.Mistyped, Mistyped{name, string(t), ext})
		}
	}
	return nil
}

func headOf(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, headSize))
}
