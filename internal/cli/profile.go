package cli

import (
	"errors"
	"io"
	"runtime"
	"runtime/pprof"
	"runtime/trace"

	"github.com/spf13/pflag"
)

// profiling is what the hidden options -cpuprofile, -memprofile and -trace ask for: where
// time and memory go, for `go tool pprof` and `go tool trace`. They are for who works on
// wikiform, and no part of what it promises.
type profiling struct {
	cpu, mem, trace string // files, which must not be there yet
	end             []func() error
}

func (p *profiling) declare(flags *pflag.FlagSet) {
	flags.StringVar(&p.cpu, "cpuprofile", "", "write to `FILE` where time goes")
	flags.StringVar(&p.mem, "memprofile", "", "write to `FILE` what memory is used for")
	flags.StringVar(&p.trace, "trace", "", "write to `FILE` what happens when")
	for _, name := range []string{"cpuprofile", "memprofile", "trace"} {
		flags.Lookup(name).Hidden = true
	}
}

// profile begins what is asked for. What it is to be written to is made at once, so that
// nobody finds out after an hour that it cannot be.
func (a *app) profile() error {
	place := a.placeBelow(a.path("."))
	for _, one := range []struct {
		option, name string
		begin        func(io.Writer) error
		end          func(io.Writer) error
	}{
		{"-cpuprofile", a.profiling.cpu, pprof.StartCPUProfile, func(io.Writer) error { pprof.StopCPUProfile(); return nil }},
		{"-trace", a.profiling.trace, trace.Start, func(io.Writer) error { trace.Stop(); return nil }},
		{"-memprofile", a.profiling.mem, func(io.Writer) error { return nil }, writeMemory},
	} {
		if one.name == "" {
			continue
		}
		f, err := place.Create(a.path(one.name), 0o600)
		if err != nil {
			return usagef("%s: %w", one.option, err)
		}
		a.profiling.end = append(a.profiling.end, func() error { return errors.Join(one.end(f), f.Close()) })
		if err := one.begin(f); err != nil {
			return usagef("%s: %w", one.option, err)
		}
	}
	return nil
}

func writeMemory(w io.Writer) error {
	runtime.GC() // what is there still, beside all that ever was
	return pprof.Lookup("allocs").WriteTo(w, 0)
}

// profiled ends what profile began.
func (a *app) profiled() (err error) {
	for _, end := range a.profiling.end {
		err = errors.Join(err, end())
	}
	return err
}
