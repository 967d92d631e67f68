// Package events tells of a run of apply for programs: a line of JSON for each thing that
// happens, as docs/events.md and docs/events.schema.json describe them.
//
// A [Stream] is the lines of one command, from the version to the exit code. The run itself
// it shows as a [progress.Display] ([Stream.Run]). What it writes of the wiki or a manifest is
// bounded and safe for a terminal: sentences went through [provider.VisibleLine], and of titles
// and addresses, which programs compare, whatever is not safe is an escape of JSON.
package events
