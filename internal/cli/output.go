package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"wikiform/internal/term"
	"wikiform/internal/writefile"
	"wikiform/spec/source"
)

// ended is the exit code of a command that ended in err and would exit with
// code: not one that promises a result, if the result did not arrive.
func (a *app) ended(err error, code int) int {
	out, ok := a.Out.(*term.Output)
	if !ok || out.Failed() == nil {
		return code
	}
	if !errors.Is(err, out.Failed()) {
		a.complain(fmt.Errorf("the output is not whole: %w", out.Failed()))
	}
	switch code {
	case exitOK, exitPending, exitFound:
		return exitError
	}
	return code
}

// placeBelow is where names of the command line are written, with root as its
// checkout, beside those that are git's.
func (a *app) placeBelow(root string) writefile.Place {
	p := writefile.Place{Root: root}
	for _, stream := range []any{a.Out, a.Err} {
		if f := term.File(stream); f != nil {
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

// manifestNames are the ends of names that files of a manifest have.
var manifestNames = []string{".wiki.hcl", ".wiki.json", ".wikivars.hcl", ".wikivars.json", source.LockName}

// checkTarget refuses to write what an option says over a file of a manifest.
func checkTarget(option, name string) error {
	base := strings.ToLower(filepath.Base(name))
	if slices.ContainsFunc(manifestNames, func(end string) bool { return strings.HasSuffix(base, end) }) {
		return usagef("%s=%s has the name of a file of the manifest, which would be lost", option, name)
	}
	return nil
}
