package apply

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// sources gives contents by path or URL, as Runner.Body does.
func sources(content map[string]string) func(context.Context, spec.Source, func(sent, total int64)) (provider.Body, provider.Digest, func(), error) {
	return func(_ context.Context, s spec.Source, progress func(sent, total int64)) (provider.Body, provider.Digest, func(), error) {
		data, found := content[s.Path+s.URL]
		if !found {
			return provider.Body{}, provider.Digest{}, nil, fmt.Errorf("%s%s: no such file", s.Path, s.URL)
		}
		var d provider.Digest
		if s.URL != "" {
			d = digestOf(data)
			progress(d.Size, d.Size)
		}
		return bodyOf(data), d, func() {}, nil
	}
}

func bodyOf(content string) provider.Body {
	return provider.Body{Size: int64(len(content)), Open: func() (io.ReadSeekCloser, error) {
		return nopCloser{bytes.NewReader([]byte(content))}, nil
	}}
}

type nopCloser struct{ io.ReadSeeker }

func (nopCloser) Close() error { return nil }

// want makes a claim whose source is the path "NAME" with the given content.
func want(title provider.Title, content string, text *string) plan.Claim {
	c := plan.Claim{
		Address: spec.Address("file." + strings.ToLower(strings.TrimSuffix(string(title), ".png"))),
		Title:   title,
		Content: &plan.Content{Source: spec.Source{Path: content}, Digest: digestOf(content)},
		Comment: "batch",
	}
	if text != nil {
		c.Text = &plan.Text{Text: *text}
	}
	return c
}

// planned compares one claim with the wiki, as package plan does.
func planned(w *fakeWiki, claim plan.Claim) plan.Change {
	have := w.state(claim.Title)
	c := plan.Change{Claim: claim, Before: have}
	upload, digest := plan.Upload{Content: *claim.Content}, claim.Content.Digest
	if have.Page == nil {
		upload.Page = new(string)
		if claim.Text != nil {
			upload.Page = &claim.Text.Text
		}
	}
	switch {
	case have.Version == nil, digest.Known() && have.Version.SHA1 != digest.SHA1:
		c.Steps = append(c.Steps, upload)
	case !digest.Known():
		c.Verdict = plan.VerdictUnknown
		return c
	}
	if claim.Text != nil && (have.Page != nil && have.Page.TextSHA1 != provider.TextSHA1(claim.Text.Text) || have.Page == nil && c.Steps == nil) {
		c.Steps = append(c.Steps, plan.SetText{Text: claim.Text.Text})
	}
	return c
}

func planOf(w *fakeWiki, wants ...plan.Claim) *plan.Plan {
	p := &plan.Plan{}
	for _, wt := range wants {
		p.Changes = append(p.Changes, planned(w, wt))
	}
	return p
}
