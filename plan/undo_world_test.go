package plan_test

import (
	"bytes"
	"crypto/sha1"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wikiform/plan"
	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
)

// runWorld is a wiki on which a run of ours did something, and what its receipt says of
// that.
type runWorld struct {
	t               *testing.T
	wiki            *sandbox.Wiki
	us, anna, admin *mediawiki.Client
	receipt         []plan.Written
	running         bool
	any             bool // the receipt speaks of what others do, too
	asked           atomic.Int64
	stop            bool // the clock of the wiki stands
}

const (
	mark    = "[wikiform museum]"
	comment = "batch " + mark
)

func newRunWorld(t *testing.T) *runWorld {
	t.Helper()
	return newRunWorldOf(t, append(sandbox.BotRights(), "undelete"))
}

func newRunWorldOf(t *testing.T, rights []string) *runWorld {
	t.Helper()
	w := &runWorld{t: t}
	var seconds atomic.Int64
	wiki, err := sandbox.New(
		sandbox.Clock(func() time.Time {
			if w.stop {
				return time.Unix(1_795_000_000+seconds.Load(), 0)
			}
			return time.Unix(1_795_000_000+seconds.Add(1), 0)
		}),
		sandbox.Configure(func(s *sandbox.Settings) { s.Limits = nil }),
		sandbox.Watch(func(sandbox.Request) { w.asked.Add(1) }),
		sandbox.Accounts(
			sandbox.Account{Name: "Robot@ci", Password: "robot", Rights: rights},
			sandbox.Account{Name: "Admin", Password: "admin", Rights: sandbox.AdminRights()},
			sandbox.Account{Name: "Anna@ci", Password: "anna", Rights: append(sandbox.UserRights(), "delete", "undelete", "suppressredirect", "move", "movefile")}),
	)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { wiki.Close() })
	w.wiki = wiki
	for c, as := range map[**mediawiki.Client]mediawiki.Credentials{&w.us: {User: "Robot@ci", Password: "robot"}, &w.anna: {User: "Anna@ci", Password: "anna"}, &w.admin: {User: "Admin", Password: "admin"}} {
		if *c, err = mediawiki.Dial(t.Context(), mediawiki.Config{API: "http://localhost/w/api.php", Transport: wiki.Transport(), Credentials: as}); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

func (w *runWorld) check(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *runWorld) file(title provider.Title) provider.File {
	w.t.Helper()
	files, err := w.us.Files(w.t.Context(), []provider.Title{title})
	w.check(err)
	return files[title]
}

// wrote adds a line to the receipt, for who is us and as long as the run goes on.
func (w *runWorld) wrote(as *mediawiki.Client, m provider.Write) {
	w.t.Helper()
	if as != w.us && !w.any || !w.running {
		return
	}
	if page := w.file(m.Title).Page; page != nil {
		m.Page, m.Revision = page.ID, page.Rev
		if m.Time.IsZero() {
			m.Time = page.Time
		}
	}
	w.receipt = append(w.receipt, plan.Written{Write: m, At: plan.Position{File: "receipt", Line: 2 + len(w.receipt)}})
}

type held struct{ *bytes.Reader }

func (held) Close() error { return nil }

func png(content string) []byte { return []byte("\x89PNG\r\n\x1a\n" + content) }

func (w *runWorld) upload(as *mediawiki.Client, title provider.Title, content, text string) {
	w.t.Helper()
	w.uploadWith(as, title, content, text, comment)
}

func (w *runWorld) uploadWith(as *mediawiki.Client, title provider.Title, content, text, comment string) {
	w.t.Helper()
	b := png(content)
	v, err := as.Upload(w.t.Context(), provider.Upload{
		Title: title, Digest: provider.Digest{SHA1: sha1.Sum(b), Size: int64(len(b))}, Text: text, Comment: comment, Before: w.file(title).Version,
		Body:   &provider.Body{Size: int64(len(b)), Open: func() (io.ReadSeekCloser, error) { return held{bytes.NewReader(b)}, nil }},
		Accept: append(slices.Clone(provider.Acceptable), provider.WarnPageExists),
	})
	w.check(err)
	w.wrote(as, provider.Write{Kind: provider.WroteVersion, Title: title, SHA1: v.SHA1, Time: v.Time})
}

func (w *runWorld) edit(as *mediawiki.Client, title provider.Title, text string) {
	w.t.Helper()
	base := int64(0)
	if page := w.file(title).Page; page != nil {
		base = page.Rev
	}
	_, err := as.Edit(w.t.Context(), provider.Edit{Title: title, Text: text, Base: base, Summary: comment})
	w.check(err)
	w.wrote(as, provider.Write{Kind: provider.WroteText, Title: title})
}

func (w *runWorld) move(as *mediawiki.Client, from, to provider.Title, redirect bool) {
	w.t.Helper()
	_, err := as.Move(w.t.Context(), provider.Move{From: from, To: to, Page: w.file(from).Page.ID, Reason: comment, Redirect: redirect})
	w.check(err)
	w.wrote(as, provider.Write{Kind: provider.WroteTitle, Title: to, From: from})
}

func (w *runWorld) delete(as *mediawiki.Client, title provider.Title) {
	w.t.Helper()
	page := w.file(title).Page.ID
	done, err := as.Delete(w.t.Context(), provider.Delete{Title: title, Page: page, Reason: comment})
	w.check(err)
	w.wrote(as, provider.Write{Kind: provider.WroteDeletion, Title: title, Page: page, Log: done.Log})
}

// undelete brings back what there is, or what is kept of it.
func (w *runWorld) undelete(as *mediawiki.Client, title provider.Title, keep func(*provider.Deleted)) {
	w.t.Helper()
	rows, err := as.DeletedRows(w.t.Context(), []provider.Title{title})
	w.check(err)
	d := rows[title]
	if keep != nil {
		keep(&d)
	}
	w.check(as.Undelete(w.t.Context(), provider.Undelete{Title: title, Rows: d, Reason: comment}))
	if as == w.us && w.running {
		page := int64(0)
		if p := w.file(title).Page; p != nil {
			page = p.ID
		}
		w.receipt = append(w.receipt, plan.Written{Write: provider.Write{Kind: provider.WroteRestore, Title: title, Page: page}, At: plan.Position{File: "receipt", Line: 2 + len(w.receipt)}})
	}
}

// mergeBack has an administrator bring back all that was deleted, into what is there now.
func (w *runWorld) mergeBack(title provider.Title) {
	w.t.Helper()
	w.byAdmin(url.Values{"action": {"undelete"}, "title": {title.Page()}})
}

// dropOld has an administrator delete the version before the current one.
func (w *runWorld) dropOld(title provider.Title) {
	w.t.Helper()
	files, err := w.us.FilesWithOld(w.t.Context(), []provider.Title{title})
	w.check(err)
	w.byAdmin(url.Values{"action": {"delete"}, "title": {title.Page()}, "oldimage": {files[title].Old.Archive}})
}

// byAdmin has an administrator do what no client of ours does.
func (w *runWorld) byAdmin(act url.Values) {
	w.t.Helper()
	jar, _ := cookiejar.New(nil) // never fails
	c := &http.Client{Transport: w.wiki.Transport(), Jar: jar}
	post := func(form url.Values) (a struct {
		Query struct{ Tokens map[string]string }
		Error *struct{ Code string }
	}) {
		w.t.Helper()
		form.Set("format", "json")
		form.Set("formatversion", "2")
		res, err := c.PostForm("http://localhost/w/api.php", form)
		w.check(err)
		defer res.Body.Close()
		w.check(json.NewDecoder(res.Body).Decode(&a))
		if a.Error != nil {
			w.t.Fatal(a.Error.Code)
		}
		return a
	}
	token := func(kind string) string {
		return post(url.Values{"action": {"query"}, "meta": {"tokens"}, "type": {kind}}).Query.Tokens[kind+"token"]
	}
	post(url.Values{"action": {"login"}, "lgname": {"Admin"}, "lgpassword": {"admin"}, "lgtoken": {token("login")}})
	act.Set("token", token("csrf"))
	post(act)
}

// revert brings back the version before the current one.
func (w *runWorld) revert(as *mediawiki.Client, title provider.Title) {
	w.t.Helper()
	h, err := as.Histories(w.t.Context(), []provider.Title{title})
	w.check(err)
	v, err := as.Revert(w.t.Context(), provider.Revert{Title: title, Old: h[title].Versions[1], Before: w.file(title).Version, Comment: comment})
	w.check(err)
	w.wrote(as, provider.Write{Kind: provider.WroteRevert, Title: title, SHA1: v.SHA1, Time: v.Time})
}

func (w *runWorld) facts() plan.Facts {
	return plan.Facts{
		Site: w.us.Site(), Account: w.us.Account(), Accounts: []string{"Robot"}, Mark: mark,
		Rollback: &plan.Rollback{Receipt: strings.Repeat("5e", 32), Comment: "Undo " + mark},
	}
}

// rollback is the plan that takes back what the run did.
func (w *runWorld) rollback() (*plan.Plan, error) {
	w.t.Helper()
	f := w.facts()
	claims, err := plan.UndoClaims(w.t.Context(), w.us, w.receipt, &f)
	if err != nil {
		return nil, err
	}
	w.check(plan.Survey(w.t.Context(), w.us, claims, &f))
	return plan.Compute(claims, f), nil
}

// told is what a plan does, a line a change.
func told(p *plan.Plan) string {
	if p == nil {
		return ""
	}
	var lines []string
	for i := range p.Changes {
		c := &p.Changes[i]
		line := fmt.Sprintf("%s %s", c.Action(), c.Claim.Title)
		if m := c.Move(); m != nil {
			line += fmt.Sprintf(" from %s", m.From)
			if m.Redirect {
				line += ", leaving a redirect"
			}
			if m.Via != "" {
				line += " through another"
			}
		}
		if r := c.Revert(); r != nil {
			line += ", reverted to " + r.Version.User + "'s"
		}
		if text := c.NewText(); text != nil {
			line += fmt.Sprintf(", text %q", *text)
		}
		if r := c.Restore(); r != nil {
			line += ", undeleting " + r.Rows()
		}
		if c.ReplacesOthers() {
			line += ", of others"
		}
		for _, pr := range c.Problems {
			line += fmt.Sprintf(": %s: %s", pr.Reason, pr.Text)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

var times = regexp.MustCompile(`\d{4}-\d\d-\d\d \d\d:\d\d UTC`)

func timeless(s string) string { return times.ReplaceAllString(s, "TIME") }
