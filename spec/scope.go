package spec

import (
	"fmt"
	"slices"
)

// Scope chooses a part of what a manifest declares: what a target matches or a list of
// targets names, or all when there is neither, less what an exclude matches or a list of
// excludes names. See [Declared].
type Scope struct {
	Targets, Excludes         []string
	TargetLists, ExcludeLists []List
}

// Titles reports whether a pattern is held against titles, which then have to be
// those that the wiki stores.
func (s Scope) Titles() bool {
	return slices.ContainsFunc(s.Targets, isTitle) || slices.ContainsFunc(s.Excludes, isTitle) || s.listsTitles()
}

func (s Scope) listsTitles() bool {
	return slices.ContainsFunc(s.TargetLists, List.titles) || slices.ContainsFunc(s.ExcludeLists, List.titles)
}

// Complete reports whether the scope leaves everything in.
func (s Scope) Complete() bool {
	return len(s.Targets)+len(s.Excludes)+len(s.TargetLists)+len(s.ExcludeLists) == 0
}

// PatternError is a pattern that matches nothing.
type PatternError struct {
	Flag, Pattern string
	Near          string    // what was probably meant, "" when nothing is near
	Disabled      *Disabled // what it does match, nil when there is nothing
}

func (e *PatternError) Error() string {
	if d := e.Disabled; d != nil {
		return fmt.Sprintf("-%s=%s matches nothing that is enabled: %s (%s) is not", e.Flag, e.Pattern, d.Address, fileAndLine(d.Range))
	}
	text := fmt.Sprintf("-%s=%s matches nothing that the manifest declares", e.Flag, e.Pattern)
	if e.Near != "" {
		text += fmt.Sprintf("; did you mean %s?", e.Near)
	}
	return text
}

// Narrowed gives the manifest with only what is in the scope of its files, moves,
// redirects and absences, in their order. A pattern that matches none of them is a
// [*PatternError], and a list with a line that names none a [*ListError]: a misspelt one
// must not pass for one that finds nothing to do. What is not enabled can be excluded, since it is left out already.
func (m *Manifest) Narrowed(s Scope) (*Manifest, error) {
	in, err := s.chosen(m.Declared(), add(nil, m.Disabled))
	if err != nil {
		return nil, err
	}
	narrow := *m
	narrow.Files, in = kept(m.Files, in)
	narrow.Moves, in = kept(m.Moves, in)
	narrow.Redirects, in = kept(m.Redirects, in)
	narrow.Absences, _ = kept(m.Absences, in)
	return &narrow, nil
}

// Declared is all that a scope chooses from: files, moves, redirects and absences, in
// this order.
func (m *Manifest) Declared() []Declared {
	all := make([]Declared, 0, len(m.Files)+len(m.Moves)+len(m.Redirects)+len(m.Absences))
	all = add(all, m.Files)
	all = add(all, m.Moves)
	all = add(all, m.Redirects)
	return add(all, m.Absences)
}

func add[T any, P interface {
	*T
	Declared
}](all []Declared, some []T) []Declared {
	for i := range some {
		all = append(all, P(&some[i]))
	}
	return all
}

// kept gives those of some that are in, and what is said of the others after them.
func kept[T any](some []T, in []bool) ([]T, []bool) {
	var list []T
	for i, x := range some {
		if in[i] {
			list = append(list, x)
		}
	}
	return list, in[len(some):]
}

// Choose is [Manifest.Narrowed] for a manifest of nothing but files.
func (s Scope) Choose(files []File) ([]File, error) {
	m, err := (&Manifest{Files: files}).Narrowed(s)
	if err != nil {
		return nil, err
	}
	return m.Files, nil
}

// chosen tells of each whether it is in the scope.
func (s Scope) chosen(all, disabled []Declared) ([]bool, error) {
	in, err := matching("target", s.Targets, all, disabled)
	if err != nil {
		return nil, err
	}
	out, err := matching("exclude", s.Excludes, all, disabled)
	if err != nil {
		return nil, err
	}
	if len(s.TargetLists)+len(s.ExcludeLists) > 0 {
		x := newRegister(all, disabled, s.listsTitles())
		if err := x.mark("target-file", s.TargetLists, in); err != nil {
			return nil, err
		}
		if err := x.mark("exclude-file", s.ExcludeLists, out); err != nil {
			return nil, err
		}
	}
	everything := len(s.Targets)+len(s.TargetLists) == 0
	for i := range all {
		in[i] = (everything || in[i]) && !out[i]
	}
	return in, nil
}

// matching tells of each whether one of the patterns matches it.
func matching(flag string, patterns []string, all, disabled []Declared) ([]bool, error) {
	matched := make([]bool, len(all))
	for _, p := range patterns {
		found := false
		for i, d := range all {
			if d.Matches(p) {
				matched[i], found = true, true
			}
		}
		if found {
			continue
		}
		off := slices.IndexFunc(disabled, func(d Declared) bool { return d.Matches(p) })
		switch {
		case off < 0:
			return nil, &PatternError{Flag: flag, Pattern: p, Near: nearPattern(p, slices.Concat(all, disabled))}
		case flag == "target":
			return nil, &PatternError{Flag: flag, Pattern: p, Disabled: disabled[off].(*Disabled)}
		}
	}
	return matched, nil
}
