package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"wikiform/internal/contactsheet"
	"wikiform/internal/fileerr"
	"wikiform/internal/number"
	"wikiform/internal/writefile"
	"wikiform/plan/render"
	"wikiform/provider"
)

const (
	commentName = "comment.md"
	sheetsTaken = 24 // unless -most says otherwise
)

// sheetsOptions are the options of sheets.
type sheetsOptions struct {
	comment string
	most    int
}

func (a *app) sheetsCommand() *cobra.Command {
	o := &sheetsOptions{}
	cmd := &cobra.Command{
		Use:   "sheets [options] FROM TO",
		Short: "Make contact sheets that somebody else made safe to show",
		Long: `Take the contact sheets that plan -report=contactsheet:FROM made in a job that nobody
vouches for, decode each within bounds, and write its pixels, and nothing else that was in
it, as a new file into the directory TO. The names of these are printed.

Of FROM only sheet-01.png, sheet-02.png and so on are looked at, up to the first number
that is missing or that -most says. One that is no file of its own, or no PNG of the size
of a contact sheet, is an error. With -comment the Markdown report of the same plan is
written as comment.md beside them, with each sheet shown where the report lists it.`,
		Example: `  wikiform sheets -comment=kept/plan.md kept/sheets ready`,
		Annotations: exitsFor("an error, or a sheet that is none: what TO has then is not for showing",
			exitOK, exitError, exitUsage),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return fmt.Errorf("two directories are wanted, from one into the other")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			signals := catchSignals()
			defer signals.end()
			return signals.explain(a.sheets(signals.reading(), o, args[0], args[1]))
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.comment, "comment", "", "also write comment.md from `FILE`, the Markdown report of the plan")
	flags.IntVar(&o.most, "most", sheetsTaken, fmt.Sprintf("take at most `N` sheets, and never more than %d", contactsheet.MaxSheets))
	return cmd
}

func (a *app) sheets(ctx context.Context, o *sheetsOptions, from, to string) error {
	if o.most < 0 || o.most > contactsheet.MaxSheets {
		return usagef("-most=%d: there are at most %d sheets", o.most, contactsheet.MaxSheets)
	}
	if filepath.Clean(a.path(from)) == filepath.Clean(a.path(to)) {
		return hinted{usagef("%s would be read and written", provider.Visible(from)), "Name another directory to write into."}
	}
	dir, err := a.placeBelow(a.path(".")).Dir(a.path(to))
	if err != nil {
		return err
	}
	defer dir.Close()
	if err := clearSheets(dir); err != nil {
		return err
	}
	names, err := recode(ctx, a.path(from), dir, o.most)
	if err != nil {
		return fmt.Errorf("%s: %w", provider.Visible(from), err)
	}
	if len(names) == 0 && o.most > 0 {
		a.note("There is no %s, so no sheet was taken over.", provider.Visible(filepath.Join(from, contactsheet.Name(1))))
	}
	if o.comment != "" {
		text, err := commentWith(a.path(o.comment), names)
		if err != nil {
			return fmt.Errorf("%s: %w", provider.Visible(o.comment), fileerr.Bare(err))
		}
		if err := writefile.ReplaceIn(dir, commentName, []byte(text), 0o644); err != nil {
			return err
		}
	}
	for _, name := range names {
		if _, err := fmt.Fprintln(a.Out, name); err != nil {
			return err
		}
	}
	return nil
}

// recode gives the sheets of a directory new files, by number. A directory that is not
// there has none.
func recode(ctx context.Context, from string, to *os.Root, most int) (names []string, err error) {
	if _, err := os.Lstat(from); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	dir, err := writefile.OpenDir(from)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	for n := range most {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		name := contactsheet.Name(n + 1)
		f, err := writefile.OpenForeign(dir, name)
		if errors.Is(err, fs.ErrNotExist) {
			break
		}
		var data []byte
		if err == nil {
			data, err = contactsheet.Recode(f)
			f.Close()
		}
		if err == nil {
			err = writefile.ReplaceIn(to, name, data, 0o644)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		names = append(names, name)
	}
	return names, nil
}

// commentWith is the text of a report with sheets where it has the marks of them.
func commentWith(path string, sheets []string) (string, error) {
	dir, err := writefile.OpenDir(filepath.Dir(path))
	if err != nil {
		return "", err
	}
	defer dir.Close()
	f, err := writefile.OpenForeign(dir, filepath.Base(path))
	if err != nil {
		return "", err
	}
	defer f.Close()
	const most = 3 * render.CommentLimit // bytes that so many characters take
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return "", err
	}
	text, fits := render.WithSheets(string(data), sheets)
	if len(data) > most || !utf8.Valid(data) || !fits {
		return "", fmt.Errorf("it is no text of at most %s characters with its sheets", number.Grouped(render.CommentLimit))
	}
	return text, nil
}
