package mediawiki

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// recordedAnswer is a client of a wiki that answers everything with b.
func recordedAnswer(t *testing.T, b []byte) *Client {
	return dialWire(t, &wire{answer: func(q asked) any {
		if q.Get("action") == "paraminfo" {
			return library{global: true}.answer(q)
		}
		return json.RawMessage(b)
	}})
}

func TestNamesOfRecordedAnswers(t *testing.T) {
	t.Parallel()
	const from, to, two, loop, aim, missing = "Mwc seed from.png", "Mwc seed to.png", "Mwc seed two.png", "Mwc seed loop.png", "Mwc seed aim.png", "Mwc seed missing.png"
	both(t, "query-redirects", func(t *testing.T, b []byte) {
		got, err := recordedAnswer(t, b).Targets(t.Context(), []provider.Title{from, two, loop, aim, missing})
		want := map[provider.Title]string{from: "File:" + to, two: "File:" + from, loop: "File:" + loop}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
	both(t, "query-moves", func(t *testing.T, b []byte) {
		got, err := recordedAnswer(t, b).Moves(t.Context(), []provider.Title{from})
		m := got[from].Moves
		if err != nil || len(m) != 2 || got[from].Cut || m[0].ID <= m[1].ID || m[0].Page != m[1].Page || m[0].Page == 0 {
			t.Fatalf("%+v, %v", got, err)
		}
		for _, e := range m {
			if e.To != to || e.User != "Uploader" || e.Reason != "why" || e.Time.IsZero() {
				t.Errorf("%+v", e)
			}
		}
	})
	both(t, "query-usage-global", func(t *testing.T, b []byte) {
		got, err := recordedAnswer(t, b).Usage(t.Context(), []provider.Title{from, to, missing})
		shown := []string{"Mwc seed shows"}
		want := map[provider.Title]provider.Usage{
			from: {Count: 1, Pages: shown}, missing: {},
			to: {Count: 1, Pages: shown, Wikis: []provider.WikiUsage{{Wiki: "dewiki", Count: 3}, {Wiki: "frwiki", Count: 1}}},
		}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
	for name, says := range map[string]string{"move-exists": "articleexists", "move-denied": "cantmovefile", "delete-denied": "permissiondenied", "delete-missing": "missingtitle"} {
		both(t, name, func(t *testing.T, b []byte) {
			if e := errOf(t, jsonAnswer(b).decode(&struct{}{})); e.Code != says {
				t.Errorf("%v", e)
			}
		})
	}
	for name, want := range map[string]provider.Moved{"move-success": {Redirect: true}, "move-talk-stays": {Redirect: true, Talk: "some"}} {
		both(t, name, func(t *testing.T, b []byte) {
			var a moveAnswer
			if err := jsonAnswer(b).decode(&a); err != nil {
				t.Fatal(err)
			}
			did, err := a.moved(provider.Move{From: from, To: to, Redirect: true})
			if err != nil || did.Redirect != want.Redirect || (did.Talk == "") != (want.Talk == "") {
				t.Errorf("%+v, %v", did, err)
			}
		})
	}
	for name, want := range map[string]bool{"delete-success": false, "delete-scheduled": true} {
		both(t, name, func(t *testing.T, b []byte) {
			var a deleteAnswer
			if err := jsonAnswer(b).decode(&a); err != nil {
				t.Fatal(err)
			}
			if did, err := a.removed(provider.Delete{Title: titleOf(a.Delete.Title)}); err != nil || did.Queued != want || did.Queued == (did.Log != 0) {
				t.Errorf("%+v, %v", did, err)
			}
		})
	}
}
