package apply

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/plan"
	"wikiform/provider"
)

// TestCode: what says most of an error is its code, whatever it is wrapped in.
func TestCode(t *testing.T) {
	t.Parallel()
	denied := &provider.Error{Kind: provider.Denied, Op: "upload", Code: "permissiondenied", Ground: provider.GroundRight}
	for _, c := range []struct {
		err  error
		want string
	}{
		{nil, ""},
		{errors.New("no such file"), ""},
		{denied, "right"},
		{&provider.Error{Kind: provider.Rejected, Op: "upload"}, "rejected"},
		{&provider.Error{Kind: provider.Warned, Warnings: []provider.Warning{{Kind: "was-deleted"}, {Kind: "duplicate"}}}, "was-deleted"},
		{&PassingError{Err: denied}, "right"},
		{&WaitsError{Err: denied}, "waits"},
		{&StaleError{}, "stale"},
		{&SplitError{}, "split"},
		{&LeftBehindError{}, "left_behind"},
		{&ReplacedError{Write: denied}, "replaced"},
		{&MismatchError{}, "mismatch"},
		{fmt.Errorf("in the end: %w", &UnsureError{Read: denied}), "unsure"},
		{&OvertookError{}, "overtook"},
	} {
		if got := Code(c.err); got != c.want {
			t.Errorf("%v: code %q, want %q", c.err, got, c.want)
		}
	}
}

// TestResultCode: where the error has no code, what came of the file is it, and what is
// blocked has those of its problems in its words.
func TestResultCode(t *testing.T) {
	t.Parallel()
	blocked := blockedError{{Reason: "type_refused", Text: "a JPEG"}, {Reason: plan.Reason("title_taken"), Text: "taken", Hint: "choose another"}}
	if diff := cmp.Diff("a JPEG [type_refused]; taken: choose another [title_taken]", blocked.Error()); diff != "" {
		t.Error(diff)
	}
	for want, r := range map[string]Result{
		"":             {Outcome: BlockedNow, Err: blocked},
		"failed":       {Outcome: Failed, Err: errors.New("no such file")},
		"not_started":  {Outcome: NotStarted},
		"already_done": {Outcome: AlreadyDone},
		"stale":        {Outcome: Stale, Err: &StaleError{}},
	} {
		if got := r.Code(); got != want {
			t.Errorf("%s: code %q, want %q", r.Outcome, got, want)
		}
	}
}
