// Package progress shows a run of package apply to people.
//
// [Live] redraws status lines at the bottom of a terminal; [Lines] prints plain
// lines for pipes and CI logs, with a sign of life when nothing else happens;
// [Summary] says at the end what came of it all. A [State] is how far a run is at one
// moment, for whoever asks. They consume apply.Event and
// apply.Report and nothing else, and what they print of the wiki or a manifest
// went through provider.Visible.
package progress

import "wikiform/apply"

// Display shows what happens while a plan is carried out.
type Display interface {
	// Event is an apply.Runner's Emit. It never waits for the screen.
	Event(e apply.Event)
	// Tell prints how far the run is, in lines that stay, since somebody asked.
	Tell()
	// Close prints what is outstanding, gives the terminal back and ends what
	// runs in the background. Events that come later are lost.
	Close()
}

// Style is how things are printed.
type Style struct {
	Color bool
	Full  bool // Summary names every file, however many share a cause
	Width int  // columns within which Summary breaks its lines between words; 0: it breaks none
}
