package plan_test

import (
	"crypto/sha1"
	"errors"
	"strings"
	"testing"
	"time"

	"wikiform/plan"
	"wikiform/provider"
)

// What the wiki does not show exactly so, and as ours, refuses the whole receipt.
func TestForgedReceipts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		run   func(w *runWorld)
		forge func(ws []plan.Written) []plan.Written
		want  string // of the error; that of line 2
	}{
		"another time of a version":     {second, func(ws []plan.Written) []plan.Written { ws[0].Time = ws[0].Time.Add(time.Second); return ws }, "the wiki shows no such version"},
		"the time of somebody's":        {second, func(ws []plan.Written) []plan.Written { ws[0].Time = time.Unix(1_795_000_007, 0).UTC(); return ws }, "the wiki shows no such version"},
		"another content":               {second, func(ws []plan.Written) []plan.Written { ws[0].SHA1 = sha1.Sum(nil); return ws }, "the wiki has one of that time with sha1"},
		"another page":                  {second, func(ws []plan.Written) []plan.Written { ws[0].Page++; return ws }, "the wiki has no such page"},
		"another title":                 {second, func(ws []plan.Written) []plan.Written { ws[0].Title = "X.png"; return ws }, "the wiki has no such page"},
		"a title of another form":       {second, func(ws []plan.Written) []plan.Written { ws[0].Title = "a.png"; return ws }, "it would store"},
		"another revision":              {edited, func(ws []plan.Written) []plan.Written { ws[0].Revision += 100; return ws }, "the wiki shows no such revision"},
		"another time of a revision":    {edited, func(ws []plan.Written) []plan.Written { ws[0].Time = ws[0].Time.Add(-time.Second); return ws }, "the wiki has that revision of"},
		"somebody's revision":           {edited, func(ws []plan.Written) []plan.Written { ws[0].Revision, ws[0].Time = 1, time.Time{}; return ws }, ""},
		"no revision":                   {edited, func(ws []plan.Written) []plan.Written { ws[0].Revision = 0; return ws }, "the wiki shows no such revision"},
		"another target of a move":      {renamed(false), func(ws []plan.Written) []plan.Written { ws[0].Title = "C.png"; return ws }, "move log shows no such move"},
		"another start of a move":       {renamed(false), func(ws []plan.Written) []plan.Written { ws[0].From = "C.png"; return ws }, "move log shows no such move"},
		"another time of a move":        {renamed(false), func(ws []plan.Written) []plan.Written { ws[0].Time = ws[0].Time.Add(2 * time.Second); return ws }, "the wiki has its revision"},
		"another time of a move by far": {renamed(false), func(ws []plan.Written) []plan.Written { ws[0].Time = ws[0].Time.Add(time.Minute); return ws }, "move log shows no such move"},
		"another entry of a deletion":   {gone, func(ws []plan.Written) []plan.Written { ws[0].Log++; return ws }, "log shows no such deletion"},
		"another page of a deletion":    {gone, func(ws []plan.Written) []plan.Written { ws[0].Page++; return ws }, "log shows no such deletion"},
		"a deletion that nothing tells": {gone, func(ws []plan.Written) []plan.Written { ws[0].Page, ws[0].Log = 0, 0; return ws }, "log shows no such deletion"},
		"a deletion as a restoration":   {gone, func(ws []plan.Written) []plan.Written { ws[0].Kind = provider.WroteRestore; return ws }, "log shows no such restoration"},
		"tags of somebody's revision": {edited, func(ws []plan.Written) []plan.Written {
			ws[0].Kind, ws[0].Revision = provider.WroteTags, 1
			return ws
		}, "which is not ours"},
		"a kind that is none": {edited, func(ws []plan.Written) []plan.Written { ws[0].Kind = "protect"; return ws }, "does not know what that is"},
		"a page that never was": {edited, func(ws []plan.Written) []plan.Written {
			ws[0] = plan.Written{Write: provider.Write{Kind: provider.WroteText, Title: "Never.png", Page: 4711, Revision: 4711}, At: ws[0].At}
			return ws
		}, "the wiki has no such page"},
		"one of two": {all(second, edited), func(ws []plan.Written) []plan.Written {
			ws[0], ws[1] = ws[1], ws[0]
			ws[0].At, ws[1].At = ws[1].At, ws[0].At
			ws[0].Revision += 100
			return ws
		}, "the wiki shows no such revision"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newRunWorld(t)
			annas(w)
			w.running = true
			c.run(w)
			w.receipt = c.forge(w.receipt)
			refused(t, w, c.want)
		})
	}
	for name, c := range map[string]struct {
		act  func(w *runWorld)
		want string
	}{
		"somebody's version":  {func(w *runWorld) { w.upload(w.anna, "A.png", "2", "") }, "the wiki shows that Anna made it"},
		"somebody's edit":     {func(w *runWorld) { w.edit(w.anna, "A.png", "hers") }, "the wiki shows that Anna made it"},
		"somebody's move":     {func(w *runWorld) { w.move(w.anna, "A.png", "B.png", false) }, "the wiki shows that Anna made it"},
		"somebody's deletion": {func(w *runWorld) { w.delete(w.anna, "A.png") }, "the wiki shows that Anna made it"},
		"a version of another set": {func(w *runWorld) {
			w.uploadWith(w.us, "A.png", "2", "", "batch [wikiform other]")
		}, "bears the mark of another set, [wikiform other]"},
		"a version without a mark": {func(w *runWorld) { w.uploadWith(w.us, "A.png", "2", "", "by hand") }, "bears no mark of this set"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newRunWorld(t)
			annas(w)
			w.running, w.any = true, true
			c.act(w)
			refused(t, w, c.want)
		})
	}
}

