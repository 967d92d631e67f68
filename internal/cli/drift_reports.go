package cli

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"wikiform/plan"
	"wikiform/plan/render"
)

func driftFormats() []string {
	var names []string
	for _, f := range slices.Sorted(maps.Keys(render.DriftFormats)) {
		names = append(names, string(f))
	}
	return names
}

// driftReports is a flag for files into which a drift is written.
type driftReports []report

func (f *driftReports) String() string { return "" }
func (f *driftReports) Type() string   { return "report" }
func (f *driftReports) Set(s string) error {
	format, path, ok := strings.Cut(s, ":")
	if !ok || path == "" {
		return fmt.Errorf("FORMAT:PATH is wanted")
	}
	if _, known := render.DriftFormats[render.Format(format)]; !known {
		return unknownName("format of a drift", format, driftFormats())
	}
	*f = append(*f, report{render.Format(format), path})
	return nil
}

// check refuses a report that would make what is printed useless.
func (o *driftOptions) check() error {
	for _, r := range o.reports {
		if err := checkTarget("-report", string(r.format)+":"+r.path); err != nil {
			return err
		}
		if standardOutput(r.path) && (o.json || r.format == render.FormatJSON) {
			return hinted{usagef("-report=%s:%s would be printed beside another document", r.format, r.path),
				fmt.Sprintf("Name a file: -report=%s:FILE. wikiform drift -json prints JSON and nothing else.", r.format)}
		}
	}
	return o.app.distinct(outputsOf(o.reports))
}

// showDrift prints a drift, and writes it wherever the options say.
func (j *job) showDrift(ctx context.Context, d *plan.Drift, o *driftOptions) error {
	format := render.FormatText
	if o.json {
		format = render.FormatJSON
	}
	style := render.Style{Color: j.colours(j.Out), Width: j.Columns(j.Out), Full: o.full}
	if err := render.DriftFormats[format](j.Out, d, style); err != nil {
		return err
	}
	for _, r := range o.reports {
		if standardOutput(r.path) {
			if err := render.DriftFormats[r.format](j.Out, d, render.Style{Full: o.full}); err != nil {
				return err
			}
			continue
		}
		var b bytes.Buffer
		if err := render.DriftFormats[r.format](&b, d, render.Style{Full: o.full}); err != nil {
			return fmt.Errorf("%s: %w", r.path, err)
		}
		if err := j.place.Replace(ctx, j.path(r.path), b.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}
