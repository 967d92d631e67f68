package plan

import (
	"cmp"

	"wikiform/provider"
	"wikiform/spec"
)

// Upload makes a content the current version of the file.
type Upload struct {
	Content Content
	// Page is the text of the page that this upload makes; nil where there is a
	// page, which no upload ever changes (facts §4.2). It is empty for a page of
	// which the manifest says nothing.
	Page *string
}

// Aspect implements [Step].
func (Upload) Aspect() Aspect { return ContentAspect }
func (Upload) step()          {}

// upload is the step that uploads a content where the wiki has a file, or none. The
// text is that of the manifest, nil for none.
func upload(c Content, text *string, have provider.File) Upload {
	u := Upload{Content: c}
	if have.Page == nil {
		u.Page = cmp.Or(text, new(string))
	}
	return u
}

func compareContent(c *Claim, s situation) difference {
	have := s.file()
	switch {
	case c.Undoes != nil:
		return compareUndone(c.Undoes, have)
	case c.Content == nil:
		return difference{}
	case have.Version == nil:
		return difference{step: upload(*c.Content, nil, have)}
	case c.Stays:
		return difference{}
	case !c.Content.Digest.Known():
		return difference{unknown: &Problem{
			Reason: UnknownContent, Text: "the wiki has a file here, and nothing says which content the URL has",
			Hint: `add sha1 = "..." so that the two can be compared`,
		}}
	case c.Content.Digest.SHA1 == have.Version.SHA1:
		return difference{}
	}
	return difference{step: upload(*c.Content, nil, have), reason: ContentDiffers}
}

// uploadRights has edit as well, and createpage where the upload makes the page
// (facts §1.1). Who reverts a file uploads, to the wiki (facts §13.4).
func uploadRights(c *Change, a provider.Account) []string {
	rights := []string{"upload", "edit"}
	up := c.Upload()
	if c.Was().Page == nil && up != nil {
		rights = append(rights, "createpage")
	}
	if v := c.Was().Version; v != nil && !(v.User == a.Name && a.Can("reupload-own")) {
		rights = append(rights, "reupload")
	}
	if up != nil && up.Content.Source.Via == spec.ViaServer {
		rights = append(rights, "upload_by_url")
	}
	return rights
}

// uploadRequests counts one that publishes and, of a large content and of one that
// may be downloaded first, those that carry it.
func uploadRequests(s Step) int {
	up, uploads := s.(Upload)
	if !uploads {
		return revertRequests
	}
	content := up.Content
	if size := content.Digest.Size; size > provider.UsualChunk || content.Source.URL != "" {
		return 2 + int((size+provider.UsualChunk-1)/provider.UsualChunk)
	}
	return 2
}

// contentShown says what a change puts in the place of which version.
func contentShown(c *Change) (after, before string) {
	if r := c.Revert(); r != nil {
		return "the version with " + versionShown(&r.Version), versionShown(c.Was().Version)
	}
	content := c.Upload().Content.Digest
	if !content.Known() {
		return "content that is not known yet", versionShown(c.Was().Version)
	}
	return "content with " + shown(content), versionShown(c.Was().Version)
}

func versionShown(v *provider.Version) string {
	if v == nil {
		return "nothing"
	}
	return shown(v.Digest) + byWhom(v.User, stamp(v.Time))
}
