// Package term is what the program is connected to: its streams, who reads them,
// how wide and how colourful they are.
package term

import (
	"io"
	"os"
	"strings"
)

// Streams are the program's, and its environment.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	Env      map[string]string
}

// System connects to the process's own streams and environment.
func System() Streams {
	env := map[string]string{}
	for _, kv := range os.Environ() {
		name, value, _ := strings.Cut(kv, "=")
		env[name] = value
	}
	return Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Env: env}
}

// Automation reports whether no person is there to answer or to read hints.
func (s Streams) Automation() bool {
	return s.Env["CI"] == "true" || s.Env["CI"] == "1" || s.Env["WIKIFORM_IN_AUTOMATION"] != ""
}
