package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"wikiform/internal/writefile"
	"wikiform/provider"
	"wikiform/spec/format"
)

// fmtOptions are the options of fmt.
type fmtOptions struct {
	check     bool
	diff      bool
	recursive bool
}

func (a *app) fmtCommand() *cobra.Command {
	o := &fmtOptions{}
	cmd := &cobra.Command{
		Use:   "fmt [options] [DIR | FILE | -]...",
		Short: "Give manifests their usual form",
		Long: `Rewrite the *.wiki.hcl and *.wikivars.hcl files of the current directory, or of
those named, with the usual blanks and quotes, and list the files that changed.
With - the text of standard input is written to standard output.

A value never changes: what was written is compared token by token with what
would be, and a file that would not mean the same is left alone.`,
		Example: `  wikiform fmt
  wikiform fmt -check -diff -recursive
  wikiform fmt - < main.wiki.hcl`,
		Args:        cobra.ArbitraryArgs,
		Annotations: exits(exitOK, exitError, exitFound, exitUsage),
		RunE:        func(_ *cobra.Command, args []string) error { return a.fmt(o, args) },
	}
	flags := cmd.Flags()
	flags.BoolVar(&o.check, "check", false, "change nothing; exit with 3 when a file does not have its usual form")
	flags.BoolVar(&o.diff, "diff", false, "show what changes")
	flags.BoolVar(&o.recursive, "recursive", false, "look in the directories below, too")
	return cmd
}

func (a *app) fmt(o *fmtOptions, targets []string) error {
	f := &formatter{app: a, fmtOptions: o, place: a.placeBelow(a.path(".")), parsed: map[string]*hcl.File{}}
	if len(targets) == 0 {
		targets = []string{"."}
	}
	for _, target := range targets {
		if err := f.target(target, len(targets) == 1); err != nil {
			return err
		}
	}
	switch {
	case f.diags.HasErrors():
		return faulty{f.diags, f.parsed}
	case o.check && f.changed > 0:
		a.diagnose(f.diags, f.parsed)
		return outcome(exitFound)
	}
	a.diagnose(f.diags, f.parsed)
	return nil
}

// formatter is the state of one fmt. Files with mistakes do not keep it from
// the others.
type formatter struct {
	app *app
	*fmtOptions
	place   writefile.Place
	changed int
	diags   hcl.Diagnostics
	parsed  map[string]*hcl.File // for excerpts
}

func (f *formatter) target(target string, alone bool) error {
	if target == "-" {
		if !alone {
			return usagef("fmt: - stands for standard input and goes with no other file")
		}
		return f.stdin()
	}
	path := f.app.path(target)
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return unread(target, path, err)
	case info.IsDir():
		return f.directory(path)
	case strings.HasSuffix(target, ".json"):
		return hinted{usagef("%s is JSON, which wikiform does not format", target), "Use a JSON formatter, such as jq."}
	case !formattable(target):
		return usagef("%s: fmt is for files whose names end in .wiki.hcl or .wikivars.hcl, and for standard input (-)", target)
	}
	return f.file(path)
}

func formattable(name string) bool {
	return strings.HasSuffix(name, ".wiki.hcl") || strings.HasSuffix(name, ".wikivars.hcl")
}

func (f *formatter) directory(dir string) error {
	found := false
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && path != dir && (!f.recursive || strings.HasPrefix(e.Name(), ".")):
			return fs.SkipDir
		case !e.Type().IsRegular() || !formattable(path) || strings.HasPrefix(e.Name(), "."):
			return nil // a link would be followed to who knows where
		}
		found = true
		return f.file(path)
	})
	if err == nil && !found {
		f.app.note("There is no *.wiki.hcl or *.wikivars.hcl file in %s.", f.app.relative(dir))
	}
	return err
}

func (f *formatter) stdin() error {
	src, err := readText(f.app.In)
	if err != nil {
		return fmt.Errorf("standard input: %w", err)
	}
	out, ok := f.format("<stdin>", src)
	switch {
	case !ok:
	case f.diff:
		return f.show("<stdin>", src, out)
	case !f.check:
		_, err = f.app.Out.Write(out)
	}
	return err
}

func (f *formatter) file(path string) error {
	src, err := f.read(path)
	if err != nil {
		return err
	}
	name := f.app.relative(path)
	out, ok := f.format(name, src)
	if !ok || bytes.Equal(out, src) {
		return nil
	}
	if _, err := fmt.Fprintln(f.app.Out, provider.Visible(name)); err != nil {
		return err
	}
	if f.diff {
		if err := f.show(name, src, out); err != nil {
			return err
		}
	}
	if f.check {
		return nil
	}
	return f.place.Replace(context.Background(), path, out, 0o644)
}

// format gives the usual form, and false when there is none to be had.
func (f *formatter) format(name string, src []byte) ([]byte, bool) {
	out, diags := format.Source(name, src)
	if len(diags) > 0 {
		f.parsed[name] = &hcl.File{Bytes: src}
		f.diags = append(f.diags, diags...)
	}
	if !bytes.Equal(src, out) {
		f.changed++
	}
	return out, !diags.HasErrors()
}

// maxSource is more than any file that can be formatted has.
const maxSource = 16<<20 + 1

func readText(r io.Reader) ([]byte, error) { return io.ReadAll(io.LimitReader(r, maxSource)) }

// read reads a file that may be written: -diff would show what a branch's link
// leads to.
func (f *formatter) read(path string) ([]byte, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, hinted{fmt.Errorf("%s is not a regular file", path), "Name the file that it leads to."}
	}
	if _, err := f.place.Real(path); err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return readText(file)
}
