package mediawiki

import (
	"context"
	"net/url"

	"wikiform/provider"
)

// stashedFile is one of the account's own files in the stash.
type stashedFile struct {
	FileKey fileKey
	Status  string // "finished" or "chunks"
	Size    int64
}

// findStashed looks for the whole content of u in the account's stash, by its
// size first and then by its sum; "" when it is not there.
func (c *Client) findStashed(ctx context.Context, u transfer) (string, error) {
	var candidates []string
	err := c.query(ctx, request{op: "stash", tell: u.Progress, effort: u.effort, params: url.Values{
		"list": {"mystashedfiles"}, "msfprop": {"size"}, "msflimit": {"max"},
	}}, func(a queryAnswer) error {
		for _, s := range a.Query.MyStashedFiles {
			if s.Status == "finished" && s.Size == size(u) && len(candidates) < mostCandidates {
				candidates = append(candidates, string(s.FileKey))
			}
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	for _, key := range candidates {
		var got provider.Digest
		err := c.query(ctx, request{op: "stash", tell: u.Progress, effort: u.effort, params: url.Values{
			"prop": {"stashimageinfo"}, "siifilekey": {key}, "siiprop": {"size|sha1"},
		}}, func(a queryAnswer) error {
			for _, i := range a.Query.StashImageInfo {
				got = i.digest()
			}
			return nil
		})
		if err == nil && got == u.Digest {
			return key, nil
		}
	}
	return "", nil
}
