// Package plan compares what is wanted with what a wiki has.
//
// [Claims] brings the manifest into the wiki's own terms, [Survey] asks the wiki
// for the [Facts], and [Compute] puts the two together: a pure function, in
// which every [Claim] and the provider.File under its title give one [Change],
// which says by which [Step]s the one becomes the other and why ([Reason]s). What
// can fail for a known reason fails here, as a Blocked change with its [Problem]s.
//
// A [Plan] is data. It can be shown (plan/render), carried out (apply) and
// refused; it holds no closures, no connection and no secret.
package plan
