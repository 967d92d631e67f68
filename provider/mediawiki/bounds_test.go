package mediawiki

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"wikiform/provider"
)

// errSilence stands for no answer ever, errTrickle for a byte a minute.
var (
	errSilence = errors.New("no answer")
	errTrickle = errors.New("a byte a minute")
)

// anyAnswers are what a wiki, or what stands before it, may say to anything, in
// groups: answers with something in them, HTTP's own, and the wiki's errors.
func anyAnswers(rng *rand.Rand, content []byte, proper func(asked) any) [3][]func(asked) any {
	whatever := func(a any) func(asked) any { return func(asked) any { return a } }
	upload := func(result obj) func(asked) any { return whatever(obj{"upload": result}) }
	list := []func(asked) any{
		proper, proper, untroubled, whatever(errReset), whatever(errSilence), whatever(errTrickle),
		whatever(obj{}), whatever([]any{}), whatever(obj{"errors": []any{}}), whatever(coded("", "")),
		whatever(obj{"login": obj{"result": "WrongToken"}}), whatever(obj{"login": obj{"result": "Throttled"}}),
		whatever(obj{"edit": obj{"result": "Failure"}}), whatever(obj{"edit": obj{"result": "Success", "oldrevid": 1, "newrevid": 2}}),
		upload(obj{}), upload(obj{"result": "Failure", "filekey": "K"}),
		func(asked) any { // the next offset, as a wiki says that forgets now and then
			at := []int{0, 1, len(content) / 2, len(content), len(content) + 1, -1}[rng.IntN(6)]
			return obj{"upload": obj{"result": "Continue", "filekey": "K" + strconv.Itoa(rng.IntN(3)), "offset": at}}
		},
		func(q asked) any { // what was sent has arrived
			at, _ := strconv.Atoi(q.Get("offset"))
			return obj{"upload": obj{"result": "Continue", "filekey": "K", "offset": at + len(q.File)}}
		},
		func(asked) any {
			at := []string{"0", "1", strconv.Itoa(len(content)), "-3", "x"}[rng.IntN(5)]
			return obj{"errors": []obj{{"code": "stashfailed", "text": "Invalid chunk offset", "data": obj{"offset": at}}}}
		},
		func(asked) any {
			most := []int{0, 1, 1000, 5000, 1 << 40}[rng.IntN(5)]
			return obj{"errors": []obj{{"code": "badupload", "text": "exceeds the server's maximum", "data": obj{"size": most}}}}
		},
		func(asked) any { // a job that never settles
			return obj{"upload": obj{"result": "Poll", "filekey": "K", "stage": fmt.Sprint("stage ", rng.IntN(1000))}}
		},
		func(asked) any { return warned(fmt.Sprint("W", rng.IntN(1000)), obj{"exists-normalized": "B.png"}) },
		func(asked) any { return warned("W", obj{"duplicate": []string{"B.png"}}) },
		upload(obj{"result": "Success", "filekey": "K2", "imageinfo": infoOf(content)}),
		upload(obj{"result": "Success", "filename": "A.png", "imageinfo": infoOf(content)}),
		upload(obj{"result": "Success", "filename": "A.png", "imageinfo": infoOf([]byte("other"))}),
		func(q asked) any { return stashAnswer(q, content, nil) },
		func(q asked) any { return stashAnswer(q, content, content) },
		func(q asked) any { return stashAnswer(q, []byte("other"), nil) },
		func(q asked) any { return fileAnswer(q, content) },
		func(asked) any {
			var stashed []obj
			for i := range rng.IntN(2000) {
				stashed = append(stashed, obj{"filekey": fmt.Sprint("S", i), "status": "finished", "size": len(content)})
			}
			return obj{"query": obj{"mystashedfiles": stashed}}
		},
		whatever(obj{"move": obj{"redirectcreated": true}}), whatever(obj{"move": obj{}}),
		whatever(obj{"tag": []obj{{"revid": 7, "status": []string{"success", "skipped", "error"}[rng.IntN(3)]}}}),
		whatever(obj{"delete": obj{"scheduled": rng.IntN(2) == 0}}),
		func(q asked) any { // pages by their ids, used by any number of others, and so on
			var pages []obj
			for title := range strings.SplitSeq(q.Get("titles"), "|") {
				pages = append(pages, obj{"title": title, "pageid": 6 + rng.IntN(3), "redirect": rng.IntN(2) == 0, "fileusage": []obj{{"title": fmt.Sprint(rng.Int())}}})
			}
			redirects := []obj{{"from": "File:A.png", "to": "File:B.png"}, {"from": "File:B.png", "to": "File:A.png"}}
			log := []obj{moveEvent(rng.IntN(9), "File:A.png", "File:B.png", obj{"logpage": 7})}
			return obj{"query": obj{"pages": pages, "redirects": redirects, "logevents": log}, "continue": obj{"fucontinue": strconv.Itoa(rng.Int())}}
		},
		func(asked) any { // revisions without an end
			return obj{"query": obj{"usercontribs": []obj{revisionBy("File:A.png", rng.IntN(9), rng.IntN(9), "why")}}, "continue": obj{"uccontinue": strconv.Itoa(rng.Int())}}
		},
		func(q asked) any { // a page that was written to without an end
			var revisions []obj
			for id := range strings.SplitSeq("1|2|"+q.Get("revids"), "|") {
				n, _ := strconv.Atoi(id)
				r := revisionBy("File:A.png", n, rng.IntN(9), "why")
				r["slots"] = obj{"main": obj{"content": string(content)}}
				revisions = append(revisions, r)
			}
			return obj{"query": obj{"pages": []obj{{"title": "File:A.png", "pageid": 6, "revisions": revisions}}}, "continue": obj{"rvcontinue": strconv.Itoa(rng.Int())}}
		},
		func(q asked) any { // a long history, and what hangs on a title
			var pages []obj
			for title := range strings.SplitSeq(q.Get("titles"), "|") {
				pages = append(pages, obj{"title": title, "pageid": 6, "imagerepository": "local", "imageinfo": slices.Repeat([]obj{infoOf(content)}, versionsAsked),
					"contributors": []obj{{"name": fmt.Sprint(rng.Int())}}, "redirects": []obj{{"title": fmt.Sprint(rng.Int())}}, "categories": []obj{{"title": "Category:Barns"}}})
			}
			next := []string{"iistart", "pccontinue", "rdcontinue", "clcontinue"}[rng.IntN(4)]
			return obj{"query": obj{"pages": pages}, "continue": obj{next: strconv.Itoa(rng.Int())}}
		},
		func(q asked) any { // a query without an end
			a := fileAnswer(q, nil)
			a["continue"] = obj{"rvcontinue": strconv.Itoa(rng.Int()), "continue": "||"}
			return a
		},
	}
	var statuses, codes []func(asked) any
	for _, status := range []int{200, 204, 301, 400, 401, 403, 404, 408, 413, 414, 429, 500, 502, 503, 504, 524} {
		statuses = append(statuses, func(asked) any {
			a := html(status)
			a.header = http.Header{"Retry-After": {[]string{"", "0", "1", "60", "3600", "99999999", "x"}[rng.IntN(7)]}}
			return a
		})
	}
	for _, r := range rules {
		codes = append(codes, whatever(coded(r.code, "the wiki says "+r.code)))
	}
	return [3][]func(asked) any{list, statuses, codes}
}

