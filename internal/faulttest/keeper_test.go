package faulttest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"wikiform/plan"
	"wikiform/provider/sandbox"
)

// keeper holds what a run wrote against the manifest, by rules of its own: what is of
// others stays as it is unless a block says that it may be changed, and how.
type keeper struct {
	*world
	before, after snapshot
	plan          *plan.Plan
}

// keep says what a run should not have done.
func (k keeper) keep() error {
	var all []error
	found := func(title, wrong string) {
		if wrong != "" {
			all = append(all, fmt.Errorf("%s: %s", title, wrong))
		}
	}
	for _, x := range k.before {
		now, there := k.after.page(x.Page)
		switch {
		case !there:
			found(x.Title, k.gone(x))
			continue
		case now.Title != x.Title:
			found(x.Title, k.moved(x, now))
		}
		found(now.Title, k.changed(x, now))
	}
	for _, now := range k.after {
		if _, there := k.before.page(now.Page); !there {
			found(now.Title, k.made(now))
		}
	}
	return errors.Join(all...)
}

// gone is about a page that was deleted.
func (k keeper) gone(x thing) string {
	s := k.schedule
	for _, m := range s.Moves {
		if m.To == x.Title && x.Leads == m.From && len(x.Revisions) == 1 && k.after[m.To].Page == k.before[m.From].Page {
			return "" // it gave way to what it led to
		}
	}
	for i := range s.Files { // the same, of a file that was renamed in the manifest
		if s.Renames && s.title(i) == x.Title && x.Leads != "" && len(x.Revisions) == 1 && k.after[x.Title].Page == k.before[x.Leads].Page {
			return ""
		}
	}
	if !slices.ContainsFunc(k.plan.Changes, func(c plan.Change) bool {
		return string(c.Claim.Title) == x.Title && slices.Contains(c.Steps, plan.Step(plan.Deletion{}))
	}) {
		return "it was deleted, and the plan did not show that"
	}
	if s.Policy != "" && s.Policy != "full" {
		return "it was deleted, and the policy of the wiki does not let it"
	}
	if i := slices.IndexFunc(s.Absences, func(a absence) bool { return a.Title == x.Title }); i >= 0 {
		if !s.Absences[i].Foreign && !s.whose(x) {
			return "it was deleted, and it is not ours"
		}
		return k.otherSet(x, false)
	}
	return k.pruned(x)
}

// otherSet is about what bears another set's mark.
func (k keeper) otherSet(x thing, adopted bool) string {
	if len(x.Versions) > 0 && k.schedule.otherSets(x.Versions[0].Comment) && !adopted {
		return "it is of another set"
	}
	return ""
}

// moved is about a page that has another title.
func (k keeper) moved(x, now thing) string {
	s := k.schedule
	switch i := slices.IndexFunc(s.Moves, func(m move) bool { return m.From == x.Title && m.To == now.Title }); {
	case !k.mayUpdate(now.Title):
		return "it was moved to " + now.Title + ", and the policy does not let it"
	case i >= 0 && !s.Moves[i].Foreign && !s.whose(x):
		return "it was moved to " + now.Title + ", and it is not ours"
	case i >= 0:
		return k.otherSet(x, false)
	case !s.Renames || slices.Contains(s.named(), x.Title):
		return "it was moved to " + now.Title + ", and no block says so"
	case !s.whose(x):
		return "it was taken for renamed and moved to " + now.Title + ", and it is not ours"
	}
	if !slices.ContainsFunc(k.wanting(now.Title), func(f int) bool { return digest(k.content[name(f)]).SHA1 == x.Versions[0].SHA1 }) {
		return "it was taken for renamed and moved to " + now.Title + ", where other bytes are wanted"
	}
	return k.otherSet(x, false)
}

// changed is about a page that has its id still.
func (k keeper) changed(x, now thing) string {
	versions, revisions := len(now.Versions)-len(x.Versions), len(now.Revisions)-len(x.Revisions)
	switch {
	case versions < 0 || !slices.Equal(x.Versions, now.Versions[versions:]):
		return "versions were lost"
	case revisions < 0:
		return "revisions were lost"
	}
	for i, r := range x.Revisions {
		if wrong := k.tagged(r, now.Revisions[revisions+i]); wrong != "" {
			return wrong
		}
	}
	if slices.ContainsFunc(now.Versions[:versions], func(v version) bool { return v.User != us }) {
		return "somebody else's name is on a new version"
	}
	if versions > 0 {
		if wrong := k.replaced(x, now); wrong != "" {
			return wrong
		}
	}
	switch {
	case len(x.Revisions) == 0 || now.Revisions[0].Text == x.Revisions[0].Text:
		return ""
	case now.Leads != "":
		return k.pointed(x, now)
	}
	return k.edited(x, now)
}

// tagged is about the tags of a revision that was there: ours may get those that the
// manifest wants.
func (k keeper) tagged(was, is sandbox.Revision) string {
	if was.Text != is.Text || was.User != is.User {
		return "a revision is another one"
	}
	for _, t := range was.Tags {
		if !slices.Contains(is.Tags, t) {
			return fmt.Sprintf("a revision of %s lost the tag %s", was.User, t)
		}
	}
	if len(is.Tags) > len(was.Tags) && !k.schedule.isUs(was.User) {
		return fmt.Sprintf("a revision of %s got the tags %q", was.User, is.Tags)
	}
	return ""
}

