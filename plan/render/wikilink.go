package render

import (
	"net/url"
	"regexp"
	"strings"

	"wikiform/provider"
)

// wikiLinks makes links into a wiki. The zero value makes none.
type wikiLinks struct{ index string }

var (
	plainHost = regexp.MustCompile(`^[A-Za-z0-9.-]+(?::[0-9]+)?$`)
	plainPath = regexp.MustCompile(`^/(?:[A-Za-z0-9._-]+/)*api\.php$`)
)

// linksTo takes index.php to be where api.php is, as MediaWiki has it. The URL
// comes from a manifest: one that is not plain gives no links.
func linksTo(api string) wikiLinks {
	u, err := url.Parse(api)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.User != nil ||
		!plainHost.MatchString(u.Host) || !plainPath.MatchString(u.Path) || strings.Contains(u.Path, "/.") {
		return wikiLinks{}
	}
	return wikiLinks{u.Scheme + "://" + u.Host + strings.TrimSuffix(u.Path, "api.php") + "index.php?title="}
}

// page is the URL of the description page, "" if there is none to look at.
func (l wikiLinks) page(v *view) string {
	if l.index == "" || !v.there {
		return ""
	}
	return l.index + "File:" + escapedTitle(v.was)
}

// thumbnail is the URL of a small picture of what the wiki has now. The wiki
// makes the picture when somebody follows it.
func (l wikiLinks) thumbnail(v *view) string {
	if l.index == "" || !v.pictured {
		return ""
	}
	return l.index + "Special:Redirect/file/" + escapedTitle(v.was) + "&width=320"
}

// escapedTitle leaves nothing that Markdown could take for its own.
func escapedTitle(t provider.Title) string {
	return strings.ReplaceAll(url.QueryEscape(t.Key()), "~", "%7E")
}
