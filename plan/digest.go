package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"wikiform/internal/weburl"
	"wikiform/provider"
)

// Digest identifies what the plan does: "sha256:" and 64 hexadecimal digits. Of
// a plan that was read from a file of an older format it is the one in the file.
//
// It is the sum of the plan's [Digests], so that two plans have the same digest
// if and only if they write the same things in the place of the same things on
// the same wiki; when, in what order and from which paths they were made does
// not count, nor does what they do not write.
func (p *Plan) Digest() string {
	if p.Format == format10 {
		return p.digest10()
	}
	return p.Digests().Root()
}

// SameDigest reports whether somebody who wrote given means the digest; they
// may leave out its "sha256:", and write capitals.
func SameDigest(given, digest string) bool {
	given = strings.ToLower(given)
	return given == digest || "sha256:"+given == digest
}

// DigestError is a plan that has another digest than the one that was agreed to.
type DigestError struct{ Digest, Agreed string }

func (e *DigestError) Error() string {
	return fmt.Sprintf("this plan has the digest %s, and %s was expected", e.Digest, e.Agreed)
}

// leaf is what a change writes of one aspect and in the place of what, with
// all that goes to the wiki together with it. It says nothing of the other
// aspects: some of them may be done already.
//
// Its JSON is what an entry of [Digests] is the sum of, a promise of
// docs/plan-format.md.
type leaf struct {
	Aspect  Aspect   `json:"aspect"`
	API     string   `json:"api"`
	Title   string   `json:"title"`
	Before  any      `json:"before"` // one of the types below; nil: the wiki has none
	After   any      `json:"after"`  // the same; nil: there is to be nothing
	Comment string   `json:"comment"`
	Tags    []string `json:"tags"`

	AcceptWarnings []provider.WarningKind `json:"accept_warnings,omitzero"` // of a content
}

// versionBefore has the time, which tells a version that came back, since
// somebody reverted ours, from one that never went.
type versionBefore struct {
	SHA1      provider.SHA1 `json:"sha1,omitzero"` // none: hidden on the wiki
	Timestamp string        `json:"timestamp"`
}

// textBefore has no revision where the sum is known: an upload adds one to the
// page that leaves its text alone (facts §3), and so do a protection and a
// caption.
type textBefore struct {
	SHA1     provider.SHA1 `json:"sha1,omitzero"`
	Revision int64         `json:"revision,omitempty"` // of a text whose sum is hidden
}

type contentAfter struct {
	SHA1 provider.SHA1 `json:"sha1,omitzero"` // none: known only after the upload
	Size int64         `json:"size,omitempty"`
	URL  string        `json:"url,omitempty"`
	Via  string        `json:"via,omitempty"`
}

type textAfter struct {
	SHA1 provider.SHA1 `json:"sha1"`
}

// nameBefore is the file that is moved, where the manifest says that it was: a run
// that broke may have left it under another title, from which the next one goes on.
type nameBefore struct {
	Title     string        `json:"title"`
	SHA1      provider.SHA1 `json:"sha1,omitzero"`
	Timestamp string        `json:"timestamp,omitempty"`
	Over      *textBefore   `json:"over,omitempty"` // the redirect that goes, for the file to get its title
}

type nameAfter struct {
	Redirect bool `json:"redirect"` // one is left
}

// tagsAfter has no before: tags are only added.
type tagsAfter struct {
	Revision int64    `json:"revision"`
	Tags     []string `json:"tags"` // that it lacks
}

type redirectAfter struct {
	Target string `json:"target"`
}

// deletedBefore is all of what goes.
type deletedBefore struct {
	SHA1      provider.SHA1 `json:"sha1,omitzero"`
	Timestamp string        `json:"timestamp,omitempty"` // none: there is no file
	Text      *textBefore   `json:"text,omitempty"`
}

// revertAfter is the version that comes back, by what tells it under any title.
type revertAfter struct {
	SHA1      provider.SHA1 `json:"sha1"`
	Timestamp string        `json:"timestamp"`
}

// restoreAfter are the rows that come back, and no others.
type restoreAfter struct {
	Versions  []restoredRow `json:"versions"`
	Revisions []restoredRow `json:"revisions"`
}

