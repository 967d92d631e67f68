package importing

import (
	"slices"
	"strings"

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
	used     names
}

func newColumns(template string) *columns {
	c := &columns{strings.ToLower(wordOf(template, "_")), map[string]string{}, names{}}
	if !hclsyntax.ValidIdentifier(c.template) {
		c.template = "parameter"
	}
	for _, name := range reserved {
		c.used.take(name, "_")
	}
	return c
}

// of is the column of a parameter: its name with _ for what a template cannot refer to.
func (c *columns) of(parameter string) string {
	if name := c.names[parameter]; name != "" {
		return name
	}
	name := wordOf(parameter, "_")
	if !hclsyntax.ValidIdentifier(name) || slices.Contains(reserved, strings.ToLower(name)) {
		name = strings.TrimSuffix(c.template+"_"+name, "_")
	}
	c.names[parameter] = c.used.take(name, "_")
	return c.names[parameter]
}
