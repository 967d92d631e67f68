// Package explain says what the codes mean that messages have. It reads
// docs/messages.md, which is the only place where that is written: a heading for each
// group of codes, one for each code, a sentence, and points on cause, example and cure.
package explain

import (
	"slices"
	"strings"
	"sync"

	"wikiform/docs"
)

// Entry is what there is to say of a code.
type Entry struct {
	Code    string
	Group   string  // of which messages it is: "Why a file is blocked"
	Summary string  // a sentence
	Points  []Point // cause, example, what to do
}

// Point is one of the things to know about a code.
type Point struct{ Name, Text string }

// All are the entries of all codes, in the order of the page. They are not to be modified.
var All = sync.OnceValue(func() []Entry { return parse(docs.Messages) })

// Find gives the entries of a code, of which there may be one for each group. Case and
// what stands between words do not matter.
func Find(code string) []Entry {
	var found []Entry
	for _, e := range All() {
		if plain(e.Code) == plain(code) {
			found = append(found, e)
		}
	}
	return found
}

// Near are codes that have a word in common with one that is not known.
func Near(code string) []string {
	words := strings.Split(plain(code), "_")
	var near []string
	for _, e := range All() {
		common := slices.ContainsFunc(strings.Split(plain(e.Code), "_"), func(w string) bool { return len(w) > 2 && slices.Contains(words, w) })
		if common && !slices.Contains(near, e.Code) {
			near = append(near, e.Code)
		}
	}
	return near
}

func plain(code string) string {
	return strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(strings.Trim(strings.TrimSpace(code), "[]")))
}

func parse(page string) []Entry {
	var all []Entry
	group := ""
	for line := range strings.Lines(page) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "## "):
			group = strings.TrimPrefix(line, "## ")
		case strings.HasPrefix(line, "### "):
			all = append(all, Entry{Code: strings.Trim(strings.TrimPrefix(line, "### "), "`"), Group: group})
		case line == "" || len(all) == 0 || all[len(all)-1].Group != group:
		case strings.HasPrefix(line, "- *"):
			name, text, _ := strings.Cut(strings.TrimPrefix(line, "- *"), ":* ")
			e := &all[len(all)-1]
			e.Points = append(e.Points, Point{name, text})
		default:
			e := &all[len(all)-1]
			e.Summary = strings.TrimSpace(e.Summary + " " + line)
		}
	}
	return all
}
