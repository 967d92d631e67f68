package sandbox

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// fileArchive is list=filearchive: the files that were deleted, a row for every
// version. Everybody may read it but for what was written (facts §13.3).
func (w *Wiki) fileArchive(r *request) (any, error) {
	props := r.someOf("faprop", "timestamp", "sha1", "timestamp", "user", "size", "dimensions", "mime", "archivename", "description")
	prefix, from := strings.ReplaceAll(r.str("faprefix"), " ", "_"), strings.ReplaceAll(r.str("fafrom"), " ", "_")
	to := strings.ReplaceAll(r.str("fato"), " ", "_")
	after := r.str("facontinue")
	most := r.limit("falimit", 10, 500, 5000)
	sum, err := r.sum("fasha1", "fasha1base36")
	if err != nil {
		return nil, err
	}
	if props["description"] && !r.actor.may("deletedhistory") {
		return nil, denied("deletedhistory")
	}
	name, _, _ := strings.Cut(after, "|")
	all := list{}
	w.state.deleted.sorted(max(prefix, from, name), sum, func(d deletedFile) bool {
		place := fmt.Sprintf("%s|%s|%d", d.name, shortStamp(d.at), d.id)
		if after == place {
			after = ""
		}
		if !strings.HasPrefix(d.name, prefix) || to != "" && d.name > to {
			return false
		}
		if after != "" || sum != nil && d.SHA1 != *sum {
			return true
		}
		if len(all) == most {
			r.progress.stop("facontinue", place)
			return false
		}
		t := fileTitle(d.name)
		o := obj{"id": d.id, "name": d.name, "ns": t.ns, "title": w.set.full(t)}
		if props["sha1"] {
			o["sha1"] = d.SHA1.String()
		}
		if props["user"] {
			o["user"], o["userid"] = d.user, w.userID(d.user)
		}
		if props["timestamp"] {
			o["timestamp"] = stamp(d.at)
		}
		if props["mime"] {
			o["mime"] = d.MIME
		}
		if props["size"] || props["dimensions"] { // as strings
			o["size"], o["width"], o["height"] = fmt.Sprint(d.Size), fmt.Sprint(d.Width), fmt.Sprint(d.Height)
		}
		if props["archivename"] && d.archive != "" {
			o["archivename"] = d.archive
		}
		all = append(all, o)
		return true
	})
	return all, r.err()
}

func shortStamp(at time.Time) string { return at.UTC().Format("20060102150405") }

// deletedRevisions is prop=deletedrevisions. Its limit is one for all pages together
// (facts §12.5).
func (w *Wiki) deletedRevisions(r *request, set *pageSet) error {
	props := r.someOf("drvprop", "ids|timestamp|flags|comment|user", "ids", "timestamp", "flags", "comment", "parsedcomment", "user",
		"userid", "size", "sha1", "slotsha1", "contentmodel", "content", "tags")
	r.someOf("drvslots", "", "main")
	most, after := r.limit("drvlimit", 10, 500, 5000), r.str("drvcontinue")
	if err := r.err(); err != nil {
		return err
	}
	if (props["comment"] || props["parsedcomment"] || props["content"]) && !r.actor.may("deletedhistory") {
		return denied("deletedhistory")
	}
	items := set.good()
	slices.SortFunc(items, func(a, b *item) int {
		return cmp.Or(cmp.Compare(b.title.ns, a.title.ns), strings.Compare(b.title.text, a.title.text))
	})
	told := 0
	for _, it := range items {
		var revs list
		for _, v := range slices.Backward(w.state.deletedContents[it.title]) {
			place := fmt.Sprintf("%d|%s|%s|%d", it.title.ns, it.title.key(), shortStamp(v.at), v.id)
			if after == place {
				after = ""
			}
			if after != "" {
				continue
			}
			if told == most {
				r.progress.stop("drvcontinue", place)
				if revs != nil {
					it.out["deletedrevisions"] = revs
				}
				return nil
			}
			told++
			revs = append(revs, w.revision(r, v, props))
		}
		if revs != nil {
			it.out["deletedrevisions"] = revs
		}
	}
	return nil
}
