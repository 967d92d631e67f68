// Package provider is the vocabulary in which wikiform speaks of a wiki: a
// [Title] as the wiki stores it, the [File] that the wiki has there, the
// [Upload] and the [Edit] that change it, and the one [Error] that says what
// went wrong and whose [Kind] decides what happens next.
//
// The package holds values and pure functions only. What talks to a wiki is
// provider/mediawiki; what pretends to be one is provider/sandbox.
package provider
