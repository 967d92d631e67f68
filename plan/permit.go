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
func tags(c *Change, f *Facts) problem {
	if f.Account.Anonymous() || f.Site.Tags == nil {
		return problem{}
	}
	var bad []string
	var hint string
	for _, t := range c.Tags {
		if slices.Contains(f.Site.Tags, t) {
			continue
		}
		bad = append(bad, fmt.Sprintf("%q", t))
		if s := spec.Suggest(t, f.Site.Tags); s != "" && hint == "" {
			hint = fmt.Sprintf("; did you mean %q?", s)
		}
	}
	switch len(bad) {
	case 0:
		return problem{}
	case 1:
		return problem{TagRefused, fmt.Sprintf("tag %s is not an active change tag of this wiki: create it at Special:Tags, or remove it from tags%s", bad[0], hint)}
	}
	return problem{TagRefused, fmt.Sprintf("tags %s are not active change tags of this wiki: create them at Special:Tags, or remove them from tags%s", and(bad), hint)}
}

func rights(c *Change, f *Facts) problem {
	if f.Account.Anonymous() {
		return problem{}
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
		return problem{}
	case 1:
		noun, it = "right", "it"
	}
	return problem{RightMissing, fmt.Sprintf("the account %s lacks the %s %s, which %s needs: grant %s to the account's group, and to its bot password or OAuth consumer",
		f.Account.Name, noun, and(lacks), doing(c), it)}
}

// needs are the rights without which the wiki refuses the change. An upload
// needs edit as well, and createpage where it makes the page (facts §1.1).
func needs(c *Change, a provider.Account) []string {
	var rights []string
	if c.Content {
		rights = append(rights, "upload")
	}
	rights = append(rights, "edit")
	if c.Before.Page == nil {
		rights = append(rights, "createpage")
	}
	if c.Action == Update && c.Content && !(c.Before.Version.User == a.Name && a.Can("reupload-own")) {
		rights = append(rights, "reupload")
	}
	if c.Content && c.Source.Via == "server" {
		rights = append(rights, "upload_by_url")
	}
	if len(c.Tags) > 0 {
		rights = append(rights, "applychangetags")
	}
	return rights
}

func doing(c *Change) string {
	switch {
	case c.Action == Create:
		return "this new file"
	case c.Content:
		return "this new version"
	}
	return "this edit"
}

// refused reports what the wiki itself said beforehand about this title. What a
// missing right explains already is not said again.
func refused(c *Change, f *Facts) problem {
	if rights(c, f).text != "" {
		return problem{}
	}
	asked := f.Refusals[c.Title]
	var told []provider.Refusal
	if c.Content {
		told = append(told, asked["upload"]...)
	}
	told = append(told, asked["edit"]...) // the wiki asks for it at an upload as well
	if len(told) == 0 {
		return problem{}
	}
	var texts []string
	for _, r := range told {
		if text := fmt.Sprintf("%s (%s)", strings.TrimSuffix(oneLine(r.Text), "."), r.Code); !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	reason, advice := refusal(told[0].Ground)
	return problem{reason, fmt.Sprintf("the wiki would refuse this to %s: %s: %s", f.Account.Name, strings.Join(texts, "; "), advice)}
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
