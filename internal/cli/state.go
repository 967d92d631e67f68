package cli

import (
	"fmt"
	"os"
	"os/signal"
	"sync"
	"time"
)

// underway is what a process is at, for whoever asks by a signal: SIGUSR1, or SIGINFO, which
// is Ctrl-T where there is one.
type underway struct {
	mu    sync.Mutex
	tell  func()     // prints it; nil where there is nothing to tell
	waits *waitNotes // of the wiki that is dialled; nil before
}

func (u *underway) is(tell func()) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.tell = tell
}

func (u *underway) waitsFor(w *waitNotes) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.waits = w
}

// asked prints the state to standard error.
func (a *app) asked() {
	a.underway.mu.Lock()
	tell := a.underway.tell
	a.underway.mu.Unlock()
	if tell == nil {
		fmt.Fprintf(a.Err, "At %s: there is nothing to tell just now.\n", clock(time.Now()))
		return
	}
	tell()
}

// waited is what the wiki is waited for now, "" for nothing.
func (a *app) waited(now time.Time) string {
	a.underway.mu.Lock()
	w := a.underway.waits
	a.underway.mu.Unlock()
	if w == nil {
		return ""
	}
	return w.now(now)
}

// clock is a time of this day.
func clock(t time.Time) string { return t.UTC().Format("15:04:05 UTC") }

// keepAlive takes away from the signals that ask what they do by default, which is to end the
// process. It is for the whole process and for good, since between the end of a command and
// that of the process one may come.
var keepAlive = sync.OnceFunc(func() {
	if len(askingSignals) > 0 { // without any it would be for all signals
		signal.Notify(make(chan os.Signal, 1), askingSignals...)
	}
})

// answer prints the state whenever a signal asks for it, until end is called.
func (a *app) answer() (end func()) {
	keepAlive()
	if len(askingSignals) == 0 {
		return func() {}
	}
	asking := make(chan os.Signal, 1)
	signal.Notify(asking, askingSignals...)
	quit := make(chan struct{})
	var answering sync.WaitGroup
	answering.Go(func() {
		for {
			select {
			case <-quit:
				return
			case <-asking:
				a.asked()
			}
		}
	})
	return func() {
		signal.Stop(asking)
		close(quit)
		answering.Wait()
	}
}
