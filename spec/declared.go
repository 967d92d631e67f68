package spec

import (
	"strings"

	"wikiform/provider"
)

// Declared is something that a manifest declares and that a scope chooses: a file, a
// move, a redirect or an absence, or one of these that is not enabled.
type Declared interface {
	// Matches reports whether a pattern of the command line means it. One that begins
	// with "File:" is held against its titles, those of a move being the old and the
	// new one, as they are written and, once the wiki was asked, as that stores them;
	// any other against its address, where that of a block means all of its instances.
	Matches(pattern string) bool
	called() (Address, []name)
}

// name is a title, as it is written and as it is known.
type name struct {
	written string
	title   provider.Title
}

func (f File) called() (Address, []name) { return f.Address, []name{{f.Name, f.Title}} }
func (m Move) called() (Address, []name) {
	return m.Address, []name{{m.FromName, m.From}, {m.ToName, m.To}}
}
func (r Redirect) called() (Address, []name) { return r.Address, []name{{r.Name, r.Title}} }
func (x Absence) called() (Address, []name)  { return x.Address, []name{{x.Name, x.Title}} }
func (d Disabled) called() (Address, []name) { return d.Address, []name{{string(d.Title), d.Title}} }

// Matches implements [Declared].
func (f File) Matches(pattern string) bool { return matches(pattern, f) }

// Matches implements [Declared].
func (m Move) Matches(pattern string) bool { return matches(pattern, m) }

// Matches implements [Declared].
func (r Redirect) Matches(pattern string) bool { return matches(pattern, r) }

// Matches implements [Declared].
func (x Absence) Matches(pattern string) bool { return matches(pattern, x) }

// Matches implements [Declared].
func (d Disabled) Matches(pattern string) bool { return matches(pattern, d) }

func matches(pattern string, d Declared) bool {
	address, titles := d.called()
	if isTitle(pattern) {
		pattern = strings.ReplaceAll(pattern, "_", " ") // as titles are written
		for _, n := range titles {
			written, _, err := offline(n.written)
			if Glob(pattern, n.title.Page()) || err == nil && Glob(pattern, written.Page()) {
				return true
			}
		}
		return false
	}
	if Glob(pattern, string(address)) {
		return true
	}
	block, _, instance := address.Block()
	return instance && Glob(pattern, string(block))
}

func isTitle(pattern string) bool { return strings.HasPrefix(pattern, "File:") }

// nearPattern is the title, address or block that was probably meant.
func nearPattern(pattern string, all []Declared) string {
	var names []string
	for _, d := range all {
		address, titles := d.called()
		if isTitle(pattern) {
			for _, n := range titles {
				names = append(names, n.title.Page())
			}
			continue
		}
		names = append(names, string(address))
		if block, _, instance := address.Block(); instance {
			names = append(names, string(block))
		}
	}
	return Suggest(pattern, names)
}
