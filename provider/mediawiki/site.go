package mediawiki

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"wikiform/provider"
)

type siteGeneral struct {
	WikiID             string
	Generator          string
	MaxUploadSize      int64
	MinUploadChunkSize int64
	MaxArticleSize     int64
	UploadsEnabled     *bool
	ReadOnly           bool
	ReadOnlyReason     string
	Time               time.Time
}

// fileRepo is where files that a wiki shows come from.
type fileRepo struct {
	Name  string
	Local bool
}

type changeTag struct {
	Name   string
	Active bool
	Source []string
}

// readSite asks for the site, the account and the change tags in one request
// (facts §2), and for what does not fit into its answer.
func (c *Client) readSite(ctx context.Context) error {
	tags := []string{}
	var a queryAnswer
	err := c.query(ctx, request{op: "connect", params: url.Values{
		"meta":    {"siteinfo|userinfo|filerepoinfo"},
		"friprop": {"name|local"},
		"siprop":  {"general|fileextensions|namespaces|namespacealiases|interwikimap|magicwords|extensiontags|statistics"},
		"uiprop":  {"rights|ratelimits|blockinfo|editcount|registrationdate"},
		"list":    {"tags"}, "tgprop": {"active|source"}, "tglimit": {"max"},
	}}, func(more queryAnswer) error {
		if a.Query.General.Generator == "" {
			a = more
		}
		for _, t := range more.Query.Tags {
			// A client may only use those (facts §2).
			if t.Active && slices.Contains(t.Source, "manual") && len(tags) < mostNames {
				tags = append(tags, clip(t.Name))
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if a.Query.General.Generator == "" {
		return malformed("connect", "the wiki does not say what it is")
	}
	c.site, c.account, c.images = a.site(), a.account(), a.Query.Statistics.Images
	c.site.Tags, c.asked = tags, time.Now()
	return nil
}

// wikiTime is what the wiki's own clock says now, as far as its last word tells; the zero
// value when it told nothing.
func (c *Client) wikiTime() time.Time {
	if c.site.Time.IsZero() {
		return time.Time{}
	}
	return c.site.Time.Add(time.Since(c.asked))
}

func (a queryAnswer) site() provider.Site {
	g := a.Query.General
	s := provider.Site{
		ID:         clip(g.WikiID),
		Generator:  clip(g.Generator),
		Time:       g.Time,
		MaxUpload:  g.MaxUploadSize,
		MinChunk:   g.MinUploadChunkSize,
		MaxText:    g.MaxArticleSize,
		UploadsOff: g.UploadsEnabled != nil && !*g.UploadsEnabled,
	}
	if g.ReadOnly {
		s.ReadOnly = clip(g.ReadOnlyReason)
		if s.ReadOnly == "" {
			s.ReadOnly = "no reason given"
		}
	}
	s.FileNamespaces, s.CategoryNamespaces = a.namespaceNames(fileNS), a.namespaceNames(categoryNS)
	s.CategoryCase = a.Query.Namespaces[strconv.Itoa(categoryNS)].Case == "case-sensitive"
	for _, x := range a.Query.InterwikiMap {
		if x.Language != "" || x.ExtraLangLink {
			s.Languages = append(s.Languages, strings.ToLower(x.Prefix))
		}
	}
	s.Languages = clipped(s.Languages)
	for _, word := range a.Query.MagicWords {
		switch word.Name {
		case "redirect":
			s.RedirectWords = clipped(word.Aliases)
		case "subst", "safesubst":
			s.SubstWords = append(s.SubstWords, few(word.Aliases)...)
		}
	}
	for _, tag := range few(a.Query.ExtensionTags) {
		s.ContentTags = append(s.ContentTags, strings.ToLower(strings.Trim(tag, "<>")))
	}
	s.NoShared = a.noShared()
	for _, e := range a.Query.FileExtensions {
		s.Extensions = append(s.Extensions, strings.ToLower(e.Ext))
	}
	s.Extensions = clipped(s.Extensions)
	return s
}

// noShared reports whether the wiki tells of its own repository and of no other.
func (a queryAnswer) noShared() bool {
	repos := a.Query.Repos
	return len(repos) > 0 && !slices.ContainsFunc(repos, func(r fileRepo) bool { return !r.Local })
}

// namespaceNames are the local name and the aliases of a namespace.
func (a queryAnswer) namespaceNames(number int) []string {
	var names []string
	if ns, ok := a.Query.Namespaces[strconv.Itoa(number)]; ok && ns.Name != "" {
		names = append(names, ns.Name)
	}
	for _, alias := range a.Query.Aliases {
		if alias.ID == number {
			names = append(names, alias.Alias)
		}
	}
	return clipped(names)
}
