package apply

import (
	"context"
	"io"
	"slices"

	"wikiform/provider"
)

func (w *fakeWiki) Upload(ctx context.Context, u provider.Upload) (provider.Version, error) {
	leave, err := w.occupy(ctx, u.Title)
	defer leave()
	if err != nil {
		return provider.Version{}, err
	}
	w.mu.Lock()
	have := w.state(u.Title) // what meddles comes between the wiki's look and its write
	w.mu.Unlock()
	f := w.enter("upload", u.Title)
	defer w.mu.Unlock()
	w.uploads = append(w.uploads, u)
	if f.before != nil {
		return provider.Version{}, f.before
	}
	if u.Before == nil && have.Version == nil && have.Page != nil && !slices.Contains(u.Accept, provider.WarnPageExists) ||
		u.Before == nil && have.Version != nil && have.Version.SHA1 != u.Digest.SHA1 {
		return provider.Version{}, wikiError(provider.Conflict, "upload", "")
	} else if u.Before == nil && have.Version != nil { // nobody but us makes versions of now
		if have.Version.User != "Uploader" {
			u.Found()
		}
		return *have.Version, nil
	}
	content := w.urls[u.URL]
	if u.Body != nil {
		content = w.read(*u.Body)
	}
	if got := digestOf(content); u.Digest.Known() && got.SHA1 != u.Digest.SHA1 {
		return provider.Version{}, &provider.Error{Kind: provider.Source, Op: "upload", Info: "the bytes sent are not the planned ones"}
	}
	if f.other != "" {
		content = f.other
	}
	v := w.put(u.Title, content, u.Text, "Uploader", u.Comment)
	w.note(provider.Write{Kind: provider.WroteVersion, Title: u.Title, SHA1: v.SHA1, Time: v.Time})
	if f.late != nil {
		f.late()
	}
	if f.after != nil && f.other == "" {
		return provider.Version{}, f.after
	}
	return v, f.after
}

// note keeps what a write came to. The revision is the page's latest.
func (w *fakeWiki) note(m provider.Write) {
	page := w.state(m.Title).Page
	m.Page, m.Revision = page.ID, page.Rev
	if m.Time.IsZero() {
		m.Time = page.Time
	}
	w.made = append(w.made, m)
}

func (w *fakeWiki) read(b provider.Body) string {
	r, err := b.Open()
	if err != nil {
		w.t.Error(err)
		return ""
	}
	defer r.Close()
	content, err := io.ReadAll(r)
	if err != nil || int64(len(content)) != b.Size {
		w.t.Errorf("body gave %d bytes of %d: %v", len(content), b.Size, err)
	}
	return string(content)
}

func (w *fakeWiki) Edit(ctx context.Context, e provider.Edit) (int64, error) {
	leave, err := w.occupy(ctx, e.Title)
	defer leave()
	if err != nil {
		return 0, err
	}
	f := w.enter("edit", e.Title)
	defer w.mu.Unlock()
	w.edits = append(w.edits, e)
	if f.before != nil {
		return 0, f.before
	}
	if have := w.state(e.Title); revision(have) != e.Base {
		return 0, &provider.Error{Kind: provider.Conflict, Op: "edit", Code: "editconflict"}
	} else if have.Page != nil && have.Page.TextSHA1 == provider.TextSHA1(e.Text) {
		return 0, f.after
	}
	if f.other != "" {
		e.Text = f.other
	}
	rev := w.write(e.Title, e.Text, "Uploader")
	w.note(provider.Write{Kind: provider.WroteText, Title: e.Title})
	if f.late != nil {
		f.late()
	}
	if f.after != nil && f.other == "" {
		rev = 0
	}
	return rev, f.after
}

// Tag adds tags to a revision, of whatever page.
func (w *fakeWiki) Tag(ctx context.Context, t provider.Tagging) error {
	leave, err := w.occupy(ctx, t.Title)
	defer leave()
	if err != nil {
		return err
	}
	f := w.enter("tag", t.Title)
	defer w.mu.Unlock()
	w.tags = append(w.tags, t)
	if f.before != nil {
		return f.before
	}
	for _, file := range w.files {
		for i := range file.revisions {
			if p := &file.revisions[i]; p.Rev == t.Rev && f.other == "" {
				p.Tags = append(slices.Clone(p.Tags), provider.MissingTags(t.Tags, p.Tags)...)
				w.made = append(w.made, provider.Write{Kind: provider.WroteTags, Title: t.Title, Page: p.ID, Revision: t.Rev})
			}
		}
	}
	return f.after
}
