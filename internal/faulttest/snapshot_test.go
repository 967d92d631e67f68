package faulttest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
	"wikiform/provider/sandbox"
)

// snapshot is what a wiki has under the titles of its files.
type snapshot map[string]thing

// thing is a page with its file, or one of both.
type thing struct {
	Title     string
	Page      int64  // id; 0: a file without a page
	Leads     string // the title that a redirect names, "" when it is none
	Versions  []version
	Revisions []sandbox.Revision
}

// snapshot asks the wiki itself, and not by the client.
func (w *world) snapshot() (snapshot, error) {
	holdings, err := w.wiki.Holdings()
	all := snapshot{}
	for full, h := range holdings {
		title, isFile := strings.CutPrefix(full, "File:")
		if !isFile {
			continue
		}
		x := thing{Title: title, Page: h.Page, Leads: strings.TrimPrefix(h.Redirect, "File:"), Revisions: h.Revisions}
		for _, v := range h.Versions {
			x.Versions = append(x.Versions, version{v.SHA1, v.User, v.Comment})
		}
		all[title] = x
	}
	return all, err
}

// page finds a page wherever it is.
func (s snapshot) page(id int64) (thing, bool) {
	for _, x := range s {
		if id != 0 && x.Page == id {
			return x, true
		}
	}
	return thing{}, false
}

// ours reports whether what is under a title is ours: of a file its latest version, by
// our account; with a set any version of ours that bears its mark.
func (s schedule) ours(x thing) bool {
	switch {
	case len(x.Versions) > 0 && s.Set != "":
		return slices.ContainsFunc(x.Versions, func(v version) bool {
			return v.User == us && slices.ContainsFunc(s.marks(), func(mark string) bool { return strings.HasSuffix(v.Comment, mark) })
		})
	case len(x.Versions) > 0:
		return x.Versions[0].User == us
	case len(x.Revisions) > 0:
		return x.Revisions[0].User == us
	}
	return true
}

// grown says what of a thing is not there any more, "" for nothing.
func (x thing) grown(later thing) string {
	versions, revisions := len(later.Versions)-len(x.Versions), len(later.Revisions)-len(x.Revisions)
	switch {
	case versions < 0 || !slices.Equal(x.Versions, later.Versions[versions:]):
		return fmt.Sprintf("versions were lost:\n%s", cmp.Diff(x.Versions, later.Versions))
	case revisions < 0 || !slices.EqualFunc(x.Revisions, later.Revisions[revisions:], stays):
		return fmt.Sprintf("revisions were lost:\n%s", cmp.Diff(x.Revisions, later.Revisions))
	}
	return ""
}

// stays reports whether a revision is still what it was. One of ours may have got change
// tags since.
func stays(was, is sandbox.Revision) bool {
	return was.Text == is.Text && was.User == is.User && len(provider.MissingTags(was.Tags, is.Tags)) == 0 &&
		(was.User == us || len(is.Tags) == len(was.Tags))
}
