package plan

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

const ourMark = "[wikiform museum]"

var (
	deletedAt  = time.Date(2026, 11, 20, 8, 30, 0, 0, time.UTC)
	byUs       = provider.Deletion{User: "Uploader", Time: deletedAt, Reason: "over " + ourMark}
	byThem     = provider.Deletion{User: "Admin", Time: deletedAt.Add(time.Hour), Reason: "no permission"}
	byAMove    = provider.Deletion{User: "Anna", Time: deletedAt, Redirect: true}
	byASecret  = provider.Deletion{User: "Admin", Time: deletedAt, Hidden: true, Reason: ourMark}
	noLongerIn = provider.Deletion{User: "Admin", Time: deletedAt, Reason: ourMark + " was a mistake"}
)

func accepting(k ...provider.WarningKind) func(*Claim) { return func(w *Claim) { w.Accept = k } }

// A title that was deleted stops the file, unless all its deletions are ours or it is
// accepted; and so do bytes that were.
func TestDeletedBefore(t *testing.T) {
	t.Parallel()
	type log = []provider.Deletion
	for name, tt := range map[string]struct {
		past     provider.DeletionLog
		accepted bool
		unmarked bool // the manifest has no set
		own      bool // it goes on since it was us
		says     string
	}{
		"by us":                  {past: provider.DeletionLog{Deletions: log{byUs}}, own: true, says: `by Uploader on 2026-11-20 08:30 UTC: "over [wikiform museum]"`},
		"by us, again and again": {past: provider.DeletionLog{Deletions: log{byUs, byUs, byAMove}}, own: true, says: `"over [wikiform museum]" (and 2 times more)`},
		"to make way":            {past: provider.DeletionLog{Deletions: log{byAMove}}, own: true, says: "by Anna on 2026-11-20 08:30 UTC to make way for a page that was moved there"},
		"to make way, no set":    {past: provider.DeletionLog{Deletions: log{byAMove}}, unmarked: true, own: true, says: "by Anna"},
		"by us, no set":          {past: provider.DeletionLog{Deletions: log{byUs}}, unmarked: true, says: "by Uploader"},
		"by them":                {past: provider.DeletionLog{Deletions: log{byThem}}, says: `by Admin on 2026-11-20 09:30 UTC: "no permission"`},
		"by them, then by us":    {past: provider.DeletionLog{Deletions: log{byUs, byThem}}, says: `by Admin on 2026-11-20 09:30 UTC: "no permission" (and once more)`},
		"by them, accepted":      {past: provider.DeletionLog{Deletions: log{byThem}}, accepted: true, says: "by Admin"},
		"by us, accepted":        {past: provider.DeletionLog{Deletions: log{byUs}}, accepted: true, says: "by Uploader"},
		"our mark within":        {past: provider.DeletionLog{Deletions: log{noLongerIn}}, says: "was a mistake"},
		"a hidden reason":        {past: provider.DeletionLog{Deletions: log{byASecret}}, says: "by Admin on 2026-11-20 08:30 UTC for a hidden reason"},
		"a hidden account":       {past: provider.DeletionLog{Deletions: log{{Time: deletedAt}}}, says: "by a hidden account on 2026-11-20 08:30 UTC without a reason"},
		"not in the log":         {says: ", and the log does not tell by whom and why"},
		"not read":               {past: provider.DeletionLog{Cut: true}, says: "so long ago that the plan did not look"},
		"not read to its end":    {past: provider.DeletionLog{Deletions: log{byUs}, Cut: true}, says: "(and maybe more often)"},
	} {
		for _, k := range deletionWarnings {
			t.Run(name+" "+string(k), func(t *testing.T) {
				t.Parallel()
				w, reason, remark := titled("A.png"), DeletedBefore, WasDeleted
				f := Facts{Account: uploader, Mark: ourMark}
				if k == provider.WarnDuplicateArchive {
					reason, remark = DeletedContent, ContentDeleted
					f.DeletedContents = map[provider.SHA1][]provider.Title{w.Content.Digest.SHA1: {"Gone.png"}}
					f.DeletionLogs = map[provider.Title]provider.DeletionLog{"Gone.png": tt.past}
				} else {
					f.Prospects = map[provider.Title]provider.Prospect{"A.png": {Deleted: true}}
					f.DeletionLogs = map[provider.Title]provider.DeletionLog{"A.png": tt.past}
				}
				if tt.accepted {
					accepting(k)(&w)
				}
				if tt.unmarked {
					f.Mark = ""
				}
				c := Compute([]Claim{w}, f).Changes[0]
				if !tt.own && !tt.accepted {
					if c.Action() != Blocked || !slices.Equal(c.Reasons, []Reason{reason}) || !strings.Contains(c.Problems[0].Text, tt.says) || !strings.Contains(c.Problems[0].Hint, fmt.Sprintf(`["%s"]`, k)) {
						t.Errorf("%s %v: %v", c.Action(), c.Reasons, c.Problems)
					}
					return
				}
				var said []string
				for _, r := range c.Remarks {
					if r.Kind == remark {
						said = append(said, r.Text)
					}
				}
				if c.Action() != Create || len(said) != 1 || !strings.Contains(said[0], tt.says) {
					t.Errorf("%s, says %q", c.Action(), said)
				}
				if own := slices.Equal(c.OwnDeletions, []provider.WarningKind{k}); own != (tt.own && !tt.accepted) {
					t.Errorf("own deletions %v", c.OwnDeletions)
				}
			})
		}
	}
}

