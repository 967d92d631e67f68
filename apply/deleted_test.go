package apply

import (
	"errors"
	"slices"
	"testing"

	"wikiform/provider"
)

// The wiki's warnings about what was deleted are answered with yes only where it was
// us, which is asked right before the upload, whatever the plan says.
func TestBringingBack(t *testing.T) {
	t.Parallel()
	const mark = "[wikiform museum]"
	ours := provider.DeletionLog{Deletions: []provider.Deletion{{User: "Uploader", Reason: "over " + mark}}}
	theirs := provider.DeletionLog{Deletions: []provider.Deletion{{User: "Admin", Reason: "no permission"}, ours.Deletions[0]}}
	both := []provider.WarningKind{provider.WarnWasDeleted, provider.WarnDuplicateArchive}
	for name, tt := range map[string]struct {
		own             []provider.WarningKind // by the plan
		past            provider.DeletionLog
		deletedContents provider.Title
		accept          []provider.WarningKind
		asked           []string
	}{
		"nothing was deleted": {},
		"by us":               {both, ours, "A.png", both, []string{"deletions A.png", "deletedContents ", "deletions A.png"}},
		"by them meanwhile":   {both, theirs, "A.png", nil, []string{"deletions A.png", "deletedContents ", "deletions A.png"}},
		"bytes of another":    {both, ours, "B.png", both[:1], []string{"deletions A.png", "deletedContents ", "deletions B.png"}},
		"a forged plan":       {[]provider.WarningKind{provider.WarnExists, provider.WarnBadFilename}, ours, "A.png", nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFake(t)
			w.logs = map[provider.Title]provider.DeletionLog{"A.png": tt.past}
			w.deletedContents = map[provider.SHA1][]provider.Title{digestOf("a").SHA1: {tt.deletedContents}}
			p := planOf(w, want("A.png", "a", nil))
			p.Changes[0].OwnDeletions = tt.own
			r := Runner{Wiki: w, Marks: []string{mark}, Body: sources(map[string]string{"a": "a"})}
			report := r.Run(t.Context(), nil, p)
			if !slices.Equal(outcomes(report), []Outcome{Done}) || len(w.uploads) != 1 || !slices.Equal(w.uploads[0].Accept, tt.accept) {
				t.Errorf("%v, uploaded %+v", outcomes(report), w.uploads)
			}
			var asked []string
			for _, call := range w.calls {
				if call != "files A.png" && call != "upload A.png" {
					asked = append(asked, call)
				}
			}
			if !slices.Equal(asked, tt.asked) {
				t.Errorf("asked %q, want %q", asked, tt.asked)
			}
		})
	}
}

// A wiki that does not answer who it was gets no file.
func TestBringingBackUnasked(t *testing.T) {
	t.Parallel()
	w := newFake(t)
	w.faults["deletions A.png"] = []fault{{before: &provider.Error{Kind: provider.Unavailable, Err: errors.New("away")}}}
	p := planOf(w, want("A.png", "a", nil))
	p.Changes[0].OwnDeletions = []provider.WarningKind{provider.WarnWasDeleted}
	r := Runner{Wiki: w, Marks: []string{"[wikiform museum]"}, Body: sources(map[string]string{"a": "a"})}
	if report := r.Run(t.Context(), nil, p); !slices.Equal(outcomes(report), []Outcome{Failed}) || len(w.uploads) != 0 {
		t.Errorf("%v, uploaded %+v", outcomes(report), w.uploads)
	}
}
