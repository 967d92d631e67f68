package sandbox

import (
	"slices"
	"testing"
	"time"
)

// An imported revision stands where its time puts it; one of the future is what the page
// says from then on.
func TestImport(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	w := open(t, Clock(func() time.Time { return now }))
	c := enter(t, w)
	for _, err := range []error{
		w.PutPage("A", "one", "Bot"),
		w.PutPage("A", "two", "Bot"),
		w.Import("A", "xx>Old", "old", "from before", now.AddDate(-20, 0, 0)),
		w.Import("A", "xx>New", "new", "from later", now.AddDate(9, 0, 0)),
		w.PutPage("A", "three", "Bot"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	got := c.post("action", "query", "titles", "A", "prop", "revisions|info", "rvlimit", "max", "rvprop", "ids|user|comment|sha1")
	type seen struct {
		id, parent float64
		user       string
		text       string
	}
	texts := map[any]string{}
	for _, text := range []string{"one", "two", "three", "old", "new"} {
		texts[textSum(text).String()] = text
	}
	var revs []seen
	for i := 0; at(got, "query", "pages", 0, "revisions", i) != nil; i++ {
		r := at(got, "query", "pages", 0, "revisions", i).(map[string]any)
		revs = append(revs, seen{r["revid"].(float64), r["parentid"].(float64), r["user"].(string), texts[r["sha1"]]})
	}
	want := []seen{
		{5, 4, "xx>New", "new"}, {7, 6, "Bot", "three"}, {6, 5, "Admin", "new"}, {4, 2, "Admin", "two"},
		{2, 1, "Bot", "two"}, {1, 0, "Bot", "one"}, {3, 0, "xx>Old", "old"},
	}
	if last := at(got, "query", "pages", 0, "lastrevid"); !slices.Equal(revs, want) || last != 7.0 {
		t.Errorf("latest %v:\n%v\nwant\n%v", last, revs, want)
	}
}
