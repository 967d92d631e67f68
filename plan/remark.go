package plan

import (
	"fmt"
	"regexp"
	"time"
)

// remarks are what a reviewer of a change should know and what the change
// itself does not show.
func remarks(c *Change, f *Facts) []string {
	if !c.writes() {
		return nil
	}
	var rs []string
	say := func(format string, args ...any) { rs = append(rs, fmt.Sprintf(format, args...)) }

	page := c.Before.Page
	if v := c.Before.Version; c.Content && v != nil && !f.mine(v.User) {
		say("replaces the version %s", by("uploaded", v.User, v.Time))
	}
	if c.Edit && page != nil && !f.mine(page.User) {
		say("replaces the text %s", by("saved", page.User, page.Time))
	}
	switch {
	case !c.Content:
	case page == nil && c.Text == nil:
		say("the page will be empty: the file has no description")
	case page != nil && c.Action == Create && c.Text == nil:
		say("a page of this name is there without a file; its text stays")
	case page != nil && c.Action == Create:
		say("a page of this name is there without a file")
	}
	if !c.Content && !c.Digest.Known() {
		say("the content is not compared: the URL has no pin")
	}
	if c.WritesText() && unstable(*c.Text) {
		say("the wiki expands ~~~, subst: and [[…|]] when it saves, so every later plan will show a difference")
	}
	return rs
}

// mine reports whether user is the account that would write. Nobody is, as long
// as nobody is logged in: then every replaced author is named.
func (f *Facts) mine(user string) bool { return !f.Account.Anonymous() && user == f.Account.Name }

func by(did, user string, when time.Time) string {
	s := "that " + user + " " + did
	if user == "" {
		s = did + " by a hidden account"
	}
	if !when.IsZero() {
		s += when.UTC().Format(" on 2006-01-02 15:04 UTC")
	}
	return s
}

var (
	nowiki   = regexp.MustCompile(`(?is)<nowiki>.*?</nowiki>`)
	expanded = regexp.MustCompile(`(?i)~~~|\{\{\s*(?:safe)?subst:|\[\[[^\[\]|\n]+\|\]\]`)
)

// unstable reports whether the wiki stores another text than it was sent
// (facts §7.1), so that the two never compare equal.
func unstable(text string) bool {
	return expanded.MatchString(nowiki.ReplaceAllLiteralString(text, ""))
}
