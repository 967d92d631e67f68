package plan

import (
	"crypto/sha1"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"wikiform/internal/number"
	"wikiform/provider"
	"wikiform/spec"
)

// check looks for one kind of problem; nil is none.
type check func(c *Change, f *Facts) *Problem

// preflight are the checks of a change that would write, in the order in which
// a person would put things right.
var preflight = []check{
	redirect, redirects, notWikitext, unjoined, rewritten, shared, overPage, notOurs, otherSet, adoptsOthers, stopped, unpinned, empty, prohibitedPart, extension, typed, retyped, tooLarge, textTooLarge,
	tags, rights, refused,
}

// problems are the known reasons for which the wiki would not take the change:
// what can fail for a known reason fails here.
func problems(c *Change, s situation, f *Facts) []Problem {
	switch {
	case c.Claim.Fault != nil:
		return []Problem{*c.Claim.Fault}
	case c.Claim.Undoes != nil && c.Claim.Undoes.Against != nil:
		return c.Claim.Undoes.Against
	case s.course.problem != nil:
		return []Problem{*s.course.problem}
	case s.problem != nil:
		return []Problem{*s.problem}
	}
	if !c.Writes() {
		return append(found(notWikitext(c, f)), found(unpinned(c, f))...)
	}
	if p := halted(c, f); p != nil {
		return found(p) // the same for every file; what else is wrong does not matter yet
	}
	if p := stranded(c, s, f); p != nil {
		return found(p)
	}
	var ps []Problem
	for _, look := range preflight {
		ps = append(ps, found(look(c, f))...)
	}
	return ps
}

func found(p *Problem) []Problem {
	if p == nil {
		return nil
	}
	return []Problem{*p}
}

// halted is why the wiki takes no writes of this kind from this account.
func halted(c *Change, f *Facts) *Problem {
	switch b := f.Account.Block; {
	case f.Site.ReadOnly != "":
		return &Problem{
			Reason: WikiReadOnly, Text: fmt.Sprintf("the wiki is read-only (%s)", oneLine(f.Site.ReadOnly)),
			Hint: "run again when it takes writes",
		}
	case b != nil && !f.Account.Anonymous():
		return &Problem{
			Reason: AccountBlocked,
			Text:   fmt.Sprintf("the account %s is blocked by %s (%s; expires: %s)", f.Account.Name, b.By, oneLine(b.Reason), b.Expiry),
			Hint:   "ask there to lift it, or use another account",
		}
	case f.Site.UploadsOff && c.Upload() != nil:
		return &Problem{Reason: UploadsOff, Text: "this wiki takes no uploads", Hint: "ask its administrators to switch them on"}
	}
	return nil
}

// redirect keeps content off pages that send their readers on. Of one that has the
// wanted file itself the text may be mended: an edit ends the redirect.
func redirect(c *Change, f *Facts) *Problem {
	was := c.Was()
	target, _ := f.Site.FileTitle(was.Target)
	p := Problem{
		Reason: IsRedirect, Names: []string{c.at().Page()}, Other: target,
		Text: c.at().Page() + " has a file of its own, but its page is a redirect on the wiki, which a new version would leave as it is",
	}
	switch {
	case c.Claim.Undoes != nil: // the page is what we made it
		return nil
	case !was.Redirect, c.Upload() == nil && (was.Version != nil || !c.Edits()):
		return nil
	case was.Version != nil && c.Edits():
		p.Hint = "let its text end the redirect first, with -only=text, or name the redirect's target in title"
	case was.Version != nil:
		p.Hint = "make the page one about its file there, or name the redirect's target in title"
	case movedAway(c, f) != nil:
		return movedAway(c, f)
	case c.Claim.OnDuplicate != "":
		p.Text = fmt.Sprintf("%s is a redirect %s on the wiki, where no file has these bytes, and nothing is uploaded over a redirect", c.Claim.Title.Page(), toWhere(was.Target))
		p.Names = append(p.Names, toWhere(was.Target))
		p.Hint = "delete it on the wiki, so that the file can be uploaded under its title; or name another title"
	default:
		p.Text = c.Claim.Title.Page() + " is a redirect on the wiki, and a redirect is not written to"
		p.Hint = "name its target in title, or delete it on the wiki"
	}
	return &p
}

// notWikitext keeps texts off pages of another content model, where the wiki takes no
// wikitext or shows it as it stands. It also stops a change that would write nothing: a
// page that has the wanted text is not as wanted for that.
func notWikitext(c *Change, _ *Facts) *Problem {
	page := c.Was().Page
	if page == nil || page.Model == "" || c.deletes() || c.Claim.Text == nil && c.Redirects() == "" {
		return nil
	}
	p := &Problem{
		Reason: ContentModel, Text: fmt.Sprintf("the page has the content model %s, in which the wiki shows no description", oneLine(page.Model)),
		Hint: "have it changed to wikitext (Special:ChangeContentModel), or delete the page",
	}
	if c.Upload() != nil {
		p.Hint += "; for the content alone: -only=content"
	}
	return p
}

