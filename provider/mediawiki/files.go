package mediawiki

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/url"
	"time"
	"unicode/utf8"

	"wikiform/provider"
)

type imageInfo struct {
	Timestamp      time.Time
	User           string
	Size           int64
	Width, Height  int
	Comment        string
	UserHidden     bool
	CommentHidden  bool
	ArchiveName    string
	SHA1           string
	MIME           string
	URL, ThumbURL  string
	CanonicalTitle string // of the file that is told of, which need not be the page's
	FileMissing    bool   // of a title without a file, where the question was what an upload would meet
	HTML           string // of uploadwarning
}

// shown is a name or a comment, unless an administrator has hidden it: also from an
// account that may see it, since what we make of it goes to others.
func shown(s string, hidden bool) string {
	if hidden {
		return ""
	}
	return clip(s)
}

type revision struct {
	RevID, ParentID int64
	User            string
	UserHidden      bool
	Comment         string
	CommentHidden   bool
	Timestamp       time.Time
	Tags            []string
	SHA1            string
	SHA1Hidden      bool
	Slots           struct {
		Main struct {
			SHA1                   string
			SHA1Hidden, TextHidden bool
			ContentModel           string
			Content                *string
		}
	}
}

const (
	fileProps = "imageinfo|info|revisions"
	iiProps   = "timestamp|user|comment|size|sha1|mime|canonicaltitle"
	// slotsha1 is of the text alone; on a wiki with structured data sha1 is over
	// several slots, and only good where the other is not told.
	rvProps = "ids|timestamp|user|tags|sha1|slotsha1|contentmodel"
)

// Files reads what the wiki has under each title, without texts. Every title
// asked for is in the map, with the title that the wiki stores in its place.
func (c *Client) Files(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.File, error) {
	return c.files(ctx, titles, request{})
}

// FilesWithOld is Files for a look after an upload: with the version that the
// current one came to lie on. The wiki has no compare-and-set for files, so only
// this tells what an upload has replaced (facts §12.3).
func (c *Client) FilesWithOld(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.File, error) {
	return c.files(ctx, titles, request{params: url.Values{"iilimit": {"2"}, "iiprop": {iiProps + "|archivename"}}})
}

// files is Files with more parameters, and with what r says of waiting and effort.
func (c *Client) files(ctx context.Context, titles []provider.Title, r request) (map[provider.Title]provider.File, error) {
	seen, err := c.settled(ctx, titles, r)
	if err != nil {
		return nil, err
	}
	files := make(map[provider.Title]provider.File, len(titles))
	for t, s := range seen {
		files[t] = s.file(t)
	}
	return files, nil
}

// settled asks about titles. Where the first answer does not settle what a title has, it
// is asked once more, by the title that the wiki stores. Every title is in the map.
func (c *Client) settled(ctx context.Context, titles []provider.Title, r request) (map[provider.Title]*sighting, error) {
	seen, err := c.sightings(ctx, titles, r)
	if err != nil {
		return nil, err
	}
	var unsettled []provider.Title
	asked := map[provider.Title]bool{}
	for _, t := range titles {
		if s := seen[t]; s.unsettled(t) && !asked[s.Title] {
			asked[s.Title] = true
			unsettled = append(unsettled, s.Title)
		}
	}
	again, err := c.sightings(ctx, unsettled, r)
	if err != nil {
		return nil, err
	}
	for _, t := range titles {
		s := seen[t]
		if !s.unsettled(t) {
			continue
		}
		first := s.Title
		if s = again[first]; s.Title != first {
			s = &sighting{File: provider.File{Title: t, Invalid: fmt.Sprintf("stored as File:%s it would be File:%s", first, s.Title)}}
		}
		seen[t] = s
	}
	return seen, nil
}

// file reads what is under the title of u now.
func (c *Client) file(ctx context.Context, u transfer) (provider.File, error) {
	files, err := c.files(ctx, []provider.Title{u.Title}, request{tell: u.Progress, effort: u.effort})
	if err != nil {
		return provider.File{}, err
	}
	return files[u.Title], sameTitle(u.Title, files[u.Title])
}

// sameTitle is a conflict when the wiki no longer stores a title as it told us: what
// it shows then belongs to another title.
func sameTitle(t provider.Title, f provider.File) error {
	switch {
	case f.Invalid != "":
		return conflict("query", "the wiki no longer takes the title File:%s: %s", t, f.Invalid)
	case f.Title != t:
		return conflict("query", "the wiki would now store File:%s as File:%s", t, f.Title)
	}
	return nil
}

