package sandbox

import "testing"

// The deletion of a long history is queued: the file goes at once, the page when
// the queue gets to it, under whatever title.
func TestQueuedDeletion(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string][]Option{"memory": nil, "folder": {Folder(t.TempDir())}} {
		w := open(t, append(opts, Configure(func(s *Settings) { s.DeleteBatch, s.DeleteAfter = 1, 2 }))...)
		c := enter(t, w)
		must(t, w.PutFile("A.png", picture(1), "one", "Anna"), w.PutPage("File:A.png", "two", "Anna"), w.PutPage("Short", "one", "Anna"))
		remove := func(title string) any { return c.post("action", "delete", "title", title, "reason", "why") }
		if got := at(remove("Short"), "delete", "scheduled"); got != nil {
			t.Errorf("%s: a short history is queued: %v", name, got)
		}
		got := remove("File:A.png")
		if at(got, "delete", "scheduled") != true || at(got, "delete", "logid") != nil || at(got, "warnings", 0, "code") != "delete-scheduled" {
			t.Errorf("%s: a long history: %v", name, got)
		}
		if a := holdings(t, w)["File:A.png"]; a.Page == 0 || a.Versions != nil {
			t.Errorf("%s: meanwhile: %+v", name, a)
		}
		missing := func(title string) any {
			return at(c.post("action", "query", "titles", title), "query", "pages", 0, "missing")
		}
		if code := code(c.post("action", "move", "from", "File:A.png", "to", "File:B.png")); code != nil {
			t.Errorf("%s: a move meanwhile: %v", name, code)
		}
		if first, then := missing("File:B.png"), missing("File:B.png"); first != nil || then != true {
			t.Errorf("%s: after two and three requests: %v, %v", name, first, then)
		}
		if got := holdings(t, w); len(got) != 1 || got["File:A.png"].Redirect != "File:B.png" {
			t.Errorf("%s: in the end: %v", name, got)
		}
	}
}

// Somebody who looks after the queue need not wait, and a page that is gone by then
// is gone.
func TestRunDeletions(t *testing.T) {
	t.Parallel()
	w := open(t, Configure(func(s *Settings) { s.DeleteBatch, s.DeleteAfter = 1, 1000 }))
	c := enter(t, w)
	for _, title := range []string{"A", "B"} {
		must(t, w.PutPage(title, "one", "Anna"), w.PutPage(title, "two", "Anna"))
		c.post("action", "delete", "title", title)
		c.post("action", "delete", "title", title)
	}
	must(t, w.Delete("B", ""))
	if got := holdings(t, w); len(got) != 1 {
		t.Errorf("before: %v", got)
	}
	must(t, w.RunJobs())
	if got := holdings(t, w); len(got) != 0 {
		t.Errorf("after: %v", got)
	}
	if got := at(c.post("action", "query", "list", "logevents", "letype", "delete"), "query", "logevents", 2); got != nil {
		t.Errorf("a third deletion is in the log: %v", got)
	}
}
