package landing

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"wikiform/provider"
)

// ErrBudget ends a run that has fetched as many bytes as it may.
var ErrBudget = errors.New("as many bytes were fetched as may be")

// FetchError is contents that could not be fetched. The others are there.
type FetchError struct {
	Failed []FetchFailure // the first of them
	Count  int
}

// FetchFailure is one of them.
type FetchFailure struct {
	Title provider.Title
	Err   error
}

// mostFailed is how many contents a run lets fail before it fetches no more.
const mostFailed = 10

func (e *FetchError) Error() string {
	if e.Count == 1 {
		return fmt.Sprintf("%s: %v", e.Failed[0].Title.Page(), e.Failed[0].Err)
	}
	return fmt.Sprintf("the contents of %d files could not be fetched", e.Count)
}

// Hint implements [provider.Hinter].
func (e *FetchError) Hint() string {
	const goOn = "The manifest is not written yet, and nothing that was fetched is lost. Run it again to go on; without -download it declares files that the wiki cannot give, too."
	var lines strings.Builder
	var hints []string
	for _, f := range e.Failed {
		if e.Count > 1 {
			fmt.Fprintf(&lines, "%s: %v\n", f.Title.Page(), f.Err)
		}
		if hint := provider.HintOf(f.Err); hint != "" && !slices.Contains(hints, hint) {
			hints = append(hints, hint)
		}
	}
	for _, hint := range hints {
		fmt.Fprintln(&lines, hint)
	}
	return lines.String() + goOn
}

// Unwrap gives the causes.
func (e *FetchError) Unwrap() []error {
	var all []error
	for _, f := range e.Failed {
		all = append(all, f.Err)
	}
	return all
}

// failures are contents that could not be fetched.
type failures struct {
	mu sync.Mutex
	FetchError
}

// add notes one more, and reports whether these are too many to go on.
func (f *failures) add(o Original, err error) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.Count++
	f.Failed = append(f.Failed, FetchFailure{o.Title, err})
	return f.Count >= mostFailed
}

func (f *failures) err() error {
	if f.Count == 0 {
		return nil
	}
	return &f.FetchError
}
