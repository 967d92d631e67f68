package apply

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"testing"

	"wikiform/provider"
	"wikiform/spec"
)

// checkWrites holds what results say that the run wrote against what the wiki made. A
// number or a time may be left open; where an answer was lost for good, the write, too.
func checkWrites(t reporter, w *fakeWiki, results ...Result) {
	t.Helper()
	var told []provider.Write
	unsure := false
	for _, res := range results {
		told = append(told, res.Writes...)
		unsure = unsure || res.Outcome == Unsure
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	rest := slices.Clone(told)
	for _, m := range w.made {
		i := slices.IndexFunc(rest, func(told provider.Write) bool { return fits(told, m) })
		switch {
		case i >= 0:
			rest = slices.Delete(rest, i, i+1)
		case !unsure:
			t.Errorf("it is not told that this was written: %+v", m)
		}
	}
	if len(rest) > 0 {
		t.Errorf("the run says that it wrote %+v, the wiki made %+v", told, w.made)
	}
}

// reporter is a test, or a check of rapid.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
}

// fits reports whether a write is the one that was made, as far as it is told.
func fits(told, made provider.Write) bool {
	told.Page, told.Revision = cmp.Or(told.Page, made.Page), cmp.Or(told.Revision, made.Revision)
	if told.Time.IsZero() {
		told.Time = made.Time
	}
	return told == made
}

// Each write is recorded before the next one of its file is made. What cannot be recorded
// keeps further files from being started, and nothing that is begun half done.
func TestRecord(t *testing.T) {
	t.Parallel()
	for name, room := range map[string]int{"all": 100, "one": 1, "none": 0} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFake(t)
			w.put("A.png", "old", "old text", "Anna", "")
			p := planOf(w, want("A.png", "new", ptr("text")), want("B.png", "new", nil))
			var recorded []provider.Write
			r := Runner{Wiki: w, Body: sources(map[string]string{"new": "new"}), Jobs: 1, Account: "Uploader", Record: func(address spec.Address, m provider.Write) error {
				if w.mu.Lock(); len(w.made) != len(recorded)+1 || address != map[provider.Title]spec.Address{"A.png": "file.a", "B.png": "file.b"}[m.Title] {
					t.Errorf("%s, after %+v: %+v", address, w.made, m)
				}
				w.mu.Unlock()
				if recorded = append(recorded, m); len(recorded) > room {
					return errors.New("no space left on device")
				}
				return nil
			}}
			report := r.Run(t.Context(), nil, p)
			checkWrites(t, w, report.Results...)
			want, stopped := []Outcome{Done, NotStarted}, "what was written could not be recorded"
			if name == "all" {
				want, stopped = []Outcome{Done, Done}, ""
			}
			if got := outcomes(report); !slices.Equal(got, want) || !strings.HasPrefix(report.Stopped, stopped) || (stopped == "") != (report.Stopped == "") {
				t.Errorf("%v, stopped: %q", got, report.Stopped)
			}
		})
	}
}