// restless answers each request with one of a few answers that were drawn from
// all that there are, and counts.
type restless struct {
	wire
	bytes int64
}

func (w *restless) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := w.wire.RoundTrip(req)
	w.mu.Lock()
	if n := len(w.seen); n > 0 && req.Body != nil {
		w.bytes += int64(len(w.seen[n-1].File))
	}
	w.mu.Unlock()
	switch {
	case errors.Is(err, errSilence):
		<-req.Context().Done()
		return nil, req.Context().Err()
	case errors.Is(err, errTrickle):
		return respondSlowly(req), nil
	}
	return resp, err
}

func respondSlowly(req *http.Request) *http.Response {
	resp := respond(req, 200, http.Header{"Content-Type": {"application/json"}}, nil)
	resp.Body = io.NopCloser(drip{req.Context()})
	return resp
}

type drip struct{ ctx context.Context }

func (d drip) Read(p []byte) (int, error) {
	select {
	case <-time.After(time.Minute):
		p[0] = ' '
		return 1, nil
	case <-d.ctx.Done():
		return 0, d.ctx.Err()
	}
}

// task is something that wikiform does at a wiki, and what it may cost at most.
type task struct {
	do       func(ctx context.Context, c *Client, content []byte) error
	requests func(size int64) int
	bytes    func(size int64) int64
}

