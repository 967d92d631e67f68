package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// view is what the templates of the pages are given.
type view struct {
	Site, Title  string
	Files        int // that the wiki has
	Cards        []versionView
	Newer, Older string // addresses

	Missing   bool
	Redirect  *redirectView // of a page that sends its readers on
	Current   *versionView
	Text      string
	Versions  []versionView
	Revisions []revisionView
	From      []linkView // redirects to the page
	Users     []linkView // pages that show the file
	Redirects []redirectView
	Log       []logView
}

type versionView struct {
	Name, Ext, Page, Source             string
	Picture                             bool // a browser can show it
	Size, Dimensions, MIME, SHA1, Short string
	When, User, Comment                 string
}

type revisionView struct {
	ID                        int64
	When, Size, User, Comment string
	Tags                      []string
}

type logView struct {
	When, What, Title, Page, User, Comment string
	To                                     *linkView // of a move
	Tags                                   []string
}

var pictures = []string{"image/png", "image/gif", "image/jpeg", "image/webp", "image/svg+xml"}

func (w *Wiki) versionView(name string, v *version) versionView {
	out := versionView{Name: fileTitle(name).text, Ext: extension(name), Page: w.pagePath(fileTitle(name)), Source: contentPath(name, v),
		Picture: slices.Contains(pictures, v.MIME), Size: bytesText(v.Size), MIME: v.MIME, SHA1: v.SHA1.String(), Short: v.SHA1.Short(),
		When: when(v.at), User: v.user, Comment: v.comment}
	if v.Width > 0 {
		out.Dimensions = fmt.Sprintf("%d × %d", v.Width, v.Height)
	}
	return out
}

func (w *Wiki) pageView(t title) view {
	v := view{Title: w.set.full(t), Log: w.logView(&t)}
	if p := w.state.pages[t]; p != nil {
		v.Text = p.latest().text
		for _, rev := range slices.Backward(p.revs) {
			v.Revisions = append(v.Revisions, revisionView{rev.id, when(rev.at), bytesText(int64(len(rev.text))), rev.user, rev.comment, slices.Concat(rev.tags, rev.added)})
		}
	}
	if f := w.state.files[t.key()]; f != nil && t.ns == fileNS {
		for i := range f.versions {
			v.Versions = append(v.Versions, w.versionView(f.name, &f.versions[i]))
		}
		v.Current = &v.Versions[0]
	}
	v.Redirect = w.redirectView(t)
	v.From = w.linkViews(w.redirects()[t])
	if t.ns == fileNS {
		v.Users = w.linkViews(w.users()[t.key()])
	}
	v.Missing = v.Revisions == nil && v.Versions == nil
	return v
}

// logView is the log of one title, or of all, the latest first.
func (w *Wiki) logView(only *title) (all []logView) {
	for i := range w.state.log.walk(only, 0, false) {
		e := w.state.log.entries[i]
		if e.kind == "create" || e.hidden&hiddenText != 0 {
			continue
		}
		if len(all) == logOnPage {
			break
		}
		entry := logView{When: when(e.at), What: logWords(e), Title: w.set.full(e.page), Page: w.pagePath(e.page), User: e.user, Comment: e.comment, Tags: e.allTags()}
		if e.kind == "move" {
			to := w.linkView(e.other)
			entry.To = &to
		}
		all = append(all, entry)
	}
	return all
}

func (w *Wiki) pagePath(t title) string {
	return "/wiki/" + escapePath(strings.ReplaceAll(w.set.full(t), " ", "_"))
}

func when(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05") }

func bytesText(n int64) string {
	units := []string{"B", "KiB", "MiB", "GiB", "TiB"}
	size, unit := float64(n), 0
	for size >= 1024 && unit < len(units)-1 {
		size, unit = size/1024, unit+1
	}
	if unit == 0 {
		return fmt.Sprintf("%d B", n)
	}
	return fmt.Sprintf("%.1f %s", size, units[unit])
}
