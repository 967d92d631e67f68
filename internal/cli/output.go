package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"wikiform/internal/writefile"
)

// output is standard output, which remembers the first error of writing to it:
// that a result did not arrive is told once, in [app.ended], and nobody who
// writes a part of it has to look.
type output struct {
	io.Writer
	failed error
}

func (o *output) Write(p []byte) (int, error) {
	if o.failed != nil {
		return 0, o.failed
	}
	n, err := o.Writer.Write(p)
	o.failed = err
	return n, err
}

// ended is the exit code of a command that ended in err and would exit with
// code: not one that promises a result, if the result did not arrive.
func (a *app) ended(err error, code int) int {
	out, ok := a.Out.(*output)
	if !ok || out.failed == nil {
		return code
	}
	if !errors.Is(err, out.failed) {
		a.complain(fmt.Errorf("the output is not whole: %w", out.failed))
	}
	switch code {
	case exitOK, exitPending, exitFound:
		return exitError
	}
	return code
}

// file is what a stream is connected to; nil when it is no file.
func file(stream any) *os.File {
	switch s := stream.(type) {
	case *os.File:
		return s
	case *output:
		return file(s.Writer)
	}
	return nil
}

// place is where names of the command line are written, with root as its
// checkout, beside those that are git's.
func (a *app) place(root string) writefile.Place {
	p := writefile.Place{Root: root}
	for _, stream := range []any{a.Out, a.Err} {
		if f := file(stream); f != nil {
			p.Streams = append(p.Streams, f)
		}
	}
	return p
}

// standardOutput reports whether a name of the command line means standard
// output.
func standardOutput(name string) bool {
	return slices.Contains([]string{"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"}, name)
}
