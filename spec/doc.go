// Package spec is what is wanted: it turns the *.wiki.hcl and *.wiki.json files
// of one directory into a [Manifest].
//
// [Load] is the way in. It reads through an fs.FS and nothing else: no network,
// no environment, no clock, so that the same repository always means the same
// manifest. Everything wrong with a manifest is an hcl.Diagnostic with a range,
// and all of them are given at once. What the user's files contain is the
// business of spec/source; what the wiki has, of provider.
package spec
