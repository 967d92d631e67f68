package mediawiki

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"wikiform/provider"
)

// stash is the wiki's side of facts §6 for one file.
type stash struct {
	key     string
	have    []byte
	whole   []byte // under the key K2
	file    []byte // published
	uploads int    // keys given so far
	trouble func(chunks int) string
	chunks  int
}

func newStash(trouble func(int) string) *stash { return &stash{trouble: trouble} }

func (s *stash) answer(q asked) any {
	switch q.what() {
	case "chunk":
		s.chunks++
		switch trouble := s.kind(); trouble {
		case "before":
			return errReset
		case "after":
			s.chunk(q)
			return errReset
		case "twice":
			s.chunk(q)
			return s.chunk(q)
		case "rewind":
			s.have = s.have[:len(s.have)/2]
		case "gone":
			s.key, s.have = "", nil
		case "too large":
			return html(413)
		}
		return s.chunk(q)
	case "inspect":
		if s.whole == nil {
			return coded("uploadstash-file-not-found", "gone")
		}
		return stashAnswer(q, s.whole, s.file)
	case "look":
		return fileAnswer(q, s.file)
	case "upload":
		s.file = q.File
	case "status":
		if s.key == "" || q.Get("filekey") != s.key {
			return nil
		}
		return obj{"upload": obj{"result": "Continue", "stage": "uploading", "offset": len(s.have)}}
	case "query mystashedfiles":
		if s.whole == nil {
			return obj{"query": obj{"mystashedfiles": []any{}}}
		}
		return obj{"query": obj{"mystashedfiles": []obj{{"filekey": "K2", "status": "finished", "size": len(s.whole)}}}}
	case "publish":
		s.file = s.whole
		return stored(q.Get("filename"), s.whole)
	}
	return nil
}

func (s *stash) kind() string {
	if s.trouble == nil {
		return ""
	}
	return s.trouble(s.chunks)
}

func (s *stash) chunk(q asked) any {
	offset, _ := strconv.Atoi(q.Get("offset"))
	total, _ := strconv.Atoi(q.Get("filesize"))
	switch {
	case offset+len(q.File) < total && len(q.File) < 4:
		return coded("chunk-too-small", "")
	case offset == 0 && q.Has("filekey"):
		return coded("filekeynotallowed", "")
	case offset > 0 && !q.Has("filekey"):
		return coded("filekeyneeded", "")
	case offset == 0:
		s.uploads++
		s.key, s.have = "K1."+strconv.Itoa(s.uploads), nil
	case q.Get("filekey") != s.key:
		return coded("uploadstash-file-not-found", "gone")
	case offset != len(s.have):
		return obj{"errors": []obj{{"code": "stashfailed", "text": "Invalid chunk offset", "data": obj{"offset": strconv.Itoa(len(s.have))}}}}
	}
	s.have = append(s.have, q.File...)
	if len(s.have) == total {
		s.whole, s.key = s.have, ""
		return obj{"upload": obj{"result": "Success", "filekey": "K2", "imageinfo": infoOf(s.whole)}}
	}
	return obj{"upload": obj{"result": "Continue", "offset": len(s.have), "filekey": s.key}}
}

// TestChunks: whatever the cut, the wiki gets the same bytes, whole or not at all.
func TestChunks(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		content := rapid.SliceOfN(rapid.Byte(), 2, 200).Draw(rt, "content")
		size := rapid.Int64Range(4, 60).Draw(rt, "chunk size")
		troubles := rapid.SliceOfN(rapid.SampledFrom([]string{"", "", "before", "after", "twice", "rewind", "gone"}), 0, 12).Draw(rt, "troubles")
		var (
			s    *stash
			last provider.Progress
			err  error
		)
		body, d := bodyOf(content)
		synctest.Test(t, func(t *testing.T) {
			s = newStash(func(n int) string {
				if n <= len(troubles) {
					return troubles[n-1]
				}
				return ""
			})
			c := dialWire(t, &wire{answer: s.answer}, func(cfg *Config) { cfg.ChunkSize = size })
			_, err = c.Upload(t.Context(), provider.Upload{
				Title: "A.png", Digest: d, Body: body,
				Progress: func(p provider.Progress) { last = p },
			})
		})
		switch {
		case provider.KindOf(err) == provider.Busy && s.file == nil && (slices.Contains(troubles, "gone") || troubled(troubles) >= 5):
			// More was lost than it is worth trying, five times at the most for one
			// request; nobody saw anything.
		case err != nil:
			rt.Fatal(err)
		case !bytes.Equal(s.file, content):
			rt.Fatalf("published %x, wanted %x", s.file, content)
		case last.Sent != d.Size:
			rt.Fatalf("told %+v at last", last)
		}
	})
}

