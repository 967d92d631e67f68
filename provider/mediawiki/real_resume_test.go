package mediawiki

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"wikiform/provider"
	"wikiform/provider/sandbox"
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
		sent   int // chunks that the second run sends: one more was under way than is noted
	}{
		"part":              {offset: 8192, state: provider.Uploading, sent: 1},
		"wrong offset":      {offset: 8192, state: provider.Uploading, kept: func(s *provider.Stash) { s.Offset = 0 }, sent: 1},
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

// TestRealRefused: content that the wiki refuses under one title leaves nothing
// behind that would be refused under the right one as well.
func TestRealRefused(t *testing.T) { refused(t, dialReal(t, inChunks)) }

func TestRefused(t *testing.T) {
	t.Parallel()
	w, err := sandbox.New()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	cfg := Config{
		API: "http://127.0.0.1/w/api.php", Transport: w.Transport(),
		Credentials: Credentials{User: sandbox.User, Password: sandbox.Password},
	}
	inChunks(&cfg)
	c, err := Dial(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	refused(t, c)
}

func refused(t *testing.T, c *Client) {
	u := realUpload(t, "refused.jpg", 15_000) // it is a PNG
	var last, now provider.Stash
	u.Keep = func(s provider.Stash) error {
		if now = s; s.Key != "" {
			last = s
		}
		return nil
	}
	_, err := c.Upload(t.Context(), u)
	if e := errOf(t, err); e.Kind != provider.Rejected || provider.CureOf(e) != provider.CureManifest {
		t.Fatalf("%s, %s: %v", e.Kind, provider.CureOf(e), e)
	}
	if now.Key != "" || last.Key == "" {
		t.Errorf("kept %+v, before that %+v", now, last)
	}
	// What an earlier run has kept all the same, as versions before this one did.
	u.Title, u.Resume, u.Keep = freshTitle("refused.png"), &last, nil
	if v := mustUpload(t, c, u); v.Digest != u.Digest {
		t.Errorf("stored %v", v)
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
