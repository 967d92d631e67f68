package reconcile

import (
	"fmt"
	"time"

	"wikiform/apply"
	"wikiform/internal/number"
	"wikiform/plan"
)

const (
	// usualSpeed is one that most uploads reach, in bytes a second.
	usualSpeed = 2 << 20
	// perFile is what a request for a file takes whatever its size (facts §10).
	perFile = time.Second
	// usualLife is less than the 6 hours for which wikis keep a stash unless they are
	// told otherwise.
	usualLife = 4 * time.Hour
)

// WindowError is a plan that takes longer than the wiki keeps what is staged.
type WindowError struct {
	Bytes      int64
	Staging    time.Duration
	Publishing string // what takes how long: "12 uploads"
	Life       time.Duration
}

func (e *WindowError) Error() string {
	return fmt.Sprintf("staging %s (about %s at %s a second) and publishing (%s) take longer than the %s for which the wiki is expected to keep what is staged",
		number.Bytes(e.Bytes), plan.Duration(e.Staging), number.Bytes(usualSpeed), e.Publishing, plan.Duration(e.Life))
}

// windowOf is when what is staged has to be published. Only publishing is limited
// in its rate.
func windowOf(t Target, p *plan.Plan, life time.Duration) (*apply.Window, error) {
	uploads := 0
	for _, c := range p.Changes {
		if c.Upload() != nil {
			uploads++
		}
	}
	requests := time.Duration(uploads) * perFile
	limited := p.Expect(t.Wiki.Site(), t.Wiki.Account(), t.Wiki.Rate())
	bytes := p.Counts().Bytes
	staging := time.Duration(bytes/usualSpeed)*time.Second + requests
	w := &apply.Window{Life: life, Publishing: max(limited.Time, requests, t.Wiki.Rate().Time(uploads))}
	if staging+w.Publishing <= life {
		return w, nil
	}
	e := &WindowError{Bytes: bytes, Staging: staging, Publishing: number.Of(uploads, "upload"), Life: life}
	if limited.Time > 0 {
		e.Publishing = limited.String()
	}
	return nil, e
}