// tasks are all that there are.
func tasks() map[string]task {
	// Progress is made a chunk at a time, and no chunk is smaller than leastTold.
	perUpload := func(size int64) int { return mostIdle * int(size/leastTold+2) }
	upload := func(change ...func(*provider.Upload)) task {
		return task{requests: perUpload, bytes: mostSent, do: func(ctx context.Context, c *Client, content []byte) error {
			_, err := c.Upload(ctx, uploadOf(content, change...))
			return err
		}}
	}
	resuming := func(state provider.StashState, offset func(int64) int64) task {
		return upload(func(u *provider.Upload) {
			u.Resume = &provider.Stash{Key: "K", Digest: u.Digest, Offset: offset(u.Digest.Size), State: state}
		})
	}
	none := func(int64) int64 { return 0 }
	half := func(n int64) int64 { return n / 2 }
	all := func(n int64) int64 { return n }
	question := func(do func(ctx context.Context, c *Client) error) task {
		return task{requests: func(int64) int { return mostIdle }, bytes: none, do: func(ctx context.Context, c *Client, _ []byte) error { return do(ctx, c) }}
	}
	// About the page first, and then mostPieces answers, so many of them with one effort.
	selecting := func(s provider.Selection) task {
		return task{requests: func(int64) int { return (1 + mostPieces/throughAtOnce) * mostIdle }, bytes: none, do: func(ctx context.Context, c *Client, _ []byte) error {
			_, err := c.Select(ctx, s, 100)
			return err
		}}
	}
	titles := []provider.Title{"A.png", "B.png"}
	return map[string]task{
		"create":     upload(),
		"replace":    upload(func(u *provider.Upload) { u.Before = before() }),
		"by URL":     upload(func(u *provider.Upload) { u.Body, u.URL = nil, "https://data.example.org/a.png" }),
		"uploading":  resuming(provider.Uploading, half),
		"assembling": resuming(provider.Assembling, all),
		"staged":     resuming(provider.Staged, all),
		"queued":     resuming(provider.Queued, all),
		"stage first": {requests: perUpload, bytes: mostSent, do: func(ctx context.Context, c *Client, content []byte) error {
			_, err := c.Stage(ctx, uploadOf(content))
			return err
		}},
		"publish queued": {requests: perUpload, bytes: none, do: func(ctx context.Context, c *Client, content []byte) error {
			u := uploadOf(content)
			_, err := c.Publish(ctx, u, provider.Stash{Key: "K", Digest: u.Digest, State: provider.Queued})
			return err
		}},
		"edit": {requests: func(int64) int { return mostIdle }, bytes: none, do: func(ctx context.Context, c *Client, _ []byte) error {
			_, err := c.Edit(ctx, provider.Edit{Title: "A.png", Text: "new", Base: 1})
			return err
		}},
		"move": {requests: func(int64) int { return mostIdle }, bytes: none, do: func(ctx context.Context, c *Client, _ []byte) error {
			_, err := c.Move(ctx, provider.Move{From: "A.png", To: "B.png", Page: 7, Redirect: true})
			return err
		}},
		"delete": {requests: func(int64) int { return mostIdle }, bytes: none, do: func(ctx context.Context, c *Client, _ []byte) error {
			_, err := c.Delete(ctx, provider.Delete{Title: "A.png", Page: 7})
			return err
		}},
		"revert": {requests: func(int64) int { return 3 * mostIdle }, bytes: none, do: func(ctx context.Context, c *Client, content []byte) error { // with the history and the tags
			_, err := c.Revert(ctx, provider.Revert{Title: "A.png", Old: *before(), Before: &provider.Version{Time: time.Unix(1, 0)}, Tags: []string{"one"}})
			return err
		}},
		"undelete": {requests: func(int64) int { return mostIdle }, bytes: none, do: func(ctx context.Context, c *Client, _ []byte) error {
			return c.Undelete(ctx, provider.Undelete{Title: "A.png", Rows: provider.Deleted{Revisions: []provider.Revision{{ID: 7}}, Versions: []provider.DeletedVersion{{ID: 1}}}})
		}},
		"deleted rows": {requests: func(int64) int { return 5 * mostIdle }, bytes: none, do: func(ctx context.Context, c *Client, _ []byte) error {
			_, err := c.DeletedRows(ctx, titles) // both, and each
			return err
		}},
		"tag": {requests: func(int64) int { return mostIdle }, bytes: none, do: func(ctx context.Context, c *Client, _ []byte) error {
			return c.Tag(ctx, provider.Tagging{Title: "A.png", Rev: 7, Tags: []string{"one"}})
		}},
		"files": question(func(ctx context.Context, c *Client) error { _, err := c.Files(ctx, titles); return err }),
		"texts": question(func(ctx context.Context, c *Client) error { _, err := c.Texts(ctx, titles); return err }),
		"refusals": question(func(ctx context.Context, c *Client) error {
			_, err := c.Refusals(ctx, titles, []string{"edit", "upload", "move", "delete"})
			return err
		}),
		"holders":        question(func(ctx context.Context, c *Client) error { _, err := c.Holders(ctx, []provider.SHA1{{1}}); return err }),
		"revisions":      question(func(ctx context.Context, c *Client) error { _, err := c.Revisions(ctx, []int64{1, 2}); return err }),
		"revision texts": question(func(ctx context.Context, c *Client) error { _, err := c.RevisionTexts(ctx, []int64{1, 2}); return err }),
		"page history":   question(func(ctx context.Context, c *Client) error { _, err := c.PageHistory(ctx, "A.png", 7, 1000); return err }),
		"histories":      question(func(ctx context.Context, c *Client) error { _, err := c.Histories(ctx, titles); return err }),
		"prospects":      question(func(ctx context.Context, c *Client) error { _, err := c.Prospects(ctx, titles); return err }),
		"deletions":      question(func(ctx context.Context, c *Client) error { _, err := c.Deletions(ctx, titles[:1]); return err }),
		"deletedContents": question(func(ctx context.Context, c *Client) error {
			_, _, err := c.DeletedContents(ctx, []provider.SHA1{{1}})
			return err
		}),
		"all files": {requests: func(int64) int { return 4 * mostIdle }, bytes: none, do: func(ctx context.Context, c *Client, _ []byte) error {
			_, err := c.Holders(ctx, []provider.SHA1{{1}, {2}, {3}}) // the list, and then each
			return err
		}},
		"the archive": {requests: func(int64) int { return 4 * mostIdle }, bytes: none, do: func(ctx context.Context, c *Client, _ []byte) error {
			_, _, err := c.DeletedContents(ctx, []provider.SHA1{{1}, {2}, {3}})
			return err
		}},
		"the deletion log": question(func(ctx context.Context, c *Client) error {
			_, err := c.Deletions(ctx, make([]provider.Title, singly+1))
			return err
		}),
		"targets": question(func(ctx context.Context, c *Client) error { _, err := c.Targets(ctx, titles); return err }),
		"moves":   question(func(ctx context.Context, c *Client) error { _, err := c.Moves(ctx, titles[:1]); return err }),
		"the move log": question(func(ctx context.Context, c *Client) error {
			_, err := c.Moves(ctx, make([]provider.Title, singly+1))
			return err
		}),
		"protections": question(func(ctx context.Context, c *Client) error { _, err := c.Protections(ctx, titles); return err }),
		"uploads": question(func(ctx context.Context, c *Client) error {
			_, err := c.Logged(ctx, provider.UploadLog, titles[:1])
			return err
		}),
		"the upload log": question(func(ctx context.Context, c *Client) error {
			_, err := c.Logged(ctx, provider.UploadLog, make([]provider.Title, singly+1))
			return err
		}),
		"usage": {requests: func(int64) int { return 4 * mostIdle }, bytes: none, do: func(ctx context.Context, c *Client, _ []byte) error {
			_, err := c.Usage(ctx, titles) // whether it knows of other wikis, both titles, and each
			return err
		}},
		"contributions": {requests: func(int64) int { return 3 * mostIdle }, bytes: none, do: func(ctx context.Context, c *Client, _ []byte) error {
			_, _, err := c.Contributions(ctx, []string{"Bot", "Old bot"}, 3*throughAtOnce) // each so many with an effort of their own
			return err
		}},
		"last revisions": question(func(ctx context.Context, c *Client) error {
			_, err := c.LastRevisions(ctx, "Bot", []int64{1}, 20_000)
			return err
		}),
		"contributors": {requests: func(int64) int { return 3 * mostIdle }, bytes: none, do: func(ctx context.Context, c *Client, _ []byte) error {
			_, err := c.Contributors(ctx, titles) // both, and each
			return err
		}},
		"redirects to": {requests: func(int64) int { return 3 * mostIdle }, bytes: none, do: func(ctx context.Context, c *Client, _ []byte) error {
			_, err := c.RedirectsTo(ctx, titles)
			return err
		}},
		"whole histories": {requests: func(int64) int { return (1 + len(titles)) * mostIdle }, bytes: none, do: func(ctx context.Context, c *Client, _ []byte) error {
			_, err := c.WholeHistories(ctx, titles)
			return err
		}},
		"wholes":      question(func(ctx context.Context, c *Client) error { _, err := c.Wholes(ctx, titles); return err }),
		"all of them": selecting(provider.Selection{All: true}),
		"a category":  selecting(provider.Selection{Category: "Barns", Depth: 3}),
		"an uploader": selecting(provider.Selection{Uploader: "Anna"}),
		"a search":    selecting(provider.Selection{Search: "barn"}),
		"a page":      selecting(provider.Selection{Page: "Barns"}),
		"an original": {requests: func(int64) int { return mostIdle }, bytes: none, do: func(ctx context.Context, c *Client, content []byte) error {
			f := wholeAt(ownAddress)
			f.Version.Digest.Size = int64(len(content))
			_, err := c.Original(ctx, f, 0, io.Discard)
			return err
		}},
		"in category": question(func(ctx context.Context, c *Client) error { _, err := c.InCategory(ctx, titles, "Barns"); return err }),
		"thumbs":      question(func(ctx context.Context, c *Client) error { _, err := c.Thumbs(ctx, titles, 100); return err }),
		"dial": {requests: func(int64) int { return 2 * mostIdle }, bytes: none, do: func(ctx context.Context, c *Client, _ []byte) error {
			_, err := Dial(ctx, Config{API: c.api.String(), Credentials: c.creds, Transport: c.transport})
			return err
		}},
	}
}

