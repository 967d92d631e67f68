package sandbox

import (
	"fmt"
	"strings"
)

// hideEntries hides and shows parts of entries of the log (facts §13.7): what of them is the
// "content" is to which page they were. Who may not see that gets no such entry where a
// namespace or a title is asked for; one of another log says that there is something.
func (w *Wiki) hideEntries(r *request, ids []int64, hide, show hiding, reason string) (obj, error) {
	if !r.actor.may("deletelogentry") {
		return nil, refuse("permissiondenied", "You don't have permission to delete and undelete specific log entries.")
	}
	items, target := list{}, ""
	for _, id := range ids {
		e := w.state.entry(id)
		if e == nil {
			items = append(items, obj{"status": "Fail", "id": id, "errors": list{obj{"code": "revdelete-modify-missing", "text": fmt.Sprintf("Error modifying item ID %d: It is missing from the database!", id)}}})
			continue
		}
		c := r.event(doConceal)
		c.Entry, c.Hide, c.Show, c.Comment = id, hide, show, shorten(strings.TrimSpace(reason))
		if err := w.commit(c); err != nil {
			return nil, err
		}
		e = w.state.entry(id)
		target = w.set.full(logPage(e.kind))
		items = append(items, obj{"status": "Success", "id": id, "type": e.kind, "action": e.action, "userhidden": e.hidden&hiddenUser != 0,
			"commenthidden": e.hidden&hiddenComment != 0, "actionhidden": e.hidden&hiddenText != 0})
	}
	return obj{"revisiondelete": obj{"status": "Success", "target": target, "items": items}}, nil
}

// logPage is the title under which the log has what was done to the entries of one kind.
func logPage(kind string) title { return title{-1, "Log/" + kind} }

// conceal hides parts of an entry of the log, and shows others again.
func (s *state) conceal(e event) error {
	hidden := s.entry(e.Entry)
	if hidden == nil {
		return fmt.Errorf("entry %d of the log, which there is not, cannot be hidden", e.Entry)
	}
	old := hidden.hidden
	hidden.hidden = (old | e.Hide) &^ e.Show
	kind, now := hidden.kind, hidden.hidden
	entry := s.record(e.under(logPage(kind)), nil, "delete", "event", nil)
	entry.hid = &hid{"logging", []int64{e.Entry}, old, now}
	return nil
}
