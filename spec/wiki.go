package spec

import (
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	amount "wikiform/internal/number" // number is a type of the language here
	"wikiform/provider/endpoint"
)

// evalWikis gives the targets in order of declaration.
func (l *loader) evalWikis(blocks []*block) {
	for _, b := range blocks {
		a := l.args(b)
		w := Wiki{Name: b.name, Policy: PolicyFull, Range: b.header}
		w.API = a.api()
		w.Contact = a.contact(w.API)
		w.Accounts = a.accounts()
		w.PerMinute = a.perMinute("requests_per_minute")
		if text, ok := a.choice("policy"); ok {
			w.Policy, w.PolicyRange = Policy(text), a.at("policy")
		}
		if !a.failed {
			l.m.Wikis = append(l.m.Wikis, w)
		}
	}
}

// api gives the address in its canonical form, which is the one that counts
// everywhere: what is dialled, and whose credentials are sent.
func (a *args) api() string {
	text, ok := a.text("api")
	if !ok {
		return ""
	}
	e, err := endpoint.Parse(text)
	reason := e.ForReaders()
	if err != nil {
		reason = err.Error()
	}
	if reason != "" {
		a.faultInURL("api", "Invalid URL of a wiki", text, reason)
		return ""
	}
	return e.String()
}

func (a *args) contact(api string) string {
	text, ok := a.text("contact")
	switch why := ContactFault(api, text); {
	case !a.has("contact") && wikimedia(api):
		a.fault("", "No contact", "%s Add contact = \"mailto:YOU@example.org\" or the URL of a page about you.", ContactFault(api, ""))
	case ok && why != "":
		a.fault("contact", "Invalid contact", "%s", why)
	}
	return text
}

// ContactFault says what is wrong with the contact of a wiki, a sentence; "" for nothing.
func ContactFault(api, text string) string {
	switch {
	case text == "" && wikimedia(api):
		return "The Wikimedia Foundation asks every client for an address at which its operator can be reached, and blocks clients without one."
	case !strings.Contains(text, "@") && !strings.Contains(text, "://"):
		return fmt.Sprintf("%q is neither a mail address (\"mailto:you@example.org\") nor a URL.", text)
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || r >= utf8.RuneSelf }) || strings.ContainsAny(text, "()"):
		return fmt.Sprintf("%q goes into a header of every request, so it has ASCII letters only, in one line and without parentheses.", text)
	}
	return ""
}

// Wikimedia reports whether the wiki is one of the Wikimedia Foundation's, whose
// etiquette asks for one write at a time.
func (w Wiki) Wikimedia() bool { return wikimedia(w.API) }

func wikimedia(api string) bool {
	e, err := endpoint.Parse(api)
	return err == nil && e.Wikimedia()
}

// mostPerMinute is more than anything goes over a network in a minute.
const mostPerMinute = 1_000_000

func (a *args) perMinute(name string) int {
	v, ok := a.values[name]
	if !ok || !v.IsKnown() {
		return 0
	}
	n, accuracy := v.AsBigFloat().Int64()
	if accuracy != big.Exact || n < 1 || n > mostPerMinute {
		a.fault(name, "Invalid number of requests", "%s is a whole number from 1 to %s.", name, amount.Grouped(mostPerMinute))
		return 0
	}
	return int(n)
}

// WikiNamed gives the wiki that is meant by a name; the empty name means the
// only one. The error lists what is declared, for a person who has to choose.
func (m *Manifest) WikiNamed(name string) (Wiki, error) {
	known := make([]string, len(m.Wikis))
	for i, w := range m.Wikis {
		known[i] = w.Name
	}
	i, err := namedOf(known, name)
	if err != nil {
		return Wiki{}, err
	}
	return m.Wikis[i], nil
}

// namedOf gives the one of the declared wikis that is meant by a name.
func namedOf(known []string, name string) (int, error) {
	i := slices.Index(known, name)
	switch {
	case i >= 0:
		return i, nil
	case len(known) == 0 && name != "":
		return 0, fmt.Errorf("the manifest declares no wiki, so there is no %q; it would use the embedded sandbox", name)
	case len(known) == 0:
		return 0, errors.New("the manifest declares no wiki")
	case name == "" && len(known) == 1:
		return 0, nil
	case name == "":
		return 0, fmt.Errorf("the manifest declares several wikis; choose one with -wiki=NAME: %s", oneOf(known))
	}
	return 0, fmt.Errorf("the manifest declares no wiki %q.%s It declares %s", name, didYouMean(name, known), allOf(known))
}

var setName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`) })

// evalSettings gives the wikiform block.
func (l *loader) evalSettings(blocks []*block) {
	l.m.Settings.Renames = RenamesPropose
	for _, b := range blocks {
		a := l.args(b)
		set, ok := a.text("set")
		if ok && !setName().MatchString(set) {
			a.fault("set", "Invalid set", "%q becomes part of every comment as [wikiform %s]. It has 1 to 64 letters, digits, dots, _ and -, "+
				"and begins with a letter or digit.", set, set)
		}
		l.m.Settings.Set = set
		l.m.Settings.FormerSets = a.formerSets(set)
		if text, ok := a.choice("renames"); ok {
			l.m.Settings.Renames = Renames(text)
		}
		for _, limits := range a.inner {
			l.m.Settings.Limits = Limits{Replace: limits.perCent("replace"), Delete: limits.perCent("delete"), Move: limits.perCent("move")}
		}
	}
}

func (a *args) perCent(name string) *float64 {
	v, ok := a.values[name]
	if !ok || !v.IsKnown() {
		return nil
	}
	n, _ := v.AsBigFloat().Float64()
	if n < 0 || n > 100 {
		a.fault(name, "Invalid limit", "%s is a number of per cent, from 0 to 100.", name)
	}
	return &n
}