// Bytes that were deleted under several titles need each of them to be ours, and more
// titles than are told are nobody's.
func TestDeletedUnderSeveralTitles(t *testing.T) {
	t.Parallel()
	logs := map[provider.Title]provider.DeletionLog{"B.png": {Deletions: []provider.Deletion{byUs}}, "C.png": {Deletions: []provider.Deletion{byThem}}}
	for says, titles := range map[string][]provider.Title{
		"":                             {"B.png"},
		"as File:B.png, File:C.png":    {"B.png", "C.png"},
		"as File:B.png and many more,": {"", "B.png"},
	} {
		w := titled("A.png")
		c := Compute([]Claim{w}, Facts{Account: uploader, Mark: ourMark, DeletionLogs: logs, DeletedContents: map[provider.SHA1][]provider.Title{w.Content.Digest.SHA1: titles}}).Changes[0]
		if says == "" != (c.Action() == Create) || says != "" && !strings.Contains(problemLines(c.Problems), says) {
			t.Errorf("%q: %s, %v", titles, c.Action(), c.Problems)
		}
	}
}

// What is asked of the log follows from what was deleted, and only files that would be
// created count.
func TestSurveyOfDeletions(t *testing.T) {
	t.Parallel()
	wants := []Claim{titled("Gone.png"), titled("New.png"), titled("Bytes.png"), titled("Old.png")}
	r := &wiki{
		files:           map[provider.Title]provider.File{"Old.png": has("other", "text")},
		prospects:       map[provider.Title]provider.Prospect{"Gone.png": {Deleted: true}},
		deletedContents: map[provider.SHA1][]provider.Title{digest("Bytes.png").SHA1: {"", "Gone.png", "Left.png"}},
		unsearched:      true,
	}
	f := Facts{Site: site, Account: uploader}
	if err := Survey(t.Context(), r, wants, &f); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Gone.png", "Left.png"}, r.asked["deletions"]); diff != "" || r.times["deletions"] != 1 {
		t.Errorf("asked %d times (-want +got):\n%s", r.times["deletions"], diff)
	}
	if notes := Compute(wants, f).Notes; len(notes) == 0 || !strings.Contains(notes[0], "deleted the same bytes before was not checked") {
		t.Errorf("notes %q", notes)
	}
	r.unsearched = false
	if err := Survey(t.Context(), r, wants, &f); err != nil || strings.Contains(strings.Join(Compute(wants, f).Notes, ""), "not checked") {
		t.Errorf("%v, notes %q", err, Compute(wants, f).Notes)
	}
}

// Of new titles one stands for all when it is asked why they may not be written, but
// for those that the wiki refuses and those that have a page.
func TestSurveyOfRefusals(t *testing.T) {
	t.Parallel()
	var wants []Claim
	for i := range 100 {
		wants = append(wants, titled(fmt.Sprintf("%02d.png", i)))
	}
	r := &wiki{files: map[provider.Title]provider.File{"50.png": {Page: page("text")}}, prospects: map[provider.Title]provider.Prospect{"70.png": {Refused: true}}}
	survey := func(want ...string) {
		t.Helper()
		r.asked = nil
		if err := Survey(t.Context(), r, wants, &Facts{Site: site, Account: uploader}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, r.asked["refusals"]); diff != "" {
			t.Errorf("asked (-want +got):\n%s", diff)
		}
	}
	survey("00.png", "50.png", "70.png")

	// A refusal that is not about the title is about all of them.
	r.refusals = map[provider.Title]map[string][]provider.Refusal{"00.png": {"upload": {{Code: "blocked"}}}}
	all := []string{"00.png", "50.png", "70.png"}
	for _, w := range wants {
		if !slices.Contains(all, string(w.Title)) {
			all = append(all, string(w.Title))
		}
	}
	survey(all...)
}

