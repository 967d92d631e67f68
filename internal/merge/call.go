package merge

import (
	"strconv"
	"strings"
)

// call is a text with a template call in it that has parameters.
type call struct {
	head   string   // what comes before the first "|"
	params []string // what stands between these, blanks and all
	tail   string   // the end of the call, and what comes behind
	keys   []string // names of the parameters; one without a name has its number
}

// values are the parameters by their keys.
func (c call) values() map[string]*string {
	vs := make(map[string]*string, len(c.keys))
	for i, key := range c.keys {
		vs[key] = &c.params[i]
	}
	return vs
}

// calls finds the template calls of a text that are in no other one; inside, the one within
// which the text begins, which may go on behind it. It is not ok with a text that does not
// close what it opens, has parameters of its own ("{{{1}}}"), or names one twice.
func calls(text string, inside bool) (found []call, ok bool) {
	var n nesting
	var bars []int // of the outermost call that is open
	if inside {
		n.take("{{")
	}
	for at := 0; at < len(text); {
		t := n.next(text, at)
		depth := len(n.open)
		if !n.take(t) || t == "{{{" {
			return nil, false
		}
		switch {
		case t == "|" && string(n.open) == "{":
			bars = append(bars, at)
		case len(n.open) < depth && len(n.open) == 0 && (inside || len(bars) > 0):
			if found, ok = appendCall(found, text, bars, at); !ok || inside {
				return found, ok
			}
			bars = nil
		}
		at += len(t)
	}
	if inside {
		if string(n.open) != "{" {
			return nil, false
		}
		return appendCall(nil, text, bars, len(text))
	}
	return found, len(n.open) == 0
}

// appendCall cuts a text at the bars of a call that ends at end.
func appendCall(found []call, text string, bars []int, end int) ([]call, bool) {
	if len(bars) == 0 {
		return nil, false
	}
	c := call{head: text[:bars[0]], tail: text[end:]}
	seen := map[string]bool{}
	number := 0
	for i, bar := range bars {
		until := end
		if i+1 < len(bars) {
			until = bars[i+1]
		}
		param := text[bar+1 : until]
		key, _, named := strings.Cut(param, "=")
		if key = strings.TrimSpace(key); !named || strings.ContainsAny(key, "{[<") {
			number++
			key = strconv.Itoa(number)
		}
		if seen[key] {
			return nil, false
		}
		seen[key] = true
		c.params, c.keys = append(c.params, param), append(c.keys, key)
	}
	return append(found, c), true
}
