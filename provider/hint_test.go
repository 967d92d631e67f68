package provider

import (
	"errors"
	"fmt"
	"testing"
)

func TestHintOf(t *testing.T) {
	t.Parallel()
	inner := &Error{Op: "upload", Advice: "wait"}
	for _, c := range []struct {
		err  error
		want string
	}{
		{nil, ""},
		{errors.New("other"), ""},
		{inner, "wait"},
		{fmt.Errorf("wiki w: %w", inner), "wait"},
		{errors.Join(errors.New("other"), inner), "wait"},
		{&Error{Op: "publish", Advice: "look", Err: inner}, "look"}, // the outermost knows most
	} {
		if got := HintOf(c.err); got != c.want {
			t.Errorf("%v: hint is %q, want %q", c.err, got, c.want)
		}
	}
}
