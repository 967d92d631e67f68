package cli_test

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wikiform/internal/receipt"
	"wikiform/provider"
)

// TestReceipt and TestRealReceipt hold the receipts of two runs that do everything there is
// against the wiki's own histories and logs.
func TestReceipt(t *testing.T) {
	t.Parallel()
	takeReceipts(t, sandboxOfNames(t))
}

func TestRealReceipt(t *testing.T) { takeReceipts(t, dialRealNames(t)) }

func takeReceipts(t *testing.T, w wikiOfNames) {
	l := newLife(t, w, 8)
	l.write(t, "", "")
	first := l.receipt(t)
	if len(first.Writes) != 8 || first.Outcome != receipt.Complete {
		t.Errorf("8 files were made, the receipt has %+v", first)
	}
	// A new content, a new text, both; a move, two files that change places, a deletion, and a
	// redirect where there was nothing.
	was := l.titles[:]
	l.titles = []string{was[0], was[1], was[2], l.title("03 moved"), was[5], was[4], "", was[7]}
	putFile(t, filepath.Join(l.dir, l.sources[0]), picture(l.id+" new 0"))
	putFile(t, filepath.Join(l.dir, l.sources[2]), picture(l.id+" new 2"))
	l.write(t, "", moved(was[3], l.titles[3])+moved(was[4], was[5])+moved(was[5], was[4])+
		fmt.Sprintf("absent \"gone\" {\n  title = %q\n  reason = \"Replaced\"\n}\nredirect \"short\" {\n  title = %q\n  to = %q\n}\n", was[6], l.title("short"), was[0]))
	replaceIn(t, filepath.Join(l.dir, "main.wiki.hcl"), fmt.Sprintf("File 1 of %s.", l.id), "Another text.")
	replaceIn(t, filepath.Join(l.dir, "main.wiki.hcl"), fmt.Sprintf("File 2 of %s.", l.id), "Another text, too.")
	second := l.receipt(t)
	kinds := map[provider.WriteKind]int{}
	for _, e := range second.Writes {
		kinds[e.Kind]++
	}
	if kinds[provider.WroteVersion] != 2 || kinds[provider.WroteText] != 3 || kinds[provider.WroteTitle] != 4 || kinds[provider.WroteDeletion] != 1 || len(second.Writes) != 10 {
		t.Errorf("the receipt has %v", kinds)
	}
	// Whatever the account did meanwhile is in one of them.
	told := map[int64]bool{}
	for _, e := range append(first.Writes, second.Writes...) {
		told[e.Revision] = true
	}
	var a struct {
		Query struct {
			UserContribs []struct {
				RevID, ParentID int64
				Title           string
			}
		}
	}
	w.ask(t, &a, "list=usercontribs&ucnamespace=6&uclimit=max&ucprop=ids|title&ucuser="+url.QueryEscape(second.Wiki.Account)+"&ucend="+first.Began.Format(time.RFC3339))
	own := 0
	for _, c := range a.Query.UserContribs {
		if !strings.Contains(c.Title, "N"+strings.ToLower(l.id)) {
			continue // by another test
		}
		if own++; !told[c.RevID] && !(c.ParentID == 0 && strings.HasSuffix(c.Title, ":"+was[3])) { // which is the redirect of a move
			t.Errorf("revision %d of %s is in no receipt", c.RevID, c.Title)
		}
	}
	if own < 16 {
		t.Errorf("the wiki tells %d revisions", own)
	}
}

// receipt applies, and reads the receipt, of which the wiki shows every entry.
func (l *life) receipt(t *testing.T) *receipt.Receipt {
	t.Helper()
	path := filepath.Join(l.dir, fmt.Sprint("receipt-", runID(), ".json"))
	l.w.wikiform(t, l.dir, 0, "apply", "-auto-approve", "-receipt-out="+path)
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := receipt.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range r.Writes {
		if wrong := l.w.shows(t, e, r.Wiki.Account); wrong != "" {
			t.Errorf("%s: %+v", wrong, e)
		}
	}
	return r
}

// shows says in how far the wiki does not show an entry, "" where it does.
func (w wikiOfNames) shows(t *testing.T, e receipt.Entry, account string) string {
	t.Helper()
	var a struct {
		Query struct {
			Pages []struct {
				PageID    int64
				Revisions []struct {
					RevID     int64
					User      string
					Timestamp time.Time
				}
				ImageInfo []struct {
					SHA1, User string
					Timestamp  time.Time
				}
			}
			LogEvents []struct {
				LogID, LogPage int64
				Title, User    string
				Timestamp      time.Time
				Params         struct {
					Target string `json:"target_title"`
				}
			}
		}
	}
	if e.Kind == provider.WroteDeletion {
		w.ask(t, &a, "list=logevents&letype=delete&lelimit=1&letitle="+url.QueryEscape(e.Title.Page()))
		if events := a.Query.LogEvents; len(events) != 1 || events[0].LogID != e.Log || events[0].LogPage != e.Page || events[0].User != account {
			return fmt.Sprintf("the log has %+v", events)
		}
		return ""
	}
	w.ask(t, &a, "prop=revisions&rvprop=ids|user|timestamp&revids="+fmt.Sprint(e.Revision))
	if e.Revision == 0 || len(a.Query.Pages) != 1 || len(a.Query.Pages[0].Revisions) != 1 {
		return "its revision is not there"
	}
	page, rev := a.Query.Pages[0], a.Query.Pages[0].Revisions[0]
	if page.PageID != e.Page || rev.User != account {
		return fmt.Sprintf("the wiki has %+v", page)
	}
	switch e.Kind {
	case provider.WroteText:
		if !rev.Timestamp.Equal(e.Time) {
			return "it is of " + rev.Timestamp.String()
		}
	case provider.WroteVersion:
		w.ask(t, &a, "prop=imageinfo&iiprop=sha1|user|timestamp&iilimit=max&pageids="+fmt.Sprint(e.Page))
		for _, v := range a.Query.Pages[0].ImageInfo {
			if v.SHA1 == e.SHA1.String() && v.Timestamp.Equal(e.Time) && v.User == account {
				return ""
			}
		}
		return fmt.Sprintf("there is no such version: %+v", a.Query.Pages[0].ImageInfo)
	case provider.WroteTitle:
		w.ask(t, &a, "list=logevents&letype=move&lelimit=1&letitle="+url.QueryEscape(e.From.Page()))
		events := a.Query.LogEvents
		if len(events) != 1 || events[0].LogPage != e.Page || !strings.HasSuffix(events[0].Params.Target, ":"+string(e.Title)) || events[0].User != account || !rev.Timestamp.Equal(e.Time) {
			return fmt.Sprintf("the log has %+v, the revision is of %s", events, rev.Timestamp)
		}
		if apart := events[0].Timestamp.Sub(e.Time).Abs(); apart > time.Second {
			return fmt.Sprintf("log and revision are %s apart", apart)
		}
	}
	return ""
}
