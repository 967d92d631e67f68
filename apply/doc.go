// Package apply carries out a plan.Plan and says what came of it.
//
// A [Runner] takes each change through the same steps: is the wiki still as the
// plan saw it, write, read back. What the [Report] says of a file is what the
// wiki showed when it was read back, never what an upload call claimed. Files
// fail independently. What happens meanwhile is told as [Event]s; apply/progress
// shows them.
package apply
