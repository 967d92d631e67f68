package mediawiki_test

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"wikiform/provider"
	"wikiform/provider/mediawiki"
)

func manyTitles(n int) []provider.Title {
	titles := make([]provider.Title, n)
	for i := range titles {
		titles[i] = provider.Title(fmt.Sprintf("Drawer %06d.png", i))
	}
	return titles
}

// Reading 20,000 titles stays below the wiki's limit, however that is counted, and takes
// hardly longer than it must, as was known before.
func TestReadsArePaced(t *testing.T) {
	t.Parallel()
	for _, fixed := range []bool{false, true} {
		t.Run(fmt.Sprintf("fixed=%t", fixed), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := newTurnstile(t, fixed, 1)
				time.Sleep(37 * time.Second) // minutes of the clock begin when they like
				began := time.Now()
				c := p.dial(t)
				const reads = 20_000 / batch
				said := c.Rate().Time(reads)
				if _, err := c.Files(t.Context(), manyTitles(20_000)); err != nil {
					t.Fatal(err)
				}
				took := time.Since(began)
				if len(p.refused) > 0 {
					t.Errorf("sent away %d times", len(p.refused))
				}
				if most := reads * time.Minute / newcomers * 11 / 10; took > most {
					t.Errorf("took %s, want at most %s", took, most)
				}
				if took < said*9/10 || took > said*11/10 {
					t.Errorf("took %s, and %s was said before", took, said)
				}
				t.Logf("%d requests in %s, %s was said before", len(p.passed), took, said)
			})
		})
	}
}

// Beside somebody who takes half of the account's requests, nothing fails, and we are sent
// away at most once a minute.
func TestReadsBesideOthers(t *testing.T) {
	t.Parallel()
	for _, fixed := range []bool{false, true} {
		for seed := range uint64(5) {
			t.Run(fmt.Sprintf("fixed=%t, %d", fixed, seed), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					p := newTurnstile(t, fixed, seed)
					if seed == 0 {
						p.slow = time.Second
					}
					time.Sleep(time.Duration(seed) * 11 * time.Second)
					done := make(chan struct{})
					go p.shareWith(newcomers/2, done)
					defer close(done)
					if seed > 1 { // who is there already
						time.Sleep(2 * time.Minute)
					}
					began := time.Now()
					c := p.dial(t)
					const reads = 30_000 / batch
					if _, err := c.Files(t.Context(), manyTitles(30_000)); err != nil {
						t.Fatal(err)
					}
					took := time.Since(began)
					if n := p.crowded(); n > 1 {
						t.Errorf("sent away %d times in a minute", n)
					}
					if most := reads * time.Minute / (newcomers / 2) * 13 / 10; took > most {
						t.Errorf("took %s, want at most %s", took, most)
					}
					var at []string
					for _, r := range p.refused {
						at = append(at, r.Sub(began).Round(time.Second).String())
					}
					t.Logf("%d reads in %s, sent away after %v", reads, took, at)
				})
			})
		}
	}
}

// Whatever is asked at the same time, three requests are under way at most, and all get
// through: writers wait for tokens, and for the looks of others.
func TestFewAtATime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newTurnstile(t, false, 1)
		p.most, p.slow = 10_000, time.Second
		c := p.dial(t)
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				title := provider.Title(fmt.Sprintf("Drawer %d.png", i))
				take(t, c, title)
				thumbs, err := c.Thumbs(t.Context(), []provider.Title{title}, 10)
				if err != nil {
					t.Error(err)
				}
				// The sandbox does not know that it is reached by https.
				url := strings.Replace(thumbs[title].Original, "http:", "https:", 1)
				if _, err := c.Peek(t.Context(), url, 1<<20); err != nil {
					t.Error(err)
				}
				files, err := c.Files(t.Context(), []provider.Title{title})
				if err != nil {
					t.Error(err)
				}
				if _, err := c.Original(t.Context(), provider.Whole{File: files[title], URL: url}, 0, io.Discard); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if p.highest != 3 {
			t.Errorf("%d requests at a time", p.highest)
		}
	})
}

// Processes that share an account stay below its limits together.
func TestShares(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newTurnstile(t, false, 1)
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				c := p.dial(t, func(cfg *mediawiki.Config) { cfg.Shares = 4 })
				if _, err := c.Files(t.Context(), manyTitles(5_000)); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if len(p.refused) > 0 {
			t.Errorf("sent away %d times", len(p.refused))
		}
	})
}

// What the account may do in a window is never exceeded, where an edit counts twice and an
// upload as an edit.
func TestEditsCountTwice(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newTurnstile(t, false, 1)
		p.most = 10_000
		var lost atomic.Int64
		c := p.dial(t, func(cfg *mediawiki.Config) {
			cfg.Tell = func(provider.Progress) {}
			cfg.Log = slog.New(slog.NewTextHandler(counting{&lost}, &slog.HandlerOptions{Level: slog.LevelInfo}))
		})
		body, d := content(t, 100)
		for i := range 40 {
			title := provider.Title(fmt.Sprintf("Drawer %d.png", i))
			if _, err := c.Upload(t.Context(), provider.Upload{Title: title, Digest: d, Body: body, Text: "A drawer.", Accept: []provider.WarningKind{"duplicate"}}); err != nil {
				t.Fatal(err)
			}
			files, err := c.Files(t.Context(), []provider.Title{title})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.Edit(t.Context(), provider.Edit{Title: title, Base: files[title].Page.Rev, Text: "Another drawer."}); err != nil {
				t.Fatal(err)
			}
		}
		if n := lost.Load(); n > 0 {
			t.Errorf("the wiki refused %d requests", n)
		}
	})
}

// counting counts the lines of a log.
type counting struct{ n *atomic.Int64 }

func (c counting) Write(b []byte) (int, error) {
	c.n.Add(1)
	return len(b), nil
}
