package sandbox

import (
	"fmt"
	"time"

	"wikiform/provider"
)

// event is one write. The state of a wiki is what its events make of the empty
// one, in their order; an event says all that was decided when it happened,
// and numbers of pages, revisions and log entries follow from the order.
type event struct {
	Do   eventKind `json:"do"`
	At   time.Time `json:"at"`
	User string    `json:"user,omitempty"`

	NS    int    `json:"ns,omitempty"`
	Title string `json:"title,omitempty"` // of a page; of an upload the file's
	Text  string `json:"text,omitempty"`  // of a page, if the event makes or changes it

	Model string `json:"model,omitempty"` // content model of an edit; none: that of the page, or wikitext

	Comment string   `json:"comment,omitempty"`
	Tags    []string `json:"tags,omitempty"`
	Marks   []string `json:"marks,omitempty"` // tags of the software, of a text that the event makes

	ToNS    int       `json:"to_ns,omitempty"`   // of a move: where it goes; Text is the redirect that it leaves, if any
	To      string    `json:"to,omitempty"`      //
	Summary string    `json:"summary,omitempty"` // of a move or an import: of its revisions; Comment is the log's
	Over    string    `json:"over,omitempty"`    // of a move: why a redirect at its target is deleted
	Part    string    `json:"part,omitempty"`    // of a deletion: onlyFile or onlyPage
	Archive string    `json:"archive,omitempty"` // of a deletion: the one old version that goes
	Times   []string  `json:"times,omitempty"`   // of a restoration: when the revisions were made that come back
	Rows    []int     `json:"rows,omitempty"`    // of a restoration: the versions that do; neither: all
	Rev     int64     `json:"rev,omitempty"`     // of tags: the revision that gets them
	Entry   int64     `json:"entry,omitempty"`   // of tags: the log entry, where no revision has to do with it; what is hidden
	Levels  levels    `json:"levels,omitempty"`  // of a protection; none: editing is for administrators
	Made    time.Time `json:"made,omitzero"`     // of a revision that is imported
	Author  string    `json:"author,omitempty"`  //
	Hide    hiding    `json:"hide,omitempty"`    // of a revision: what of it
	Show    hiding    `json:"show,omitempty"`    //

	Content *content `json:"content,omitempty"` // uploaded or stashed bytes
	Key     string   `json:"key,omitempty"`     // of the stash: made, grown, or used up
	Into    string   `json:"into,omitempty"`    // key of the whole, once its parts were joined
	Offset  int64    `json:"offset,omitempty"`  // bytes of a part that the wiki has; 0: it is whole
}

// eventKind is what an event does.
type eventKind string

const (
	doUpload  eventKind = "upload"  // content becomes a version of a file
	doEdit    eventKind = "edit"    // a page gets a text
	doDelete  eventKind = "delete"  // a page and its file go
	doMove    eventKind = "move"    // a page and its file get another title
	doStash   eventKind = "stash"   // content is kept under a key
	doGrow    eventKind = "grow"    // a chunk arrived, or was lost: the part has Offset bytes
	doJoin    eventKind = "join"    // a part is whole and becomes the stashed content Into
	doLose    eventKind = "lose"    // the stash of User is lost
	doProtect eventKind = "protect" // a title is for those who may edit what is protected
	doCascade eventKind = "cascade" // so is a page, and what it shows with it
	doFree    eventKind = "free"    // a title is for everybody again
	doHide    eventKind = "hide"    // parts of a revision are hidden, or shown again
	doConceal eventKind = "conceal" // parts of an entry of the log are
	doMerge   eventKind = "merge"   // the older revisions of a page become those of another
	doModel   eventKind = "model"   // a page gets another content model
	doRestore eventKind = "restore" // a page and its file that were deleted come back
	doImport  eventKind = "import"  // a page gets a revision that was made elsewhere, at a time of its own
	doBlock   eventKind = "block"   // User may not write
	doUnblock eventKind = "unblock"
	doTag     eventKind = "tag"   // change tags are defined
	doLabel   eventKind = "label" // a revision and its log entry get change tags
)

// content is what the wiki found in bytes that it has.
type content struct {
	provider.Digest
	MIME   string `json:"mime"`
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
	Bits   int    `json:"bits,omitempty"` // of one colour
}

func (e event) page() title { return title{e.NS, e.Title} }

// under is the event as if it concerned another title.
func (e event) under(t title) event {
	e.NS, e.Title = t.ns, t.text
	return e
}

// apply makes e happen. It refuses only events that cannot have happened.
func (s *state) apply(e event) error {
	e.At = e.At.UTC()
	s.writes++
	switch e.Do {
	case doUpload:
		return s.upload(e)
	case doEdit:
		return s.edit(e)
	case doDelete:
		return s.delete(e)
	case doMove:
		return s.relocate(e)
	case doStash, doGrow, doJoin, doLose:
		return s.applyStash(e)
	case doProtect:
		s.protect(e)
	case doCascade:
		s.protect(e)
		s.cascading[e.page()] = true
	case doFree:
		s.free(e)
	case doHide:
		return s.hide(e)
	case doConceal:
		return s.conceal(e)
	case doMerge:
		return s.mergeHistory(e)
	case doModel:
		return s.changeModel(e)
	case doRestore:
		return s.restore(e)
	case doImport:
		s.bringIn(e)
	case doBlock:
		s.blocks[e.User] = block{id: len(s.blocks) + 1, at: e.At, reason: e.Comment}
	case doUnblock:
		delete(s.blocks, e.User)
	case doTag:
		s.tags = append(s.tags, e.Tags...)
	case doLabel:
		s.label(e)
	default:
		return fmt.Errorf("there is no event %q", e.Do)
	}
	return nil
}
