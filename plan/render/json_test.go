package render

import (
	"bytes"
	"testing"
	"unicode/utf8"

	"wikiform/plan"
)

// What show prints as JSON is a saved plan, which shows as the plan does. Only
// bytes that are no text keep a plan from being saved.
func TestJSONIsASavedPlan(t *testing.T) {
	t.Parallel()
	plans := samples()
	delete(plans, "hostile") // has bytes that are no text
	for name, evil := range hostileTexts() {
		if len(evil) > 64<<10 {
			continue
		}
		if utf8.ValidString(evil) {
			plans["hostile "+name] = hostile(evil)
			continue
		}
		if err := JSON(&bytes.Buffer{}, hostile(evil), Style{}); err == nil {
			t.Errorf("%s: %q was saved", name, evil)
		}
	}
	for name, p := range plans {
		var first, second bytes.Buffer
		if err := JSON(&first, p, Style{}); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		back, err := plan.Read(bytes.NewReader(first.Bytes()))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := JSON(&second, back, Style{}); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Errorf("%s: another plan was read than was written (%v)", name, err)
		}
		if was, is := rendered(t, p, Style{Full: true}), rendered(t, back, Style{Full: true}); was != is {
			t.Errorf("%s: a saved plan shows otherwise", name)
		}
	}
}