func uploadOf(content []byte, change ...func(*provider.Upload)) provider.Upload {
	body, d := bodyOf(content)
	u := provider.Upload{Title: "A.png", Digest: d, Body: body, Text: "text", Comment: "why", Neighbours: []provider.Title{"B.png"}}
	for _, f := range change {
		f(&u)
	}
	return u
}

// mostTime is what a task takes at most: less than a week, whatever it meets.
const mostTime = 7 * 24 * time.Hour

// TestEverythingEnds: whatever a wiki answers to whatever is done there, it ends
// within a number of requests, of bytes and of hours. What nobody waits out is
// faked: the clock runs as fast as it can.
func TestEverythingEnds(t *testing.T) {
	t.Parallel()
	for name, task := range tasks() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) {
				content := bytes.Repeat([]byte("0123456789abcdef"), rapid.IntRange(1, 2000).Draw(rt, "sixteens"))
				chunk := rapid.Int64Range(1<<10, 64<<10).Draw(rt, "chunk size")
				fixed := rapid.Bool().Draw(rt, "fixed")
				seed := rapid.Uint64().Draw(rt, "seed")
				rng := rand.New(rand.NewPCG(seed, 0))
				answers := anyAnswers(rng, content, newStash(nil).answer)
				var few []func(asked) any
				for i := range rapid.IntRange(1, 5).Draw(rt, "answers") {
					group := answers[rapid.IntRange(0, 2).Draw(rt, fmt.Sprint("group ", i))]
					few = append(few, group[rapid.IntRange(0, len(group)-1).Draw(rt, fmt.Sprint("answer ", i))])
				}
				var (
					w    *restless
					err  error
					took time.Duration
				)
				synctest.Test(t, func(t *testing.T) {
					w = &restless{}
					var drawing sync.Mutex // one source of chance, several requests at once
					w.wire.answer = func(q asked) any {
						drawing.Lock()
						defer drawing.Unlock()
						return few[rng.IntN(len(few))](q)
					}
					c := dialWire(t, &w.wire, func(cfg *Config) { cfg.ChunkSize, cfg.ChunkFixed = chunk, fixed })
					c.transport = w
					began := time.Now()
					err = task.do(t.Context(), c, content)
					took = time.Since(began)
				})
				size := int64(len(content))
				if n, most := len(w.seen), task.requests(size); n > most {
					rt.Errorf("%d requests, at most %d: %v", n, most, err)
				}
				if most := task.bytes(size); w.bytes > most {
					rt.Errorf("%d bytes of %d sent, at most %d: %v", w.bytes, size, most, err)
				}
				if took > mostTime {
					rt.Errorf("took %v: %v", took, err)
				}
			})
		})
	}
}

