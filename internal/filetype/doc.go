// Package filetype tells what a file is by its first bytes, and which extensions
// MediaWiki takes for that.
//
// What the bytes are is found by a library, and by a few rules of our own where that
// library knows less than a wiki does. The table of extensions is measured (facts
// §4.8): it has what a wiki takes as it comes.
package filetype
