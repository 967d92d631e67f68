package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestKeep and TestRealKeep let a volunteer put our page into categories and link it to
// other languages, for many rounds of an exact text: her links stay, wherever she puts them,
// those that the manifest gives up go, and where nothing else differs nothing is planned.
func TestKeep(t *testing.T) {
	t.Parallel()
	for _, german := range []bool{false, true} {
		keepBeside(t, sandboxOfOwners(t, german), german)
	}
}

func TestRealKeep(t *testing.T) {
	dialReal(t)
	for _, german := range []bool{false, true} {
		w := dialRealOwners(t, german)
		name := filepath.Join(os.Getenv("WIKIFORM_TEST_CONF_DIR"), "95-keep.php")
		t.Cleanup(func() { os.Remove(name) })
		putFile(t, name, "<?php\n$wgInterwikiScopes = 2;\n$wgInterwikiCache = [ '__list:__global' => 'fr it', '__global:fr' => '0 https://fr.example.org/$1', '__global:it' => '0 https://it.example.org/$1' ];\n")
		keepBeside(t, w, german)
	}
}

func keepBeside(t *testing.T, w wikiOfOwners, german bool) {
	d := newTended(t, w)
	d.mode = `keep = ["categories", "interwiki"]`
	category := map[bool]string{false: "[[Category:%s %d]]", true: "[[Kategorie:%s %d]]"}[german]
	hers := func(line string) bool { return strings.Contains(line, "Anna") }
	d.applied(t, "at first")
	d.quiet(t, "at first", false)
	for i := range map[bool]int{false: 10, true: 3}[german] {
		round := fmt.Sprintf("German: %t, round %d", german, i+1)
		behind := []string{d.lines[yearLine], d.lines[seenLine], d.want[len(d.want)-1]}[i%3]
		d.adds(t, behind, fmt.Sprintf(category, "By Anna", i))
		switch i {
		case 2:
			d.adds(t, d.lines[modelLine], "[[fr:Pont d'Anna|x]]")
		case 4:
			d.visits(t, func(lines []string) []string { // she sorts what she has added
				at := slices.IndexFunc(lines, hers)
				her := lines[at]
				return slices.Insert(slices.Delete(lines, at, at+1), 0, her)
			})
		case 6:
			d.replaces(t, d.lines[modelLine], d.lines[modelLine]+" [[it:Ponte di Anna]]")
		}
		d.quiet(t, round+", only Anna", false)

		last := len(d.lines) - 1
		d.lines[yearLine], d.lines[last] = fmt.Sprintf("It was built in year %d.", i+1), fmt.Sprintf(category, "Bridges", i)
		if i%4 == 3 {
			d.picture(t, round)
		}
		d.below(hers)
		d.applied(t, round)
		d.quiet(t, round, false)
		if i%4 == 1 {
			w.protectAgain(t, d.title)
			d.quiet(t, round+", a protection", false)
		}
	}

	// What she takes out again is gone, and so is what else she wrote.
	d.visits(t, func(lines []string) []string {
		her := slices.IndexFunc(lines, hers)
		lines[seenLine] = "Seen by Anna."
		return slices.Delete(lines, her, her+1)
	})
	d.below(func(line string) bool { return hers(line) && strings.HasPrefix(line, "[[") })
	d.applied(t, "she takes one out")
	d.quiet(t, "she takes one out", false)

	// A category that git takes in from the wiki is ours, and can be given up.
	d.pull(t)
	d.quiet(t, "a pull", false)
	her := slices.IndexFunc(d.lines, hers)
	d.lines = slices.Delete(d.lines, her, her+1)
	d.want = slices.Clone(d.lines)
	d.applied(t, "after a pull")
	d.quiet(t, "after a pull", false)
}

// below expects of the page what the manifest says, and below it the links of a volunteer.
func (d *tended) below(hers func(string) bool) {
	page := d.want
	d.want = slices.Clone(d.lines)
	for _, line := range page {
		if _, link, within := strings.Cut(line, " [["); within {
			line = "[[" + link
		}
		if hers(line) {
			d.want = append(d.want, line)
		}
	}
}
