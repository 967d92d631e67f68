package merge

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// page is a text with two template calls, as data: who changed which parameter of which
// call is known without reading any wikitext.
type page struct {
	calls   [2]map[string]string // values by the names of the parameters
	order   [2][]string
	oneLine bool // both calls on one line; else each parameter has its own
	before  string
	after   string
}

// The values hold what could be taken for the end of a parameter; %s is what is changed.
var values = []string{"%s", "[[A|%s]]", "{{c|d=%s|f}}", "{{c|d=e|%s}} [[x|y]]", "<nowiki>|</nowiki> %s", "%s = b", "<!-- | }} --> %s"}

func drawPage(t *rapid.T) page {
	p := page{oneLine: rapid.Bool().Draw(t, "one line"), before: "Before.", after: "After."}
	for i := range p.calls {
		p.calls[i] = map[string]string{}
		p.order[i] = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c", "d", "e"}), 1, 4, rapid.ID[string]).Draw(t, fmt.Sprint("names ", i))
		for _, key := range p.order[i] {
			p.calls[i][key] = fmt.Sprintf(rapid.SampledFrom(values).Draw(t, "value"), "old")
		}
	}
	return p
}

// text is the page as wikitext.
func (p page) text() string {
	var calls []string
	for i, name := range []string{"I", "K"} {
		lines := []string{"{{" + name}
		for _, key := range p.order[i] {
			if value, kept := p.calls[i][key]; kept {
				lines = append(lines, "|"+key+"="+value)
			}
		}
		if p.oneLine {
			calls = append(calls, strings.Join(lines, "")+"}}")
		} else {
			calls = append(calls, strings.Join(append(lines, "}}"), "\n"))
		}
	}
	between := "\nBetween.\n"
	if p.oneLine {
		between = " "
	}
	return p.before + "\n" + strings.Join(calls, between) + "\n" + p.after
}

// touchedParams are parameters that somebody changed, as "call name".
type touchedParams map[string]bool

// edited is the page after somebody changed or removed some parameters, and perhaps a line
// beside the calls.
func (p page) edited(t *rapid.T, who string) (page, touchedParams) {
	q, changed := p, touchedParams{}
	for i := range p.calls {
		q.calls[i] = maps.Clone(p.calls[i])
		for _, key := range p.order[i] {
			switch rapid.SampledFrom([]string{"", "", "", "change", "remove"}).Draw(t, who) {
			case "change":
				q.calls[i][key] = strings.Replace(p.calls[i][key], "old", who, 1)
			case "remove":
				delete(q.calls[i], key)
			default:
				continue
			}
			changed[fmt.Sprint(i, " ", key)] = true
		}
	}
	if rapid.SampledFrom([]bool{false, false, false, true}).Draw(t, who+" beside") {
		q.after = "After " + who + "."
		changed["beside"] = true
	}
	return q, changed
}

// The finer look makes clean only what it should: where the sides changed other parameters
// of one call. What both changed, or one each of two calls on a line, stays for a person,
// unless both made the same of it.
func TestFinerLook(t *testing.T) {
	t.Parallel()
	finer, clean := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		base := drawPage(t)
		ours, byUs := base.edited(t, "ours")
		theirs, byThem := base.edited(t, "theirs")
		b, o, th := base.text(), ours.text(), theirs.text()
		plain, r := Texts(b, o, th, false), Texts(b, o, th, true)
		if !r.Clean() {
			return
		}
		clean++
		if plain.Clean() {
			return
		}
		finer++
		for key := range byUs {
			if byThem[key] && !base.same(ours, theirs, key) {
				t.Fatalf("both changed %q, and it is clean: %q, %q and %q make %q", key, b, o, th, r.Text)
			}
		}
		if base.oneLine && calledIn(byUs, byThem) > 1 {
			t.Fatalf("two calls on a line were changed, and it is clean: %q, %q and %q make %q", b, o, th, r.Text)
		}
		want := base.joined(ours, theirs, byUs, byThem).text()
		if r.Text != want {
			t.Fatalf("%q, %q and %q make %q, want %q", b, o, th, r.Text, want)
		}
	})
	t.Logf("clean: %d, of these by the finer look: %d", clean, finer)
	if finer == 0 {
		t.Error("the finer look was of no use")
	}
}

// same reports whether both sides made the same of a parameter.
func (p page) same(ours, theirs page, key string) bool {
	i, name := 0, strings.TrimPrefix(key, "0 ")
	if strings.HasPrefix(key, "1 ") {
		i, name = 1, strings.TrimPrefix(key, "1 ")
	}
	a, hasA := ours.calls[i][name]
	b, hasB := theirs.calls[i][name]
	return key != "beside" && a == b && hasA == hasB
}

// calledIn is how many calls were touched.
func calledIn(all ...touchedParams) int {
	seen := map[byte]bool{}
	for _, touched := range all {
		for key := range touched {
			if key != "beside" {
				seen[key[0]] = true
			}
		}
	}
	return len(seen)
}

// joined is the page with the changes of both.
func (p page) joined(ours, theirs page, byUs, byThem touchedParams) page {
	q := p
	for i := range p.calls {
		q.calls[i] = map[string]string{}
		for _, key := range p.order[i] {
			from, at := p, fmt.Sprint(i, " ", key)
			if byUs[at] {
				from = ours
			} else if byThem[at] {
				from = theirs
			}
			if value, kept := from.calls[i][key]; kept {
				q.calls[i][key] = value
			}
		}
	}
	if byUs["beside"] {
		q.after = ours.after
	} else if byThem["beside"] {
		q.after = theirs.after
	}
	return q
}
