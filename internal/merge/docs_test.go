package merge

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

var fenced = regexp.MustCompile("(?sm)^( *)```wikitext (base|ours|theirs|page)\n(.*?)```$")

// Each three texts of docs/merging.md make the one that follows, or contradict each other.
func TestPage(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/merging.md")
	if err != nil {
		t.Fatal(err)
	}
	var examples []map[string]string
	for _, block := range fenced.FindAllStringSubmatch(string(page), -1) {
		if block[2] == "base" {
			examples = append(examples, map[string]string{})
		}
		examples[len(examples)-1][block[2]] = strings.TrimSuffix(strings.ReplaceAll("\n"+block[3], "\n"+block[1], "\n")[1:], "\n")
	}
	conflicts := 0
	for _, x := range examples {
		r := Texts(x["base"], x["ours"], x["theirs"], true)
		want, clean := x["page"]
		if r.Clean() != clean || clean && r.Text != want {
			t.Errorf("of %q: %d conflicts, %q, want %q", x, len(r.Conflicts), r.Text, want)
		}
		if !clean {
			conflicts++
		}
	}
	if len(examples) < 3 || conflicts < 1 {
		t.Errorf("%d examples, %d of them conflicts", len(examples), conflicts)
	}
}
