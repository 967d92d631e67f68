package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"
)

// What is read of a workbook. It is packed, so that its size tells nothing.
const (
	mostParts    = 10_000   // files in it
	mostUnpacked = 64 << 20 // bytes of all that is read of it
)

// Workbook is a workbook as Excel has saved them since 2007, and others do (ECMA-376).
type Workbook struct {
	parts    map[string]*zip.File
	left     int64 // bytes that may still be unpacked
	sheets   []sheet
	from1904 bool // days are counted from 1904, as on old Macintoshes
	strings  []string
	formats  []string // of the cells, by their style
}

// sheet is one of a workbook's, with the part that has its cells.
type sheet struct {
	name, part string
	hidden     bool
}

// OpenWorkbook reads what all sheets have in common. Errors are clauses.
func OpenWorkbook(b []byte) (*Workbook, error) { return openWorkbook(b, mostUnpacked) }

func openWorkbook(b []byte, most int64) (*Workbook, error) {
	if bytes.HasPrefix(b, []byte("\xd0\xcf\x11\xe0")) {
		return nil, errors.New("is a workbook of the old kind (.xls), or one with a password; save it as .xlsx without one")
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil || len(z.File) > mostParts {
		return nil, errors.New("is no workbook (.xlsx)")
	}
	w := &Workbook{parts: map[string]*zip.File{}, left: most}
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(f.Name, "/"))
		if w.parts[name] != nil {
			return nil, fmt.Errorf("is damaged: it has two parts %q", f.Name)
		}
		w.parts[name] = f
	}
	if err := w.open(); err != nil {
		return nil, err
	}
	return w, nil
}

func (w *Workbook) open() error {
	main, err := w.target("", "/officeDocument")
	switch {
	case w.parts["content.xml"] != nil:
		return errors.New("is an OpenDocument; save it as .xlsx")
	case err != nil:
		return err
	case main == "":
		return errors.New("is no workbook (.xlsx)")
	case strings.HasSuffix(main, ".bin"):
		return errors.New("is a binary workbook (.xlsb); save it as .xlsx")
	}
	links, err := w.links(main)
	if err != nil {
		return err
	}
	err = w.each(main, func(_ *tokens, e element) error {
		switch e.Name.Local {
		case "workbookPr":
			w.from1904 = truth(attr(e, "date1904"))
		case "sheet":
			w.sheets = append(w.sheets, sheet{attr(e, "name"), links[attr(e, "id")].part, attr(e, "state") == "hidden" || attr(e, "state") == "veryHidden"})
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, l := range links {
		switch {
		case strings.HasSuffix(l.kind, "/sharedStrings"):
			err = w.readStrings(l.part)
		case strings.HasSuffix(l.kind, "/styles"):
			err = w.readStyles(l.part)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Sheets are the names of the sheets that are not hidden.
func (w *Workbook) Sheets() []string {
	var names []string
	for _, s := range w.sheets {
		if !s.hidden {
			names = append(names, s.name)
		}
	}
	return names
}

// link is a relationship of a part to another.
type link struct{ kind, part string }

// links are the relationships of a part by their ids.
func (w *Workbook) links(part string) (map[string]link, error) {
	dir, base := path.Split(part)
	links := map[string]link{}
	rels := path.Join(dir, "_rels", base+".rels")
	if w.parts[strings.ToLower(rels)] == nil {
		return links, nil
	}
	err := w.each(rels, func(_ *tokens, e element) error {
		if e.Name.Local != "Relationship" || attr(e, "TargetMode") == "External" {
			return nil
		}
		to := attr(e, "Target")
		if !strings.HasPrefix(to, "/") {
			to = path.Join("/"+dir, to)
		}
		links[attr(e, "Id")] = link{attr(e, "Type"), strings.TrimPrefix(path.Clean(to), "/")}
		return nil
	})
	return links, err
}

// target is the part of some kind to which another one leads; "" for none.
func (w *Workbook) target(part, kind string) (string, error) {
	links, err := w.links(part)
	for _, l := range links {
		if strings.HasSuffix(l.kind, kind) {
			return l.part, err
		}
	}
	return "", err
}