// TestLoopsThatWereEndless are wikis at which an upload went on for ever, with the
// few requests that they are worth.
func TestLoopsThatWereEndless(t *testing.T) {
	t.Parallel()
	content := bytes.Repeat([]byte("0123456789abcdef"), 1<<16) // 1 MiB
	forgetful := func() func(asked) any {                      // loses the stash at every second chunk
		s := newStash(func(n int) string {
			if n%2 == 0 {
				return "start over"
			}
			return ""
		})
		return func(q asked) any {
			if q.what() == "chunk" && s.kind() == "start over" {
				s.chunks++
				s.key, s.have = "", nil
				return obj{"errors": []obj{{"code": "stashfailed", "text": "Invalid chunk offset", "data": obj{"offset": "0"}}}}
			}
			return s.answer(q)
		}
	}
	refused := func(most int) func() func(asked) any { // a proxy before the wiki takes no larger bodies
		return func() func(asked) any {
			s := newStash(nil)
			return func(q asked) any {
				if len(q.File) > most {
					return html(413)
				}
				return s.answer(q)
			}
		}
	}
	restlessJob := func() func(asked) any {
		stage := 0
		return func(q asked) any {
			switch q.what() {
			case "chunk":
				return obj{"upload": obj{"result": "Poll", "filekey": "K1", "stage": "queued"}}
			case "status":
				stage++
				return obj{"upload": obj{"result": "Poll", "filekey": "K1", "stage": fmt.Sprint("stage ", stage)}}
			}
			return nil
		}
	}
	for name, tt := range map[string]struct {
		wiki  func() func(asked) any
		chunk int64
		fixed bool
		most  int // requests
		says  string
	}{
		"a fixed size before a smaller limit": {refused(1 << 18), 1 << 19, true, 3, "smaller -chunk-size"},
		"every size is refused":               {refused(0), 0, false, 20, "are refused as too large, and smaller ones were not tried"},
		"the stash is forgotten":              {forgetful, 1 << 17, true, 30, ""},
		"a job that is always somewhere else": {restlessJob, 1 << 20, true, 700, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := &wire{answer: tt.wiki()}
				c := dialWire(t, w, func(cfg *Config) { cfg.ChunkSize, cfg.ChunkFixed = tt.chunk, tt.fixed })
				_, err := c.Upload(t.Context(), uploadOf(content, func(u *provider.Upload) { u.Before = before() }))
				if err == nil || len(w.seen) > tt.most {
					t.Errorf("%d requests, at most %d are worth it: %v", len(w.seen), tt.most, err)
				}
				if hint := errOf(t, err).Hint(); !bytes.Contains([]byte(hint), []byte(tt.says)) {
					t.Errorf("hint %q, want %q", hint, tt.says)
				}
			})
		})
	}
}

