package mediawiki

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// pastState is the versions and the latest revision that a file has, as a wiki tells them.
type pastState struct {
	versions []string // "3: Anna" is what Anna uploaded at second 3, with content 3; the newest first
	rev      int64
	parent   int64
	user     string
}

func (p pastState) answer() obj {
	page := obj{"pageid": 5, "ns": 6, "title": "File:A b.png", "imagerepository": "local"}
	if p.rev > 0 {
		page["revisions"] = []obj{{"revid": p.rev, "parentid": p.parent, "user": p.user, "timestamp": "2026-11-20T08:30:09Z", "slots": obj{"main": obj{}}}}
	}
	var infos []obj
	for i, v := range p.versions {
		second, user, _ := strings.Cut(v, ": ")
		content, at, _ := strings.Cut(second, "@")
		if at == "" {
			at = content
		}
		info := obj{"timestamp": "2026-11-20T08:30:0" + at + "Z", "user": user, "sha1": strings.Repeat(content, 40), "canonicaltitle": "File:A b.png"}
		if i > 0 {
			info["archivename"] = "2026112008300" + p.versions[i-1][:1] + "!A_b.png"
		}
		infos = append(infos, info)
	}
	page["imageinfo"] = infos
	return obj{"query": obj{"pages": []obj{page}}}
}

func versionOf(t *testing.T, content, second string) provider.Version {
	t.Helper()
	sum, err := provider.ParseSHA1(strings.Repeat(content, 40))
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.Parse(time.RFC3339, "2026-11-20T08:30:0"+second+"Z")
	if err != nil {
		t.Fatal(err)
	}
	return provider.Version{Digest: provider.Digest{SHA1: sum}, Time: at}
}

