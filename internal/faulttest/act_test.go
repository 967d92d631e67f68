package faulttest

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"wikiform/plan"
	"wikiform/provider/sandbox"
)

// course is what is known of who wrote what. Between two acts of volunteers, nobody but
// the program writes.
type course struct {
	ready  bool // what is before the first run is there
	over   bool // nothing breaks any more
	acting sync.Mutex
	done   map[int]bool // acts whose time has come
	acted  int          // of these, those that came to something
	// actedFirst is how many there were before the run.
	actedFirst int
	clock      int
	seenAt     map[string]int // when the program last looked at a title
	actedAt    map[string]int // when a volunteer last wrote to one
	segments   []segment
	since      snapshot // what the wiki had when the last segment began
	raced      map[string]bool
	// takenFor: a write met, in this or an earlier run, what a volunteer had put in the
	// place of what was meant.
	takenFor bool
}

// segment is what the wiki had before and after some writes of the program.
type segment struct{ before, after snapshot }

// begin begins to note what a run writes.
func (w *world) begin() error {
	now, err := w.snapshot()
	w.segments, w.since, w.actedFirst = nil, now, w.acted
	w.seenAt, w.actedAt, w.raced = map[string]int{}, map[string]int{}, map[string]bool{}
	return err
}

// end ends the last segment of a run.
func (w *world) end() error {
	now, err := w.snapshot()
	w.segments = append(w.segments, segment{w.since, now})
	return err
}

// arrive is what happens right before a request of the program is carried out.
func (w *world) arrive(r sandbox.Request) {
	w.acting.Lock()
	defer w.acting.Unlock()
	w.act(r.Step, true)
	if r.Step != sandbox.Token && r.Step != sandbox.Login {
		w.act(sandbox.Any, true)
	}
	w.clock++
	for _, t := range r.Titles {
		w.seenAt[strings.TrimPrefix(t, "File:")] = w.clock
	}
	for _, t := range []string{r.Title, r.To} {
		if t = strings.TrimPrefix(t, "File:"); t != "" && w.actedAt[t] > w.seenAt[t] {
			w.raced[t], w.takenFor = true, true // between the last look and the write, which no wiki prevents
		}
	}
}

// act does what volunteers do on an occasion, which was counted.
func (w *world) act(on sandbox.Step, during bool) {
	if w.over {
		return
	}
	for i, a := range w.schedule.Acts {
		if a.On != on || w.done[i] || a.Nth > w.count(on) {
			continue
		}
		w.done[i] = true
		before, err := w.snapshot()
		if err != nil {
			panic(err)
		}
		a = w.meant(a)
		if err := w.perform(a); err != nil {
			continue // the wiki does not let her
		}
		w.acted++
		w.clock++
		if !during {
			continue
		}
		w.strike()
		w.segments = append(w.segments, segment{w.since, before})
		if w.since, err = w.snapshot(); err != nil {
			panic(err)
		}
		w.actedAt[a.Title], w.actedAt[a.To] = w.clock, w.clock
	}
}

// meant gives an act the passing title that the running plan has.
func (w *world) meant(a act) act {
	for _, t := range []*string{&a.Title, &a.To} {
		if *t != passing {
			continue
		}
		*t = "Wikiform passing.png"
		for _, c := range w.made().Changes {
			if m := c.Move(); m != nil && m.Via != "" {
				*t = string(m.Via)
			}
		}
	}
	return a
}

// made is the plan of the run, an empty one when there is none yet.
func (w *world) made() *plan.Plan {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.process == nil || w.process.made == nil {
		return &plan.Plan{}
	}
	return w.process.made
}

// count is how many occasions on a step there were.
func (w *world) count(on sandbox.Step) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seen[on]
}

// strike counts one.
func (w *world) strike() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.struck++
}

func (w *world) perform(a act) error {
	switch a.Do {
	case uploads:
		return w.wiki.PutFile(a.Title, picture(direct, 300+w.clock), "Brought by Anna.", anna)
	case edits:
		return w.wiki.PutPage("File:"+a.Title, fmt.Sprint("Written by Anna, ", w.clock), anna)
	case moves:
		return w.wiki.Move(anna, "File:"+a.Title, "File:"+a.To, !a.Quiet)
	case deletes:
		return w.wiki.Delete("File:"+a.Title, "Anna wants it to go.")
	case redirects:
		if a.Title == a.To {
			return fmt.Errorf("a redirect to itself")
		}
		return w.wiki.Redirect(anna, "File:"+a.Title, "File:"+a.To)
	}
	panic(a.Do)
}

// pendingActs reports whether volunteers wait for a run to come.
func (w *world) pendingActs() bool {
	runs := w.count(onRun)
	return slices.ContainsFunc(w.schedule.Acts, func(a act) bool { return a.On == onRun && a.Nth > runs })
}

// planned keeps a plan that may be carried out.
func (p *process) planned(made *plan.Plan) {
	p.world.mu.Lock()
	defer p.world.mu.Unlock()
	p.made = made
}
