package plan

import (
	"fmt"
	"slices"
	"strings"

	"wikiform/provider"
)

// prohibited are the extensions that MediaWiki takes nowhere between the dots of a
// name: its default of $wgProhibitedFileExtensions, of 1.39 and 1.43 (facts §4.8). A
// wiki tells its own list only by refusing an upload.
var prohibited = []string{
	"html", "htm", "js", "jsb", "mhtml", "mht", "xhtml", "xht",
	"php", "phtml", "php3", "php4", "php5", "phps", "phar",
	"shtml", "jhtml", "pl", "py", "cgi",
	"exe", "scr", "dll", "msi", "vbs", "bat", "com", "pif", "cmd", "vxd", "cpl",
	"xml",
}

// inner are the prohibited parts of a title between its first dot and its extension.
func inner(t provider.Title) []string {
	parts := strings.Split(strings.ToLower(string(t)), ".")
	var bad []string
	for _, part := range parts[1:max(len(parts)-1, 1)] {
		if slices.Contains(prohibited, part) && !slices.Contains(bad, part) {
			bad = append(bad, part)
		}
	}
	return bad
}

// prohibitedPart blocks a title that has a prohibited extension within it.
func prohibitedPart(c *Change, f *Facts) *Problem {
	bad := inner(c.Claim.Title)
	if c.Upload() == nil && c.Move() == nil || bad == nil || ownList(c, f.Site, bad) || c.Claim.Undoes != nil {
		return nil
	}
	return &Problem{
		Reason: TitleRefused,
		Text:   fmt.Sprintf("the title has %s between two dots, which MediaWiki refuses whatever the file is", dotted(bad)),
		Hint:   fmt.Sprintf("write the title without the dot before %s, or with a blank or - in its place", and(bad)),
	}
}

// ownList reports whether the wiki may have a list of its own: it takes one of these
// extensions itself, or has a file of this very name.
func ownList(c *Change, site provider.Site, bad []string) bool {
	return c.Before.Version != nil || slices.ContainsFunc(bad, func(ext string) bool { return slices.Contains(site.Extensions, ext) })
}

// doubtfulName is a remark on a title that most wikis refuse, and this one may take.
func doubtfulName(c *Change) []Remark {
	bad := inner(c.Claim.Title)
	if c.Upload() == nil && c.Move() == nil || bad == nil || c.Claim.Undoes != nil {
		return nil
	}
	return []Remark{{Kind: NameDoubtful, Text: fmt.Sprintf("the title has %s between two dots, which most wikis refuse", dotted(bad))}}
}

func dotted(extensions []string) string {
	var list []string
	for _, e := range extensions {
		list = append(list, "."+e)
	}
	return and(list)
}
