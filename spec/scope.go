package spec

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Scope chooses files of a manifest: those that a target matches, or all when
// there is none, less those that an exclude matches.
//
// What a pattern matches, [File.Matches] tells.
type Scope struct {
	Targets, Excludes []string
}

// Titles reports whether a pattern is held against titles, which then have to be
// those that the wiki stores.
func (s Scope) Titles() bool {
	return slices.ContainsFunc(s.Targets, isTitle) || slices.ContainsFunc(s.Excludes, isTitle)
}

// Complete reports whether the scope leaves every file in.
func (s Scope) Complete() bool { return len(s.Targets) == 0 && len(s.Excludes) == 0 }

// PatternError is a pattern that matches no file.
type PatternError struct {
	Flag, Pattern string
	Near          string // what was probably meant, "" when nothing is near
}

func (e *PatternError) Error() string {
	text := fmt.Sprintf("-%s=%s matches no file of the manifest", e.Flag, e.Pattern)
	if e.Near != "" {
		text += fmt.Sprintf("; did you mean %s?", e.Near)
	}
	return text
}

// Choose gives the files that are in the scope, in their order. A pattern that
// matches nothing is a [*PatternError]: a misspelt one must not pass for one
// that finds nothing to do.
func (s Scope) Choose(files []File) ([]File, error) {
	in, err := matching("target", s.Targets, files)
	if err != nil {
		return nil, err
	}
	out, err := matching("exclude", s.Excludes, files)
	if err != nil {
		return nil, err
	}
	var chosen []File
	for i, f := range files {
		if (len(s.Targets) == 0 || in[i]) && !out[i] {
			chosen = append(chosen, f)
		}
	}
	return chosen, nil
}

// matching tells for each file whether one of the patterns matches it.
func matching(flag string, patterns []string, files []File) ([]bool, error) {
	matched := make([]bool, len(files))
	for _, p := range patterns {
		found := false
		for i, f := range files {
			if f.Matches(p) {
				matched[i], found = true, true
			}
		}
		if !found {
			return nil, &PatternError{Flag: flag, Pattern: p, Near: nearPattern(p, files)}
		}
	}
	return matched, nil
}

// Matches reports whether a pattern of the command line means the file. One that
// begins with "File:" is held against its title, as it is written and, once the
// wiki was asked, as that stores it; any other against its address, where that of
// a block means all of its instances.
func (f File) Matches(pattern string) bool {
	if isTitle(pattern) {
		written, _, err := offline(f.Name)
		return Glob(titlePattern(pattern), f.Title.Page()) || err == nil && Glob(titlePattern(pattern), written.Page())
	}
	if Glob(pattern, string(f.Address)) {
		return true
	}
	block, _, instance := f.Address.Block()
	return instance && Glob(pattern, string(block))
}

func isTitle(pattern string) bool { return strings.HasPrefix(pattern, "File:") }

// titlePattern writes a pattern as titles are written.
func titlePattern(pattern string) string { return strings.ReplaceAll(pattern, "_", " ") }

// nearPattern is the title, address or block that was probably meant.
func nearPattern(pattern string, files []File) string {
	var names []string
	for _, f := range files {
		if isTitle(pattern) {
			names = append(names, f.Title.Page())
			continue
		}
		names = append(names, string(f.Address))
		if block, _, instance := f.Address.Block(); instance {
			names = append(names, string(block))
		}
	}
	return Suggest(pattern, names)
}

// Glob reports whether the whole of s matches. In a pattern * stands for any text
// and ? for one character; everything else stands for itself, brackets and quotes
// too, since addresses are full of them.
//
// Only the last * is ever tried
// again, so that no pattern costs more than len(pattern)·len(s).
func Glob(pattern, s string) bool {
	star, retry := -1, 0
	p, i := 0, 0
	for i < len(s) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, retry = p, i
			p++
		case p < len(pattern) && pattern[p] == '?':
			_, n := utf8.DecodeRuneInString(s[i:])
			p, i = p+1, i+n
		case p < len(pattern) && pattern[p] == s[i]:
			p, i = p+1, i+1
		case star >= 0:
			retry++
			p, i = star+1, retry
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
