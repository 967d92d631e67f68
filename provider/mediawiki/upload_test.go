package mediawiki

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

var (
	oldBytes = []byte("the version that the plan saw")
	newBytes = []byte("the version that is wanted")
	foreign  = []byte("what somebody else uploaded")
)

func before() *provider.Version {
	_, d := bodyOf(oldBytes)
	return &provider.Version{Digest: d, Time: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)}
}

func wanted(change ...func(*provider.Upload)) provider.Upload {
	body, d := bodyOf(newBytes)
	u := provider.Upload{Title: "A b.png", Digest: d, Body: body, Text: "text", Comment: "why", Tags: []string{"x", "y"}}
	for _, f := range change {
		f(&u)
	}
	return u
}

func replacing(u *provider.Upload) { u.Before = before() }

func accepting(ks ...provider.WarningKind) func(*provider.Upload) {
	return func(u *provider.Upload) { u.Accept = ks }
}

func beside(ts ...provider.Title) func(*provider.Upload) {
	return func(u *provider.Upload) { u.Neighbours = ts }
}

// steps answers the requests of one kind by their number, the last for ever.
type steps map[string][]any

func (s steps) answer() func(asked) any {
	n := map[string]int{}
	return func(q asked) any {
		list := s[q.what()]
		if len(list) == 0 {
			return nil
		}
		i := min(n[q.what()], len(list)-1)
		n[q.what()]++
		if f, ok := list[i].(func(asked) any); ok {
			return f(q)
		}
		return list[i]
	}
}

func looking(content []byte) func(asked) any {
	return func(q asked) any { return fileAnswer(q, content) }
}

func inspecting(staged, now []byte) func(asked) any {
	return func(q asked) any { return stashAnswer(q, staged, now) }
}

