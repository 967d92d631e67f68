package mediawiki

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"wikiform/provider"
)

type imageInfo struct {
	Timestamp     time.Time
	User          string
	Size          int64
	Width, Height int
	Comment       string
	SHA1          string
	MIME          string
	URL, ThumbURL string
	HTML          string // of uploadwarning
}

type revision struct {
	RevID, ParentID int64
	User            string
	Timestamp       time.Time
	Tags            []string
	SHA1            string
	Slots           struct {
		Main struct {
			SHA1    string
			Content *string
		}
	}
}

const (
	fileProps = "imageinfo|info|revisions"
	iiProps   = "timestamp|user|comment|size|sha1|mime"
	// slotsha1 is of the text alone; on a wiki with structured data sha1 is over
	// several slots, and only good where the other is not told.
	rvProps = "ids|timestamp|user|tags|sha1|slotsha1"
)

// Files reads what the wiki has under each title, without texts. Every title
// asked for is in the map; a title that the wiki cannot hold is an error.
func (c *Client) Files(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.File, error) {
	return c.files(ctx, titles, request{})
}

// files does so with what r says of waiting and effort.
func (c *Client) files(ctx context.Context, titles []provider.Title, r request) (map[provider.Title]provider.File, error) {
	files := make(map[provider.Title]provider.File, len(titles))
	var invalid []error
	r.params = url.Values{"prop": {fileProps}, "iiprop": {iiProps}, "rvprop": {rvProps}, "rvslots": {"main"}}
	err := c.pages(ctx, titles, c.batch(), r, func(t provider.Title, p page) error {
		if p.Invalid {
			if _, twice := files[t]; !twice {
				invalid = append(invalid, &provider.Error{
					Kind: provider.Rejected, Op: "query", Code: "invalidtitle",
					Info: fmt.Sprintf("the wiki cannot hold File:%s: %s", t, p.InvalidReason), Hint: "choose another title",
				})
			}
			files[t] = provider.File{Title: t}
			return nil
		}
		f := files[t]
		f.Title = t
		p.addTo(&f)
		files[t] = f
		return nil
	})
	if err == nil {
		err = errors.Join(invalid...)
	}
	if err != nil {
		return nil, err
	}
	return files, nil
}

// file reads what is under the title of u now.
func (c *Client) file(ctx context.Context, u transfer) (provider.File, error) {
	files, err := c.files(ctx, []provider.Title{u.Title}, request{tell: u.Progress, effort: u.effort})
	return files[u.Title], err
}

// addTo adds what a piece of an answer says about a title (facts §3).
func (p page) addTo(f *provider.File) {
	f.Redirect = f.Redirect || p.Redirect
	f.Shared = f.Shared || p.ImageRepository != "" && p.ImageRepository != "local"
	if len(p.ImageInfo) > 0 && p.ImageRepository == "local" && f.Version == nil {
		v := p.ImageInfo[0].version()
		f.Version = &v
	}
	if f.Redirect {
		f.Version = nil // the wiki gives the target's
	}
	if len(p.Revisions) > 0 && f.Page == nil {
		pg := p.Revisions[0].page()
		f.Page = &pg
	}
}

func (i imageInfo) version() provider.Version {
	return provider.Version{
		Digest:  i.digest(),
		MIME:    clip(i.MIME),
		Width:   i.Width,
		Height:  i.Height,
		User:    clip(i.User),
		Time:    i.Timestamp,
		Comment: clip(i.Comment),
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
	p := provider.Page{Rev: r.RevID, Parent: r.ParentID, User: clip(r.User), Time: r.Timestamp, Tags: clipped(r.Tags)}
	p.TextSHA1, _ = provider.ParseSHA1(cmp.Or(r.Slots.Main.SHA1, r.SHA1))
	if text := r.Slots.Main.Content; text != nil {
		p.Text, p.HasText = *text, true
	}
	return p
}
