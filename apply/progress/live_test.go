package progress

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"wikiform/apply"
	"wikiform/internal/paint"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// Pictures of a run, one after the other.
func TestLive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const mib = 1 << 20
		p := &plan.Plan{Changes: []plan.Change{
			creation("file.big", 96*mib, 3), creation("file.logo", 12<<10, 9), edition(`file.plate["日本語"]`, 20), creation("file.url", 0, 30),
		}}
		c := func(i int) *plan.Change { return &p.Changes[i] }
		m := newTerminal(t, 100)
		d := Live(m, m.columns, NewTracker(p, 0), Style{})
		var pictures strings.Builder
		picture := func(what string, after time.Duration) {
			time.Sleep(after)
			synctest.Wait()
			fmt.Fprintf(&pictures, "--- %s\n%s", what, m.text())
		}

		picture("nothing yet", 150*time.Millisecond)
		for i := range 4 {
			d.Event(apply.Started{Change: c(i)})
		}
		picture("started", 150*time.Millisecond)
		for i := range 20 {
			d.Event(sending("file.big", int64(i+1)*2*mib, 96*mib))
			time.Sleep(time.Second)
		}
		d.Event(apply.Progressed{Address: "file.url", Progress: provider.Progress{Phase: apply.Fetching, Sent: 3 * mib, Total: 40 * mib}})
		d.Event(apply.Progressed{Address: c(2).Claim.Address, Progress: provider.Progress{Phase: provider.Sending}})
		d.Event(apply.Progressed{Address: "file.logo", Progress: provider.Progress{Phase: provider.Waiting, Wait: 90 * time.Second, Why: "ratelimited"}})
		picture("under way", 10*time.Second)
		d.Event(finished(c(1), apply.Done, nil))
		d.Event(finished(c(3), apply.Failed, refusal("http-bad-status", "404\x1b[2J")))
		picture("two are finished", 150*time.Millisecond)
		m.resize(38, true)
		picture("made narrow", 150*time.Millisecond)
		m.resize(70, true)
		d.Event(apply.Stopping{Why: apply.Interrupted})
		picture("interrupted", 150*time.Millisecond)
		d.Event(finished(c(0), apply.Done, nil))
		d.Event(finished(c(2), apply.Done, nil))
		d.Close()
		d.Close()
		picture("closed", time.Second)
		golden(t, "live.txt", pictures.String())
	})
}

func TestLiveDrawsSeldom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := creation("file.a", 1<<30, 1)
		m := newTerminal(t, 80)
		d := Live(m, m.columns, NewTracker(&plan.Plan{Changes: []plan.Change{c}}, 0), Style{})
		defer d.Close()
		d.Event(apply.Started{Change: &c})
		for i := range 10_000 {
			d.Event(sending("file.a", int64(i)<<16, 1<<30))
			time.Sleep(100 * time.Microsecond)
		}
		if n := m.counted(); n < 5 || n > 10 {
			t.Errorf("drawn %d times in a second", n)
		}
		synctest.Wait()
		time.Sleep(time.Second)
		m.counted()
		// Nothing happens but that time passes.
		time.Sleep(10 * time.Second)
		if n := m.counted(); n > 12 {
			t.Errorf("drawn %d times in ten seconds of silence", n)
		}
	})
}

func TestLiveFoldsManyFiles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &plan.Plan{}
		for i := range 50 {
			p.Changes = append(p.Changes, creation(spec.Address(fmt.Sprint("file.f", i)), 100, i))
		}
		m := newTerminal(t, 60)
		d := Live(m, m.columns, NewTracker(p, 0), Style{})
		defer d.Close()
		for i := range p.Changes {
			d.Event(apply.Started{Change: &p.Changes[i]})
		}
		time.Sleep(time.Second)
		synctest.Wait()
		lines := strings.Split(strings.TrimSpace(m.text()), "\n")
		if len(lines) != mostActive+2 || lines[mostActive] != "and 42 more in flight" {
			t.Errorf("screen:\n%s", m.text())
		}
	})
}

// Whatever happens and however the window changes, nothing but the lasting
// lines is left.
func TestLiveLeavesNoGarbage(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		run := drawScribble(rt)
		var got, want, log string
		synctest.Test(t, func(t *testing.T) { got, want, log = run.show(t) })
		if got != want {
			rt.Fatalf("left on the screen:\n%s\nwanted:\n%s\nwritten: %q", got, want, log)
		}
	})
}

// scribble is some run on some terminal.
type scribble struct {
	width  int
	colour bool
	files  []scribbled
}

type scribbled struct {
	change plan.Change
	sent   int64
	sleep  time.Duration
	resize int  // the new width, 0 for the old one
	told   bool // the program learns of it
	finish bool
}

func drawScribble(t *rapid.T) scribble {
	width := rapid.IntRange(10, 120)
	s := scribble{width: width.Draw(t, "width"), colour: rapid.Bool().Draw(t, "colour")}
	for i := range rapid.IntRange(1, 12).Draw(t, "files") {
		key := rapid.StringN(0, 30, -1).Draw(t, "key") + fmt.Sprint(i)
		s.files = append(s.files, scribbled{
			change: creation(spec.Address(fmt.Sprintf("file.f[%q]", key)), rapid.Int64Range(0, 1<<32).Draw(t, "size"), i),
			sent:   rapid.Int64Range(0, 1<<33).Draw(t, "sent"),
			sleep:  time.Duration(rapid.IntRange(0, 2000).Draw(t, "ms")) * time.Millisecond,
			resize: rapid.OneOf(rapid.Just(0), width).Draw(t, "new width"),
			told:   rapid.Bool().Draw(t, "told"),
			finish: rapid.Bool().Draw(t, "finish"),
		})
	}
	return s
}

// show gives what is on the terminal in the end, what should be, and all that
// was written to get there.
func (s scribble) show(t *testing.T) (got, want, log string) {
	p := &plan.Plan{}
	for _, f := range s.files {
		p.Changes = append(p.Changes, f.change)
	}
	m := newTerminal(t, s.width)
	d := Live(m, m.columns, NewTracker(p, 0), Style{Color: s.colour})
	for i, f := range s.files {
		c := &p.Changes[i]
		d.Event(apply.Started{Change: c})
		d.Event(sending(c.Claim.Address, f.sent, c.Bytes()))
		time.Sleep(f.sleep)
		synctest.Wait()
		if f.resize > 0 {
			m.resize(f.resize, f.told)
		}
		if f.finish {
			e := finished(c, apply.Done, nil)
			d.Event(e)
			want += wrap(outcomeLine(e, paint.New(false)), m.columns()-1) + "\n"
		}
	}
	d.Close()
	if want == "" {
		want = "\n"
	}
	return m.text(), want, m.log.String()
}
