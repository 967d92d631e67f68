package progress

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"wikiform/internal/columns"
	"wikiform/internal/number"
	"wikiform/provider"
)

const (
	// mostActive is how many files in flight get a line: all lines together
	// have to fit on a small terminal, or they could not be redrawn.
	mostActive = 8
	widestBar  = 30
	// narrowestBar is the smallest that shows anything.
	narrowestBar = 5
)

// statusLines are the lines at the bottom of the terminal, none wider than
// width.
func statusLines(t *Tracker, now time.Time, width int) []string {
	if t.files == 0 || t.finished == t.files && len(t.active) == 0 {
		return nil
	}
	shown := t.active[:min(len(t.active), mostActive)]
	names := 0
	for _, a := range shown {
		names = max(names, columns.Of(name(a.address)))
	}
	names = min(names, width/3)
	var rows []barred
	for _, a := range shown {
		rows = append(rows, activeRow(a, now, names))
	}
	rows = append(rows, totalRow(t, now, width))
	room := widestBar
	for _, r := range rows {
		room = min(room, r.room(width))
	}
	var lines []string
	for i, r := range rows {
		if more := len(t.active) - len(shown); i == len(shown) && more > 0 {
			lines = append(lines, shorten(fmt.Sprintf("and %d more in flight", more), width))
		}
		lines = append(lines, shorten(r.with(room), width))
	}
	return lines
}

// barred is a line with a bar, or with none. The bar takes what room the rest leaves:
// what is said in figures is worth more.
type barred struct {
	before, after string
	fraction      float64 // below 0: there is no bar
}

// room is how wide the bar can be.
func (r barred) room(width int) int {
	if r.fraction < 0 {
		return widestBar
	}
	return width - columns.Of(r.before) - columns.Of(r.after) - 4
}

func (r barred) with(size int) string {
	if r.fraction >= 0 && size >= narrowestBar {
		return r.before + "  " + bar(r.fraction, size) + "  " + r.after
	}
	return r.before + "  " + r.after
}

// activeRow: file.big  [=====>     ]  45%  24.0/96.0 MiB  12s
func activeRow(a *activity, now time.Time, names int) barred {
	r := barred{before: pad(name(a.address), names), fraction: -1}
	var parts []string
	if a.content && a.last.Phase == provider.Sending && a.size > 0 {
		r.fraction = float64(a.sent) / float64(a.size)
		parts = append(parts, fmt.Sprintf("%3d%%", int(100*r.fraction)), of(a.sent, a.size))
	} else {
		parts = append(parts, doing(a, now))
	}
	if elapsed := now.Sub(a.began); elapsed >= time.Second {
		parts = append(parts, seconds(elapsed))
	}
	r.after = strings.Join(parts, "  ")
	return r
}

// totalRow: 312/354 files  [=====>     ]  88%  1.6/1.8 GiB  3.1 MiB/s  ETA 2m10s
func totalRow(t *Tracker, now time.Time, width int) barred {
	r := barred{before: fmt.Sprintf("%s/%s files", number.Grouped(t.written()), number.Grouped(t.files)), fraction: -1}
	if done, all := t.progress(); all > 0 {
		r.fraction = done / all
	}
	waiting := t.waiting(now)
	bytes, pace, end, unseen := "", "", "", t.unseen()
	if t.total > 0 {
		bytes = of(t.bytes(), t.total)
	}
	if rate, ok := t.flow.rate(); ok && rate >= 1 && t.total > 0 && !waiting {
		pace = number.Bytes(int64(rate)) + "/s"
	}
	if left, ok := t.eta(now); ok {
		end = "ETA " + remaining(left)
	}
	switch {
	case t.stopping != "":
		end = "stopping"
	case waiting:
		end = "waiting for the wiki"
	}
	// How it ends is worth the most, and the pace the least.
	percent := fmt.Sprintf("%3d%%", t.percent())
	for _, parts := range [][]string{{percent, bytes, pace, end, unseen}, {percent, bytes, pace, end}, {percent, bytes, end}, {percent, end}, {end}} {
		r.after = strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "  ")
		if columns.Of(r.with(0)) <= width {
			break
		}
	}
	return r
}