func refused(t *testing.T, w *runWorld, want string) {
	t.Helper()
	p, err := w.rollback()
	e, ok := errors.AsType[*plan.ReceiptError](err)
	if !ok {
		t.Fatalf("%v, and the plan %s", err, told(p))
	}
	if !strings.HasPrefix(e.Error(), "receipt:2: the receipt speaks of ") || !strings.Contains(e.Error(), want) || e.Hint() == "" {
		t.Errorf("%s; want %q", e, want)
	}
}

// What the receipt leaves open is found by what it tells.
func TestReceiptsWithoutAll(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		run  func(w *runWorld)
		less func(w *plan.Written)
		want string
	}{
		"a version without a revision": {second, func(w *plan.Written) { w.Revision = 0 }, "update A.png, reverted to Anna's"},
		"a version without a time":     {second, func(w *plan.Written) { w.Time = time.Time{} }, "update A.png, reverted to Anna's"},
		"a new file by its bytes":      {func(w *runWorld) { w.upload(w.us, "N.png", "n", "n") }, func(w *plan.Written) { w.Revision, w.Page, w.Time = 0, 0, time.Time{} }, "delete N.png"},
		"a move by its titles":         {renamed(true), func(w *plan.Written) { w.Revision, w.Page, w.Time = 0, 0, time.Time{} }, "move A.png from B.png"},
		"a deletion by its entry":      {gone, func(w *plan.Written) { w.Page = 0 }, "create A.png, undeleting 1 version and 1 revision"},
		"a deletion by its page":       {gone, func(w *plan.Written) { w.Log = 0 }, "create A.png, undeleting 1 version and 1 revision"},
		"an edit without a page":       {edited, func(w *plan.Written) { w.Page, w.Time = 0, time.Time{} }, `update A.png, text "text"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newRunWorld(t)
			annas(w)
			w.running = true
			c.run(w)
			c.less(&w.receipt[0])
			p, err := w.rollback()
			if err != nil || told(p) != c.want {
				t.Fatalf("%v\n%s\nwant\n%s", err, told(p), c.want)
			}
		})
	}
}

// Of an upload of which a run had only the wiki's answer nobody knows where it went: that file
// is blocked, and what else the receipt speaks of is taken back.
func TestReceiptsOfWhatWasNotSeen(t *testing.T) {
	t.Parallel()
	for name, since := range map[string]func(w *runWorld){
		"moved":                 func(w *runWorld) { w.move(w.anna, "N.png", "Elsewhere.png", false) },
		"moved with a redirect": func(w *runWorld) { w.move(w.anna, "N.png", "Elsewhere.png", true) },
		"deleted":               func(w *runWorld) { w.delete(w.anna, "N.png") },
		"deleted, and hers now": func(w *runWorld) { w.delete(w.anna, "N.png"); w.upload(w.anna, "N.png", "hers", "hers") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newRunWorld(t)
			annas(w)
			w.running = true
			w.upload(w.us, "N.png", "n", "n")
			second(w)
			w.receipt[0].Page, w.receipt[0].Revision = 0, 0
			w.running = false
			since(w)
			p, err := w.rollback()
			if err != nil {
				t.Fatal(err)
			}
			said := told(p)
			if !strings.Contains(said, "update A.png, reverted to Anna's") || strings.Contains(said, "delete N.png") || strings.Contains(said, "Elsewhere") {
				t.Error(said)
			}
		})
	}
}
