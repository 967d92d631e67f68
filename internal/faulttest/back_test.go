package faulttest

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/apply"
	"wikiform/apply/reconcile"
	"wikiform/internal/receipt"
	"wikiform/plan"
	"wikiform/provider/sandbox"
)

// TestRollbacks draws a manifest, applies it while nothing breaks, and takes that back by
// its receipt while everything does. In the end every title has what it had before the
// run, no history is lost, and what a volunteer did in between is still there.
func TestRollbacks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for rounds := amount(t); rounds.more(); {
		rapid.Check(t, func(rt *rapid.T) {
			s := drawBack(rt)
			rounds.count()
			if err := takeBack(t, s, dir); err != nil {
				rt.Fatalf("%v\n\n%v", err, s)
			}
		})
		if t.Failed() {
			return
		}
	}
}

// drawBack draws a schedule whose strikes and volunteers come while the run is taken back.
func drawBack(t *rapid.T) schedule {
	s := drawSchedule(t)
	s.Agreement, s.Budget, s.Queue, s.Batch, s.StageFirst = "", 0, 0, 0, false
	s.Agreement = rapid.SampledFrom([]agreement{"", savedPlan}).Draw(t, "saved")
	steps := []sandbox.Step{sandbox.Any, sandbox.Any, sandbox.Query, sandbox.Revert, sandbox.Undelete, sandbox.Label, sandbox.Move, sandbox.Delete, sandbox.Edit, sandbox.Token}
	s.Strikes = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) strike { return drawStrike(t, steps) }), 0, 6).Draw(t, "strikes while it is taken back")
	return s
}

// takeBack carries a schedule out in a bubble of time.
func takeBack(t *testing.T, s schedule, dir string) (err error) {
	synctest.Test(t, func(t *testing.T) { err = goBack(t, s, dir) })
	return err
}

func goBack(t *testing.T, s schedule, dir string) error {
	quiet := s
	quiet.Strikes, quiet.Acts, quiet.Agreement = nil, nil, ""
	w := newWorld(t, quiet)
	defer w.wiki.Close()
	before, err := w.snapshot()
	if err == nil {
		err = w.begin()
	}
	if err != nil {
		return err
	}
	p := w.start(t.Context(), dir)
	o := p.run()
	if o.err != nil {
		return fmt.Errorf("with nothing broken: %w", o.err)
	}
	if o.report == nil || !o.report.Changed() {
		return nil // there is nothing to take back
	}
	after, err := w.snapshot()
	if err != nil {
		return err
	}
	time.Sleep(time.Minute)
	w.trouble(s)
	b := &back{world: w, receipt: p.receipt.text.Bytes(), after: after}
	for run := 1; ; run++ {
		w.occasion(onRun)
		w.act(onRun, false)
		acted, struck := w.acted, w.strikes()
		o := b.runOnce(t, dir)
		if o.broke != nil {
			return fmt.Errorf("run %d: %w", run, o.broke)
		}
		switch undisturbed := w.acted == acted && w.strikes() == struck; {
		case undisturbed && o.err != nil && !o.killed && !b.replans():
			return fmt.Errorf("run %d: nothing broke, but it is not done: %w", run, o.err)
		case o.done() && b.saved == nil && !w.pendingActs() && undisturbed:
			return b.ended(t, dir, before)
		case run == mostRuns:
			return fmt.Errorf("%d runs did not take it back: %w", run, o.complaint())
		}
		if o.done() || o.report != nil && o.report.Count(apply.Stale) > 0 {
			b.saved = nil // somebody plans again
		}
		time.Sleep(time.Minute)
		if err := w.wiki.RunJobs(); err != nil {
			return err
		}
	}
}

// trouble lets begin what breaks, and volunteers.
func (w *world) trouble(s schedule) {
	w.mu.Lock()
	w.schedule, w.seen, w.struck = s, map[sandbox.Step]int{}, 0
	w.mu.Unlock()
	for _, strike := range s.Strikes {
		w.arm(strike)
	}
}

// back is a run that is taken back.
type back struct {
	*world
	receipt []byte
	after   snapshot // what the run had left
	saved   []byte   // the plan that is carried out until it is done; nil: it has to be made
}

// replans reports whether a plan that cannot be carried out is thrown away.
func (b *back) replans() bool {
	had := b.saved != nil
	b.saved = nil
	return had
}

// runOnce plans, or takes the plan that is there, and carries it out.
func (b *back) runOnce(t *testing.T, dir string) outcome {
	if err := b.begin(); err != nil {
		return outcome{err: err}
	}
	p := b.start(t.Context(), dir)
	o := p.rollback(b)
	synctest.Wait()
	o.killed = p.killed()
	if err := errors.Join(b.end(), b.respected()); err != nil {
		o.broke = err
	}
	return o
}

// respected reports what became, by our writes, of what a volunteer did since the run. What
// she did not touch of a page may go back.
func (b *back) respected() error {
	var all []error
	for _, s := range b.segments {
		for _, x := range s.before {
			hers := b.hers(x)
			if x.Page == 0 || hers == (deeds{}) || b.raced[x.Title] {
				continue
			}
			now, there := s.after.page(x.Page)
			was, is := currentOf(x), currentOf(now)
			switch {
			case !there:
				all = append(all, fmt.Errorf("%s is gone, and Anna was there since the run", x.Title))
			case hers.moved && now.Title != x.Title, hers.version && is.SHA1 != was.SHA1, hers.text && is.Text != was.Text:
				all = append(all, fmt.Errorf("Anna did this since the run: %+v (-hers +now):\n%s", hers, cmp.Diff(x, now)))
			}
		}
	}
	return errors.Join(all...)
}

