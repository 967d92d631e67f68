package apply

import (
	"fmt"
	"strings"
	"time"

	"wikiform/internal/number"
	"wikiform/provider"
)

// unchanged reports whether the wiki is still as the plan saw it.
func unchanged(before, now provider.File) bool {
	return sameVersion(before.Version, now.Version) && revision(before) == revision(now) &&
		before.Shared == now.Shared && before.Redirect == now.Redirect
}

// differing says what distinguishes two states of what is under a title.
func differing(s Seen) string {
	d := differences(s.Before, s.Now)
	if a, b := pageID(s.Before), pageID(s.Now); a != 0 && b != 0 && a != b {
		d = append([]string{"there is another page now"}, d...)
	}
	return strings.Join(d, "; ")
}

// sameVersion compares what identifies a version. The time tells a content that
// came back from one that never went.
func sameVersion(a, b *provider.Version) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.SHA1 == b.SHA1 && a.Time.Equal(b.Time)
}

// sameText compares pages by their text: an upload adds a revision to the page
// that leaves its text alone (facts §3).
func sameText(a, b *provider.Page) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.TextSHA1 == b.TextSHA1
}

func revision(f provider.File) int64 {
	if f.Page == nil {
		return 0
	}
	return f.Page.Rev
}

// differences says in clauses what distinguishes two states of a file.
func differences(before, now provider.File) []string {
	var d []string
	say := func(format string, args ...any) { d = append(d, fmt.Sprintf(format, args...)) }
	switch {
	case sameVersion(before.Version, now.Version):
	case now.Version == nil:
		say("the file is gone")
	case before.Version == nil:
		say("there is a file now, %s", describeVersion(now.Version))
	default:
		say("the file is now %s, it was %s", describeVersion(now.Version), describeVersion(before.Version))
	}
	switch {
	case revision(before) == revision(now):
	case now.Page == nil:
		say("the description page is gone")
	case before.Page == nil:
		say("there is a description page now, %s", describePage(now.Page))
	default:
		say("the description page is now %s, it was %s", describePage(now.Page), describePage(before.Page))
	}
	if before.Shared != now.Shared {
		say("a file of this name %s", map[bool]string{true: "came to a shared repository", false: "is no longer in a shared repository"}[now.Shared])
	}
	if before.Redirect != now.Redirect {
		say("the page %s", map[bool]string{true: "became a redirect", false: "is no longer a redirect"}[now.Redirect])
	}
	return d
}

func describeDigest(d provider.Digest) string {
	if d.Size == 0 {
		return fmt.Sprintf("sha1 %s", d.SHA1.Short())
	}
	return fmt.Sprintf("sha1 %s (%s)", d.SHA1.Short(), number.Bytes(d.Size))
}

func describeVersion(v *provider.Version) string {
	return describeDigest(v.Digest) + by(v.User, v.Time)
}

func describePage(p *provider.Page) string {
	return fmt.Sprintf("revision %d", p.Rev) + by(p.User, p.Time)
}

func by(user string, when time.Time) string {
	s := ""
	if user != "" {
		s += " by " + user
	}
	if !when.IsZero() {
		s += " of " + when.UTC().Format("2006-01-02 15:04:05 UTC")
	}
	return s
}
