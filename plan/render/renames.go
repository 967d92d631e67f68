package render

import (
	"fmt"
	"strings"

	"wikiform/internal/columns"
	"wikiform/internal/number"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// renamesShown is how many renames a plan writes out as the block that says so.
const renamesShown = 30

// renames are the lines of a moved block for the files that seem to have been renamed,
// and what is said before them. There are no lines where they would be too many, or
// wider than there is room for: cut or wrapped, they would be no manifest.
func renames(p *plan.Plan, width int) (said string, lines []string) {
	pairs := p.Renames()
	switch n := len(pairs); {
	case n == 0:
		return "", nil
	case n > renamesShown:
		return renamesSaid(n) + " wikiform plan -renames=FILE writes the moved block that says so.", nil
	}
	lines = strings.Split(strings.TrimSuffix(spec.MovedBlocks(pairs), "\n"), "\n")
	for _, l := range lines {
		if width > 0 && columns.Of(l) > width || provider.Visible(l) != l {
			return renamesSaid(len(pairs)) + " wikiform plan -renames=FILE writes the moved block that says so.", nil
		}
	}
	return renamesSaid(len(pairs)) + " If so, add this to the manifest (wikiform plan -renames=FILE writes it):", lines
}

func renamesSaid(n int) string {
	if n == 1 {
		return "One file seems to have been renamed."
	}
	return fmt.Sprintf("%s seem to have been renamed.", number.Of(n, "file"))
}

func (o *printer) renames(p *plan.Plan) {
	said, lines := renames(p, o.width-symbolAt)
	if said == "" {
		return
	}
	o.blank()
	o.prose(0, nil, said, nil)
	if lines != nil {
		o.blank()
	}
	for _, l := range lines {
		o.print(row{{strings.Repeat(" ", symbolAt) + l, nil}})
	}
}

// renamesMarkdown is the same for a comment on a pull request.
func renamesMarkdown(p *plan.Plan) string {
	said, lines := renames(p, 0)
	if said == "" {
		return ""
	}
	said = prose(said) + "\n\n"
	if lines == nil {
		return said
	}
	return said + fencedAs("hcl", lines) + "\n"
}

// renamesBlock is the same for a page.
type renamesBlock struct {
	Said  string
	Lines []string
}
