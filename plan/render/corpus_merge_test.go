package render

import (
	"fmt"
	"strings"
	"time"

	"wikiform/internal/merge"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// revision is one that somebody else made, so many hours after the day.
func revision(id int64, user string, hours int, comment string) provider.Revision {
	return provider.Revision{ID: id, User: user, Time: day.Add(time.Duration(hours) * time.Hour), Comment: comment}
}

// merges adds a file whose description is merged with what others have written since the
// manifest said base, the newest of them first.
func (w *world) merges(title, base, ours, theirs string, others ...provider.Revision) {
	w.mergesWith(title, plan.Base{Text: base, Rev: 7, Others: others}, ours, theirs)
}

func (w *world) mergesWith(title string, base plan.Base, ours, theirs string) {
	at := plan.Position{File: "photos.wiki.hcl", Line: 3 + 9*len(w.wants)}
	w.want(fmt.Sprintf("file.merged[%q]", strings.TrimSuffix(title, ".jpg")), title, title, 4096, func(c *plan.Claim) {
		c.Text = &plan.Text{Text: ours, Mode: spec.ModeMerge, ModeAt: at}
	})
	user := "Uploader"
	if len(base.Others) > 0 {
		user = base.Others[0].User
	}
	w.have(title, title, 4096, theirs, user)
	if w.facts.Bases == nil {
		w.facts.Bases = map[provider.Title]plan.Base{}
	}
	w.facts.Bases[provider.Title(title)] = base
}

// mergePlans have descriptions that are merged.
func mergePlans() map[string]*plan.Plan {
	base := information("Anna Schmitt", "")
	ours := strings.Replace(base, "1911-06-02", "1911-06-03", 1)
	theirs := base + "\n[[Category:Steel]]"
	return map[string]*plan.Plan{
		"others-kept": merging(func(w *world) {
			w.merges("A.jpg", base, base, strings.Replace(theirs, "Schmitt", "Schmidt", 1), revision(9, "Anna", 2, "her name"))
			w.merges("B.jpg", base, ours, strings.Replace(theirs, "{{PD-old}}", "{{PD-old-100}}", 1), revision(9, "Bob", 3, ""), revision(8, "Anna", 2, "licence"))
		}),
	}
}

// blockedMergePlans are those of which the merge cannot be made.
func blockedMergePlans() map[string]*plan.Plan {
	base := information("Anna Schmitt", "")
	return map[string]*plan.Plan{
		"merge-conflict": merging(func(w *world) {
			w.merges("A.jpg", base, strings.Replace(base, "1911-06-02", "1911-06-03", 1), strings.Replace(base, "1911-06-02", "1911-06-12", 1), revision(9, "Anna", 2, "by the diary"))
		}),
		"base-unknown": merging(func(w *world) {
			w.mergesWith("A.jpg", plan.Base{Unknown: "the text of revision 8 is hidden"}, base, base+"\n[[Category:Steel]]")
		}),
	}
}

// merging is a plan in which descriptions are merged.
func merging(make func(w *world)) *plan.Plan {
	w := newWorld()
	make(w)
	p := w.plan()
	for i := range p.Changes {
		merged(&p.Changes[i], w.facts.Bases[p.Changes[i].Claim.Title])
	}
	return p
}

func merged(c *plan.Change, base plan.Base) {
	theirs := c.Before.Page.Text
	r := merge.Texts(base.Text, c.Claim.Text.Text, theirs, true)
	c.Merge = &plan.Merge{Base: base, Conflicts: r.Conflicts}
	c.Remarks, c.Steps = nil, nil
	switch {
	case base.Unknown != "":
		c.Problems = []plan.Problem{{Reason: plan.BaseUnknown, Text: "what the manifest said last of the page is not known: " + base.Unknown, At: c.Claim.Text.ModeAt}}
	case !r.Clean():
		c.Problems = []plan.Problem{{Reason: plan.MergeConflict, Text: "others and the manifest have changed the same lines", At: c.Claim.Text.ModeAt}}
	case r.Text != theirs:
		c.Steps = []plan.Step{plan.SetText{Text: r.Text, How: plan.HowMerge}}
	default:
		c.Reasons = nil
	}
	if c.Problems != nil {
		c.Verdict, c.Reasons, c.Merge.Base.Others = plan.VerdictBlocked, []plan.Reason{c.Problems[0].Reason}, base.Others
		return
	}
	if !strings.Contains(theirs, base.Text) {
		c.Held = []plan.Held{{Aspect: plan.TextAspect, Reason: plan.OthersKept, Guard: plan.Guard{Rule: plan.MergeText, At: c.Claim.Text.ModeAt}}}
	}
}
