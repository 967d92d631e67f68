package doctor

import (
	"fmt"
	"slices"
	"strings"

	"wikiform/spec"
)

// rightToReplace is needed only once the content of a file that is there changes.
const rightToReplace = "reupload"

// need is a right that what is declared needs, and where.
type need struct {
	right  string
	places []string
}

// needs are collected in the order in which they come up.
type needs []need

func (n *needs) add(place string, rights ...string) {
	for _, right := range rights {
		i := slices.IndexFunc(*n, func(x need) bool { return x.right == right })
		if i < 0 {
			i = len(*n)
			*n = append(*n, need{right: right})
		}
		(*n)[i].places = append((*n)[i].places, place)
	}
}

// place is an address, and the line of the manifest that has it.
func place(address spec.Address, file string, line int) string {
	if file == "" {
		return string(address)
	}
	return fmt.Sprintf("%s (%s:%d)", address, file, line)
}

// needed are the rights that carrying out everything which is declared needs, whatever the
// wiki has by now.
func needed(m *spec.Manifest, w spec.Wiki) needs {
	var n needs
	tagged := func(at string, tags []string) {
		if len(tags) > 0 {
			n.add(at, "applychangetags")
		}
	}
	for i := range m.Files {
		f := &m.Files[i]
		makes, changes := does(w.Policy, f.Policy)
		at := f.Where().Block
		here := place(f.Address, at.Filename, at.Start.Line)
		if !makes && !changes {
			continue
		}
		n.add(here, "upload", "edit")
		if makes {
			n.add(here, "createpage")
		}
		if changes {
			n.add(here, rightToReplace)
		}
		if f.Source.Via == spec.ViaServer {
			n.add(here, "upload_by_url")
		}
		tagged(here, f.Tags)
	}
	makes, changes := does(w.Policy, spec.PolicyFull)
	for _, v := range m.Moves {
		if !changes {
			break
		}
		here := place(v.Address, v.Ranges.Block.Filename, v.Ranges.Block.Start.Line)
		n.add(here, "move", "movefile")
		if !v.Redirect {
			n.add(here, "suppressredirect")
		}
		tagged(here, v.Tags)
	}
	for _, r := range m.Redirects {
		here := place(r.Address, r.Ranges.Block.Filename, r.Ranges.Block.Start.Line)
		if makes {
			n.add(here, "edit", "createpage")
		} else if changes {
			n.add(here, "edit")
		}
		tagged(here, r.Tags)
	}
	if makes && changes { // nothing is deleted otherwise
		for _, a := range m.Absences {
			here := place(a.Address, a.Ranges.Block.Filename, a.Ranges.Block.Start.Line)
			n.add(here, "delete")
			tagged(here, a.Tags)
		}
		for _, p := range m.Prunes {
			if p.Action == spec.PruneDelete {
				here := place("prune", p.Range.Filename, p.Range.Start.Line)
				n.add(here, "delete")
				tagged(here, p.Tags)
			}
		}
	}
	return n
}

// does says what policies let be done: making files that are missing, and changing those
// that are there.
func does(policies ...spec.Policy) (makes, changes bool) {
	makes, changes = true, true
	for _, p := range policies {
		makes = makes && p != spec.PolicyUpdateOnly && p != spec.PolicyObserve
		changes = changes && p != spec.PolicyCreateOnly && p != spec.PolicyObserve
	}
	return makes, changes
}

