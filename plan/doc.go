// Package plan compares what is wanted with what a wiki has.
//
// [Wants] brings the manifest into the wiki's own terms, [Survey] asks the wiki
// for the [Facts], and [Compute] puts the two together: a pure function, in
// which every [Want] and the provider.File under its title give one [Change],
// which says what will happen (an [Action]) and why ([Reason]s). What can fail
// for a known reason fails here, as a Blocked change with its problem.
//
// A [Plan] is data. It can be shown (plan/render), carried out (apply) and
// refused; it holds no closures, no connection and no secret.
package plan
