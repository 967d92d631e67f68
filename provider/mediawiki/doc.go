// Package mediawiki is the client of a real wiki: MediaWiki's Action API over
// net/http. [Dial] logs in and reads the site, [Client.Files] and its siblings
// read, [Client.Upload] and [Client.Edit] write.
//
// Every request goes through one loop (retry.go) that knows from one table
// (codes.go) what an answer means: wait and ask again, repair the session,
// look whether it happened after all, or stop. A write whose answer was lost is
// therefore never simply repeated. Content is hashed while it is sent, compared
// with the plan in the wiki's stash, and only then published; warnings are
// answered one by one and never ignored wholesale.
//
// The package decides nothing about the order of files or about what is wanted;
// that is apply and plan. It keeps no state on disk.
package mediawiki
