package plan

import (
	"crypto/sha1"
	"fmt"
	"slices"
	"strings"

	"wikiform/provider"
	"wikiform/spec"
)

// problem is one reason for which a change cannot be made, and what to do now.
type problem struct {
	reason Reason
	text   string // one line
}

// check looks for one kind of problem; an empty text is none.
type check func(c *Change, f *Facts) problem

// preflight are the checks of a change that would write, in the order in which
// a person would put things right.
var preflight = []check{
	redirect, redirects, shared, unpinned, empty, extension, tooLarge, textTooLarge, tags, rights, refused,
}

// problems are the known reasons for which the wiki would not take the change:
// what can fail for a known reason fails here.
func problems(c *Change, f *Facts) []problem {
	if c.Fault.Reason != "" {
		return []problem{{c.Fault.Reason, c.Fault.Problem}}
	}
	if p := unpinned(c, f); p.text != "" && !c.writes() {
		return []problem{p}
	}
	if !c.writes() {
		return nil
	}
	if p := halted(c, f); p.text != "" {
		return []problem{p} // the same for every file; what else is wrong does not matter yet
	}
	var ps []problem
	for _, look := range preflight {
		if p := look(c, f); p.text != "" {
			ps = append(ps, p)
		}
	}
	return ps
}

// halted is why the wiki takes no writes of this kind from this account.
func halted(c *Change, f *Facts) problem {
	switch b := f.Account.Block; {
	case f.Site.ReadOnly != "":
		return problem{WikiReadOnly, fmt.Sprintf("the wiki is read-only (%s): run again when it takes writes", oneLine(f.Site.ReadOnly))}
	case b != nil && !f.Account.Anonymous():
		return problem{AccountBlocked, fmt.Sprintf("the account %s is blocked by %s (%s; expires: %s): ask there to lift it, or use another account",
			f.Account.Name, b.By, oneLine(b.Reason), b.Expiry)}
	case f.Site.UploadsOff && c.Content:
		return problem{UploadsOff, "this wiki takes no uploads: ask its administrators to switch them on"}
	}
	return problem{}
}

// redirect keeps content off pages that send their readers on. Of one that has the
// wanted file itself the text may be mended: an edit ends the redirect.
func redirect(c *Change, _ *Facts) problem {
	const own = " has a file of its own, but its page is a redirect on the wiki, which a new version would leave as it is: "
	switch {
	case !c.Before.Redirect, !c.Content && c.Before.Version != nil:
		return problem{}
	case c.Before.Version != nil && c.Edit:
		return problem{IsRedirect, c.Title.Page() + own + "let its text end the redirect first, with -only=text, or name the redirect's target in title"}
	case c.Before.Version != nil:
		return problem{IsRedirect, c.Title.Page() + own + "make the page one about its file there, or name the redirect's target in title"}
	}
	return problem{IsRedirect, c.Title.Page() + " is a redirect on the wiki, and a redirect is not written to: name its target in title, or delete it on the wiki"}
}

// redirects refuses a text that the wiki, in whose language it is, would take for a
// redirect. Of the words that every wiki knows the manifest was told already.
func redirects(c *Change, f *Facts) problem {
	if !c.WritesText() {
		return problem{}
	}
	begin := spec.Redirect(*c.Text, f.Site.RedirectWords...)
	if begin == "" {
		return problem{}
	}
	return problem{IsRedirect, fmt.Sprintf("the description begins with %q, which on this wiki makes the page a redirect, and nobody would see the file there: write about the file, and link to the other page",
		oneLine(begin))}
}

// shared blocks even an account with the right reupload-shared: the wiki would
// hide the shared file from its readers without a word (facts §4.3), and no
// attribute of a manifest says that this is meant.
func shared(c *Change, _ *Facts) problem {
	if !c.Before.Shared || c.Before.Version != nil {
		return problem{}
	}
	return problem{SharedFile, "a shared repository has a file of this name, which an upload would hide on this wiki without any warning: choose another title"}
}

// unpinned also stops a change that writes nothing: in automation a comparison
// that could not be made must not pass for one that found no difference.
func unpinned(c *Change, f *Facts) problem {
	if !f.Automation || c.Digest.Known() || c.Fault.Reason != "" {
		return problem{}
	}
	return problem{NeedsPin, `the URL has no pin, and in automation only known content is accepted: add sha1 = "..." to the file`}
}

func empty(c *Change, _ *Facts) problem {
	if !c.Content || c.Digest.SHA1 != provider.SHA1(sha1.Sum(nil)) {
		return problem{}
	}
	return problem{EmptyContent, "the source is empty, and the wiki takes no empty file: look whether it was exported or checked out completely"}
}

func extension(c *Change, f *Facts) problem {
	if !c.Content || f.Site.Takes(c.Title.Ext()) {
		return problem{}
	}
	text := fmt.Sprintf("this wiki takes no .%s files, only %s: convert the file, or ask its administrators to allow the type",
		c.Title.Ext(), strings.Join(slices.Sorted(slices.Values(f.Site.Extensions)), ", "))
	return problem{ExtensionRefused, text}
}

func tooLarge(c *Change, f *Facts) problem {
	if !c.Content || f.Site.MaxUpload == 0 || c.Digest.Size <= f.Site.MaxUpload {
		return problem{}
	}
	return problem{TooLarge, tooLargeText(c.Digest.Size, f.Site.MaxUpload)}
}

func tooLargeText(has, most int64) string {
	return fmt.Sprintf("the file has %s, and this wiki takes at most %s: make it smaller, or ask its administrators to raise the limit", Size(has), Size(most))
}

func textTooLarge(c *Change, f *Facts) problem {
	if !c.WritesText() || f.Site.MaxText == 0 || int64(len(*c.Text)) <= f.Site.MaxText {
		return problem{}
	}
	return problem{TextTooLarge, fmt.Sprintf("the description has %s, and this wiki takes at most %s: shorten it",
		Size(int64(len(*c.Text))), Size(f.Site.MaxText))}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
