package cli

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"wikiform/internal/number"
	"wikiform/internal/preview"
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

	previews preview.Pages // once they were made; nil: nobody asked for them
}

func (o *reviewOptions) declare(flags *pflag.FlagSet) {
	o.declareLook(flags)
	flags.Var(&o.reports, "report", "also write the plan as `FORMAT:PATH`: "+strings.Join(planFormats(), ", ")+"; - is standard output, PATH of contactsheet a directory; repeatable")
}

// lines are the formats that can stand behind other text.
var lines = []render.Format{render.FormatText, render.FormatMarkdown, render.FormatGitHub}

// check refuses a report that would make what is printed useless.
func (o *reviewOptions) check() error {
	sheets := ""
	for _, r := range o.reports {
		if err := checkTarget("-report", string(r.format)+":"+r.path); err != nil {
			return err
		}
		toFile := hintFile(r.format)
		switch {
		case r.format == formatSheets && (standardOutput(r.path) || device(r.path)):
			return hinted{usagef("-report=%s:%s: contact sheets are files in a directory", r.format, r.path), "Name one: -report=contactsheet:plan.sheets."}
		case r.format == formatSheets && sheets != "":
			return hinted{usagef("-report=%s:%s and -report=%s:%s: contact sheets are drawn once", r.format, sheets, r.format, r.path), "Name one directory."}
		case r.format == formatSheets:
			sheets = r.path
		case !standardOutput(r.path):
		case o.format == render.FormatJSON:
			return hinted{usagef("-json prints one JSON document, and -report=%s:%s would be printed into it", r.format, r.path), toFile}
		case !slices.Contains(lines, r.format):
			return hinted{usagef("-report=%s:%s would be printed behind the plan's text, and is a document of its own", r.format, r.path), toFile}
		}
	}
	return nil
}

func hintFile(f render.Format) string {
	text := fmt.Sprintf("Name a file: -report=%s:FILE.", f)
	if f == render.FormatJSON {
		text += " wikiform plan -json prints the plan as JSON and nothing else."
	}
	return text
}

// declareLook are the options of what is printed.
func (o *reviewOptions) declareLook(flags *pflag.FlagSet) {
	flags.BoolVar(&o.full, "full", false, "show every file of a large plan")
	flags.Var(&o.show, "show", "show only these `ACTIONS`, separated by commas: create, update, move, delete, blocked, unknown")
}

// actions is a flag for kinds of changes.
type actions []plan.Action

func (f *actions) String() string { return "" }
func (f *actions) Type() string   { return "actions" }
func (f *actions) Set(s string) error {
	known := shownActions()
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
	if format != string(formatSheets) {
		if err := knownFormat(format, planFormats()); err != nil {
			return err
		}
	}
	*f = append(*f, report{render.Format(format), path})
	return nil
}

func knownFormat(name string, known []string) error {
	if _, found := render.Formats[render.Format(name)]; found {
		return nil
	}
	return unknownName("format", name, known)
}

func unknownName(what, name string, known []string) error {
	if near := spec.Suggest(name, known); near != "" {
		return fmt.Errorf("no %s is called %q; did you mean %s?", what, name, near)
	}
	return fmt.Errorf("no %s is called %q, only %s", what, name, strings.Join(known, ", "))
}

// showPlan prints the plan, and writes it wherever the options say.
func (j *job) showPlan(ctx context.Context, c *connection, p *plan.Plan, o *reviewOptions) error {
	style := j.style(o, j.pathIn(j.repository()))
	from := j.pictureSources(c)
	style.Pictures, style.Previews = j.pictures(ctx, p, from, o), o.previews
	sheets, undrawn := j.contactSheets(ctx, p, from, style.Pictures, o)
	j.unwatch()
	if ctx.Err() != nil {
		return undrawn
	}
	if undrawn == nil {
		style.Sheets, style.Unsheeted = sheetList(sheets), sheets.Left
	}
	if err := j.print(p, o.format, style); err != nil || undrawn != nil { // the plan is shown all the same
		return cmp.Or(err, undrawn)
	}
	if k := j.state.Journal(c.ID(), c.Wiki.Account().Name).Kept(p); k.Files > 0 {
		j.note("Of what is to be uploaded, the wiki has %s of %s already, from a run that broke (%s): as far as it still keeps that, it is not sent again.",
			number.Bytes(k.Bytes), number.Bytes(k.Total), number.Of(k.Files, "file"))
	}
	for _, r := range o.reports {
		if r.format == formatSheets {
			continue
		}
		if err := j.writeReport(ctx, p, r, style); err != nil {
			return err
		}
	}
	return nil
}

// style is how a plan is shown on standard output; path gives what a forge calls a
// file of its manifests.
func (a *app) style(o *reviewOptions, path func(file string) string) render.Style {
	return render.Style{Color: a.colours(a.Out), Width: a.Columns(a.Out), Full: o.full, Show: o.show, Path: path}
}

func (a *app) print(p *plan.Plan, f render.Format, style render.Style) error {
	if f == "" {
		f = render.FormatText
	}
	return render.Formats[f](a.Out, p, style)
}

// writeReport writes the plan in one form: to standard output, behind what was
// printed, or into a file. Neither is looked at through this terminal.
func (j *job) writeReport(ctx context.Context, p *plan.Plan, r report, style render.Style) error {
	style.Color, style.Width = false, 0
	if standardOutput(r.path) {
		return render.Formats[r.format](j.Out, p, style)
	}
	made, err := j.stream(ctx, r.path, func(w io.Writer) error { return render.Formats[r.format](w, p, style) })
	if made != nil {
		return fmt.Errorf("%s: %w", r.path, made)
	}
	return err
}

// stream writes a file as its text is made. It tells apart what was wrong with the text
// from what was wrong with the file.
func (j *job) stream(ctx context.Context, name string, write func(io.Writer) error) (made, err error) {
	err = j.place.Stream(ctx, j.path(name), func(to io.Writer) error {
		at := &watchedWriter{to: to}
		b := bufio.NewWriterSize(at, 64<<10)
		err := write(b)
		if err == nil {
			err = b.Flush()
		}
		if err != nil && at.err == nil {
			made = err
		}
		return err
	}, 0o644)
	return made, err
}

// watchedWriter knows whether writing failed.
type watchedWriter struct {
	to  io.Writer
	err error
}

func (w *watchedWriter) Write(b []byte) (int, error) {
	n, err := w.to.Write(b)
	w.err = err
	return n, err
}
