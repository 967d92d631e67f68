package render

import (
	"fmt"
	"strings"
	"time"

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
	at := plan.Position{File: "photos.wiki.hcl", Line: 7}
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

// keeps does so for a description beside which the links of others stay.
func (w *world) keeps(title, base, ours, theirs string, others ...provider.Revision) {
	w.merges(title, base, ours, theirs, others...)
	t := w.wants[len(w.wants)-1].Text
	t.Mode, t.Keep = "", []spec.Keep{spec.KeepCategories}
}

// sized is a page with so many places that can be changed apart.
func sized(places int, but map[int]string) string {
	var b strings.Builder
	for i := range places {
		fmt.Fprintf(&b, "== Part %d ==\n\n", i)
		if s, other := but[i]; other {
			b.WriteString(s + "\n\n")
		} else {
			fmt.Fprintf(&b, "What there is to say of part %d.\n\n", i)
		}
	}
	return strings.TrimSpace(b.String())
}

// everywhere says the same in each place.
func everywhere(places int, text string) map[int]string {
	but := map[int]string{}
	for i := range places {
		but[i] = text
	}
	return but
}

// mergePlans have descriptions that are merged.
func mergePlans() map[string]*plan.Plan {
	base := information("Anna Schmitt", "")
	ours := strings.Replace(base, "1911-06-02", "1911-06-03", 1)
	theirs := base + "\n[[Category:Steel]]"
	return map[string]*plan.Plan{
		"merge": one(func(w *world) { w.merges("A.jpg", base, ours, theirs, revision(9, "Anna", 2, "it is of steel")) }),
		"merge-of-several": one(func(w *world) {
			w.merges("A.jpg", base, ours, theirs, revision(12, "Anna", 5, "again"), revision(11, "Bob", 4, ""), revision(10, "Anna", 3, ""), revision(9, "Anna", 2, "first"))
			hidden := revision(10, "Bob", 3, "")
			hidden.Hidden = true
			w.merges("B.jpg", base, ours, theirs, revision(11, "", 4, "whoever"), hidden)
			w.merges("C.jpg", base, ours, theirs, revision(13, "Anna", 9, ""), revision(12, "xx>Eve", 8, "imported"), revision(11, "", 7, ""), revision(10, "Bob", 6, ""), revision(9, "Carl", 5, strings.Repeat("long ", 60)))
		}),
		"merge-and-content": one(func(w *world) {
			w.merges("A.jpg", base, ours, theirs, revision(9, "Anna", 2, "it is of steel"))
			w.wants[0].Content.Digest.SHA1[0]++
		}),
		"merge-after-pull": one(func(w *world) {
			w.mergesWith("A.jpg", plan.Base{Text: base, Rev: 9, Taken: true, Others: []provider.Revision{revision(10, "Anna", 2, "it is of steel")}}, ours, theirs)
		}),
		"merge-and-others-kept": one(func(w *world) {
			w.merges("A.jpg", base, ours, strings.Replace(theirs, "Bridges", "Old bridges", 1), revision(9, "Anna", 2, "there is a category"))
		}),
		"kept-links": one(func(w *world) {
			many := base
			for i := range 60 {
				many += fmt.Sprintf("\n[[Category:Seen %d]]", i)
			}
			w.keeps("A.jpg", base, ours, base+"\n[[Category:Steel]]\n[[Category:Two | sorted]]", revision(9, "Anna", 2, "it is of steel"))
			w.keeps("B.jpg", base, ours, base+" and more\n[[Category:Steel]]", revision(9, "Anna", 2, "it is of steel"))
			w.keeps("C.jpg", base, base, base+"\n[[Category:Steel]]", revision(9, "Anna", 2, "it is of steel"))
			w.keeps("D.jpg", base, ours, many, revision(9, "Bot", 2, "all categories"))
		}),
		"others-kept": one(func(w *world) {
			w.merges("A.jpg", base, base, strings.Replace(theirs, "Schmitt", "Schmidt", 1), revision(9, "Anna", 2, "her name"))
			w.merges("B.jpg", base, base, strings.Replace(base, "\n{{PD-old}}", "", 1), revision(9, "Bob", 3, ""), revision(8, "Anna", 2, "licence"))
		}),
		"others-kept-and-more": one(func(w *world) {
			w.merges("A.jpg", base, base, strings.Replace(theirs, "Schmitt", "Schmidt", 1), revision(9, "Anna", 2, "her name"))
			w.want("file.seed", "Seed.jpg", "seed", 4096, text(ours), guard(plan.SeedText, 99))
			w.have("Seed.jpg", "seed", 4096, base, "Bob")
		}),
	}
}

// blockedMergePlans are those of which the merge cannot be made.
func blockedMergePlans() map[string]*plan.Plan {
	base := information("Anna Schmitt", "")
	anna := revision(9, "Anna", 2, "by the diary")
	return map[string]*plan.Plan{
		"merge-conflict": one(func(w *world) {
			w.merges("A.jpg", base, strings.Replace(base, "1911-06-02", "1911-06-03", 1), strings.Replace(base, "1911-06-02", "1911-06-12", 1), anna)
		}),
		"merge-conflicts": one(func(w *world) {
			w.merges("A.jpg", base, strings.Replace(base, " |author      = Anna Schmitt\n", "", 1)+"\n[[Category:Iron]]", strings.Replace(base, "Anna Schmitt", "Anna Schmidt", 1)+"\n[[Category:Steel]]",
				revision(10, "Bob", 5, ""), anna)
			w.merges("B.jpg", sized(8, nil), sized(8, everywhere(8, "ours")), sized(8, everywhere(8, "theirs")), revision(10, "", 5, ""), anna)
			w.merges("C.jpg", "one line", strings.Repeat("a line of ours\n", 30)+"end", strings.Repeat("a line of theirs\n", 30)+"end", anna)
		}),
		"base-unknown": one(func(w *world) {
			w.mergesWith("A.jpg", plan.Base{Unknown: "the text of revision 8 is hidden", Others: []provider.Revision{anna}}, base, base+"\n[[Category:Steel]]")
		}),
	}
}

// mergesOf are as many files whose merges are alike, each with an author of its own among
// these.
func mergesOf(files int, authors ...string) *plan.Plan {
	return one(func(w *world) {
		for i := range files {
			base := information("Anna Schmitt", fmt.Sprint(i))
			title := fmt.Sprintf("Museum - Photo %04d.jpg", i)
			w.merges(title, base, strings.Replace(base, "1911-06-02", "1911-06-03", 1), base+"\n[[Category:Steel]]", revision(int64(i), authors[i%len(authors)], i, fmt.Sprint("comment ", i)))
		}
	})
}

// keepsOf are as many files beside whose texts a link of somebody else stays.
func keepsOf(files int) *plan.Plan {
	return one(func(w *world) {
		for i := range files {
			base := information("Anna Schmitt", fmt.Sprint(i))
			w.keeps(fmt.Sprintf("Museum - Photo %04d.jpg", i), base, strings.Replace(base, "1911-06-02", "1911-06-03", 1), base+"\n[[Category:Steel]]", revision(int64(i), "Anna", i, ""))
		}
	})
}

// conflictsOf are as many files of which nothing can be made, and as many in which others
// have changed what is ours.
func conflictsOf(files int) *plan.Plan {
	return one(func(w *world) {
		for i := range files {
			base := information("Anna Schmitt", fmt.Sprint(i))
			title, theirs, anna := fmt.Sprintf("Museum - Photo %04d.jpg", i), strings.Replace(base, "1911-06-02", "1911-06-12", 1), revision(int64(i), "Anna", i, fmt.Sprint("comment ", i))
			w.merges(title, base, strings.Replace(base, "1911-06-02", "1911-06-03", 1), theirs, anna)
			w.merges("Held "+title, base, base, theirs, anna)
		}
	})
}

// hostileMerges adds what others wrote, as they may.
func hostileMerges(w *world, evil string) *plan.Plan {
	mallory := revision(9, evil, 2, evil)
	w.merges("F.jpg", "a\n\nb", "a\n\nb of ours", "a "+evil+"\n\nb", mallory, revision(8, evil+"2", 1, evil))
	w.merges("G.jpg", evil+" b", evil+" ours", evil+" theirs", mallory)
	w.merges("H.jpg", "a", "a", evil+" theirs", mallory)
	w.mergesWith("I.jpg", plan.Base{Unknown: evil}, "a", "b")
	p := w.plan()
	for i := range p.Changes {
		if m := p.Changes[i].Merge; m != nil {
			m.Kept = []string{evil, evil}
		}
	}
	return p
}
