package sandbox

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/tidwall/btree"

	"wikiform/provider"
)

// state is a wiki as its events have made it.
type state struct {
	pages           map[title]*page
	byID            map[int64]*page
	byRev           map[int64]*page // by number of a revision
	written         written
	files           map[string]*file // by name in database form
	shelf           shelf            // of the same files
	deleted         grave
	deletedContents map[title][]*revision // of pages that were deleted, the newest last
	log             logbook
	stash           map[string]*stashed

	protected map[title]levels
	cascading map[title]bool // of these: what they show is protected, too
	blocks    map[string]block
	tags      []string       // beside those of the settings
	hits      map[string]int // uses of each tag

	lastPage, lastRev int64
	lastDeleted       int // of the versions of files
	writes            int // so many events have made it
}

func newState() *state {
	return &state{pages: map[title]*page{}, byID: map[int64]*page{}, byRev: map[int64]*page{}, written: written{}, files: map[string]*file{}, deletedContents: map[title][]*revision{},
		shelf: shelf{holders: map[provider.SHA1][]string{}}, deleted: grave{sums: map[provider.SHA1]*btree.Map[int, string]{}},
		log: logbook{titles: map[title][]int{}, revs: map[int64]int{}}, stash: map[string]*stashed{}, protected: map[title]levels{}, cascading: map[title]bool{},
		blocks: map[string]block{}, hits: map[string]int{}}
}

type page struct {
	id    int64
	title title
	revs  []*revision // oldest first, never empty
}

func (p *page) latest() *revision { return p.revs[len(p.revs)-1] }

func (p *page) revision(id int64) *revision {
	i := slices.IndexFunc(p.revs, func(r *revision) bool { return r.id == id })
	if i < 0 {
		return nil
	}
	return p.revs[i]
}

// remembered is how many revisions MediaWiki looks back for the text that an edit
// may have brought back.
const remembered = 15

// had reports whether one of the last revisions but the latest had a text.
func (p *page) had(text string) bool {
	if p == nil {
		return false
	}
	older := p.revs[max(0, len(p.revs)-1-remembered) : len(p.revs)-1]
	return p.latest().text != text && slices.ContainsFunc(older, func(r *revision) bool { return r.text == text })
}

type revision struct {
	id, parent int64
	at         time.Time
	user       string
	comment    string
	tags       []string
	added      []string // by action=tag; shown at once
	minor      bool
	text       string
	model      string // of the content; "" is wikitext
	hidden     hiding
	buried     int64 // id of the page that it was of, once that was deleted
}

// wikitext is the content model of pages of which nobody says another.
const wikitext = "wikitext"

func (r *revision) contentModel() string { return cmp.Or(r.model, wikitext) }

type file struct {
	name     string
	versions []version // newest first, never empty
}

func (f *file) current() *version { return &f.versions[0] }

type version struct {
	content
	at      time.Time
	user    string
	comment string
	archive string // "" while it is current
}

type deletedFile struct {
	version
	id   int
	name string
	gone time.Time // when it was deleted
}

type logEntry struct {
	kind, action string // "upload", "overwrite"
	page         title
	pageID       int64 // of the page at that time
	rev          int64 // 0: none
	at           time.Time
	user         string
	comment      string
	tags, added  []string      // as of a revision
	sum          provider.SHA1 // of an upload
	other        title         // of a move its target, of a protection that was moved its source
	suppressed   bool          // a move that left no redirect
	levels       levels        // of a protection
	hid          *hid          // of what was hidden or shown
	hidden       hiding        // of this entry
	mergepoint   time.Time     // of a history that was joined to that of other
	models       [2]string     // of a content model that was changed
	restored     *restored     // of a page that came back
	tagged       int64         // of tags that were added: the revision; 0: there is none
	taggedWith   []string
}

type block struct {
	id     int
	at     time.Time
	reason string
}

// revise adds a revision to a page, which it makes if need be.
func (s *state) revise(e event, text, comment string, tags []string) *page {
	p := s.pages[e.page()]
	if p == nil {
		s.lastPage++
		p = &page{id: s.lastPage, title: e.page()}
		s.pages[p.title], s.byID[p.id] = p, p
	}
	var parent int64
	model := e.Model
	if len(p.revs) > 0 {
		parent, model = p.latest().id, cmp.Or(model, p.latest().model)
	}
	s.lastRev++
	rev := &revision{id: s.lastRev, parent: parent, at: e.At, user: e.User, comment: comment, tags: tags, text: text, model: model}
	p.revs = append(p.revs, rev)
	s.enter(p, rev)
	return p
}

// record adds an entry to the log.
func (s *state) record(e event, p *page, kind, action string, tags []string) *logEntry {
	entry := logEntry{kind: kind, action: action, page: e.page(), at: e.At, user: e.User, comment: e.Comment, tags: tags}
	if p != nil {
		entry.pageID, entry.rev = p.id, p.latest().id
	}
	return s.log.add(entry)
}

// mention is record of what is no revision's: the entry names the page alone.
func (s *state) mention(e event, p *page, kind, action string, tags []string) *logEntry {
	entry := s.record(e, nil, kind, action, tags)
	if p != nil {
		entry.pageID = p.id
	}
	return entry
}

func (s *state) countTags(tags []string) {
	for _, tag := range tags {
		s.hits[tag]++
	}
}

func (s *state) edit(e event) error {
	if e.Title == "" {
		return errors.New("an edit of no page")
	}
	before := s.pages[e.page()]
	created := before == nil
	tags := e.Tags
	if before.had(e.Text) {
		tags = append(slices.Clone(tags), "mw-manual-revert")
	}
	tags = slices.Concat(tags, e.Marks)
	p := s.revise(e, e.Text, e.Comment, tags)
	if created {
		s.record(e, p, "create", "create", tags)
	}
	s.countTags(e.Tags)
	return nil
}

// upload makes content the current version of a file. Text counts only if there
// is no page yet; otherwise the page gets a revision that changes nothing
// (facts §3, §4.2).
func (s *state) upload(e event) error {
	if e.Title == "" || e.Content == nil || e.NS != fileNS {
		return errors.New("an upload of no file")
	}
	name := e.page().key()
	p, f := s.pages[e.page()], s.files[name]
	created := p == nil
	switch {
	case created:
		p = s.revise(e, e.Text, e.Comment, slices.Concat(e.Tags, e.Marks))
	case f == nil:
		s.revise(e, p.latest().text, fmt.Sprintf("%s uploaded [[File:%s]]", e.User, e.Title), e.Tags)
	default:
		s.revise(e, p.latest().text, fmt.Sprintf("%s uploaded a new version of [[File:%s]]", e.User, e.Title), e.Tags)
	}
	action := "upload"
	if f == nil {
		f = &file{name: name}
	} else {
		action = "overwrite"
		s.take(f)
		f.current().archive = archiveName(name, e.At)
	}
	f.versions = slices.Insert(f.versions, 0, version{content: *e.Content, at: e.At, user: e.User, comment: e.Comment})
	s.put(f)
	s.record(e, p, "upload", action, e.Tags).sum = e.Content.SHA1
	if created {
		s.record(e, p, "create", "create", nil)
	}
	s.countTags(e.Tags)
	delete(s.stash, e.Key)
	return nil
}

// archiveName is what a version is called once another has taken its place.
func archiveName(name string, replaced time.Time) string {
	return replaced.UTC().Format("20060102150405") + "!" + name
}