// wanting are the files of the manifest that are managed under a title: by its name, or
// since somebody moved it there, or since their bytes are there, where no block names it.
func (k keeper) wanting(title string) (all []int) {
	named := slices.Contains(k.schedule.named(), title)
	for i, f := range k.schedule.Files {
		declared := k.before[k.schedule.title(i)]
		followed := f.Follow && declared.Leads == title && len(declared.Versions) == 0 && k.lived.left[declared.Page]
		if !f.Off && (k.schedule.title(i) == title || !named && (followed || k.adopts(i, title))) {
			all = append(all, i)
		}
	}
	return all
}

// adopts reports whether a file that is missing is managed under the title that its bytes
// have.
func (k keeper) adopts(i int, title string) bool {
	f, x := k.schedule.Files[i], k.before[title]
	return f.Duplicate == "adopt" && len(k.before[k.schedule.title(i)].Versions) == 0 && len(x.Versions) > 0 && x.Versions[0].SHA1 == digest(k.content[name(i)]).SHA1 && (f.Adopt || k.schedule.whose(x))
}

// policies are what may be done to a file.
func (k keeper) policies(i int) (create, update bool) {
	create, update = true, true
	for _, p := range []string{k.schedule.Policy, k.schedule.Files[i].Policy} {
		create = create && p != "update-only" && p != "observe"
		update = update && p != "create-only" && p != "observe"
	}
	return create, update
}

// mayUpdate reports whether the policies let be changed what is there, of which a file
// of the manifest may have a title.
func (k keeper) mayUpdate(title string) bool {
	update := k.schedule.Policy != "observe" && k.schedule.Policy != "create-only"
	for _, i := range k.wanting(title) {
		_, may := k.policies(i)
		update = update && may
	}
	return update
}

// replaced is about a file that has a new version.
func (k keeper) replaced(x, now thing) string {
	all := k.wanting(now.Title)
	if len(all) == 0 {
		return "it has a new version, and no block is about it"
	}
	f := k.schedule.Files[all[0]]
	create, update := k.policies(all[0])
	switch {
	case now.Versions[0].SHA1 != digest(k.content[name(all[0])]).SHA1:
		return "it has a version of other bytes than those of its block"
	case !strings.HasSuffix(now.Versions[0].Comment, k.schedule.mark()):
		return "its new version does not bear our mark"
	case x.Leads != "":
		return "a redirect was uploaded over"
	case len(x.Versions) == 0 && !create:
		return "it was made, and the policy does not let it"
	case len(x.Versions) == 0:
		return k.again(now)
	case !update:
		return "it was replaced, and the policy does not let it"
	case f.Keep, slices.Contains(f.Ignore, "content"):
		return "it was replaced, and its lifecycle does not let it"
	case f.Own && !k.schedule.isUs(x.Versions[0].User):
		return "the version of " + x.Versions[0].User + " was replaced, and overwrite is own"
	case f.Own && k.schedule.Set != "" && !k.schedule.whose(x) && !(f.Adopt && strings.Contains(x.Versions[0].Comment, "[wikiform ")): // taken over from another set
		return "a file that is not of the set was replaced, and overwrite is own"
	case !k.schedule.isUs(x.Versions[0].User) && !k.shows(now.Title, plan.ReplacesVersion, plan.BroughtBack):
		return "the version of " + x.Versions[0].User + " was replaced, and the plan does not say so"
	}
	return k.otherSet(x, f.Adopt)
}

// shows reports whether the plan has a remark on a title.
func (k keeper) shows(title string, kinds ...plan.RemarkKind) bool {
	return slices.ContainsFunc(k.plan.Changes, func(c plan.Change) bool {
		return string(c.Claim.Title) == title && slices.ContainsFunc(c.Remarks, func(r plan.Remark) bool { return slices.Contains(kinds, r.Kind) })
	})
}

// edited is about a page that has another text.
func (k keeper) edited(x, now thing) string {
	all := k.wanting(now.Title)
	if len(all) == 0 {
		return "it was edited, and no block is about it"
	}
	f := k.schedule.Files[all[0]]
	_, update := k.policies(all[0])
	switch {
	case f.Text == "" || f.Text != now.Revisions[0].Text:
		return "it was edited, and its block says another text"
	case !update:
		return "it was edited, and the policy does not let it"
	case f.Seed, slices.Contains(f.Ignore, "description"):
		return "it was edited, and its block does not let it"
	case f.Own && !k.schedule.isUs(x.author()):
		return "the text of " + x.author() + " was replaced, and overwrite is own"
	case !k.schedule.isUs(x.author()) && !k.shows(now.Title, plan.ReplacesText, plan.BroughtBack):
		return "the text of " + x.author() + " was replaced, and the plan does not say so"
	}
	return k.otherSet(x, f.Adopt)
}

// pointed is about a page that became a redirect, or leads elsewhere now.
func (k keeper) pointed(x, now thing) string {
	i := slices.IndexFunc(k.schedule.names.Redirects, func(r redirect) bool { return r.Title == now.Title && r.To == now.Leads })
	switch {
	case len(x.Versions) > 0:
		return "it has a file, and was made a redirect"
	case x.Leads == "":
		return "it is a page, and was made a redirect"
	case !k.mayUpdate(now.Title):
		return "it was pointed elsewhere, and the policy does not let it"
	case i >= 0 && (k.schedule.names.Redirects[i].Foreign || k.schedule.whose(x)):
		return ""
	case i >= 0:
		return "it was pointed elsewhere, and it is not ours"
	}
	return k.doubled(now)
}
