package plan

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"wikiform/internal/filetype"
	"wikiform/internal/number"
	"wikiform/provider"
	"wikiform/spec"
)

// Claims gives the files of a manifest the form in which they are compared with
// a wiki: titles as far as they can be told without asking (see [Settle]), texts
// as it would store them, and what each source has from sums (of a URL: its pin).
// There is one claim for every file, then one for every move, redirect and absence,
// in the manifest's order; what this wiki cannot have carries a fault. What the wiki's
// block guards is guarded in all of them.
func Claims(m *spec.Manifest, sums map[spec.Address]provider.Content, site provider.Site, wiki spec.Wiki) []Claim {
	claims := make([]Claim, 0, len(m.Files)+len(m.Moves)+len(m.Redirects)+len(m.Absences))
	for i := range m.Files {
		claims = append(claims, claim(&m.Files[i], sums[m.Files[i].Address], &site))
	}
	claims = append(claims, claimsOfOthers(m, site)...)
	guards := GuardsOf(wiki)
	for i := range claims {
		claims[i].guard(guards)
	}
	return claims
}

// claimsOfOthers are those of all blocks but files.
func claimsOfOthers(m *spec.Manifest, site provider.Site) []Claim {
	var claims []Claim
	for _, x := range m.Moves {
		claims = append(claims, claimMove(x, site))
	}
	for _, r := range m.Redirects {
		claims = append(claims, claimRedirect(r, site))
	}
	for _, a := range m.Absences {
		claims = append(claims, claimAbsence(a, site))
	}
	return claims
}

// guard lets what the wiki's block says come first.
func (c *Claim) guard(gs Guards) {
	if gs != nil {
		c.Guards = slices.Concat(gs, c.Guards)
	}
}

func claim(f *spec.File, sum provider.Content, site *provider.Site) Claim {
	c := Claim{
		Address: f.Address,
		Title:   f.Title,
		Content: &Content{f.Source, sum.Digest, filetype.Type(sum.Type)},
		Comment: f.Comment,
		Tags:    f.Tags,
		Accept:  f.Accept,
		Follow:  f.OnMoved == spec.OnMovedFollow,
		Adopt:   f.Adopt,
		Guards:  guardsOf(f),
		At:      position(f.Where().Block),
	}
	if f.OnDuplicate == spec.DuplicateRedirect || f.OnDuplicate == spec.DuplicateAdopt {
		c.OnDuplicate = f.OnDuplicate
	}
	if f.Source.URL != "" {
		c.Content.Digest = provider.Digest{SHA1: f.Source.Pin, Size: f.Source.Size}
	}
	if f.Description != nil {
		c.Text = &Text{Text: provider.NormalizeText(*f.Description), At: position(f.Where().Description)}
		if f.Mode == spec.ModeMerge || len(f.Keep) > 0 {
			c.Text.Mode, c.Text.Keep, c.Text.ModeAt = f.Mode, f.Keep, position(f.Where().Mode)
			if f.Mode != spec.ModeMerge {
				c.Text.ModeAt = position(f.Where().Keep)
			}
		}
	}
	title, err := parse(f, *site)
	if err != nil {
		c.Title, c.Fault = provider.Title(name(f)), titleProblem(err)
		c.Fault.At = position(f.Where().Title)
		return c
	}
	c.Title = title
	switch {
	case c.unread():
		c.Fault = tooLargeFor(*site, sum.Size)
	case f.Source.URL == "" && !sum.Known():
		c.Fault = &Problem{Reason: UnknownContent, Text: fmt.Sprintf("the content of %q is not known: the source was not read", f.Source.Path), Names: []string{strconv.Quote(f.Source.Path)}}
	}
	return c
}

// unread reports whether the source was not read because it is larger than what
// the wiki takes.
func (c *Claim) unread() bool {
	return c.Content != nil && c.Content.Source.URL == "" && !c.Content.Digest.Known() && c.Content.Digest.Size > 0
}

func titleProblem(err error) *Problem {
	p := &Problem{Reason: TitleRefused, Text: err.Error()}
	if e, ok := errors.AsType[*provider.TitleError](err); ok {
		p.Names = []string{strconv.Quote(e.Text)}
		if e.Try != "" {
			p.Text += fmt.Sprintf("; %q would do", e.Try)
			p.Names = append(p.Names, strconv.Quote(e.Try))
		}
	}
	return p
}

// someOf joins at most three names and counts the others.
func someOf(names []string) string { return upTo(3, names) }

// upTo names so many of them.
func upTo(most int, names []string) string {
	if len(names) > most {
		return fmt.Sprintf("%s and %s more", strings.Join(names[:most], ", "), number.Grouped(len(names)-most))
	}
	return strings.Join(names, ", ")
}

func position(r hcl.Range) Position { return Position{File: r.Filename, Line: r.Start.Line} }

// String gives "FILE:LINE", "" for the zero value.
func (p Position) String() string {
	if p.File == "" {
		return ""
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}
