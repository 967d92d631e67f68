// Package faulttest proves that wikiform's word about a wiki is true whatever
// breaks. It has tests only: a harness that runs the real stages, spec to apply,
// against the sandbox behind a schedule of faults, and a crash test that kills
// the real program. docs/testing.md tells how to read and repeat a failure.
package faulttest
