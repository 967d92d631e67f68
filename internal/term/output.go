package term

import (
	"io"
	"os"
)

// Output is a stream that remembers the first error of writing to it: that a
// result did not arrive is told once, in the end, and nobody who writes a part of
// it has to look.
type Output struct {
	io.Writer
	failed error
}

// Write implements [io.Writer].
func (o *Output) Write(p []byte) (int, error) {
	if o.failed != nil {
		return 0, o.failed
	}
	n, err := o.Writer.Write(p)
	o.failed = err
	return n, err
}

// Failed is the first error, nil when all was written.
func (o *Output) Failed() error { return o.failed }

// File is what a stream is connected to; nil when it is no file.
func File(stream any) *os.File {
	switch s := stream.(type) {
	case *os.File:
		return s
	case *Output:
		return File(s.Writer)
	case *Transient:
		return File(s.Writer)
	}
	return nil
}