func TestUpload(t *testing.T) {
	t.Parallel()
	success := stored("A b.png", newBytes)
	for name, tt := range map[string]struct {
		u    provider.Upload
		wiki steps
		kind provider.Kind
		says []string // parts of the error
		asks []string
		// found: its version is older than the upload, which is said.
		found bool
	}{
		"a small new file is one request": {
			u:    wanted(),
			asks: []string{"upload"},
		},
		"a replacement is staged, looked at and published": {
			u: wanted(replacing),
			wiki: steps{
				"stash":   {warned("K", obj{"exists": "A_b.png"})},
				"inspect": {inspecting(newBytes, oldBytes)},
				"publish": {success},
			},
			asks: []string{"stash", "inspect", "publish!"},
		},
		"an accepted warning publishes what was staged": {
			u: wanted(accepting(provider.WarnDuplicate), beside("A b.svg")),
			wiki: steps{
				"upload":  {warned("K", obj{"duplicate": []string{"C.png"}, "exists-normalized": "A_b.svg"})},
				"inspect": {inspecting(newBytes, nil)},
				"publish": {success},
			},
			asks: []string{"upload", "inspect", "publish!"},
		},
		"a file of nearly the same name that the plan did not see stops": {
			u:    wanted(beside("A b.svg")),
			wiki: steps{"upload": {warned("K", obj{"exists-normalized": "A_b.PNG"})}, "inspect": {inspecting(newBytes, nil)}},
			kind: provider.Warned,
			says: []string{"File:A b.PNG", `accept_warnings = ["exists-normalized"]`},
			asks: []string{"upload", "inspect"},
		},
		"so does one that the wiki does not name": {
			u:    wanted(beside("A b.svg", "")),
			wiki: steps{"upload": {warned("K", obj{"exists-normalized": ""})}, "inspect": {inspecting(newBytes, nil)}},
			kind: provider.Warned,
			asks: []string{"upload", "inspect"},
		},
		"any of them can be accepted": {
			u: wanted(accepting(provider.WarnExistsNormalized)),
			wiki: steps{
				"upload":  {warned("K", obj{"exists-normalized": "A_b.PNG"})},
				"inspect": {inspecting(newBytes, nil)},
				"publish": {success},
			},
			asks: []string{"upload", "inspect", "publish!"},
		},
		"a replaced file that is gone is a conflict, whatever is beside it": {
			u: wanted(replacing),
			wiki: steps{
				"stash":   {warned("K", obj{"exists-normalized": "A_b.PNG"})},
				"inspect": {inspecting(newBytes, nil)},
			},
			kind: provider.Conflict,
			asks: []string{"stash", "inspect"},
		},
		"a warning that is not accepted stops": {
			u: wanted(),
			wiki: steps{
				"upload":  {warned("K", obj{"duplicate": []string{"C_d.png"}})},
				"inspect": {inspecting(newBytes, nil)},
			},
			kind: provider.Warned,
			says: []string{"File:C d.png", `accept_warnings = ["duplicate"]`},
			asks: []string{"upload", "inspect"},
		},
		"a warning that nobody knows stops": {
			u:    wanted(),
			wiki: steps{"upload": {warned("K", obj{"new-in-2031": true})}, "inspect": {inspecting(newBytes, nil)}},
			kind: provider.Warned,
			says: []string{"new-in-2031"},
			asks: []string{"upload", "inspect"},
		},
		"another name is never accepted": {
			u:    wanted(accepting(provider.WarnBadFilename, provider.WarnEmptyFile)),
			wiki: steps{"upload": {warned("K", obj{"badfilename": "A-b.png"})}, "inspect": {inspecting(newBytes, nil)}},
			kind: provider.Warned,
			says: []string{"File:A-b.png"},
			asks: []string{"upload", "inspect"},
		},
		"a file that appeared since the plan is a conflict": {
			u:    wanted(accepting(provider.WarnExists)),
			wiki: steps{"upload": {warned("K", obj{"exists": "A_b.png"})}, "inspect": {inspecting(newBytes, foreign)}},
			kind: provider.Conflict,
			asks: []string{"upload", "inspect"},
		},
		"the same bytes are there already": {
			u: wanted(),
			wiki: steps{
				"upload":  {warned("K", obj{"exists": "A_b.png", "nochange": obj{"timestamp": "2026-11-22T10:00:00Z"}})},
				"inspect": {inspecting(newBytes, newBytes)},
			},
			asks:  []string{"upload", "inspect"},
			found: true,
		},
		"a file replaced since the plan is a conflict": {
			u:    wanted(replacing),
			wiki: steps{"stash": {warned("K", obj{"exists": "A_b.png"})}, "inspect": {inspecting(newBytes, foreign)}},
			kind: provider.Conflict,
			says: []string{"replaced by Uploader at 2026-11-22 10:00:00Z"},
			asks: []string{"stash", "inspect"},
		},
		"a file deleted since the plan is not created again": {
			u:    wanted(replacing),
			wiki: steps{"stash": {warned("K", obj{})}, "inspect": {inspecting(newBytes, nil)}},
			kind: provider.Conflict,
			says: []string{"gone"},
			asks: []string{"stash", "inspect"},
		},
		"damaged bytes are not published": {
			u:    wanted(replacing),
			wiki: steps{"stash": {warned("K", obj{"exists": "A_b.png"})}, "inspect": {inspecting(foreign, oldBytes)}},
			kind: provider.Busy,
			says: []string{sumOf(foreign), sumOf(newBytes), "nothing was published"},
			asks: []string{"stash", "inspect"},
		},
		"a lost answer to a file that is there is success": {
			u:    wanted(),
			wiki: steps{"upload": {errReset}, "look": {looking(newBytes)}},
			asks: []string{"upload", "look"},
		},
		"a lost answer to a file that is not there is asked for again": {
			u:    wanted(),
			wiki: steps{"upload": {errReset, success}},
			asks: []string{"upload", "look", "upload"},
		},
		"a lost answer and somebody else's file is a conflict": {
			u:    wanted(),
			wiki: steps{"upload": {html(504)}, "look": {looking(foreign)}},
			kind: provider.Conflict,
			asks: []string{"upload", "look"},
		},
		"a lost answer and a wiki that cannot be read is unknown": {
			u:    wanted(),
			wiki: steps{"upload": {html(504)}, "look": {coded("permissiondenied", "No.")}},
			kind: provider.Lost,
			says: []string{"the wiki could not be asked whether it was done", "No."},
			asks: []string{"upload", "look"},
		},
		"a lost publishing that happened": {
			u: wanted(replacing),
			wiki: steps{
				"stash": {warned("K", obj{"exists": "A_b.png"})}, "inspect": {inspecting(newBytes, oldBytes)},
				"publish": {html(502)}, "look": {looking(newBytes)},
			},
			asks: []string{"stash", "inspect", "publish!", "look"},
		},
		"a lost publishing that used the key up": {
			u: wanted(replacing),
			wiki: steps{
				"stash": {warned("K", obj{"exists": "A_b.png"})}, "inspect": {inspecting(newBytes, oldBytes)},
				"publish": {html(502), coded("uploadstash-file-not-found", "Key not found.")},
				"look":    {looking(oldBytes), looking(newBytes)},
			},
			asks: []string{"stash", "inspect", "publish!", "look", "publish!", "look"},
		},
		"a lost publishing of which nothing can be seen is unknown": {
			u: wanted(replacing),
			wiki: steps{
				"stash": {warned("K", obj{"exists": "A_b.png"})}, "inspect": {inspecting(newBytes, oldBytes)},
				"publish": {html(502), coded("uploadstash-file-not-found", "Key not found.")},
				"look":    {looking(oldBytes), coded("permissiondenied", "No.")},
			},
			kind: provider.Lost,
			asks: []string{"stash", "inspect", "publish!", "look", "publish!", "look"},
		},
		"a stash that is lost is sent again": {
			u: wanted(replacing),
			wiki: steps{
				"stash":   {warned("K", obj{"exists": "A_b.png"})},
				"inspect": {coded("uploadstash-file-not-found", "Key not found."), inspecting(newBytes, oldBytes)},
				"publish": {success},
			},
			asks: []string{"stash", "inspect", "look", "stash", "inspect", "publish!"},
		},
		"two versions in one second": {
			u: wanted(replacing),
			wiki: steps{
				"stash": {warned("K", obj{"exists": "A_b.png"})}, "inspect": {inspecting(newBytes, oldBytes)},
				"publish": {coded("backend-fail-alreadyexists", "already exists"), success}, "look": {looking(oldBytes)},
			},
			asks: []string{"stash", "inspect", "publish!", "look", "publish!"},
		},
		"somebody else's version in the same second": {
			u: wanted(replacing),
			wiki: steps{
				"stash": {warned("K", obj{"exists": "A_b.png"})}, "inspect": {inspecting(newBytes, oldBytes)},
				"publish": {coded("backend-fail-alreadyexists", "already exists")}, "look": {looking(foreign)},
			},
			kind: provider.Conflict, says: []string{"was replaced by"},
			asks: []string{"stash", "inspect", "publish!", "look"},
		},
		"a busy wiki, and nobody came meanwhile": {
			u: wanted(replacing),
			wiki: steps{
				"stash": {warned("K", obj{"exists": "A_b.png"})}, "inspect": {inspecting(newBytes, oldBytes)},
				"publish": {coded("maxlag", "lagged"), success}, "look": {looking(oldBytes)},
			},
			asks: []string{"stash", "inspect", "publish!", "look", "publish!"},
		},
		"a busy wiki, and another version meanwhile": {
			u: wanted(replacing),
			wiki: steps{
				"stash": {warned("K", obj{"exists": "A_b.png"})}, "inspect": {inspecting(newBytes, oldBytes)},
				"publish": {coded("maxlag", "lagged"), success}, "look": {looking(foreign)},
			},
			kind: provider.Conflict, says: []string{"was replaced by"},
			asks: []string{"stash", "inspect", "publish!", "look"},
		},
		"a busy wiki, and the same bytes meanwhile": {
			u: wanted(replacing), found: true,
			wiki: steps{
				"stash": {warned("K", obj{"exists": "A_b.png"})}, "inspect": {inspecting(newBytes, oldBytes)},
				"publish": {coded("maxlag", "lagged"), success}, "look": {looking(newBytes)},
			},
			asks: []string{"stash", "inspect", "publish!", "look"},
		},
		"a new file that somebody else has made": {
			u: wanted(), found: true,
			wiki: steps{"upload": {warned("K", obj{"exists": "A_b.png", "nochange": obj{}})}, "inspect": {inspecting(newBytes, newBytes)}},
			asks: []string{"upload", "inspect"},
		},
		"a new file that this upload may have made": { // its answer was lost, and the look came before it was done
			u: wanted(),
			wiki: steps{
				"upload": {html(504), warned("K", obj{"exists": "A_b.png", "nochange": obj{}})}, "look": {looking(nil)},
				"inspect": {inspecting(newBytes, newBytes)},
			},
			asks: []string{"upload", "look", "upload", "inspect"},
		},
		"a page came": {
			u:    wanted(),
			wiki: steps{"upload": {warned("K", obj{"page-exists": "A_b.png"})}, "inspect": {inspecting(newBytes, nil)}},
			kind: provider.Conflict, says: []string{"has a page by now"},
			asks: []string{"upload", "inspect"},
		},
		"warnings that come only when publishing are judged": {
			u: wanted(replacing),
			wiki: steps{
				"stash":   {obj{"upload": obj{"result": "Success", "filekey": "K"}}},
				"inspect": {inspecting(newBytes, oldBytes)},
				"publish": {warned("K2", obj{"exists": "A_b.png", "was-deleted": "A_b.png"})},
			},
			kind: provider.Warned,
			says: []string{"was deleted"},
			asks: []string{"stash", "inspect", "publish"},
		},
		"stored under another name": {
			u:    wanted(),
			wiki: steps{"upload": {stored("A-b.png", newBytes)}},
			kind: provider.Conflict,
			says: []string{"File:A-b.png"},
			asks: []string{"upload"},
		},
		"stored with other bytes": {
			u:    wanted(),
			wiki: steps{"upload": {stored("A b.png", foreign)}},
			kind: provider.Conflict,
			says: []string{sumOf(foreign), sumOf(newBytes)},
			asks: []string{"upload"},
		},
		"larger than the wiki takes": {
			u:    wanted(func(u *provider.Upload) { u.Body.Size, u.Digest.Size = 2<<30, 2<<30 }),
			kind: provider.Rejected,
			says: []string{"2,147,483,648", "1,073,741,824"},
		},
		"by URL": {
			u: wanted(byURL),
			wiki: steps{
				"fetch":   {obj{"upload": obj{"result": "Success", "filekey": "K.", "imageinfo": infoOf(newBytes)}}},
				"inspect": {inspecting(newBytes, nil)},
				"publish": {success},
			},
			asks: []string{"fetch", "inspect", "publish"},
		},
		"a URL with other content than its pin": {
			u: wanted(byURL),
			wiki: steps{
				"fetch":   {obj{"upload": obj{"result": "Success", "filekey": "K.", "imageinfo": infoOf(foreign)}}},
				"inspect": {inspecting(foreign, nil)},
			},
			kind: provider.Source,
			says: []string{sumOf(foreign), sumOf(newBytes), "pin"},
			asks: []string{"fetch", "inspect"},
		},
		"a URL without a pin": {
			u: wanted(byURL, func(u *provider.Upload) { u.Digest = provider.Digest{} }),
			wiki: steps{
				"fetch":   {obj{"upload": obj{"result": "Success", "filekey": "K."}}},
				"inspect": {inspecting(newBytes, nil)},
				"publish": {success},
			},
			asks: []string{"fetch", "inspect", "publish"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := &wire{answer: tt.wiki.answer()}
				c := dialWire(t, w)
				c.session.csrf = "C+\\"
				if c.site.Time = before().Time; tt.found {
					c.site.Time = c.site.Time.Add(time.Minute)
				}
				found := false
				tt.u.Found = func() { found = true }
				v, err := c.Upload(t.Context(), tt.u)
				if found != tt.found {
					t.Errorf("found %v, want %v", found, tt.found)
				}
				if got := provider.KindOf(err); got != tt.kind || err != nil && got == "" {
					t.Fatalf("error is %q (%v), want %q", got, err, tt.kind)
				}
				if err == nil && v.SHA1.String() != sumOf(newBytes) {
					t.Errorf("stored %v", v)
				}
				for _, part := range tt.says {
					if e := errOf(t, err); !strings.Contains(e.Error()+e.Hint(), part) {
						t.Errorf("%q does not say %q", e.Error()+e.Hint(), part)
					}
				}
				if diff := cmp.Diff(tt.asks, w.asks()); diff != "" {
					t.Errorf("-want +asked:\n%s", diff)
				}
				checkWrites(t, tt.u, w.seen)
			})
		})
	}
}

