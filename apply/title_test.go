package apply

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// A title that the wiki stores in another form is not written to, and what is
// there under the other form is not taken for its own.
func TestTitleStoredInAnotherForm(t *testing.T) {
	t.Parallel()
	w := newFake(t)
	w.put("Film.png", "new", "text", "Anna", "")
	p := planOf(w, want("ﬁlm.png", "new", nil), want("B.png", "b", nil))
	w.stores = map[provider.Title]provider.Title{"ﬁlm.png": "Film.png"}
	r := Runner{Wiki: w, Body: sources(map[string]string{"new": "new", "b": "b"})}

	checked, err := r.Check(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Outcome{Stale, NotStarted}, outcomes(checked)); diff != "" {
		t.Errorf("checked (-want +got):\n%s", diff)
	}
	report := r.Run(t.Context(), nil, p)
	if diff := cmp.Diff([]Outcome{Stale, Done}, outcomes(report)); diff != "" {
		t.Errorf("run (-want +got):\n%s", diff)
	}
	if err := report.Results[0].Err; err == nil || !strings.Contains(err.Error(), `stores the title "ﬁlm.png" as "Film.png"`) || Hint(err) == "" {
		t.Errorf("the error is %v", err)
	}
	if len(w.uploads) != 1 || w.uploads[0].Title != "B.png" {
		t.Errorf("uploaded %+v", w.uploads)
	}
}
