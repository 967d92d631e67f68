package importing

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// The columns that are not made from parameters.
const (
	titleColumn    = "title"
	urlColumn      = "url"
	sumColumn      = "sha1"
	sourceColumn   = "source"
	templateColumn = "template"
	textColumn     = "text"
	beforeColumn   = "before" // the call
	afterColumn    = "after"
)

// reserved are names that no parameter gives its column: those of others, which it has to
// be told from with and without originals, and words that a template takes for values.
var reserved = []string{
	titleColumn, urlColumn, sumColumn, sourceColumn, templateColumn, textColumn, beforeColumn, afterColumn,
	"true", "false", "null",
}

// columns give each parameter of a template one column, in whatever layout it is.
type columns struct {
	template string // begins the name of a column that cannot be called as its parameter
	names    map[string]string
	used     map[string]bool // in small letters
}

func newColumns(template string) *columns {
	c := &columns{wordOf(template), map[string]string{}, map[string]bool{}}
	if !hclsyntax.ValidIdentifier(c.template) {
		c.template = "parameter"
	}
	c.template = strings.ToLower(c.template)
	for _, name := range reserved {
		c.used[name] = true
	}
	return c
}

// of is the column of a parameter: its name with _ for what a template cannot refer to.
func (c *columns) of(parameter string) string {
	if name := c.names[parameter]; name != "" {
		return name
	}
	name := wordOf(parameter)
	if !hclsyntax.ValidIdentifier(name) || slices.Contains(reserved, strings.ToLower(name)) {
		name = strings.TrimSuffix(c.template+"_"+name, "_")
	}
	free := name
	for n := 2; c.used[strings.ToLower(free)]; n++ {
		free = name + "_" + strconv.Itoa(n)
	}
	c.names[parameter], c.used[strings.ToLower(free)] = free, true
	return free
}

// wordOf is a text with one _ for each row of signs that no name in a template has.
func wordOf(text string) string {
	const most = 60 // bytes
	var b strings.Builder
	for _, r := range text {
		switch {
		case b.Len() >= most:
		case r != '-' && r != '_' && r != utf8.RuneError && hclsyntax.ValidIdentifier("a"+string(r)):
			b.WriteRune(r)
		case !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
	}
	return strings.Trim(b.String(), "_")
}
