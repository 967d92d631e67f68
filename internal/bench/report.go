package main

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
)

// taken is what a run took.
type taken struct {
	wall, cpu float64 // seconds
	peak      float64 // MiB
	requests  float64
}

// figure is what the rounds of one case by one tool took.
type figure struct {
	what, tool string
	runs       []taken
	ratios     []float64 // of the seconds to those of the case's first tool, round by round
}

// figures reads notes. That two tools were measured within seconds of each other is what a
// ratio means on a machine that does other things, too.
func figures(name string) ([]*figure, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var all []*figure
	for line := range strings.Lines(string(text)) {
		c := strings.Split(strings.TrimSpace(line), "\t")
		if len(c) != 6 {
			return nil, fmt.Errorf("%s: %q is no note of a run", name, line)
		}
		n := make([]float64, 4)
		for i := range n {
			if n[i], err = strconv.ParseFloat(c[2+i], 64); err != nil {
				return nil, err
			}
		}
		at := slices.IndexFunc(all, func(f *figure) bool { return f.what == c[0] && f.tool == c[1] })
		if at < 0 {
			at, all = len(all), append(all, &figure{what: c[0], tool: c[1]})
		}
		all[at].runs = append(all[at].runs, taken{n[0], n[1], n[2], n[3]})
	}
	slices.SortStableFunc(all, func(a, b *figure) int { return cmp.Compare(a.what, b.what) })
	for _, f := range all {
		first := all[slices.IndexFunc(all, func(other *figure) bool { return other.what == f.what })]
		for i := range min(len(f.runs), len(first.runs)) {
			f.ratios = append(f.ratios, f.runs[i].wall/first.runs[i].wall)
		}
	}
	return all, nil
}

// median is that of one number of all runs.
func (f *figure) median(of func(taken) float64) float64 {
	var values []float64
	for _, r := range f.runs {
		values = append(values, of(r))
	}
	return median(values)
}

func median(values []float64) float64 {
	values = slices.Sorted(slices.Values(values))
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}

// report prints a table of notes.
func report(name string) error {
	all, err := figures(name)
	if err != nil {
		return err
	}
	fmt.Println("| case | by | rounds | seconds | CPU s | peak MiB | requests | seconds, by the first's (least to most) |")
	fmt.Println("| --- | --- | --: | --: | --: | --: | --: | --: |")
	for _, f := range all {
		fmt.Printf("| %s | %s | %d | %.2f | %.2f | %.0f | %.0f | %.2f (%.2f to %.2f) |\n", f.what, f.tool, len(f.runs),
			f.median(func(t taken) float64 { return t.wall }), f.median(func(t taken) float64 { return t.cpu }),
			f.median(func(t taken) float64 { return t.peak }), f.median(func(t taken) float64 { return t.requests }),
			median(f.ratios), slices.Min(f.ratios), slices.Max(f.ratios))
	}
	return nil
}