// redirects refuses a text that the wiki, in whose language it is, would take for a
// redirect. Of the words that every wiki knows the manifest was told already.
func redirects(c *Change, f *Facts) *Problem {
	text := c.NewText()
	if text == nil || c.Claim.Undoes != nil { // the page said so before
		return nil
	}
	begin := spec.RedirectMarkup(*text, f.Site.RedirectWords...)
	if begin == "" {
		return nil
	}
	return &Problem{
		Reason: IsRedirect, Text: fmt.Sprintf("the description begins with %q, which on this wiki makes the page a redirect, and nobody would see the file there", oneLine(begin)),
		Hint: "write about the file, and link to the other page",
	}
}

// shared blocks even an account with the right reupload-shared: the wiki would
// hide the shared file from its readers without a word (facts §4.3), and no
// attribute of a manifest says that this is meant.
func shared(c *Change, _ *Facts) *Problem {
	what := "an upload"
	if c.Redirects() != "" {
		what = "a redirect"
	}
	if was := c.Was(); !was.Shared || was.Version != nil || c.deletes() || c.Claim.Undoes != nil {
		return nil
	}
	return &Problem{
		Reason: SharedFile, Text: "a shared repository has a file of this name, which " + what + " would hide on this wiki without any warning",
		Hint: "choose another title",
	}
}

// unpinned also stops a change that writes nothing: in automation a comparison
// that could not be made must not pass for one that found no difference.
func unpinned(c *Change, f *Facts) *Problem {
	if !f.Automation || !c.Claim.unpinned() || c.Claim.keeps(ContentAspect, c.told()) {
		return nil
	}
	return &Problem{
		Reason: NeedsPin, Text: "the URL has no pin, and in automation only known content is accepted",
		Hint: `add sha1 = "..." to the file`,
	}
}

func empty(c *Change, _ *Facts) *Problem {
	if c.uploads() != provider.SHA1(sha1.Sum(nil)) {
		return nil
	}
	return &Problem{
		Reason: EmptyContent, Text: "the source is empty, and the wiki takes no empty file",
		Hint: "look whether it was exported or checked out completely",
	}
}

func extension(c *Change, f *Facts) *Problem {
	if c.Upload() == nil || f.Site.Takes(c.Claim.Title.Ext()) {
		return nil
	}
	// A title such as "Mill No. 1" has a dot, and no extension.
	if own := extOf(c.Upload().Content.Source); f.Site.Takes(own) && !extensionLike.MatchString(c.Claim.Title.Ext()) {
		return &Problem{
			Reason: ExtensionRefused, Text: fmt.Sprintf("the title ends in %q, which is no type of file that this wiki takes", "."+c.Claim.Title.Ext()),
			Hint: fmt.Sprintf("let it end in .%s, as its source does", own),
		}
	}
	taken := strings.Join(slices.Sorted(slices.Values(f.Site.Extensions)), ", ")
	return &Problem{
		Reason: ExtensionRefused, Text: fmt.Sprintf("this wiki takes no .%s files, only %s", c.Claim.Title.Ext(), taken),
		Hint: "convert the file, or ask its administrators to allow the type",
	}
}

// extensionLike is what may be the extension of some type of file.
var extensionLike = regexp.MustCompile(`^[0-9]?[a-z][a-z0-9]{0,4}$`)

// extOf is the extension of a source in a file, in small letters and without its dot.
func extOf(s spec.Source) string {
	return strings.ToLower(strings.TrimPrefix(path.Ext(s.Path), "."))
}

func tooLarge(c *Change, f *Facts) *Problem {
	if f.Site.MaxUpload == 0 || c.Bytes() <= f.Site.MaxUpload {
		return nil
	}
	return tooLargeFor(f.Site, c.Bytes())
}

func tooLargeFor(site provider.Site, size int64) *Problem {
	has, most := number.Apart(size, site.MaxUpload)
	return &Problem{
		Reason: TooLarge, Names: []string{has}, Text: fmt.Sprintf("the file has %s, and this wiki takes at most %s", has, most),
		Hint: "make it smaller, or ask its administrators to raise the limit",
	}
}

func textTooLarge(c *Change, f *Facts) *Problem {
	text := c.NewText()
	if text == nil || f.Site.MaxText == 0 || int64(len(*text)) <= f.Site.MaxText {
		return nil
	}
	has, most := number.Apart(int64(len(*text)), f.Site.MaxText)
	return &Problem{
		Reason: TextTooLarge, Names: []string{has}, Text: fmt.Sprintf("the description has %s, and this wiki takes at most %s", has, most),
		Hint: "shorten it",
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
