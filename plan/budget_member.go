package plan

import (
	"fmt"
	"time"

	"wikiform/provider"
)

// requestsMember is what carrying out takes of what the wiki takes.
type requestsMember struct {
	Class     provider.RateClass `json:"class"`
	PerMinute int                `json:"per_minute,omitempty"`
	InFlight  int                `json:"in_flight,omitempty"`
	Shares    int                `json:"shares,omitempty"`
	Reads     int                `json:"reads"`
	Writes    int                `json:"writes"`
	Seconds   int64              `json:"seconds"`
	Raise     string             `json:"raise,omitempty"`
}

func requestsOf(b Budget) *requestsMember {
	if b.Rate.Class == provider.Uncounted {
		return nil
	}
	return &requestsMember{
		Class: b.Rate.Class, PerMinute: b.Rate.PerMinute, InFlight: b.Rate.InFlight, Shares: b.Rate.Shares,
		Reads: b.Reads, Writes: b.Writes, Seconds: int64(b.Time / time.Second), Raise: b.Rate.Raise,
	}
}

// mostSeconds is more than anybody waits for a plan, and fits into a [time.Duration].
const mostSeconds = 100 * 365 * 24 * 60 * 60

// longestTime is the longest that a plan says of itself.
const longestTime = mostSeconds * time.Second

func (m *requestsMember) budget() (Budget, error) {
	if m == nil {
		return Budget{}, nil
	}
	if _, known := of[m.Class]; !known && m.Class != provider.SetByUser {
		return Budget{}, fmt.Errorf("it is for the unknown class %q of requests", m.Class)
	}
	if m.Seconds < 0 || m.Seconds > mostSeconds {
		return Budget{}, fmt.Errorf("it takes %d seconds", m.Seconds)
	}
	return Budget{
		Rate:  provider.Rate{Class: m.Class, PerMinute: m.PerMinute, InFlight: m.InFlight, Shares: m.Shares, Raise: m.Raise},
		Reads: m.Reads, Writes: m.Writes, Time: time.Duration(m.Seconds) * time.Second,
	}, nil
}
