package cli

import (
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/term"
)

// Streams are what the program is connected to.
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

// terminal reports whether a stream is a terminal that a person looks at.
func terminal(stream any) bool {
	f := file(stream)
	return f != nil && term.IsTerminal(int(f.Fd()))
}

// columns is the width of a stream: what COLUMNS says, the terminal's, or 80.
func (a *app) columns(stream any) int {
	if n, err := strconv.Atoi(a.Env["COLUMNS"]); err == nil && n > 0 {
		return n
	}
	if f := file(stream); f != nil {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			return w
		}
	}
	return 80
}

// automation reports whether no person is there to answer or to read hints.
func (s Streams) automation() bool {
	return s.Env["CI"] == "true" || s.Env["CI"] == "1" || s.Env["WIKIFORM_IN_AUTOMATION"] != ""
}

// asks reports whether a question would reach a person.
func (a *app) asks() bool {
	return !a.noInput && a.Env["WIKIFORM_INPUT"] != "0" && !a.automation()
}