func troubled(troubles []string) int {
	return len(troubles) - len(slices.DeleteFunc(slices.Clone(troubles), func(s string) bool { return s != "" }))
}

func TestChunksSurvive(t *testing.T) {
	t.Parallel()
	for _, trouble := range []string{"before", "after", "twice", "rewind", "gone", "too large"} {
		for at := 1; at <= 4; at++ {
			synctest.Test(t, func(t *testing.T) {
				s := newStash(func(n int) string {
					if n == at {
						return trouble
					}
					return ""
				})
				w := &wire{answer: s.answer}
				c := dialWire(t, w, func(cfg *Config) { cfg.ChunkSize, cfg.ChunkFixed = 64<<10, trouble != "too large" })
				content := bytes.Repeat([]byte("0123456789abcde\n"), 14<<10) // 3.5 chunks
				body, d := bodyOf(content)
				_, err := c.Upload(t.Context(), provider.Upload{Title: "A.png", Digest: d, Body: body})
				if err != nil || !bytes.Equal(s.file, content) {
					t.Errorf("%s at chunk %d: %v", trouble, at, err)
				}
				if trouble == "after" && at == 4 && w.count("chunk") != 5 {
					t.Errorf("the answer to the last chunk was lost and %d chunks were sent", w.count("chunk"))
				}
			})
		}
	}
}

func TestChunksStopEarly(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		answer func(q asked) any
		file   []byte
		kind   provider.Kind
		says   string
	}{
		"an unexpected warning costs one chunk": {
			answer: func(asked) any {
				return obj{"upload": obj{"result": "Continue", "offset": 10, "filekey": "K1", "warnings": obj{"exists": "A_b.png"}}}
			},
			kind: provider.Conflict,
		},
		"the wiki has these bytes": {
			answer: func(asked) any {
				return obj{"upload": obj{"result": "Continue", "offset": 10, "filekey": "K1", "warnings": obj{"exists": "A_b.png"}}}
			},
			file: newBytes,
		},
		"the wiki would cut the file off": {
			answer: func(asked) any {
				return obj{
					"warnings": []obj{{"code": "outofrange", "text": `The value "26" for parameter "filesize" must be between 0 and 20.`}},
					"upload":   obj{"result": "Continue", "offset": 10, "filekey": "K1"},
				}
			},
			kind: provider.Rejected,
			says: "between 0 and 20",
		},
		"the wiki makes no sense": {
			answer: func(asked) any { return obj{"upload": obj{"result": "Poll"}} },
			kind:   provider.Unavailable,
		},
	} {
		w := &wire{answer: func(q asked) any {
			switch q.what() {
			case "chunk":
				return tt.answer(q)
			case "look":
				return fileAnswer(q, tt.file)
			}
			return nil
		}}
		c := dialWire(t, w, func(cfg *Config) { cfg.ChunkSize = 10 })
		_, err := c.Upload(t.Context(), wanted())
		if provider.KindOf(err) != tt.kind || err != nil && !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v", name, err)
		}
		if w.count("chunk") != 1 || w.count("publish") != 0 {
			t.Errorf("%s: asked %v", name, w.asks())
		}
	}
}

