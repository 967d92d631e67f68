package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"wikiform/plan"
	"wikiform/plan/render"
	"wikiform/spec"
)

// reviewOptions say how a plan is shown and in what forms it is handed over.
type reviewOptions struct {
	full    bool
	show    actions
	reports reports
	format  render.Format // of what is printed; "" for text
}

func (o *reviewOptions) declare(flags *pflag.FlagSet) {
	o.declareLook(flags)
	flags.Var(&o.reports, "report", "also write the plan as `FORMAT:PATH`: "+strings.Join(render.FormatNames(), ", ")+"; repeatable")
}

// declareLook are the options of what is printed.
func (o *reviewOptions) declareLook(flags *pflag.FlagSet) {
	flags.BoolVar(&o.full, "full", false, "show every file of a large plan")
	flags.Var(&o.show, "show", "show only these `ACTIONS`, separated by commas: create, update, blocked, unknown")
}

// actions is a flag for kinds of changes.
type actions []plan.Action

func (f *actions) String() string { return "" }
func (f *actions) Type() string   { return "actions" }
func (f *actions) Set(s string) error {
	known := []string{string(plan.Create), string(plan.Update), string(plan.Blocked), string(plan.Unknown)}
	for _, name := range strings.Split(s, ",") {
		if !slices.Contains(known, name) {
			return unknownName("action", name, known)
		}
		*f = append(*f, plan.Action(name))
	}
	return nil
}

// reports is a flag for files into which a plan is written.
type reports []report

type report struct {
	format render.Format
	path   string
}

func (f *reports) String() string { return "" }
func (f *reports) Type() string   { return "report" }
func (f *reports) Set(s string) error {
	format, path, ok := strings.Cut(s, ":")
	if !ok || path == "" {
		return fmt.Errorf("FORMAT:PATH is wanted")
	}
	if err := knownFormat(format); err != nil {
		return err
	}
	*f = append(*f, report{render.Format(format), path})
	return nil
}

func knownFormat(name string) error {
	if _, known := render.Formats[render.Format(name)]; known {
		return nil
	}
	return unknownName("format", name, render.FormatNames())
}

func unknownName(what, name string, known []string) error {
	if near := spec.Suggest(name, known); near != "" {
		return fmt.Errorf("no %s is called %q; did you mean %s?", what, name, near)
	}
	return fmt.Errorf("no %s is called %q, only %s", what, name, strings.Join(known, ", "))
}

// hand prints the plan, and writes it wherever the options say.
func (s *session) hand(ctx context.Context, p *plan.Plan, o *reviewOptions) error {
	style := s.app.style(o, s.ws.root.Name())
	style.Pictures = s.pictures(ctx, p, o)
	if err := s.app.print(p, o.format, style); err != nil {
		return err
	}
	for _, r := range o.reports {
		if err := s.app.write(p, r, style); err != nil {
			return err
		}
	}
	return nil
}

// style is how a plan is shown on standard output; root is the directory below
// which its manifests are.
func (a *app) style(o *reviewOptions, root string) render.Style {
	return render.Style{Color: a.colours(a.Out), Width: a.columns(a.Out), Full: o.full, Show: o.show, Dir: inRepository(root)}
}

func (a *app) print(p *plan.Plan, f render.Format, style render.Style) error {
	if f == "" {
		f = render.FormatText
	}
	return render.Formats[f](a.Out, p, style)
}

// write puts the plan into a file, whole or not at all. A file is not looked at
// through this terminal.
func (a *app) write(p *plan.Plan, r report, style render.Style) error {
	style.Color, style.Width = false, 0
	var b bytes.Buffer
	if err := render.Formats[r.format](&b, p, style); err != nil {
		return fmt.Errorf("%s: %w", r.path, err)
	}
	return a.replace(r.path, b.Bytes())
}

// replace writes a file that the command line names. What is no regular file,
// such as /dev/stdout or a pipe, is written to as it is.
func (a *app) replace(name string, text []byte) error {
	path := a.path(name)
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return os.WriteFile(path, text, 0)
	}
	temp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = temp.Write(text)
	if err == nil {
		err = temp.Chmod(0o644)
	}
	if closing := temp.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		os.Remove(temp.Name())
	}
	return err
}

// inRepository is where a directory is in its git repository, slash-separated;
// "" when it is in none, or its top.
func inRepository(dir string) string {
	for top := dir; ; top = filepath.Dir(top) {
		if _, err := os.Lstat(filepath.Join(top, ".git")); err == nil {
			rel, err := filepath.Rel(top, dir)
			if err != nil || rel == "." {
				return ""
			}
			return filepath.ToSlash(rel)
		}
		if top == filepath.Dir(top) {
			return ""
		}
	}
}