// deeds are what of a page is a volunteer's.
type deeds struct{ version, text, moved bool }

// hers are what a volunteer was the last to do to a page, after the run.
func (b *back) hers(x thing) (d deeds) {
	was, _ := b.after.page(x.Page)
	versions, revisions := len(x.Versions)-len(was.Versions), len(x.Revisions)-len(was.Revisions)
	d.version = versions > 0 && x.Versions[0].User == anna
	for i := range max(revisions, 0) {
		r, first := x.Revisions[i], i+1 == len(x.Revisions)
		if first || r.Text != x.Revisions[i+1].Text {
			d.text = r.User == anna
			break
		}
	}
	// A move leaves a revision without a change, as an upload does.
	d.moved = revisions > 0 && x.Revisions[0].User == anna && !d.text && !d.version
	return d
}

// rollback is run for a receipt.
func (p *process) rollback(b *back) outcome {
	defer p.cancel()
	project, target, err := p.open()
	if err != nil {
		return outcome{err: err}
	}
	r, err := receipt.Read(bytes.NewReader(b.receipt))
	if err != nil {
		return outcome{err: err}
	}
	if b.saved == nil {
		made, err := project.Rollback(p.reading, target, r, reconcile.Choice{})
		if err != nil {
			return outcome{err: fmt.Errorf("rollback: %w", err)}
		}
		if !made.Pending() {
			return outcome{plan: made}
		}
		var saved bytes.Buffer
		if err := plan.Write(&saved, made); err != nil || p.killed() {
			return outcome{err: errors.Join(err, errKilled)}
		}
		b.saved = saved.Bytes()
	}
	saved, err := plan.Read(bytes.NewReader(b.saved))
	if err != nil {
		return outcome{err: err}
	}
	made, err := project.ConfirmRollback(p.reading, target, saved, r)
	switch {
	case err != nil:
		return outcome{err: fmt.Errorf("confirm: %w", err)}
	case !made.Pending():
		return outcome{plan: made}
	}
	p.planned(made)
	report, err := p.apply(project, target, made)
	return outcome{plan: made, report: report, err: err}
}

// ended holds the wiki against what it was before the run.
func (b *back) ended(t *testing.T, dir string, before snapshot) error {
	b.wiki.Heal()
	b.over = true
	o := b.runOnce(t, dir)
	if o.err != nil || !o.done() {
		return fmt.Errorf("in the end there is still something to do: %w", o.complaint())
	}
	now, err := b.snapshot()
	if err != nil {
		return err
	}
	blocked := map[string]bool{} // titles that a blocked change is about
	var all []error
	for i := range o.plan.Changes {
		c := &o.plan.Changes[i]
		if c.Action() != plan.Blocked {
			continue
		}
		was := before[string(c.Claim.Title)] // the wiki deletes no file without its page
		if b.acted == 0 && !(was.Page != 0 && len(was.Versions) == 0) {
			all = append(all, fmt.Errorf("%s is blocked though nobody was there: %v", c.Claim.Address, c.Problems))
		}
		blocked[string(c.Claim.Title)] = true
		if c.Claim.From != nil {
			blocked[string(c.Claim.From.Title)] = true
		}
	}
	if b.acted == 0 {
		all = append(all, sameTitles(before, now, blocked))
	}
	all = append(all, kept(before, now))
	return errors.Join(all...)
}

// present is what a title has now.
type present struct {
	Page              int64
	SHA1, Text, Leads string
}

func currentOf(x thing) (c present) {
	c.Page, c.Leads = x.Page, x.Leads
	if c.Leads != "" && len(x.Versions) == 0 {
		c.Page = 0 // one that a file was moved over is made anew
	}
	if len(x.Versions) > 0 {
		c.SHA1 = x.Versions[0].SHA1.String()
	}
	if len(x.Revisions) > 0 {
		c.Text = x.Revisions[0].Text
	}
	return c
}

// sameTitles compares what titles have, but for some.
func sameTitles(before, now snapshot, except map[string]bool) error {
	var all []error
	for title := range union(before, now) {
		if d := cmp.Diff(currentOf(before[title]), currentOf(now[title])); d != "" && !except[title] {
			all = append(all, fmt.Errorf("%s (-before +now):\n%s", title, d))
		}
	}
	return errors.Join(all...)
}

func union(a, b snapshot) map[string]bool {
	titles := map[string]bool{}
	for title := range a {
		titles[title] = true
	}
	for title := range b {
		titles[title] = true
	}
	return titles
}

// kept reports pages that were there before and lost a version or a revision since.
func kept(before, now snapshot) error {
	var all []error
	for title, was := range before {
		is, there := now.page(was.Page)
		if !there {
			continue // sameTitles tells, or a volunteer deleted it
		}
		if lost := was.grown(is); lost != "" {
			all = append(all, fmt.Errorf("%s, now %s: %s", title, is.Title, lost))
		}
	}
	return errors.Join(all...)
}
