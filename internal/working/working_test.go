package working

import (
	"context"
	"sync"
	"testing"
)

func TestBoard(t *testing.T) {
	t.Parallel()
	var b Board
	ctx := With(t.Context(), &b)
	is := func(want string) {
		t.Helper()
		if got := b.String(); got != want {
			t.Errorf("the board has %q, want %q", got, want)
		}
	}
	is("")
	wiki := Begin(ctx, "asking the wiki", 3000)
	is("asking the wiki 0/3,000")
	wiki.Done(1200)
	same := Begin(ctx, "duplicates", 60)
	again := Begin(ctx, "asking the wiki", 20)
	login := Begin(ctx, "logging in", 0)
	is("asking the wiki 1,200/3,020, duplicates 0/60, logging in")
	wiki.End()
	login.End()
	same.Done(12)
	is("duplicates 12/60, asking the wiki 0/20")
	same.End()
	same.End()
	again.End()
	is("")

	none := Begin(context.Background(), "anything", 1)
	none.Done(1)
	none.End()
}

func TestBoardOfManyHands(t *testing.T) {
	t.Parallel()
	var b Board
	ctx := With(t.Context(), &b)
	all := Begin(ctx, "work", 200)
	var hands sync.WaitGroup
	for range 20 {
		hands.Go(func() {
			for range 10 {
				task := Begin(ctx, "a step", 1)
				all.Done(1)
				_ = b.String()
				task.End()
			}
		})
	}
	hands.Wait()
	if got := b.String(); got != "work 200/200" {
		t.Errorf("the board has %q", got)
	}
}
