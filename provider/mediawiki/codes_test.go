package mediawiki

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// Behaviours: what is done about an answer that does not go away.
const (
	stops    = "stops"       // asked once
	waits    = "waits"       // asked again until patience ends, without looking
	repeats  = "repeats"     // asked a few times more, without looking
	watches  = "watches"     // asked again until patience ends, looked at the file before each try
	looks    = "looks"       // looked at the file before each of a few more tries
	retokens = "new token"   // asked once more with another token
	relogs   = "new login"   // asked once more in another session
	restages = "stages anew" // sent again from the beginning a few times
)

// trouble is one row of facts §9: what the wiki says, what becomes of it.
type trouble struct {
	name  string // of the golden, when it is not the code
	code  string
	text  string
	data  obj
	other any // instead of a code: an error of the transport, or a page
	kind  provider.Kind
	does  string
}

func html(status int, header ...string) page200 {
	p := page200{status: status, header: http.Header{}, body: "<html>secret of the proxy</html>"}
	for i := 0; i < len(header); i += 2 {
		p.header.Set(header[i], header[i+1])
	}
	return p
}

var troubles = []trouble{
	{code: "maxlag", text: "Waiting for 10.64.0.1: 7 seconds lagged.", kind: provider.Busy, does: waits},
	{code: "ratelimited", kind: provider.Busy, does: waits},
	{code: "actionthrottledtext", kind: provider.Busy, does: waits},
	{code: "readonly", text: "The wiki is currently in read-only mode.", kind: provider.Blocked, does: waits},
	{name: "HTTP 429", other: html(429, "Retry-After", "7"), kind: provider.Busy, does: waits},
	{name: "HTTP 503", other: html(503), kind: provider.Lost, does: watches},
	{name: "HTTP 502", other: html(502), kind: provider.Lost, does: looks},
	{name: "HTTP 504", other: html(504), kind: provider.Lost, does: looks},
	{name: "connection reset", other: errReset, kind: provider.Lost, does: looks},
	{name: "HTTP 500 and HTML of a database error", other: html(500, "MediaWiki-API-Error", "internal_api_error_DBQueryError"), kind: provider.Busy, does: looks},
	{name: "HTTP 413", other: html(413), kind: provider.Rejected, does: stops},
	{name: "HTTP 414", other: html(414), kind: provider.Bug, does: stops},
	{name: "HTML with HTTP 200", other: html(200), kind: provider.Lost, does: looks},
	{name: "HTTP 302", other: html(302, "Location", "https://other.example.org/"), kind: provider.Unavailable, does: stops},
	{name: "half an answer", other: page200{200, http.Header{"Content-Type": {"application/json"}}, `{"upload":{"resu`}, kind: provider.Lost, does: looks},
	{code: codeTooLarge, kind: provider.Rejected, does: stops},
	{code: "badupload", data: obj{"size": 4096}, kind: provider.Rejected, does: stops},
	{code: "internal_api_error_DBQueryError", text: "[c0ffee] Caught exception", kind: provider.Busy, does: looks},
	{code: "internal_api_error_DBConnectionError", kind: provider.Busy, does: looks},
	{code: "internal_api_error_DBTransactionError", kind: provider.Busy, does: looks},
	{code: "internal_api_error_NormalizedException", text: "[c0ffee] Failed to create null revision while moving page ID 0", kind: provider.Busy, does: looks},
	{code: "internal_api_error_TypeError", text: "[c0ffee] Caught exception", kind: provider.Busy, does: looks},
	{code: "badtoken", kind: provider.Auth, does: retokens},
	{code: "assertuserfailed", kind: provider.Auth, does: relogs},
	{code: "assertbotfailed", kind: provider.Auth, does: relogs},
	{code: "assertnameduserfailed", kind: provider.Auth, does: relogs},
	{code: "mustbeloggedin", kind: provider.Auth, does: relogs},
	{code: "notloggedin", kind: provider.Auth, does: relogs},
	{code: "mwoauth-invalid-authorization", kind: provider.Auth, does: stops},
	{code: "mwoauth-invalid-authorization-wrong-wiki", kind: provider.Auth, does: stops},
	{code: "readapidenied", kind: provider.Auth, does: stops},
	{code: "permissiondenied", kind: provider.Denied, does: stops},
	{code: "cantmovefile", text: "You do not have permission to move files.", kind: provider.Denied, does: stops},
	{code: "cantmove", kind: provider.Denied, does: stops},
	{code: "cantmove-anon", kind: provider.Denied, does: stops},
	{code: "cantcreate", kind: provider.Denied, does: stops},
	{code: "cantedit", text: "You cannot delete this page because it has been protected.", kind: provider.Denied, does: stops},
	{code: "bigdelete", text: "This page has a large edit history, over 5,000 revisions.", kind: provider.Denied, does: stops},
	{code: "blocked", kind: provider.Blocked, does: stops},
	{code: "autoblocked", kind: provider.Blocked, does: stops},
	{code: "globalblocking-blockedtext-ip", kind: provider.Blocked, does: stops},
	{code: "protectedpage", kind: provider.Denied, does: stops},
	{code: "protectedtitle", kind: provider.Denied, does: stops},
	{code: "cascadeprotected", kind: provider.Denied, does: stops},
	{code: "uploaddisabled", kind: provider.Blocked, does: stops},
	{code: "copyuploaddisabled", kind: provider.Denied, does: stops},
	{code: "copyuploadbaddomain", kind: provider.Denied, does: stops},
	{code: "copyuploadbadurl", kind: provider.Denied, does: stops},
	{code: "upload-copy-upload-invalid-domain", kind: provider.Denied, does: stops},
	{code: "fileexists-forbidden", kind: provider.Denied, does: stops},
	{code: "fileexists-shared-forbidden", kind: provider.Denied, does: stops},
	{code: "fileexists-sharedrepo-perm", text: "The target file exists on a shared repository.", kind: provider.Rejected, does: stops},
	{code: "cantoverwrite-sharedfile", kind: provider.Rejected, does: stops},
	{code: "fileexists-no-change", kind: provider.Conflict, does: looks},
	{code: "backend-fail-alreadyexists", kind: provider.Busy, does: repeats},
	{code: "backend-fail-notsame", kind: provider.Conflict, does: stops},
	{code: "backend-fail-internal", kind: provider.Busy, does: looks},
	{code: "backend-fail-store", kind: provider.Busy, does: looks},
	{code: "lockmanager-fail-openlock", kind: provider.Busy, does: looks},
	{code: "filereadonlyerror", kind: provider.Busy, does: looks},
	{code: "directorycreateerror", kind: provider.Busy, does: looks},
	{code: "uploadstash-exception", kind: provider.Busy, does: looks},
	{code: "stashfailed", text: "Could not assemble chunks.", kind: provider.Busy, does: restages},
	{name: "stashfailed of verification", code: "stashfailed", text: "This file did not pass file verification.", kind: provider.Rejected, does: stops},
	{code: "uploadstash-file-not-found", kind: provider.Busy, does: restages},
	{code: "stashedfilenotfound", kind: provider.Busy, does: restages},
	{code: "uploadstash-no-such-key", kind: provider.Busy, does: restages},
	{code: "stashnosuchfilekey", kind: provider.Busy, does: restages},
	{code: "uploadstash-bad-path", kind: provider.Busy, does: restages},
	{code: "stashpathinvalid", kind: provider.Busy, does: restages},
	{code: "uploadstash-zero-length", kind: provider.Busy, does: restages},
	{code: "stashzerolength", kind: provider.Busy, does: restages},
	{code: "uploadstash-wrong-owner", kind: provider.Busy, does: restages},
	{code: "stashwrongowner", kind: provider.Busy, does: restages},
	{code: "uploadstash-not-logged-in", kind: provider.Busy, does: restages},
	{code: "stashnotloggedin", kind: provider.Busy, does: restages},
	{code: "internal_api_error_UploadStashWrongOwnerException", kind: provider.Busy, does: restages},
	{code: "missingresult", kind: provider.Busy, does: looks},
	{code: "publishfailed", kind: provider.Busy, does: looks},
	{code: "chunk-too-small", kind: provider.Bug, does: stops},
	{code: "invalid-chunk", kind: provider.Bug, does: stops},
	{code: "filekeyneeded", kind: provider.Bug, does: stops},
	{code: "filekeynotallowed", kind: provider.Bug, does: stops},
	{code: "invalid-file-key", kind: provider.Bug, does: stops},
	{code: "empty-file", kind: provider.Rejected, does: stops},
	{code: "file-too-large", kind: provider.Rejected, does: stops},
	{code: "filetype-banned", kind: provider.Rejected, does: stops},
	{code: "filetype-missing", kind: provider.Rejected, does: stops},
	{code: "verification-error", text: "This file did not pass file verification.", data: obj{"details": []any{"filetype-mime-mismatch", "jpg", "image/png"}}, kind: provider.Rejected, does: stops},
	{code: "baduser", kind: provider.Rejected, does: stops},
	{code: "illegal-filename", kind: provider.Rejected, does: stops},
	{code: "filename-tooshort", kind: provider.Rejected, does: stops},
	{code: "filename-toolong", kind: provider.Rejected, does: stops},
	{code: "windows-nonascii-filename", kind: provider.Rejected, does: stops},
	{code: "imageinvalidfilename", kind: provider.Rejected, does: stops},
	{code: "nonfilenamespace", kind: provider.Rejected, does: stops},
	{code: "nonfile-cannot-move-to-file", kind: provider.Rejected, does: stops},
	{code: "selfmove", kind: provider.Rejected, does: stops},
	{code: "filetypemismatch", kind: provider.Rejected, does: stops},
	{code: "badtags", text: `The tag "nope" is not allowed to be manually applied.`, kind: provider.Rejected, does: stops},
	{code: "tags-apply-no-permission", kind: provider.Denied, does: stops},
	{code: "tags-update-no-permission", kind: provider.Denied, does: stops},
	{code: "tags-update-blocked", kind: provider.Blocked, does: stops},
	{code: "nosuchrevid", kind: provider.Conflict, does: stops},
	{code: "http-timed-out", kind: provider.Source, does: repeats},
	{code: "http-curl-error", kind: provider.Source, does: repeats},
	{code: "http-request-error", kind: provider.Source, does: repeats},
	{code: "http-internal-error", kind: provider.Source, does: repeats},
	{code: "tmp-create-error", kind: provider.Busy, does: repeats},
	{code: "tmp-write-error", kind: provider.Busy, does: repeats},
	{name: "http-bad-status 503", code: "http-bad-status", text: "There was a problem during the HTTP request: 503 Service Unavailable", kind: provider.Source, does: repeats},
	{name: "http-bad-status 429", code: "http-bad-status", text: "There was a problem during the HTTP request: 429 Too Many Requests", kind: provider.Source, does: repeats},
	{name: "http-bad-status 404", code: "http-bad-status", text: "There was a problem during the HTTP request: 404 Not Found", kind: provider.Source, does: stops},
	{code: "http-invalid-url", kind: provider.Source, does: stops},
	{code: "upload-too-many-redirects", kind: provider.Source, does: stops},
	{code: "editconflict", kind: provider.Conflict, does: stops},
	{code: "missingtitle", kind: provider.Conflict, does: stops},
	{code: "cantdelete", kind: provider.Conflict, does: stops},
	{code: "pagedeleted", kind: provider.Conflict, does: stops},
	{code: "filerevert-badversion", kind: provider.Conflict, does: stops},
	{code: "cantundelete", kind: provider.Conflict, does: stops},
	{code: "undelete-no-results", kind: provider.Conflict, does: stops},
	{code: "undelete-missing-filearchive", kind: provider.Conflict, does: stops},
	{code: "undelete-cantedit", kind: provider.Denied, does: stops},
	{code: "articleexists", kind: provider.Conflict, does: stops},
	{code: "redirectexists", kind: provider.Conflict, does: stops},
	{code: "invalidtitle", kind: provider.Rejected, does: stops},
	{code: "contenttoobig", kind: provider.Rejected, does: stops},
	{code: "badmd5", kind: provider.Busy, does: repeats},
	{code: "titleblacklist-forbidden-edit", kind: provider.Rejected, does: stops},
	{code: "abusefilter-disallowed", kind: provider.Rejected, does: stops},
	{code: "abusefilter-warning", kind: provider.Warned, does: stops},
	{code: "spamblacklist", kind: provider.Rejected, does: stops},
	{code: "hookaborted", kind: provider.Rejected, does: stops},
	{code: "some-extension-said-no", text: "No.", kind: provider.Rejected, does: stops},
	{code: "toomanyvalues", kind: provider.Bug, does: stops},
	{code: "badvalue", kind: provider.Bug, does: stops},
	{name: "missingparam token, the body was dropped", code: "missingparam", kind: provider.Rejected, does: stops},
	{code: "invalidparammix", kind: provider.Bug, does: stops},
	{code: "badinteger", kind: provider.Bug, does: stops},
}