// TestRevertAnswers brings version 1 back, which version 2 has replaced.
func TestRevertAnswers(t *testing.T) {
	t.Parallel()
	var (
		done   = obj{"filerevert": obj{"result": "Success"}}
		failed = func(code string) obj {
			return obj{"filerevert": obj{"result": "Failure", "errors": []obj{{"code": code, "text": "No."}}}}
		}
		before   = pastState{[]string{"2: Uploader", "1: Anna"}, 20, 10, "Anna"}.answer()
		after    = pastState{[]string{"1@9: Uploader", "2: Uploader", "1: Anna"}, 30, 20, "Uploader"}.answer()
		replaced = pastState{[]string{"3: Berta", "2: Uploader", "1: Anna"}, 25, 20, "Berta"}.answer()
		between  = pastState{[]string{"1@9: Uploader", "3: Berta", "2: Uploader", "1: Anna"}, 30, 25, "Uploader"}.answer()
		edited   = pastState{[]string{"1@9: Uploader", "2: Uploader", "1: Anna"}, 31, 30, "Berta"}.answer()
		tagged   = obj{"tag": []obj{{"revid": 30, "status": "success"}}}
	)
	history := obj{"query": obj{"pages": []obj{{"pageid": 5, "ns": 6, "title": "File:A b.png", "revisions": []obj{
		{"revid": 31, "parentid": 30, "user": "Berta", "timestamp": "2026-11-20T08:30:10Z"}, {"revid": 30, "parentid": 20, "user": "Uploader", "timestamp": "2026-11-20T08:30:09Z"},
	}}}}}
	for name, tt := range map[string]struct {
		wiki   steps
		tags   []string
		kind   provider.Kind
		says   string
		stored bool // the version comes with the error
		asks   string
	}{
		"done":           {wiki: steps{"filerevert": {done}, "look": {before, after}}, asks: "look filerevert look"},
		"there already":  {wiki: steps{"look": {after}}, asks: "look"},
		"replaced since": {wiki: steps{"look": {replaced}}, kind: provider.Conflict, says: "replaced by Berta", asks: "look"},
		"no answer":      {wiki: steps{"filerevert": {obj{}}, "look": {before}}, kind: provider.Unavailable, says: "does not say", asks: "look filerevert"},
		"in the same second": { // as an upload: nothing was done
			wiki: steps{"filerevert": {failed("backend-fail-alreadyexists"), done}, "look": {before, before, after}}, asks: "look filerevert look filerevert look",
		},
		"in the same second as somebody else": {
			wiki: steps{"filerevert": {failed("backend-fail-alreadyexists"), done}, "look": {before, replaced}}, kind: provider.Conflict, says: "replaced by Berta", asks: "look filerevert look",
		},
		"always the same second": {
			wiki: steps{"filerevert": {failed("backend-fail-alreadyexists")}, "look": {before}}, kind: provider.Busy, says: "backend-fail-alreadyexists",
			asks: "look filerevert look filerevert look filerevert look filerevert look filerevert",
		},
		"hidden meanwhile": {
			wiki: steps{"filerevert": {failed("backend-fail-notexists")}, "look": {before}}, kind: provider.Busy, says: "backend-fail-notexists",
			asks: "look filerevert look filerevert look filerevert look filerevert look",
		},
		"failed without a word": {
			wiki: steps{"filerevert": {obj{"filerevert": obj{"result": "Failure", "errors": []obj{}}}}, "look": {before}}, kind: provider.Unavailable, says: "does not say", asks: "look filerevert",
		},
		"gone meanwhile": {wiki: steps{"filerevert": {coded("filerevert-badversion", "No.")}, "look": {before}}, kind: provider.Conflict, says: "badversion", asks: "look filerevert"},
		"not allowed":    {wiki: steps{"filerevert": {coded("permissiondenied", "No.")}, "look": {before}}, kind: provider.Denied, says: "No.", asks: "look filerevert"},
		"lost, and done": {wiki: steps{"filerevert": {html(504)}, "look": {before, after}}, asks: "look filerevert look look"},
		"lost, and not":  {wiki: steps{"filerevert": {errReset, done}, "look": {before, before, after}}, asks: "look filerevert look filerevert look"},
		"lost, and done while it was looked": {
			wiki: steps{"filerevert": {html(504), failed("fileexists-no-change")}, "look": {before, before, after}}, asks: "look filerevert look filerevert look look",
		},
		"lost, and replaced": {wiki: steps{"filerevert": {html(504)}, "look": {before, replaced}}, kind: provider.Conflict, says: "replaced by Berta", asks: "look filerevert look"},
		"not to be seen": {
			wiki: steps{"filerevert": {html(504)}, "look": {before, coded("readapidenied", "No.")}}, kind: provider.Lost, says: "could not be asked whether it was done", asks: "look filerevert look",
		},
		"done, not to be seen": {wiki: steps{"filerevert": {done}, "look": {before, coded("readapidenied", "No.")}}, kind: provider.Lost, says: "it was done", asks: "look filerevert look"},
		"done, not shown":      {wiki: steps{"filerevert": {done}, "look": {before}}, kind: provider.Lost, says: "shows the version that was there before", asks: "look filerevert look"},
		"over another":         {wiki: steps{"filerevert": {done}, "look": {before, between}}, kind: provider.Conflict, says: "in the same moment", stored: true, asks: "look filerevert look"},
		"replaced at once":     {wiki: steps{"filerevert": {done}, "look": {before, replaced}}, kind: provider.Conflict, says: "replaced by Berta", asks: "look filerevert look"},
		"tags":                 {tags: []string{"one"}, wiki: steps{"filerevert": {done}, "look": {before, after}, "tag": {tagged}}, asks: "look filerevert look tag"},
		"tags after an edit": {
			tags: []string{"one"}, wiki: steps{"filerevert": {done}, "look": {before, edited, history}, "tag": {tagged}}, asks: "look filerevert look look tag",
		},
		"tags, and no revision": {
			tags: []string{"one"}, wiki: steps{"filerevert": {done}, "look": {before, edited, edited}}, kind: provider.Conflict, says: "change tags are missing", stored: true, asks: "look filerevert look look",
		},
		"tags not allowed": {
			tags: []string{"one"}, wiki: steps{"filerevert": {done}, "look": {before, after}, "tag": {coded("tags-update-no-permission", "No.")}}, kind: provider.Denied, says: "change tags are missing", stored: true,
			asks: "look filerevert look tag",
		},
		"hidden":  {wiki: steps{"look": {pastState{[]string{"2: Uploader", "@1: Anna"}, 20, 10, "Anna"}.answer()}}, kind: provider.Conflict, says: "hidden or deleted", asks: "look"},
		"no page": {wiki: steps{"look": {pastState{versions: []string{"2: Uploader", "1: Anna"}}.answer()}}, kind: provider.Conflict, says: "has no page", asks: "look"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := &wire{answer: tt.wiki.answer()}
				c := dialWire(t, w)
				c.session.csrf = "C+\\"
				old, now := versionOf(t, "1", "1"), versionOf(t, "2", "2")
				v, err := c.Revert(t.Context(), provider.Revert{Title: "A b.png", Old: old, Before: &now, Comment: "why", Tags: tt.tags})
				if got := provider.KindOf(err); got != tt.kind || err != nil && !strings.Contains(err.Error(), tt.says) || (v.SHA1 == old.SHA1) != (err == nil || tt.stored) {
					t.Errorf("%+v, %v", v, err)
				}
				if diff := cmp.Diff(tt.asks, strings.Join(w.asks(), " ")); diff != "" {
					t.Errorf("-want +asked:\n%s", diff)
				}
				for _, q := range w.seen {
					switch q.what() {
					case "filerevert":
						if q.Get("filename") != "A b.png" || q.Get("archivename") != "20261120083002!A_b.png" || q.Get("comment") != "why" || q.Has("tags") || q.Get("token") != "C+\\" {
							t.Errorf("sent %v", q.Values)
						}
					case "tag":
						if q.Get("revid") != "30" || q.Get("add") != "one" {
							t.Errorf("sent %v", q.Values)
						}
					}
				}
			})
		})
	}
}
