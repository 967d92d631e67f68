package mediawiki

import (
	"testing"

	"wikiform/provider"
)

// TestUndoOfRecordedAnswers reads what real wikis have said to reverts and restorations.
func TestUndoOfRecordedAnswers(t *testing.T) {
	t.Parallel()
	both(t, "revert-success", func(t *testing.T, b []byte) {
		var a revertAnswer
		if err := jsonAnswer(b).decode(&a); err != nil || a.FileRevert.Result != "Success" {
			t.Errorf("%+v, %v", a.FileRevert, err)
		}
	})
	for name, want := range map[string]struct {
		out  any
		code string
		kind provider.Kind
	}{
		"revert-again":      {&revertAnswer{}, "backend-fail-alreadyexists", provider.Busy},
		"revert-badversion": {&revertAnswer{}, "filerevert-badversion", provider.Conflict},
		"undelete-missing":  {&undeleteAnswer{}, "undelete-missing-filearchive", provider.Conflict},
		"undelete-nothing":  {&undeleteAnswer{}, "undelete-no-results", provider.Conflict},
		"undelete-partly":   {&undeleteAnswer{}, "undelete-no-results", provider.Conflict},
	} {
		both(t, name, func(t *testing.T, b []byte) {
			if e := errOf(t, jsonAnswer(b).decode(want.out)); e.Code != want.code || e.Kind != want.kind {
				t.Errorf("%s: %v", e.Kind, e)
			}
		})
	}
	both(t, "undelete-success", func(t *testing.T, b []byte) {
		var a undeleteAnswer
		if err := jsonAnswer(b).decode(&a); err != nil || a.Undelete.Title != "File:Mwc seed undo.png" || a.Undelete.Revisions != 3 || a.Undelete.FileVersions != 3 {
			t.Errorf("%+v, %v", a.Undelete, err)
		}
	})
	both(t, "query-deleted", func(t *testing.T, b []byte) {
		var a queryAnswer
		if err := jsonAnswer(b).decode(&a); err != nil || len(a.Query.FileArchive) != 3 || len(a.Query.Pages) != 1 || len(a.Query.Pages[0].DeletedRevisions) != 3 {
			t.Fatalf("%+v, %v", a, err)
		}
		old, now := a.Query.FileArchive[1].version(), a.Query.FileArchive[2].version()
		if old.ID == 0 || old.Archive == "" || old.Size != 268 || old.Width != 8 || old.Height != 8 || old.User != "Uploader" || !old.Known() || now.Archive != "" || !now.Time.After(old.Time) {
			t.Errorf("%+v, %+v", old, now)
		}
		if r := a.Query.Pages[0].DeletedRevisions[0].revision(0); r.ID == 0 || r.Parent == 0 || r.TextSHA1 != provider.TextSHA1("text") || r.Time.IsZero() || r.Tags == nil {
			t.Errorf("%+v", r)
		}
	})
	both(t, "query-restored", func(t *testing.T, b []byte) {
		var a queryAnswer
		if err := jsonAnswer(b).decode(&a); err != nil || len(a.Query.LogEvents) != 4 {
			t.Fatalf("%+v, %v", a.Query.LogEvents, err)
		}
		for i, want := range []struct{ revisions, versions int }{{0, 1}, {}, {3, 3}, {}} {
			e := a.Query.LogEvents[i]
			d, ok := e.deletion()
			switch {
			case !ok, want.versions > 0 != (d.back != nil):
				t.Errorf("%d: %+v", i, e)
			case d.back != nil && (d.back.Revisions != want.revisions || d.back.Versions != want.versions || d.back.Page == 0):
				t.Errorf("%d: %+v", i, d.back)
			case d.gone != nil && (d.gone.Version != "") != (i == 1):
				t.Errorf("%d: %+v", i, d.gone)
			}
		}
	})
}

// TestOneVersion finds the name of an old version in a reason of whatever language.
func TestOneVersion(t *testing.T) {
	t.Parallel()
	for comment, want := range map[string]string{
		"Deleted old revision 20261127034825!A_b.png: one":          "20261127034825!A_b.png",
		"Alte Version 20261127034825!A_b.png wurde gelöscht":        "20261127034825!A_b.png",
		"20261127034825!Other.png, and then 20261127034826!A_b.png": "20261127034826!A_b.png",
		"Deleted old revision 20261127034825!Other.png":             "",
		"2026112703482!A_b.png":                                     "",
		"over":                                                      "",
	} {
		for title := range map[string]bool{"File:A b.png": true, "Datei:A b.png": true} {
			if got := (logEvent{Title: title, Comment: comment}).oneVersion(); got != want {
				t.Errorf("%q: %q, want %q", comment, got, want)
			}
		}
		if got := (logEvent{Title: "File:A b.png", Comment: comment, CommentHidden: true}).oneVersion(); got != "" {
			t.Errorf("of what is hidden: %q", got)
		}
	}
}
