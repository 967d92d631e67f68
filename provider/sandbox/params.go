package sandbox

import (
	"fmt"
	"slices"
	"strings"
)

func (r *request) refuse(bad *refusal) {
	if r.bad == nil {
		r.bad = bad
	}
}

// err is the first parameter that makes no sense.
func (r *request) err() error {
	if r.bad == nil {
		return nil
	}
	return r.bad
}

// has reports whether a parameter was sent, empty or not.
func (r *request) has(name string) bool {
	r.used[name] = true
	_, ok := r.values[name]
	return ok || r.parts[name] != nil
}

// str is a parameter's text, "" when it was not sent.
func (r *request) str(name string) string {
	r.used[name] = true
	raw := r.values[name]
	text := clean(raw)
	if text != raw {
		r.warnUTF8(name)
	}
	return text
}

func (r *request) warnUTF8(name string) {
	r.warn(r.module, refuse("badutf8", "The value passed for %q contains invalid or non-normalized data. Textual data should be valid, "+
		"NFC-normalized Unicode without C0 control characters other than HT (\\t), LF (\\n), and CR (\\r).", name))
}

// flag is a boolean: true when it was sent at all.
func (r *request) flag(name string) bool { return r.has(name) }

// unbounded is the upper end of a number that has none.
const unbounded = 1 << 62

// num is a number, clamped to what is allowed, which says a warning.
func (r *request) num(name string, preset, low, high int64) int64 {
	text := strings.TrimSpace(r.str(name))
	if text == "" {
		return preset
	}
	var n int64
	if _, err := fmt.Sscanf(text+"\n", "%d\n", &n); err != nil {
		r.refuse(refuse("badinteger", "Invalid value %q for integer parameter %q.", text, name))
		return preset
	}
	switch {
	case n < low && high == unbounded:
		r.warn(r.module, refuse("outofrange", "The value %q for parameter %q must be no less than %d.", text, name, low).
			with("min", low).with("curmax", nil).with("max", nil).with("highmax", nil))
	case n < low || n > high:
		r.warn(r.module, refuse("outofrange", "The value %q for parameter %q must be between %d and %s.", text, name, low, grouped(high)).
			with("min", low).with("curmax", high).with("max", high).with("highmax", high))
	}
	return min(max(n, low), high)
}

// grouped prints a number with commas.
func grouped(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// oneOf is a parameter with a closed set of values, the first of which counts
// when it was not sent.
func (r *request) oneOf(name string, allowed ...string) string {
	text := r.str(name)
	switch {
	case !r.has(name):
		return allowed[0]
	case !slices.Contains(allowed, text):
		r.refuse(refuse("badvalue", "Unrecognized value for parameter %q: %s.", name, text))
	}
	return text
}

// limit is how many items an answer may have: a number or "max".
func (r *request) limit(name string, preset, low, high int64) int {
	most := low
	if r.actor.may("apihighlimits") {
		most = high
	}
	if r.values[name] == "max" {
		r.used[name] = true
		return int(most)
	}
	return int(r.num(name, preset, 1, most))
}

// values of a parameter that takes several, as they were sent: separated by
// pipes, or by U+001F when the first character is one.
func (r *request) rawMulti(name string) []string {
	r.used[name] = true
	text, ok := r.values[name]
	if !ok || text == "" {
		return nil
	}
	separator := "|"
	if strings.HasPrefix(text, "\x1f") {
		text, separator = text[1:], "\x1f"
	}
	var values []string
	for _, value := range strings.Split(text, separator) {
		if !slices.Contains(values, value) {
			values = append(values, value)
		}
	}
	low, high := 50, 500
	most := low
	if r.actor.may("apihighlimits") {
		most = high
	}
	if len(values) > most {
		r.refuse(refuse("toomanyvalues", "Too many values supplied for parameter %q. The limit is %d.", name, most).
			with("parameter", name).with("limit", most).with("lowlimit", low).with("highlimit", high))
		return nil
	}
	return values
}

// multi is rawMulti for values that are not titles.
func (r *request) multi(name string) []string {
	values := r.rawMulti(name)
	for i, raw := range values {
		if values[i] = clean(raw); values[i] != raw {
			r.warnUTF8(name)
		}
	}
	return values
}

// someOf is a multi-value parameter with a closed set; values that are unknown
// are dropped with a warning.
func (r *request) someOf(name, preset string, known ...string) map[string]bool {
	chosen := map[string]bool{}
	values := r.multi(name)
	if !r.has(name) {
		values = strings.Split(preset, "|")
	}
	var unknown []string
	for _, value := range values {
		switch {
		case value == "*":
			for _, k := range known {
				chosen[k] = true
			}
		case slices.Contains(known, value):
			chosen[value] = true
		case value != "":
			unknown = append(unknown, value)
		}
	}
	if len(unknown) > 0 {
		r.warn(r.module, refuse("unrecognizedvalues", "Unrecognized value for parameter %q: %s", name, strings.Join(unknown, ", ")).
			with("values", unknown))
	}
	return chosen
}

// warnUnused tells of parameters that nothing has asked for.
func (r *request) warnUnused() {
	var unused []string
	for name := range r.values {
		if !r.used[name] {
			unused = append(unused, name)
		}
	}
	slices.Sort(unused)
	switch len(unused) {
	case 0:
	case 1:
		r.warn("main", refuse("unrecognizedparams", "Unrecognized parameter: %s.", unused[0]))
	default:
		r.warn("main", refuse("unrecognizedparams", "Unrecognized parameters: %s.", strings.Join(unused, ", ")))
	}
}
