package mediawiki

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

func TestSourceChanged(t *testing.T) {
	t.Parallel()
	for name, now := range map[string][]byte{
		"other bytes": bytes.Repeat([]byte("x"), len(newBytes)),
		"shorter":     newBytes[:5],
		"longer":      append(slices.Clone(newBytes), '!'),
	} {
		for _, chunk := range []int64{0, 10} {
			w := &wire{answer: newStash(nil).answer}
			c := dialWire(t, w, func(cfg *Config) { cfg.ChunkSize = chunk })
			u := wanted()
			u.Body.Open = func() (io.ReadSeekCloser, error) { return nopCloser{bytes.NewReader(now)}, nil }
			_, err := c.Upload(t.Context(), u)
			if provider.KindOf(err) != provider.Source || !strings.Contains(err.Error(), "changed") {
				t.Errorf("%s, chunks of %d: %v", name, chunk, err)
			}
			if n := w.count("upload") + w.count("publish"); n != 0 {
				t.Errorf("%s, chunks of %d: the wiki got %d whole requests", name, chunk, n)
			}
		}
	}
}

func TestUploadTellsProgress(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: steps{
			"upload":  {html(503, "Retry-After", "7"), warned("K", obj{"large-file": []any{}})},
			"inspect": {inspecting(newBytes, nil)},
			"publish": {stored("A b.png", newBytes)},
		}.answer()}
		var told []provider.Progress
		u := wanted(func(u *provider.Upload) { u.Progress = func(p provider.Progress) { told = append(told, p) } })
		mustUpload(t, dialWire(t, w), u)
		var phases []provider.Phase
		for _, p := range told {
			if len(phases) == 0 || phases[len(phases)-1] != p.Phase {
				phases = append(phases, p.Phase)
			}
			if p.Phase == provider.Waiting && (p.Wait < 7*time.Second || !strings.Contains(p.Why, "503")) {
				t.Errorf("waits %v for %q", p.Wait, p.Why)
			}
		}
		want := []provider.Phase{provider.Sending, provider.Waiting, provider.Sending, provider.Verifying, provider.Publishing}
		if diff := cmp.Diff(want, phases); diff != "" {
			t.Error(diff)
		}
	})
}

// TestTooLargeForOneRequest: what a proxy refuses whole goes in chunks.
func TestTooLargeForOneRequest(t *testing.T) {
	t.Parallel()
	const limit = 100 << 10
	for name, refusal := range map[string]any{
		"a proxy":              html(413),
		"PHP drops the body":   coded("missingparam", `The "token" parameter must be set.`),
		"PHP drops it, 1.43":   html(200, "MediaWiki-API-Error", tooLarge),
		"PHP refuses the part": obj{"errors": []obj{{"code": "badupload", "text": "exceeds", "data": obj{"size": limit}}}},
	} {
		s := newStash(nil)
		w := &wire{answer: func(q asked) any {
			if len(q.File) > limit {
				return refusal
			}
			return s.answer(q)
		}}
		content := bytes.Repeat([]byte("0123456789"), 50<<10)
		body, d := bodyOf(content)
		u := provider.Upload{Title: "A.png", Digest: d, Body: body}
		if _, err := dialWire(t, w).Upload(t.Context(), u); err != nil || !bytes.Equal(s.file, content) {
			t.Errorf("%s: %v", name, err)
		}
		fixed := dialWire(t, w, func(cfg *Config) { cfg.ChunkFixed = true })
		if _, err := fixed.Upload(t.Context(), u); provider.KindOf(err) != provider.Rejected || !strings.Contains(errOf(t, err).Hint, "-chunk-size") {
			t.Errorf("%s, with a fixed size: %v", name, err)
		}
	}
}

// TestRetriesDoNotMultiply: a request that is made for another one's sake uses
// up the patience of both.
func TestRetriesDoNotMultiply(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(asked) any { return errRefused }}
		c, began := dialWire(t, w), time.Now()
		_, err := c.Upload(t.Context(), wanted())
		if took := time.Since(began); provider.KindOf(err) != provider.Unavailable || took > patience || took < patience/2 {
			t.Errorf("asked %d times in %s, %v", len(w.seen), took, err)
		}
	})
}

// TestAbandonedBodyTellsNothing: the transport may go on reading a body after
// the request has ended.
func TestAbandonedBodyTellsNothing(t *testing.T) {
	t.Parallel()
	told := 0
	m := &meter{dog: newWatchdog(t.Context(), request{}), tell: func(provider.Progress) { told++ }, limit: 4, total: 4}
	first := m.wrap(io.NopCloser(strings.NewReader("abcd")))
	second := m.wrap(io.NopCloser(strings.NewReader("abcd")))
	io.ReadAll(first)
	if told != 0 {
		t.Error("an attempt that was replaced tells of progress")
	}
	io.CopyN(io.Discard, second, 2)
	if told != 1 || m.count() != 2 {
		t.Errorf("told %d times", told)
	}
	io.ReadAll(second)
	if told != 1 {
		t.Error("a request that has ended tells of progress")
	}
	m.dog.stop()
}