// sightings asks about titles once.
func (c *Client) sightings(ctx context.Context, titles []provider.Title, r request) (map[provider.Title]*sighting, error) {
	seen := make(map[provider.Title]*sighting, len(titles))
	params := url.Values{"prop": {fileProps}, "iiprop": {iiProps}, "rvprop": {rvProps}, "rvslots": {"main"}}
	maps.Copy(params, r.params)
	r.params = params
	var room texts
	err := c.pages(ctx, titles, c.batch(), r, func(t provider.Title, p page) error {
		s := seen[t]
		if s == nil {
			s = &sighting{}
			seen[t] = s
		}
		had := s.Page != nil
		if s.add(p); s.Page != nil && !had {
			room.keep(s.Page)
		}
		return nil
	})
	return seen, err
}

// sighting is a file as the pieces of an answer show it.
type sighting struct {
	provider.File
	url    string            // of the content of Version, as the wiki says
	hidden *provider.Version // content of which the wiki does not say under which title it is
	others bool              // the wiki has shown the content of another title
}

// add takes in what a piece of an answer says. A title has a file of the wiki's own
// if the content that is shown has the title's name. Otherwise the content is that
// of a redirect's target, or of a shared repository (facts §3, §12.1).
func (s *sighting) add(p page) {
	s.Title = provider.Title(clip(string(titleOf(p.Title))))
	if p.Invalid {
		s.Invalid = cmp.Or(clip(string(p.InvalidReason)), "no reason given")
		return
	}
	s.Redirect = s.Redirect || p.Redirect
	s.Shared = s.Shared || p.ImageRepository != "" && p.ImageRepository != "local"
	if i, told := p.content(); told {
		v := i.version()
		switch i.CanonicalTitle {
		case p.Title:
			s.Version, s.url = cmp.Or(s.Version, &v), cmp.Or(s.url, i.URL)
			if len(p.ImageInfo) > 1 && s.Old == nil {
				old := p.ImageInfo[1].version()
				s.Old = &old
			}
		case "": // hidden, as everything about the content is
			s.hidden = &v
		default:
			s.others = true
		}
	}
	if len(p.Revisions) > 0 && s.Page == nil {
		pg := p.latest()
		s.Page = &pg
	}
}

// latest is the page's latest revision; there must be one.
func (p page) latest() provider.Page {
	pg := p.Revisions[0].page()
	pg.ID = p.PageID
	return pg
}

// content is the current content that is shown under a title, in the wiki's own
// repository.
func (p page) content() (info imageInfo, told bool) {
	if p.ImageRepository != "local" || len(p.ImageInfo) == 0 || p.ImageInfo[0].FileMissing {
		return imageInfo{}, false
	}
	return p.ImageInfo[0], true
}

// unsettled reports whether the title has to be asked for once more, as the wiki
// stores it. That is so if the wiki stores more than another first letter: it may
// print the title of the page in a form by which it does not find that page. And it
// is so if the content of another title was shown: the title may have its own.
func (s *sighting) unsettled(asked provider.Title) bool {
	if s.Invalid != "" || afterFirstLetter(asked) == afterFirstLetter(s.Title) && (!s.others || s.Redirect || s.Version != nil) {
		return false
	}
	t, err := provider.ParseTitle(string(s.Title), provider.Site{})
	return err == nil && t == s.Title // nothing else can be asked for
}

func afterFirstLetter(t provider.Title) provider.Title {
	_, n := utf8.DecodeRuneInString(string(t))
	return t[n:]
}

// file is what was seen of a title.
func (s *sighting) file(asked provider.Title) provider.File {
	if s.Version == nil && !s.Redirect {
		s.Version = s.hidden
	}
	if s.Invalid != "" {
		return provider.File{Title: asked, Invalid: s.Invalid}
	}
	return s.File
}

func (i imageInfo) version() provider.Version {
	return provider.Version{
		Digest:  i.digest(),
		MIME:    clip(i.MIME),
		Width:   i.Width,
		Height:  i.Height,
		User:    shown(i.User, i.UserHidden),
		Time:    i.Timestamp,
		Comment: shown(i.Comment, i.CommentHidden),
		Hidden:  i.UserHidden || i.CommentHidden,
		Archive: clip(i.ArchiveName),
	}
}

// digest is not known when an administrator has hidden the content.
func (i imageInfo) digest() provider.Digest {
	sum, err := provider.ParseSHA1(i.SHA1)
	if err != nil {
		return provider.Digest{}
	}
	return provider.Digest{SHA1: sum, Size: i.Size}
}

func (r revision) page() provider.Page {
	p := provider.Page{Rev: r.RevID, Parent: r.ParentID, User: shown(r.User, r.UserHidden), Time: r.Timestamp, Comment: shown(r.Comment, r.CommentHidden), Tags: clipped(r.Tags)}
	p.TextSHA1 = r.sum()
	p.Text, p.HasText = r.text()
	if model := r.Slots.Main.ContentModel; model != "wikitext" {
		p.Model = clip(model)
	}
	return p
}
