// Package apply carries out a plan.Plan and says what came of it.
//
// A [Runner] takes each change through the same steps: is the wiki still as the
// plan saw it, write, read back. What the [Report] says of a file is what the
// wiki showed when it was read back, never what an upload call claimed. Files
// fail independently. What happens meanwhile is told as [Event]s; apply/progress
// shows them.
//
// A file that is new costs one request, since what is asked is asked for many:
//
//	many are looked at ─► each is uploaded ─► many are read back ─► each is done
//	   (ahead.go)                               (unseen.go)
//
// That holds for changes that the wiki itself guards ([plan.Change.Guarded]): it
// warns where anything came under the title since that look, and stores nothing.
// Until the wiki showed it such a file is neither done nor failed but unseen, and
// where a run is cut off there, unknown. All others are looked at right before they
// are written and right after. What several workers ask at one time goes in one
// question, too (joint.go).
package apply
