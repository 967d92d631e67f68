package plan

import (
	"cmp"
	"crypto/sha1"
	"fmt"
	"time"

	"pgregory.net/rapid"

	"wikiform/internal/weburl"
	"wikiform/provider"
	"wikiform/spec"
)

// foreign draws texts with what makes trouble in JSON, on terminals and in logs.
func foreign(t *rapid.T, what string) string {
	return rapid.OneOf(
		rapid.StringMatching(`[A-Za-z0-9 ._-]{1,12}`),
		rapid.SampledFrom([]string{"", "##[error]x", "##VSO[x]", "\x1b[31m", "\u202e", "\x7f", "\u2028", "\ufffd", `\ufffd`, "<b>&", `"\`, "\U0001f469\u200d\U0001f52c", "\U000e0001"}),
		rapid.String(),
	).Draw(t, what)
}

func drawList[T any](t *rapid.T, what string, draw func(t *rapid.T, what string) T) []T {
	var l []T
	for i := range rapid.IntRange(0, 2).Draw(t, what+"s") {
		l = append(l, draw(t, fmt.Sprint(what, i)))
	}
	return l
}

func drawSHA1(t *rapid.T, what string) provider.SHA1 {
	return sha1.Sum([]byte(rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, what)))
}

func drawTime(t *rapid.T, what string) time.Time {
	if rapid.IntRange(0, 9).Draw(t, what+" known") == 0 {
		return time.Time{}
	}
	return time.Unix(rapid.Int64Range(0, 1<<33).Draw(t, what), 0).UTC()
}

func drawPosition(t *rapid.T, what string) Position {
	if !rapid.Bool().Draw(t, what+" known") {
		return Position{}
	}
	return Position{foreign(t, what), rapid.IntRange(1, 9999).Draw(t, what+" line")}
}

// drawPlan draws any plan that can be saved, sensible or not.
func drawPlan(t *rapid.T) *Plan {
	p := &Plan{
		Format: rapid.SampledFrom([]string{"", "", format10, format11, format20, format21, format22, format23}).Draw(t, "format"),
		Tool:   foreign(t, "tool"),
		Made:   drawTime(t, "made"),
		Wiki:   Wiki{foreign(t, "wiki"), foreign(t, "api"), foreign(t, "id"), foreign(t, "generator"), foreign(t, "account")},
		Scope: spec.Scope{
			Targets:  drawList(t, "target", foreign),
			Excludes: drawList(t, "exclude", foreign),
		},
		Only:  drawList(t, "only", func(t *rapid.T, what string) Kind { return rapid.SampledFrom(Kinds).Draw(t, what) }),
		Notes: drawList(t, "note", foreign),
	}
	if hasNames(p.Format) {
		p.Forced = foreign(t, "forced")
	}
	if unread := rapid.IntRange(0, 9).Draw(t, "unread"); since(p.Format, FormatVersion) && unread > 0 {
		at := time.Unix(int64(rapid.IntRange(1, 1<<31).Draw(t, "since")), 0).UTC()
		p.Since = &Since{at, unread, rapid.IntRange(0, unread).Draw(t, "files"), rapid.IntRange(0, unread).Draw(t, "looked at")}
	}
	if since(p.Format, FormatVersion) && rapid.Bool().Draw(t, "counted") {
		p.Budget = drawBudget(t)
	}
	if since(p.Format, format24) {
		p.Receipt = rapid.SampledFrom([]string{"", foreign(t, "receipt")}).Draw(t, "is a rollback")
	}
	if since(p.Format, format22) {
		p.TagsUntold = rapid.IntRange(0, 9).Draw(t, "tags untold")
		p.Orphans, p.Unsought = drawList(t, "orphan", drawOrphan), foreign(t, "unsought")
		p.LeftOut = rapid.IntRange(0, 3).Draw(t, "left out")
		p.Scope.TargetLists = drawList(t, "target list", drawListName)
		p.Scope.ExcludeLists = drawList(t, "exclude list", drawListName)
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "changes") {
		c := drawChange(t, i, p.Format)
		if p.Format == format10 { // had sentences only
			for j, r := range c.Remarks {
				c.Remarks[j] = Remark{Text: r.Text}
			}
			tellKinds(c.Remarks)
		}
		p.Changes = append(p.Changes, c)
	}
	return p
}

func drawListName(t *rapid.T, what string) spec.List { return spec.List{Name: foreign(t, what)} }

func drawChange(t *rapid.T, i int, format string) Change {
	c := Change{
		Claim:   drawClaim(t, i, format),
		Remarks: drawList(t, "remark", drawRemark),
		Neighbours: drawList(t, "neighbour", func(t *rapid.T, what string) provider.Title {
			return provider.Title(foreign(t, what))
		}),
		OwnDeletions: drawList(t, "own deletion", func(t *rapid.T, what string) provider.WarningKind {
			return rapid.SampledFrom(deletionWarnings).Draw(t, what)
		}),
		Reasons: drawList(t, "reason", func(t *rapid.T, what string) Reason {
			return rapid.SampledFrom([]Reason{Missing, ContentDiffers, TextDiffers, Duplicate}).Draw(t, what)
		}),
	}
	c.Before = drawFile(t, c.Claim.Title, format)
	if from := c.Claim.From; from != nil && rapid.Bool().Draw(t, "still there") {
		c.From = drawFile(t, rapid.SampledFrom([]provider.Title{from.Title, provider.Title(foreign(t, "on its way"))}).Draw(t, "from"), format)
	}
	if hasNames(format) {
		c.Usages, c.Found = drawUsages(t), provider.Title(foreign(t, "found"))
	}
	if since(format, format22) {
		c.Held = drawList(t, "held", func(t *rapid.T, what string) Held {
			aspect := rapid.SampledFrom([]Aspect{NameAspect, ContentAspect, TextAspect, RedirectAspect, ExistenceAspect}).Draw(t, what+" aspect")
			return Held{aspect, Reason(foreign(t, what)), Guard{rapid.SampledFrom([]Rule{CreateOnly, Observe, SeedText}).Draw(t, what+" rule"), drawPosition(t, what+" at")}}
		})
	}
	drawSteps(t, &c, format)
	if since(format, format23) && rapid.Bool().Draw(t, "merges") {
		c.Merge = drawMerge(t)
	}
	return c
}

func drawClaim(t *rapid.T, i int, format string) Claim {
	c := Claim{
		Address: spec.Address(rapid.OneOf(rapid.Just(fmt.Sprintf("file.f%d", i)), rapid.Just(`file.p["a\nb"]`), rapid.String()).Draw(t, "address")),
		Title:   provider.Title(foreign(t, "title")),
		Comment: foreign(t, "comment"),
		Tags:    drawList(t, "tag", foreign),
		At:      drawPosition(t, "at"),
	}
	kind := TypeFile
	if hasNames(format) {
		c.Declared = provider.Title(foreign(t, "declared title"))
		kind = rapid.SampledFrom([]Type{TypeFile, TypeFile, TypeMoved, TypeRedirect, TypeAbsent}).Draw(t, "type")
		if since(format, format24) && rapid.IntRange(0, 3).Draw(t, "undoes") == 0 {
			return drawUndoing(t, c)
		}
		c.Orphan = since(format, format22) && kind == TypeAbsent && rapid.Bool().Draw(t, "orphan")
	}
	if kind == TypeAbsent {
		c.Gone, c.Foreign = true, rapid.Bool().Draw(t, "foreign")
		return c
	}
	c.Accept = drawList(t, "accept", func(t *rapid.T, what string) provider.WarningKind {
		return rapid.SampledFrom(provider.Acceptable).Draw(t, what)
	})
	switch kind {
	case TypeRedirect:
		c.Target, c.Foreign = provider.Title("To "+foreign(t, "target")), rapid.Bool().Draw(t, "foreign")
	case TypeMoved:
		c.From = drawOrigin(t)
	case TypeFile:
		c.Content = &Content{Digest: provider.Digest{SHA1: drawSHA1(t, "sha1"), Size: rapid.Int64Min(0).Draw(t, "size")}}
		drawSource(t, c.Content)
		if rapid.Bool().Draw(t, "managed") {
			c.Text = &Text{Text: foreign(t, "text"), At: drawPosition(t, "text at")}
		}
		if since(format, format22) {
			c.OnDuplicate = rapid.SampledFrom([]spec.OnDuplicate{"", spec.DuplicateRedirect, spec.DuplicateAdopt}).Draw(t, "on duplicate")
			c.Holder = provider.Title(rapid.SampledFrom([]string{"", foreign(t, "holder")}).Draw(t, "gives way"))
		}
		if hasNames(format) && rapid.Bool().Draw(t, "has a past") {
			c.From = drawOrigin(t)
		}
	}
	return c
}

func drawProblem(t *rapid.T, what string) Problem {
	return Problem{Reason(foreign(t, what+" reason")), foreign(t, what), foreign(t, what+" hint"), drawList(t, what+" name", foreign), provider.Title(foreign(t, what+" other")), drawPosition(t, what+" at")}
}

func drawOrphan(t *rapid.T, what string) Orphan {
	o := Orphan{Title: provider.Title(foreign(t, what)), Why: drawList(t, what+" why", drawProblem)}
	if rapid.Bool().Draw(t, what+" has a file") {
		o.Version = &provider.Version{Digest: provider.Digest{SHA1: drawSHA1(t, what), Size: rapid.Int64Min(0).Draw(t, what+" size")}, Time: drawTime(t, what), User: foreign(t, what+" user")}
	}
	return o
}

// hasNames reports whether a format knows what is done with titles.
func hasNames(format string) bool { return since(format, format21) }

func drawOrigin(t *rapid.T) *Origin {
	return &Origin{
		Title: provider.Title(foreign(t, "old title")), Address: spec.Address(foreign(t, "moved by")), At: drawPosition(t, "moved at"),
		Comment: foreign(t, "reason"), Redirect: rapid.Bool().Draw(t, "redirect"), Foreign: rapid.Bool().Draw(t, "foreign"),
	}
}

func drawUsages(t *rapid.T) map[provider.Title]provider.Usage {
	usages := map[provider.Title]provider.Usage{}
	for _, title := range drawList(t, "used", foreign) {
		u := provider.Usage{Count: rapid.IntMin(0).Draw(t, "count"), More: rapid.Bool().Draw(t, "more"), Pages: drawList(t, "page", foreign)}
		if rapid.Bool().Draw(t, "globally") {
			u.Wikis = append([]provider.WikiUsage{}, drawList(t, "wiki", func(t *rapid.T, what string) provider.WikiUsage {
				return provider.WikiUsage{Wiki: foreign(t, what), Count: rapid.IntMin(0).Draw(t, "count")}
			})...)
		}
		usages[provider.Title(title)] = u
	}
	return usages
}

func drawRemark(t *rapid.T, what string) Remark {
	return Remark{
		Kind: rapid.SampledFrom([]RemarkKind{"", ReplacesText, ReplacesVersion, PageEmpty, PageLacking}).Draw(t, what+" kind"),
		Text: foreign(t, what), User: foreign(t, what+" user"), Time: drawTime(t, what+" time"),
		Noted: rapid.Bool().Draw(t, what+" noted"),
	}
}

func drawSource(t *rapid.T, c *Content) {
	switch rapid.IntRange(0, 2).Draw(t, "source") {
	case 0:
		c.Source.Path = foreign(t, "path")
	case 1:
		c.Digest = provider.Digest{}
		fallthrough
	default:
		c.Source.URL = weburl.Kept("https://example.org/" + foreign(t, "url")) // a saved plan has no more
		c.Source.Via = rapid.SampledFrom([]spec.Via{spec.ViaAuto, spec.ViaClient}).Draw(t, "via")
		c.Source.Pin, c.Source.Size = c.Digest.SHA1, c.Digest.Size
	}
}

func drawSteps(t *rapid.T, c *Change, format string) {
	c.Verdict = rapid.SampledFrom([]Verdict{VerdictClear, VerdictBlocked, VerdictUnknown}).Draw(t, "verdict")
	if c.Verdict != VerdictClear {
		if format == format10 || format == format11 || format == format20 {
			c.Problems = linesAsProblems(foreign(t, "problem"), c.Reasons)
			return
		}
		for _, r := range c.Reasons {
			p := drawProblem(t, "problem")
			p.Reason = r
			if !since(format, format22) {
				p.Other = ""
			}
			c.Problems = append(c.Problems, p)
		}
		return
	}
	switch c.Claim.Type() {
	case TypeRollback:
		drawUndone(t, c)
		return
	case TypeAbsent:
		c.Steps = []Step{Deletion{}}
		return
	case TypeRedirect:
		c.Steps = []Step{SetRedirect{c.Claim.Target}}
		return
	}
	if c.Claim.Holder != "" {
		c.Steps = []Step{SetRedirect{c.Claim.Holder}}
		return
	}
	if c.From != (provider.File{}) {
		c.Steps = []Step{Moving{c.From.Title, provider.Title(foreign(t, "via")), rapid.Bool().Draw(t, "leaves a redirect")}}
	}
	if c.Claim.Content == nil {
		return
	}
	has, moves := c.Was(), len(c.Steps)
	if rapid.Bool().Draw(t, "uploads") {
		c.Steps = append(c.Steps, upload(*c.Claim.Content, c.Claim.text(), has))
	}
	if (has.Page != nil || len(c.Steps) == moves) && rapid.Bool().Draw(t, "edits") {
		edit := SetText{Text: *cmp.Or(c.Claim.text(), new(string))}
		if since(format, format23) {
			edit.How = rapid.SampledFrom(hows).Draw(t, "how")
		}
		c.Steps = append(c.Steps, edit)
	}
	if since(format, format22) && len(c.Steps) == 0 && rapid.Bool().Draw(t, "tags") {
		c.Steps = []Step{SetTags{rapid.Int64Min(1).Draw(t, "tagged"), foreign(t, "tagged user"), []string{foreign(t, "added tag")}}}
	}
}

func drawFile(t *rapid.T, title provider.Title, format string) provider.File {
	f := provider.File{Title: title, Shared: rapid.Bool().Draw(t, "shared"), Redirect: rapid.Bool().Draw(t, "redirect")}
	if rapid.Bool().Draw(t, "exists") {
		f.Version = &provider.Version{
			Digest: provider.Digest{SHA1: drawSHA1(t, "old sha1"), Size: rapid.Int64Min(0).Draw(t, "old size")},
			MIME:   foreign(t, "mime"), Width: rapid.IntMin(0).Draw(t, "width"), Height: rapid.IntMin(0).Draw(t, "height"),
			User: foreign(t, "uploader"), Time: drawTime(t, "uploaded"), Comment: foreign(t, "old comment"),
		}
	}
	if rapid.Bool().Draw(t, "page") {
		f.Page = &provider.Page{
			Rev: rapid.Int64Min(0).Draw(t, "rev"), TextSHA1: drawSHA1(t, "text sha1"),
			User: foreign(t, "editor"), Time: drawTime(t, "edited"), Tags: drawList(t, "old tag", foreign),
		}
		if rapid.Bool().Draw(t, "text at hand") {
			f.Page.Text, f.Page.HasText = foreign(t, "old text"), true
		}
	}
	if hasNames(format) {
		f.Target = foreign(t, "old target")
		if f.Page != nil {
			f.Page.ID = rapid.Int64Min(0).Draw(t, "page id")
		}
	}
	return f
}

func drawBudget(t *rapid.T) Budget {
	number := func(name string) int { return rapid.IntRange(0, 5000).Draw(t, name) }
	return Budget{
		Rate: provider.Rate{
			Class:     rapid.SampledFrom([]provider.RateClass{provider.Identified, provider.Newcomer, provider.BotAccount, provider.SetByUser}).Draw(t, "class"),
			PerMinute: number("per minute"), InFlight: number("in flight"), Shares: number("shares"), Raise: foreign(t, "raise"),
		},
		Reads: number("reads"), Writes: number("writes"), Time: time.Duration(number("seconds")) * time.Second,
	}
}
