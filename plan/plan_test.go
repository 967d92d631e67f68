package plan

import (
	"crypto/sha1"
	"math"
	"testing"
	"time"

	"wikiform/internal/filetype"
	"wikiform/provider"
	"wikiform/spec"
)

var (
	noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	site = provider.Site{
		Extensions: []string{"png", "jpg"},
		MaxUpload:  1 << 20,
		MaxText:    1 << 10,
		Tags:       []string{"museum-upload", "second-tag"},
	}
	uploader = provider.Account{Name: "Uploader", Rights: []string{
		"upload", "edit", "createpage", "reupload", "upload_by_url", "applychangetags",
	}}
)

func ptr[T any](v T) *T { return &v }

// digest is that of a content named s.
func digest(s string) provider.Digest {
	return provider.Digest{SHA1: sha1.Sum([]byte(s)), Size: int64(len(s))}
}

// wanted is a file A.png whose content is "new", with a text.
func wanted(more ...func(*Claim)) Claim {
	w := Claim{
		Address: "file.a",
		Title:   "A.png",
		Content: &Content{Source: spec.Source{Path: "a.png"}, Digest: digest("new")},
		Text:    &Text{Text: "text"},
		At:      Position{"a.wiki.hcl", 1},
	}
	for _, m := range more {
		m(&w)
	}
	return w
}

// has is what a wiki has under A.png; "" is nothing.
func has(content, text string) provider.File {
	f := provider.File{Title: "A.png"}
	if content != "" {
		f.Version = &provider.Version{Digest: digest(content), User: "Anna", Time: noon}
	}
	if text != "" {
		f.Page = page(text)
	}
	return f
}

func page(text string) *provider.Page {
	return &provider.Page{Rev: 7, TextSHA1: provider.TextSHA1(text), Text: text, HasText: true, User: "Anna", Time: noon}
}

// facts has one file on the wiki, for the account Uploader.
func facts(have provider.File, more ...func(*Facts)) Facts {
	f := Facts{Site: site, Account: uploader, Have: map[provider.Title]provider.File{have.Title: have}}
	for _, m := range more {
		m(&f)
	}
	return f
}

func unpinnedURL(w *Claim) {
	w.Content = &Content{Source: spec.Source{URL: "https://data.example.org/a.png"}}
}

// ofType has a title, and bytes of a type.
func ofType(title string, mime filetype.Type) func(*Claim) {
	return func(w *Claim) { w.Title, w.Content.Type = provider.Title(title), mime }
}

// stored is the type of which the wiki says that it has A.png.
func stored(mime string) func(*Facts) {
	return func(f *Facts) { f.Have["A.png"].Version.MIME = mime }
}

// taking is a wiki that takes these extensions before the usual ones.
func taking(extensions ...string) func(*Facts) {
	return func(f *Facts) { f.Site.Extensions = append(extensions, f.Site.Extensions...) }
}

func unmanaged(w *Claim)  { w.Text = nil }
func anonymous(f *Facts)  { f.Account = provider.Account{} }
func automation(f *Facts) { f.Automation = true }

func without(right string) func(*Facts) {
	return func(f *Facts) {
		var rights []string
		for _, r := range f.Account.Rights {
			if r != right {
				rights = append(rights, r)
			}
		}
		f.Account.Rights = rights
	}
}

// Sizes of a plan file can be anything; their sum stays a size.
func TestCountsOfAbsurdSizes(t *testing.T) {
	t.Parallel()
	huge := Change{Steps: []Step{Upload{Content: Content{Digest: provider.Digest{SHA1: provider.SHA1{1}, Size: math.MaxInt64}}}}}
	if got := (&Plan{Changes: []Change{huge, huge}}).Counts().Bytes; got != math.MaxInt64 {
		t.Errorf("two files of %d bytes are %d bytes", int64(math.MaxInt64), got)
	}
}
