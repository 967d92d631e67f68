package plan

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
	"wikiform/spec"
)

// A wiki that is as wanted is asked what protects the pages and nothing else; how often the
// others are asked does not depend on how many they are.
func TestDriftAsksInBatches(t *testing.T) {
	t.Parallel()
	w := &driftWiki{}
	w.save("Bot", ofMuseum, "ours")
	var claims []Claim
	claim := func(title provider.Title) {
		claims = append(claims, Claim{Address: spec.Address("file." + string(title)), Title: title, Content: &Content{Digest: digest("a")}, Text: &Text{Text: "ours"}})
	}
	for n := range 300 {
		title := provider.Title(fmt.Sprintf("%d.png", n))
		w.has(title, oursOf("a"))
		claim(title)
	}
	questions := func() map[string]int {
		t.Helper()
		w.asked, w.times = nil, nil
		f := driftFacts()
		if err := Settle(t.Context(), w, claims, &f); err != nil {
			t.Fatal(err)
		}
		if _, err := FindDrift(t.Context(), w, slices.Clone(claims), &f); err != nil {
			t.Fatal(err)
		}
		return w.times
	}
	if diff := cmp.Diff(map[string]int{"files": 1, "protections": 1}, questions()); diff != "" {
		t.Error(diff)
	}
	w.save("Anna", "", "hers")
	for n := range 300 {
		title := provider.Title(fmt.Sprintf("x%d.png", n))
		w.has(title, versionBy("Anna", "b", "", 30), oursOf("a"))
		claim(title)
		claim(provider.Title(fmt.Sprintf("gone%d.png", n)))
	}
	want := map[string]int{
		"files": 1, "protections": 1, "whole histories": 1, "texts": 1, "revisions": 2, "revision texts": (300 + textsAtOnce - 1) / textsAtOnce, "moves": 1, "deletions": 1, "upload log": 1,
	}
	if diff := cmp.Diff(want, questions()); diff != "" {
		t.Error(diff)
	}
}
