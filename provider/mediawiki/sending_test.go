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
