package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"wikiform/internal/number"
	"wikiform/internal/starting"
	"wikiform/internal/statedir"
	"wikiform/internal/writefile"
	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/spec"
)

// showFound says which files there are, which rows are about them, and what to do about
// those that have no partner.
func (a *app) showFound(f *found) {
	p := a.paint(a.Out)
	where := f.folder.Dir
	if where == "." {
		where = "this directory"
	}
	fmt.Fprintf(a.Out, "%s %s in %s.\n", p.Bold("Files:"), number.Of(len(f.folder.Files), "file"), provider.VisibleInside(where))
	if n := len(f.folder.Unfit); n > 0 {
		a.note("Left out, since they cannot be declared under their names: %s. Rename them, in the table too if there is one, and plan again.", named(n, func(i int) string {
			u := f.folder.Unfit[i]
			why := u.Why
			if u.Try != "" {
				why += fmt.Sprintf("; try %q", u.Try)
			}
			return fmt.Sprintf("%q (%s)", u.Path, why)
		}))
	}
	if n := len(f.folder.Mistyped); n > 0 {
		a.note("Not what their names say, so that the plan blocks them: %s. Rename them, in the table too if there is one, and plan again.", named(n, func(i int) string {
			x := f.folder.Mistyped[i]
			if x.Ext == "" {
				return fmt.Sprintf("%q (it is empty)", x.Path)
			}
			return fmt.Sprintf("%q (it is %s; try %q)", x.Path, x.Is, strings.TrimSuffix(x.Path, path.Ext(x.Path))+"."+x.Ext)
		}))
	}
	if n := len(f.folder.Hidden); n > 0 {
		a.note("Left out, since they are hidden: %s.", named(n, func(i int) string { return fmt.Sprintf("%q", f.folder.Hidden[i]) }))
	}
	if n := len(f.folder.Out); n > 0 {
		a.note("Left out, since they are links that lead nowhere, or out of this directory, where no manifest reads: %s. Put the files themselves in their places.",
			named(n, func(i int) string { return fmt.Sprintf("%q", f.folder.Out[i]) }))
	}
	if f.table != nil {
		a.showMatch(f)
	}
}

func (a *app) showMatch(f *found) {
	t, m := f.table, f.match
	how := ""
	if t.How != "" {
		how = ", " + t.How
	}
	fmt.Fprintf(a.Out, "%s %s, %s%s.\n", a.paint(a.Out).Bold("Table:"), provider.VisibleInside(t.Path), number.Of(len(t.Rows), "row"), provider.VisibleInside(how))
	fmt.Fprintf(a.Out, "  Its column %s names the files: %s of %s have one.\n", provider.VisibleInside(fmt.Sprintf("%q", m.Column)),
		number.Grouped(len(m.Pairs)), number.Of(len(t.Rows), "row"))
	for _, remark := range t.Remarks {
		a.note("%s: %s", t.Path, remark)
	}
	if n := len(m.NoFile); n > 0 {
		a.note("%s no file that is there: %s. Put the files into %s, or put their names right in the table, and plan again: the manifest need not be changed.",
			counted(n, "row names", "rows name"), named(n, func(i int) string {
				c := m.NoFile[i]
				if strings.TrimSpace(c.Text) == "" {
					return fmt.Sprintf("line %d (nothing)", c.Line)
				}
				return fmt.Sprintf("line %d (%s)", c.Line, quotedShort(c.Text, 60))
			}), f.folder.Dir)
	}
	if n := len(m.NoRow); n > 0 {
		a.note("%s: %s. Add a row for each, and plan again: the manifest need not be changed.",
			counted(n, "file has no row, and is left out", "files have no row, and are left out"), named(n, func(i int) string { return fmt.Sprintf("%q", m.NoRow[i]) }))
	}
}