// A name that nobody has chosen stops the file unless it is accepted.
func TestOddNames(t *testing.T) {
	t.Parallel()
	for k, reason := range map[provider.WarningKind]Reason{
		provider.WarnBadPrefix: CameraName, provider.WarnThumb: ThumbnailName, provider.WarnThumbName: ThumbnailName, "": "",
	} {
		f := Facts{Account: uploader, Prospects: map[provider.Title]provider.Prospect{"A.png": {Warning: k}}}
		c := Compute([]Claim{titled("A.png")}, f).Changes[0]
		if reason == "" != (c.Action() == Create) || reason != "" && c.Reasons[0] != reason {
			t.Errorf("%s: %s %v", k, c.Action(), c.Reasons)
		}
		if c := Compute([]Claim{titled("A.png", accepting(k))}, f).Changes[0]; c.Action() != Create {
			t.Errorf("%s accepted: %s %v", k, c.Action(), c.Problems)
		}
	}
}

// A saved plan carries which warnings need no accepting; of a change that turns out to
// be none that creates it carries nothing.
func TestSavedOwnDeletions(t *testing.T) {
	t.Parallel()
	wants := []Claim{titled("A.png"), titled("B.png")}
	f := Facts{Account: uploader, Mark: ourMark, DeletionLogs: map[provider.Title]provider.DeletionLog{"A.png": {Deletions: []provider.Deletion{byUs}}},
		Prospects: map[provider.Title]provider.Prospect{"A.png": {Deleted: true}}}
	p := Compute(wants, f)
	back, err := Read(bytes.NewReader(savedBytes(t, p)))
	if err != nil {
		t.Fatal(err)
	}
	again, bad := back.Declared(wants, Facts{Account: uploader})
	if bad != nil {
		t.Fatalf("%+v", bad)
	}
	for i, want := range [][]provider.WarningKind{{provider.WarnWasDeleted}, nil} {
		if c := again.Changes[i]; c.Action() != Create || !slices.Equal(c.OwnDeletions, want) {
			t.Errorf("%s: %s, %v", c.Claim.Title, c.Action(), c.OwnDeletions)
		}
	}
	if p.Requests() != 2*3+1 {
		t.Errorf("%d requests", p.Requests())
	}
}

// Whether it was us is asked of the wiki, for a title and for bytes.
func TestStillOurs(t *testing.T) {
	t.Parallel()
	sum := digest("A.png").SHA1
	for name, tt := range map[string]struct {
		deletedContents []provider.Title
		past            provider.Deletion
		want            bool
	}{
		"ours": {[]provider.Title{"A.png"}, byUs, true}, "theirs": {[]provider.Title{"A.png"}, byThem, false},
		"more": {[]provider.Title{"", "A.png"}, byUs, false}, "no more": {nil, byUs, false},
	} {
		r := &wiki{deletedContents: map[provider.SHA1][]provider.Title{sum: tt.deletedContents}, logs: map[provider.Title]provider.DeletionLog{"A.png": {Deletions: []provider.Deletion{tt.past}}}}
		if got, err := StillOurs(t.Context(), r, provider.WarnDuplicateArchive, "B.png", sum, []string{ourMark}); got != tt.want || err != nil {
			t.Errorf("%s: %v, %v", name, got, err)
		}
		if got, err := StillOurs(t.Context(), r, provider.WarnWasDeleted, "A.png", sum, []string{ourMark}); got != (tt.past == byUs) || err != nil {
			t.Errorf("%s, the title: %v, %v", name, got, err)
		}
	}
	if got, err := StillOurs(t.Context(), &wiki{}, provider.WarnDuplicateArchive, "A.png", provider.SHA1{}, []string{ourMark}); got || err != nil {
		t.Errorf("bytes that are not known: %v, %v", got, err)
	}
	for _, about := range []string{"deletedContents", "deletions"} {
		r := &wiki{fail: about, deletedContents: map[provider.SHA1][]provider.Title{sum: {"A.png"}}}
		if got, err := StillOurs(t.Context(), r, provider.WarnDuplicateArchive, "A.png", sum, []string{ourMark}); got || err == nil {
			t.Errorf("without an answer about %s: %v, %v", about, got, err)
		}
	}
}
