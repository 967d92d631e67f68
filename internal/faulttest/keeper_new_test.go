package faulttest

import (
	"fmt"
	"slices"
	"strings"

	"wikiform/plan"
)

// made is about what is new.
func (k keeper) made(now thing) string {
	if slices.ContainsFunc(now.Versions, func(v version) bool { return v.User != us }) {
		return "somebody else's name is on it"
	}
	switch {
	case len(now.Versions) > 0:
		return k.created(now)
	case now.Leads == "":
		return "a page is new, and nobody wants one"
	case k.after[now.Leads].Page == k.before[now.Title].Page && k.before[now.Title].Page != 0:
		return "" // a move left it
	case k.schedule.Policy == "observe", k.schedule.Policy == "update-only":
		return "it is new, and the policy does not let it"
	case slices.ContainsFunc(k.schedule.names.Redirects, func(r redirect) bool { return r.Title == now.Title && r.To == now.Leads }):
		comes := slices.ContainsFunc(k.plan.Changes, func(c plan.Change) bool { return string(c.Claim.Title) == now.Leads && c.Writes() })
		if len(k.after[now.Leads].Versions) == 0 && !comes && !k.shows(now.Title, plan.TargetMissing) {
			return fmt.Sprintf("it leads to %q, where no file is, and the plan does not say so", now.Leads)
		}
		return k.again(now)
	}
	return k.doubled(now)
}

// created is about a new file.
func (k keeper) created(now thing) string {
	i := slices.IndexFunc(k.schedule.Files, func(f file) bool { return f.Title == now.Title && !f.Off })
	if i < 0 {
		return "it is new, and no block is about it"
	}
	f := k.schedule.Files[i]
	create, _ := k.policies(i)
	switch {
	case !create:
		return "it was made, and the policy does not let it"
	case len(now.Versions) != 1 || now.Versions[0].SHA1 != digest(k.content[name(i)]).SHA1:
		return fmt.Sprintf("it has %d versions, or not the bytes of its block", len(now.Versions))
	case !strings.HasSuffix(now.Versions[0].Comment, k.schedule.mark()):
		return "it does not bear our mark"
	case now.Revisions[0].Text != f.Text:
		return fmt.Sprintf("its page says %q", now.Revisions[0].Text)
	}
	for _, x := range k.after {
		if x.Title != now.Title && len(x.Versions) > 0 && x.Versions[0].SHA1 == now.Versions[0].SHA1 && f.Duplicate != "allow" {
			return "it is there twice: its bytes are those of " + x.Title
		}
	}
	return k.again(now)
}

// again is about what others have deleted.
func (k keeper) again(now thing) string {
	if by := k.lived.deleted[now.Title]; by != "" && !k.schedule.isUs(by) {
		return "it was deleted by " + by + ", and is there again"
	}
	for _, v := range now.Versions {
		for _, by := range k.lived.gone[v.SHA1] {
			if !k.schedule.isUs(by) {
				return "its bytes were deleted by " + by + ", and are there again"
			}
		}
	}
	return ""
}

// doubled is about a redirect to the file that has the bytes that were wanted under its
// title.
func (k keeper) doubled(now thing) string {
	for i, f := range k.schedule.Files {
		to := k.after[now.Leads]
		switch {
		case f.Title != now.Title || f.Off || f.Duplicate != "redirect":
		case len(to.Versions) == 0:
			return fmt.Sprintf("it leads to %q, where no file is", now.Leads)
		case to.Versions[0].SHA1 != digest(k.content[name(i)]).SHA1:
			return fmt.Sprintf("it leads to %q, which has other bytes", now.Leads)
		default:
			return k.again(now)
		}
	}
	return fmt.Sprintf("it leads to %q, and no block says so", now.Leads)
}

// pruned is about what was deleted without a block of its own.
func (k keeper) pruned(x thing) string {
	used, err := k.used(x.Title, k.before)
	switch s := k.schedule; {
	case err != nil:
		return err.Error()
	case !slices.ContainsFunc(s.Prunes, func(p prune) bool { return p.Delete && p.covers(x) }):
		return "it was deleted, and no block says so"
	case s.Set == "":
		return "it was pruned, and there is no set"
	case s.narrowed():
		return "it was pruned by a plan for a part of the manifest"
	case len(s.Files) == 0:
		return "it was pruned by a manifest without files"
	case slices.Contains(k.named(), x.Title) && !k.twin(x), slices.ContainsFunc(s.names.Redirects, func(r redirect) bool { return r.To == x.Title }):
		return "it was pruned, and a block names it"
	case !s.whose(x), !s.throughout(x):
		return "it was pruned, and it is not ours from its first version to its last"
	case len(x.Versions) == 0 && x.Leads == "":
		return "a page was pruned"
	case k.lived.left[x.Page]:
		return "a redirect was pruned that a move had left"
	case used:
		return "it was pruned, and it is in use"
	case k.last(x):
		return "it was pruned, and had the bytes that a block wants: it would adopt it, or lead there, and has neither now"
	}
	return ""
}

// last reports whether a file had bytes that a missing file is to share by on_duplicate, and
// that nothing has any more.
func (k keeper) last(x thing) bool {
	if len(x.Versions) == 0 {
		return false
	}
	sum := x.Versions[0].SHA1
	for _, now := range k.after {
		if len(now.Versions) > 0 && now.Versions[0].SHA1 == sum {
			return false
		}
	}
	for i, f := range k.schedule.Files {
		shares := f.Duplicate == "adopt" || f.Duplicate == "redirect"
		if shares && !f.Off && digest(k.content[name(i)]).SHA1 == sum && len(k.before[k.schedule.title(i)].Versions) == 0 {
			return true
		}
	}
	return false
}

// twin reports whether a file that a block could adopt is one of several with its bytes, of
// which another one is adopted: it is there afterwards as it was.
func (k keeper) twin(x thing) bool {
	if slices.Contains(k.schedule.named(), x.Title) || len(x.Versions) == 0 {
		return false
	}
	for title, other := range k.after {
		was := k.before[title]
		if title != x.Title && len(k.wanting(title)) > 0 && len(other.Versions) > 0 && len(was.Versions) > 0 &&
			other.Versions[0].SHA1 == x.Versions[0].SHA1 && was.Versions[0].SHA1 == x.Versions[0].SHA1 {
			return true
		}
	}
	return false
}

// covers reports whether a title is in the scope of a block.
func (p prune) covers(x thing) bool {
	if p.Category != "" {
		return len(x.Revisions) > 0 && strings.Contains(x.Revisions[0].Text, "[[Category:"+p.Category+"]]")
	}
	return strings.HasPrefix(x.Title, p.Prefix)
}

// named are the titles that are in a block, by the name that the manifest has for them
// or by the one that the wiki has.
func (k keeper) named() []string {
	all := k.schedule.named()
	for title := range k.before {
		if len(k.wanting(title)) > 0 {
			all = append(all, title)
		}
	}
	return all
}

// named are the titles of all blocks, also of those that are not enabled.
func (s schedule) named() []string {
	var all []string
	for i := range s.Files {
		all = append(all, s.title(i))
	}
	for _, m := range s.Moves {
		all = append(all, m.From, m.To)
	}
	for _, r := range s.names.Redirects {
		all = append(all, r.Title)
	}
	for _, a := range s.Absences {
		all = append(all, a.Title)
	}
	return all
}
