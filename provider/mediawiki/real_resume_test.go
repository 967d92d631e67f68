package mediawiki

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"wikiform/provider"
)

var errEnded = errors.New("the run was ended")

// endAt gives an upload that is ended when it keeps something of that offset and
// state, and what it kept.
func endAt(u *provider.Upload, offset int64, state provider.StashState) *provider.Stash {
	kept := new(provider.Stash)
	u.Keep = func(s provider.Stash) error {
		*kept = s
		if s.Offset >= offset && s.State == state {
			return errEnded
		}
		return nil
	}
	return kept
}

func realUpload(t *testing.T, name string, size int) provider.Upload {
	body, d := bodyOf(picture(t, size))
	return provider.Upload{Title: freshTitle(name), Digest: d, Body: body, Text: "text", Comment: "by test"}
}

func inChunks(cfg *Config) { cfg.ChunkSize, cfg.ChunkFixed = 4096, true }

// TestRealResume ends uploads at every point at which something is kept, and
// goes on in another session.
func TestRealResume(t *testing.T) {
	for name, end := range map[string]struct {
		offset int64
		state  provider.StashState
		kept   func(*provider.Stash)
		sent   int // chunks that the second run sends
	}{
		"part":              {offset: 8192, state: provider.Uploading, sent: 2},
		"wrong offset":      {offset: 8192, state: provider.Uploading, kept: func(s *provider.Stash) { s.Offset = 0 }, sent: 2},
		"unknown key":       {offset: 8192, state: provider.Uploading, kept: func(s *provider.Stash) { s.Key = "1d3rm1dehrbg.upfwek.3.png" }, sent: 4},
		"malformed key":     {offset: 8192, state: provider.Uploading, kept: func(s *provider.Stash) { s.Key = "../x" }, sent: 4},
		"whole":             {state: provider.Staged},
		"whole, not kept":   {state: provider.Staged, kept: func(s *provider.Stash) { s.Key, s.State = "1d3rm1dehrbg.upfwek.3.png", provider.Uploading }},
		"a part, not whole": {offset: 8192, state: provider.Uploading, kept: func(s *provider.Stash) { s.State = provider.Staged }, sent: 4},
	} {
		t.Run(name, func(t *testing.T) {
			u := realUpload(t, "resume.png", 15_000)
			kept := endAt(&u, end.offset, end.state)
			if _, err := dialReal(t, inChunks).Upload(t.Context(), u); !errors.Is(err, errEnded) {
				t.Fatal(err)
			}
			if end.kept != nil {
				end.kept(kept)
			}
			from, sent := *kept, 0
			u.Keep = func(s provider.Stash) error { *kept = s; return nil }
			u.Resume = &from
			c := dialReal(t, inChunks)
			c.transport = between{c.transport, func(req *http.Request) *http.Response {
				if strings.Contains(req.URL.RawQuery, "action=upload") && req.ContentLength > 2000 {
					sent++
				}
				return nil
			}}
			v := mustUpload(t, c, u)
			if now := fileNow(t, c, u.Title); v.Digest != u.Digest || now.Version.Digest != u.Digest || kept.Key != "" {
				t.Errorf("stored %v, the wiki has %+v, kept %+v", v, now.Version, kept)
			}
			if sent != end.sent {
				t.Errorf("sent %d chunks, want %d", sent, end.sent)
			}
		})
	}
}

// between answers some requests in the wiki's place.
type between struct {
	http.RoundTripper
	answer func(*http.Request) *http.Response // nil: the wiki does
}

func (b between) RoundTrip(req *http.Request) (*http.Response, error) {
	if resp := b.answer(req); resp != nil {
		return resp, nil
	}
	return b.RoundTripper.RoundTrip(req)
}

// TestRealPublicationTimesOut: with a job queue it is published there, without
// one in another request; once in any case.
func TestRealPublicationTimesOut(t *testing.T) {
	for name, arrives := range map[string]bool{"before the wiki got it": false, "after": true} {
		t.Run(name, func(t *testing.T) {
			u := realUpload(t, "timeout.png", 9000)
			c := dialReal(t, inChunks)
			published, queued := false, false
			u.Keep = func(s provider.Stash) error {
				queued = queued || s.State == provider.Queued
				return nil
			}
			real, publishing := c.transport, false
			u.Progress = func(p provider.Progress) { publishing = p.Phase == provider.Publishing }
			c.transport = between{real, func(req *http.Request) *http.Response {
				if !publishing || published || !strings.Contains(req.URL.RawQuery, "action=upload") {
					return nil
				}
				published = true
				if arrives {
					if resp, err := real.RoundTrip(req); err == nil {
						resp.Body.Close()
					}
				}
				return respond(req, http.StatusGatewayTimeout, http.Header{"Content-Type": {"text/html"}}, []byte("<html>"))
			}}
			v := mustUpload(t, c, u)
			if now := fileNow(t, c, u.Title); now.Version.Digest != u.Digest || v.Digest != u.Digest || !published || queued == arrives {
				t.Errorf("%+v, queued %v", now.Version, queued)
			}
		})
	}
}

func TestRealStageThenPublish(t *testing.T) {
	for _, size := range []int{3000, 9000} {
		u := realUpload(t, "staged.png", size)
		c := dialReal(t, inChunks)
		st, err := c.Stage(t.Context(), u)
		if err != nil || st.State != provider.Staged || st.Digest != u.Digest {
			t.Fatalf("%+v, %v", st, err)
		}
		if f := fileNow(t, c, u.Title); f.Version != nil {
			t.Fatal("staging published")
		}
		v, err := c.Publish(t.Context(), u, st)
		if err != nil || v.Digest != u.Digest {
			t.Errorf("%v, %v", v, err)
		}
		u.Resume = &st // used up
		if again, err := c.Upload(t.Context(), u); err != nil || again.Time != v.Time {
			t.Errorf("a stash that was published: %v, %v", again, err)
		}
	}
}

// TestRealLimits uploads more than a wiki with small limits takes in a request:
// of PHP's upload_max_filesize and post_max_size, or of a proxy.
func TestRealLimits(t *testing.T) {
	for name, replacing := range map[string]bool{"new": false, "replacing": true} {
		t.Run(name, func(t *testing.T) {
			c := dialReal(t, nil)
			u := realUpload(t, "limits.png", 1_200_000)
			if replacing {
				small := u
				small.Body, small.Digest = bodyOf(picture(t, 3000))
				v := mustUpload(t, c, small)
				u.Before = &v
			}
			mustUpload(t, c, u)
			if now := fileNow(t, c, u.Title); now.Version.Digest != u.Digest {
				t.Errorf("%+v", now.Version)
			}
			t.Logf("chunks of %d bytes", c.chunk.size())
		})
	}
}
