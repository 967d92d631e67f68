package plan

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"wikiform/provider"
)

// A neighbour of a title is a file whose name begins like it up to the dot of the
// extension: of "Logo.png", "Logo.svg", "Logo.PNG" and "Logo.old.png". The wiki
// asks before it lets a file be created beside one (exists-normalized).

// neighboursKept is how many neighbours are kept that a plan creates itself, of
// all its files together; and spellingsTold, how many files that have one name and
// type are told apart.
const (
	neighboursKept = 200_000
	spellingsTold  = 50
)

// surveyNeighbours finds which neighbours the titles have that would be created.
//
// The wiki names one, by which another may be hidden: a GIF hides the PNG. Where
// it names one, and where it is busy with a page that is there already, the other
// spellings of the title's own type are asked for.
func surveyNeighbours(ctx context.Context, r Reader, creates []provider.Title, f *Facts) error {
	var others []provider.Title
	for _, t := range creates {
		f.bring(spellings(t, f.Site))
	}
	have := maps.Clone(f.Have) // so that nothing is asked for twice
	for _, t := range creates {
		if other, warned := f.neighbour(t); respelled(t, other) || !warned && f.Have[t].Page == nil {
			continue
		}
		for _, s := range spellings(t, f.Site) {
			if _, known := have[s]; !known {
				have[s] = provider.File{}
				others = append(others, s)
			}
		}
	}
	files, err := ask(ctx, r.Files, others)
	if err != nil {
		return err
	}
	maps.Copy(have, files)
	f.Neighbours = map[provider.Title][]provider.Title{}
	for _, t := range creates {
		named, warned := f.neighbour(t)
		if warned {
			f.Neighbours[t] = append(f.Neighbours[t], named)
		}
		for _, s := range spellings(t, f.Site) {
			if have[s].Version != nil && (!warned || s != named) {
				f.Neighbours[t] = append(f.Neighbours[t], s)
			}
		}
	}
	return nil
}

// neighbour is the one that the wiki warns of; "" when it does not say which.
func (f *Facts) neighbour(t provider.Title) (other provider.Title, warned bool) {
	p := f.Prospects[t]
	return p.Neighbour, p.Warning == provider.WarnExistsNormalized
}

// blockNeighbours tells each change that creates a file of its neighbours, those
// that the plan creates itself included, and stops the ones beside which there is
// the same name for the same type: of two such files one is usually a mistake.
func blockNeighbours(changes []Change, f *Facts) {
	var created []provider.Title
	alike := map[string][]*Change{} // by name and type
	for i := range changes {
		if c := &changes[i]; c.namesFile() {
			created = append(created, c.Claim.Title)
			if key := nameAndType(c.Claim.Title); len(alike[key]) < spellingsTold {
				alike[key] = append(alike[key], c)
			}
		}
	}
	slices.Sort(created)
	left := neighboursKept
	for i := range changes {
		c := &changes[i]
		if !c.namesFile() {
			continue
		}
		own := begin(created, stem(c.Claim.Title), left)
		left -= len(own)
		c.Neighbours = slices.Concat(f.Neighbours[c.Claim.Title], own)
		slices.Sort(c.Neighbours)
		c.Neighbours = some(slices.DeleteFunc(slices.Compact(c.Neighbours), func(t provider.Title) bool { return t == c.Claim.Title || c.Move() != nil && t == c.vacates() }))
		if !c.Claim.accepts(provider.WarnExistsNormalized) {
			c.block(nearlyTaken(c, f.Neighbours[c.Claim.Title], alike[nameAndType(c.Claim.Title)]))
		}
	}
}

// begin gives of sorted titles those that begin with a stem, at most so many.
func begin(sorted []provider.Title, stem string, most int) []provider.Title {
	from, _ := slices.BinarySearch(sorted, provider.Title(stem))
	to := from
	for to < len(sorted) && to-from < most && strings.HasPrefix(string(sorted[to]), stem) {
		to++
	}
	return sorted[from:to]
}

// nearlyTaken is the problem of a file beside which there is the same name for
// the same type: among the files of the wiki, or among those that the plan creates
// and that are alike.
func nearlyTaken(c *Change, there []provider.Title, alike []*Change) []Problem {
	var same []string
	var other provider.Title
	for _, n := range there {
		switch {
		case n == "":
			return []Problem{{
				Reason: NearlyTaken, Text: "the wiki has a file of nearly the same name and does not say which",
				Hint: `look for it there, and if it may stay accept it with accept_warnings = ["exists-normalized"]`,
			}}
		case n != c.vacates() && respelled(c.Claim.Title, n):
			same, other = append(same, n.Page()), cmp.Or(other, n)
		}
	}
	for _, a := range alike {
		if a != c && !slices.Contains(there, a.Claim.Title) {
			same, other = append(same, fmt.Sprintf("%s (%s)", a.Claim.Title.Page(), a.Claim.Address)), cmp.Or(other, a.Claim.Title)
		}
	}
	if same == nil {
		return nil
	}
	return []Problem{{
		Reason: NearlyTaken, Text: "the title differs only in how its extension is written from " + someOf(same), Names: []string{someOf(same)}, Other: other,
		Hint: `use that title, choose another one, or accept it with accept_warnings = ["exists-normalized"]`,
	}}
}

// besides says which files of the wiki a title is beside.
func besides(neighbours []provider.Title) string {
	var names []string
	for _, n := range neighbours {
		if n == "" {
			names = append(names, "one that the wiki does not name")
		} else {
			names = append(names, n.Page())
		}
	}
	return "the wiki has a file of nearly the same name: " + someOf(names)
}
