package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"wikiform/internal/contactsheet"
	"wikiform/internal/gather"
	"wikiform/internal/picture"
	"wikiform/internal/writefile"
	"wikiform/plan"
	"wikiform/plan/render"
	"wikiform/provider"
)

// formatSheets is what -report calls contact sheets, which are no text.
const formatSheets render.Format = "contactsheet"

// planFormats are the formats of -report.
func planFormats() []string {
	return append([]string{string(formatSheets)}, render.FormatNames()...)
}

// sheetsPath is the directory in which a report asks for contact sheets; there is one at most.
func (o *reviewOptions) sheetsPath() (path string, asked bool) {
	for _, r := range o.reports {
		if r.format == formatSheets {
			return r.path, true
		}
	}
	return "", false
}

// contactSheets draws the contact sheets that a report asks for. Without one there is
// nothing on any.
func (j *job) contactSheets(ctx context.Context, p *plan.Plan, from gather.Sources, album picture.Album, o *reviewOptions) (gather.Sheets, error) {
	path, asked := o.sheetsPath()
	if !asked {
		return gather.Sheets{}, nil
	}
	sheets := gather.SheetsOf(p)
	if err := j.apartFromSources(p, path); err != nil {
		return sheets, err
	}
	dir, err := j.place.Dir(j.path(path))
	if err != nil {
		return sheets, err
	}
	err = clearSheets(dir)
	if err == nil {
		err = sheets.Draw(ctx, from, album, func(name string, data []byte) error { return writefile.ReplaceIn(dir, name, data, 0o644) })
	}
	if closing := dir.Close(); err == nil {
		err = closing
	}
	if err == nil && len(sheets.All) == 0 {
		j.note("No picture changes, so there is no contact sheet in %s.", provider.Visible(path))
	}
	return sheets, err
}

// lookAtSheets says what is wrong with a directory for contact sheets before a plan is made,
// which would be lost by it.
func (j *job) lookAtSheets(o *reviewOptions) error {
	path, asked := o.sheetsPath()
	if !asked {
		return nil
	}
	dir, err := j.place.FoundDir(j.path(path))
	if dir == nil {
		return err
	}
	defer dir.Close()
	_, err = earlierSheets(dir)
	return err
}

// clearSheets takes away the sheets of an earlier plan, of which there may have been more;
// all of them, or none.
func clearSheets(dir *os.Root) error {
	names, err := earlierSheets(dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := dir.Remove(name); err != nil {
			return err
		}
	}
	return nil
}

// earlierSheets are the contact sheets that a directory has. A picture of such a name that
// is no contact sheet is somebody's, and an error.
func earlierSheets(dir *os.Root) (names []string, err error) {
	for n := range contactsheet.MaxSheets {
		name := contactsheet.Name(n + 1)
		f, err := writefile.OpenForeign(dir, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = contactsheet.CheckOurs(f)
			f.Close()
		}
		if err != nil {
			return nil, hinted{fmt.Errorf("%s in %s is no contact sheet, so none is written in its place: %w", name, dir.Name(), err), "Name another directory."}
		}
		names = append(names, name)
	}
	return names, nil
}

// sheetList are the contact sheets as a comment lists them.
func sheetList(sheets gather.Sheets) []render.Sheet {
	var all []render.Sheet
	for _, s := range sheets.All {
		r := render.Sheet{Name: s.Name()}
		for _, e := range s.Entries {
			r.Files = append(r.Files, render.SheetFile{Number: e.Number, Title: sheets.Change(e).Claim.Title, Others: e.Others})
		}
		all = append(all, r)
	}
	return all
}