// TestEffort: the bounds that hold when every loop within them is patient.
func TestEffort(t *testing.T) {
	t.Parallel()
	t.Run("requests", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			n := 0 // a query without an end, and each of its answers has to be asked for five times
			w := &wire{answer: func(q asked) any {
				if n++; n%5 != 0 {
					return coded("maxlag", "7 seconds lagged")
				}
				a := fileAnswer(q, nil)
				a["continue"] = obj{"rvcontinue": strconv.Itoa(n)}
				return a
			}}
			_, err := dialWire(t, w).Files(t.Context(), []provider.Title{"A.png"})
			if e := errOf(t, err); len(w.seen) != mostIdle || e.Kind != provider.Busy {
				t.Errorf("%d requests: %v", len(w.seen), err)
			}
		})
	})
	t.Run("progress", func(t *testing.T) {
		e := (&Client{}).effortFor(1000)
		for range 10 * mostIdle {
			if err := e.begin(0); err != nil {
				t.Fatal(err)
			}
			e.reached(e.best + 1)
		}
		for range mostIdle - 1 {
			_ = e.begin(0)
			e.reached(e.best) // as much as before
		}
		if err := e.begin(0); err != nil {
			t.Error(err)
		}
		if err := e.begin(0); err == nil {
			t.Error("goes on for ever")
		}
	})
	t.Run("bytes", func(t *testing.T) {
		e, sent := (&Client{}).effortFor(1000), int64(0)
		for e.begin(100<<20) == nil {
			sent += 100 << 20
		}
		if sent == 0 || sent > mostSent(1000) {
			t.Errorf("%d bytes", sent)
		}
	})
	t.Run("answers", func(t *testing.T) {
		e := (&Client{}).newEffort()
		e.spend(0, mostReceived)
		if err := e.begin(0); err != nil {
			t.Error(err)
		}
		e.spend(0, 1)
		if err := e.begin(0); err == nil {
			t.Error("reads on for ever")
		}
	})
	t.Run("time", func(t *testing.T) {
		e := (&Client{}).newEffort()
		e.spend(mostIdleTime, 0)
		if err := e.begin(0); err != nil {
			t.Error(err)
		}
		e.spend(time.Second, 0)
		if err := e.begin(0); err == nil {
			t.Error("goes on for ever")
		}
	})
}