type restoredRow struct {
	ID        int64         `json:"id"`
	SHA1      provider.SHA1 `json:"sha1,omitzero"` // none: hidden on the wiki
	Timestamp string        `json:"timestamp"`
}

func restoreAfterOf(d provider.Deleted) restoreAfter {
	after := restoreAfter{[]restoredRow{}, []restoredRow{}}
	for _, v := range d.Versions {
		after.Versions = append(after.Versions, restoredRow{v.ID, v.SHA1, stamp(v.Time)})
	}
	for _, r := range d.Revisions {
		after.Revisions = append(after.Revisions, restoredRow{r.ID, r.TextSHA1, stamp(r.Time)})
	}
	return after
}

func textOf(page *provider.Page) *textBefore {
	switch {
	case page == nil:
		return nil
	case page.TextSHA1.Known():
		return &textBefore{SHA1: page.TextSHA1}
	}
	return &textBefore{Revision: page.Rev}
}

// leaves are what the change writes, in the order of writing.
func (c *Change) leaves(api string) []leaf {
	var leaves []leaf
	add := func(a Aspect, before, after any) *leaf {
		leaves = append(leaves, leaf{
			Aspect: a, API: api, Title: c.Claim.Title.Page(), Before: before, After: after,
			Comment: c.Claim.Comment, Tags: list(c.Claim.Tags),
		})
		return &leaves[len(leaves)-1]
	}
	for _, s := range c.Steps {
		switch s := s.(type) {
		case Moving:
			l := add(NameAspect, c.nameBefore(s), nameAfter{s.Redirect})
			if from := c.Claim.From; from != nil {
				l.Comment = from.Comment
			}
		case Upload:
			add(ContentAspect, c.contentBefore(), contentAfterOf(s.Content)).AcceptWarnings = list(c.Claim.Accept)
			if s.Page != nil {
				add(TextAspect, textOf(c.Was().Page), textAfter{provider.TextSHA1(*s.Page)})
			}
		case SetText:
			add(TextAspect, textOf(c.Was().Page), textAfter{provider.TextSHA1(s.Text)}).Comment = c.TextComment()
		case SetTags:
			add(TagsAspect, nil, tagsAfter{s.Rev, list(s.Tags)})
		case SetRedirect:
			add(RedirectAspect, textOf(c.Before.Page), redirectAfter{s.Target.Page()})
		case Deletion:
			add(ExistenceAspect, c.deletedBefore(), nil)
		case Revert:
			add(ContentAspect, c.contentBefore(), revertAfter{s.Version.SHA1, stamp(s.Version.Time)})
		case Restore:
			add(ExistenceAspect, nil, restoreAfterOf(s.Deleted))
		}
	}
	return leaves
}

func (c *Change) nameBefore(s Moving) nameBefore {
	b := nameBefore{Title: s.From.Page()}
	if c.Claim.From != nil {
		b.Title = c.Claim.From.Title.Page()
	}
	if v := c.From.Version; v != nil {
		b.SHA1, b.Timestamp = v.SHA1, stamp(v.Time)
	}
	if c.Before.Version == nil { // a file moves away first, and is another change
		b.Over = textOf(c.Before.Page)
	}
	return b
}

func (c *Change) contentBefore() *versionBefore {
	v := c.Was().Version
	if v == nil {
		return nil
	}
	return &versionBefore{v.SHA1, stamp(v.Time)}
}

func contentAfterOf(c Content) contentAfter {
	return contentAfter{c.Digest.SHA1, c.Digest.Size, weburl.Kept(c.Source.URL), string(c.Source.Via)}
}

func (c *Change) deletedBefore() deletedBefore {
	b := deletedBefore{Text: textOf(c.Before.Page)}
	if v := c.Before.Version; v != nil {
		b.SHA1, b.Timestamp = v.SHA1, stamp(v.Time)
	}
	return b
}

// sum is "sha256:" and the digits.
func (l *leaf) sum() string {
	var e encoder
	e.value(l)
	return sha256Of(e.Bytes())
}

func sha256Of(b []byte) string {
	sum := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(sum[:])
}
