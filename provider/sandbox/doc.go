// Package sandbox is a wiki in this process: an [http.Handler] that answers as
// MediaWiki 1.43 does for everything that wikiform asks, and shows its files as
// plain pages. It keeps everything in memory, or in a folder that several
// processes may use at once.
//
// [New] makes a wiki, [Wiki.Transport] reaches it without a socket, and [Fail]
// makes it misbehave. What it answers is held against real wikis by the suite
// in provider/providertest; where the two differ, the sandbox is wrong.
//
// The state of a wiki is what its events make of it (event.go): every write
// appends one event, and opening a folder replays them. Bytes are kept beside
// the events, by their SHA-1 (vault.go). A request is read without any lock,
// however large its body; then it runs alone.
//
// It does not parse wikitext beyond what saving changes, has one language, and
// answers formatversion=2 only.
package sandbox
