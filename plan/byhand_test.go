package plan

import (
	"testing"

	"wikiform/provider"
	"wikiform/spec"
)

// What others wrote and somebody put into the manifest, the history does not tell.
func TestTakenByHand(t *testing.T) {
	t.Parallel()
	const ours, theirs = "one\n\ntwo", "one\n\ntwo\n\nthree"
	for name, tt := range map[string]struct {
		does  func(p *pastPage)
		taken bool
	}{
		"ours from the first":   {func(p *pastPage) {}, false},
		"nothing changed since": {func(p *pastPage) { p.save("Bot", "uploaded a new version "+ofMuseum, p.text()) }, false},
		"written whole": {func(p *pastPage) {
			p.save("Anna", "", theirs)
			p.save("Bot", "["+string(HowWhole)+" "+provider.TextSHA1(ours).String()[:saysDigits]+"] "+ofMuseum, ours)
		}, false},
		"somebody else's":         {func(p *pastPage) { p.save("Anna", "", theirs) }, true},
		"and a new version of us": {func(p *pastPage) { p.save("Anna", "", theirs); p.save("Bot", "uploaded "+ofMuseum, p.text()) }, true},
		"merged by us": {func(p *pastPage) {
			p.save("Anna", "", theirs)
			p.apply(p.plan(t, "ONE\n\ntwo", spec.ModeMerge, 0))
		}, true},
		"hidden": {func(p *pastPage) { p.save("Anna", "", theirs); p.hide(func(r *provider.Revision) { r.User = "" }) }, true},
	} {
		p := &pastPage{}
		p.save("Bot", "New "+ofMuseum, ours)
		tt.does(p)
		p.shows()
		f := Facts{Mark: ofMuseum, Accounts: []string{"Bot"}}
		page := p.files["A.png"].Page
		got, err := TakenByHand(t.Context(), &p.wiki, map[provider.Title]*provider.Page{"A.png": page}, &f)
		if err != nil || (got["A.png"] == page.Rev) != tt.taken {
			t.Errorf("%s: %v, %v; want %v", name, got, err, tt.taken)
		}
		// What git has taken in is known from then on.
		f.Pulled = map[provider.Title]int64{"A.png": page.Rev}
		f.pulled = nil
		if got, err := TakenByHand(t.Context(), &p.wiki, map[provider.Title]*provider.Page{"A.png": page}, &f); err != nil || len(got) > 0 {
			t.Errorf("%s, once it was taken in: %v, %v", name, got, err)
		}
		if got, err := TakenByHand(t.Context(), &p.wiki, map[provider.Title]*provider.Page{"A.png": page}, &Facts{Mark: ofMuseum}); err != nil || got != nil {
			t.Errorf("%s, for nobody: %v, %v", name, got, err)
		}
	}
}
