package plan

import (
	"testing"
	"time"

	"wikiform/provider"
)

func TestExpect(t *testing.T) {
	t.Parallel()
	limits := func(hits int, per time.Duration) []provider.RateLimit {
		return []provider.RateLimit{{Action: "edit", Hits: 90, Per: time.Minute}, {Action: "move", Hits: 1, Per: time.Hour}, {Action: "upload", Hits: hits, Per: per}}
	}
	for name, c := range map[string]struct {
		uploads, edits int
		generator      string
		limits         []provider.RateLimit
		want           string
	}{
		"no limits":          {412, 20, "MediaWiki 1.43.9", nil, ""},
		"below all":          {70, 10, "MediaWiki 1.43.9", limits(380, 72*time.Minute), ""},
		"uploads":            {412, 0, "MediaWiki 1.43.9", limits(380, 72*time.Minute), "412 uploads at 380 per 72 min: about 1 h 18 min"},
		"edits with uploads": {200, 1, "MediaWiki 1.43.9", limits(380, 72*time.Minute), "200 uploads and 1 edit (counted twice) at 90 per min: about 2 min 10 s"},
		"edits twice":        {0, 46, "MediaWiki 1.43.9", limits(380, 72*time.Minute), "46 edits (counted twice) at 90 per min: about 1 min"},
		"edits without":      {200, 91, "MediaWiki 1.39.1", limits(380, 72*time.Minute), "91 edits at 90 per min: about 1 min"},
		"who knows":          {0, 180, "Something", limits(8, 30*time.Second), "180 edits (counted twice) at 90 per min: about 4 min"},
		"seconds":            {9, 0, "MediaWiki 1.39.1", limits(8, 30*time.Second), "9 uploads at 8 per 30 s: about 34 s"},
	} {
		p := &Plan{}
		for range c.uploads {
			p.Changes = append(p.Changes, Change{Steps: []Step{Upload{}}})
		}
		for range c.edits {
			p.Changes = append(p.Changes, Change{Steps: []Step{SetText{}}})
		}
		e := p.Expect(provider.Site{Generator: c.generator}, provider.Account{Name: "A", Limits: c.limits}, provider.Rate{})
		got := ""
		if e.Time > 0 {
			got = e.String()
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// Who goes to its title by way of another one is moved twice, and each move counts.
func TestExpectMovesTwice(t *testing.T) {
	t.Parallel()
	p := &Plan{}
	for range 3 { // pairs that change places
		p.Changes = append(p.Changes, Change{Steps: []Step{Moving{From: "A.png", Via: "C.png"}}}, Change{Steps: []Step{Moving{From: "B.png"}}})
	}
	account := provider.Account{Name: "A", Limits: []provider.RateLimit{{Action: "move", Hits: 8, Per: time.Minute}}}
	if got, want := p.Expect(provider.Site{}, account, provider.Rate{}).String(), "9 moves at 8 per min: about 1 min 10 s"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A wiki may say of its limits what it likes: what nobody lives to see is told as so long, and
// a plan with it can be read again.
func TestExpectForEver(t *testing.T) {
	t.Parallel()
	account := provider.Account{Name: "A", Limits: []provider.RateLimit{{Action: "upload", Hits: 1, Per: 24 * time.Hour}}}
	rate := provider.Rate{Class: provider.BotAccount, Shares: MostShards}
	for _, uploads := range []int{50, 107, 1000} { // 137 years; what fits into no duration, and into none twice
		p := &Plan{}
		for range uploads {
			p.Changes = append(p.Changes, Change{Steps: []Step{Upload{}}})
		}
		b := p.Spend(provider.Site{}, account, rate)
		if b.Time != longestTime {
			t.Errorf("%d uploads take %s", uploads, b.Time)
		}
		if _, err := requestsOf(b).budget(); err != nil {
			t.Errorf("%d uploads: %v", uploads, err)
		}
	}
}

func TestDuration(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		0: "0 s", 29600 * time.Millisecond: "30 s", time.Minute: "1 min", 95 * time.Second: "1 min 40 s", 127 * time.Second: "2 min 10 s",
		296 * time.Second: "5 min", 330 * time.Second: "6 min", 59*time.Minute + 40*time.Second: "1 h 00 min", 185 * time.Minute: "3 h 05 min",
	} {
		if got := Duration(d); got != want {
			t.Errorf("%s: %q, want %q", d, got, want)
		}
	}
}