// putDown writes the files, none over one that is there. A .gitignore that is there stays.
func (a *app) putDown(w *workspace, s *starting.Start) (err error) {
	var made []*writefile.New
	defer func() {
		for _, f := range made {
			if err != nil {
				_ = f.Remove() // the first error counts
			} else if closing := f.Close(); closing != nil {
				err = closing
			}
		}
	}()
	for _, file := range s.Files {
		dir, err := writefile.OpenBelow(w.root, w.dir)
		if err != nil {
			return err
		}
		f, err := writefile.CreateIn(dir, file.Path, 0o644)
		switch {
		case errors.Is(err, fs.ErrExist) && file.Path == starting.IgnoreName:
			a.noteIgnored(w)
			continue
		case errors.Is(err, fs.ErrExist):
			return hinted{fmt.Errorf("%s is there already", file.Path), "Nothing was written over. Give it another name, and run the command again."}
		case err != nil:
			return err
		}
		made = append(made, f)
		if _, err := io.WriteString(f, file.Text); err != nil {
			return err
		}
		if err := f.Sync(); err != nil {
			return err
		}
	}
	return nil
}

// noteIgnored says which lines a .gitignore that is there could have.
func (a *app) noteIgnored(w *workspace) {
	const most = 1 << 20
	var lines []string
	if info, err := w.root.Lstat(starting.IgnoreName); err == nil && info.Mode().IsRegular() && info.Size() < most {
		if b, err := fs.ReadFile(w.root.FS(), starting.IgnoreName); err == nil {
			for line := range strings.SplitSeq(string(b), "\n") {
				lines = append(lines, strings.TrimSuffix(strings.TrimSpace(line), "/"))
			}
		}
	}
	var missing []string
	for _, line := range starting.Ignored {
		if !slices.Contains(lines, strings.TrimSuffix(line, "/")) {
			missing = append(missing, line)
		}
	}
	if len(missing) > 0 {
		a.note("There is a %s already, and it stays as it is. Add to it: %s", starting.IgnoreName, strings.Join(missing, " and "))
	}
}

// showStart says what was written, what is left to people, and what comes next.
func (a *app) showStart(s *starting.Start, wiki *spec.Wiki) {
	p := a.paint(a.Out)
	if s.Plain != "" {
		a.note("Titles are the names of the files alone, since with those of the table it does not work: %s.", s.Plain)
	}
	if s.Odd != "" {
		a.note("In titles made with the column %q, signs that no title can have become hyphens: %s.", s.TitleColumn, s.Odd)
	}
	if n := len(s.Unused); n > 0 {
		a.note("Nothing is made of these columns yet; in %s a column is written row[\"NAME\"]: %s.", starting.DescriptionName,
			named(n, func(i int) string { return fmt.Sprintf("%q", s.Unused[i]) }))
	}
	if len(s.Empty) > 0 {
		a.note("Nothing is known of %s: fill that in, in %s.", strings.Join(s.Empty, ", "), starting.DescriptionName)
	}
	fmt.Fprintf(a.Out, "%s %s declares %s, each with the page that %s makes.\n", p.Good("Done."), starting.ManifestName, number.Of(s.Declared, "file"), starting.DescriptionName)
	fmt.Fprintf(a.Out, "\nNext:\n")
	next := [][3]string{
		{"validate", "", "what can be checked without the wiki"},
		{"plan", "", "what would be uploaded; nothing is written"},
		{"apply", "", "the plan once more; then it asks, and uploads"},
	}
	if wiki == nil {
		next = append(next[1:], [3]string{"sandbox", "-dir " + shellQuote(statedir.Name+"/sandbox"), "look at the wiki in a browser"})
	}
	width := 0
	for i, n := range next {
		next[i][0] = strings.TrimSpace(a.command(n[0], n[1]))
		width = max(width, len(next[i][0]))
	}
	for _, n := range next {
		fmt.Fprintf(a.Out, "  %-*s  # %s\n", width, n[0], n[2])
	}
	if wiki == nil {
		return
	}
	if c, err := a.credentials(wiki.API); err == nil && c == (mediawiki.Credentials{}) {
		fmt.Fprintln(a.Err)
		a.note("Before apply, log in:")
		for line := range strings.SplitSeq(howToLogIn(wiki.API), "\n") {
			a.note("%s", line)
		}
	}
}
