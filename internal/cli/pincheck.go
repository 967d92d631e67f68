package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"wikiform/apply/reconcile"
	"wikiform/internal/number"
	"wikiform/provider"
	"wikiform/spec"
	"wikiform/spec/source"
)

// pinCheck is one URL of the manifest with what the lock file says of it and what
// it holds now.
type pinCheck struct {
	url   string
	files []spec.File // that have it
	known source.Pin  // of the lock file; zero when there is none
	due   bool        // it is asked for in this run

	sent, total atomic.Int64 // bytes; total is 0 when it is not known
	done        bool         // it was asked for, and what follows is the answer
	now         source.Pin
	err         error
}

func (l *pinCheck) progress(sent, total int64) {
	l.sent.Store(sent)
	l.total.Store(total)
}

// pinChecks lists the URLs that need a pin, each once, in order of the manifest.
func (a *app) pinChecks(project *reconcile.Project, files []spec.File, o *lockOptions) ([]*pinCheck, error) {
	lock := project.Lock()
	var list []*pinCheck
	at := map[string]*pinCheck{}
	for _, f := range files {
		if f.Source.URL == "" || f.Source.Pin.Known() {
			continue
		}
		l := at[f.Source.URL]
		if l == nil {
			l = &pinCheck{url: f.Source.URL}
			known := false
			l.known, known = lock.Pin(l.url)
			l.due = o.check || !known
			at[l.url] = l
			list = append(list, l)
		}
		l.files = append(l.files, f)
	}
	if len(list) == 0 && len(o.upgrade) == 0 {
		a.note("The manifest has no URL source without a sha1 of its own, so there is nothing to pin.")
	}
	for _, glob := range o.upgrade {
		if !upgrade(list, glob) {
			return nil, noSuchSource(list, glob)
		}
	}
	return list, nil
}

// upgrade makes due what a glob matches, and reports whether there was any.
func upgrade(list []*pinCheck, glob string) bool {
	found := false
	for _, l := range list {
		match := spec.Glob(glob, l.url) || slices.ContainsFunc(l.files, func(f spec.File) bool { return f.Matches(glob) })
		l.due = l.due || match
		found = found || match
	}
	return found
}

func noSuchSource(list []*pinCheck, glob string) error {
	var names []string
	for _, l := range list {
		names = append(names, source.ShownURL(l.url))
		for _, f := range l.files {
			names = append(names, string(f.Address))
			if block, _, instance := f.Address.Block(); instance {
				names = append(names, string(block))
			}
		}
	}
	err := usagef("-upgrade=%s matches no URL source without a sha1 of its own", glob)
	if near := spec.Suggest(glob, names); near != "" {
		return hinted{err, fmt.Sprintf("Did you mean %s?", near)}
	}
	return hinted{err, "It is compared with the whole of an address, such as file.aerial, of a title behind File:, or of a URL; * stands for any letters."}
}

// pinState is what became of a check.
type pinState int

const (
	pinSame pinState = iota
	pinMissing
	pinDiffers
	pinFailed
)

func (l *pinCheck) state() pinState {
	content, _ := l.now.Differs(l.known)
	switch {
	case !l.due:
		return pinSame
	case !l.done || l.err != nil:
		return pinFailed
	case !l.known.SHA1.Known():
		return pinMissing
	case content:
		return pinDiffers
	}
	return pinSame
}

// tally counts checks by their state.
type tally struct {
	same, missing, differs, failed int
	stopped                        bool
}

// add counts a check and prints what a person has to know of it.
func (t *tally) add(a *app, l *pinCheck, state pinState) {
	p := a.paint(a.Out)
	name := provider.Visible(fmt.Sprintf("%s (%s)", source.ShownURL(l.url), l.files[0].Address))
	if more := len(l.files) - 1; more > 0 {
		name = provider.Visible(fmt.Sprintf("%s (%s and %s more)", source.ShownURL(l.url), l.files[0].Address, number.Grouped(more)))
	}
	switch state {
	case pinSame:
		t.same++
	case pinMissing:
		t.missing++
		fmt.Fprintf(a.Out, "%s %s\n    %s\n", p.Good("+"), name, facts(l.now))
	case pinDiffers:
		t.differs++
		fmt.Fprintf(a.Out, "%s %s\n    %s\n    %s\n", p.Warn("~"), name, p.Bad("- "+facts(l.known)), p.Good("+ "+facts(l.now)))
	case pinFailed:
		t.failed++
		if !l.done || errors.Is(l.err, context.Canceled) {
			t.stopped = true
			return
		}
		fmt.Fprintf(a.Out, "%s %s\n    %s\n", p.Bad("!"), name, provider.VisibleLine(l.err.Error()))
		if hint := provider.HintOf(l.err); hint != "" {
			fmt.Fprintf(a.Out, "    %s\n", provider.VisibleLine(hint))
		}
	}
}

// facts writes what identifies a content.
func facts(p source.Pin) string {
	s := "sha1 " + p.SHA1.String()
	if p.Size > 0 {
		s += "  " + number.Bytes(p.Size)
	}
	if p.MediaType != "" {
		s += "  " + provider.Visible(p.MediaType)
	}
	return s
}

// err is how a command ends after what was counted.
func (t *tally) err() error {
	if t.failed > 0 {
		return outcome(exitError)
	}
	return nil
}

// concludeLock says what became of the lock file.
func (a *app) concludeLock(t tally, wrote, pruned bool, unused int) {
	fmt.Fprintf(a.Out, "Lock: %s added, %s changed, %s unchanged", number.Grouped(t.missing), number.Grouped(t.differs), number.Grouped(t.same))
	if t.failed > 0 {
		fmt.Fprintf(a.Out, ", %s failed", number.Grouped(t.failed))
	}
	fmt.Fprintln(a.Out, ".")
	switch {
	case pruned && unused > 0:
		a.note("%s removed from %s, since the manifest does not name the URL.", were(unused, "pin"), source.LockName)
	case unused > 0:
		a.note("%s in %s for URLs that the manifest does not name; wikiform lock -prune removes them.", are(unused, "pin"), source.LockName)
	}
	if wrote && !a.Automation() {
		a.note("Commit %s.", source.LockName)
	}
}

func were(n int, noun string) string {
	if n == 1 {
		return "1 " + noun + " was"
	}
	return number.Of(n, noun) + " were"
}

func are(n int, noun string) string {
	if n == 1 {
		return "There is 1 " + noun
	}
	return "There are " + number.Of(n, noun)
}
