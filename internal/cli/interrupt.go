package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
)

// interrupts turns signals into two stages: the first closes soft, so that
// nothing new is started and what is in flight may end; the second cancels hard.
type interrupts struct {
	soft   chan struct{}
	hard   context.Context
	signal atomic.Value // os.Signal, the first one
	end    func()
}

// catchSignals starts to listen for signals; whoever shows the run says that they
// came. The caller calls end when it no longer wants them caught.
func catchSignals() *interrupts {
	ctx, cancel := context.WithCancel(context.Background())
	i := &interrupts{soft: make(chan struct{}), hard: ctx}
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	quit := make(chan struct{})
	go func() {
		for n := 0; ; n++ {
			select {
			case <-quit:
				return
			case sig := <-signals:
				if n == 0 {
					i.signal.Store(sig)
					close(i.soft)
				} else {
					cancel()
				}
			}
		}
	}()
	i.end = func() {
		signal.Stop(signals)
		close(quit)
		cancel()
	}
	return i
}

// reading gives a context that the first signal ends: what only reads need not
// stop gracefully.
func (i *interrupts) reading() context.Context {
	ctx, cancel := context.WithCancel(i.hard)
	go func() {
		select {
		case <-i.soft:
		case <-ctx.Done():
		}
		cancel()
	}()
	return ctx
}

// caught is the signal that came, as an error; nil when none did.
func (i *interrupts) caught() error {
	if sig, ok := i.signal.Load().(os.Signal); ok {
		return interrupted{sig}
	}
	return nil
}

// explain gives why a command ended in err: a signal goes before what it made fail,
// and a command that came to its end did so whatever came meanwhile.
func (i *interrupts) explain(err error) error {
	_, ended := errors.AsType[outcome](err)
	if signal := i.caught(); signal != nil && err != nil && !ended {
		return signal
	}
	return err
}
