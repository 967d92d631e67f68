package render

import (
	"io"
	"maps"
	"slices"

	"wikiform/internal/picture"
	"wikiform/internal/preview"
	"wikiform/plan"
)

// Format names a way to write a plan down, as -format and -report do.
type Format string

// The formats.
const (
	FormatText     Format = "text"
	FormatMarkdown Format = "markdown"         // a comment on a pull request
	FormatGitHub   Format = "github"           // workflow commands: annotations
	FormatGitLab   Format = "gitlab-terraform" // a report of the type terraform
)

// Formats has the writer of each [Format]. A writer writes the whole plan and
// nothing else; its error is that of w. A format that is no terminal's takes
// from the style only what concerns it.
var Formats = map[Format]func(w io.Writer, p *plan.Plan, s Style) error{
	FormatText:     Text,
	FormatJSON:     JSON,
	FormatMarkdown: Markdown,
	FormatGitHub:   GitHub,
	FormatGitLab:   GitLabTerraform,
	FormatHTML:     HTML,
}

// FormatNames are the names of all formats, sorted.
func FormatNames() []string {
	var names []string
	for _, f := range slices.Sorted(maps.Keys(Formats)) {
		names = append(names, string(f))
	}
	return names
}

// Style is how a plan is shown.
type Style struct {
	Color bool
	Width int  // columns; 0 means 80
	Full  bool // every change by itself and whole; otherwise large plans fold
	// Show names the actions whose changes are shown; none means all. The
	// numbers are those of the whole plan all the same.
	Show []plan.Action
	// Path gives what a forge calls a file of the manifests, for annotations; nil
	// for their own names.
	Path func(file string) string
	// Pictures are of the changes that upload content; nil when none were made.
	Pictures picture.Album
	// Previews are how the wiki would show texts; nil when it was not asked.
	Previews preview.Pages
	// Sheets are the contact sheets that were made of its pictures, and Unsheeted is how
	// many found no room on one.
	Sheets    []Sheet
	Unsheeted int
}
