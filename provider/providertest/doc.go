// Package providertest states, fact by fact, what a MediaWiki answers to the
// requests that wikiform makes.
//
// [Run] is the whole suite. It is held against two wikis: provider/sandbox, on
// every test run, and a real MediaWiki, when there is one. Where the two differ
// the sandbox is wrong. The suite speaks the API with a caller of its own, not
// through provider/mediawiki, so that a mistake cannot be made on both sides at
// once; it is not a test of the client.
//
// Each subtest is one fact, with the section of docs/mediawiki.md that measured it.
// Read in the order of [Run], they are a tour of the upload API. Every run makes
// its own titles and its own bytes, so that a used wiki can be tested again.
package providertest
