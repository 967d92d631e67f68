package spec

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"wikiform/provider"
)

// ListError is a list that names what the manifest does not declare.
type ListError struct {
	Flag, Name string
	Unknown    []Unlisted // the first of them
	Count      int        // of all lines that do
}

// Unlisted is a line of a list that names nothing that can be planned.
type Unlisted struct {
	Line int
	Why  string
}

// mostUnlisted is how many lines of a list are told to be wrong.
const mostUnlisted = 10

func (e *ListError) Error() string {
	if e.Count == 1 {
		return fmt.Sprintf("-%s=%s: line %d %s", e.Flag, e.Name, e.Unknown[0].Line, e.Unknown[0].Why)
	}
	return fmt.Sprintf("-%s=%s: %d lines name what cannot be planned", e.Flag, e.Name, e.Count)
}

// Hint implements [provider.Hinter].
func (e *ListError) Hint() string {
	const goOn = "A list has the addresses of the manifest at hand, or titles of its files: take out the lines of what is gone."
	if e.Count == 1 {
		return goOn
	}
	var lines strings.Builder
	for _, u := range e.Unknown {
		fmt.Fprintf(&lines, "line %d %s\n", u.Line, u.Why)
	}
	if more := e.Count - len(e.Unknown); more > 0 {
		fmt.Fprintf(&lines, "and %d more\n", more)
	}
	return lines.String() + goOn
}

// register finds what is declared by what a list calls it. Titles are there only where a
// list has them.
type register struct {
	all     []Declared // what is not enabled comes last
	enabled int        // how many come before that
	address map[string][]int
	title   map[string][]int
}

func newRegister(declared, disabled []Declared, titles bool) *register {
	x := &register{all: slices.Concat(declared, disabled), enabled: len(declared)}
	x.address = make(map[string][]int, len(x.all))
	if titles {
		x.title = make(map[string][]int, len(x.all))
	}
	for i, d := range x.all {
		address, names := d.called()
		x.address[string(address)] = append(x.address[string(address)], i)
		if !titles {
			continue
		}
		for _, n := range names {
			stored, written := n.title.Page(), pageKey(n.written)
			x.title[stored] = append(x.title[stored], i)
			if written != stored {
				x.title[written] = append(x.title[written], i)
			}
		}
	}
	return x
}

// mark notes which are in one of the lists.
func (x *register) mark(flag string, lists []List, in []bool) error {
	for _, l := range lists {
		wrong := &ListError{Flag: flag, Name: l.Name}
		err := l.each(func(one listed) error {
			found := x.find(one)
			known := false
			for _, i := range found {
				if i < x.enabled {
					in[i], known = true, true
				}
			}
			if known || len(found) > 0 && flag == "exclude-file" { // left out already
				return nil
			}
			if wrong.Count++; len(wrong.Unknown) < mostUnlisted {
				wrong.Unknown = append(wrong.Unknown, Unlisted{one.line, x.why(one, found)})
			}
			return nil
		})
		if err != nil {
			return err
		}
		if wrong.Count > 0 {
			return wrong
		}
	}
	return nil
}

func (x *register) find(one listed) []int {
	if one.address == "" {
		return x.title[pageKey(one.title)]
	}
	return x.address[one.address]
}

// why says what is wrong with a line that names nothing that can be planned.
func (x *register) why(one listed, disabled []int) string {
	named := shown(one.String())
	if len(disabled) > 0 {
		d := x.all[disabled[0]].(*Disabled)
		return fmt.Sprintf("names %s, which is not enabled (%s)", named, fileAndLine(d.Range))
	}
	if one.address != "" {
		for _, d := range x.all {
			address, _ := d.called()
			if block, _, instance := address.Block(); instance && string(block) == one.address {
				return fmt.Sprintf("names the block %s and none of its instances, such as %s; -target=%s is all of them", named, address, named)
			}
		}
	}
	text := fmt.Sprintf("names %s, which the manifest does not declare", named)
	if near := nearPattern(one.String(), x.all); near != "" {
		text += fmt.Sprintf("; did you mean %s?", near)
	}
	return text
}

// shown is what a line has, as a message says it.
func shown(text string) string {
	const most = 200
	if utf8.RuneCountInString(text) > most {
		text = string([]rune(text)[:most]) + "…"
	}
	return provider.VisibleLine(text)
}