func byURL(u *provider.Upload) { u.Body, u.URL = nil, "https://data.example.org/a.png" }

func sumOf(b []byte) string {
	_, d := bodyOf(b)
	return d.SHA1.String()
}

// checkWrites holds for every upload: what may publish is guarded, carries what
// the plan wants, and ignores warnings only with a key that was judged.
func checkWrites(t *testing.T, u provider.Upload, seen []asked) {
	t.Helper()
	for _, q := range seen {
		publishes := q.what() == "upload" || q.what() == "publish"
		switch {
		case q.Get("assert") != "user" || q.Get("maxlag") != "5" || q.Get("formatversion") != "2" || q.Get("errorformat") != "plaintext":
			t.Errorf("%s lacks what every request has: %v", q.what(), q.Values)
		case q.what() == "upload" && q.Has("ignorewarnings"):
			t.Errorf("a direct upload ignores warnings")
		case publishes && (q.Get("text") != u.Text || q.Get("comment") != u.Comment || q.Get("tags") != "x|y"):
			t.Errorf("%s publishes other facts: %v", q.what(), q.Values)
		case q.what() == "publish" && q.Get("filekey") != "K" && q.Get("filekey") != "K.":
			t.Errorf("published the key %q, which nobody verified", q.Get("filekey"))
		}
	}
}
