package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"wikiform/internal/gather"
	"wikiform/internal/picture"
	"wikiform/plan"
	"wikiform/plan/render"
	"wikiform/provider"
	"wikiform/spec/source"
)

// pictured reports whether the plan is written in a form that has pictures.
func (o *reviewOptions) pictured() bool {
	for _, r := range o.reports {
		if r.format == render.FormatHTML {
			return true
		}
	}
	return o.format == render.FormatHTML
}

// pictures makes the pictures of both sides, if somebody will see them.
func (j *job) pictures(ctx context.Context, p *plan.Plan, from gather.Sources, o *reviewOptions) picture.Album {
	if !o.pictured() {
		return nil
	}
	return gather.Album(ctx, p, from)
}

// pictureSources are the wiki, and the sources of the manifest.
func (j *job) pictureSources(c *connection) gather.Sources {
	elsewhere := &source.Fetcher{UserAgent: userAgent(c.Declared), AllowPrivate: j.privateSources(j.options.allowPrivate)}
	return gather.Sources{
		Thumbs: c.client.Thumbs,
		Get: func(ctx context.Context, url string, most int64) (picture []byte, err error) {
			if c.client.Own(url) {
				return c.client.Peek(ctx, url, most)
			}
			leave, err := c.client.Enter(ctx, url)
			if err != nil {
				return nil, err
			}
			defer func() { leave(err) }()
			return elsewhere.Peek(ctx, url, most) // no credentials, and public addresses only
		},
		Open: func(_ context.Context, c plan.Content) (provider.Body, error) { return j.sources.Body(c.Source.Path) },
	}
}

// picturesAtHand makes the pictures of a saved plan, of which nothing but the
// sources may be here. A plan is untrusted: only content whose SHA-1 it knows
// is shown.
func (a *app) picturesAtHand(ctx context.Context, p *plan.Plan, o *reviewOptions) (picture.Album, error) {
	if !o.pictured() {
		return nil, nil
	}
	root, err := os.OpenRoot(filepath.Clean(a.path(".")))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	tree, err := source.OpenTree(root)
	if err != nil {
		return nil, err
	}
	return gather.Album(ctx, p, gather.Sources{
		Open: func(ctx context.Context, c plan.Content) (provider.Body, error) {
			d, err := tree.Digest(ctx, c.Source.Path)
			if err != nil {
				return provider.Body{}, err
			}
			if d != c.Digest {
				return provider.Body{}, fmt.Errorf("%s is not the content that was planned", c.Source.Path)
			}
			return tree.Body(c.Source.Path)
		},
	}), nil
}
