package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"wikiform/internal/weburl"
	"wikiform/provider"
)

// Aspect is a part of a file that a change writes, and that a run which breaks
// may leave for the next one.
type Aspect string

// The aspects, in the order in which they are written.
const (
	ContentAspect Aspect = "content" // the bytes: a version is uploaded
	TextAspect    Aspect = "text"    // the text of the page: by an edit, or by the upload that creates the page
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

// leaf is what a change writes of one aspect and in the place of what, with
// all that goes to the wiki together with it. It says nothing of the other
// aspect: one of them may be done already.
//
// Its JSON is what an entry of [Digests] is the sum of, a promise of
// docs/plan-format.md.
type leaf struct {
	Aspect  Aspect   `json:"aspect"`
	API     string   `json:"api"`
	Title   string   `json:"title"`
	Before  any      `json:"before"` // versionBefore or textBefore; nil: the wiki has none
	After   any      `json:"after"`  // contentAfter or textAfter
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

// leaves are what the change writes, in the order of writing.
func (c *Change) leaves(api string) []leaf {
	if !c.writes() {
		return nil
	}
	both := leaf{API: api, Title: c.Title.Page(), Comment: c.Comment, Tags: list(c.Tags)}
	var leaves []leaf
	if c.Content {
		l := both
		l.Aspect, l.AcceptWarnings = ContentAspect, list(c.Accept)
		if v := c.Before.Version; v != nil {
			l.Before = versionBefore{v.SHA1, stamp(v.Time)}
		}
		l.After = contentAfter{c.Digest.SHA1, c.Digest.Size, weburl.Kept(c.Source.URL), string(c.Source.Via)}
		leaves = append(leaves, l)
	}
	if c.Edit || c.Content && c.Before.Page == nil {
		l := both
		l.Aspect = TextAspect
		if page := c.Before.Page; page != nil && page.TextSHA1.Known() {
			l.Before = textBefore{SHA1: page.TextSHA1}
		} else if page != nil {
			l.Before = textBefore{Revision: page.Rev}
		}
		l.After = textAfter{provider.TextSHA1(c.pageText())}
		leaves = append(leaves, l)
	}
	return leaves
}

// pageText is what the page will say if the change creates or edits it. An upload
// that creates a page of which the manifest says nothing leaves it empty.
func (c *Change) pageText() string {
	if c.Text == nil {
		return ""
	}
	return *c.Text
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
