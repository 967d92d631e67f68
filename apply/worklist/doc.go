// Package worklist says of which files something is left to do, and what would help: a
// line of JSON for each, which people filter, other programs read and -target-file takes
// (docs/worklist.md).
//
// [OfPlan] lists what a plan cannot do, [OfReport] what a run did not do. Both are in the
// order of the plan. What a prune block deletes is in neither: no block names it, so that
// no list could choose it, and the next run looks for it anyway.
package worklist
