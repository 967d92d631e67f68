package spec

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// Ten thousand instances of one block can have one fault ten thousand times; a
// person wants it once, and true of each of them. So faults are folded that have
// one place and differ in names and numbers only; what else differs is another
// fault, with a cure of its own.

// mostWordings is how many faults of one place and summary are told each by itself.
// Beyond that, such as with a rule's message that has a name in it without quotes,
// they are counted.
const mostWordings = 12

// folded is faults that are told as one.
type folded struct {
	faults []fault
	other  bool // they are told in words of which these are the first only
}

// place is where a fault is, and what it is called.
type place struct {
	severity hcl.DiagnosticSeverity
	summary  string
	subject  hcl.Range
	instance bool // it is one of an instance
}

// toldOnce gives diagnostics for faults, in the order in which each is first told.
func toldOnce(list []fault) hcl.Diagnostics {
	type cause struct {
		place
		gist string
	}
	var all []*folded
	at := map[cause]*folded{}
	wordings, gists := map[place]int{}, map[string]string{}
	for _, x := range list {
		p := place{x.Severity, x.Summary, where(x.Diagnostic), x.instance != ""}
		c := cause{p, x.gist(gists)}
		other := at[c] == nil && wordings[p] >= mostWordings
		if other {
			c.gist = "" // which no detail has
		}
		if at[c] == nil {
			at[c] = &folded{other: other}
			all = append(all, at[c])
			wordings[p]++
		}
		at[c].faults = append(at[c].faults, x)
	}
	var diags hcl.Diagnostics
	for _, f := range all {
		diags = append(diags, f.diagnostic())
	}
	return diags
}

// diagnostic tells the first fault, and whom else it is about.
func (f *folded) diagnostic() *hcl.Diagnostic {
	told := *f.faults[0].Diagnostic
	about := f.instances()
	if about == "" {
		about = f.again()
	}
	if about != "" {
		told.Detail += "\n\n" + about
	}
	return &told
}

// instances says which instances it is about, "" when it is none's.
func (f *folded) instances() string {
	var all []Address
	same := true
	for _, x := range f.faults {
		all = append(all, x.instance)
		same = same && (x.Detail == f.faults[0].Detail || x.Detail == f.faults[0].cause())
	}
	all = slices.Compact(all)
	how := ", with other names in each"
	switch {
	case all[0] == "":
		return ""
	case len(all) == 1:
		return fmt.Sprintf("This is about %s.", all[0])
	case same:
		how = ""
	case f.other:
		how = ", in other words for each"
	}
	return fmt.Sprintf("This is about %s%s: %s.", counted(len(all), "instance"), how, someOf(all))
}

// again says with which names what is no instance's is told again, "" when it is
// not: what is told twice in the same words is told once.
func (f *folded) again() string {
	first := quotedName.FindAllString(f.faults[0].Detail, -1)
	told := map[string]bool{f.faults[0].Detail: true}
	var names []string
	for _, x := range f.faults {
		if told[x.Detail] {
			continue
		}
		told[x.Detail] = true
		for _, name := range quotedName.FindAllString(x.Detail, -1) {
			if !slices.Contains(first, name) {
				names = append(names, name)
				break
			}
		}
	}
	times := counted(len(told)-1, "more time")
	switch {
	case len(told) == 1:
		return ""
	case f.other:
		return fmt.Sprintf("It is told here %s in other words.", times)
	case len(names) == 0:
		return fmt.Sprintf("It is so here %s, with other numbers.", times)
	}
	return fmt.Sprintf("It is so here %s, with other names: %s.", times, someOf(names))
}

// someOf names the first of many.
func someOf[T ~string](all []T) string {
	const most = 3
	var first []string
	for _, a := range all[:min(most, len(all))] {
		first = append(first, string(a))
	}
	list := strings.Join(first, ", ")
	if len(all) > most {
		list += " and so on"
	}
	return list
}
