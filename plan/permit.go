package plan

import (
	"fmt"
	"slices"
	"strings"

	"wikiform/provider"
	"wikiform/spec"
)

// tags are checked only for who is logged in: what a tag may be used for is
// decided by who uses it.
func tags(c *Change, f *Facts) *Problem {
	if f.Account.Anonymous() || f.Site.Tags == nil {
		return nil
	}
	var bad []string
	var meant string
	for _, t := range c.Claim.Tags {
		if slices.Contains(f.Site.Tags, t) {
			continue
		}
		bad = append(bad, fmt.Sprintf("%q", t))
		if s := spec.Suggest(t, f.Site.Tags); s != "" && meant == "" {
			meant = fmt.Sprintf("; did you mean %q?", s)
		}
	}
	switch len(bad) {
	case 0:
		return nil
	case 1:
		return &Problem{
			Reason: TagRefused, Text: fmt.Sprintf("tag %s is not an active change tag of this wiki", bad[0]),
			Hint: "create it at Special:Tags, or remove it from tags" + meant,
		}
	}
	return &Problem{
		Reason: TagRefused, Text: fmt.Sprintf("tags %s are not active change tags of this wiki", and(bad)),
		Hint: "create them at Special:Tags, or remove them from tags" + meant,
	}
}

func rights(c *Change, f *Facts) *Problem {
	if f.Account.Anonymous() {
		return nil
	}
	var lacks []string
	for _, r := range needs(c, f.Account) {
		if !f.Account.Can(r) {
			lacks = append(lacks, r)
		}
	}
	noun, it := "rights", "them"
	switch len(lacks) {
	case 0:
		return nil
	case 1:
		noun, it = "right", "it"
	}
	p := &Problem{
		Reason: RightMissing, Text: fmt.Sprintf("the account %s lacks the %s %s, which %s needs", f.Account.Name, noun, and(lacks), doing(c)),
		Hint: fmt.Sprintf("grant %s to the account's group, and to its bot password or OAuth consumer", it),
	}
	if c.deletes() {
		why := asArgument(c.Claim.Comment)
		p.Hint += fmt.Sprintf("; or ask for the deletion, with {{delete|1=%s}} on %s", why, c.Claim.Title.Page())
		p.Names = []string{why, c.Claim.Title.Page()}
	}
	return p
}

// asArgument is a comment without the mark of its set, as an argument of a template.
func asArgument(comment string) string {
	comment = strings.TrimSpace(strings.TrimSuffix(oneLine(comment), markOf(comment)))
	return strings.NewReplacer("|", "{{!}}", "{{", "&#123;&#123;", "}}", "&#125;&#125;").Replace(comment)
}

// needs are the rights without which the wiki refuses the change.
func needs(c *Change, a provider.Account) []string {
	var rights []string
	for _, row := range c.steps() {
		rights = append(rights, row.rights(c, a)...)
	}
	if len(c.Claim.Tags) > 0 && c.Tags() == nil { // who only adds tags afterwards writes nothing
		rights = append(rights, "applychangetags")
	}
	return once(rights)
}

// once leaves of equal values the first.
func once[T comparable](all []T) []T {
	var some []T
	seen := make(map[T]bool, len(all))
	for _, v := range all {
		if !seen[v] {
			seen[v], some = true, append(some, v)
		}
	}
	return some
}

func doing(c *Change) string {
	switch {
	case c.deletes():
		return "this deletion"
	case c.Redirects() != "":
		return "this redirect"
	case c.Move() != nil:
		return "this move"
	case c.Tags() != nil:
		return "adding these tags"
	case c.Restore() != nil:
		return "this undeletion"
	case c.Action() == Create:
		return "this new file"
	case c.Revert() != nil:
		return "this revert"
	case c.Upload() != nil:
		return "this new version"
	}
	return "this edit"
}

// refused reports what the wiki itself said beforehand about this title. What a
// missing right explains already is not said again.
func refused(c *Change, f *Facts) *Problem {
	if rights(c, f) != nil {
		return nil
	}
	var told []provider.Refusal
	for _, q := range c.questions() {
		told = append(told, f.Refusals[q.title][q.action]...)
	}
	if len(told) == 0 {
		return nil
	}
	var texts []string
	for _, r := range told {
		texts = append(texts, fmt.Sprintf("%s (%s)", strings.TrimSuffix(oneLine(r.Text), "."), r.Code))
	}
	reason, advice := refusal(told[0].Ground)
	p := &Problem{Reason: reason, Text: fmt.Sprintf("the wiki would refuse this to %s: %s", f.Account.Name, strings.Join(once(texts), "; ")), Hint: advice}
	// The wiki may name the title in its own words.
	for _, n := range []string{c.Claim.Title.Page(), string(c.Claim.Title)} {
		if strings.Contains(p.Text, n) {
			p.Names = append(p.Names, n)
		}
	}
	return p
}

// questions are what the wiki can be asked beforehand about the change.
func (c *Change) questions() []question {
	var qs []question
	for _, row := range c.steps() {
		qs = append(qs, row.asks(c)...)
	}
	return once(qs)
}

// refusal is what follows from the ground of a refusal, and what to do about it.
func refusal(why provider.Ground) (Reason, string) {
	switch why {
	case provider.GroundBlock:
		return AccountBlocked, "ask there to lift the block, or use another account"
	case provider.GroundRight:
		return RightMissing, "ask an administrator for the permission"
	case provider.GroundTitle:
		return TitleRefused, "choose another title"
	}
	return PageProtected, "ask an administrator to change the page's protection, or use an account that may write here"
}

// and joins names as a sentence does.
func and(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
