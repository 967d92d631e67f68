// Package receipt is what a run of apply leaves about itself: which wiki it wrote to,
// for which plan, and what it wrote there.
//
// A receipt is one JSON document with a line for each write, to which a [Writer] adds
// while the run goes on: one that was killed has all lines but those of what was under
// way. [Read] takes such a receipt, too, and says that its end is missing.
//
// A receipt is untrusted: it only says which writes to look for. Whether they were made,
// and by whom, the wiki tells.
package receipt
