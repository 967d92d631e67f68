package spec

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// yamlFits bounds all ways in which a short YAML text can become a large value
// or a deep one.
func yamlFits(args []cty.Value) error {
	text := args[0].AsString()
	if err := tooMany(strings.Count(text, "\n") + strings.Count(text, ",")); err != nil {
		return err
	}
	if yamlTooDeep(text) {
		return fmt.Errorf("the text is nested in more than %d levels", maxDataDepth)
	}
	return aliasesFit(text)
}

// yamlTooDeep looks at brackets, and at dashes in a row. Indentation needs no
// bound, since each level costs a longer line.
func yamlTooDeep(text string) bool {
	level := 0
	for line := range strings.Lines(text) {
		dashes := strings.Count(line, "- ") + strings.Count(line, "? ")
		level += strings.Count(line, "[") + strings.Count(line, "{") - strings.Count(line, "]") - strings.Count(line, "}")
		if dashes > maxDataDepth || level > maxDataDepth {
			return true
		}
	}
	return false
}

var yamlToken = regexp.MustCompile(`(?:^|[\s\[{,:-])([&*][^\s,\[\]{}]+)|[\n,]`)

// aliasesFit adds up what *aliases repeat of what &anchors name, which grows by
// a power where anchors hold aliases. Where an anchor's content ends is not
// parsed: it ends before its first alias, so it is taken to reach that far.
func aliasesFit(text string) error {
	if !strings.Contains(text, "*") {
		return nil
	}
	var total size
	begin, repeated := map[string]size{}, map[string]size{}
	last := 0
	for _, m := range yamlToken.FindAllStringSubmatchIndex(text, -1) {
		total.elements++
		total.bytes += m[1] - last
		last = m[1]
		if m[2] < 0 {
			continue
		}
		name := text[m[2]+1 : m[3]]
		if text[m[2]] == '&' {
			begin[name] = total
			delete(repeated, name)
			continue
		}
		from, known := begin[name]
		if !known {
			continue
		}
		again, seen := repeated[name]
		if !seen {
			again = size{total.elements - from.elements, total.bytes - from.bytes}
			repeated[name] = again
		}
		total.elements += again.elements
		total.bytes += again.bytes
		if total.elements > maxElements || total.bytes > maxText {
			return tooMany(maxElements + 1)
		}
	}
	return nil
}
