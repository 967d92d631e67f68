package cli_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestTended and TestRealTended let us and a volunteer write to one page for many rounds:
// what she adds is still there in the end, what the manifest changes is done, and where both
// mean the same lines somebody is asked.
func TestTended(t *testing.T) {
	t.Parallel()
	tendTogether(t, sandboxOfOwners(t, false))
}

func TestRealTended(t *testing.T) {
	dialReal(t)
	tendTogether(t, dialRealOwners(t, false))
}

func tendTogether(t *testing.T, w wikiOfOwners) {
	d := newTended(t, w)
	d.applied(t, "at first")
	d.quiet(t, "at first", false)
	years := 0
	rounds := func(when string, n int, told bool) {
		t.Helper()
		for i := range n {
			years++
			if i%3 == 0 {
				d.adds(t, d.want[len(d.want)-1], fmt.Sprintf("[[Category:By Anna %d]]", years))
			}
			d.says(t, yearLine, fmt.Sprintf("It was built in year %d.", years))
			round := fmt.Sprintf("%s, round %d", when, i+1)
			d.applied(t, round)
			d.quiet(t, round, told)
		}
	}
	rounds("as it was", 10, false)

	// Our own writes that change no text, in between: they carry our name and her lines.
	for i := range 3 {
		between := fmt.Sprintf("with writes between, %d", i+1)
		d.adds(t, d.lines[modelLine], fmt.Sprintf("Anna has measured %d m.", i))
		d.picture(t, between)
		d.applied(t, between+", a new version")
		d.rename(t, fmt.Sprintf("Tended %s moved %d.svg", d.id, i))
		d.applied(t, between+", a move")
		w.protectAgain(t, d.title)
		d.quiet(t, between+", a protection", false)
		rounds(between, 2, false)
	}

	// She brings back what one of our lines said before: kept, and told in every plan.
	d.says(t, lengthLine, "It is 100 m long.")
	d.applied(t, "a length")
	d.replaces(t, "It is 100 m long.", "It is 0 m long.")
	d.quiet(t, "she has reverted our line", true)
	rounds("after she reverted", 3, true)
	d.same(t, "after she reverted")

	// Now both change the same line: somebody is asked, and takes ours.
	d.replaces(t, "It is 0 m long.", "It is 90 m long.")
	was := d.lines[lengthLine]
	d.lines[lengthLine] = "It is 101 m long."
	d.blocked(t, "both have changed a line", was, "It is 90 m long.", d.lines[lengthLine], visitorName(w), "wikiform pull", `description_mode = "exact"`)
	d.takeOurs(t, "take ours")
	rounds("after take ours", 10, false)

	// Exact for three rounds, and she is overwritten as the block says; then merge again.
	d.mode = ""
	for i := range 3 {
		d.adds(t, d.lines[seenLine], fmt.Sprintf("Anna says %d.", i))
		d.lines[yearLine] = fmt.Sprintf("It was built in year %d, exactly.", i)
		d.want = slices.Clone(d.lines)
		d.applied(t, "exact")
		d.quiet(t, "exact", false)
	}
	d.mode = `description_mode = "merge"`
	d.quiet(t, "merge again", false)
	rounds("merge again", 4, false)

	// What git takes in is ours: it can be changed, and removed.
	d.adds(t, d.lines[seenLine], "Anna saw it from the west.")
	d.pull(t)
	d.quiet(t, "pulled", false)
	west := slices.Index(d.lines, "Anna saw it from the west.")
	d.says(t, west, "It was seen from the west, too.")
	d.applied(t, "a line that was pulled is changed")
	d.quiet(t, "a line that was pulled is changed", false)
	d.adds(t, d.want[len(d.want)-1], "[[Category:Rivers]]")
	d.lines = slices.Delete(d.lines, west, west+1)
	d.want = slices.DeleteFunc(d.want, func(line string) bool { return strings.Contains(line, "the west") })
	d.applied(t, "a line that was pulled is removed")
	d.quiet(t, "a line that was pulled is removed", false)
	rounds("after a pull", 3, false)
}

// takeOurs applies once as exact says, and goes on merging.
func (d *tended) takeOurs(t *testing.T, when string) {
	t.Helper()
	mode := d.mode
	d.mode = `description_mode = "exact"`
	d.want = slices.Clone(d.lines)
	d.applied(t, when)
	d.mode = mode
	d.quiet(t, when+", and merge again", false)
}

// visitorName is the name of the volunteer.
func visitorName(w wikiOfOwners) string {
	name, _, _ := strings.Cut(w.friend, "@")
	return name
}