func rights(f Facts) Finding {
	is := Finding{Topic: "rights", Mark: Good}
	switch {
	case f.Manifest == nil:
		return unchecked("rights", "the manifest has errors")
	case !f.reachable():
		return unchecked("rights", "the wiki could not be asked")
	case f.Account.Anonymous():
		return unchecked("rights", "nobody is logged in")
	}
	var has []string
	var lacks, soon []need
	for _, n := range needed(f.Manifest, f.Wiki) {
		switch {
		case f.Account.Can(n.right):
			has = append(has, n.right)
		case n.right == rightToReplace:
			soon = append(soon, n)
		default:
			lacks = append(lacks, n)
		}
	}
	const grant = "grant %s to the account's group, and to its bot password (Special:BotPasswords) or OAuth consumer"
	switch {
	case len(lacks) > 0:
		is.Mark, is.Text = Bad, f.Account.Name+" lacks "+listed(append(lacks, soon...))
		is.Advice = fmt.Sprintf(grant, one(len(lacks)+len(soon), "it", "them"))
	case len(soon) > 0:
		is.Mark, is.Text = Doubtful, fmt.Sprintf("%s lacks %s, without which no file of others gets a new version", f.Account.Name, listed(soon))
		if !f.Account.Can("reupload-own") {
			is.Text = fmt.Sprintf("%s lacks %s, without which no file gets a new version", f.Account.Name, listed(soon))
		}
		is.Advice = fmt.Sprintf(grant, "it") + "; new files need it not"
	case len(has) == 0:
		is.Text = "the manifest declares nothing that needs any"
	default:
		is.Text = "all that the manifest needs: " + strings.Join(has, ", ")
	}
	return is
}

// listed names rights, those together that are needed in the same places.
func listed(needs []need) string {
	var order []string
	rights := map[string][]string{}
	for _, n := range needs {
		at := examples(n.places)
		if rights[at] == nil {
			order = append(order, at)
		}
		rights[at] = append(rights[at], n.right)
	}
	var list []string
	for _, at := range order {
		list = append(list, fmt.Sprintf("%s, for %s", and(rights[at]), at))
	}
	return strings.Join(list, "; ")
}

func one(n int, single, many string) string {
	if n == 1 {
		return single
	}
	return many
}

// tags looks for the change tags that the manifest names among those of the wiki. What they
// may be used for is the right applychangetags.
func tags(f Facts) Finding {
	is := Finding{Topic: "tags", Mark: Good}
	switch {
	case f.Manifest == nil:
		return unchecked("tags", "the manifest has errors")
	case f.Site == nil || f.Site.Tags == nil:
		return unchecked("tags", "the wiki could not be asked")
	}
	var names []string
	places := map[string][]string{}
	add := func(here string, tags []string) {
		for _, t := range tags {
			if places[t] == nil {
				names = append(names, t)
			}
			places[t] = append(places[t], here)
		}
	}
	m := f.Manifest
	for i := range m.Files {
		at := m.Files[i].Where().Tags
		add(place(m.Files[i].Address, at.Filename, at.Start.Line), m.Files[i].Tags)
	}
	for _, v := range m.Moves {
		add(place(v.Address, v.Ranges.Block.Filename, v.Ranges.Block.Start.Line), v.Tags)
	}
	for _, r := range m.Redirects {
		add(place(r.Address, r.Ranges.Block.Filename, r.Ranges.Block.Start.Line), r.Tags)
	}
	for _, a := range m.Absences {
		add(place(a.Address, a.Ranges.Block.Filename, a.Ranges.Block.Start.Line), a.Tags)
	}
	var bad []string
	meant := ""
	for _, t := range names {
		if slices.Contains(f.Site.Tags, t) {
			continue
		}
		bad = append(bad, fmt.Sprintf("%q, of %s", t, examples(places[t])))
		if s := spec.Suggest(t, f.Site.Tags); s != "" && meant == "" {
			meant = fmt.Sprintf("; did you mean %q?", s)
		}
	}
	switch {
	case len(names) == 0:
		is.Text = "the manifest names none"
	case len(bad) > 0:
		is.Mark, is.Text = Bad, one(len(bad), "no active change tag of this wiki: ", "no active change tags of this wiki: ")+strings.Join(bad, "; ")
		is.Advice = fmt.Sprintf("an administrator creates and activates %s at Special:Tags, or remove %[1]s from tags", one(len(bad), "it", "them")) + meant
	default:
		is.Text = strings.Join(names, ", ") + one(len(names), " is", " are") + " there and active"
	}
	return is
}