func TestChunkSize(t *testing.T) {
	t.Parallel()
	s := newChunkSize(0, 1024, false)
	for _, step := range []struct {
		tried, limit int64
		ok           bool
		now          int64
	}{
		{8 << 20, 0, true, 4 << 20},   // a proxy refused without a word
		{8 << 20, 0, true, 4 << 20},   // so did it another upload of the old size
		{4 << 20, 300e3, true, 300e3}, // PHP says what it takes
		{300e3, 400e3, true, 150e3},   // what it says does not help
		{20 << 10, 0, false, 150e3},   // too small for its size to be the cause
		{150e3, 2000, true, 2000},     // small, but the wiki says so
		{2000, 500, false, 2000},      // smaller than the wiki takes as a chunk
		{2000, 0, false, 2000},        // no end otherwise
	} {
		if ok := s.shrink(step.tried, step.limit); ok != step.ok || s.size() != step.now {
			t.Errorf("shrink(%d, %d): %v, now %d; want %v, %d", step.tried, step.limit, ok, s.size(), step.ok, step.now)
		}
	}
	if s.arrived(2000, time.Second); s.size() != 2000 {
		t.Errorf("grew to %d after it was refused", s.size())
	}
	if f := newChunkSize(5000, 1, true); f.shrink(5000, 100) || f.size() != 5000 {
		t.Error("a fixed size was changed")
	}
	if f := newChunkSize(10, 1024, false); f.size() != 1024 {
		t.Error("smaller than the wiki takes")
	}
}

// TestChunkSizeFollowsTime: a chunk of the present size teaches, within bounds.
func TestChunkSizeFollowsTime(t *testing.T) {
	t.Parallel()
	s := newChunkSize(0, 1024, false)
	for i, step := range []struct {
		sent int64
		took time.Duration
		now  int64
	}{
		{8 << 20, 10 * time.Second, 8 << 20},
		{8 << 20, time.Second, 16 << 20},
		{8 << 20, time.Second, 16 << 20}, // of another upload, sent before
		{16 << 20, time.Second, 32 << 20},
		{32 << 20, time.Second, 64 << 20},
		{64 << 20, time.Second, 64 << 20},
		{64 << 20, time.Minute, 32 << 20},
	} {
		if s.arrived(step.sent, step.took); s.size() != step.now {
			t.Errorf("step %d: now %d, want %d", i, s.size(), step.now)
		}
	}
	if s.direct() != provider.UsualChunk {
		t.Errorf("up to %d bytes go in one request", s.direct())
	}
	if !s.shrink(32<<20, 0) || s.size() != 16<<20 {
		t.Errorf("refused, now %d", s.size())
	}
	for range 3 {
		s.arrived(s.size(), time.Millisecond)
	}
	if s.size() != 16<<20 {
		t.Errorf("grew to %d, above what was refused", s.size())
	}
	for range 20 {
		s.arrived(s.size(), time.Minute)
	}
	if s.size() != leastSlow || s.direct() != leastSlow {
		t.Errorf("shrank to %d for slowness", s.size())
	}
	if fixed := newChunkSize(4<<20, 1024, true); true {
		fixed.arrived(4<<20, time.Millisecond)
		if fixed.brokeOff(4<<20) || fixed.size() != 4<<20 {
			t.Error("a fixed size was changed")
		}
	}
}

// TestChunksThatBreakOff: what breaks connections with large chunks and says
// nothing is met with smaller ones.
func TestChunksThatBreakOff(t *testing.T) {
	t.Parallel()
	for name, breaks := range map[string]any{"a reset": errReset, "a gateway": html(504)} {
		synctest.Test(t, func(t *testing.T) {
			s := newStash(nil)
			w := &wire{answer: func(q asked) any {
				if len(q.File) > 600<<10 {
					return breaks
				}
				return s.answer(q)
			}}
			content := bytes.Repeat([]byte("0123456789abcdef"), 100<<10)
			body, d := bodyOf(content)
			c := dialWire(t, w, func(cfg *Config) { cfg.ChunkSize = 1 << 20 })
			_, err := c.Upload(t.Context(), provider.Upload{Title: "A.png", Digest: d, Body: body})
			if err != nil || !bytes.Equal(s.file, content) {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
}
