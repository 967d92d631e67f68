package main

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// taken is what a run took.
type taken struct {
	wall, cpu float64 // seconds
	peak      float64 // MiB
	requests  float64
}

// note runs a command and writes down what it took, as one line of tab-separated values.
func note(o options, what, tool string, command []string) error {
	before, err := requests(o.log)
	if err != nil {
		return err
	}
	cmd := exec.Command(command[0], command[1:]...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	began := time.Now()
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(command, " "), err, said.Bytes())
	}
	wall := time.Since(began)
	after, err := requests(o.log)
	if err != nil {
		return err
	}
	peak := 0.0
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		peak = float64(usage.Maxrss) / 1024
	}
	f, err := os.OpenFile(o.into, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "%s\t%s\t%.4f\t%.4f\t%.1f\t%d\n", what, tool, wall.Seconds(),
		(cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), peak, after-before)
	return errors.Join(err, f.Close())
}

// requests counts the calls of the API in a web server's log.
func requests(log string) (int, error) {
	if log == "" {
		return 0, nil
	}
	text, err := os.ReadFile(log)
	return bytes.Count(text, []byte(" /w/api.php")), err
}

// report prints of each case and tool the medians of what was noted, and how it compares with
// the first tool of the case, round by round: that both were measured within seconds of each
// other is what a ratio means on a machine that does other things, too.
func report(name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var order [][2]string
	all := map[[2]string][]taken{}
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() {
		c := strings.Split(lines.Text(), "\t")
		if len(c) != 6 {
			return fmt.Errorf("%s: %q is no note of a run", name, lines.Text())
		}
		n := make([]float64, 4)
		for i := range n {
			if n[i], err = strconv.ParseFloat(c[2+i], 64); err != nil {
				return err
			}
		}
		key := [2]string{c[0], c[1]}
		if all[key] == nil {
			order = append(order, key)
		}
		all[key] = append(all[key], taken{n[0], n[1], n[2], n[3]})
	}
	slices.SortStableFunc(order, func(a, b [2]string) int { return cmp.Compare(a[0], b[0]) })
	fmt.Println("| case | by | rounds | seconds | CPU s | peak MiB | requests | seconds, by the first's (least to most) |")
	fmt.Println("| --- | --- | --: | --: | --: | --: | --: | --: |")
	for _, key := range order {
		first := all[order[slices.IndexFunc(order, func(k [2]string) bool { return k[0] == key[0] })]]
		runs := all[key]
		var ratios []float64
		for i := range min(len(runs), len(first)) {
			ratios = append(ratios, runs[i].wall/first[i].wall)
		}
		of := func(f func(taken) float64) float64 {
			var values []float64
			for _, r := range runs {
				values = append(values, f(r))
			}
			return median(values)
		}
		fmt.Printf("| %s | %s | %d | %.2f | %.2f | %.0f | %.0f | %.2f (%.2f to %.2f) |\n", key[0], key[1], len(runs),
			of(func(t taken) float64 { return t.wall }), of(func(t taken) float64 { return t.cpu }), of(func(t taken) float64 { return t.peak }),
			of(func(t taken) float64 { return t.requests }), median(ratios), slices.Min(ratios), slices.Max(ratios))
	}
	return nil
}

func median(values []float64) float64 {
	values = slices.Sorted(slices.Values(values))
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}
