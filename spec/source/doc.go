// Package source knows the content that a manifest speaks of: files below the
// root of the manifest, and URLs.
//
// [Tree] opens and hashes the user's files and never leaves their root. [Lock]
// is the committed list of what URLs held when they were last looked at.
// [Fetcher] downloads a URL to this machine. [Cache] makes the second plan a
// matter of asking for file times; it never decides anything.
//
// No other package reads the user's files or connects to a source. What a
// source ought to hold is said by package spec, what the wiki has by provider.
package source
