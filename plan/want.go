package plan

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
	"wikiform/spec"
)

// Wants gives the files of a manifest the form in which they are compared with
// a wiki: titles as far as they can be told without asking (see [Settle]), texts
// as it would store them, and the digest of each source from sums (of a URL: its
// pin). There is one want for every file, in the manifest's order; what this wiki
// cannot have carries a [Fault].
func Wants(m *spec.Manifest, sums map[spec.Address]provider.Digest, site provider.Site) []Want {
	wants := make([]Want, len(m.Files))
	for i, f := range m.Files {
		wants[i] = want(f, sums[f.Address], site)
	}
	return wants
}

func want(f spec.File, sum provider.Digest, site provider.Site) Want {
	w := Want{
		Address: f.Address,
		Title:   f.Title,
		Source:  f.Source,
		Digest:  sum,
		Comment: f.Comment,
		Tags:    f.Tags,
		Accept:  f.Accept,
		At:      position(f.Ranges.Block),
	}
	if f.Source.URL != "" {
		w.Digest = provider.Digest{SHA1: f.Source.Pin, Size: f.Source.Size}
	}
	if f.Description != nil {
		text := provider.NormalizeText(*f.Description)
		w.Text, w.TextAt = &text, position(f.Ranges.Description)
	}
	title, err := parse(f, site)
	if err != nil {
		w.Title, w.Fault = provider.Title(name(f)), Fault{TitleRefused, titleProblem(err)}
		w.At = position(f.Ranges.Title)
		return w
	}
	w.Title = title
	switch {
	case w.unread():
		w.Fault = Fault{TooLarge, tooLargeText(sum.Size, site.MaxUpload)}
	case f.Source.URL == "" && !sum.Known():
		w.Fault = Fault{UnknownContent, fmt.Sprintf("the content of %q is not known: the source was not read", f.Source.Path)}
	}
	return w
}

// unread reports whether the source was not read because it is larger than what
// the wiki takes.
func (w Want) unread() bool {
	return w.Source.URL == "" && !w.Digest.Known() && w.Digest.Size > 0
}

func titleProblem(err error) string {
	problem := err.Error()
	if e, ok := errors.AsType[*provider.TitleError](err); ok && e.Try != "" {
		problem += fmt.Sprintf("; %q would do", e.Try)
	}
	return problem
}

// someOf joins at most three names and counts the others.
func someOf(names []string) string {
	const most = 3
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
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
