package sandbox

import (
	"slices"
	"strings"
)

// softwareTags are those that MediaWiki applies itself.
var softwareTags = []string{"mw-blank", "mw-changed-redirect-target", "mw-contentmodelchange", "mw-manual-revert", "mw-new-redirect",
	"mw-removed-redirect", "mw-replace", "mw-reverted", "mw-rollback", "mw-server-side-upload", "mw-undo"}

// clientTags are the change tags that a client may apply.
func (w *Wiki) clientTags() []string {
	tags := slices.Concat(w.set.Tags, w.state.tags)
	slices.Sort(tags)
	return slices.Compact(tags)
}

// listTags is list=tags (facts §2).
func (w *Wiki) listTags(r *request) (any, error) {
	props := r.someOf("tgprop", "", "active", "defined", "description", "displayname", "hitcount", "source")
	most := r.limit("tglimit", 10, 500, 5000)
	after := r.str("tgcontinue")
	all := list{}
	tell := func(name string, source []string) {
		if name < after {
			return
		}
		if len(all) >= most {
			if len(all) == most {
				r.progress.stop("tgcontinue", name)
			}
			return
		}
		o := obj{"name": name}
		for prop, value := range map[string]any{"hitcount": w.state.hits[name], "defined": true, "active": true, "source": source,
			"displayname": name, "description": ""} {
			if props[prop] {
				o[prop] = value
			}
		}
		all = append(all, o)
	}
	manual := w.clientTags()
	every := slices.Concat(softwareTags, manual)
	slices.Sort(every)
	for _, name := range every {
		if slices.Contains(manual, name) {
			tell(name, []string{"manual"})
		} else {
			tell(name, []string{"software", "extension"})
		}
	}
	return all, r.err()
}

// tags reads the tags that a write shall carry. It is a check of the parameter,
// before anything else is looked at (facts §4.7).
func (w *Wiki) tags(r *request) ([]string, error) { return w.tagsIn(r, "tags") }

func (w *Wiki) tagsIn(r *request, parameter string) ([]string, error) {
	asked := r.multi(parameter)
	allowed := w.clientTags()
	var bad []string
	for _, tag := range asked {
		if !slices.Contains(allowed, tag) {
			bad = append(bad, tag)
		}
	}
	switch len(bad) {
	case 0:
		return asked, nil
	case 1:
		return nil, refuse("badtags", "The tag %q is not allowed to be manually applied.", bad[0]).with("disallowedtags", bad)
	}
	return nil, refuse("badtags", "The following tags are not allowed to be manually applied: %s", strings.Join(bad, ", ")).
		with("disallowedtags", bad)
}

// mayTag says whether the account may apply tags, once it applies them.
func (w *Wiki) mayTag(r *request, tags []string) error {
	if len(tags) > 0 && !r.actor.may("applychangetags") {
		return refuse("tags-apply-no-permission", "You do not have permission to apply change tags along with your changes.")
	}
	return nil
}
