package render

import (
	"bytes"
	"io"

	"wikiform/provider"
)

// lineGuard writes a page so that no line of it is a command to a CI runner, for a
// page may be printed in a job: ":" and "#" become references, which a browser shows
// as what they stand for. Our own style and script have no such lines.
type lineGuard struct {
	w    io.Writer
	line []byte // what came of the last line so far
}

// Write implements [io.Writer].
func (g *lineGuard) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		end := bytes.IndexByte(rest, '\n') + 1
		if end == 0 {
			g.line = append(g.line, rest...)
			break
		}
		g.line = append(g.line, rest[:end]...)
		if err := g.flush(); err != nil {
			return 0, err
		}
		rest = rest[end:]
	}
	return len(p), nil
}

// flush writes what is left of the last line.
func (g *lineGuard) flush() error {
	line := g.line
	g.line = g.line[:0]
	_, err := g.w.Write(uncommanded(line))
	return err
}

// uncommanded is a line of HTML that no runner takes for a command.
func uncommanded(line []byte) []byte {
	if !bytes.Contains(line, []byte("::")) && !bytes.Contains(line, []byte("##")) {
		return line
	}
	var safe []byte
	if text := bytes.TrimLeft(line, " \t\r\f\v"); bytes.HasPrefix(text, []byte("::")) {
		at := len(line) - len(text)
		safe, line = append(append(safe, line[:at]...), "&#58;"...), line[at+1:]
	}
	for {
		i := bytes.Index(line, []byte("##"))
		if i < 0 {
			return append(safe, line...)
		}
		safe = append(safe, line[:i]...)
		if provider.StartsRunnerCommand(string(line[i:min(len(line), i+8)])) {
			safe = append(safe, "&#35;"...)
		} else {
			safe = append(safe, '#')
		}
		line = line[i+1:]
	}
}
