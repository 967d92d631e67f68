package apply

import (
	"testing"

	"wikiform/plan"
	"wikiform/provider"
)

func TestKept(t *testing.T) {
	t.Parallel()
	digest := func(n byte) provider.Digest { return provider.Digest{SHA1: provider.SHA1{n}, Size: 1000} }
	p := &plan.Plan{}
	for i, name := range []provider.Title{"Half.png", "Staged.png", "Other account.png", "New.png", "Elsewhere.png"} {
		content := plan.Content{Digest: digest(byte(i + 1))}
		p.Changes = append(p.Changes, plan.Change{Claim: plan.Claim{Title: name, Content: &content}, Steps: []plan.Step{plan.Upload{Content: content}}})
	}
	p.Changes = append(p.Changes, plan.Change{Claim: plan.Claim{Title: "Text.png"}, Steps: []plan.Step{plan.SetText{}}})
	entry := func(account string, title provider.Title, n byte, state provider.StashState, offset int64) Entry {
		return Entry{"w", account, title, provider.Stash{Key: "k", Offset: offset, Digest: digest(n), State: state}, epoch}
	}
	j := NewJournal(nil, "w", "me", []Entry{
		entry("me", "Half.png", 1, provider.Uploading, 400), entry("me", "Staged.png", 2, provider.Staged, 0),
		entry("you", "Other account.png", 3, provider.Staged, 0), entry("me", "Another title.png", 5, provider.Assembling, 0),
		entry("me", "New.png", 9, provider.Staged, 0), // other content
	})
	if got, want := j.Kept(p), (Kept{3, 2400, 3000}); got != want {
		t.Errorf("kept are %+v, want %+v", got, want)
	}
	if got := (*Journal)(nil).Kept(p); got != (Kept{}) {
		t.Errorf("without a journal: %+v", got)
	}
}
