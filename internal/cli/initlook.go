package cli

import (
	"context"
	"errors"
	"fmt"

	"wikiform/internal/fileerr"
	"wikiform/internal/starting"
)

// found is what init has found: a folder of files, and perhaps a table of them.
type found struct {
	folder *starting.Folder
	table  *starting.Table
	match  *starting.Match
}

// noTable says that a table which is there is not meant.
const noTable = "none"

// look finds the files, the table and the column that names them.
func (a *app) look(ctx context.Context, w *workspace, o *initOptions, q *asker) (*found, error) {
	extensions, err := o.wanted()
	if err != nil {
		return nil, err
	}
	start, err := a.pathBelow(w, o.folder, o.folder)
	if err != nil {
		return nil, err
	}
	f := &found{}
	if f.folder, err = starting.Survey(ctx, w.root.FS(), start, extensions); err != nil {
		return nil, notSurveyed(ctx, o.folder, err)
	}
	name, err := a.tableOf(ctx, w, o, q, f.folder)
	if err != nil || name == "" {
		return f, err
	}
	if f.table, err = q.read(ctx, w, name, o.reading); err != nil {
		return nil, err
	}
	f.match, err = q.match(ctx, f, o.column)
	return f, err
}

func notSurveyed(ctx context.Context, folder string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	hint := "Nothing was written."
	none, unfit := errors.Is(err, starting.ErrNoFiles), false
	if _, unfit = errors.AsType[*starting.NoneFitError](err); unfit {
		hint += " Rename the files."
	}
	if none {
		hint += " Name the folder that has the files: wikiform init FOLDER"
	}
	return hinted{fmt.Errorf("%s: %w", folder, fileerr.Bare(err)), hint}
}

// tableOf is the table that is meant; "" for none.
func (a *app) tableOf(ctx context.Context, w *workspace, o *initOptions, q *asker, f *starting.Folder) (string, error) {
	switch {
	case o.table == noTable:
		return "", nil
	case o.table != "":
		return a.pathBelow(w, "-table="+o.table, o.table)
	case len(f.Tables) == 0 && len(f.Unread) > 0 && o.column == "":
		return "", hinted{fmt.Errorf("there is a table that is not read: %s", named(len(f.Unread), func(i int) string { return f.Unread[i] })),
			"Nothing was written. Save it as .xlsx or as CSV, or say -table=none where it is not about the files."}
	case len(f.Tables) == 0:
		if o.column != "" {
			return "", hinted{usagef("-column=%s: there is no table (.csv, .tsv, .xlsx) beside the files", o.column), "Name it with -table=FILE."}
		}
		return "", nil
	case len(f.Tables) == 1:
		return f.Tables[0], nil
	}
	several := fmt.Errorf("there are several tables, and it is not said which one is about the files: %s", named(len(f.Tables), func(i int) string { return f.Tables[i] }))
	if !q.on {
		return "", severalOf(several, "table", f.Tables)
	}
	name, err := q.choose(ctx, "Which table is about the files, or none?", append([]string{noTable}, f.Tables...))
	if name == noTable {
		name = ""
	}
	return name, err
}

// read reads a table, of a workbook the sheet that is meant.
func (q *asker) read(ctx context.Context, w *workspace, name string, how starting.Reading) (*starting.Table, error) {
	t, err := starting.ReadTable(w.root.FS(), name, how)
	if several, ok := errors.AsType[*starting.SheetError](err); ok {
		if !q.on {
			return nil, severalOf(err, "sheet", several.Sheets)
		}
		if how.Sheet, err = q.choose(ctx, "Which sheet has the table?", several.Sheets); err != nil {
			return nil, err
		}
		t, err = starting.ReadTable(w.root.FS(), name, how)
	}
	if unclear, ok := errors.AsType[*starting.UnclearError](err); ok {
		return nil, severalOf(err, unclear.Option, unclear.Values)
	}
	if err != nil {
		return nil, hinted{err, "Nothing was written. Where this is not the table of the files, say -table=FILE, or -table=none."}
	}
	return t, nil
}

// match finds the column that names the files.
func (q *asker) match(ctx context.Context, f *found, column string) (*starting.Match, error) {
	m, err := starting.Find(f.folder.Files, f.table.Table, column)
	if several, ok := errors.AsType[*starting.SeveralColumnsError](err); ok {
		if !q.on {
			return nil, severalOf(fmt.Errorf("%s: %w", f.table.Path, err), "column", several.Columns)
		}
		if column, err = q.choose(ctx, "Which column names the files?", several.Columns); err != nil {
			return nil, err
		}
		m, err = starting.Find(f.folder.Files, f.table.Table, column)
	}
	if err == nil {
		return m, nil
	}
	hint := "Nothing was written. "
	switch {
	case isA[*starting.UnknownColumnError](err):
		return nil, hinted{usagef("-column=%s: %s: %w", column, f.table.Path, err), hint + "Names of columns are taken as the table has them."}
	case isA[*starting.TwoFilesError](err):
		hint += "Take files of one kind, as with -extensions=tif, name a folder further down, or choose another column with -column=COLUMN."
	case isA[*starting.TwoRowsError](err):
		hint += "Leave one row for it in the table, or choose another column with -column=COLUMN."
	default:
		hint += "Put the names of the files into a column, or say -table=none."
	}
	return nil, hinted{fmt.Errorf("%s: %w", f.table.Path, err), hint}
}

func isA[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}
