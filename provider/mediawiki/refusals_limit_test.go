package mediawiki

import (
	"testing"

	"wikiform/provider"
)

// That the account has done enough for this minute is nothing that a title has, and over
// when it is written to.
func TestRefusalsOfTheMoment(t *testing.T) {
	t.Parallel()
	w := &wire{answer: func(q asked) any {
		if q.Get("intestactions") == "" {
			return nil
		}
		limited, forbidden := obj{"code": "ratelimited", "text": "Wait."}, obj{"code": "protectedpage", "text": "No."}
		return obj{"query": obj{"pages": []obj{
			{"title": "File:A.png", "ns": 6, "pageid": 1, "actions": obj{"edit": []obj{limited}, "upload": []obj{limited, forbidden}}},
		}}}
	}}
	c := dialWire(t, w, func(*Config) {})
	got, err := c.Refusals(t.Context(), []provider.Title{"A.png"}, []string{"edit", "upload"})
	if err != nil {
		t.Fatal(err)
	}
	if edit, upload := got["A.png"]["edit"], got["A.png"]["upload"]; len(edit) != 0 || len(upload) != 1 || upload[0].Code != "protectedpage" {
		t.Errorf("the edit is refused by %v, and the upload by %v", edit, upload)
	}
}
