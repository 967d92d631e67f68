package cli_test

import (
	"context"
	"crypto/sha1"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
)

// served are the wikis of scripts by the addresses of their APIs.
var served sync.Map

// servedWiki is a wiki of a script. Its clock goes on by itself and by a minute for each
// thing that somebody does.
type servedWiki struct {
	*sandbox.Wiki
	later atomic.Int64
}

func (w *servedWiki) now() time.Time { return time.Now().Add(time.Duration(w.later.Load())) }

// volunteers are the accounts of others on the wikis of scripts; an administrator is Admin.
var volunteers = []sandbox.Account{
	{Name: "Anna@ci", Password: "volunteer", Groups: []string{"user"}, Rights: sandbox.UserRights()},
	{Name: "Vera@ci", Password: "volunteer", Groups: []string{"user"}, Rights: sandbox.UserRights()},
}

// somebody does something that is not ours on a wiki:
//
//	somebody NAME USER edit TITLE TEXT [COMMENT]
//	somebody NAME USER upload TITLE FILE [COMMENT]
//	somebody NAME USER move TITLE TO [COMMENT]
//	somebody NAME Admin delete TITLE [COMMENT]
//	somebody NAME Admin protect TITLE
//	somebody NAME Admin wait TIME
func somebody(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: somebody NAME USER VERB TITLE [ARG...]")
	}
	api, user, verb, title, args := ts.Getenv(args[0]), args[1], args[2], provider.Title(args[3]), args[4:]
	args = append(args, "", "")
	known, _ := served.Load(api)
	wiki := known.(*servedWiki)
	wiki.later.Add(int64(time.Minute))
	defer wiki.later.Add(int64(time.Minute))
	// Comments come from a script as Go has them, so that they can hold anything.
	said := func(s string) string {
		return strings.NewReplacer(`\n`, "\n", `\e`, "\x1b", `\u202e`, "\u202e").Replace(s)
	}
	switch verb {
	case "wait":
		d, err := time.ParseDuration(string(title))
		ts.Check(err)
		wiki.later.Add(int64(d))
		return
	case "delete":
		ts.Check(wiki.Delete(title.Page(), said(args[0])))
		return
	case "protect":
		ts.Check(wiki.Protect(title.Page()))
		return
	}
	ctx := context.Background()
	c, err := mediawiki.Dial(ctx, mediawiki.Config{API: api, Credentials: mediawiki.Credentials{User: user + "@ci", Password: "volunteer"}})
	ts.Check(err)
	have, err := c.Files(ctx, []provider.Title{title})
	ts.Check(err)
	file := have[title]
	switch verb {
	case "edit":
		_, err = c.Edit(ctx, provider.Edit{Title: title, Text: said(args[0]), Base: file.Page.Rev, Summary: said(args[1])})
	case "upload":
		b, failed := os.ReadFile(ts.MkAbs(args[0]))
		ts.Check(failed)
		body := provider.BodyOf(b)
		_, err = c.Upload(ctx, provider.Upload{Title: title, Body: &body, Comment: said(args[1]), Before: file.Version,
			Digest: provider.Digest{SHA1: sha1.Sum(b), Size: int64(len(b))}, Accept: []provider.WarningKind{provider.WarnDuplicateVersions, provider.WarnDuplicate}})
	case "move":
		_, err = c.Move(ctx, provider.Move{From: title, To: provider.Title(args[0]), Page: file.Page.ID, Reason: said(args[1]), Redirect: true})
	default:
		ts.Fatalf("nobody can %q", verb)
	}
	ts.Check(err)
}

// pastSecond waits until the second is over: a real wiki names versions by seconds.
func pastSecond() {
	now := time.Now()
	time.Sleep(now.Truncate(time.Second).Add(time.Second).Sub(now))
}
