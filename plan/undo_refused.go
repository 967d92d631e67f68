package plan

import (
	"fmt"
	"time"

	"wikiform/provider"
)

// ReceiptError is a receipt that speaks of a write which the wiki does not show to be one
// of ours. Nothing of it is taken back then.
type ReceiptError struct {
	At   Position // where the receipt speaks of it
	Text string   // of what, and what the wiki shows instead
}

func (e *ReceiptError) Error() string {
	if at := e.At.String(); at != "" {
		return at + ": " + e.Text
	}
	return e.Text
}

// Hint implements [provider.Hinter].
func (e *ReceiptError) Hint() string {
	return "Nothing of this receipt is taken back: take the file as apply wrote it, for the wiki and the accounts that it wrote as; or take back by hand what is to go"
}

// refuse refuses the receipt for one of its writes.
func (w *Written) refuse(format string, args ...any) error {
	return &ReceiptError{w.At, "the receipt speaks of " + w.String() + ", and " + fmt.Sprintf(format, args...)}
}

// unseen reports whether the run had only the wiki's answer to an upload and did not see the
// file: then somebody may have moved or deleted it before, and where it is nothing tells.
func (w *Written) unseen() bool {
	return w.Kind == provider.WroteVersion && w.Page == 0 && w.Revision == 0
}

// String names the write as the receipt has it.
func (w *Written) String() string {
	page := w.Title.Page()
	switch w.Kind {
	case provider.WroteVersion, provider.WroteRevert:
		return fmt.Sprintf("a version of %s%s with sha1 %s", page, ofTime(w.Time), w.SHA1.Short())
	case provider.WroteText:
		return fmt.Sprintf("revision %d of %s%s", w.Revision, page, ofTime(w.Time))
	case provider.WroteTitle:
		return fmt.Sprintf("a move of %s to %s%s", w.From.Page(), page, at(w.Time))
	case provider.WroteDeletion:
		return fmt.Sprintf("a deletion of %s%s", page, at(w.Time))
	case provider.WroteRestore:
		return fmt.Sprintf("a restoration of %s%s", page, at(w.Time))
	}
	return fmt.Sprintf("what was done to %s%s", page, at(w.Time))
}

func ofTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(" of 2006-01-02 15:04:05 UTC")
}

// owned refuses a write whose act the wiki shows to be somebody else's, or to lack our mark.
// A comment that is hidden tells nothing: unsure.
func (u *undo) owned(w *Written, user, comment string, hidden bool) (unsure *Problem, err error) {
	switch {
	case user == "":
		return u.unclear(w.Title, "who made %s is hidden", w), nil
	case !u.f.mine(user):
		return nil, w.refuse("the wiki shows that %s made it, who is none of us", user)
	case u.f.Mark == "", u.f.marked(comment):
		return nil, nil
	case hidden:
		return u.unclear(w.Title, "the comment of %s is hidden, and with it whether it bears our mark", w), nil
	}
	if other := markOf(comment); other != "" {
		return nil, w.refuse("its comment on the wiki bears the mark of another set, %s: where the set was renamed, former_sets names the old one", other)
	}
	return nil, w.refuse("its comment on the wiki bears no mark of this set: %q", shortened(oneLine(comment)))
}

// unclear is why a file is left as it is of which something is not told.
func (u *undo) unclear(t provider.Title, format string, args ...any) *Problem {
	text := fmt.Sprintf(format, args...)
	return &Problem{Reason: UndoUnclear, Text: text, Names: []string{t.Page(), text}, Hint: byHand}
}

const byHand = "look at its history, and take back by hand what is to go"

// changed is why a file is left as it is that somebody, or a later run, has changed since.
func changed(t provider.Title, who, text string) *Problem {
	return &Problem{Reason: ChangedSince, Text: text, Names: []string{t.Page(), who}, Hint: "ask whose it is; " + byHand}
}