// TestCodes answers every upload with one row of the table, for ever.
func TestCodes(t *testing.T) {
	t.Parallel()
	var said strings.Builder
	for _, row := range troubles {
		name := row.name
		if name == "" {
			name = row.code
		}
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				does, err := meet(t, row)
				e := errOf(t, err)
				if e.Kind != row.kind || does != row.does {
					t.Errorf("is %s and %s, want %s and %s", e.Kind, does, row.kind, row.does)
				}
				if strings.Contains(err.Error(), "secret") {
					t.Errorf("shows a body that is not the wiki's: %v", err)
				}
				message, _, _ := strings.Cut(e.Error(), "; gave up after")
				fmt.Fprintf(&said, "%s\n\t%s, %s\n\t%s\n\tcure: %s\n", name, e.Kind, does, message, provider.CureOf(e))
				if e.Hint() != "" {
					fmt.Fprintf(&said, "\thint: %s\n", e.Hint())
				}
			})
		})
	}
	golden(t, "testdata/codes.golden", said.String())
}

// meet uploads to a wiki that has one trouble only and sees what is done.
func meet(t *testing.T, row trouble) (does string, err error) {
	w := &wire{answer: func(q asked) any {
		switch {
		case q.Get("action") != "upload":
			return nil
		case row.other != nil:
			return row.other
		}
		e := obj{"code": row.code, "text": row.text}
		if row.text == "" {
			e["text"] = "The wiki's sentence."
		}
		if row.data != nil {
			e["data"] = row.data
		}
		return obj{"errors": []obj{e}}
	}}
	c := dialWire(t, w, func(cfg *Config) { cfg.ChunkFixed = true })
	body, d := bodyOf([]byte("content"))
	waited := false
	_, err = c.Upload(t.Context(), provider.Upload{Title: "A.png", Digest: d, Body: body, Progress: func(p provider.Progress) {
		waited = waited || p.Phase == provider.Waiting && p.Wait > 0
	}})
	uploads, seen, tokens, logins := w.count("upload"), w.count("look"), w.count("query tokens csrf"), w.count("login")
	switch {
	case uploads == 1:
		return stops, err
	case logins > 0:
		return relogs, err
	case tokens > 1:
		return retokens, err
	case seen >= uploads-1 && seen > 0 && waited && uploads <= 6:
		return looks, err
	case seen >= uploads-1 && seen > 0 && waited:
		return watches, err
	case seen == 0 && !waited && uploads <= restarts+1:
		return restages, err
	case seen == 0 && waited && uploads > 6:
		return waits, err
	case seen == 0 && waited:
		return repeats, err
	}
	return fmt.Sprint("does something else: ", w.asks()), err
}

// TestEveryRuleIsTried keeps the test's table whole when a rule is added.
func TestEveryRuleIsTried(t *testing.T) {
	t.Parallel()
	tried := map[string]bool{}
	for _, row := range troubles {
		if row.code != "" {
			tried[ruleFor(row.code, row.text).code] = true
		}
	}
	for _, r := range rules {
		if !tried[r.code] {
			t.Errorf("no row of the table meets the rule for %q", r.code)
		}
		if r.kind == "" {
			t.Errorf("the rule for %q has no kind", r.code)
		}
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("-want +got (rewrite with -update):\n%s", diff)
	}
}
