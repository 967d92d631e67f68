package term

import (
	"strconv"

	"golang.org/x/term"
)

// IsTerminal reports whether a stream is a terminal that a person looks at.
func IsTerminal(stream any) bool {
	f := File(stream)
	return f != nil && term.IsTerminal(int(f.Fd()))
}

// Columns is the width of a stream: what COLUMNS says, the terminal's, or 80.
func (s Streams) Columns(stream any) int {
	if n, err := strconv.Atoi(s.Env["COLUMNS"]); err == nil && n > 0 {
		return n
	}
	if f := File(stream); f != nil {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			return w
		}
	}
	return 80
}

// Redraws reports whether what was written to a stream can be drawn over, and a
// person sees it.
func (s Streams) Redraws(stream any) bool {
	return IsTerminal(stream) && s.Env["TERM"] != "dumb" && !s.Automation()
}

// When says when output is coloured.
type When string

// The values of When; the zero value is Auto.
const (
	Auto   When = "auto"
	Always When = "always"
	Never  When = "never"
)

// Colours decides for one stream whether to colour it: as was asked for, then the
// environment (no-color.org, force-color.org, CLICOLOR), then what the stream is.
func (s Streams) Colours(stream any, when When) bool {
	switch {
	case when == Never:
		return false
	case when == Always:
		return true
	case s.Env["NO_COLOR"] != "":
		return false
	case forced(s.Env["FORCE_COLOR"]) || forced(s.Env["CLICOLOR_FORCE"]):
		return true
	case s.Env["CLICOLOR"] == "0" || s.Env["TERM"] == "dumb":
		return false
	case IsTerminal(stream):
		return true
	}
	// The log viewers of these render ANSI colours.
	return s.Env["GITHUB_ACTIONS"] != "" || s.Env["GITLAB_CI"] != "" || s.Env["BUILDKITE"] != ""
}

func forced(value string) bool { return value != "" && value != "0" }
