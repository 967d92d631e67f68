package mediawiki

import "wikiform/provider"

// uploadAnswer is what action=upload says, whatever was asked of it.
type uploadAnswer struct {
	Warnings apiWarnings // of the API, about the request
	Upload   *uploadResult
}

type uploadResult struct {
	Result    string // "Success", "Warning", "Continue", "Poll" or "Failure"
	Stage     string // of checkstatus: "uploading", "queued", "assembling", "publish"
	Filename  string // in database form
	FileKey   fileKey
	Offset    int64 // of Continue: bytes the wiki has
	Warnings  uploadWarnings
	ImageInfo *imageInfo
}

// ending tells published content from staged content. With warnings nothing is
// published, and what was sent is in the stash.
func (a uploadAnswer) ending(u transfer) ending {
	if a.Upload == nil || a.Upload.Result != "Success" || a.Upload.ImageInfo == nil {
		return a.staging("upload", u)
	}
	v := a.Upload.ImageInfo.version()
	end := ending{how: published, version: v}
	if got := titleOfKey(a.Upload.Filename); got != u.Title {
		end.err = conflict("upload", "the wiki stored it as File:%s instead of File:%s", got, u.Title)
	} else if v.SHA1 != u.Digest.SHA1 {
		end.err = conflict("upload", "the wiki stored content with SHA-1 %s, planned was %s", v.SHA1, u.Digest.SHA1)
	}
	return end
}

// staging reads the answer to a request that publishes nothing.
func (a uploadAnswer) staging(op string, u transfer) ending {
	if a.Upload == nil || a.Upload.FileKey == "" || a.Upload.Result != "Success" && a.Upload.Result != "Warning" {
		return endingOf(malformed(op, "the wiki neither published nor staged the file"))
	}
	return ending{how: staged, stash: provider.Stash{
		Key: string(a.Upload.FileKey), Offset: size(u), Digest: u.Digest, State: provider.Staged, Warnings: a.Upload.Warnings,
	}}
}

// polls reports whether the wiki left it to its job queue, which is not done yet.
func (a uploadAnswer) polls() bool { return a.Upload != nil && a.Upload.Result == "Poll" }

// whole reports whether the wiki has all bytes and puts them, or has put them,
// together.
func (a uploadAnswer) whole() bool {
	return a.polls() || a.Upload != nil && a.Upload.Result == "Success" && a.Upload.FileKey != ""
}

// reached is how many of total bytes the wiki has; 0 when that makes no sense.
func (a uploadAnswer) reached(total int64) int64 {
	switch {
	case a.whole():
		return total
	case a.Upload == nil || a.Upload.Result != "Continue" || a.Upload.Offset < 0 || a.Upload.Offset > total:
		return 0
	}
	return a.Upload.Offset
}
