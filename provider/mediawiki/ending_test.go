package mediawiki

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"wikiform/provider"
)

// TestEndings: what the error of a request means for an upload.
func TestEndings(t *testing.T) {
	t.Parallel()
	a := answer{op: "upload", status: 200, file: &part{size: 7}}
	refusal := func(code string) error { return a.refused([]apiError{{Code: code, Text: "No."}}) }
	for name, tt := range map[string]struct {
		err     error
		how     outcome
		resends int
		forget  bool
	}{
		"the stash is lost":              {refusal("uploadstash-file-not-found"), stashLost, restarts, false},
		"chunks were not put together":   {refusal(codeStashFailed), stashLost, 1, false},
		"PHP dropped the body":           {refusal(codeMissingParam), oversized, 0, false},
		"the content is refused":         {refusal("verification-error"), failed, 0, true},
		"the title is refused":           {refusal("illegal-filename"), failed, 0, false},
		"nobody knows":                   {&fault{rule: rule{kind: provider.Lost}, err: &provider.Error{Kind: provider.Lost}}, unsure, 0, false},
		"called off":                     {interrupted("upload", context.Canceled), failed, 0, false},
		"the owner could not write down": {errors.New("disk full"), failed, 0, false},
	} {
		end := endingOf(tt.err)
		if end.how != tt.how || end.resends != tt.resends || end.forget != tt.forget || !errors.Is(end.err, tt.err) {
			t.Errorf("%s: %+v", name, end)
		}
	}
}

// TestFaultsStayAsTheyAre: whoever makes an error of a fault leaves the fault alone,
// since others may go by it.
func TestFaultsStayAsTheyAre(t *testing.T) {
	t.Parallel()
	c := &Client{chunk: newChunkSize(0, 1, false)}
	blind := request{op: "publish", write: true, tookEffect: func(context.Context) (bool, error) { return false, errCannotLook }}
	made := c.newTries(blind)
	made.made = 3
	for name, use := range map[string]func(*fault) error{
		"given up":            func(f *fault) error { return made.giveUp(f) },
		"it cannot be seen":   func(f *fault) error { _, err := c.checkEffect(t.Context(), blind, f); return err },
		"a request too large": func(f *fault) error { return c.chunk.refused(f) },
		"a URL with a secret": func(f *fault) error { return withoutSecret("https://example.org/?sig=x", f) },
		"the content is lost": func(f *fault) error { return stashLostBy(f).err },
		"the end of all that": func(f *fault) error {
			return c.conclude(transfer{}, ending{how: oversized, fault: f}).err
		},
	} {
		now := func() *fault {
			return &fault{rule: lostAnswer, sent: 7, err: &provider.Error{
				Kind: provider.Lost, Op: "publish", Info: "https://example.org/?sig=x", Err: errReset,
			}}
		}
		f := now()
		if err := use(f); err == nil {
			t.Errorf("%s: no error", name)
		}
		if !reflect.DeepEqual(now(), f) {
			t.Errorf("%s: it became %+v of %+v", name, *f, *f.err)
		}
	}
}
