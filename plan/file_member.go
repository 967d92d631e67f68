package plan

import (
	"fmt"

	"wikiform/provider"
)

// A change has the state of a file in several members: what it says for people in
// before and what is beside it, what must still hold in the precondition. Of a file
// that is moved both are there twice, under the title that it has and under the one
// that it gets.

// moves reports whether the change is about a file that is under another title,
// whether or not it can be moved.
func (c *Change) moves() bool { return c.From != provider.File{} }

// told is the file that before and what is beside it tell of.
func (c *Change) told() provider.File {
	if c.moves() {
		return c.From
	}
	return c.Before
}

func beforeOf(f provider.File) *beforeMember {
	if f.Version == nil && f.Page == nil && !f.Shared && !f.Redirect && f.Target == "" {
		return nil
	}
	m := &beforeMember{Shared: f.Shared, Redirect: f.Redirect, Target: f.Target}
	if v := f.Version; v != nil {
		m.SHA1, m.Size, m.MIME, m.Width, m.Height = v.SHA1, v.Size, v.MIME, v.Width, v.Height
	}
	if f.Page != nil {
		m.TextSHA1 = f.Page.TextSHA1
	}
	return m
}

// lastOf gives who made what is there, and under which sum texts has what the page
// says.
func lastOf(f provider.File) (upload *lastUpload, edit *lastEdit, text provider.SHA1) {
	if v := f.Version; v != nil {
		upload = &lastUpload{v.User, v.Comment}
	}
	if page := f.Page; page != nil {
		edit = &lastEdit{page.User, stamp(page.Time), page.Tags}
		if page.HasText {
			text = provider.TextSHA1(page.Text)
		}
	}
	return upload, edit, text
}

func occupiedBy(f provider.File) *occupiedMember {
	before := beforeOf(f)
	if before == nil {
		return nil
	}
	m := &occupiedMember{beforeMember: *before}
	m.LastUpload, m.LastEdit, m.Text = lastOf(f)
	return m
}

func (c *Change) precondition() preconditionMember {
	m := preconditionMember{fileState: stateOf(c.Before), OwnDeletions: c.OwnDeletions}
	if c.moves() {
		m.From = &fromState{c.From.Title.Page(), stateOf(c.From)}
	}
	for _, n := range c.Neighbours {
		m.Neighbours = append(m.Neighbours, n.Page())
	}
	return m
}

func stateOf(f provider.File) fileState {
	var s fileState
	if v := f.Version; v != nil {
		s = fileState{Exists: true, FileSHA1: v.SHA1, FileTimestamp: stamp(v.Time)}
	}
	if f.Page != nil {
		s.PageRevID, s.PageID, s.PageModel = f.Page.Rev, f.Page.ID, f.Page.Model
	}
	return s
}

// files reads what the wiki had, under the title and under the one that a file is
// moved from.
func (m *resourceChange) files(title provider.Title, texts map[provider.SHA1]string) (before, from provider.File, err error) {
	was := fileMembers{m.Change.Before, m.LastUpload, m.LastEdit, m.BeforeText}
	state := m.Precondition.From
	if state == nil {
		before, err = was.file(title, m.Precondition.fileState, texts)
		return before, from, err
	}
	if o := m.Occupied; o != nil {
		before, err = fileMembers{&o.beforeMember, o.LastUpload, o.LastEdit, o.Text}.file(title, m.Precondition.fileState, texts)
	} else {
		before = provider.File{Title: title}
	}
	if err == nil {
		from, err = was.file(titleOf(state.Title), state.fileState, texts)
	}
	return before, from, err
}

// fileMembers are what is told of a file beside its state.
type fileMembers struct {
	before *beforeMember
	upload *lastUpload
	edit   *lastEdit
	text   provider.SHA1
}

func (m fileMembers) file(title provider.Title, s fileState, texts map[provider.SHA1]string) (provider.File, error) {
	f := provider.File{Title: title}
	b := m.before
	if b == nil {
		return f, nil
	}
	f.Shared, f.Redirect, f.Target = b.Shared, b.Redirect, b.Target
	var err error
	if u := m.upload; u != nil {
		v := provider.Version{
			Digest: provider.Digest{SHA1: b.SHA1, Size: b.Size}, MIME: b.MIME, Width: b.Width, Height: b.Height,
			User: u.User, Comment: u.Comment,
		}
		if v.Time, err = parseStamp(s.FileTimestamp); err != nil {
			return f, err
		}
		f.Version = &v
	}
	if e := m.edit; e != nil {
		page := provider.Page{ID: s.PageID, Rev: s.PageRevID, TextSHA1: b.TextSHA1, Model: s.PageModel, User: e.User, Tags: e.Tags}
		if page.Time, err = parseStamp(e.Timestamp); err != nil {
			return f, err
		}
		if m.text.Known() {
			if page.Text, page.HasText = texts[m.text]; !page.HasText {
				return f, fmt.Errorf("the text %s is not in texts", m.text)
			}
		}
		f.Page = &page
	}
	return f, nil
}
