// Package doctor judges whether a wiki, an account and this machine are as a manifest
// needs them, before anything is planned.
//
// It is pure: what was found out comes in as [Facts], and what follows goes out as one
// [Finding] for each topic, in the order in which one needs the other. Where a step of
// finding out failed, what depends on it is not checked, and everything else is.
package doctor

import (
	"errors"
	"fmt"
	"strings"

	"wikiform/internal/number"
	"wikiform/provider"
	"wikiform/spec"
)

// Mark is how something is.
type Mark string

// The marks.
const (
	Good      Mark = "good"
	Doubtful  Mark = "doubtful" // a run works, and somebody should look at it all the same
	Bad       Mark = "bad"      // a plan, or what it would do, fails because of it
	Unchecked Mark = "unchecked"
)

// Finding is what there is to say of a topic.
type Finding struct {
	Topic  string // one word
	Mark   Mark
	Text   string // a clause
	Advice string // what to do now, "" where nothing has to be done
}

// Facts are what was found out. The zero value of each means that it is not known.
type Facts struct {
	// Manifest is what is declared; nil where it has errors.
	Manifest *spec.Manifest
	// Wiki is the block of the wiki that is asked; the zero value is the embedded sandbox.
	Wiki    spec.Wiki
	Address Address
	Login   Login
	Site    *provider.Site // what the wiki says of itself
	Account provider.Account
	Rate    provider.Rate
	Clock   Clock
	Proxy   Proxy
	Tree    Tree
	// Size gives the size of a source by its path; nil where nobody looks.
	Size func(path string) (int64, bool)
}

// Examine gives the findings.
func Examine(f Facts) []Finding {
	checks := []func(Facts) Finding{address, login, rights, limits, pace, tags, clock, proxy, tree}
	if f.embedded() {
		checks = []func(Facts) Finding{address, rights, limits, tags, tree}
	}
	findings := make([]Finding, len(checks))
	for i, check := range checks {
		findings[i] = check(f)
	}
	return findings
}

// Count is how many findings have a mark.
func Count(findings []Finding, m Mark) int {
	n := 0
	for _, f := range findings {
		if f.Mark == m {
			n++
		}
	}
	return n
}

func (f Facts) embedded() bool { return f.Wiki.Name == "" }

// unchecked is a finding on what could not be looked at, since something else failed.
func unchecked(topic, format string, args ...any) Finding {
	return Finding{Topic: topic, Mark: Unchecked, Text: "not checked: " + fmt.Sprintf(format, args...)}
}

// told is what an error says, without the request that met it.
func told(err error) string {
	if e, ok := errors.AsType[*provider.Error](err); ok {
		return strings.TrimPrefix(err.Error(), e.Op+": ")
	}
	return err.Error()
}

// examples are the first of some places, and how many more there are.
func examples(places []string) string {
	const some = 2
	if more := len(places) - some; more > 1 {
		return strings.Join(places[:some], ", ") + " and " + number.Grouped(more) + " more"
	}
	return and(places)
}

// and joins names as a sentence does.
func and(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
